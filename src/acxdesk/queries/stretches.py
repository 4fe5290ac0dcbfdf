"""The stretches of time for which people and rooms are wanted, as one statement: what clashes are read by.

A window over each person's and each room's keeps those with a neighbour in time, so that few rows leave SQLite however
many meetings there are; `rules.clashes` decides about these.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    or_,
    orm,
    select,
    true,
    union_all,
)

from acxdesk.queries.teaching import teaching
from acxdesk.records.base import Instant
from acxdesk.records.catalogue import Programme
from acxdesk.records.clashes import AcceptedClash
from acxdesk.records.diaries import BusyTime, Leave, TeachingHours
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session, SessionCoach
from acxdesk.records.teaching import SharedMeeting, Substitution
from acxdesk.rules.clashes import Kind
from acxdesk.rules.enrolments import ATTENDS
from acxdesk.rules.sessions import Delivery, Status

Condition = ColumnElement[bool]
AnySelect = Select[*tuple[Any, ...]]

_INSTANT: Final = "%Y-%m-%dT%H:%M:%f000Z"  # as `records.base.INSTANT` writes it; SQLite's %f ends in milliseconds

PERSON, ROOM, ACCEPTED = range(3)  # what the key of a row names; of an acceptance none

_IS_HELD: Final = and_(
    Meeting.cancelled.is_(False),
    or_(  # as `rules.calendars.is_off`
        Session.status != Status.CANCELLED,
        and_(Meeting.starts_at < Session.status_at, Session.ends_at > Session.status_at),
    ),
)
# A room is the meeting's own place, else its session's venue, or online its link. A city alone has many, and of a link
# capital letters count: /j/aB is not /j/AB.
_ROOM_KEY: Final = case(
    (Meeting.place != "", func.folded(Meeting.place + ", " + Session.city)),
    (Session.delivery == Delivery.ONLINE, Session.link),
    (Session.venue != "", func.folded(Session.venue + ", " + Session.city)),
    else_="",
)
_HOURS: Final = func.group_concat(
    TeachingHours.weekday.concat(" ")
    .concat(TeachingHours.opens)
    .concat(" ")
    .concat(TeachingHours.closes)
    .concat(" ")
    .concat(TeachingHours.zone),
    "\n",
)


@cache
def of_sessions(wider: bool) -> CompoundSelect[*tuple[Any, ...]]:
    """Of the sessions of a JSON array `mine`: they are found by number, what can overlap by the index on starts."""
    mine = select(func.json_each(bindparam("mine")).table_valued("value").c.value)
    meeting, other = orm.aliased(Meeting), orm.aliased(Meeting)
    of_mine = select(meeting.id).where(meeting.session_id.in_(mine), meeting.cancelled.is_(False))
    near = (
        select(other.id)
        .select_from(meeting)
        .join(
            other,
            and_(
                other.starts_at > func.strftime(_INSTANT, meeting.starts_at, bindparam("earlier")),
                other.starts_at < func.strftime(_INSTANT, meeting.ends_at, bindparam("wider")),
            ),
        )
        .where(meeting.session_id.in_(mine), meeting.cancelled.is_(False))
        .cte("near")
    )
    taught = teaching(Meeting.session_id.in_(mine)).subquery("taught_by_mine")
    who = union_all(
        select(taught.c.person_id.label("person_id")),
        select(Enrolment.person_id).where(Enrolment.session_id.in_(mine), Enrolment.place.in_(sorted(ATTENDS))),
    ).cte("who")
    begins = select(func.min(meeting.starts_at)).where(meeting.id.in_(of_mine)).scalar_subquery()
    ends = select(func.max(meeting.ends_at)).where(meeting.id.in_(of_mine)).scalar_subquery()
    near_mine, those = Meeting.id.in_(select(near.c.id)), select(who.c.person_id)
    return _statement(
        near=near_mine,
        whose=lambda person: person.in_(those),
        # The 0 keeps SQLite off the index of sessions: it goes from a person to what she sits.
        sitting=_sitting(Enrolment.session_id + 0 == Session.id, near_mine, Enrolment.person_id.in_(those)),
        away=lambda table: and_(table.ends_at > begins, table.starts_at < ends),
        accepted=or_(AcceptedClash.meeting_id.in_(of_mine), AcceptedClash.other_id.in_(of_mine)),
        wider=wider,
    )


@cache
def in_between(wider: bool) -> CompoundSelect[*tuple[Any, ...]]:
    """Of the meetings that begin between `lowest` and `highest`: a range of the index on starts."""
    lowest, highest = bindparam("lowest", type_=Instant()), bindparam("highest", type_=Instant())
    near = and_(Meeting.starts_at > lowest, Meeting.starts_at < highest)
    sits = _is_beside(lowest, highest, wider=wider)
    return _statement(
        near=near,
        whose=lambda _person: true(),
        sitting=_sitting(Enrolment.id.in_(sits), Enrolment.session_id == Session.id, near),
        away=lambda table: and_(table.ends_at > lowest, table.starts_at < highest),
        accepted=and_(AcceptedClash.starts_at > lowest, AcceptedClash.starts_at < highest),
        wider=wider,
    )


def _statement(
    *,
    near: Condition,
    whose: Callable[[Any], Condition],
    sitting: AnySelect,
    away: Callable[[Any], Condition],
    accepted: Condition,
    wider: bool,
) -> CompoundSelect[*tuple[Any, ...]]:
    """Every stretch that has a neighbour in time, and every acceptance, as rows of one shape.

    Args:
        near: which meetings are looked at.
        whose: whether somebody's time is looked at.
        sitting: the stretches of who sits.
        away: which leaves and busy times are looked at.
        accepted: which acceptances are.
        wider: whether two meetings may have to lie apart by a margin `wider`.
    """
    stretches = union_all(*_meetings(near, whose, sitting), *_away(whose, away)).cte("stretches")
    window = _by(stretches.c.side, stretches.c.key, of=stretches.c)
    beside = select(
        stretches,
        func.max(stretches.c.ends_at).over(**window).label("ended"),
        func.lead(stretches.c.starts_at).over(**window).label("next"),
    ).cte("beside")
    has_hours = select(TeachingHours.id).where(TeachingHours.person_id == beside.c.person_id).exists()
    of_coach_with_hours = and_(beside.c.kind == Kind.COACH.value, has_hours)
    found = _described(beside).where(or_(_has_neighbour(beside.c, wider=wider), of_coach_with_hours))
    return union_all(found, _acceptances(accepted, [column.name for column in found.selected_columns]))


@cache
def around() -> AnySelect:
    """What takes the time of any coach, and of the people of the sessions of a JSON array `mine`, in a stretch of time.

    Their meetings that begin between `lowest` and `highest`, and every meeting there that takes a room.
    """
    lowest, highest = bindparam("lowest", type_=Instant()), bindparam("highest", type_=Instant())
    near = and_(Meeting.starts_at > lowest, Meeting.starts_at < highest)
    mine = select(func.json_each(bindparam("mine")).table_valued("value").c.value)
    sits = select(Enrolment.person_id).where(Enrolment.session_id.in_(mine), Enrolment.place.in_(sorted(ATTENDS)))
    those = union_all(sits, select(Person.id).where(Person.coach)).cte("those")
    hers = Enrolment.person_id.in_(select(those.c.person_id))
    sitting = _sitting(Enrolment.session_id + 0 == Session.id, near, hers)
    return _described(union_all(*_meetings(near, lambda _person: true(), sitting)).cte("stretches"))


def _described(beside: CTE) -> AnySelect:
    """Stretches with what is to be known of each: its session, its room, whose it is."""
    hers = select(_HOURS).where(TeachingHours.person_id == beside.c.person_id).scalar_subquery()
    is_coach = beside.c.kind == Kind.COACH.value
    return (
        select(
            *(beside.c[name] for name in ("side", "key", "kind", "person_id", "meeting_id", "starts_at", "ends_at")),
            *(Session.id.label("session_id"), Session.reference, Programme.code, Session.duration, Meeting.number),
            *(Session.zone, Session.delivery, Session.city, Session.venue, Session.link, Meeting.place),
            *(SharedMeeting.host_id, Person.name.label("person"), case((is_coach, hers)).label("hours")),
            *(literal_column("NULL").label(name) for name in ("other_id", "reason")),
            *(literal_column("NULL", Instant()).label(name) for name in ("other_starts_at", "other_ends_at")),
        )
        .select_from(beside)
        .outerjoin(Meeting, Meeting.id == beside.c.meeting_id)
        .outerjoin(Session, Session.id == Meeting.session_id)
        .outerjoin(Programme, Programme.id == Session.programme_id)
        .outerjoin(SharedMeeting, SharedMeeting.meeting_id == Meeting.id)
        .outerjoin(Person, Person.id == beside.c.person_id)
    )


def _meetings(near: Condition, whose: Callable[[Any], Condition], sitting: AnySelect) -> Iterator[AnySelect]:
    """Whose time and which rooms meetings take from when to when, as rows of one shape."""
    taught = teaching(near, _IS_HELD).subquery("taught")
    yield (
        _stretch(PERSON, Kind.COACH, taught.c.person_id, Meeting)
        .select_from(taught)
        .join(Meeting, Meeting.id == taught.c.meeting_id)
        .where(whose(taught.c.person_id))
    )
    yield sitting
    yield (
        _stretch(ROOM, Kind.ROOM, None, Meeting)
        .select_from(Meeting)
        .join(Session, Session.id == Meeting.session_id)
        .where(near, _IS_HELD, _ROOM_KEY != "")
    )


def _away(whose: Callable[[Any], Condition], away: Callable[[Any], Condition]) -> Iterator[AnySelect]:
    """When coaches are away, as rows of the same shape."""
    for kind, table in ((Kind.LEAVE, Leave), (Kind.BUSY, BusyTime)):
        yield _stretch(PERSON, kind, table.person_id, table).where(away(table), whose(table.person_id))


def _sitting(*where: Condition) -> AnySelect:
    return (
        _stretch(PERSON, Kind.DELEGATE, Enrolment.person_id, Meeting)
        .select_from(Enrolment)
        .join(Session, true())
        .join(Meeting, Meeting.session_id == Session.id)
        .where(_IS_HELD, Enrolment.place.in_(sorted(ATTENDS)), *where)
    )


def _is_beside(lowest: Any, highest: Any, *, wider: bool) -> AnySelect:
    """The places beside which their person has something else: a session from whose first to last day they overlap.

    Nearly nobody has, so that the meetings of nearly nobody need be looked at. Who also teaches is looked at anyway.
    """
    spans = (
        select(
            *(Enrolment.id, Enrolment.person_id, Session.starts_at, Session.ends_at),
            func.max(Session.ends_at).over(**_by(Enrolment.person_id, of=Session)).label("ended"),
            func.lead(Session.starts_at).over(**_by(Enrolment.person_id, of=Session)).label("next"),
        )
        .select_from(Session)
        .join(Enrolment, Enrolment.session_id == Session.id)
        .where(Session.ends_at > lowest, Session.starts_at < highest, Enrolment.place.in_(sorted(ATTENDS)))
        .subquery("spans")
    )
    teaches = select(SessionCoach.id).where(SessionCoach.person_id == spans.c.person_id).exists()
    stands_in = select(Substitution.id).where(Substitution.person_id == spans.c.person_id).exists()
    return select(spans.c.id).where(or_(_has_neighbour(spans.c, wider=wider), teaches, stands_in))


def _by(*whose: Any, of: Any) -> dict[str, Any]:
    """A window over everybody's stretches in the order of time, up to the one before the row's."""
    return {"partition_by": whose, "order_by": (of.starts_at, of.ends_at), "rows": (None, -1)}


def _has_neighbour(stretch: Any, *, wider: bool) -> Condition:
    """Whether one that began earlier is still on, or the next begins before this one ends."""

    def later(value: Any) -> Any:
        return func.strftime(_INSTANT, value, bindparam("wider")) if wider else value

    return or_(later(stretch.ended) > stretch.starts_at, stretch.next < later(stretch.ends_at))


def _stretch(side: int, kind: Kind, person: Any, table: Any) -> AnySelect:
    return select(
        literal(side).label("side"),
        (_ROOM_KEY if person is None else cast(person, Text)).label("key"),
        literal(kind.value).label("kind"),
        (null() if person is None else person).label("person_id"),
        (Meeting.id if table is Meeting else null()).label("meeting_id"),
        table.starts_at.label("starts_at"),
        table.ends_at.label("ends_at"),
    )


def _acceptances(which: Condition, names: Iterable[str]) -> AnySelect:
    """Acceptances as rows of the shape that stretches have."""
    held: dict[str, Any] = {
        "side": literal(ACCEPTED),
        **{name: getattr(AcceptedClash, name) for name in ("person_id", "meeting_id", "starts_at", "ends_at")},
        **{name: getattr(AcceptedClash, name) for name in ("other_id", "reason", "other_starts_at", "other_ends_at")},
        "kind": cast(AcceptedClash.kind, Text),
    }
    return select(*(held.get(name, null()).label(name) for name in names)).where(which)
