"""A mark sheet on its way into a file and back: with addresses, and what tells a later reader how old it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from acxdesk.desk.door import Desk
from acxdesk.queries.marks import MarkSheet, sheet_of, sitting_of
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.journal import Change, Entry, row_image
from acxdesk.records.marks import Mark
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session


@dataclass(frozen=True, slots=True)
class Paper:
    """A mark sheet, whole, with what its files hold besides."""

    sheet: MarkSheet
    uid: str  # of the session
    zone: str  # of the session, IANA
    emails: Mapping[int, str]  # by person; empty where she has none
    entry: int  # the journal's last entry: what was marked later is not in it
    changed: Mapping[int, int]  # a mark, by number -> the entry that changed it last, of those after `since`


def paper(desk: Desk, reference: str, *, since: int | None = None) -> Paper:
    """Read it as of one instant, in nine statements however many people it has.

    Args:
        desk: where it is.
        reference: of the session.
        since: an entry of the journal after which changed marks are told; None where nobody asks.

    Raises:
        NotFound: no session has this reference.
    """
    with desk.reading() as work:
        sitting = sitting_of(work, reference)
        of_session = Enrolment.session_id == sitting.id
        addresses = select(Person.id, Person.email).join(Enrolment, Enrolment.person_id == Person.id).where(of_session)
        last = (
            select(Change.row_id, func.max(Change.entry_id).label("entry"))
            .join(Mark, Mark.id == Change.row_id)
            .join(Mark.enrolment)
            .where(of_session, Change.table_name == Mark.__tablename__, Change.entry_id > (since or 0))
            .group_by(Change.row_id)
        )
        return Paper(
            sheet=sheet_of(work, sitting, desk.clock.now()),
            uid=sitting.uid,
            zone=sitting.zone,
            emails={row.id: row.email for row in work.execute(addresses)},
            entry=work.scalar(select(func.max(Entry.id))) or 0,
            changed={} if since is None else {row.row_id: row.entry for row in work.execute(last)},
        )


def session_of_uid(desk: Desk, uid: str) -> str | None:
    """The reference of the session with this UUID; None where this desk has none."""
    with desk.reading() as work:
        return work.scalar(select(Session.reference).where(Session.uid == uid))


@dataclass(frozen=True, slots=True)
class Entered:
    """A mark as the journal saw it change."""

    at: datetime  # UTC
    who: str  # sat at the desk
    before: int | None  # hundredths of a point; None: there was none
    after: int | None  # None: it was taken away


def entered(desk: Desk, marks: Sequence[int]) -> tuple[Entered, ...]:
    """Every change of the points of some marks, the first one first. One statement.

    Args:
        desk: where they are.
        marks: their numbers, some hundreds at most.
    """
    statement = (
        select(Entry.at, Entry.who, Change.before, Change.after)
        .join(Change, Change.entry_id == Entry.id)
        .where(Change.table_name == Mark.__tablename__, Change.row_id.in_(marks))
        .order_by(Change.entry_id, Change.ordinal)
    )
    with desk.reading() as work:
        found = [Entered(row.at, row.who, _points(row.before), _points(row.after)) for row in work.execute(statement)]
    return tuple(one for one in found if one.before != one.after)


def _points(stored: str | None) -> int | None:
    """The points of a row as a change kept it: of a row that was edited it kept only what is other."""
    image = row_image(stored) or {}
    return int(image["points"]) if "points" in image else None
