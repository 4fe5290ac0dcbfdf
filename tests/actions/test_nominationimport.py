"""Nominations that came by mail are imported from a table."""

from datetime import UTC, datetime

import pytest

from acxdesk.actions.journal import undo
from acxdesk.actions.nominationimport import ImportNominations, import_nominations
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import InputProblem
from acxdesk.queries.nominationlist import nominations
from acxdesk.queries.nominations import nomination
from tests.actions import awarding
from tests.actions.sample import rows

TABLE = """nominee,nominator,category,statement,evidence,state,answer
Ada,bob@example.org,business,"She rebuilt claims,
from the ground up.",https://example.org/claims; letter.pdf,,
1,Cleo,personal,She learned to listen.,,,
Dan,4,business,Himself,,,
Eve,Nobody Such,heroic,x,,,
Eve,Nobody Such,business,x,,,
Eve,Bob,business,,,draft,
Ada,Bob,business,Again,,,
"""


@pytest.fixture
def award(staffed: Desk, clock: FrozenClock) -> Desk:
    """A cycle that takes nominations."""
    awarding.cycle(staffed)
    clock.moment = datetime(2026, 5, 20, 9, tzinfo=UTC)
    return staffed


def test_a_dry_run_tells_each_line_and_the_deed_does_the_same(award: Desk) -> None:
    request = ImportNominations(data=TABLE.encode())
    dry = import_nominations(award.rehearsing(), request)
    assert nominations(award).count() == 0

    report = import_nominations(award, request)
    told = [(line.line, line.state.value, line.sentence) for line in report.lines]
    assert told == [(line.line, line.state.value, line.sentence) for line in dry.lines]
    assert [(line, state) for line, state, _ in told] == [
        (2, "new"),
        (4, "new"),
        (5, "refused"),
        (6, "refused"),
        (7, "refused"),
        (8, "new"),
        (9, "there"),
    ]
    assert told[1][2] == "Nomination 2 of Ada by Cleo submitted and merged into nomination 1."
    assert "Row 5: Dan cannot nominate herself." in told[2][2]
    assert "heroic" in told[3][2]
    assert "Nobody Such" in told[4][2]
    assert report.receipt.sentence == "3 nominations imported; 1 there already; 3 refused."
    assert [piece.place for piece in nomination(award, 1).evidence] == ["https://example.org/claims", "letter.pdf"]
    assert nomination(award, 1).statement == "She rebuilt claims,\nfrom the ground up."

    again = import_nominations(award, request)
    assert not again.receipt.changed
    undo(award)
    assert nominations(award).count() == 0


def test_a_table_without_its_columns_is_no_table(award: Desk) -> None:
    with pytest.raises(InputProblem, match="nominator"):
        import_nominations(award, ImportNominations(data=b"nominee,statement\nAda,x\n"))


def test_a_line_that_comes_too_late_leaves_nothing_behind(award: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 5, 29, 23, 0, tzinfo=UTC)  # midnight in London, behind the last day
    data = b"nominee,nominator,category,statement\nAda,Bob,business,Late\nCleo,Bob,business,\n"
    report = import_nominations(award, ImportNominations(data=data))
    assert [line.state for line in report.lines] == ["refused", "refused"]
    assert rows(award, "nominations") == []
