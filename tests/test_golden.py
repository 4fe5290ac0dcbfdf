"""From the printed schedule to everybody's calendar, against instants that were written down by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from acxdesk.actions.calendars import ExportCalendar, export_calendar
from acxdesk.actions.catalogue import load_catalogue
from acxdesk.actions.demo import load_demo
from acxdesk.actions.printed import ImportPrinted, import_printed
from acxdesk.desk.door import Desk
from acxdesk.desk.schema import resource
from acxdesk.queries.enrolments import enrolments
from acxdesk.queries.people import coaches, delegates
from acxdesk.queries.sessions import sessions
from tests.exchange.readers import blocks, starts_and_ends, value_of

# Every session of both lists at 14:00 in London: hours taught a meeting, and the UTC starts of its meetings. Clocks in
# London went back on 25 October 2020: 14:00 is 13:00 UTC before it and 14:00 UTC after it.
BY_HAND = {
    "CPPM-2020-08-10": (5, "08-10T13 08-11T13 08-12T13 08-13T13"),
    "ACXM-2020-08-18": (5, "08-18T13 08-19T13 08-20T13 08-21T13"),
    "ACX-Mentor-2020-09-01": (3, "09-01T13 09-08T13 09-15T13 09-22T13"),
    "ACXC-2020-09-08": (5, "09-08T13 09-09T13 09-10T13"),
    "COIM-2020-09-08": (3, "09-08T13 09-15T13 09-22T13 09-29T13 10-06T13 10-13T13 10-20T13"),
    "CPPC-2020-09-22": (5, "09-22T13 09-23T13 09-24T13"),
    "CPP-Coach-2020-11-03": (3, "11-03T14 11-10T14 11-17T14 11-24T14"),
    "CPPC-2020-11-09": (5, "11-09T14 11-10T14 11-11T14"),
    "ACXM-2020-11-16": (5, "11-16T14 11-17T14 11-18T14 11-19T14"),
    "COIM-2020-11-17": (3, "11-17T14 11-24T14 12-01T14 12-08T14 12-15T14 12-22T14 12-29T14"),
    "CPP-2020-11-23": (5, "11-23T14 11-24T14"),
    "CPPM-2020-11-23": (5, "11-23T14 11-24T14 11-25T14 11-26T14"),
    "ACXC-2020-12-01": (5, "12-01T14 12-02T14 12-03T14"),
    "COIC-2020-12-08": (3, "12-08T14 12-15T14 12-22T14"),
}
# In Sydney clocks went forward on 4 October 2020: 09:00 is 23:00 UTC of the day before until then, 22:00 after it.
COIM_IN_SYDNEY = "09-07T23 09-14T23 09-21T23 09-28T23 10-05T22 10-12T22 10-19T22"


def instants(starts: str, hours: int) -> list[tuple[datetime, datetime]]:
    """The UTC starts and ends of what is written as "08-10T13 ..." of 2020."""
    read = [datetime.strptime(f"2020-{start}", "%Y-%m-%dT%H").replace(tzinfo=UTC) for start in starts.split()]
    return [(start, start + timedelta(hours=hours)) for start in read]


def by_hand(*references: str) -> list[tuple[datetime, datetime]]:
    """The meetings of these sessions, in the order of a calendar."""
    return sorted(one for reference in references for one in instants(BY_HAND[reference][1], BY_HAND[reference][0]))


def exported(desk: Desk, folder: Path, **whose: object) -> bytes:
    """The bytes of a calendar that the desk writes."""
    out = folder / "calendar.ics"
    export_calendar(desk, ExportCalendar.read({"out": out, "overwrite": True, **whose}))
    return out.read_bytes()


@pytest.fixture
def demo(desk: Desk) -> Desk:
    """A desk with the demonstration data."""
    load_demo(desk)
    return desk


def test_both_printed_lists_are_fourteen_sessions_and_fifty_five_meetings(demo: Desk, tmp_path: Path) -> None:
    listed = sessions(demo).after(None, 100)
    assert {line.cells[0] for line in listed} == set(BY_HAND)
    assert sorted(starts_and_ends(exported(demo, tmp_path, everything=True))) == by_hand(*BY_HAND)
    assert len(by_hand(*BY_HAND)) == 55


@pytest.mark.parametrize("reference", BY_HAND)
def test_each_session_is_exported_at_the_instants_written_by_hand(demo: Desk, tmp_path: Path, reference: str) -> None:
    assert starts_and_ends(exported(demo, tmp_path, session=reference)) == by_hand(reference)


def test_every_delegate_and_coach_gets_just_the_meetings_that_are_theirs(demo: Desk, tmp_path: Path) -> None:
    people = delegates(demo).after(None, 1000)
    assert len(people) == 48
    mail = [line.cells[3] for line in (*people, *coaches(demo).after(None, 100))]
    seen = 0
    for person in people:
        hers = [
            line.values[1]
            for line in enrolments(demo, person=person.id).after(None, 100)
            if line.values[8] in {"booked", "confirmed"}
        ]
        if not hers:
            continue
        data = exported(demo, tmp_path, person=person.id)
        assert sorted(starts_and_ends(data)) == by_hand(*map(str, hers)), person.cells[1]
        assert not [address for address in mail if address.encode() in data]
        seen += 1
    assert seen > 30


def test_the_twenty_fourth_of_november_has_four_meetings(demo: Desk, tmp_path: Path) -> None:
    events = blocks(exported(demo, tmp_path, everything=True), "VEVENT")
    assert {value_of(one, "SUMMARY") for one in events if "20201124T" in value_of(one, "DTSTART")} == {
        "CPP-Coach\\, week 4 of 4",
        "COIM\\, week 2 of 7",
        "CPP\\, day 2 of 2",
        "CPPM\\, day 2 of 4",
    }


def test_a_weekly_course_keeps_its_wall_time_across_a_clock_change(desk: Desk, tmp_path: Path) -> None:
    load_catalogue(desk)
    text = (resource("seed") / "schedule-1.txt").read_text(encoding="utf-8")
    import_printed(desk, ImportPrinted.read({"text": text, "year": 2020, "at": "09:00", "zone": "Australia/Sydney"}))
    data = exported(desk, tmp_path, session="COIM-2020-09-08")
    assert starts_and_ends(data) == instants(COIM_IN_SYDNEY, 3)
    assert {value_of(one, "DTSTART")[-6:] for one in blocks(data, "VEVENT")} == {"090000"}


def test_the_same_desk_gives_the_same_bytes(demo: Desk, tmp_path: Path) -> None:
    assert exported(demo, tmp_path, everything=True) == exported(demo, tmp_path, everything=True)
