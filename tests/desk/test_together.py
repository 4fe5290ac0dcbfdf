"""Many rows changed alike: one statement, each version checked, the journal told."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from acxdesk.actions.journal import undo
from acxdesk.desk.door import Desk
from acxdesk.desk.together import make_together, write_together
from acxdesk.records.catalogue import Programme
from acxdesk.records.people import Organisation, Person
from tests.actions.sample import add_people, add_programme, book_of, faults, levels, rows
from tests.conftest import Statements


def name_all(desk: Desk, job: str) -> None:
    with desk.changing("promote") as change:
        people = change.work.scalars(select(Person)).all()
        for person in people:
            person.job_title = job
        write_together(change.work, people)
        assert not change.work.dirty


def test_many_rows_are_one_statement_and_one_undo(desk: Desk, statements: Statements) -> None:
    add_people(desk, ("Ada", "Bob [/oops]", "ليلى"))
    before, lifted = book_of(desk), levels(desk)
    with statements(desk) as sent:
        name_all(desk, "coach")
    assert len([statement for statement in sent if statement.startswith("UPDATE")]) == 1
    assert {row["job_title"] for row in rows(desk, "people")} == {"coach"}
    assert {row["version"] for row in rows(desk, "people")} == {2}
    assert [(row["before"], row["after"]) for row in rows(desk, "entry_changes")[-3:]] == [
        ('{"job_title":""}', '{"job_title":"coach"}')
    ] * 3
    assert [(row["noun"], row["row_id"]) for row in rows(desk, "entry_subjects")[-3:]] == [
        ("person", 1),
        ("person", 2),
        ("person", 3),
    ]
    undo(desk)
    assert book_of(desk) == before
    assert all(value > lifted[key] for key, value in levels(desk).items())  # type: ignore[operator]
    assert faults(desk) == []


def overtaken(desk: Desk) -> None:
    with desk.changing("promote") as change:
        person = change.work.get(Person, 1)
        assert person is not None
        change.work.connection().exec_driver_sql("UPDATE people SET version = 9")
        person.job_title = "coach"
        write_together(change.work, [person])


def mixed(desk: Desk) -> None:
    with desk.changing("promote") as change:
        ada, programme = change.work.get(Person, 1), change.work.get(Programme, 1)
        assert ada is not None
        assert programme is not None
        ada.job_title, programme.retired = "coach", True
        write_together(change.work, [ada, programme])


def test_what_was_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    add_people(desk, ("Ada",))
    before = book_of(desk)
    with pytest.raises(StaleDataError):
        overtaken(desk)
    assert book_of(desk) == before


def test_rows_that_are_changed_otherwise_are_a_mistake_of_ours(desk: Desk) -> None:
    add_people(desk, ("Ada", "Bob"))
    add_programme(desk)
    with pytest.raises(ValueError, match="one table"):
        mixed(desk)
    with desk.changing("nothing") as change:
        write_together(change.work, [])


def test_new_rows_are_made_in_one_statement_with_their_numbers(desk: Desk, statements: Statements) -> None:
    add_people(desk, ("Ada",))
    before = book_of(desk)
    with statements(desk) as sent, desk.changing("found") as change:
        houses = [
            Organisation(name=name, name_key=name.lower(), country="", note="", sort_key=name.lower())
            for name in ("Engines", "Looms [/oops]", "مطبعة")
        ]
        make_together(change.work, houses)
        assert [house.id for house in houses] == [1, 2, 3]
        make_together(change.work, [])
    assert len([statement for statement in sent if statement.startswith("INSERT INTO organisations")]) == 1
    assert [(row["id"], row["name"], row["version"]) for row in rows(desk, "organisations")] == [
        (1, "Engines", 1),
        (2, "Looms [/oops]", 1),
        (3, "مطبعة", 1),
    ]
    assert [row["row_id"] for row in rows(desk, "entry_subjects") if row["noun"] == "organisation"] == [1, 2, 3]
    assert faults(desk) == []
    undo(desk)
    assert book_of(desk) == before


def test_new_rows_of_two_tables_are_a_mistake_of_ours(desk: Desk) -> None:
    with desk.changing("found") as change, pytest.raises(ValueError, match="one table"):
        make_together(change.work, [Organisation(name="x"), Programme(code="x")])
