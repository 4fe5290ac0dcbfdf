"""Assessment schemes as they are read: of many editions at once, and the card of one programme's."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import orm, select

from acxdesk.desk.door import Desk
from acxdesk.queries.catalogue import resolved_edition
from acxdesk.records.schemes import Component as ComponentRow
from acxdesk.records.schemes import Scheme as SchemeRow
from acxdesk.rules.durations import Duration
from acxdesk.rules.schemes import Part, ResitRule, Scheme, SecondRule


@dataclass(frozen=True, slots=True)
class SchemeCard:
    """What an edition of a programme asks of its delegates, to be looked at and edited."""

    code: str  # of the programme
    title: str  # of the edition
    edition: int  # its number
    taught_minutes: int  # by the duration of the edition; 0 on demand and where none is printed
    scheme: Scheme | None  # None: it has none yet
    chosen: bool  # nobody printed it: it was chosen to start with
    version: int  # as read: the number of the scheme's row, which another one has after each change; 0 without one


def schemes(work: orm.Session, editions: Iterable[int]) -> dict[int, Scheme]:
    """The schemes of editions by the number of the edition's row, each part with the number of its component's row.

    An edition that has no scheme is not in the answer. One SELECT, or none where no edition is asked for.
    """
    wanted = sorted(set(editions))
    if not wanted:
        return {}
    parts: dict[int, list[Part]] = defaultdict(list)
    heads: dict[int, SchemeRow] = {}
    rows = work.execute(
        select(SchemeRow, *_PART)
        .outerjoin(ComponentRow, ComponentRow.scheme_id == SchemeRow.id)
        .where(SchemeRow.edition_id.in_(wanted))
        .order_by(SchemeRow.id, ComponentRow.number)
    )
    for row in rows:
        head = row[0]
        heads[head.edition_id] = head
        if row.part_id is not None:
            parts[head.edition_id].append(_part(row))
    return {edition: _scheme(head, tuple(parts[edition])) for edition, head in heads.items()}


def scheme(desk: Desk, said: str, edition: int | None = None) -> SchemeCard:
    """The scheme of an edition of a programme, by the programme's code or its whole title.

    Args:
        desk: where to read.
        said: which programme.
        edition: the number of the edition; None for the current one.

    Raises:
        NotFound: there is no such programme, or no such edition of it.
    """
    with desk.reading() as work:
        meant = resolved_edition(work, said, edition)
        row = work.execute(select(SchemeRow.id, SchemeRow.chosen).where(SchemeRow.edition_id == meant.id)).first()
        read = schemes(work, [meant.id])
    return SchemeCard(
        code=meant.code,
        title=meant.title,
        edition=meant.number,
        taught_minutes=Duration.parse(meant.duration).taught_minutes if meant.duration else 0,
        scheme=read.get(meant.id),
        chosen=row is not None and row.chosen,
        version=row.id if row is not None else 0,
    )


_PART = (
    ComponentRow.id.label("part_id"),
    ComponentRow.name,
    ComponentRow.weight,
    ComponentRow.out_of,
    ComponentRow.pass_mark,
    ComponentRow.must_pass,
)


def _part(row: Any) -> Part:
    return Part(row.name, row.weight, row.out_of, row.pass_mark, must_pass=row.must_pass, id=row.part_id)


def _scheme(row: SchemeRow, parts: tuple[Part, ...]) -> Scheme:
    return Scheme(
        parts=parts,
        pass_total=row.pass_total,
        attendance=row.attendance_percent,
        recording_counts=row.recording_counts,
        resits=ResitRule(
            most=row.resits,
            only_failed=row.resit_only_failed,
            cap=row.resit_cap_percent,
            counts=row.resit_counts,
            days=row.resit_days,
        ),
        second=SecondRule(
            whose=row.second_marking,
            sample=row.sample_percent,
            agreement=row.agreement,
            within=row.agreement_points,
            blind=row.blind,
        ),
    )
