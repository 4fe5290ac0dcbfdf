"""`acxdesk plan ...`: what-if."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, WrongUse, noun
from acxdesk.cli.said import DaySaid, Reason, Reference, TimeSaid, Weekend, Zone, given
from acxdesk.cli.voice import Heading
from acxdesk.rules.comparing import compared, in_words, listed_people

if TYPE_CHECKING:
    from acxdesk.actions.requests import Request
    from acxdesk.rules.comparing import Comparison

app = noun("plan", "What-if: scratch plans beside the real schedule, compared, kept as one deed or dropped.")

Name = Annotated[str, Parameter(help="the plan, by its name or number")]
_FIGURES = (Heading("Figure"), Heading("Now", numeric=True), Heading("Then", numeric=True), Heading("By", numeric=True))
_PLANS = (Heading("No.", numeric=True), Heading("Plan"), Heading("Steps", numeric=True), Heading("Begun"))


@app.command
def new(name: Annotated[str, Parameter(help="what it is called")], /, *, call: Asked) -> None:
    """Begin a plan. Nothing of it is done until it is kept."""
    from acxdesk.actions.scratch import NewPlan, new_plan

    with call.writing() as desk:
        receipt = new_plan(desk, NewPlan.read({"name": name}))
    call.answer(receipt, plan=name)


@app.command(name="list")
def list_(*, call: Asked) -> None:
    """List the plans, the newest first."""
    from acxdesk.queries.scratch import plans
    from acxdesk.rules.localtime import reading, wall

    with call.reading() as desk:
        rows = plans(desk)
    if call.as_json:
        voice.print_json([voice.plain(row) for row in rows])
        return
    zone = call.settings.zone
    voice.print_table(
        _PLANS, ((str(row.id), row.name, str(row.steps), reading(wall(row.made_at, zone).date())) for row in rows)
    )


@app.command
def show(plan: Name, /, *, call: Asked) -> None:
    """Compare a plan with the real schedule: clashes, hours, seats, the people whose calendars would change."""
    from acxdesk.actions.scratch import compare

    with call.reading() as desk:
        comparison = compare(desk, plan, call.settings.margins)
    if call.as_json:
        extra = {"new_clashes": comparison.new_clashes, "gone_clashes": comparison.gone_clashes}
        voice.print_json({**voice.plain(comparison), **extra})
        return
    for line in _steps(comparison):
        voice.data(line)
    voice.data("")
    voice.print_table(_FIGURES, compared(comparison))
    for line in _rest(comparison):
        voice.data(line)
    voice.say(in_words(comparison))


@app.command
def add(
    plan: Name,
    line: Annotated[str, Parameter(help='the session, as "ACXM mon 16 nov 14:00 London coach:towers max:12"')],
    /,
    *,
    call: Asked,
) -> None:
    """Schedule a session that is said in one line, in the plan alone."""
    from acxdesk.actions.scheduleline import House
    from acxdesk.actions.scratch import add_line

    with call.writing() as desk:
        receipt = add_line(desk, plan, line, House.of(call.settings))
    call.answer(receipt, plan=plan)


@app.command
def move(
    plan: Name,
    ref: Reference,
    *,
    start: DaySaid | None = None,
    time: TimeSaid | None = None,
    zone: Zone | None = None,
    weekend: Weekend | None = None,
    reason: Reason = "",
    call: Asked,
) -> None:
    """Move a whole session, in the plan alone."""
    from acxdesk.actions.meetings import MoveSession

    with call.reading() as desk:
        today = desk.clock.today(call.settings.zone)
    values = given(start=said.day_if_given(start, today), at=said.clock(time), zone=zone)
    if not values:
        raise WrongUse("Where to is not given.", remedy="Give --start, --time or --zone.")
    weekdays = said.weekdays(weekend, call.settings)
    _add(call, plan, MoveSession.read({"session": ref, "weekend": weekdays, "reason": reason, **values}))


@app.command(name="move-meeting")
def move_meeting(
    plan: Name,
    ref: Reference,
    number: Annotated[int, Parameter(help="the meeting's number in the session")],
    *,
    day: DaySaid | None = None,
    time: TimeSaid | None = None,
    reason: Reason = "",
    call: Asked,
) -> None:
    """Move one meeting, in the plan alone."""
    from acxdesk.actions.meetings import MoveMeeting

    with call.reading() as desk:
        today = desk.clock.today(call.settings.zone)
    values = given(day=said.day_if_given(day, today), at=said.clock(time))
    if not values:
        raise WrongUse("Where to is not given.", remedy="Give --day or --time.")
    _add(call, plan, MoveMeeting.read({"session": ref, "number": number, "reason": reason, **values}))


@app.command
def cancel(plan: Name, ref: Reference, *, reason: Reason = "", call: Asked) -> None:
    """Cancel a session, in the plan alone."""
    from acxdesk.actions.deciding import Decide

    _add(call, plan, Decide.read({"session": ref, "verb": "cancel", "reason": reason}))


@app.command(name="cancel-meeting")
def cancel_meeting(
    plan: Name,
    ref: Reference,
    number: Annotated[int, Parameter(help="the meeting's number in the session")],
    *,
    reason: Reason = "",
    call: Asked,
) -> None:
    """Cancel one meeting, in the plan alone."""
    from acxdesk.actions.meetings import CancelMeeting

    _add(call, plan, CancelMeeting.read({"session": ref, "number": number, "reason": reason}))


@app.command
def coaches(
    plan: Name,
    ref: Reference,
    *,
    coach: Annotated[list[str], Parameter(metavar="PERSON[:ROLE]", help='who coaches it then; "none" for nobody')],
    call: Asked,
) -> None:
    """Give a session other coaches, in the plan alone."""
    from acxdesk.actions.sessions import EditSession

    with call.reading() as desk:
        values = {"session": ref, "coaches": said.coaches(desk, coach)}
    _add(call, plan, EditSession.read(values))


@app.command
def unstep(
    plan: Name,
    step: Annotated[int | None, Parameter(help="its number; the last one by default")] = None,
    *,
    call: Asked,
) -> None:
    """Take a step out of a plan."""
    from acxdesk.actions.scratch import PlanNamed, drop_step

    with call.writing() as desk:
        receipt = drop_step(desk, PlanNamed.read({"plan": plan, "step": step}))
    call.answer(receipt, plan=plan)


@app.command
def keep(
    plan: Name,
    /,
    *,
    accept: Annotated[str, Parameter(help="why the clashes that it makes are accepted; it is kept")] = "",
    call: Asked,
) -> None:
    """Carry a plan out: all of its steps as one deed, with one undo."""
    from acxdesk.actions.scratch import KeepPlan, keep_plan

    with call.writing() as desk:
        receipt = keep_plan(desk, KeepPlan.read({"plan": plan, "accept": accept}))
    call.answer(receipt, plan=plan)


@app.command
def drop(plan: Name, /, *, call: Asked) -> None:
    """Forget a plan."""
    from acxdesk.actions.scratch import PlanNamed, drop_plan

    with call.writing() as desk:
        receipt = drop_plan(desk, PlanNamed.read({"plan": plan}))
    call.answer(receipt, plan=plan)


def _add(call: Call, plan: str, request: "Request") -> None:
    from acxdesk.actions.scratch import add_step

    with call.writing() as desk:
        receipt = add_step(desk, plan, request)
    call.answer(receipt, plan=plan)


def _steps(comparison: "Comparison") -> Iterator[str]:
    yield f"Plan {comparison.plan}"
    for step in comparison.steps:
        yield f"{step.number:>2}  {'' if step.can else '✕ '}{step.sentence}"


def _rest(comparison: "Comparison") -> Iterator[str]:
    sections: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("New clashes", comparison.new_clashes),
        ("Clashes that end", comparison.gone_clashes),
        ("Calendars that would change", listed_people(comparison.people)),
    )
    for heading, lines in sections:
        if lines:
            yield ""
            yield heading
            yield from (f"    {line}" for line in lines)
