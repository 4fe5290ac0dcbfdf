"""`acxdesk coach ...`: who is asked to teach, who is away, who stands in, and how much everybody teaches."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, WrongUse, noun
from acxdesk.cli.said import DaySaid, Reason, Reference, given
from acxdesk.cli.voice import Heading
from acxdesk.rules.accreditations import months_from
from acxdesk.rules.diaries import amount, days_words, hours_words, month_words
from acxdesk.rules.localtime import clock_hours, reading, wall
from acxdesk.rules.sessions import Role

if TYPE_CHECKING:
    from acxdesk.queries.coaching import CoachDiary

app = noun("coach", "Coaches: asked and confirmed, leave and hours, substitutes, load per month.")

Coach = Annotated[str, Parameter(help="a coach by number, e-mail address or unambiguous name")]
OfSession = Annotated[str, Parameter(name="--coach", help="the coach by number, e-mail address or unambiguous name")]
ZoneOf = Annotated[str | None, Parameter(help="the IANA zone that it is said in; hers by default")]
First = Annotated[DaySaid, Parameter(name=("--from", "--first"), help="the first day")]
Last = Annotated[DaySaid | None, Parameter(name=("--to", "--last"), help="the last day; the first one by default")]
LeaveNumber = Annotated[int, Parameter(help="the number of the leave, as `coach show` lists it")]
MONTHS_SHOWN = 6


@app.command
def ask(
    ref: Reference,
    *,
    coach: Annotated[
        list[str],
        Parameter(metavar="PERSON", help="who is asked, by number, address or name; repeatable"),
    ],
    role: Annotated[
        Role | None, Parameter(help="her part; of a new coach lead where there is none yet, else assistant")
    ] = None,
    call: Asked,
) -> None:
    """Ask one or several coaches to teach a session. Who is no coach of it yet becomes one."""
    from acxdesk.actions import askings

    coaches = [{"person": one, "role": role} for one in coach]
    with call.writing() as desk:
        call.answer(
            askings.ask(desk, askings.Ask.read({"session": ref, "coaches": coaches, **_margins(call)})),
            reference=ref.upper(),
        )


@app.command
def accept(ref: Reference, coach: OfSession, *, reason: Reason = "", call: Asked) -> None:
    """Note that a coach who was asked accepted."""
    _answer(call, "accept", ref, coach, reason)


@app.command
def decline(ref: Reference, coach: OfSession, *, reason: Reason, call: Asked) -> None:
    """Note that a coach declined, or calls off before the session begins; her calendar calls the meetings off."""
    _answer(call, "decline", ref, coach, reason)


@app.command
def confirm(ref: Reference, coach: OfSession, *, reason: Reason = "", call: Asked) -> None:
    """Confirm a coach who is asked or accepted."""
    _answer(call, "confirm", ref, coach, reason)


@app.command
def withdraw(ref: Reference, coach: OfSession, *, reason: Reason = "", call: Asked) -> None:
    """Ask a coach no more, and take her off the session."""
    _answer(call, "withdraw", ref, coach, reason)


def _margins(call: Call) -> dict[str, int]:
    return {"rest_minutes": call.settings.rest_minutes, "travel_minutes": call.settings.travel_minutes}


def _answer(call: Call, verb: str, ref: str, coach: str, reason: str) -> None:
    from acxdesk.actions import askings

    values = {"session": ref, "person": coach, "verb": verb, "reason": reason}
    with call.writing() as desk:
        receipt = askings.answer_asking(desk, askings.AnswerAsking.read(values))
    call.answer(receipt, reference=ref.upper())


@app.command
def substitute(
    ref: Reference,
    number: Annotated[int, Parameter(name=("--number", "--meeting"), help="the meeting's number in the session")],
    *,
    absent: Annotated[str, Parameter(name="--for", help="the coach who does not teach it")],
    by: Annotated[str, Parameter(name="--by", help="the coach who does")],
    reason: Reason,
    call: Asked,
) -> None:
    """Let another coach teach one meeting, with a reason."""
    from acxdesk.actions import substitutes

    values = {"session": ref, "number": number, "absent": absent, "by": by, "reason": reason, **_margins(call)}
    with call.writing() as desk:
        receipt = substitutes.substitute(desk, substitutes.Substitute.read(values))
    call.answer(receipt, reference=ref.upper(), meeting=number)


@app.command
def unsubstitute(
    ref: Reference,
    number: Annotated[int, Parameter(name=("--number", "--meeting"), help="the meeting's number in the session")],
    *,
    absent: Annotated[str, Parameter(name="--for", help="the coach who teaches it herself after all")],
    reason: Reason = "",
    call: Asked,
) -> None:
    """Let the coach teach the meeting herself after all."""
    from acxdesk.actions import substitutes

    values = {"session": ref, "number": number, "absent": absent, "reason": reason, **_margins(call)}
    with call.writing() as desk:
        receipt = substitutes.end_substitution(desk, substitutes.EndSubstitution.read(values))
    call.answer(receipt, reference=ref.upper(), meeting=number)


@app.command
def leave(
    coach: Coach, *, first: First, last: Last = None, zone: ZoneOf = None, reason: Reason = "", call: Asked
) -> None:
    """Note that a coach is on leave. Prints its number; tells which of her meetings fall into it."""
    from acxdesk.actions import diaries

    with call.writing() as desk:
        today = desk.clock.today(call.settings.zone)
        values = {
            "person": coach,
            "first_on": said.day(first, today),
            "otherwise": call.settings.zone,
            "reason": reason,
            **given(last_on=said.day_if_given(last, today), zone=zone),
        }
        receipt = diaries.add_leave(desk, diaries.AddLeave.read(values))
    call.answer(receipt, made=str(receipt.ids[0]), id=None if call.dry_run else receipt.ids[0])


@app.command
def edit_leave(
    leave: LeaveNumber,
    *,
    first: First | None = None,
    last: Last = None,
    zone: ZoneOf = None,
    reason: Annotated[str | None, Parameter(help="why; it is kept")] = None,
    call: Asked,
) -> None:
    """Change the days or the reason of a leave; what is not given stays."""
    from acxdesk.actions import diaries

    with call.writing() as desk:
        today = desk.clock.today(call.settings.zone)
        values = given(
            first_on=said.day_if_given(first, today),
            last_on=said.day_if_given(last, today),
            zone=zone,
            reason=reason,
        )
        if not values:
            raise WrongUse("Nothing to change is given.", remedy="See `acxdesk coach edit-leave --help`.")
        receipt = diaries.edit_leave(desk, diaries.EditLeave.read({"leave": leave, **values}))
    call.answer(receipt, id=leave)


@app.command
def remove_leave(leave: LeaveNumber, *, call: Asked) -> None:
    """Take a leave away that is not taken."""
    from acxdesk.actions import diaries

    with call.writing() as desk:
        receipt = diaries.remove_leave(desk, diaries.RemoveLeave.read({"leave": leave}))
    call.answer(receipt, id=leave)


@app.command
def hours(
    coach: Coach,
    week: Annotated[str, Parameter(metavar="HOURS", help='as "mon-thu 9-17, fri 09:00-12:30"; "any" for any time')],
    *,
    zone: ZoneOf = None,
    call: Asked,
) -> None:
    """Set the hours of her week in which a coach can teach."""
    from acxdesk.actions import diaries

    values = {
        "person": coach,
        "hours": "" if week.strip().casefold() in {"any", "any time"} else week,
        "otherwise": call.settings.zone,
        **given(zone=zone),
    }
    with call.writing() as desk:
        receipt = diaries.set_hours(desk, diaries.SetHours.read(values))
    call.answer(receipt, id=receipt.ids[0])


@app.command
def show(coach: Coach, *, call: Asked) -> None:
    """A coach's diary: what she is asked and teaches next, her leave, her hours, when she is busy, her load."""
    from acxdesk.queries.coaching import coach_diary

    with call.reading() as desk:
        number = said.people(desk, [coach])[0]
        found = coach_diary(desk, number, call.settings.zone)
    if call.as_json:
        voice.print_json({**voice.plain(found), "hours": hours_words(found.diary.week.hours)})
        return
    rows = list(_lines(found, call.settings.zone))
    voice.print_table((Heading("What"), Heading("When"), Heading("Which")), rows)


def _lines(found: "CoachDiary", zone: str) -> Iterator[tuple[str, str, str]]:
    for one in found.askings:
        yield one.words(found.now), reading(one.starts_on), f"{one.reference} ({one.role})"
    for meeting in found.teaches:
        clock = clock_hours(meeting.starts_at, meeting.ends_at, zone)
        stands_in = f", for {meeting.instead_of}" if meeting.instead_of else ""
        when = f"{reading(wall(meeting.starts_at, zone).date())} {clock}"
        yield "teaches", when, f"{meeting.reference} meeting {meeting.number} ({meeting.role}{stands_in})"
    for leave in found.diary.leaves:
        yield f"leave {leave.id}", days_words(leave.first_on, leave.last_on), leave.reason
    yield "hours", hours_words(found.diary.week.hours), found.diary.week.zone
    for busy in found.diary.busy:
        starts = wall(busy.starts_at, zone)
        yield "busy", f"{reading(starts.date())} {clock_hours(busy.starts_at, busy.ends_at, zone)}", ""
    for month in found.load.months:
        meetings = f"{month.meetings} meeting{'' if month.meetings == 1 else 's'}"
        yield "load", month_words(month.month), f"{amount(month.minutes)} in {meetings}"


@app.command(name="list")
def list_(*, call: Asked) -> None:
    """Every coach, with her hours and how many sessions she has not answered for."""
    from acxdesk.queries.coaching import coach_rows

    with call.reading() as desk:
        found = coach_rows(desk)
    if call.as_json:
        voice.print_json([{**voice.plain(one), "hours": hours_words(one.week.hours)} for one in found])
        return
    headings = (Heading("No.", numeric=True), Heading("Coach"), Heading("Can teach"), Heading("Asked", numeric=True))
    cells = ((str(one.person), one.name, hours_words(one.week.hours), str(one.asked or "")) for one in found)
    if not voice.print_table(headings, cells):
        voice.say("Nobody is marked as a coach.")


@app.command
def load(
    *,
    since: Annotated[
        DaySaid | None, Parameter(name="--from", help="a day of the first month; this month by default")
    ] = None,
    until: Annotated[
        DaySaid | None, Parameter(name="--until", help="a day of the last month; the fifth after it by default")
    ] = None,
    call: Asked,
) -> None:
    """How many hours each coach teaches in each month. A substitute's meetings are hers."""
    from acxdesk.queries.teaching import load as found

    with call.reading() as desk:
        today = desk.clock.today(call.settings.zone)
        first = (said.day(since, today, was=True) if since else today).replace(day=1)
        last = said.day(until, today, was=True).replace(day=1) if until else months_from(first, MONTHS_SHOWN - 1)
        if last < first:
            raise WrongUse(
                f"{month_words(last)} comes before {month_words(first)}.", remedy="Give --until after --from."
            )
        rows = found(desk, first, months_from(last, 1))
    if call.as_json:
        voice.print_json(rows)
        return
    months = []
    while first <= last:
        months.append(first)
        first = months_from(first, 1)
    headings = (Heading("Coach"), *(Heading(month_words(month), numeric=True) for month in months))
    cells = ((row.name, *(amount(row.of(month).minutes) for month in months)) for row in rows)
    if not voice.print_table(headings, cells):
        voice.say("Nobody is marked as a coach.")
