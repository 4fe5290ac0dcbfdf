"""The doctor says what is right and what is wrong with a file, names the remedy, and mends what is only derived."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from acxdesk.actions import checks
from acxdesk.actions.care import Examination, State, doctor
from acxdesk.actions.demo import load_demo
from acxdesk.actions.journal import undo
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.actions.recorded import RecordAccreditation, record_accreditation
from acxdesk.desk import connection
from acxdesk.desk.backups import backup, folder_of
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.files import create
from acxdesk.desk.opening import APPLICATION_ID
from acxdesk.queries.people import everybody
from acxdesk.records.triggers import TRIGGERS
from tests.actions.sample import add_people, add_programme, book, book_of, entries, faults, rows, run

CHECKS = [
    *("file", "pages", "references", "tables", "journal", "instants", "search", "seats"),
    "accreditations",
    "ballots",
    *("folder", "backups", "versions"),
]


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """A desk with a programme, people, a session of four meetings and a place."""
    add_programme(desk)
    add_people(desk, ["Ada", "Bob", "Cleo"])
    reference = run(desk)
    book(desk, reference, 1, 2)
    return desk


def examined(desk: Desk, *, mend: bool = False) -> Examination:
    return doctor(desk.path, clock=desk.clock, who="dora", mend=mend)


def at_fault(seen: Examination) -> dict[str, str]:
    return {finding.check: finding.sentence for finding in seen.of(State.FAULT)}


@contextmanager
def past_the_desk(path: Path, *, triggers: bool = True) -> Iterator[sqlite3.Connection]:
    """The file as another program opens it; the journal's triggers are taken away and put back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for statement in TRIGGERS.values() if triggers else ():
            connection.execute(statement)


def test_a_sound_file_gets_a_checklist_without_a_fault(worked: Desk) -> None:
    backup(worked.path, folder_of(worked.path), now=worked.clock.now(), why="by-hand")
    seen = examined(worked)
    assert [finding.check for finding in seen.findings] == CHECKS
    assert seen.is_sound
    assert {finding.state for finding in seen.findings if finding.check not in {"folder", "versions"}} == {State.OK}
    told = {finding.check: finding.sentence for finding in seen.findings}
    assert told["journal"].startswith(f"The journal holds together: {entries(worked)} entries, the last is entry ")
    assert told["instants"] == "4 meetings: every instant follows from its wall time and zone."
    assert "SQLite " in told["versions"]
    assert "zone data 20" in told["versions"]
    assert seen.mended is None


def test_an_examination_changes_no_byte(worked: Desk) -> None:
    worked.close()
    before = worked.path.read_bytes()
    examined(worked)
    assert worked.path.read_bytes() == before
    assert not Path(f"{worked.path}-wal").exists()


def test_the_demonstration_is_sound(desk: Desk) -> None:
    load_demo(desk)
    assert examined(desk).is_sound


def test_a_file_without_a_backup_is_warned_of(worked: Desk) -> None:
    seen = examined(worked)
    warned = {finding.check: (finding.sentence, finding.remedy) for finding in seen.of(State.WARNING)}
    assert warned["backups"] == (
        f"There is no backup of it in {folder_of(worked.path)}.",
        "`acxdesk backup` makes one.",
    )
    assert seen.newest_good is None


@pytest.mark.parametrize(
    ("passed", "age"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=5, minutes=59), "5 hours ago"),
        (timedelta(days=3), "3 days ago"),
    ],
)
def test_the_age_of_the_newest_backup_is_told(worked: Desk, clock: FrozenClock, passed: timedelta, age: str) -> None:
    made = backup(worked.path, folder_of(worked.path), now=clock.now(), why="start")
    clock.moment += passed
    told = {finding.check: finding.sentence for finding in examined(worked).findings}
    assert told["backups"] == f"The newest sound backup was made {age}: {made}."


def test_a_damaged_backup_is_named_and_the_one_before_it_is_the_good_one(worked: Desk, clock: FrozenClock) -> None:
    good = backup(worked.path, folder_of(worked.path), now=clock.now(), why="start")
    clock.moment += timedelta(hours=1)
    bad = backup(worked.path, folder_of(worked.path), now=clock.now(), why="start")
    os.truncate(bad, bad.stat().st_size - 4096)
    seen = examined(worked)
    assert seen.newest_good == good
    assert [finding.sentence for finding in seen.of(State.WARNING) if finding.check == "backups"] == [
        f"The backup {bad} is damaged."
    ]


def page_of(path: Path, name: str) -> int:
    """Where the first page of a table or index begins in the file, in bytes."""
    with closing(sqlite3.connect(path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]
    return int((root - 1) * size)


def flipped(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 0xFF]))


@pytest.mark.parametrize("name", ["people", "meetings", "entries", "ix_people_sort_key_id"])
def test_a_flipped_byte_is_found_and_the_newest_good_backup_is_named(worked: Desk, name: str) -> None:
    good = backup(worked.path, folder_of(worked.path), now=worked.clock.now(), why="start")
    worked.close()
    flipped(worked.path, page_of(worked.path, name))
    damaged = worked.path.read_bytes()
    seen = examined(worked)
    assert not seen.is_sound
    fault = seen.of(State.FAULT)[0]
    assert fault.check in {"file", "pages"}
    assert str(worked.path) in fault.sentence
    assert fault.remedy == (f"`acxdesk restore {good}` brings back the newest sound backup and keeps this file aside.")
    assert seen.newest_good == good
    assert worked.path.read_bytes() == damaged


def test_a_damaged_file_is_not_mended(worked: Desk) -> None:
    worked.close()
    flipped(worked.path, page_of(worked.path, "meetings"))
    damaged = worked.path.read_bytes()
    seen = examined(worked, mend=True)
    assert seen.mended is not None
    assert not seen.mended.changed
    assert worked.path.read_bytes() == damaged


def test_any_byte_of_the_first_pages_may_be_wrong_and_the_doctor_still_answers(worked: Desk, tmp_path: Path) -> None:
    worked.close()
    path = tmp_path / "copy.acx"
    for at in range(0, 20_000, 1_999):
        shutil.copy(worked.path, path)
        flipped(path, at)
        seen = doctor(path, clock=worked.clock, who="dora")
        assert seen.findings[-1].check == "versions"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _path: None, "There is no data file"),
        (lambda path: path.touch(), "is empty"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.write_bytes(b"name,email\n" * 400), "does not begin as a data file"),
        (lambda path: path.symlink_to("elsewhere"), "is a link"),
        (lambda path: path.write_bytes(b"SQLite format 3\0"), "is damaged"),
    ],
    ids=["missing", "empty", "folder", "strange", "link", "header only"],
)
def test_whatever_stands_there_is_told(
    tmp_path: Path, clock: FrozenClock, make: Callable[[Path], object], words: str
) -> None:
    path = tmp_path / "desk.acx"
    make(path)
    seen = doctor(path, clock=clock, who="dora", mend=True)
    assert [finding.check for finding in seen.findings] == ["file", "folder", "backups", "versions"]
    assert words in seen.findings[0].sentence
    assert seen.findings[0].remedy
    assert not seen.is_sound


def test_a_file_of_an_older_version_is_left_to_be_opened(tmp_path: Path, clock: FrozenClock) -> None:
    path = tmp_path / "old.acx"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("CREATE TABLE t (id INTEGER)")
    before = path.read_bytes()
    seen = doctor(path, clock=clock, who="dora", mend=True)
    assert seen.findings[0].state is State.WARNING
    assert "older version" in seen.findings[0].sentence
    assert seen.is_sound
    assert path.read_bytes() == before


def test_a_changed_row_of_the_journal_is_found_with_its_number(worked: Desk) -> None:
    with past_the_desk(worked.path) as connection:
        connection.execute("UPDATE entry_changes SET after = replace(after, 'Bob', 'Eve') WHERE after LIKE '%Bob%'")
        wrong = connection.execute("SELECT min(entry_id) FROM entry_changes WHERE after LIKE '%Eve%'").fetchone()[0]
    seen = examined(worked)
    assert at_fault(seen) == {
        "journal": (
            f"Entry {wrong} of the journal (Tue 24 Nov 2026 09:00 UTC, by anna) is not what was written, "
            "or the one before it is gone."
        )
    }


def test_an_entry_taken_out_of_the_middle_is_found(worked: Desk) -> None:
    with past_the_desk(worked.path) as connection:
        for table, column in (("entry_changes", "entry_id"), ("entry_subjects", "entry_id"), ("entries", "id")):
            connection.execute(f"DELETE FROM {table} WHERE {column} = 2")
    assert at_fault(examined(worked))["journal"].startswith("Entry 3 of the journal ")


def test_entries_cut_off_the_end_are_found(worked: Desk) -> None:
    last = entries(worked)
    with past_the_desk(worked.path) as connection:
        for table, column in (("entry_changes", "entry_id"), ("entry_subjects", "entry_id"), ("entries", "id")):
            connection.execute(f"DELETE FROM {table} WHERE {column} >= {last - 1}")
    assert at_fault(examined(worked)) == {"journal": f"The end of the journal is gone: entries {last - 1} to {last}."}


def test_a_moment_that_is_none_is_found_and_not_shown(worked: Desk) -> None:
    with past_the_desk(worked.path) as connection:
        connection.execute("UPDATE entries SET at = 'Ada <ada@example.org>' WHERE id = 2")
    sentence = f"This could not be examined: {worked.path} is damaged (a value that acxdesk never wrote)."
    assert at_fault(examined(worked)) == {"journal": sentence}


def test_triggers_that_are_gone_and_tables_that_were_added_are_found(worked: Desk) -> None:
    with past_the_desk(worked.path, triggers=False) as connection:
        connection.execute("CREATE TABLE extra (id INTEGER)")
        connection.execute("DROP INDEX ix_meetings_starts_at")
        connection.execute("CREATE INDEX ix_meetings_starts_at ON meetings (day)")
    seen = examined(worked, mend=True)
    told = [finding.sentence for finding in seen.of(State.FAULT) if finding.check == "tables"]
    assert told == [
        "The index ix_meetings_starts_at is not as acxdesk made it: the file was changed past acxdesk.",
        "The table extra does not belong here: the file was changed past acxdesk.",
        *(f"The trigger {name} is missing: the file was changed past acxdesk." for name in sorted(TRIGGERS)),
    ]
    assert seen.mended is not None
    assert not seen.mended.changed


def test_a_file_that_can_only_be_read_is_no_fault(worked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = connection._connect
    monkeypatch.setattr(
        connection,
        "_connect",
        lambda path, mode, seconds: connect(path, "ro" if path == worked.path else mode, seconds),
    )

    seen = examined(worked)

    assert seen.is_sound
    warned = {finding.check: finding.sentence for finding in seen.of(State.WARNING)}
    assert warned["search"].startswith(f"The search index was not examined: {worked.path} is read-only")


def test_a_file_that_another_desk_holds_or_a_newer_one_wrote_is_not_to_be_restored(
    worked: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(worked.path, folder_of(worked.path), now=worked.clock.now(), why="by-hand")
    connect = connection._connect
    monkeypatch.setattr(connection, "_connect", lambda path, mode, _seconds: connect(path, mode, 0.01))
    with past_the_desk(worked.path) as other:
        other.execute("BEGIN EXCLUSIVE")
        held = examined(worked).of(State.FAULT)
        other.execute("ROLLBACK")
        other.execute("PRAGMA user_version=99")
    newer = examined(worked).of(State.FAULT)

    assert [(finding.check, finding.remedy) for finding in (*held, *newer)] == [
        ("file", "Nothing was changed. Try again; if it stays so, close the other acxdesk."),
        ("file", "It was left as it is. Update acxdesk, then open it."),
    ]


def test_a_row_that_points_nowhere_is_found(worked: Desk) -> None:
    with past_the_desk(worked.path) as connection:
        connection.execute("DELETE FROM people WHERE id = 2")
    seen = examined(worked)
    assert at_fault(seen)["references"].startswith("Row 2 of enrolments points at a row of people that is not there")
    assert "pages" not in at_fault(seen)


def test_a_wrong_instant_is_found_and_mended_as_a_deed_that_can_be_taken_back(worked: Desk) -> None:
    before = book_of(worked)
    with past_the_desk(worked.path) as connection:
        connection.execute(
            "UPDATE meetings SET starts_at = '2026-12-08T13:00:00.000000Z', ends_at = '2026-12-08T18:00:00.000000Z' "
            "WHERE number = 2"
        )
    seen = examined(worked)
    assert at_fault(seen) == {
        "instants": (
            "ACXM-2026-12-07, meeting 2 (Tue 8 Dec 2026 14:00 Europe/London for 300 minutes) is kept as "
            "2026-12-08 13:00 to 2026-12-08 18:00 UTC; the zone data gives 2026-12-08 14:00 to 2026-12-08 19:00 UTC."
        )
    }
    assert seen.of(State.FAULT)[0].remedy == "`acxdesk doctor --mend` derives it again."
    count = entries(worked)
    mended = examined(worked, mend=True)
    assert mended.is_sound
    assert mended.mended is not None
    assert mended.mended.sentence.startswith("The instants of 1 meeting of 1 session derived again by zone data 20")
    assert mended.mended.lines == (
        (
            "ACXM-2026-12-07, meeting 2 (Tue 8 Dec 2026 14:00 Europe/London): "
            "2026-12-08 14:00 UTC, was 2026-12-08 13:00 UTC."
        ),
    )
    assert book_of(worked) == before
    assert [row["sequence"] for row in rows(worked, "meetings")] == [0, 1, 0, 0]
    assert [row["changed_at"][:16] for row in rows(worked, "meetings")][1] == "2026-11-24T09:00"
    last = rows(worked, "entries")[-1]
    assert (entries(worked), last["who"], last["verb"]) == (count + 1, "dora", "instants derive")
    undo(worked)
    assert not examined(worked).is_sound
    assert faults(worked) == []


def test_a_session_that_does_not_begin_with_its_meetings_is_found_and_mended(worked: Desk) -> None:
    before = book_of(worked)
    with past_the_desk(worked.path) as connection:
        connection.execute("UPDATE sessions SET starts_on = '2026-12-01', ends_at = '2026-12-01T00:00:00.000000Z'")
    assert at_fault(examined(worked)) == {"instants": "ACXM-2026-12-07 does not begin and end as its meetings do."}
    assert examined(worked, mend=True).is_sound
    assert book_of(worked) == before
    assert [row["sequence"] for row in rows(worked, "meetings")] == [0, 0, 0, 0]


def test_a_wall_time_that_does_not_exist_is_for_somebody_to_move(worked: Desk) -> None:
    with past_the_desk(worked.path) as connection:
        connection.execute("UPDATE meetings SET day = '2027-03-28', at = '01:30' WHERE number = 4")
        connection.execute("UPDATE meetings SET starts_at = '2026-12-08T13:00:00.000000Z' WHERE number = 2")
    seen = examined(worked, mend=True)
    assert [finding.remedy for finding in seen.of(State.FAULT)] == ["Move the meeting to another time."]
    assert "does not exist in Europe/London" in seen.of(State.FAULT)[0].sentence
    assert seen.mended is not None
    assert seen.mended.sentence.startswith("The instants of 1 meeting of 1 session")


def test_a_value_that_is_no_instant_is_told_and_left_alone(worked: Desk) -> None:
    with past_the_desk(worked.path) as connection:
        connection.execute("UPDATE meetings SET starts_at = 'soon' WHERE number = 1")
        connection.execute("UPDATE meetings SET day = '2026-02-30' WHERE number = 2")
    seen = examined(worked, mend=True)
    told = [finding.sentence for finding in seen.of(State.FAULT)]
    assert "is kept as 'soon' to 2026-12-07 19:00 UTC" in told[0]
    assert told[1] == "ACXM-2026-12-07, meeting 2 has a day or time that cannot be read."
    assert seen.mended is not None
    assert not seen.mended.changed


def test_a_search_index_that_says_otherwise_is_found_and_made_anew(worked: Desk) -> None:
    add_person(worked, AddPerson(name="Zoë Brontë"))
    with past_the_desk(worked.path) as connection:
        connection.execute("INSERT INTO people_search(people_search) VALUES ('delete-all')")
    assert everybody(worked).arranged(words="bronte").count() == 0
    seen = examined(worked)
    assert at_fault(seen) == {"search": "The search index does not hold what the people's rows say."}
    mended = examined(worked, mend=True)
    assert mended.is_sound
    assert mended.mended is not None
    assert (mended.mended.sentence, mended.mended.changed) == ("The search index was made anew.", True)
    assert everybody(worked).arranged(words="bronte").count() == 1


def test_mending_a_sound_file_changes_nothing_and_says_so(worked: Desk) -> None:
    worked.close()
    before = worked.path.read_bytes()
    seen = examined(worked, mend=True)
    assert seen.mended is not None
    assert (seen.mended.sentence, seen.mended.changed) == ("There is nothing to mend.", False)
    assert worked.path.read_bytes() == before


def test_a_session_with_more_seats_taken_than_it_has_is_warned_of(worked: Desk) -> None:
    with past_the_desk(worked.path) as connection:
        connection.execute("UPDATE sessions SET capacity_max = 1")
    seen = examined(worked)
    assert [(finding.check, finding.sentence) for finding in seen.of(State.WARNING) if finding.check == "seats"] == [
        ("seats", "ACXM-2026-12-07 has 2 seats taken and 1 to give.")
    ]
    assert seen.is_sound


def test_an_accreditation_that_was_changed_past_the_desk_is_a_fault(worked: Desk) -> None:
    record = {"person": 1, "programme": "ACXM", "awarded_on": "2019-01-31"}
    record_accreditation(worked, RecordAccreditation.read(record))
    with past_the_desk(worked.path) as connection:
        connection.execute("UPDATE accreditations SET state = 'revoked'")
    assert at_fault(examined(worked)) == {"accreditations": "ACXM-2019-0001 is revoked, but its last step says issued."}


def test_a_folder_that_is_copied_elsewhere_is_warned_of(tmp_path: Path, clock: FrozenClock) -> None:
    path = tmp_path / "Dropbox" / "desk.acx"
    create(path)
    seen = doctor(path, clock=clock, who="dora")
    warned = {finding.check: finding for finding in seen.of(State.WARNING)}
    assert "Dropbox" in warned["folder"].sentence
    assert warned["folder"].remedy


def test_zone_data_of_long_ago_is_warned_of(worked: Desk, clock: FrozenClock) -> None:
    clock.moment = clock.moment.replace(year=clock.moment.year + 5)
    assert "versions" in {finding.check for finding in examined(worked).of(State.WARNING)}


def test_many_findings_of_one_kind_are_counted(worked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MOST_TOLD", 2)
    with past_the_desk(worked.path) as connection:
        connection.execute("UPDATE meetings SET starts_at = '2020-01-01T00:00:00.000000Z'")
    told = [finding.sentence for finding in examined(worked).of(State.FAULT)]
    assert len(told) == 3
    assert told[-1] == "And 2 more like these."
