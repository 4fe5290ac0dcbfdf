"""A mark makes a conflict of interest, both ways; by the marker's name, for a mark has no other."""

from datetime import UTC, datetime

from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.conflictlist import conflicts
from acxdesk.queries.conflicts import conflicts_of
from acxdesk.rules.cycles import Phase
from tests.actions import awarding
from tests.actions.assessed import assessed, enter_all, place
from tests.actions.sample import add_people


def test_whoever_marked_a_nominee_or_was_marked_by_her_has_a_conflict(desk: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 11, 24, 9, tzinfo=UTC)
    reference = assessed(desk, "Ada", "Grace")
    peer, marker = add_people(desk, ("Peer", "Henrike Brandt"))
    enter_all(desk, reference, place(desk, "Ada"), "61", "70", "8", by="Henrike Brandt")
    award = awarding.cycle(desk, Phase.SCREENING)
    ada = awarding.nomination(desk, award, 1, peer)
    brandt = awarding.nomination(desk, award, marker, peer)
    with desk.reading() as work:
        found = conflicts_of(work, award, None)
    assert found[marker][ada] == ("marked",)
    assert found[1][brandt] == ("marked",)
    assert 2 not in found
    rows = {(row.person, row.nominee): row.grounds for row in conflicts(desk)}
    assert rows["Henrike Brandt", "Ada"] == "marked the nominee's work, or the nominee hers"
    assert ("Ada", "Ada") not in rows
