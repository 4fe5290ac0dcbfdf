"""Second marking: the marks that two people gave become the agreed ones, or wait for a third."""

from collections.abc import Iterator, Mapping

from acxdesk.actions.assessing import Delegate, MarkBook
from acxdesk.actions.requests import GivenLine, Request
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.numbering import number
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.together import write_together
from acxdesk.records.marks import Mark
from acxdesk.rules.marks import MarkState, Origin, Series
from acxdesk.rules.moderation import agreed
from acxdesk.rules.schemes import Part, points_words

Cell = Mapping[Series, Mark]


class AgreeMarks(Request):
    """A session whose second marks are in."""

    session: GivenLine


def agree_marks(desk: Desk, request: AgreeMarks) -> Receipt:
    """Agree every pair of marks of a session that can be; for the others a line says what they wait for.

    Raises:
        NotFound: no such session.
        Refused: it has no scheme.
    """
    with desk.changing("mark agree", deed=request.deed) as change:
        book = MarkBook.read(change.work, request.session)
        book.open(change.work, book.people)
        settled: list[Mark] = []
        lines: list[str] = []
        for who, part, cell in _pairs(book):
            first, second, third = cell[Series.FIRST], cell[Series.SECOND], cell.get(Series.THIRD)
            points = agreed(
                book.scheme.second, part.pass_mark, first.points, second.points, third.points if third else None
            )
            if points is None:
                apart = f"{points_words(first.points)} and {points_words(second.points)}"
                lines.append(f"{part.name} of {who.name}: {apart} lie apart; a third marker decides.")
                continue
            change.work.add(_agreed(change, cell, points))
            settled += cell.values()
            change.concern("person", who.person)
        number(change.work)
        for mark in settled:
            mark.state = MarkState.AGREED
        write_together(change.work, settled)
        change.concern("session", book.sitting.id)
        made = sum(mark.series is Series.FIRST for mark in settled)
        change.say(_summary(book.sitting.reference, made, len(lines)))
        changed = change.changed
    return Receipt(change.sentence, tuple(lines), changed=changed, rehearsed=desk.rehearsal)


def _pairs(book: MarkBook) -> Iterator[tuple[Delegate, Part, Cell]]:
    """Each cell that two people marked and that is not agreed yet."""
    for who in book.people.values():
        cells: dict[tuple[int, int], dict[Series, Mark]] = {}
        for mark in book.marks[who.enrolment]:
            if mark.origin is Origin.MARKING:
                cells.setdefault((mark.component_id, mark.attempt), {})[mark.series] = mark
        for part in book.scheme.parts:
            for (component, _), cell in sorted(cells.items()):
                is_open = all(mark.state is MarkState.ENTERED for mark in cell.values())
                if component == part.id and is_open and {Series.FIRST, Series.SECOND} <= cell.keys():
                    yield who, part, cell


def _agreed(change: Changing, cell: Cell, points: int) -> Mark:
    first, third = cell[Series.FIRST], cell.get(Series.THIRD)
    decided = third is not None and third.points == points
    return Mark(
        enrolment_id=first.enrolment_id,
        component_id=first.component_id,
        attempt=first.attempt,
        series=Series.AGREED,
        revision=0,
        points=points,
        marked_by=third.marked_by if third is not None and decided else change.who,
        marked_at=change.now,
        state=MarkState.AGREED,
        origin=Origin.MARKING,
        replaces_id=None,
        reason="",
    )


def _summary(reference: str, made: int, apart: int) -> str:
    if not made and not apart:
        return f"{reference}: no two marks are waiting to be agreed."
    third = f"; {apart:,} need{'s' if apart == 1 else ''} a third mark" if apart else ""
    return f"{reference}: {made:,} mark{'' if made == 1 else 's'} agreed{third}."
