"""The register as of any day, one accreditation with its chain, and post-nominals."""

from datetime import date
from typing import Any

import pytest

from acxdesk.desk.door import Desk
from acxdesk.queries.register import accreditation, register
from acxdesk.rules.accreditations import State
from tests.actions.earned import crowd, grant, note, terms
from tests.actions.sample import add_people, add_programme
from tests.conftest import Statements

HOSTILE = "[/oops] [red]x"
TODAY = date(2026, 11, 24)


@pytest.fixture
def earned(desk: Desk) -> Desk:
    """ACXM: of Ada renewed on 1 Nov 2026, of ليلى suspended for March 2026, of [/oops] revoked from 1 Jun on; CPPM."""
    for code in ("ACXM", "CPPM"):
        add_programme(desk, code)
        terms(desk, code, validity_months=12)
    add_people(desk, ("Ada", "ليلى عباس", HOSTILE))
    for person in (1, 2, 3):
        grant(desk, person, number=f"ACXM-2025-000{person}")
    grant(desk, 1, number="ACXM-2026-0001", awarded_on=date(2026, 11, 1), valid_until=date(2027, 11, 16), replaces_id=1)
    note(desk, 1, "renew", State.SUPERSEDED, date(2026, 11, 1))
    note(desk, 2, "suspend", State.SUSPENDED, date(2026, 3, 1), "a complaint")
    note(desk, 2, "reinstate", State.ISSUED, date(2026, 4, 1))
    note(desk, 3, "revoke", State.REVOKED, date(2026, 6, 1), "fraud")
    grant(desk, 3, "CPPM", number="CPPM-2026-0001", awarded_on=date(2026, 2, 1), valid_until=None)
    return desk


def told(desk: Desk, day: date, **other: Any) -> list[tuple[object, ...]]:
    listing = register(desk, day, **other)
    lines = listing.after(None, 50)
    assert listing.count() == len(lines)
    return [(line.values[0], line.values[6]) for line in lines]


def test_the_register_says_what_stood_on_any_day(earned: Desk) -> None:
    assert told(earned, date(2025, 11, 15)) == []
    assert told(earned, date(2025, 11, 16)) == [
        ("ACXM-2025-0003", "issued"),
        ("ACXM-2025-0001", "issued"),
        ("ACXM-2025-0002", "issued"),
    ]
    assert told(earned, date(2026, 3, 31)) == [
        ("ACXM-2025-0003", "issued"),
        ("CPPM-2026-0001", "issued"),
        ("ACXM-2025-0001", "issued"),
        ("ACXM-2025-0002", "suspended"),
    ]
    assert told(earned, date(2026, 11, 1)) == [
        ("ACXM-2025-0003", "revoked"),
        ("CPPM-2026-0001", "issued"),
        ("ACXM-2026-0001", "issued"),
        ("ACXM-2025-0002", "issued"),
    ]
    assert told(earned, date(2030, 1, 1)) == [
        ("ACXM-2025-0003", "revoked"),
        ("CPPM-2026-0001", "issued"),
        ("ACXM-2026-0001", "expired"),
        ("ACXM-2025-0002", "expired"),
    ]


def test_a_later_decision_that_holds_from_before_wins(earned: Desk) -> None:
    note(earned, 2, "revoke", State.REVOKED, date(2025, 11, 16), "fraud")
    assert told(earned, date(2026, 3, 15), person=2) == [("ACXM-2025-0002", "revoked")]
    assert told(earned, date(2026, 5, 1), person=2) == [("ACXM-2025-0002", "revoked")]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"standing": "issued"}, ["CPPM-2026-0001", "ACXM-2026-0001"]),
        ({"standing": "expired"}, ["ACXM-2025-0002"]),
        ({"standing": "revoked"}, ["ACXM-2025-0003"]),
        ({"standing": "suspended"}, []),
        ({"standing": "superseded"}, ["ACXM-2025-0001"]),
        (
            {"standing": "all"},
            ["ACXM-2025-0003", "CPPM-2026-0001", "ACXM-2025-0001", "ACXM-2026-0001", "ACXM-2025-0002"],
        ),
        ({"programme": "cppm"}, ["CPPM-2026-0001"]),
        ({"expiring_before": date(2026, 11, 17)}, ["ACXM-2025-0003", "ACXM-2025-0002"]),
        ({"person": 1, "standing": "all"}, ["ACXM-2026-0001", "ACXM-2025-0001"]),
    ],
)
def test_the_register_is_narrowed(earned: Desk, asked: dict[str, Any], numbers: list[str]) -> None:
    assert [number for number, _state in told(earned, TODAY, **asked)] == numbers


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("0002", ["ACXM-2025-0002"]),
        ("cppm-2026", ["CPPM-2026-0001"]),
        ("ada acxm", ["ACXM-2026-0001"]),
        ("byron", []),
        ("%", []),
        ("[/oops]", ["ACXM-2025-0003", "CPPM-2026-0001"]),
    ],
)
def test_the_register_is_found_by_number_and_name(earned: Desk, words: str, numbers: list[str]) -> None:
    found = register(earned, TODAY).arranged(words=words).after(None, 50)
    assert [line.values[0] for line in found] == numbers


def test_the_register_is_sorted_by_day_and_pages_fit_together(earned: Desk) -> None:
    crowd(earned, 2, 300)
    for sort in ("name", "awarded_on", "valid_until"):
        for descending in (False, True):
            listing = register(earned, TODAY, standing="all").arranged(sort=sort, descending=descending)
            whole = [line.id for line in listing.after(None, 400)]
            paged: list[int] = []
            key = None
            while page := listing.after(key, 70):
                paged += [line.id for line in page]
                key = page[-1].key
            assert paged == whole
            assert len(set(whole)) == 305


def test_a_line_says_all_of_it(earned: Desk) -> None:
    (line,) = register(earned, TODAY, programme="CPPM").after(None, 2)
    assert line.values == (
        *("CPPM-2026-0001", HOSTILE, "CPPM", "Accredited CPPM", "2026-02-01", "life", "issued", "", "", 3),
    )
    assert line.cells == (
        *("CPPM-2026-0001", HOSTILE, "CPPM", "Accredited CPPM", "1 Feb 2026", "for life", "● issued", "", "", "3"),
    )


def test_a_card_has_its_chain_and_its_steps(earned: Desk) -> None:
    card = accreditation(earned, 1)
    assert card is not None
    assert (card.told.number, card.holder, card.on_certificate, card.session, card.version) == (
        *("ACXM-2025-0001", "Ada", "Ada"),
        *("", 2),
    )
    assert (card.renewable_from, card.renewable_until) == (date(2026, 5, 16), date(2027, 5, 16))
    assert [one.number for one in card.before] == []
    assert [one.number for one in card.after] == ["ACXM-2026-0001"]
    assert [(step.verb, step.state, step.holds_from, step.who) for step in card.steps] == [
        ("award", State.ISSUED, date(2025, 11, 16), "anna"),
        ("renew", State.SUPERSEDED, date(2026, 11, 1), "anna"),
    ]
    new = accreditation(earned, 4)
    assert new is not None
    assert ([one.number for one in new.before], new.now) == (["ACXM-2025-0001"], new.told)
    assert accreditation(earned, 99) is None


@pytest.mark.parametrize("read", ["page", "count", "card"])
def test_three_cost_as_many_statements_as_one(earned: Desk, statements: Statements, read: str) -> None:
    counts = []
    for size in (None, 3):
        if size:
            crowd(earned, 2, size)
        with statements(earned) as sent:
            if read == "page":
                register(earned, TODAY).after(None, 50)
            elif read == "count":
                register(earned, TODAY).count()
            else:
                accreditation(earned, 1)
        counts.append(len(sent))
    assert counts == [3, 3] if read == "card" else counts == [1, 1]
