"""Messages about one occasion, what a calendar server keeps of it, and files that are read back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.exchange.ical import Attendee, Organizer, render, render_message, render_resource
from acxdesk.rules.calendars import Occasion, ZoneSpan
from acxdesk.rules.localtime import zone_names
from acxdesk.rules.updates import Method
from tests.exchange.meetings import DESK, MEETING, file_of
from tests.exchange.readback import read_back
from tests.exchange.readers import blocks, starts_and_ends, unfolded, value_of

ADA = Attendee("Ada Byron", "ada@example.org")
OFF = replace(MEETING, cancelled=True, sequence=2)


def test_a_request_names_who_sends_it_and_the_one_who_is_asked() -> None:
    data = render_message(MEETING, Method.REQUEST, DESK, ADA)
    assert unfolded(data)[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//acxdesk//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
    ]
    (event,) = blocks(data, "VEVENT")
    assert [line for line in event if line.startswith(("ORGANIZER", "ATTENDEE", "STATUS", "SEQUENCE"))] == [
        "SEQUENCE:1",
        "STATUS:CONFIRMED",
        'ORGANIZER;CN="Programme desk":mailto:programmes@example.org',
        'ATTENDEE;CN="Ada Byron";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ada@example.org',
    ]
    assert starts_and_ends(data) == [(MEETING.starts_at, MEETING.ends_at)]


def test_a_cancel_asks_for_no_answer() -> None:
    data = render_message(OFF, Method.CANCEL, DESK, ADA)
    (event,) = blocks(data, "VEVENT")
    assert "METHOD:CANCEL" in unfolded(data)
    assert 'ATTENDEE;CN="Ada Byron":mailto:ada@example.org' in event
    assert (value_of(event, "STATUS"), value_of(event, "SEQUENCE")) == ("CANCELLED", "2")
    assert value_of(event, "SUMMARY") == r"CANCELLED: ACXM\, day 1 of 4"


def test_a_server_keeps_the_same_event_without_method_and_people() -> None:
    data = render_resource(MEETING)
    assert not [line for line in unfolded(data) if line.startswith(("METHOD", "ORGANIZER", "ATTENDEE", "NAME", "X-"))]
    assert blocks(data, "VEVENT") == blocks(file_of(MEETING), "VEVENT")
    assert blocks(data, "VTIMEZONE") == blocks(file_of(MEETING), "VTIMEZONE")


@pytest.mark.parametrize(
    "data",
    [
        render_message(MEETING, Method.REQUEST, DESK, ADA),
        render_message(OFF, Method.CANCEL, DESK, ADA),
        render_resource(MEETING),
        render_resource(OFF),
    ],
)
def test_others_read_one_event_with_the_instants_that_were_meant(data: bytes) -> None:
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (MEETING.starts_at, MEETING.ends_at)
    read = vobject.readOne(data.decode()).vevent
    assert (read.dtstart.value, read.dtend.value) == (MEETING.starts_at, MEETING.ends_at)
    assert read.uid.value == MEETING.uid


@pytest.mark.parametrize(
    ("organizer", "attendee"),
    [(Organizer("Desk", "nowhere"), ADA), (DESK, Attendee("Ada", "")), (DESK, Attendee("Ada", "ada @example.org"))],
)
def test_a_mailbox_that_is_none_is_refused(organizer: Organizer, attendee: Attendee) -> None:
    with pytest.raises(Refused, match="no mail address"):
        render_message(MEETING, Method.REQUEST, organizer, attendee)


def test_a_name_is_no_way_into_another_property() -> None:
    data = render_message(MEETING, Method.REQUEST, DESK, Attendee('Ada"\r\nX-EVIL:1', "ada@example.org"))
    assert not [line for line in unfolded(data) if line.startswith("X-EVIL")]
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event["ATTENDEE"].params["CN"] == "Ada X-EVIL:1"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=90)
links = st.sampled_from(["", "https://meet.example.org/acxm;room=4,a"])


@settings(max_examples=150, deadline=None)
@given(
    zone=st.sampled_from(sorted(zone_names())),
    start=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - made UTC below
    minutes=st.integers(1, 720),
    said=st.tuples(texts, texts, texts),
    link=links,
    cancelled=st.booleans(),
    sequence=st.integers(0, 99),
)
def test_what_is_rendered_and_read_back_is_rendered_to_the_same_bytes(
    zone: str, start: datetime, minutes: int, said: tuple[str, str, str], link: str, sequence: int, *, cancelled: bool
) -> None:
    starts_at = start.replace(second=0, microsecond=0, tzinfo=UTC)
    one = Occasion(
        uid=MEETING.uid,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        zone=zone,
        summary=said[0],
        location=said[1],
        description=said[2],
        link=link,
        sequence=sequence,
        made_at=MEETING.made_at,
        changed_at=MEETING.changed_at,
        cancelled=cancelled,
    )
    spans = [ZoneSpan(zone, one.starts_at, one.ends_at)]
    data = b"".join(render("Meetings", spans, [one]))
    (back,) = read_back(data)
    assert (back.starts_at, back.ends_at, back.cancelled) == (one.starts_at, one.ends_at, one.cancelled)
    assert b"".join(render("Meetings", spans, [back])) == data
