"""What stands on the page of a schedule: the meetings of one session, or those of a month."""

from datetime import date, timedelta

from sqlalchemy import func

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.facts import meeting_facts
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.calendars import MeetingFacts, is_called_off
from acxdesk.rules.localtime import day_begins
from acxdesk.rules.sessions import Status


def of_session(desk: Desk, reference: str) -> tuple[MeetingFacts, ...]:
    """The meetings of a session by number, those that are not held as well. One statement.

    Raises:
        NotFound: no such session.
    """
    statement = meeting_facts().where(func.upper(Session.reference) == reference.upper()).order_by(Meeting.number)
    with desk.reading() as work:
        found = tuple(MeetingFacts(*row[1:]) for row in work.execute(statement))
    if not found:
        raise NotFound(f"No session {reference}.", remedy="session list shows them all.")
    return found


def of_month(desk: Desk, month: date, zone: str, programme: int | None = None) -> tuple[MeetingFacts, ...]:
    """The meetings that start in a month and are held, by start; of drafts none. One statement, by an index.

    Args:
        desk: where to read.
        month: any day of it.
        zone: IANA, whose midnights begin and end the month.
        programme: only of this one, by its number.

    Raises:
        Refused: there is none.
    """
    first = month.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    statement = (
        meeting_facts()
        .where(
            Meeting.starts_at >= day_begins(first, zone),
            Meeting.starts_at < day_begins(after, zone),
            Session.status != Status.DRAFT,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    if programme is not None:
        statement = statement.where(Session.programme_id == programme)
    with desk.reading() as work:
        rows = [MeetingFacts(*row[1:]) for row in work.execute(statement)]
    held = tuple(one for one in rows if not is_called_off(one))
    if not held:
        raise Refused(f"No meeting is held in {first:%Y-%m}.", remedy="session list shows which months have some.")
    return held
