"""A meeting as an occasion, and the calendar file of some."""

from datetime import UTC, datetime

from acxdesk.exchange.ical import Organizer, render
from acxdesk.rules.calendars import Occasion, ZoneSpan
from tests.exchange.readers import blocks


def utc(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=UTC)


MEETING = Occasion(
    uid="6b0f3c1e-6d5c-4d1b-9a37-0c6e2f9b1a10",
    starts_at=utc("2020-11-16T09:00"),
    ends_at=utc("2020-11-16T14:00"),
    zone="Europe/London",
    summary="ACXM, day 1 of 4",
    location="Online",
    description="Coach: Ada.\nMoved on 2 Jul: was 25 Oct",
    link="https://meet.example.org/acxm;room=4,a",
    sequence=1,
    made_at=utc("2020-03-01T12:00"),
    changed_at=utc("2020-07-02T08:30:15"),
    cancelled=False,
)
DESK = Organizer("Programme desk", "programmes@example.org")


def span_of(*occasions: Occasion, zone: str | None = None) -> ZoneSpan:
    return ZoneSpan(
        zone or occasions[0].zone,
        min(occasion.starts_at for occasion in occasions),
        max(occasion.ends_at for occasion in occasions),
    )


def file_of(*occasions: Occasion, name: str = "Meetings", organizer: Organizer | None = None) -> bytes:
    zones = sorted({occasion.zone for occasion in occasions})
    spans = [span_of(*(seen for seen in occasions if seen.zone == zone)) for zone in zones]
    return b"".join(render(name, spans, occasions, organizer=organizer))


def event_of(occasion: Occasion, organizer: Organizer | None = None) -> list[str]:
    (event,) = blocks(file_of(occasion, organizer=organizer), "VEVENT")
    return event
