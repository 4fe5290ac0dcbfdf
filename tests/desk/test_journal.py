"""Every row before and after, a chain over all entries, and the way back: by rows as they are stored."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import exc, select, text

from acxdesk.actions.journal import redo, undo
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.journal import first_broken
from acxdesk.desk.undoing import next_redo
from acxdesk.errors import Overtaken, Refused
from acxdesk.queries.journal import back
from acxdesk.records.people import Organisation
from tests.actions.sample import book_of, entries, faults, levels, rows
from tests.conftest import Statements


def edit(desk: Desk, verb: str, *, kind: str = "deed", **houses: str | None) -> None:
    """Make, rename or remove organisations by their key: a name, or None to remove."""
    with desk.changing(verb, kind=kind) as change:
        held = {row.name_key: row for row in change.work.scalars(select(Organisation))}
        for key, name in houses.items():
            if name is None:
                change.work.delete(held[key])
            elif key in held:
                held[key].name = name
            else:
                change.work.add(Organisation(name=name, name_key=key, country="", note="", sort_key=key))
        change.say(verb)


def changes(desk: Desk) -> list[tuple[Any, ...]]:
    """The rows of the last entry: number, before, after."""
    last = rows(desk, "entries")[-1]["id"]
    return [
        (row["row_id"], *(None if row[side] is None else json.loads(row[side]) for side in ("before", "after")))
        for row in rows(desk, "entry_changes")
        if row["entry_id"] == last
    ]


def stack(desk: Desk) -> tuple[str, str]:
    """What undo and redo would do now."""
    now = back(desk)
    return now.undo, now.redo


def test_a_change_keeps_what_changed_and_a_removal_the_whole_row(desk: Desk) -> None:
    edit(desk, "add", a="A")
    edit(desk, "rename", a="B")
    assert changes(desk) == [(1, {"name": "A"}, {"name": "B"})]
    edit(desk, "remove", a=None)
    ((number, before, after),) = changes(desk)
    assert (number, after) == (1, None)
    assert before == {
        "id": 1,
        "name": "B",
        "name_key": "a",
        "country": "",
        "note": "",
        "sort_key": "a",
        "version": 2,
    }


def test_what_was_set_on_a_row_as_it_is_removed_never_was(desk: Desk) -> None:
    edit(desk, "add", a="A")
    before = book_of(desk)
    with desk.changing("remove") as change:
        row = change.work.scalars(select(Organisation)).one()
        row.note = "never stored"
        change.work.delete(row)
    undo(desk)
    assert book_of(desk) == before


def test_the_rows_of_a_deed_stand_in_the_order_of_their_numbers(desk: Desk) -> None:
    edit(desk, "add", **{f"k{number:02}": "A" for number in range(30)})
    edit(desk, "rename", **{f"k{number:02}": "B" for number in reversed(range(30))})
    assert [number for number, *_sides in changes(desk)] == list(range(1, 31))


def test_a_name_comes_back_byte_for_byte(desk: Desk) -> None:
    name = "Ƶ\u0301‍\U0001f469\u200d\U0001f52c “[/oops]” =1+1 عربي \\n"
    edit(desk, "add", a=name)
    before = book_of(desk)
    edit(desk, "remove", a=None)
    undo(desk)
    assert book_of(desk) == before
    assert rows(desk, "organisations")[0]["name"] == name


# ---- the chain


def test_each_entry_stands_on_the_one_before_it(desk: Desk) -> None:
    for name in ("A", "B", "C"):
        edit(desk, name, a=name)
    told = rows(desk, "entries")
    assert [entry["previous"] for entry in told] == ["", told[0]["hash"], told[1]["hash"]]
    assert len({entry["hash"] for entry in told}) == 3
    assert faults(desk) == []


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE entries SET sentence = 'B!' WHERE id = 2", 2),
        ("UPDATE entries SET who = 'berta' WHERE id = 3", 3),
        ("UPDATE entries SET at = '2026-11-24T09:00:00.000001Z' WHERE id = 1", 1),
        ('UPDATE entry_changes SET after = \'{"name":"C!"}\' WHERE entry_id = 3', 3),
        ("UPDATE entry_changes SET row_id = 9 WHERE entry_id = 2", 2),
        ("DELETE FROM entry_changes WHERE entry_id = 2", 2),
        ("DELETE FROM entry_subjects WHERE entry_id = 1", 1),
        ("DELETE FROM entries WHERE id = 2", 3),
        ("UPDATE entries SET undoes = 1 WHERE id = 3", 3),
        ("UPDATE entries SET kind = 'system' WHERE id = 2", 2),
    ],
)
def test_whatever_is_tampered_with_is_named(desk: Desk, tampering: str, broken: int) -> None:
    for name in ("A", "B", "C"):
        edit(desk, name, a=name)
    with desk.engine.connect() as connection:
        for (trigger,) in connection.execute(text("SELECT name FROM sqlite_schema WHERE type = 'trigger'")).all():
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.exec_driver_sql(
            "DELETE FROM entry_subjects WHERE entry_id = 2" if "FROM entries" in tampering else ""
        )
        if "FROM entries" in tampering:
            connection.exec_driver_sql("DELETE FROM entry_changes WHERE entry_id = 2")
        connection.exec_driver_sql(tampering)
        connection.commit()
    with desk.reading() as work:
        assert first_broken(work) == broken


@pytest.mark.parametrize("table", ["entries", "entry_changes", "entry_subjects"])
@pytest.mark.parametrize(
    "statement", ["DELETE FROM {}", "UPDATE {} SET id = id + 9", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"]
)
def test_the_file_itself_keeps_the_journal(desk: Desk, table: str, statement: str) -> None:
    edit(desk, "add", a="A")
    with desk.engine.connect() as connection, pytest.raises(exc.DBAPIError, match="the journal is append-only"):
        connection.exec_driver_sql(statement.format(table))


# ---- undo and redo


def test_deeds_go_back_last_first_and_come_again_first_first(desk: Desk) -> None:
    states = [book_of(desk)]
    for name in ("A", "B", "C"):
        edit(desk, name, a=name, **{name.lower() * 2: name})
        states.append(book_of(desk))
    assert stack(desk) == ("C", "")
    for step in (2, 1, 0):
        assert undo(desk).sentence == f"Taken back: {'ABC'[step]}"
        assert book_of(desk) == states[step]
    assert stack(desk) == ("", "A")
    assert (undo(desk).sentence, undo(desk).changed) == ("Nothing is left to take back.", False)
    for step in (0, 1, 2):
        assert redo(desk).sentence == f"Put again: {'ABC'[step]}"
        assert book_of(desk) == states[step + 1]
    assert stack(desk) == ("C", "")
    assert (redo(desk).sentence, redo(desk).changed) == ("Nothing is left to put again.", False)
    assert faults(desk) == []


def test_a_new_deed_ends_what_could_be_put_again(desk: Desk) -> None:
    edit(desk, "A", a="A")
    edit(desk, "B", b="B")
    undo(desk)
    edit(desk, "C", c="C")
    assert stack(desk) == ("C", "")
    undo(desk)
    assert stack(desk) == ("A", "C")
    undo(desk)
    assert stack(desk) == ("", "A")
    redo(desk)
    redo(desk)
    assert stack(desk) == ("C", "")
    assert [row["name"] for row in rows(desk, "organisations")] == ["A", "C"]


def test_the_stack_outlives_the_desk(desk: Desk) -> None:
    edit(desk, "A", a="A")
    edit(desk, "B", b="B")
    undo(desk)
    other = Desk.open(desk.path, who="berta", clock=desk.clock)
    assert stack(other) == ("A", "B")
    redo(other)
    other.close()
    assert rows(desk, "entries")[-1]["who"] == "berta"


def test_what_the_desk_did_by_itself_is_not_taken_back_and_ends_no_redo(desk: Desk) -> None:
    edit(desk, "A", a="A")
    undo(desk)
    edit(desk, "load", kind="system", b="B")
    assert stack(desk) == ("", "A")
    redo(desk)
    assert [row["name"] for row in rows(desk, "organisations")] == ["A", "B"]


def test_what_changed_since_by_itself_is_not_overwritten(desk: Desk) -> None:
    edit(desk, "A", a="A")
    edit(desk, "by itself", kind="system", a="B")
    before, count = book_of(desk), entries(desk)
    with pytest.raises(Overtaken, match="“A” cannot be taken back: something in it has changed since"):
        undo(desk)
    edit(desk, "gone", kind="system", a=None)
    with pytest.raises(Overtaken, match="“A” cannot be taken back"):
        undo(desk)
    assert (before != book_of(desk), entries(desk)) == (True, count + 1)


def test_a_deed_of_an_older_version_is_not_taken_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acxdesk.desk.door.HEAD", "0000")
    edit(desk, "A", a="A")
    monkeypatch.undo()
    with pytest.raises(Refused, match="“A” was done with an older version of acxdesk"):
        undo(desk)


def test_a_row_that_comes_back_keeps_its_number_and_nobody_else_gets_it(desk: Desk) -> None:
    edit(desk, "A", a="A")
    undo(desk)
    edit(desk, "B", b="B")
    assert [row["id"] for row in rows(desk, "organisations")] == [2]


def test_versions_only_go_up(desk: Desk, clock: FrozenClock) -> None:
    edit(desk, "A", a="A")
    seen = levels(desk)
    for step in (lambda: edit(desk, "B", a="B"), lambda: undo(desk), lambda: redo(desk), lambda: undo(desk)):
        clock.moment += timedelta(seconds=1)
        step()
        now = levels(desk)
        assert all(int(now[key]) > int(level) for key, level in seen.items())
        seen = now
    undo(desk)
    redo(desk)
    assert levels(desk)["organisations", 1, "version"] == int(seen["organisations", 1, "version"]) + 2


def test_an_undo_can_be_rehearsed(desk: Desk) -> None:
    edit(desk, "A", a="A")
    stored = desk.path.read_bytes()
    receipt = undo(desk.rehearsing())
    assert (receipt.sentence, receipt.rehearsed) == ("Taken back: A", True)
    assert desk.path.read_bytes() == stored


def test_what_comes_next_is_found_from_the_end_of_the_journal(desk: Desk, statements: Statements) -> None:
    edit(desk, "A", a="A")
    undo(desk)
    with statements(desk) as sent, desk.reading() as work:
        next_redo(work)
    with desk.reading() as work:
        plan = work.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sent[0]}", (0,) * sent[0].count("?"))
        steps = [str(row.detail) for row in plan]
    assert steps[0] == "SEARCH entries USING INTEGER PRIMARY KEY (rowid>?)"
