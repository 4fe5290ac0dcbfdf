"""Opening the voting: the rules are frozen, the shortlist gets its ballot keys, the roll of voters is fixed."""

from sqlalchemy import orm, select

from acxdesk.actions.voting import enrol_voters
from acxdesk.desk.door import Changing
from acxdesk.errors import Refused
from acxdesk.queries.cycles import rules_of
from acxdesk.records.cycles import Cycle
from acxdesk.records.nominations import Nomination
from acxdesk.records.people import Organisation, Person
from acxdesk.rules.cycles import rules_hash, rules_text
from acxdesk.rules.nominations import Answer, State


def open_voting(change: Changing, cycle: Cycle) -> tuple[str, ...]:
    """Do what opening the voting asks for, in the deed that leads the cycle on.

    Returns:
        Sentences: the hash of the rules, for the journal; then each rule, and the figures.

    Raises:
        Refused: nobody is on the shortlist, or nobody may vote.
    """
    organiser = change.work.scalar(select(Organisation.name).where(Organisation.id == cycle.organiser_id))
    cycle.rules_text = rules_text(rules_of(cycle, organiser or ""))
    cycle.rules_hash = rules_hash(cycle.rules_text)
    cycle.frozen_at = change.now
    nominees = _keyed(change, cycle)
    voters = enrol_voters(change, cycle)
    if not voters:
        raise Refused(
            "Nobody may vote by the rules of this cycle.", remedy="Ask for fewer years: `acxdesk award edit`."
        )
    return (
        f"Rules declared, SHA-256 {cycle.rules_hash}.",
        *cycle.rules_text.splitlines(),
        f"{nominees:,} on the ballot, {voters:,} on the roll.",
    )


def _keyed(change: Changing, cycle: Cycle) -> int:
    """Give each nominee of the shortlist the key that ballots call her by, in the order of names; how many."""
    rows = change.work.scalars(
        select(Nomination)
        .join(Nomination.nominee)
        .options(orm.contains_eager(Nomination.nominee))
        .where(
            Nomination.cycle_id == cycle.id,
            Nomination.shortlisted,
            Nomination.state == State.SUBMITTED,
            Nomination.merged_into_id.is_(None),
            Nomination.answer == Answer.ACCEPTED,
        )
        .order_by(Person.sort_key, Nomination.id)
    ).all()
    if not rows:
        raise Refused(
            "Nobody who accepted is on the shortlist.", remedy="Note the answers: `acxdesk nomination accept`."
        )
    for number, row in enumerate(rows, start=1):
        row.ballot_key, row.ballot_name = f"N{number:02}", row.nominee.name
    return len(rows)
