"""What is asked of delegates and coaches, and the facts that it is decided on: read at once for all it is about."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from sqlalchemy import orm, select

from acxdesk.queries.accreditations import held
from acxdesk.records.catalogue import Programme
from acxdesk.records.prerequisites import Exemption, Requirement
from acxdesk.records.sessions import Session
from acxdesk.rules.prerequisites import Admission, Alternative, Groups, Of

CHUNK: Final = 500  # numbers of one statement


def asked(work: orm.Session, editions: Iterable[int], of: Of) -> dict[int, Groups]:
    """What some editions ask, by the edition's number; one that asks nothing is not in it.

    Args:
        work: a read or a deed.
        editions: their numbers.
        of: whether of delegates or of coaches.
    """
    found: dict[int, dict[int, list[Alternative]]] = defaultdict(lambda: defaultdict(list))
    for some in _chunks(editions):
        rows = work.execute(
            select(Requirement.edition_id, Requirement.group_number, Programme.code, Requirement.standing)
            .join(Requirement.programme)
            .where(Requirement.edition_id.in_(some), Requirement.asked_of == of)
            .order_by(Requirement.edition_id, Requirement.group_number, Requirement.id)
        )
        for edition, group, code, standing in rows:
            found[edition][group].append(Alternative(code, standing))
    return {edition: tuple(map(tuple, groups.values())) for edition, groups in found.items()}


def exempted(work: orm.Session, programmes: Iterable[int], people: Iterable[int]) -> dict[tuple[int, int], str]:
    """Who is exempted from what a programme asks: (person, programme) -> on which evidence and by whom, in words."""
    found: dict[tuple[int, int], str] = {}
    wanted = list(dict.fromkeys(programmes))
    for some in _chunks(people):
        rows = work.execute(
            select(Exemption.person_id, Exemption.programme_id, Exemption.evidence, Exemption.approver).where(
                Exemption.person_id.in_(some), Exemption.programme_id.in_(wanted)
            )
        )
        found.update(((row[0], row[1]), f"{row.evidence}, approved by {row.approver}") for row in rows)
    return found


def admission(work: orm.Session, row: Session, people: Iterable[int]) -> Admission:
    """What a session asks of its delegates on its first day, and what some people hold.

    One statement where nothing is asked; else some more for any 500 people.

    Args:
        work: a read or a deed.
        row: the session; its edition counts, and the day on which it starts now.
        people: their numbers.
    """
    groups = asked(work, (row.edition_id,), Of.DELEGATE).get(row.edition_id, ())
    if not groups:
        return Admission(row.starts_on)
    numbers = list(dict.fromkeys(people))
    exempt = exempted(work, (row.programme_id,), numbers)
    return Admission(row.starts_on, groups, held(work, numbers), {who: words for (who, _of), words in exempt.items()})


def _chunks(numbers: Iterable[int]) -> Iterable[list[int]]:
    wanted = list(dict.fromkeys(numbers))
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]
