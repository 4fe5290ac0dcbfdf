"""Rows get the numbers that SQLite would have given them, and never one that a removed row had."""

import pytest

from acxdesk.desk.door import Desk
from acxdesk.desk.numbering import number, numbers
from acxdesk.records.people import Organisation
from tests.conftest import Statements


def houses(*names: str) -> list[Organisation]:
    return [Organisation(name=name, name_key=name, country="", note="", sort_key=name) for name in names]


def put_down(desk: Desk, *names: str, numbered: bool) -> list[int]:
    with desk.changing("prepare") as change:
        rows = houses(*names)
        change.work.add_all(rows)
        if numbered:
            number(change.work)
        change.work.flush()
        return [row.id for row in rows]


@pytest.mark.parametrize("numbered", [True, False])
def test_numbers_go_on_from_the_last_one_in_the_order_of_adding(desk: Desk, *, numbered: bool) -> None:
    assert put_down(desk, "a", "b", "c", numbered=numbered) == [1, 2, 3]
    assert put_down(desk, "d", numbered=not numbered) == [4]
    assert put_down(desk, "e", "f", numbered=numbered) == [5, 6]


def test_the_number_of_a_removed_row_is_not_given_again(desk: Desk) -> None:
    put_down(desk, "a", "b", numbered=True)
    with desk.changing("remove") as change:
        row = change.work.get(Organisation, 2)
        change.work.delete(row)
    assert put_down(desk, "c", numbered=True) == [3]


def test_a_rehearsal_uses_up_no_number(desk: Desk) -> None:
    assert put_down(desk.rehearsing(), "a", numbered=True) == [1]
    assert put_down(desk, "a", numbered=True) == [1]


def test_a_row_that_has_its_number_keeps_it(desk: Desk) -> None:
    with desk.changing("prepare") as change:
        given = numbers(change.work, Organisation)
        first, second = houses("a", "b")
        first.id = next(given)
        second.id = next(given)
        change.work.add_all([second, first])
        number(change.work)
    assert (first.id, second.id) == (1, 2)


def test_a_thousand_rows_are_one_statement(desk: Desk, statements: Statements) -> None:
    with statements(desk) as sent:
        put_down(desk, *map(str, range(1000)), numbered=True)
    assert sum("INSERT INTO organisations" in statement for statement in sent) == 1
