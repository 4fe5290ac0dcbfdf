"""`acxdesk session ...`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, WrongUse, noun
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import (
    Accept,
    ByDays,
    ByHours,
    Closed,
    DaySaid,
    Holidays,
    Reason,
    Reference,
    References,
    TimeSaid,
    Weekend,
    Zone,
    given,
)
from acxdesk.cli.voice import Heading
from acxdesk.rules import localtime
from acxdesk.rules.durations import span
from acxdesk.rules.sessions import Delivery, Status

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.sessions import MeetingRow, SessionCard

app = noun("session", "Sessions: schedule, import, decide, move.")
app.command(
    "acxdesk.cli.imports:import_",
    name="import",
    help="Import a printed schedule: first shown by line, then as one deed.",
)
app.command(
    "acxdesk.cli.timetables:page",
    name="page",
    help="Write the schedule of a session or of a month as a page: PDF or HTML.",
)
app.command(
    "acxdesk.cli.decisions:decisions",
    name="decisions",
    help="What must be decided this week, and what going ahead or calling off means.",
)
for _verb, _about in (
    ("share", "Teach meetings of a session as part of another's: they are put where those are, and go along."),
    ("unshare", "Teach meetings of a session alone again; they stay where they are."),
):
    app.command(f"acxdesk.cli.sharing:{_verb}", name=_verb, help=_about)
for _view, _about in (
    ("week", "The meetings of one week, day by day; times are yours, and the session's own where they differ."),
    ("month", "How many meetings each day of a month has, and of which programmes."),
    ("agenda", "The meetings from a day on, one a line; times are yours."),
):
    app.command(f"acxdesk.cli.weeks:{_view}", name=_view, help=_about)
app.command(
    "acxdesk.cli.decisions:call_off",
    name="call-off",
    help="Call a session off for good: its people go to another session, or their places end.",
)

app.command(
    "acxdesk.cli.scheduleline:add",
    name="add",
    help="Say sessions in one line each: read back with every fault at its place, then all as one deed.",
)

Start = Annotated[DaySaid, Parameter(name=("--start", "--starts-on"))]
MEETING_HEADINGS = (Heading("No.", numeric=True), *map(Heading, ("Day", "Time", "Length", "Place", "Remark")))


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Details:
    """What a session is apart from its times; None where an option was left out."""

    delivery: Annotated[Delivery | None, Parameter(help="how it is taught")] = None
    city: Annotated[str | None, Parameter(help="the city, when taught in one")] = None
    venue: Annotated[str | None, Parameter(help="the building or room")] = None
    organisation: Annotated[str | None, Parameter(help="whom it is held for in-house, by number or name")] = None
    link: Annotated[str | None, Parameter(help="where to join online")] = None
    language: Annotated[str | None, Parameter(help="the language that it is taught in, as en")] = None
    coach: Annotated[
        list[str] | None,
        Parameter(
            metavar="PERSON[:ROLE]",
            help="who coaches it, by number, address or name, as lead, assistant or mentor in training; repeatable; "
            '"none" for nobody',
        ),
    ] = None
    least: Annotated[int | None, Parameter(name=("--min", "--capacity-min"), help="seats needed to go ahead")] = None
    most: Annotated[int | None, Parameter(name=("--max", "--capacity"), help="seats")] = None
    decision: Annotated[DaySaid | None, Parameter(help="by when it is decided whether it goes ahead")] = None

    def values(self, desk: "Desk", today: date) -> dict[str, Any]:
        """The fields of a request, as far as they were given; an organisation or a date given empty is taken away.

        Raises:
            NotFound, Refused: a coach, organisation or date that cannot be understood.
        """
        from acxdesk.queries.finding import resolve_organisation

        taken_away = {"organisation": self.organisation, "decision_on": self.decision}
        values = given(
            delivery=self.delivery,
            city=self.city,
            venue=self.venue,
            organisation=resolve_organisation(desk, self.organisation) if self.organisation else None,
            link=self.link,
            language=self.language,
            coaches=None if self.coach is None else said.coaches(desk, self.coach),
            capacity_min=self.least,
            capacity_max=self.most,
            decision_on=said.day(self.decision, today) if self.decision else None,
        )
        return values | {name: None for name, option in taken_away.items() if option == ""}


@app.command
def schedule(
    *,
    programme: Annotated[str, Parameter(help="the programme's code, as ACXM")],
    start: Start,
    time: TimeSaid | None = None,
    zone: Zone | None = None,
    duration: Annotated[str | None, Parameter(help='instead of the programme\'s: "3 days @ 5 hours per day"')] = None,
    weekend: Weekend | None = None,
    closed: Closed | None = None,
    holidays: Holidays | None = None,
    details: Details = Details(),
    draft: Annotated[bool, Parameter(help="keep it a draft that takes nobody yet")] = False,
    accept: Accept = "",
    call: Asked,
) -> None:
    """Schedule a session with the meetings of its duration. Prints its reference."""
    from acxdesk.actions import sessions

    with call.writing() as desk:
        today = desk.clock.today(call.settings.zone)
        request = sessions.Schedule.read(
            {
                "programme": programme,
                "start": said.day(start, today),
                "decision_days": call.settings.decision_days,
                **said.when(call.settings, time, zone),
                **given(duration=duration, weekend=said.weekdays(weekend, call.settings), draft=draft),
                **given(closed=closed, holidays=holidays),
                **details.values(desk, today),
                **accepting(call, accept),
            }
        )
        receipt = sessions.schedule(desk, request)
    call.answer(receipt, made=receipt.reference, reference=receipt.reference)


@app.command
def edit(ref: Reference, *, details: Details = Details(), accept: Accept = "", call: Asked) -> None:
    """Change what a session is apart from its times; what is not given stays."""
    from acxdesk.actions import sessions

    with call.writing() as desk:
        values = details.values(desk, desk.clock.today(call.settings.zone))
        if not values:
            raise WrongUse("Nothing to change is given.", remedy="See `acxdesk session edit --help`.")
        values |= {"offer_hours": call.settings.offer_hours, **accepting(call, accept)}
        request = sessions.EditSession.read({"session": ref, **values})
        receipt = sessions.edit_session(desk, request)
    call.answer(receipt, reference=ref.upper())


@app.command(name="open")
def open_(refs: References, *, reason: Reason = "", call: Asked) -> None:
    """Let drafts take delegates."""
    _decide(call, refs, "open", reason)


@app.command
def confirm(refs: References, *, reason: Reason = "", call: Asked) -> None:
    """Decide that sessions go ahead."""
    _decide(call, refs, "confirm", reason)


@app.command
def close(refs: References, *, reason: Reason = "", call: Asked) -> None:
    """Close sessions that were delivered."""
    _decide(call, refs, "close", reason)


@app.command
def cancel(refs: References, *, reason: Reason = "", call: Asked) -> None:
    """Call sessions off. Their delegates keep their places for a reopening."""
    _decide(call, refs, "cancel", reason)


@app.command
def reopen(refs: References, *, reason: Reason = "", accept: Accept = "", call: Asked) -> None:
    """Take back that sessions were called off."""
    _decide(call, refs, "reopen", reason, accept)


@app.command
def move(
    ref: Reference,
    *,
    start: Start | None = None,
    time: TimeSaid | None = None,
    by_days: ByDays | None = None,
    by_hours: ByHours | None = None,
    zone: Zone | None = None,
    weekend: Weekend | None = None,
    closed: Closed | None = None,
    holidays: Holidays | None = None,
    reason: Reason = "",
    accept: Accept = "",
    call: Asked,
) -> None:
    """Plan a session again from another start, wall time or zone. Its reference stays."""
    from acxdesk.actions import meetings

    with call.writing() as desk:
        today = desk.clock.today(call.settings.zone)
        values = given(
            start=said.day_if_given(start, today),
            at=said.clock(time),
            by_days=by_days,
            by_hours=by_hours,
            zone=zone,
        )
        if not values:
            raise WrongUse("Where to is not given.", remedy="Give --start, --time, --by-days, --by-hours or --zone.")
        request = meetings.MoveSession.read(
            {
                "session": ref,
                "weekend": said.weekdays(weekend, call.settings),
                "reason": reason,
                **values,
                **given(closed=closed, holidays=holidays),
                **accepting(call, accept),
            }
        )
        receipt = meetings.move_session(desk, request)
    call.answer(receipt, reference=ref.upper())


@app.command(name="list")
def list_(
    *,
    status: Annotated[Status | None, Parameter(help="only sessions of this status")] = None,
    programme: Annotated[str | None, Parameter(help="only sessions of this programme, by its code")] = None,
    coach: Annotated[str | None, Parameter(help="only sessions that this person coaches")] = None,
    shown: Shown = AS_IT_IS,
    call: Asked,
) -> int:
    """List sessions by their start."""
    from acxdesk.queries.catalogue import resolve_programme
    from acxdesk.queries.sessions import sessions

    with call.reading() as desk:
        listing = sessions(
            desk,
            status=status,
            programme=None if programme is None else resolve_programme(desk, programme).id,
            coach=None if coach is None else said.people(desk, [coach])[0],
        )
        return print_list(call, desk, listing, shown)


@app.command
def show(ref: Reference, *, call: Asked) -> None:
    """All about one session: its meetings, coaches and places."""
    from acxdesk.queries import sessions

    with call.reading() as desk:
        card, now = sessions.session(desk, ref), desk.clock.now()
    if call.as_json:
        voice.print_json({**voice.plain(card), "taught_minutes": card.taught_minutes, "booked": card.booked})
        return
    voice.print_pairs(_facts(card, now))
    voice.data("")
    voice.print_table(MEETING_HEADINGS, map(meeting_cells, card.meetings))


def accepting(call: Call, accept: str) -> dict[str, object]:
    """The fields of a request that puts a meeting or a coach somewhere: by what margins, and why its clashes stand."""
    return {"accept": accept, **call.settings.margin_fields}


def _decide(call: Call, refs: tuple[str, ...], verb: str, reason: str, accept: str = "") -> None:
    """One session, or several as one deed."""
    from acxdesk.actions import deciding

    decision = {"verb": verb, "reason": reason, "offer_hours": call.settings.offer_hours, **accepting(call, accept)}
    with call.writing() as desk:
        if len(refs) == 1:
            receipt = deciding.decide(desk, deciding.Decide.read({"session": refs[0], **decision}))
            call.answer(receipt, reference=refs[0].upper())
            return
        numbers = [said.session_number(desk, ref) for ref in refs]
        report = deciding.decide_many(desk, deciding.DecideMany.read({"sessions": numbers, **decision}))
    call.answer(
        report.receipt,
        sessions=[
            {"reference": one.reference, "status": one.status, "sentence": one.sentence} for one in report.outcomes
        ],
    )
    voice.warn(one.sentence for one in report.refused)


def _facts(card: "SessionCard", now: datetime) -> list[tuple[str, str]]:
    return [
        ("Session", card.reference),
        ("Programme", f"{card.programme}, {card.title}, edition {card.edition} of {card.current_edition}"),
        ("Status", f"{card.status}, {card.phase}" + (f" ({card.status_reason})" if card.status_reason else "")),
        ("Duration", card.duration),
        ("Planned", "; ".join((card.summary, *card.differences))),
        ("Zone", card.zone),
        ("Taught", ", ".join(filter(None, (card.delivery, card.city, card.venue, card.organisation)))),
        ("Link", card.link),
        ("Language", card.language),
        ("Coaches", ", ".join(coach.words(now) for coach in card.coaches)),
        ("Seats", f"{card.seats}, at least {card.capacity_min}"),
        ("Places", ", ".join(f"{count} {place}" for place, count in card.places.items())),
        ("Decision by", localtime.reading(card.decision_on) if card.decision_on else ""),
        ("Chosen, not printed", card.chosen),
    ]


def meeting_cells(meeting: "MeetingRow") -> tuple[str, ...]:
    """A meeting as a row under `MEETING_HEADINGS`."""
    remarks = [
        "cancelled" if meeting.cancelled else "",
        f"was {meeting.was}" if meeting.was else "",
        meeting.reason,
        *(one.words for one in meeting.substitutes),
        *(one.words for one in meeting.shared),
    ]
    return (
        str(meeting.number),
        localtime.reading(meeting.day),
        f"{meeting.at:%H:%M}",
        span(meeting.minutes),
        meeting.place,
        "; ".join(filter(None, remarks)),
    )
