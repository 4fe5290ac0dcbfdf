"""What-if: a scratch plan is a list of deeds that are thought through together, compared, and kept as one or dropped.

A plan holds requests, not rows: it is carried out anew each time that it is looked at, in the middle of a deed that is
rolled back. So it stands on the schedule of today, and says so when one of its steps can no longer be done.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pydantic import Field
from sqlalchemy import func, select

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.meetings import (
    AddMeeting,
    CancelMeeting,
    MoveMeeting,
    MoveSession,
    ResizeMeeting,
    add_meeting,
    cancel_meeting,
    move_meeting,
    move_session,
    resize_meeting,
)
from acxdesk.actions.people import counted
from acxdesk.actions.requests import GivenLine, Reason, Request
from acxdesk.actions.scheduleline import House, read_back
from acxdesk.actions.sessions import EditSession, Schedule, edit_session, schedule
from acxdesk.desk.door import Changing, Desk, tried
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.queries.scratch import affected, card_of, figures, found_plan, plan
from acxdesk.records.base import INSTANT
from acxdesk.records.scratch import ScratchPlan, ScratchStep
from acxdesk.records.sessions import Meeting
from acxdesk.rules.clashes import NO_MARGINS, Margins
from acxdesk.rules.comparing import Affected, Comparison, Done, Figures, Span
from acxdesk.rules.text import fold

# What a step can be: as the journal calls it -> what it is asked by, and the deed.
DEEDS: Final[dict[str, tuple[type[Request], Callable[[Desk, Any], Receipt]]]] = {
    "session schedule": (Schedule, schedule),
    "session move": (MoveSession, move_session),
    "session edit": (EditSession, edit_session),
    "session cancel": (Decide, decide),
    "meeting move": (MoveMeeting, move_meeting),
    "meeting resize": (ResizeMeeting, resize_meeting),
    "meeting cancel": (CancelMeeting, cancel_meeting),
    "meeting add": (AddMeeting, add_meeting),
}
_VERBS: Final = {model: verb for verb, (model, _) in DEEDS.items()}
_DAY: Final = timedelta(days=1)
_NOTHING: Final = Figures(0, 0, 0, 0, 0)


class NewPlan(Request):
    """A plan without a step yet."""

    name: GivenLine = Field(description="what it is called, as Christmas two weeks later")


class PlanNamed(Request):
    """One plan, and for a step the number of it."""

    plan: GivenLine
    step: int | None = None


class KeepPlan(Request):
    """A plan that becomes real."""

    plan: GivenLine
    accept: Reason = Field(default="", description="why the clashes that it makes are accepted")


def new_plan(desk: Desk, request: NewPlan) -> Receipt:
    """Begin a plan.

    Raises:
        Refused: there is one of this name.
    """
    with desk.changing("plan new", deed=request.deed) as change:
        if change.work.scalar(select(ScratchPlan.id).where(ScratchPlan.name_key == fold(request.name))):
            raise Refused(f'There is a plan "{request.name}" already.', remedy="Give another name.")
        row = ScratchPlan(
            uid=change.new_uid(), name=request.name, name_key=fold(request.name), made_at=change.now, steps=[]
        )
        change.work.add(row)
        change.say(f'Plan "{request.name}" begun beside the real schedule.')
        change.work.flush()
        number = row.id
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def add_step(desk: Desk, said: str, asked: Request | Callable[[Desk], Request]) -> Receipt:
    """Put a deed behind the others of a plan; it is tried out behind them, and not done.

    Args:
        desk: the open desk.
        said: the plan, by its name or number.
        asked: a request of one of the deeds in `DEEDS`, or what makes it of the desk as the plan leaves it.

    Raises:
        NotFound: no such plan.
        Refused: it is no deed of the schedule, or cannot be done behind the steps before it.
    """
    with desk.changing("plan step", deed=asked.deed if isinstance(asked, Request) else None) as change:
        row = found_plan(change.work, said)
        steps = [(one.verb, _read(one.verb, one.request)) for one in row.steps]
        last, name = max((one.number for one in row.steps), default=0), row.name
        request = asked if isinstance(asked, Request) else _asked_behind(desk, change, steps, asked)
        verb = _verb_of(request)
        with tried(change):
            *_, last_step = _carried_out(desk.rehearsing().inside(change), [*steps, (verb, request)])
        if not last_step.can:
            raise Refused(last_step.sentence)
        row = found_plan(change.work, said)
        text = request.model_dump_json(exclude={"deed"}, exclude_unset=True)
        row.steps.append(ScratchStep(number=last + 1, verb=verb, request=text))
        change.work.flush()
        change.concern("plan", row.id)
        change.say(f'Plan "{name}", step {len(steps) + 1}: {last_step.sentence}')
        number = row.id
    return Receipt(change.sentence, last_step.lines, ids=(number,), rehearsed=desk.rehearsal)


def _asked_behind(
    desk: Desk, change: Changing, steps: Sequence[tuple[str, Request]], asked: Callable[[Desk], Request]
) -> Request:
    """What is asked for once some steps are done; whatever was tried out to know it leaves no trace."""
    inside = desk.rehearsing().inside(change)
    with tried(change):
        _carried_out(inside, steps)
        return asked(inside)


def add_line(desk: Desk, said: str, line: str, house: House) -> Receipt:
    """Put a session that is said in one line into a plan.

    Args:
        desk: the open desk.
        said: the plan, by its name or number.
        line: as typed; not trusted.
        house: what holds where the line says nothing.

    Raises:
        NotFound: no such plan.
        Refused: the line has a fault, each told; among them a clash that it does not accept.
    """

    def understood(inside: Desk) -> Request:
        reading = read_back(inside, line, house)
        if reading.request is None:
            raise Refused(" ".join(map(str, reading.faults)) or "No session is said.")
        return reading.request

    return add_step(desk, said, understood)


def drop_step(desk: Desk, request: PlanNamed) -> Receipt:
    """Take one step out of a plan, the last one when none is named.

    Raises:
        NotFound: no such plan.
        Refused: it has no such step.
    """
    with desk.changing("plan unstep", deed=request.deed) as change:
        row = found_plan(change.work, request.plan)
        wanted = request.step or len(row.steps)
        if not 1 <= wanted <= len(row.steps):
            raise Refused(
                f'Plan "{row.name}" has no step {wanted}.', remedy=f"It has {counted(len(row.steps), 'step')}."
            )
        change.work.delete(row.steps[wanted - 1])
        change.concern("plan", row.id)
        change.say(f'Plan "{row.name}": step {wanted} taken out.')
        number = row.id
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def compare(desk: Desk, said: str, margins: Margins = NO_MARGINS) -> Comparison:
    """A plan beside the real schedule, in the stretch of time that it touches. It writes nothing.

    Raises:
        NotFound: no such plan.
    """
    rehearsing = desk.rehearsing()
    card = plan(desk, said)
    steps = [(one.verb, _read(one.verb, one.request)) for one in card.steps]
    with rehearsing.changing("plan compare") as change:
        inside = rehearsing.inside(change)
        with tried(change):
            done = _carried_out(inside, steps)
            sessions, span = _touched(change)
            after = figures(inside, span, margins) if span else _NOTHING
            people = affected(change.work, sessions)
        before = figures(inside, span, margins) if span else _NOTHING
        people |= affected(change.work, sessions)
    return Comparison(card.name, done, span, before, after, _once(people))


def keep_plan(desk: Desk, request: KeepPlan) -> Receipt:
    """Carry a plan out: all of its steps as one deed, with one undo that brings the plan back as well.

    Raises:
        NotFound: no such plan.
        Refused: it has no step, or one that cannot be done; nothing is done then.
    """
    with desk.changing("plan keep", deed=request.deed) as change:
        card = card_of(found_plan(change.work, request.plan))
        if not card.steps:
            raise Refused(f'Plan "{card.name}" has no step yet.', remedy="Add one, or drop it.")
        steps = [(one.verb, _accepting(_read(one.verb, one.request), request.accept)) for one in card.steps]
        done = _carried_out(desk.inside(change), steps)
        for step in done:
            if not step.can:
                raise Refused(f"Step {step.number}: {step.sentence}", remedy=f'Plan "{card.name}" was not kept.')
        _remove(change, card.id)
        change.say(f'Plan "{card.name}" kept: {counted(len(done), "step")}.')
        lines = tuple(line for step in done for line in (step.sentence, *step.lines))
    return Receipt(change.sentence, lines, ids=(card.id,), rehearsed=desk.rehearsal)


def drop_plan(desk: Desk, request: PlanNamed) -> Receipt:
    """Forget a plan; undo brings it back.

    Raises:
        NotFound: no such plan.
    """
    with desk.changing("plan drop", deed=request.deed) as change:
        card = card_of(found_plan(change.work, request.plan))
        _remove(change, card.id)
        change.say(f'Plan "{card.name}" dropped.')
    return Receipt(change.sentence, ids=(card.id,), rehearsed=desk.rehearsal)


def _verb_of(request: Request) -> str:
    """How the journal calls what is asked for.

    Raises:
        Refused: it is no deed that a plan can have.
    """
    verb = _VERBS.get(type(request), "")
    if not verb or (isinstance(request, Decide) and request.verb != "cancel"):
        raise Refused("A plan schedules, moves, edits and cancels; this is none of it.")
    return verb


def _read(verb: str, text: str) -> Request:
    return DEEDS[verb][0].read(json.loads(text))


def _accepting(request: Request, reason: str) -> Request:
    """The same with a reason for the clashes that it makes, where it has none of its own."""
    if reason and "accept" in type(request).model_fields and not getattr(request, "accept", ""):
        return request.model_copy(update={"accept": reason})
    return request


def _carried_out(inside: Desk, steps: Sequence[tuple[str, Request]]) -> tuple[Done, ...]:
    """Do each step behind the ones before it; what cannot be done is told, and the others go on without it."""
    done: list[Done] = []
    for number, (verb, request) in enumerate(steps, start=1):
        try:
            receipt = DEEDS[verb][1](inside, request)
        except Refused as refused:
            done.append(Done(number, verb, str(refused), can=False))
        else:
            done.append(Done(number, verb, receipt.sentence, can=True, lines=receipt.lines))
    return tuple(done)


def _touched(change: Changing) -> tuple[frozenset[int], Span | None]:
    """The sessions that a plan changes, and the stretch of time in which they lie before and after."""
    sessions: set[int] = set()
    meetings: set[int] = set()
    moments: list[str] = []
    for one in change.work.ledger.changes:
        images = [image for image in (one.before, one.after) if image]
        if one.table == "sessions":
            sessions.add(one.row)
        elif one.table == "session_coaches":
            sessions |= {image["session_id"] for image in images if "session_id" in image}
        elif one.table == "meetings":
            meetings.add(one.row)
            moments += [image[key] for image in images for key in ("starts_at", "ends_at") if key in image]
    sessions |= set(change.work.scalars(select(Meeting.session_id).where(Meeting.id.in_(meetings))))
    edges = change.work.execute(
        select(func.min(Meeting.starts_at), func.max(Meeting.ends_at)).where(Meeting.session_id.in_(sessions))
    ).one()
    instants = [*map(_instant, moments), *(edge for edge in edges if edge is not None)]
    if not instants:
        return frozenset(sessions), None
    return frozenset(sessions), Span(min(instants) - _DAY, max(instants) + _DAY)


def _instant(stored: str) -> datetime:
    return datetime.strptime(stored, INSTANT).replace(tzinfo=UTC)


def _remove(change: Changing, number: int) -> None:
    """Take a plan out, its steps first."""
    row = found_plan(change.work, str(number))
    for step in row.steps:
        change.work.delete(step)
    change.work.flush()
    change.work.delete(row)


def _once(people: frozenset[Affected]) -> tuple[Affected, ...]:
    return tuple(sorted(people, key=lambda one: (not one.coach, one.name, one.person)))
