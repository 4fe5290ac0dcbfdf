"""Which nomination stands for which: what is said of a nominee is said of her under every number that she has."""

from collections.abc import Mapping

from sqlalchemy import orm, select

from acxdesk.records.nominations import Nomination
from acxdesk.rules.nominations import State


def standing_of(work: orm.Session, cycle: int) -> Mapping[int, int]:
    """Every nomination of a cycle -> the one that stands for its nominee. One statement.

    Withdrawn ones too, where somebody nominated her again; those of a nominee for whom none stands are left out. A
    nominee whose nomination was merged into another person's, as one human, is stood for by that one.
    """
    columns = (Nomination.id, Nomination.nominee_id, Nomination.merged_into_id, Nomination.state)
    rows = work.execute(select(*columns).where(Nomination.cycle_id == cycle)).all()
    heads = {row.nominee_id: row.merged_into_id or row.id for row in rows if row.state is State.SUBMITTED}
    return {row.id: heads[row.nominee_id] for row in rows if row.nominee_id in heads}
