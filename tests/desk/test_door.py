"""One deed is one transaction and one journal entry, or nothing; an uncertain COMMIT is looked up, never guessed."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, text, update

from acxdesk.actions.journal import redo, undo
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Busy, DataFileProblem, Refused, SaveFailed
from acxdesk.records.people import Organisation
from tests.actions.sample import entries, faults, rows
from tests.desk.bare import room_for


def house(name: str = "Analytical Engines") -> Organisation:
    return Organisation(name=name, name_key=name.lower(), country="", note="", sort_key=name.lower())


def add(desk: Desk, name: str = "Analytical Engines", **other: Any) -> None:
    with desk.changing("organisation add", **other) as change:
        change.work.add(house(name))
        change.say(f"{name} added.")


def names(desk: Desk) -> list[str]:
    return [row["name"] for row in rows(desk, "organisations")]


def test_a_deed_is_one_entry_with_who_when_and_what(desk: Desk) -> None:
    add(desk)
    (entry,) = rows(desk, "entries")
    assert {key: entry[key] for key in ("at", "who", "verb", "sentence", "kind", "undoes", "previous")} == {
        "at": "2026-11-24T09:00:00.000000Z",
        "who": "anna",
        "verb": "organisation add",
        "sentence": "Analytical Engines added.",
        "kind": "deed",
        "undoes": None,
        "previous": "",
    }
    (change,) = rows(desk, "entry_changes")
    assert (change["table_name"], change["row_id"], change["before"]) == ("organisations", 1, None)
    assert [(row["noun"], row["row_id"]) for row in rows(desk, "entry_subjects")] == [("organisation", 1)]


def test_a_deed_without_a_sentence_is_called_by_its_verb(desk: Desk) -> None:
    with desk.changing("organisation add") as change:
        change.work.add(house())
    assert rows(desk, "entries")[0]["sentence"] == "organisation add"


def test_whatever_raises_inside_leaves_the_file_as_it_was(desk: Desk) -> None:
    stored = desk.path.read_bytes()

    def half() -> None:
        with desk.changing("organisation add") as change:
            change.work.add(house())
            change.work.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert desk.path.read_bytes() == stored


def test_a_deed_that_changes_nothing_is_no_entry(desk: Desk) -> None:
    add(desk)
    stored = desk.path.read_bytes()
    with desk.changing("organisation edit") as change:
        row = change.work.scalars(select(Organisation)).one()
        row.name = str(row.name)
    assert desk.path.read_bytes() == stored


def test_a_rehearsed_deed_is_carried_out_and_rolled_back(desk: Desk) -> None:
    stored = desk.path.read_bytes()
    with desk.rehearsing().changing("organisation add") as change:
        change.work.add(house())
        change.work.flush()
        assert change.work.scalar(select(Organisation.name)) == "Analytical Engines"
        assert change.changed
    assert change.entry is None
    assert desk.path.read_bytes() == stored


def test_a_constraint_of_the_file_is_told_without_the_value(desk: Desk) -> None:
    add(desk)
    with pytest.raises(Refused) as refused:
        add(desk)
    assert "UNIQUE constraint failed: organisations.name_key" in refused.value.sentence
    assert "Analytical" not in str(refused.value)
    assert (len(names(desk)), entries(desk)) == (1, 1)


@pytest.mark.parametrize(
    "statement",
    [
        update(Organisation).values(note="x"),
        delete(Organisation),
        insert(Organisation).values(name="x"),
        text("UPDATE organisations SET note = 'x'"),
        text("DELETE FROM organisations"),
    ],
    ids=["update", "delete", "insert", "update as text", "delete as text"],
)
def test_what_would_pass_the_journal_by_is_refused(desk: Desk, statement: Any) -> None:
    add(desk)
    stored = desk.path.read_bytes()
    with pytest.raises(RuntimeError, match="would bypass the journal"), desk.changing("purge") as change:
        change.work.execute(statement)
    assert desk.path.read_bytes() == stored


def test_a_read_cannot_write(desk: Desk) -> None:
    with pytest.raises(DataFileProblem), desk.reading() as work:
        work.execute(text("DELETE FROM organisations"))


# ---- COMMIT


def failing(code: int, *, after: bool) -> Callable[[Any, Any], None]:
    """A COMMIT that reports an error, before or after it is done."""

    def do_commit(_dialect: Any, connection: Any) -> None:
        if after:
            connection.commit()
        fault = sqlite3.OperationalError("disk I/O error")
        fault.sqlite_errorcode, fault.sqlite_errorname = code, "SQLITE_IOERR_FSYNC"
        raise fault

    return do_commit


def breaking(monkeypatch: pytest.MonkeyPatch, desk: Desk, code: int, *, after: bool) -> None:
    monkeypatch.setattr(type(desk.engine.dialect), "do_commit", failing(code, after=after))


def test_an_error_from_commit_that_was_done_is_no_error(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(monkeypatch, desk, sqlite3.SQLITE_IOERR, after=True)
    add(desk, deed=str(uuid4()))
    monkeypatch.undo()
    assert names(desk) == ["Analytical Engines"]
    assert faults(desk) == []


def test_an_error_from_commit_that_was_not_done_is_told_and_nothing_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(desk, "First")
    deed = str(uuid4())
    breaking(monkeypatch, desk, sqlite3.SQLITE_IOERR, after=False)
    with pytest.raises(SaveFailed) as refused:
        add(desk, deed=deed)
    assert "reported an error (SQLITE_IOERR_FSYNC)" in refused.value.sentence
    monkeypatch.undo()
    assert (names(desk), entries(desk)) == (["First"], 1)
    add(desk, deed=deed)  # the same deed, sent again
    assert names(desk) == ["First", "Analytical Engines"]
    assert faults(desk) == []


def test_a_receipt_can_be_written_after_an_error_from_commit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(monkeypatch, desk, sqlite3.SQLITE_IOERR, after=True)
    with desk.changing("organisation add") as change:
        row = house()
        change.work.add(row)
        change.work.flush()
        number = row.id
    assert (number, change.entry) == (1, 1)


def test_a_deed_that_the_disk_has_no_room_for_leaves_the_file_byte_for_byte(desk: Desk) -> None:
    add(desk, "First")
    before = desk.path.read_bytes()

    def many() -> None:
        with desk.changing("organisation add") as change:
            change.work.connection().exec_driver_sql("PRAGMA cache_size=10")  # pages; what is beyond is written at once
            change.work.add_all(house(f"House {number}") for number in range(2_000))

    with room_for(len(before) + 50_000), pytest.raises(SaveFailed):
        many()
    assert desk.path.read_bytes() == before
    assert desk.path.with_name(f"{desk.path.name}-journal").stat().st_size == 0
    add(desk, "Second")
    assert names(desk) == ["First", "Second"]


# ---- another desk


def test_a_deed_waits_for_the_one_before_it(desk: Desk) -> None:
    other = Desk.open(desk.path, who="berta", clock=desk.clock)
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with other.changing("organisation add") as change:
            inside.set()
            go_on.wait(10)
            change.work.add(house("Berta's"))

    thread = threading.Thread(target=slow)
    thread.start()
    inside.wait(10)
    threading.Timer(0.2, go_on.set).start()
    add(desk, "Anna's")
    thread.join(10)
    other.close()
    assert [row["who"] for row in rows(desk, "entries")] == ["berta", "anna"]
    assert faults(desk) == []


def test_a_lock_that_is_held_too_long_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> None:
    from acxdesk.desk.engine import make_engine  # noqa: PLC0415 - this test alone makes one

    hasty = Desk(path=desk.path, engine=make_engine(desk.path, busy_seconds=0.05), clock=clock, who="berta")
    with desk.changing("organisation add") as change:
        change.work.add(house())
        with pytest.raises(Busy, match="Another desk has been writing"):
            add(hasty, "Berta's")
    hasty.close()
    assert names(desk) == ["Analytical Engines"]


# Several deeds as one


def add_and_refuse(desk: Desk) -> None:
    with desk.changing("organisation add") as part:
        part.work.add(house("Two"))
        part.work.flush()
        raise Refused("No.")


def counted(desk: Desk) -> int:
    with desk.reading() as work:
        return len(work.scalars(select(Organisation.id)).all())


def test_deeds_inside_another_are_one_entry_and_one_undo(desk: Desk) -> None:
    add(desk, "Before")
    with desk.changing("several") as whole:
        inside = desk.inside(whole)
        assert not whole.changed
        add(inside, "One")
        with inside.changing("organisation edit") as part:
            began = part.changed  # what the part before did is none of its own
            row = part.work.scalars(select(Organisation).where(Organisation.name == "One")).one()
            row.note = "seen"
            assert (began, part.changed) == (False, True)
        assert counted(inside) == 2
        whole.say("Two at once.")
    assert names(desk) == ["Before", "One"]
    assert [row["sentence"] for row in rows(desk, "entries")] == ["Before added.", "Two at once."]
    undo(desk)
    assert names(desk) == ["Before"]
    redo(desk)
    assert [row["note"] for row in rows(desk, "organisations")] == ["", "seen"]
    assert faults(desk) == []


def test_a_part_that_is_refused_leaves_nothing_behind_and_the_whole_goes_on(desk: Desk) -> None:
    with desk.changing("several") as whole:
        inside = desk.inside(whole)
        add(inside, "One")
        with pytest.raises(Refused):
            add_and_refuse(inside)
        assert counted(inside) == 1
        add(inside, "Three")
    assert names(desk) == ["One", "Three"]
    assert [row["row_id"] for row in rows(desk, "entry_subjects")] == [1, 2]
    undo(desk)
    assert names(desk) == []
    assert faults(desk) == []


def test_a_whole_that_is_refused_or_rehearsed_takes_its_parts_with_it(desk: Desk) -> None:
    stored = desk.path.read_bytes()
    with suppress(Refused), desk.changing("several") as whole:
        add_and_refuse(desk.inside(whole))
    rehearsing = desk.rehearsing()
    with rehearsing.changing("several") as whole:
        add(rehearsing.inside(whole), "One")
        assert counted(rehearsing.inside(whole)) == 1
    assert desk.path.read_bytes() == stored
