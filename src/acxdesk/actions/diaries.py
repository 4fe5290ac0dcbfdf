"""What a coach's time is: days of leave come, change and go, and the hours of her week are set."""

from typing import Annotated

from pydantic import AfterValidator, Field
from sqlalchemy import orm, select

from acxdesk.actions.people import Who, person_of
from acxdesk.actions.requests import Day, Line, Reason, Request, RowNumber, Zone, kept
from acxdesk.actions.versions import check_version
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.diaries import ANY_TIME, weeks
from acxdesk.queries.teaching import Taught, taught_between
from acxdesk.records.diaries import Leave, TeachingHours
from acxdesk.records.people import Person
from acxdesk.rules.diaries import days_words, hours_words, leave_stretch, read_hours
from acxdesk.rules.localtime import clock_hours, reading

TeachingTimes = Annotated[Line, AfterValidator(kept(lambda value, _what: hours_words(read_hours(value))))]


class AddLeave(Request):
    """Days on which a coach does not teach."""

    person: Who = Field(description="the coach: her number, address or name")
    first_on: Day = Field(description="the first day of her leave")
    last_on: Day | None = Field(default=None, description="its last day; the first one by default")
    zone: Zone = Field(default="", description="the zone in which its days begin and end; hers by default")
    otherwise: Zone = Field(default="UTC", description="the zone for a coach whose own is not known")
    reason: Reason = Field(default="", description="why, if it is to be kept")


class EditLeave(Request):
    """Other days or another reason for a leave; None leaves it."""

    leave: RowNumber
    version: int | None = None  # as read; somebody else's change in between is not overwritten
    first_on: Day | None = None
    last_on: Day | None = None
    zone: Zone | None = None
    reason: Reason | None = None


class RemoveLeave(Request):
    """A leave that is not taken."""

    leave: RowNumber


class SetHours(Request):
    """The hours of her week in which a coach can teach, instead of those that she had."""

    person: Who = Field(description="the coach: her number, address or name")
    hours: TeachingTimes = Field(
        default="", validate_default=True, description="as mon-thu 9-17, fri 09:00-12:30; empty for any time"
    )
    zone: Zone = Field(default="", description="the zone of these hours; hers by default")
    otherwise: Zone = Field(default="UTC", description="the zone for a coach whose own is not known")


def add_leave(desk: Desk, request: AddLeave) -> Receipt:
    """Note that a coach is on leave. Meetings that she teaches on those days are told, and stay hers.

    Raises:
        NotFound: nobody is meant.
        Refused: she is no coach, it ends before it begins, or is the same as one that she has.
    """
    with desk.changing("leave add", deed=request.deed) as change:
        who = _coach(change.work, request.person)
        row = Leave(
            uid=change.new_uid(),
            person_id=who.id,
            first_on=request.first_on,
            last_on=request.last_on or request.first_on,
            zone=request.zone or who.zone or request.otherwise,
            reason=request.reason,
        )
        _settle(row)
        _check_new(change.work, row, who)
        change.work.add(row)
        change.work.flush()
        number = row.id
        change.say(f"{who.name} is on leave {_days(row)}.")
        told = _falls_into(change, row, who)
    return Receipt(change.sentence, told, ids=(number,), rehearsed=desk.rehearsal)


def edit_leave(desk: Desk, request: EditLeave) -> Receipt:
    """Change the days, the zone or the reason of a leave.

    Raises:
        NotFound: no such leave.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: it ends before it begins.
    """
    with desk.changing("leave edit", deed=request.deed) as change:
        row, who = _leave(change.work, request.leave)
        check_version(change.work, row, f"The leave of {who.name}", read=request.version, now=row.version)
        for name, value in request.model_dump(exclude_none=True, exclude={"deed", "leave", "version"}).items():
            setattr(row, name, value)
        _settle(row)
        number = row.id
        if not change.changed:
            return Receipt(f"The leave of {who.name} is so already.", ids=(number,), changed=False)
        change.say(f"{who.name} is on leave {_days(row)} now.")
        told = _falls_into(change, row, who)
    return Receipt(change.sentence, told, ids=(number,), rehearsed=desk.rehearsal)


def remove_leave(desk: Desk, request: RemoveLeave) -> Receipt:
    """Take a leave away that is not taken.

    Raises:
        NotFound: no such leave.
    """
    with desk.changing("leave remove", deed=request.deed) as change:
        row, who = _leave(change.work, request.leave)
        number = row.id
        change.say(f"{who.name} is not on leave {_days(row)}.")
        change.work.delete(row)
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def set_hours(desk: Desk, request: SetHours) -> Receipt:
    """Set the hours in which a coach can teach; they hold for every week.

    Raises:
        NotFound: nobody is meant.
        Refused: she is no coach.
    """
    with desk.changing("hours set", deed=request.deed) as change:
        who = _coach(change.work, request.person)
        number = who.id
        before = weeks(change.work, (who.id,)).get(who.id, ANY_TIME)
        hours = () if request.hours == hours_words(()) else read_hours(request.hours)
        zone = (request.zone or who.zone or request.otherwise) if hours else ""
        if (hours, zone) == (before.hours, before.zone):
            return Receipt(f"{who.name} teaches so already.", ids=(who.id,), changed=False)
        for row in change.work.scalars(select(TeachingHours).where(TeachingHours.person_id == who.id)):
            change.work.delete(row)
        change.work.flush()  # before others take their weekdays
        change.work.add_all(
            TeachingHours(person_id=who.id, weekday=one.weekday, opens=one.opens, closes=one.closes, zone=zone)
            for one in hours
        )
        change.say(f"{who.name} can teach {request.hours}{f' ({zone})' if zone else ''}.")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def _coach(work: orm.Session, said: str) -> Person:
    who = person_of(work, said)
    if not who.coach:
        raise Refused(f"{who.name} is not a coach.", remedy="Mark her as a coach first.")
    return who


def _leave(work: orm.Session, number: int) -> tuple[Leave, Person]:
    row = work.scalar(select(Leave).where(Leave.id == number).options(orm.joinedload(Leave.person)))
    if row is None:
        raise NotFound(f"No leave {number}.", remedy="coach show lists them with their numbers.")
    return row, row.person


def _settle(row: Leave) -> None:
    """Derive the instants of a leave from its days."""
    stretch = leave_stretch(row.first_on, row.last_on, row.zone)
    row.starts_at, row.ends_at = stretch.starts_at, stretch.ends_at


def _check_new(work: orm.Session, row: Leave, who: Person) -> None:
    """Refuse what she has already: days within another leave of hers."""
    other = work.scalars(
        select(Leave).where(Leave.person_id == who.id, Leave.starts_at <= row.starts_at, Leave.ends_at >= row.ends_at)
    ).first()
    if other is not None:
        raise Refused(f"{who.name} is on leave {_days(other)} already.", remedy=f"Edit that leave ({other.id}).")


def _days(row: Leave) -> str:
    return f"{days_words(row.first_on, row.last_on)}{f' ({row.reason})' if row.reason else ''}"


def _falls_into(change: Changing, row: Leave, who: Person) -> tuple[str, ...]:
    """A line for each meeting that she teaches on those days."""
    return tuple(f"! {meeting_line(one)}." for one in taught_between(change.work, who.id, row.starts_at, row.ends_at))


def meeting_line(one: Taught) -> str:
    """A meeting in a line: "ACXM-2026-11-16 meeting 2, Tue 17 Nov 2026 14:00-19:00 Europe/London"."""
    clock = clock_hours(one.starts_at, one.ends_at, one.zone)
    return f"{one.reference} meeting {one.number}, {reading(one.day)} {clock} {one.zone}"
