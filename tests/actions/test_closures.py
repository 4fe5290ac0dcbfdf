"""The business closes some days: the meetings that fall on them are told, and none is moved."""

from datetime import date
from typing import Any

import pytest

from acxdesk.actions.closures import (
    AddClosure,
    EditClosure,
    RemoveClosure,
    add_closure,
    edit_closure,
    remove_closure,
)
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.sessions import Schedule, schedule
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Overtaken, Refused
from acxdesk.queries.closures import closed_year, countries_ahead, season_check
from tests.actions.sample import add_programme, book_of, entries, faults, rows, run, utc
from tests.conftest import Statements

NOW = utc(2026, 11, 24, 9)


def add(desk: Desk, name: str = "Audit", first: str = "2026-12-08", last: str | None = "2026-12-09") -> Receipt:
    return add_closure(desk, AddClosure.read({"name": name, "first_on": first, "last_on": last}))


def edit(desk: Desk, closure: str = "audit", **values: Any) -> Receipt:
    return edit_closure(desk, EditClosure.read({"closure": closure, **values}))


def remove(desk: Desk, closure: str = "Audit") -> Receipt:
    return remove_closure(desk, RemoveClosure.read({"closure": closure}))


def test_a_closure_tells_the_meetings_that_fall_on_it_and_moves_none(staffed: Desk) -> None:
    run(staffed)
    before = rows(staffed, "meetings")
    receipt = add(staffed)
    assert receipt.sentence == "Audit, Tue 8 Dec 2026 to Wed 9 Dec 2026, added."
    assert receipt.lines == (
        "On it falls ACXM-2026-12-07, meeting 2: Tue 8 Dec 2026 14:00 Europe/London.",
        "On it falls ACXM-2026-12-07, meeting 3: Wed 9 Dec 2026 14:00 Europe/London.",
    )
    assert rows(staffed, "meetings") == before
    assert add(staffed, "Party", "2026-12-18", None).lines == ("No meeting falls on it.",)


def test_a_receipt_names_a_dozen_and_counts_the_rest(desk: Desk) -> None:
    add_programme(desk)
    for _ in range(13):
        run(desk)
    lines = add(desk, first="2026-12-07", last=None).lines
    assert (len(lines), lines[-1]) == (13, "And 1 more.")


def test_a_course_is_planned_round_a_closure(staffed: Desk) -> None:
    add(staffed)
    receipt = schedule(
        staffed, Schedule.read({"programme": "ACXM", "start": "2026-12-07", "at": "14:00", "zone": "UTC"})
    )
    assert [row["day"] for row in rows(staffed, "meetings")] == [
        "2026-12-07",
        "2026-12-10",
        "2026-12-11",
        "2026-12-14",
    ]
    assert receipt.lines[4:6] == (
        "Skipped: Tue 8 Dec 2026 is closed: Audit",
        "Skipped: Wed 9 Dec 2026 is closed: Audit",
    )


def test_a_closure_is_edited_and_tells_what_falls_on_it_now(staffed: Desk) -> None:
    run(staffed)
    add(staffed)
    receipt = edit(staffed, name="Stocktaking", last_on="2026-12-08")
    assert receipt.sentence == "Stocktaking, Tue 8 Dec 2026, edited."
    assert len(receipt.lines) == 1
    again = edit(staffed, "1", last_on="2026-12-08")
    assert (again.sentence, again.changed) == ("Stocktaking, Tue 8 Dec 2026, is so already.", False)


def test_days_are_open_again_once_the_closure_is_removed_and_all_is_taken_back(staffed: Desk) -> None:
    empty = book_of(staffed)
    add(staffed)
    full = book_of(staffed)
    assert remove(staffed).sentence == "Audit, Tue 8 Dec 2026 to Wed 9 Dec 2026, removed; no meeting is moved."
    assert book_of(staffed) == empty
    undo(staffed)
    assert book_of(staffed) == full
    redo(staffed)
    assert book_of(staffed) == empty
    assert faults(staffed) == []


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-12-08", "2026-12-07", "The last day, Mon 7 Dec 2026, lies before the first, Tue 8 Dec 2026."),
        ("2026-12-08", "2028-12-08", "are 732 days; a closure has at most 366"),
        ("1969-12-31", None, "is out of range"),
        ("2026-12-08", "9999-12-31", "is out of range"),
    ],
)
def test_days_that_make_no_sense_are_refused(staffed: Desk, first: str, last: str | None, sentence: str) -> None:
    before = entries(staffed)
    with pytest.raises(Refused) as refused:
        add(staffed, first=first, last=last)
    assert sentence in str(refused.value)
    assert entries(staffed) == before


def test_a_closure_is_meant_by_its_number_or_its_name(staffed: Desk) -> None:
    with pytest.raises(NotFound, match=r'There is no closure "Audit"\. There is none\.'):
        remove(staffed)
    add(staffed)
    add(staffed, first="2027-01-12", last=None)
    with pytest.raises(Refused) as several:
        remove(staffed, "AUDIT")
    assert str(several.value) == (
        '2 closures are called "AUDIT": Audit, Tue 8 Dec 2026 (1); Audit, Tue 12 Jan 2027 (2). Give the number.'
    )
    with pytest.raises(NotFound, match=r"There is Audit, Tue 8 Dec 2026 \(1\); Audit"):
        remove(staffed, "Adit")
    remove(staffed, "2")
    remove(staffed, "audit")
    assert rows(staffed, "closures") == []


def test_an_edit_that_came_second_is_told(staffed: Desk) -> None:
    add(staffed)
    edit(staffed, version=1, name="Stocktaking")
    with pytest.raises(Overtaken):
        edit(staffed, "Stocktaking", version=1, name="Inventory")


def test_the_season_check_holds_each_session_against_its_own_country_and_the_closures(staffed: Desk) -> None:
    run(staffed, "2026-12-23", closed="keep")
    run(staffed, "2026-12-23", closed="keep", zone="America/New_York")
    run(staffed, "2026-12-23", closed="keep", zone="UTC")
    add(staffed, first="2026-12-24", last=None)
    found = [(one.reference, one.day.isoformat(), one.why) for one in season_check(staffed, NOW)]
    closed = "Thu 24 Dec 2026 is closed: Audit"
    assert sorted(found) == [
        ("ACXM-2026-12-23", "2026-12-24", closed),
        ("ACXM-2026-12-23", "2026-12-25", "Fri 25 Dec 2026 is Christmas Day in GB"),
        ("ACXM-2026-12-23", "2026-12-28", "Mon 28 Dec 2026 is Boxing Day (observed) in GB"),
        ("ACXM-2026-12-23-2", "2026-12-24", closed),
        ("ACXM-2026-12-23-2", "2026-12-25", "Fri 25 Dec 2026 is Christmas Day in US"),
        ("ACXM-2026-12-23-3", "2026-12-24", closed),
    ]
    besides = [one.why for one in season_check(staffed, NOW, ("NP",)) if one.reference == "ACXM-2026-12-23-3"]
    assert besides == [closed, "Fri 25 Dec 2026 is Christmas Day in NP"]
    assert season_check(staffed, utc(2027, 1, 1)) == ()
    assert countries_ahead(staffed, NOW, "Asia/Kathmandu") == ("GB", "NP", "US")


@pytest.mark.parametrize("count", [1, 3])
def test_a_season_costs_three_statements_and_a_year_two(staffed: Desk, statements: Statements, count: int) -> None:
    for number in range(count):
        run(staffed, "2026-12-23", closed="keep", zone=("Europe/London", "America/New_York", "UTC")[number])
        add(staffed, f"Closure {number}", "2026-12-24", None)
    with statements(staffed) as sent:
        assert len(season_check(staffed, NOW)) >= count
    assert len([one for one in sent if one.startswith("SELECT")]) == 3
    with statements(staffed) as sent:
        closed_year(staffed, 2026, ("GB", "US", "IN")[:count])
    assert len([one for one in sent if one.startswith("SELECT")]) == 2


def test_a_year_has_closures_and_holidays_with_what_falls_on_each(staffed: Desk) -> None:
    run(staffed, "2026-12-23", closed="keep")
    run(staffed, "2026-12-23", closed="keep", zone="America/New_York")
    add(staffed, "Turn of the year", "2026-12-28", "2027-01-01")
    spans = [span for span in closed_year(staffed, 2026, ("GB", "US")) if span.first_on >= date(2026, 12, 1)]
    assert [(span.name, span.countries, len(span.meetings)) for span in spans] == [
        ("Christmas Day", ("GB", "US"), 2),
        ("Boxing Day", ("GB",), 0),
        ("Boxing Day (observed)", ("GB",), 1),
        ("Turn of the year", (), 2),
    ]
    assert [span.name for span in closed_year(staffed, 2027, ())] == ["Turn of the year"]
