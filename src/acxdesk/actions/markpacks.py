"""Marking packs: handed to a coach who is offline, and read back; what the desk did meanwhile is a conflict."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import Field

from acxdesk.actions.markplans import Plan, Planner
from acxdesk.actions.marks import MOST_ATTEMPTS
from acxdesk.actions.marksheets import marks_in, parts_of, sheet_lines
from acxdesk.actions.people import counted
from acxdesk.actions.requests import GivenLine, Line, Reason, Request
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.writing import refuse_taken, write_whole
from acxdesk.errors import InputProblem, NotFound, Refused
from acxdesk.exchange.markpacks import Pack, Seen, pack_xlsx, read_filled, read_pack
from acxdesk.exchange.marksheets import Kind
from acxdesk.queries.marks import Assessed
from acxdesk.queries.marksheets import Paper, paper, session_of_uid
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.marks import Given, MarkState, Series
from acxdesk.rules.schemes import Part, points_words
from acxdesk.rules.text import quoted

_ANEW = "Make a new pack, and copy the marks into it."


class PackMarks(Request):
    """A marking pack for somebody."""

    session: GivenLine
    series: Series = Series.FIRST
    attempt: Annotated[int, Field(ge=1, le=MOST_ATTEMPTS)] = 1
    by: Line = ""  # who is to mark; empty: whoever sits at the desk


class UnpackMarks(Request):
    """A marking pack that was filled in."""

    data: bytes = Field(description="the whole file", repr=False)
    reason: Reason = ""  # why one person gives two marks that are to be independent


def pack_marks(desk: Desk, request: PackMarks, out: Path, *, overwrite: bool = False) -> Receipt:
    """Write a marking pack. One for a second marker holds no mark of the first.

    Raises:
        NotFound: no such session.
        Refused: there is nothing to mark for anybody; something is there already that may not be replaced.
        InputProblem, SaveFailed: the name does not end in .xlsx; or as `desk.writing.write_whole`.
    """
    if out.suffix.casefold() != ".xlsx":
        raise InputProblem(f"{shown(out)} is no XLSX file by its name.", remedy="Let it end in .xlsx.")
    if request.series is Series.AGREED:
        raise Refused("An agreed mark follows from the others; nobody enters it.", remedy="Use mark agree.")
    refuse_taken(out, overwrite=overwrite)
    held = paper(desk, request.session)
    kind = Kind(parts_of(held.sheet), request.series, request.attempt)
    lines = sheet_lines(held, kind, everybody=False)
    if not lines:
        raise Refused(f"Nobody on {held.sheet.reference} is to be marked so.", remedy="See mark sheet.")
    people = {line.person for line in lines}
    pack = Pack(
        session=held.uid,
        reference=held.sheet.reference,
        series=request.series,
        attempt=request.attempt,
        by=request.by or desk.who,
        made_at=desk.clock.now(),
        components=_components(kind.parts),
        seen={
            (one.person, at): Seen(given.id, given.version, given.points) if given else Seen(0, 0, 0)
            for one in held.sheet.people
            if one.person in people
            for at, given in enumerate(marks_in(one, kind))
        },
    )
    if not desk.rehearsal:
        write_whole(out, [pack_xlsx(pack, kind, lines, as_of=held.entry)], overwrite=overwrite)
    sentence = f"A pack for {pack.by} to mark {counted(len(lines), 'person', 'people')} written to {shown(out)}."
    return Receipt(sentence, changed=False, rehearsed=desk.rehearsal)


def plan_pack(desk: Desk, request: UnpackMarks) -> Plan:
    """Read a marking pack and tell for each cell that was filled in what would become of it. Nothing is written.

    A cell that is as it was written says nothing. Where the desk changed a mark meanwhile, it is a conflict.

    Raises:
        NotFound: its session is not on this desk.
        Refused: the scheme is another one than when it was made.
        InputProblem: the file is no pack, or damaged; see `exchange.markpacks.read_pack`.
    """
    pack = read_pack(request.data)
    reference = session_of_uid(desk, pack.session)
    if reference is None:
        raise NotFound(
            f"The pack is of a session {quoted(pack.reference)} that is not on this desk.",
            remedy="Read it at the desk that made it.",
        )
    held = paper(desk, reference)
    kind = Kind(parts_of(held.sheet), pack.series, pack.attempt)
    _check_scheme(pack, kind.parts, reference)
    read = read_filled(request.data, kind)
    planner = Planner(held, kind)
    for each in read.lines:
        line = replace(each, session="")  # what it was called then; the pack knows its UUID
        who = planner.who(line)
        if who is not None:
            filled = {at: said for at, said in line.cells.items() if said != _as_written(pack, who, at)}
            planner.add(line, who, filled, partial(_is_newer, pack))
    return planner.plan(desk, by=pack.by, reason=request.reason, notes=_notes(pack, held, read.passed_over))


def _components(parts: tuple[Part, ...]) -> tuple[tuple[int, str, int], ...]:
    return tuple((part.id, part.name, part.out_of) for part in parts)


def _check_scheme(pack: Pack, parts: tuple[Part, ...], reference: str) -> None:
    """Refuse a pack whose columns are not the components any more."""
    now = _components(parts)
    if now == pack.components:
        return
    other = next(
        (f"{name} out of {points_words(of)}" for id_, name, of in pack.components if (id_, name, of) not in now), ""
    )
    was = f" It has no {other} any more." if other else " It has more components."
    raise Refused(f"The scheme of {reference} is another one than when the pack was made.{was}", remedy=_ANEW)


def _as_written(pack: Pack, who: Assessed, at: int) -> str:
    """What stood in a cell when the pack was made, as it is read back."""
    seen = pack.seen.get((who.person, at))
    return points_words(seen.points) if seen and seen.mark else ""


def _is_newer(pack: Pack, who: Assessed, at: int, given: Given | None) -> bool:
    """Whether the desk changed a mark after the pack was made: it is another one, or says something else."""
    seen = pack.seen.get((who.person, at), Seen(0, 0, 0))
    if given is None or given.id != seen.mark:
        return (given.id if given else 0) != seen.mark
    return given.version != seen.version and (given.points != seen.points or given.state is not MarkState.ENTERED)


def _notes(pack: Pack, held: Paper, added: tuple[str, ...]) -> tuple[str, ...]:
    """Where the pack comes from, and what of it says nothing."""
    at = wall(pack.made_at, held.zone)
    again = f", attempt {pack.attempt}" if pack.attempt > 1 else ""
    notes = [f"A pack of {pack.series} marks{again} for {pack.by}, made on {reading(at.date())} at {at:%H:%M}."]
    if held.sheet.reference != pack.reference:
        notes.append(f"Its session was called {pack.reference} then.")
    if added:
        notes.append(f"Passed over, since nothing is kept of it: {', '.join(map(quoted, added))}.")
    return tuple(notes)
