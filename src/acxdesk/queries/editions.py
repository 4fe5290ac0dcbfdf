"""What the editions of a programme ask and require otherwise than the ones before."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from sqlalchemy import select

from acxdesk.desk.door import Desk
from acxdesk.queries.requirements import Required, requirements
from acxdesk.queries.schemes import schemes
from acxdesk.records.catalogue import Edition
from acxdesk.rules.prerequisites import Of
from acxdesk.rules.requirements import print_requirements
from acxdesk.rules.schemes import Scheme
from acxdesk.rules.schemewords import differences


def edition_changes(desk: Desk, programme: int) -> dict[int, tuple[str, ...]]:
    """What each edition asks of its delegates and requires otherwise than the one before, a sentence each.

    Args:
        desk: where to read.
        programme: its row.

    Returns:
        By the number of the edition; the first is not in it. Three SELECTs for any number of editions.
    """
    with desk.reading() as work:
        rows = work.execute(
            select(Edition.id, Edition.number).where(Edition.programme_id == programme).order_by(Edition.number)
        ).all()
        ids = [row.id for row in rows]
        asked, required = schemes(work, ids), requirements(work, ids)
    return {
        after.number: (
            *_of_schemes(asked.get(before.id), asked.get(after.id)),
            *_of_requirements(required[before.id], required[after.id]),
        )
        for before, after in pairwise(rows)
    }


def _of_schemes(before: Scheme | None, after: Scheme | None) -> Iterator[str]:
    if after is not None and before is None:
        yield "It has a scheme, as the edition before had none."
    elif after is not None:
        yield from differences(before, after)


def _of_requirements(before: Mapping[Of, Required], after: Mapping[Of, Required]) -> Iterator[str]:
    for of in Of:
        old, new = print_requirements(before[of].groups), print_requirements(after[of].groups)
        if old != new:
            yield f"Of a {of}: {new}, was {old}."
