"""The journal as it is read: who did what, and whether it still stands."""

from datetime import timedelta
from typing import Any

import pytest

from acxdesk.actions.journal import redo, undo
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.journal import Back, ChangeRow, back, entry, journal
from tests.actions.sample import add_people, add_programme, book, move, run

REF = "ACXM-2026-12-07"


@pytest.fixture
def busy(desk: Desk, clock: FrozenClock) -> Desk:
    """Ada and Bob are booked, Bob is withdrawn, an hour between deeds; entries 1 to 5."""
    add_programme(desk)
    add_people(desk, ("Ada", "Bob"))
    run(desk)
    clock.moment += timedelta(hours=1)
    book(desk, REF, 1, 2)
    clock.moment += timedelta(hours=1)
    move(desk, REF, "withdraw", 2, reason="ill")
    return desk


def listed(desk: Desk, **which: Any) -> list[tuple[str, ...]]:
    """Number, sentence and state of each entry, the last first."""
    listing = journal(desk, zone="Europe/London", **which)
    names = [column.name for column in listing.columns]
    wanted = [names.index(name) for name in ("entry", "sentence", "state")]
    return [tuple(line.cells[place] for place in wanted) for line in listing.after(None, 20)]


def test_the_last_entry_stands_first_with_its_state(busy: Desk) -> None:
    assert listed(busy)[:3] == [
        ("5", f"Bob withdrawn on {REF}.", ""),
        ("4", f"{REF}: 2 booked.", ""),
        ("3", listed(busy)[2][1], ""),
    ]
    assert listed(busy)[3][2] == "system"
    undo(busy)
    assert listed(busy)[:2] == [
        ("6", f"Taken back: Bob withdrawn on {REF}.", "undo"),
        ("5", f"Bob withdrawn on {REF}.", "taken back"),
    ]
    redo(busy)
    assert listed(busy)[:3] == [
        ("7", f"Put again: Bob withdrawn on {REF}.", "redo"),
        ("6", f"Taken back: Bob withdrawn on {REF}.", "undo"),
        ("5", f"Bob withdrawn on {REF}.", ""),
    ]


def test_times_are_told_on_the_wall_of_whoever_reads(busy: Desk) -> None:
    for zone, when in (("Europe/London", "Tue 24 Nov 2026 11:00"), ("Asia/Kathmandu", "Tue 24 Nov 2026 16:45")):
        assert journal(busy, zone=zone).after(None, 1)[0].cells[1] == when


def test_entries_are_found_by_person_session_time_and_words(busy: Desk, clock: FrozenClock) -> None:
    undo(busy)
    numbers = {
        "person": [row[0] for row in listed(busy, person=2)],
        "session": [row[0] for row in listed(busy, session=1)],
        "since": [row[0] for row in listed(busy, since=clock.moment)],
        "until": [row[0] for row in listed(busy, until=clock.moment - timedelta(hours=1))],
    }
    assert numbers == {
        "person": ["6", "5", "4", "2"],
        "session": ["6", "5", "4", "3"],
        "since": ["6", "5"],
        "until": ["3", "2", "1"],
    }
    found = journal(busy, zone="UTC").arranged(words="WITHDRAWN bob")
    assert [line.id for line in found.after(None, 9)] == [6, 5]


def test_words_of_the_journal_are_found_in_any_spelling(busy: Desk) -> None:
    add_person(busy, AddPerson(name="Łukasz Núñez"))
    assert [line.id for line in journal(busy, zone="UTC").arranged(words="nunez lukasz").after(None, 9)] == [6]


def test_an_entry_tells_each_row_before_and_after(busy: Desk) -> None:
    card = entry(busy, 5)
    assert card is not None
    assert (card.who, card.verb, card.kind, card.undoes, card.more) == ("anna", "enrolment withdraw", "deed", None, 0)
    made, changed = card.changes
    assert made == ChangeRow("moves", 3, None, made.after)
    assert (changed.table, changed.row) == ("enrolments", 2)
    assert (changed.before or {}).keys() == {"place", "since", "left_at", "sequence", "changed_at"}
    assert ((changed.before or {})["place"], (changed.after or {})["place"]) == ("booked", "withdrawn")
    assert entry(busy, 99) is None


def test_a_large_entry_is_read_in_part(busy: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acxdesk.queries.journal.MOST_CHANGES", 3)
    card = entry(busy, 4)
    assert card is not None
    assert (len(card.changes), card.more) == (3, 1)


def test_what_goes_back_and_what_comes_again_is_named_by_its_deed(busy: Desk) -> None:
    assert back(busy) == Back(undo=f"Bob withdrawn on {REF}.", redo="")
    undo(busy)
    assert back(busy) == Back(undo=f"{REF}: 2 booked.", redo=f"Bob withdrawn on {REF}.")
