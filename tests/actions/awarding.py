"""A cycle of the Change Architect award in any phase, and nominations in it, put down as rows."""

from datetime import UTC, date, datetime
from typing import Any

from acxdesk.desk.door import Desk
from acxdesk.desk.journal import new_uid
from acxdesk.records.cycles import Cycle
from acxdesk.records.nominations import Nomination
from acxdesk.records.people import Person
from acxdesk.rules.cycles import Counting, PanelRule, Phase
from acxdesk.rules.nominations import Answer, Category, State

MADE = datetime(2026, 1, 5, 9, tzinfo=UTC)


def cycle(desk: Desk, phase: Phase = Phase.NOMINATING, **fields: Any) -> int:
    """A cycle of 2026, nominations in spring and voting in autumn; its number."""
    row = Cycle(
        **{
            "uid": new_uid(),
            "year": 2026,
            "title": "Change Architect of the Year",
            "zone": "Europe/London",
            "phase": phase,
            "nominating_from": date(2026, 3, 2),
            "nominating_until": date(2026, 5, 29),
            "shortlist_on": date(2026, 7, 1),
            "voting_from": date(2026, 9, 1),
            "voting_until": date(2026, 11, 30),
            "announce_on": date(2026, 12, 12),
            "sequence": 0,
            "changed_at": MADE,
            "created_at": MADE,
            "eligibility_years": 2,
            "winner_years": 5,
            "excludes_staff": True,
            "seconds_needed": 2,
            "panel_rule": PanelRule.MEAN,
            "shortlist_size": 5,
            "voter_years": 2,
            "counting": Counting.SCHULZE,
            "rules_text": "",
            "rules_hash": "",
            "sealed_box": "",
            **fields,
        }
    )
    with desk.changing("award plan", kind="system") as change:
        change.work.add(row)
        change.work.flush()
        return row.id


def nomination(desk: Desk, award: int, nominee: int, nominator: int, **fields: Any) -> int:
    """A submitted and accepted nomination; its number."""
    row = Nomination(
        **{
            "uid": new_uid(),
            "cycle_id": award,
            "nominee_id": nominee,
            "nominator_id": nominator,
            "category": Category.BUSINESS,
            "statement": "She turned the complaints desk into the first place that customers call.",
            "state": State.SUBMITTED,
            "submitted_at": MADE,
            "answer": Answer.ACCEPTED,
            "answered_at": MADE,
            "reason": "",
            "shortlisted": False,
            "ballot_key": "",
            "ballot_name": "",
            "citation": "",
            **fields,
        }
    )
    with desk.changing("nominate", kind="system") as change:
        if row.ballot_key:
            row.ballot_name = change.work.get_one(Person, nominee).name
        change.work.add(row)
        change.work.flush()
        return row.id
