"""`acxdesk session week`, `month` and `agenda`: the views of the sessions in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.voice import Heading
from acxdesk.rules.localtime import MONTHS, clock_hours, day_begins, reading
from acxdesk.rules.sessions import Status

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.clashes import FoundClash
    from acxdesk.queries.weeks import DatedMeeting, Only

Day = Annotated[str, Parameter(name="--day", metavar="DATE", help="a day of it; today when it is left out")]

_WEEK = tuple(map(Heading, ("Time", "Session", "Meeting", "Coaches", "Where", "Seats", "Status", "There")))
_MONTH = (Heading("Day"), Heading("Meetings", numeric=True), Heading("Programmes"), Heading("Cancelled", numeric=True))


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose meetings are shown."""

    coach: Annotated[str | None, Parameter(help="only what this person teaches")] = None
    room: Annotated[str | None, Parameter(help="only what is held there, by some letters of it")] = None
    ladder: Annotated[str | None, Parameter(help="only programmes of this ladder, as ACX")] = None

    def only(self, desk: "Desk") -> "Only":
        """It as the queries ask for it.

        Raises:
            NotFound, Refused: nobody, nothing or several answer to one of them.
        """
        from acxdesk.queries.weeks import Only, resolve_ladder, resolve_room

        return Only(
            coach=None if self.coach is None else said.people(desk, [self.coach])[0],
            room="" if self.room is None else resolve_room(desk, self.room),
            ladder="" if self.ladder is None else resolve_ladder(desk, self.ladder),
        )


ANYBODYS = Whose()


def week(day: Day = "", *, whose: Whose = ANYBODYS, call: Asked) -> None:
    """The meetings of one week, day by day; times are yours, and the session's own where they differ."""
    from acxdesk.queries.clashes import by_meeting, clashes_between
    from acxdesk.queries.weeks import meetings_between

    zone = call.settings.zone
    with call.reading() as desk:
        some = _day(call, desk, day)
        monday = some - timedelta(days=some.weekday())
        first, after = (day_begins(one, zone) for one in (monday, monday + timedelta(days=7)))
        found = meetings_between(desk, first, after, whose.only(desk))
        clashes = by_meeting(clashes_between(desk, first, after, call.settings.margins))
    if call.as_json:
        voice.print_json([{**voice.plain(one), "clashes": _clashes_of(clashes.get(one.id, ()))} for one in found])
        return
    by_day = [(key, list(of_day)) for key, of_day in groupby(found, key=lambda one: one.local(zone)[0].date())]
    if not by_day:
        voice.say(f"No meetings in the week of {reading(monday)}.")
    for number, (key, of_day) in enumerate(by_day):
        if number:
            voice.data("")
        voice.data(reading(key))
        voice.print_table(_WEEK, (_cells(one, zone) for one in of_day))
        told = dict.fromkeys(clash for one in of_day for clash in clashes.get(one.id, ()))
        for clash in told:
            voice.data(f"! {clash.sentence}{f' Accepted: {clash.accepted}' if clash.accepted else ''}")


def month(day: Day = "", *, whose: Whose = ANYBODYS, call: Asked) -> None:
    """How many meetings each day of a month has, and of which programmes."""
    from acxdesk.queries.weeks import days_between

    with call.reading() as desk:
        first = _day(call, desk, day).replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
        found = days_between(desk, first, after, call.settings.zone, whose.only(desk))
    if call.as_json:
        voice.print_json(found)
        return
    if not found:
        voice.say(f"No meetings in {MONTHS[first.month - 1]} {first.year}.")
    rows = ((reading(one.day), str(len(one.meetings)), ", ".join(one.codes), str(one.cancelled or "")) for one in found)
    voice.print_table(_MONTH, rows)


def agenda(day: Day = "", *, whose: Whose = ANYBODYS, shown: Shown = AS_IT_IS, call: Asked) -> int:
    """The meetings from a day on, one a line; times are yours."""
    from acxdesk.queries import weeks

    zone = call.settings.zone
    with call.reading() as desk:
        first = day_begins(_day(call, desk, day), zone)
        return print_list(call, desk, weeks.agenda(desk, first, zone, whose.only(desk)), shown)


def _day(call: Call, desk: "Desk", day: str) -> date:
    today = desk.clock.today(call.settings.zone)
    return said.day(day, today, was=True) if day else today


def _clashes_of(found: "tuple[FoundClash, ...]") -> list[dict[str, str]]:
    return [{"kind": one.clash.kind, "sentence": one.sentence, "accepted": one.accepted} for one in found]


def _cells(meeting: "DatedMeeting", zone: str) -> tuple[str, ...]:
    from acxdesk.queries.sessions import status_words

    there = clock_hours(meeting.starts_at, meeting.ends_at, meeting.zone, beside=meeting.local(zone)[0].date())
    return (
        clock_hours(meeting.starts_at, meeting.ends_at, zone),
        meeting.session,
        f"{meeting.number} of {meeting.of}",
        ", ".join(meeting.coaches),
        meeting.room,
        meeting.seats,
        status_words(Status.CANCELLED if meeting.cancelled else meeting.status),
        "" if meeting.zone == zone else f"{there} {meeting.zone}",
    )
