"""The export of 100,000 events beside the calendar library's own writer, event by event; and the memory of both sizes.

Run it with `python -m bench.calendars`. The library is given the same events ready-made and streams them, which is its
fastest way; ours reads them from a data file as well.
"""

import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from icalendar import Event, vText

from acxdesk.actions.calendars import ExportCalendar, export_calendar
from acxdesk.desk.door import Desk
from acxdesk.queries.calendars import of_all
from acxdesk.rules.calendars import Occasion
from bench.book import make
from bench.timing import in_turn, machine, say

EVENTS = 100_000


def by_library(occasions: list[Occasion], out: Path) -> None:
    """Write the events with icalendar alone, one at a time."""
    with out.open("wb") as file:
        file.writelines(_events(occasions))


def _events(occasions: list[Occasion]) -> Iterator[bytes]:
    for one in occasions:
        event = Event()
        event.add("UID", vText(one.uid))
        for name, moment in (("DTSTAMP", one.changed_at), ("CREATED", one.made_at), ("LAST-MODIFIED", one.changed_at)):
            event.add(name, moment)
        event.add("SEQUENCE", one.sequence)
        event.add("STATUS", "CONFIRMED")
        event.add("DTSTART", one.starts_at)
        event.add("DTEND", one.ends_at)
        event.add("SUMMARY", vText(one.summary))
        event.add("LOCATION", vText(one.location))
        event.add("DESCRIPTION", vText(one.description))
        event.add("TRANSP", "OPAQUE")
        yield event.to_ical()


def peak(desk: Desk, out: Path) -> int:
    """The most bytes that Python holds while a whole calendar is exported."""
    tracemalloc.start()
    export_calendar(desk, ExportCalendar(everything=True, whole=True, overwrite=True, out=out))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def main() -> None:
    """Export both ways and print the ratios."""
    print(f"Calendars, {EVENTS:,} events. {machine()}")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "all.ics")
        many = make(Path(folder, "many.acx"), people=10, sessions=EVENTS // 5, enrolments=0)
        few = make(Path(folder, "few.acx"), people=10, sessions=EVENTS // 500, enrolments=0)
        occasions = list(of_all(many).occasions())
        request = ExportCalendar(everything=True, whole=True, overwrite=True, out=out)
        say(
            "export, read and written, to the library's writer",
            in_turn(lambda: export_calendar(many, request), lambda: by_library(occasions, out), rounds=3),
            "aim <= 1",
        )
        occasions.clear()
        small, large = peak(few, out), peak(many, out)
        print(f"{'peak memory, 100,000 events to 1,000':<58} {large / small:6.2f}   {large:,} / {small:,} bytes   flat")
    print(f"as of {datetime.now(UTC):%Y-%m-%d}")


if __name__ == "__main__":
    main()
