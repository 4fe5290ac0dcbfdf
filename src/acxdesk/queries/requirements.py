"""What editions require of delegates and of coaches, and which programmes require one another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.queries.catalogue import is_current, resolved_edition
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.prerequisites import Requirement
from acxdesk.rules.prerequisites import Of
from acxdesk.rules.requirements import Alternative, Groups


@dataclass(frozen=True, slots=True)
class Required:
    """What an edition requires of those who sit in it or of those who teach it."""

    groups: Groups = ()
    chosen: bool = False  # nobody printed it: it was chosen to start with


@dataclass(frozen=True, slots=True)
class RequiredBy:
    """Another programme that requires this one."""

    code: str
    of: Of  # of whom it does


@dataclass(frozen=True, slots=True)
class RequirementsCard:
    """What an edition of a programme requires, and what requires the programme now."""

    code: str
    edition: int  # its number
    delegate: Required
    coach: Required
    required_by: tuple[RequiredBy, ...]  # in the order of the catalogue's rows, delegates before coaches
    version: int  # as read: the highest number of its rows, which all are others after each change; 0 without any


def requirements(work: orm.Session, editions: Iterable[int]) -> dict[int, Mapping[Of, Required]]:
    """What editions require, by the number of the edition's row; an edition that requires nothing has two of nothing.

    One SELECT, or none where no edition is asked for.
    """
    wanted = sorted(set(editions))
    if not wanted:
        return {}
    groups: dict[tuple[int, Of], dict[int, list[Alternative]]] = defaultdict(lambda: defaultdict(list))
    chosen: set[tuple[int, Of]] = set()
    rows = work.execute(
        select(
            Requirement.edition_id,
            Requirement.asked_of,
            Requirement.group_number,
            Requirement.standing,
            Requirement.chosen,
            Programme.code,
        )
        .join(Requirement.programme)
        .where(Requirement.edition_id.in_(wanted))
        .order_by(Requirement.group_number, Requirement.id)
    )
    for row in rows:
        key = (row.edition_id, row.asked_of)
        groups[key][row.group_number].append(Alternative(row.code, row.standing))
        if row.chosen:
            chosen.add(key)
    return {
        edition: {
            of: Required(tuple(map(tuple, groups[edition, of].values())), chosen=(edition, of) in chosen) for of in Of
        }
        for edition in wanted
    }


def requirements_card(desk: Desk, said: str, edition: int | None = None) -> RequirementsCard:
    """What an edition of a programme requires, and which current editions require the programme.

    Args:
        desk: where to read.
        said: which programme.
        edition: the number of the edition; None for the current one.

    Raises:
        NotFound: there is no such programme, or no such edition of it.
    """
    with desk.reading() as work:
        meant = resolved_edition(work, said, edition)
        version = work.scalar(select(func.max(Requirement.id)).where(Requirement.edition_id == meant.id))
        mine = requirements(work, [meant.id])[meant.id]
        others = work.execute(
            select(Programme.code, Requirement.asked_of)
            .distinct()
            .select_from(Requirement)
            .join(Edition, Requirement.edition_id == Edition.id)
            .join(Programme, is_current())
            .where(Requirement.programme_id == meant.programme, Programme.id != meant.programme)
            .order_by(Requirement.asked_of.desc(), Programme.id)
        ).all()
    return RequirementsCard(
        code=meant.code,
        edition=meant.number,
        delegate=mine[Of.DELEGATE],
        coach=mine[Of.COACH],
        required_by=tuple(RequiredBy(code, of) for code, of in others),
        version=version or 0,
    )
