"""The roll of a cycle: who may vote, who has a code, who has voted. What was voted is nowhere near it."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import orm, select

from acxdesk.records.accreditations import Accreditation
from acxdesk.rules.voting import Holding


def holdings(work: orm.Session) -> Mapping[int, list[Holding]]:
    """Every accreditation on the desk by its holder, each with the day of the award that it goes back to.

    One statement, however many there are.
    """
    rows = work.execute(
        select(
            *(Accreditation.id, Accreditation.person_id, Accreditation.awarded_on),
            *(Accreditation.valid_until, Accreditation.state, Accreditation.replaces_id),
        ).order_by(Accreditation.id)
    ).all()
    before = {row.id: row.replaces_id for row in rows}
    awarded = {row.id: row.awarded_on for row in rows}
    held: dict[int, list[Holding]] = defaultdict(list)
    for row in rows:
        first = row.id
        while (earlier := before[first]) is not None:
            first = earlier
        held[row.person_id].append(Holding(awarded[first], row.valid_until, row.state))
    return held
