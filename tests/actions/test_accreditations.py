"""Suspending, reinstating, revoking: what holds from when, and what cannot be."""

from datetime import date

import pytest

from acxdesk.actions.accreditations import AccreditationsReport, MoveAccreditations, move_accreditations
from acxdesk.actions.journal import undo
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Refused
from tests.actions.earned import column_of, grant
from tests.actions.sample import add_people, add_programme, book_of, faults, rows
from tests.conftest import Statements

HOSTILE = "[/oops] [red]x"


@pytest.fixture
def earned(desk: Desk) -> Desk:
    """Ada (1), Bob (2) and [/oops] (3) hold ACXM-1-1, ACXM-2-2 and ACXM-3-3 since 16 Nov 2025."""
    add_programme(desk)
    for person in add_people(desk, ("Ada", "Bob", HOSTILE)):
        grant(desk, person)
    return desk


def move(desk: Desk, verb: str, *numbers: int, reason: str = "", **other: object) -> AccreditationsReport:
    return move_accreditations(
        desk, MoveAccreditations.read({"accreditations": numbers, "verb": verb, "reason": reason, **other})
    )


def steps(desk: Desk) -> list[tuple[object, ...]]:
    kept = rows(desk, "accreditation_steps")[3:]
    return [
        (row["accreditation_id"], row["number"], row["verb"], row["state"], row["holds_from"], row["reason"])
        for row in kept
    ]


def test_an_accreditation_is_suspended_reinstated_and_revoked(earned: Desk) -> None:
    before = book_of(earned)
    assert move(earned, "suspend", 1, reason="a complaint").receipt.sentence == "ACXM-1-1 of Ada suspended."
    assert move(earned, "reinstate", 1).receipt.sentence == "ACXM-1-1 of Ada reinstated."
    report = move(earned, "revoke", 1, reason="fraud", day=date(2026, 1, 2))
    assert report.receipt.sentence == "ACXM-1-1 of Ada revoked from Fri 2 Jan 2026 on."
    assert column_of(earned, "state") == ["revoked", "issued", "issued"]
    assert steps(earned) == [
        (1, 2, "suspend", "suspended", "2026-11-24", "a complaint"),
        (1, 3, "reinstate", "issued", "2026-11-24", ""),
        (1, 4, "revoke", "revoked", "2026-01-02", "fraud"),
    ]
    assert faults(earned) == []
    for _each in range(3):
        undo(earned)
    assert book_of(earned) == before


def test_of_many_those_that_can_are_and_the_others_are_told(earned: Desk) -> None:
    move(earned, "revoke", 2, reason="fraud")
    before = book_of(earned)
    report = move(earned, "suspend", 3, 2, 1, 3, reason="a complaint")
    assert report.foreseen == "2 will be suspended, 1 cannot."
    assert report.receipt.sentence == "2 accreditations suspended, 1 cannot."
    assert [(each.name, each.done, each.sentence) for each in report.outcomes] == [
        (HOSTILE, True, f"ACXM-3-3 of {HOSTILE} suspended."),
        (
            *("Bob", False),
            "ACXM-2-2 of Bob is revoked since Tue 24 Nov 2026 and cannot be suspended. Nothing more becomes of it.",
        ),
        ("Ada", True, "ACXM-1-1 of Ada suspended."),
    ]
    assert report.receipt.ids == (3, 1)
    undo(earned)
    assert book_of(earned) == before


@pytest.mark.parametrize(
    ("verb", "values", "why"),
    [
        ("suspend", {}, "without a reason"),
        ("revoke", {"reason": "  "}, "without a reason"),
        ("reinstate", {}, "is issued since Sun 16 Nov 2025 and cannot be reinstated"),
        ("revoke", {"reason": "x", "day": date(2026, 11, 25)}, "lies ahead"),
        ("revoke", {"reason": "x", "day": date(2025, 11, 15)}, "it holds from Sun 16 Nov 2025"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    earned: Desk, verb: str, values: dict[str, object], why: str
) -> None:
    before = book_of(earned)
    with pytest.raises(Refused, match=why):
        move(earned, verb, 1, **values)  # type: ignore[arg-type]
    assert book_of(earned) == before


def test_what_is_not_there_is_not_found(earned: Desk) -> None:
    with pytest.raises(NotFound, match="No accreditation 99"):
        move(earned, "suspend", 1, 99, reason="x")
    with pytest.raises(Faulty, match="is not one of suspend, reinstate, revoke"):
        move(earned, "award", 1)
    with pytest.raises(Faulty, match="missing"):
        move(earned, "suspend")


def test_a_reason_is_kept_as_it_is_but_never_steers_a_terminal(earned: Desk) -> None:
    move(earned, "suspend", 1, reason="[/oops] شكوى 'x'")
    assert steps(earned)[0][-1] == "[/oops] شكوى 'x'"
    with pytest.raises(Faulty, match="control character"):
        move(earned, "revoke", 1, reason="\x1b[31m")
    with pytest.raises(Faulty, match="at most 500"):
        move(earned, "revoke", 1, reason="x" * 5000)


def test_today_is_that_of_the_zone(earned: Desk) -> None:
    move(earned, "suspend", 1, reason="x", zone="Pacific/Kiritimati")
    assert steps(earned)[0][4] == "2026-11-24"
    with pytest.raises(Refused, match="lies ahead"):
        move(earned, "suspend", 2, reason="x", day=date(2026, 11, 25), zone="Pacific/Niue")


def test_many_cost_as_many_statements_as_one(earned: Desk, statements: Statements) -> None:
    counts = []
    for numbers in ((1,), (2, 3)):
        with statements(earned) as sent:
            move(earned, "suspend", *numbers, reason="x")
        counts.append(len(sent))
    assert counts[0] == counts[1]
