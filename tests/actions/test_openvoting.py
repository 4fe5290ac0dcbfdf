"""Opening the voting freezes the rules, names the shortlist and fixes the roll."""

from datetime import UTC, date, datetime

import pytest

from acxdesk.actions.cycles import AdvanceCycle, advance
from acxdesk.actions.journal import undo
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.queries.cycles import cycle
from acxdesk.queries.nominations import standing
from acxdesk.rules.cycles import Phase, rules_hash, rules_text
from acxdesk.rules.nominations import Answer
from tests.actions import awarding
from tests.actions.earned import grant

ADA, BOB, CLEO, DAN, EVE = 1, 2, 3, 4, 5


@pytest.fixture
def shortlisted(staffed: Desk, clock: FrozenClock) -> Desk:
    """Eve and Ada on the shortlist, Cleo as well but she declined, Dan not; it is the first day of voting."""
    award = awarding.cycle(staffed, Phase.SHORTLISTED, voter_years=0)
    for nominee, fields in (
        (EVE, {"shortlisted": True}),
        (ADA, {"shortlisted": True}),
        (CLEO, {"shortlisted": True, "answer": Answer.DECLINED}),
        (DAN, {}),
    ):
        awarding.nomination(staffed, award, nominee, BOB, **fields)
    clock.moment = datetime(2026, 9, 1, 8, tzinfo=UTC)
    return staffed


def test_the_rules_are_frozen_and_the_shortlist_has_keys_by_name(shortlisted: Desk) -> None:
    grant(shortlisted, BOB, awarded_on=date(2024, 1, 10), valid_until=None)
    text = rules_text(cycle(shortlisted).rules)
    receipt = advance(shortlisted, AdvanceCycle())

    card = cycle(shortlisted)
    assert (card.phase, card.rules_text, card.rules_hash) == (Phase.VOTING, text, rules_hash(text))
    assert card.frozen_at == datetime(2026, 9, 1, 8, tzinfo=UTC)
    assert receipt.sentence.endswith(f"is voting now. Rules declared, SHA-256 {rules_hash(text)}.")
    assert receipt.lines == (*text.splitlines(), "2 on the ballot, 1 on the roll.")
    with shortlisted.reading() as work:
        keys = {each.name: each.ballot_key for each in standing(work, card.id)}
    assert keys == {"Ada": "N01", "Eve": "N02", "Cleo": "", "Dan": ""}

    undo(shortlisted)
    assert (cycle(shortlisted).phase, cycle(shortlisted).rules_text) == (Phase.SHORTLISTED, "")


def test_voting_without_voters_or_nominees_is_not_opened(shortlisted: Desk) -> None:
    with pytest.raises(Refused, match="Nobody may vote"):
        advance(shortlisted, AdvanceCycle())
    assert cycle(shortlisted).frozen_at is None


def test_a_shortlist_of_nobody_who_accepted_opens_no_voting(staffed: Desk, clock: FrozenClock) -> None:
    award = awarding.cycle(staffed, Phase.SHORTLISTED)
    awarding.nomination(staffed, award, ADA, BOB, shortlisted=True, answer=Answer.WAITING)
    clock.moment = datetime(2026, 9, 1, 8, tzinfo=UTC)

    with pytest.raises(Refused, match="Nobody who accepted is on the shortlist"):
        advance(staffed, AdvanceCycle())
