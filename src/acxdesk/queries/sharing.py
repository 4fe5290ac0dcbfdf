"""Which meetings of a session are taught together with another session's, and how many people that brings."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, orm, select, union_all

from acxdesk.records.enrolments import Enrolment
from acxdesk.records.sessions import Meeting, Session
from acxdesk.records.teaching import SharedMeeting
from acxdesk.rules.durations import Duration, meeting_name
from acxdesk.rules.enrolments import ATTENDS
from acxdesk.rules.sessions import Status


@dataclass(frozen=True, slots=True)
class SharedRow:
    """Another session that a meeting is taught together with."""

    session: str  # its reference
    number: int  # its meeting
    name: str  # what that is called: "day 1"
    booked: int  # who sits in that session
    is_host: bool  # True: the meeting is part of that one's, and goes where it goes

    @property
    def words(self) -> str:
        """As a remark: "taught with CPPM-2020-11-23 day 1", "with CPP-2020-11-23, 9 delegates"."""
        if self.is_host:
            return f"taught with {self.session} {self.name}"
        return f"with {self.session}, {self.booked} delegate{'' if self.booked == 1 else 's'}"


def shared_with(work: orm.Session, session: int) -> Mapping[int, tuple[SharedRow, ...]]:
    """What the meetings of a session are taught together with, by the meeting; one statement.

    A guest that is called off is not there, nor is a host.
    """
    both = union_all(_pairs(session, is_host=True), _pairs(session, is_host=False))
    found: dict[int, list[SharedRow]] = defaultdict(list)
    for meeting, is_host, reference, duration, number, booked in work.execute(both):
        name = meeting_name(Duration.parse(duration), number)
        found[meeting].append(SharedRow(reference, number, name, booked, bool(is_host)))
    return {meeting: tuple(sorted(rows, key=lambda one: one.session)) for meeting, rows in found.items()}


def _pairs(session: int, *, is_host: bool) -> Select[*tuple[Any, ...]]:
    """The meetings of a session on one side of the sharing, with what stands on the other."""
    sides = (SharedMeeting.meeting_id, SharedMeeting.host_id)
    mine, others = sides if is_host else reversed(sides)
    own, other = orm.aliased(Meeting), orm.aliased(Meeting)
    booked = (
        select(func.count())
        .where(Enrolment.session_id == Session.id, Enrolment.place.in_(sorted(ATTENDS)))
        .correlate(Session)
        .scalar_subquery()
    )
    return (
        select(own.id, literal(is_host), Session.reference, Session.duration, other.number, booked)
        .select_from(SharedMeeting)
        .join(own, own.id == mine)
        .join(other, other.id == others)
        .join(Session, Session.id == other.session_id)
        .where(own.session_id == session, Session.status != Status.CANCELLED)
    )
