"""Calendar files read back by icalendar into the occasions that they tell of."""

from datetime import datetime
from typing import Any

import icalendar

from acxdesk.rules.calendars import Occasion

OFF = "CANCELLED:"


def read_back(data: bytes) -> list[Occasion]:
    """The occasions of a file, in its order; one that is written in UTC is read as one in UTC."""
    return [_occasion(event) for event in icalendar.Calendar.from_ical(data).walk("VEVENT")]


def _occasion(event: Any) -> Occasion:
    start: datetime = event.decoded("DTSTART")
    cancelled = str(event["STATUS"]) == "CANCELLED"
    summary = str(event["SUMMARY"])
    return Occasion(
        uid=str(event["UID"]),
        starts_at=start,
        ends_at=event.decoded("DTEND"),
        zone=event["DTSTART"].params.get("TZID", "UTC"),
        summary=summary.removeprefix(OFF).lstrip() if cancelled else summary,
        location=str(event.get("LOCATION", "")),
        description=str(event.get("DESCRIPTION", "")),
        link=str(event.get("URL", "")),
        sequence=int(event["SEQUENCE"]),
        made_at=event.decoded("CREATED"),
        changed_at=event.decoded("LAST-MODIFIED"),
        cancelled=cancelled,
    )
