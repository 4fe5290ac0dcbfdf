"""Voting: the roll, the codes, ballots that come in by one or by file, the seal; and a hostile election."""

from datetime import date

from acxdesk.actions.voting import enrol_voters
from acxdesk.desk.door import Desk
from acxdesk.records.cycles import Cycle
from acxdesk.rules.accreditations import Origin, State
from acxdesk.rules.cycles import Phase
from tests.actions.awarding import cycle
from tests.actions.earned import column_of, grant

OLD, NEW = date(2020, 3, 2), date(2026, 3, 2)


def test_the_roll_is_everybody_who_is_accredited_for_so_long_and_nobody_else(staffed: Desk) -> None:
    grant(staffed, 1, awarded_on=OLD, valid_until=None)
    first = grant(staffed, 2, awarded_on=OLD, valid_until=OLD.replace(year=2022), state=State.SUPERSEDED)
    second = grant(staffed, 2, awarded_on=NEW, valid_until=None, origin=Origin.RENEWAL, replaces_id=first)
    grant(staffed, 3, awarded_on=NEW, valid_until=None)
    grant(staffed, 4, awarded_on=OLD, valid_until=None, state=State.REVOKED)
    award = cycle(staffed, Phase.SHORTLISTED)
    with staffed.changing("award advance") as change:
        row = change.work.get(Cycle, award)
        assert row is not None
        assert enrol_voters(change, row) == 2
    assert second
    assert column_of(staffed, "person_id", "voters") == [1, 2]
    assert column_of(staffed, "code_check", "voters") == [None, None]
