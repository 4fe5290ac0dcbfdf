"""Calendars that are given out as files: the updates of each, all of them or none, told once."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from acxdesk.actions.calendars import ExportCalendar
from acxdesk.actions.givens import GiveFiles, give_calendar, give_files
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.meetings import MoveMeeting, move_meeting
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.writing import SomeTaken
from acxdesk.errors import Busy, Refused
from acxdesk.queries.givens import never_given, pending
from acxdesk.rules.updates import Part, Way
from tests.actions.sample import add_people, book, entries, faults, move, rows, run
from tests.exchange.readers import blocks, unfolded, value_of

REF = "ACXM-2026-12-07"
ADA, BOB, CLEO, GRACE = 1, 2, 3, 6


@pytest.fixture
def given(staffed: Desk, tmp_path: Path, clock: FrozenClock) -> Desk:
    """Ada, Bob and Grace, who coaches them, have their calendars as files; then the second meeting moved."""
    run(staffed, coaches=[{"person": GRACE}], capacity_max=9)
    book(staffed, REF, ADA, BOB)
    for whose in ({"person": ADA}, {"person": BOB}, {"coach": GRACE}):
        out = tmp_path / "out.ics"
        give_calendar(staffed, ExportCalendar.read({**whose, "out": out, "overwrite": True}))
    clock.moment += timedelta(hours=1)
    move_meeting(staffed, MoveMeeting(session=REF, number=2, day="2026-12-12"))
    return staffed


def gave(desk: Desk, folder: Path, **other: Any) -> Receipt:
    return give_files(desk, GiveFiles.read({"folder": folder, **other}))


def test_each_gets_a_file_with_what_changed_and_is_told_no_more(given: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "updates"
    receipt = gave(given, folder)
    assert receipt.sentence == f"3 calendars written to {folder}."
    assert receipt.lines[:3] == (
        "Ada, delegate: day 2 moved Tue 8 to Sat 12 Dec",
        "Bob, delegate: day 2 moved Tue 8 to Sat 12 Dec",
        "Grace Hopper, coach: day 2 moved Tue 8 to Sat 12 Dec",
    )
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "Ada.ics": 0o600,
        "Bob.ics": 0o600,
        "Grace-Hopper-coach.ics": 0o600,
    }
    data = (folder / "Ada.ics").read_bytes()
    (event,) = blocks(data, "VEVENT")
    assert "METHOD:PUBLISH" in unfolded(data)
    assert "X-WR-CALNAME:Sessions of Ada" in unfolded(data)
    assert value_of(event, "DTSTART") == "20261212T140000"
    assert value_of(event, "SEQUENCE") == "1"
    with pytest.raises(Refused, match="Nobody's calendar has changed"):
        gave(given, folder)


def test_what_she_left_is_in_the_file_as_cancelled(given: Desk, tmp_path: Path) -> None:
    gave(given, tmp_path / "first")
    move(given, REF, "withdraw", ADA, reason="ill")
    gave(given, tmp_path / "second")
    events = blocks((tmp_path / "second" / "Ada.ics").read_bytes(), "VEVENT")
    assert [value_of(event, "STATUS") for event in events] == ["CANCELLED"] * 4
    assert sorted(path.name for path in (tmp_path / "second").iterdir()) == ["Ada.ics"]


def test_a_whole_calendar_has_what_did_not_change_as_well(given: Desk, tmp_path: Path) -> None:
    gave(given, tmp_path, people=[ADA], whole=True)
    assert len(blocks((tmp_path / "Ada.ics").read_bytes(), "VEVENT")) == 4
    assert [one.name for one in pending(given, Way.FILE)] == ["Bob", "Grace Hopper"]


def test_who_was_never_given_hers_is_told_on_request(given: Desk, tmp_path: Path) -> None:
    book(given, REF, CLEO)
    assert [one.name for one in never_given(given)] == ["Cleo"]
    gave(given, tmp_path / "a")
    receipt = gave(given, tmp_path / "b", first=True)
    assert receipt.lines[0] == "Cleo, delegate: 4 new"
    assert never_given(given) == ()


def test_two_of_one_name_get_a_file_each(given: Desk, tmp_path: Path) -> None:
    (ada,) = add_people(given, ["Ada."])
    book(given, REF, ada)
    gave(given, tmp_path / "updates", first=True)
    assert sorted(path.name for path in (tmp_path / "updates").iterdir()) == [
        "Ada-1.ics",
        f"Ada-{ada}.ics",
        "Bob.ics",
        "Grace-Hopper-coach.ics",
    ]


def test_files_that_are_there_are_kept_and_nothing_is_noted(given: Desk, tmp_path: Path) -> None:
    (tmp_path / "Bob.ics").write_text("mine")
    with pytest.raises(SomeTaken, match=r"1 of 3 files in .* are there already: Bob\.ics\."):
        gave(given, tmp_path)
    assert not (tmp_path / "Ada.ics").exists()
    assert (tmp_path / "Bob.ics").read_text() == "mine"
    assert len(pending(given, Way.FILE)) == 3
    gave(given, tmp_path, overwrite=True)
    assert (tmp_path / "Bob.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_writing_that_is_stopped_leaves_nothing_and_notes_nothing(given: Desk, tmp_path: Path) -> None:
    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise Refused("Stopped.")

    with pytest.raises(Refused, match="Stopped"):
        give_files(given, GiveFiles(folder=tmp_path / "updates"), stop)
    assert list((tmp_path / "updates").iterdir()) == []
    assert len(pending(given, Way.FILE)) == 3


def test_a_rehearsal_tells_the_same_and_writes_nothing(given: Desk, tmp_path: Path) -> None:
    before = entries(given)
    receipt = gave(given.rehearsing(), tmp_path / "updates")
    assert receipt.rehearsed
    assert not (tmp_path / "updates").exists()
    assert entries(given) == before
    assert gave(given, tmp_path / "updates").lines == receipt.lines


def test_an_export_of_a_session_is_nobodys_calendar(staffed: Desk, tmp_path: Path) -> None:
    run(staffed)
    give_calendar(staffed, ExportCalendar(session=REF, out=tmp_path / "out.ics"))
    assert rows(staffed, "given_calendars") == []


def test_who_only_teaches_is_given_what_she_teaches(staffed: Desk, tmp_path: Path) -> None:
    run(staffed, coaches=[{"person": GRACE}])
    give_calendar(staffed, ExportCalendar(person=GRACE, out=tmp_path / "out.ics"))
    (row,) = rows(staffed, "given_calendars")
    assert (row["person_id"], row["part"], row["way"]) == (GRACE, Part.COACH, Way.FILE)


def test_a_file_that_cannot_be_noted_is_there_and_the_receipt_says_so(
    staffed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(staffed)
    book(staffed, REF, ADA)

    def busy(*_args: object, **_named: object) -> None:
        raise Busy("Somebody else is writing.", remedy="Try again.")

    monkeypatch.setattr(Desk, "changing", busy)
    receipt = give_calendar(staffed, ExportCalendar(person=ADA, out=tmp_path / "out.ics"))
    assert (tmp_path / "out.ics").exists()
    assert receipt.lines[-1].startswith("It could not be noted that she has it now: Somebody else is writing.")


def test_whoever_was_given_her_calendar_can_be_taken_back_and_put_again(staffed: Desk, tmp_path: Path) -> None:
    (nina,) = add_person(staffed, AddPerson.read({"name": "Nina New"})).ids
    run(staffed)
    book(staffed, REF, nina)
    give_calendar(staffed, ExportCalendar(person=nina, out=tmp_path / "nina.ics"))
    given = rows(staffed, "given_calendars"), rows(staffed, "given_occasions")
    for _deed in ("book", "schedule", "add"):
        undo(staffed)
    assert rows(staffed, "given_calendars") == rows(staffed, "given_occasions") == []
    for _deed in ("add", "schedule", "book"):
        redo(staffed)
    assert (rows(staffed, "given_calendars"), rows(staffed, "given_occasions")) == given
    assert faults(staffed) == []
