"""What calendars know of a meeting: its own row, and what its session says of it. One select, for every reader."""

from functools import cache
from typing import Any

from sqlalchemy import select

from acxdesk.queries.sqllisting import Rows
from acxdesk.queries.teaching import teacher_names
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.sessions import Meeting, Session

# In the order of `rules.calendars.MeetingFacts`: first what the meeting's row says, then what its session's says.
OF_MEETING = (
    Meeting.uid,
    Meeting.number,
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.place,
    Meeting.cancelled,
    Meeting.was,
    Meeting.sequence,
    Meeting.made_at,
    Meeting.changed_at,
)

# In the order of `rules.calendars.PlaceFacts`.
OF_PLACE = (
    Enrolment.uid.label("place_uid"),
    Enrolment.attended_from,
    Enrolment.left_at,
    Enrolment.sequence.label("place_sequence"),
    Enrolment.made_at.label("place_made_at"),
    Enrolment.changed_at.label("place_changed_at"),
)


@cache
def meeting_facts() -> Rows:
    """Every meeting: its number as a row, then the fields of `MeetingFacts`."""
    return (
        select(Meeting.id, *OF_MEETING, *_of_session())
        .select_from(Meeting)
        .join(Meeting.session)
        .join(Session.programme)
        .join(Session.edition)
    )


def _of_session() -> tuple[Any, ...]:
    return (
        Session.reference,
        Programme.code,
        Edition.title,
        Session.duration,
        Session.zone,
        Session.delivery,
        Session.city,
        Session.venue,
        Session.link,
        teacher_names("\n"),
        Session.status,
        Session.status_at,
        Session.ends_at.label("session_ends_at"),
    )
