"""`acxdesk clash ...`: who and what is wanted twice, and what was accepted of it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, WrongUse, noun
from acxdesk.cli.said import DaySaid
from acxdesk.cli.voice import Heading
from acxdesk.errors import NotFound
from acxdesk.rules.clashes import Kind
from acxdesk.rules.diaries import WHOLE_DAY
from acxdesk.rules.localtime import edge

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.clashes import FoundClash
    from acxdesk.queries.proposals import Proposals

app = noun("clash", "Clashes of meetings: coaches, rooms and delegates that are wanted twice.")

Names = Annotated[
    tuple[str, ...], Parameter(name="--clash", help="the name of a clash, as coach-12-14-7, or of several")
]
OfSession = Annotated[str, Parameter(name="--session", help="all of this session, as ACXM-2026-11-16")]
OfKind = Annotated[Kind | None, Parameter(help="only of this kind")]


@app.command(name="list")
def list_(
    *,
    from_: Annotated[DaySaid | None, Parameter(name="--from", help="from this day on; else from today")] = None,
    until: Annotated[DaySaid | None, Parameter(help="up to the end of this day")] = None,
    kind: OfKind = None,
    session: OfSession = "",
    all_: Annotated[bool, Parameter(name="--all", help="also those that are accepted")] = False,
    call: Asked,
) -> None:
    """What clashes, in words, by time."""
    with call.reading() as desk:
        found = _of_session(call, desk, session) if session else _in_range(call, desk, from_, until)
    found = [one for one in found if kind in {None, one.clash.kind} and (all_ or not one.accepted)]
    if call.as_json:
        voice.print_json([_fields(one) for one in found])
        return
    voice.print_table(
        [Heading(word) for word in ("Clash", "What", "Accepted")],
        ((one.clash.name, one.sentence, one.accepted) for one in found),
    )
    if not found:
        voice.say("Nothing clashes.")


@app.command
def accept(
    names: Names = (),
    *,
    session: OfSession = "",
    kind: OfKind = None,
    reason: Annotated[str, Parameter(help="why; it is kept")],
    call: Asked,
) -> None:
    """Accept clashes that stand, with a reason. One whose sides move is told again."""
    from acxdesk.actions.clashes import AcceptClashes, accept_clashes

    with call.writing() as desk:
        which = _meant(call, desk, names, session, kind)
        request = AcceptClashes.read({"clashes": which, "reason": reason, **call.settings.margin_fields})
        call.answer(accept_clashes(desk, request), clashes=which)


@app.command
def unaccept(names: Names = (), *, session: OfSession = "", kind: OfKind = None, call: Asked) -> None:
    """Take back that clashes are accepted."""
    from acxdesk.actions.clashes import UnacceptClashes, unaccept_clashes

    with call.writing() as desk:
        which = _meant(call, desk, names, session, kind)
        request = UnacceptClashes.read({"clashes": which, **call.settings.margin_fields})
        call.answer(unaccept_clashes(desk, request), clashes=which)


@app.command
def propose(
    name: Annotated[str, Parameter(name="--clash", help="the name of a clash, as coach-12-14-7")] = "",
    *,
    session: OfSession = "",
    number: Annotated[int, Parameter(name=("--number", "--meeting"), help="the meeting's number in that session")] = 1,
    call: Asked,
) -> None:
    """The nearest free times of a meeting that clashes, and coaches who could stand in, with what each would cost."""
    from acxdesk.queries.proposals import proposals

    settings = call.settings
    with call.reading() as desk:
        meetings = _meetings(call, desk, name, session, number)
        found = [proposals(desk, each, settings.margins, settings.weekend_days) for each in meetings]
    if call.as_json:
        voice.print_json([_proposed(one) for one in found])
        return
    for one in found:
        voice.data(f"{one.label} of {one.session}")
        for slot in one.slots:
            voice.data(f"  {slot.words}")
            voice.data(f"    acxdesk meeting move {one.session} {one.number} --day {slot.day} --time {slot.at:%H:%M}")
        for absent, teacher in one.teachers.items():
            for coach in one.coaches:
                who = f"--for {absent} --by {coach.person} --reason WHY"
                voice.data(f"  {coach.words}, in the place of {teacher}")
                voice.data(f"    acxdesk coach substitute {one.session} {one.number} {who}")
        if not one.slots and not one.coaches:
            voice.data("  Nothing is free in the days around, and nobody who could teach it.")


def _meetings(call: Call, desk: "Desk", name: str, session: str, number: int) -> list[int]:
    """The meetings of a clash, or the one of a session, as numbers of rows.

    Raises:
        WrongUse: neither is given.
        NotFound: no such clash, session or meeting.
    """
    from acxdesk.queries.clashes import clashes_named
    from acxdesk.queries.sessions import session as card_of

    if name:
        with desk.reading() as work:
            return sorted(clashes_named(work, (name,), call.settings.margins)[0].clash.meetings)
    if not session:
        raise WrongUse("No clash is given.", remedy="clash list shows the names; or give --session and --number.")
    card = card_of(desk, session)
    found = [each.id for each in card.meetings if each.number == number]
    if not found:
        raise NotFound(f"{card.reference} has no meeting {number}.", remedy=f"It has 1 to {len(card.meetings)}.")
    return found


def _meant(call: Call, desk: "Desk", names: tuple[str, ...], session: str, kind: Kind | None) -> list[str]:
    """The names that are given, and those of a session.

    Raises:
        WrongUse: nothing is given, or nothing of it clashes.
        NotFound: no such session.
    """
    found = _of_session(call, desk, session) if session else []
    meant = [*names, *(one.clash.name for one in found if kind in {None, one.clash.kind})]
    if not meant:
        raise WrongUse(
            f"Nothing of {session} clashes." if session else "No clash is given.",
            remedy="clash list shows the names; or give --session.",
        )
    return meant


def _of_session(call: Call, desk: "Desk", session: str) -> "list[FoundClash]":
    from acxdesk.queries.clashes import clashes_of

    number = said.session_number(desk, session)
    with desk.reading() as work:
        return list(clashes_of(work, (number,), call.settings.margins))


def _in_range(call: Call, desk: "Desk", first: str | None, last: str | None) -> "list[FoundClash]":
    from acxdesk.queries.clashes import clashes_between

    zone = call.settings.zone
    today = desk.clock.today(zone)
    begins = edge(said.day(first, today, was=True) if first else today, 0, zone)
    until = said.day_if_given(last, today, was=True)
    ends = None if until is None else edge(until, WHOLE_DAY, zone)
    return list(clashes_between(desk, begins, ends, call.settings.margins))


def _proposed(one: "Proposals") -> dict[str, object]:
    """What could become of a meeting, as a JSON object."""
    return {
        "session": one.session,
        "number": one.number,
        "what": one.label,
        "teachers": [{"person": person, "name": name} for person, name in one.teachers.items()],
        "slots": [
            {
                **{name: getattr(slot, name) for name in ("day", "at", "calendars", "clashing", "unsocial")},
                "moved_minutes": slot.moved // timedelta(minutes=1),
            }
            for slot in one.slots
        ],
        "coaches": one.coaches,
    }


def _fields(one: "FoundClash") -> dict[str, object]:
    """A clash as a JSON object."""
    clash = one.clash
    return {
        "name": clash.name,
        "kind": clash.kind,
        "sentence": one.sentence,
        "accepted": one.accepted,
        "minutes": clash.short // timedelta(minutes=1),
        "person": clash.person,
        "sides": [
            {"session": side.session, "what": side.label, "starts_at": side.starts_at, "ends_at": side.ends_at}
            for side in clash.sides
        ],
    }
