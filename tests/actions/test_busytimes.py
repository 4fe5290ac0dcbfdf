"""A coach's own calendar joins the desk: what is kept, what is replaced, what is told, and the way back."""

from pathlib import Path

import pytest

from acxdesk.actions.busytimes import ForgetBusy, ReadBusy, forget_busy, read_busy
from acxdesk.actions.calendars import ExportCalendar, export_calendar
from acxdesk.actions.journal import undo
from acxdesk.desk.door import Desk
from acxdesk.errors import InputProblem, NotFound, Refused
from tests.actions.sample import entries, rows, run
from tests.exchange.test_busytimes import calendar, event

ADA, GRACE = 1, 6
MONDAY = event("DTSTART:20261207T130000Z", "DTEND:20261207T150000Z")
FRIDAY = event("DTSTART:20261211T080000Z", "DTEND:20261211T090000Z", "DESCRIPTION:dentist", uid="2")


def ask(desk: Desk, *parts: str, **values: object) -> ReadBusy:
    return ReadBusy.read({"person": GRACE, "data": calendar(*parts), **values})


def busy(desk: Desk) -> list[tuple[object, ...]]:
    return [
        (row["person_id"], row["source"], row["starts_at"][:16], row["ends_at"][:16])
        for row in rows(desk, "busy_times")
    ]


def test_only_the_stretches_are_kept_and_the_meetings_in_them_are_told(staffed: Desk) -> None:
    run(staffed, "2026-12-07", coaches=[{"person": GRACE}])
    receipt = read_busy(staffed, ask(staffed, MONDAY, FRIDAY, source="private"))
    assert busy(staffed) == [
        (GRACE, "private", "2026-12-07T13:00", "2026-12-07T15:00"),
        (GRACE, "private", "2026-12-11T08:00", "2026-12-11T09:00"),
    ]
    assert receipt.sentence.startswith("Grace Hopper: 2 busy stretches read from her private, until ")
    assert receipt.lines == ("! Mon 7 Dec 2026 14:00-19:00 Europe/London: ACXM-2026-12-07, meeting 1.",)
    written = staffed.path.read_bytes()
    assert b"dentist" not in written
    assert b"Secret" not in written


def test_reading_a_source_again_replaces_what_it_said_and_leaves_the_others(staffed: Desk) -> None:
    read_busy(staffed, ask(staffed, MONDAY, source="private"))
    read_busy(staffed, ask(staffed, FRIDAY, source="office"))
    before = entries(staffed)
    assert not read_busy(staffed, ask(staffed, MONDAY, source="Private")).changed
    assert entries(staffed) == before
    read_busy(staffed, ask(staffed, FRIDAY, source="private"))
    assert [(source, start) for _, source, start, _ in busy(staffed)] == [
        ("office", "2026-12-11T08:00"),
        ("private", "2026-12-11T08:00"),
    ]
    undo(staffed)
    assert ("private", "2026-12-07T13:00") in [(source, start) for _, source, start, _ in busy(staffed)]


def test_a_rehearsal_tells_all_and_keeps_nothing(staffed: Desk) -> None:
    receipt = read_busy(staffed.rehearsing(), ask(staffed, MONDAY))
    assert receipt.rehearsed
    assert busy(staffed) == []


def test_her_own_teaching_that_she_has_in_her_calendar_is_no_reason_not_to_teach(staffed: Desk, tmp_path: Path) -> None:
    run(staffed, "2026-12-07", coaches=[{"person": GRACE}])
    out = tmp_path / "grace.ics"
    export_calendar(staffed, ExportCalendar(coach=GRACE, out=out))
    receipt = read_busy(staffed, ReadBusy(person=GRACE, data=out.read_bytes()))
    assert not receipt.changed
    mixed = out.read_bytes().replace(b"END:VCALENDAR", MONDAY.encode() + b"END:VCALENDAR")
    receipt = read_busy(staffed, ReadBusy(person=GRACE, data=mixed))
    assert len(busy(staffed)) == 1
    assert "Left out, as it is on this desk: 4 events." in receipt.lines


def test_one_source_or_all_are_forgotten_and_undo_brings_them_back(staffed: Desk) -> None:
    read_busy(staffed, ask(staffed, MONDAY, source="private"))
    read_busy(staffed, ask(staffed, FRIDAY, source="office"))
    forget_busy(staffed, ForgetBusy(person=GRACE, source="PRIVATE"))
    assert [source for _, source, _, _ in busy(staffed)] == ["office"]
    forget_busy(staffed, ForgetBusy(person=GRACE))
    assert busy(staffed) == []
    with pytest.raises(NotFound, match="Nothing is kept of Grace Hopper's own calendars"):
        forget_busy(staffed, ForgetBusy(person=GRACE))
    undo(staffed)
    assert len(busy(staffed)) == 1


def test_a_delegate_nobody_and_a_file_that_is_none_are_refused(staffed: Desk) -> None:
    with pytest.raises(Refused, match="is not a coach"):
        read_busy(staffed, ReadBusy(person=ADA, data=calendar(MONDAY)))
    with pytest.raises(NotFound, match="No person 99"):
        read_busy(staffed, ReadBusy(person=99, data=calendar(MONDAY)))
    with pytest.raises(InputProblem, match="no calendar"):
        read_busy(staffed, ReadBusy(person=GRACE, data=b"hello"))
    assert busy(staffed) == []
