"""Voting for the Change Architect: the roll, the codes, the ballots that come in, and the seal on the box."""

from acxdesk.desk.door import Changing
from acxdesk.desk.numbering import number
from acxdesk.queries.voters import holdings
from acxdesk.records.ballots import Voter
from acxdesk.records.cycles import Cycle
from acxdesk.rules.voting import may_vote


def enrol_voters(change: Changing, cycle: Cycle) -> int:
    """Fix the roll: everybody who is accredited on the first day of voting for as long as the cycle asks.

    Nobody else is left out: a nominee votes as well, though not for herself.

    Args:
        change: the deed that opens voting.
        cycle: whose roll it is; it has none yet.

    Returns:
        How many are on it.
    """
    held = holdings(change.work)
    people = sorted(
        person for person, held_by in held.items() if may_vote(held_by, cycle.voter_years, cycle.voting_from)
    )
    change.work.add_all(
        Voter(cycle_id=cycle.id, person_id=person, code_check=None, code_given_at=None, ballots_cast=0)
        for person in people
    )
    number(change.work)
    return len(people)
