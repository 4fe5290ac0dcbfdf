"""`acxdesk mark export`, `import`, `pack` and `unpack`: marks in files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call
from acxdesk.cli.said import DASH, Encoding
from acxdesk.cli.voice import Heading
from acxdesk.errors import InputProblem

if TYPE_CHECKING:
    from acxdesk.actions.markplans import Plan

Session = Annotated[str, Parameter(help="the session's reference, as ACXM-2026-11-16")]
Series = Annotated[
    Literal["first", "second", "third", "agreed"], Parameter(help="whose marks: first, second or third; or agreed ones")
]
Marker = Annotated[Literal["first", "second", "third"], Parameter(help="whose marks: first, second or third")]
Attempt = Annotated[int, Parameter(help="which attempt; those after 1 are resits")]
By = Annotated[str, Parameter(name="--by", help="who marked; else whoever the settings say")]
Reason = Annotated[str, Parameter(help="why one person gives two marks that are to be independent; it is kept")]
Overwrite = Annotated[bool, Parameter(help="replace the file if it is there")]
Taking = Annotated[
    Literal["ours", "theirs"],
    Parameter(help="what settles a conflict: ours, what the desk has, stays; or theirs, what the file says"),
]
_HEADINGS = (Heading("Line", numeric=True), Heading("State"), Heading("What"))


def export(
    session: Session,
    *,
    out: Annotated[Path, DASH, Parameter(help="the file to write, ending in .csv or .xlsx")],
    series: Series = "first",
    attempt: Attempt = 1,
    overwrite: Overwrite = False,
    call: Asked,
) -> None:
    """Write a session's mark sheet: a row for each person, a column for each component.

    Filled in, it comes back by `mark import`.
    """
    from acxdesk.actions.marksheets import ExportMarks, export_marks

    request = ExportMarks.read({"session": session, "series": series, "attempt": attempt})
    with call.reading() as desk:
        receipt = export_marks(desk.rehearsing() if call.dry_run else desk, request, out, overwrite=overwrite)
    call.answer(receipt, file=out)


def import_(
    session: Session,
    file: Annotated[str, DASH, Parameter(help="a CSV or XLSX file with a header line; - for stdin")],
    *,
    series: Marker = "first",
    attempt: Attempt = 1,
    by: By = "",
    reason: Reason = "",
    take: Taking = "ours",
    encoding: Encoding = "utf-8",
    call: Asked,
) -> int:
    """Enter marks: a column person, email or name, and one for each component that the file has, headed by its name.

    Shows for each cell what would become of it, asks, then does all in one deed. An empty cell leaves its mark as it
    is. A mark that was changed on the desk after the file was written is a conflict, and stays unless --take theirs.
    Exit code 6 when a cell was refused, which is told on stderr; the others are entered.
    """
    from acxdesk.actions.marksheets import ImportMarks, plan_marks

    values = {"session": session, "series": series, "attempt": attempt, "by": by, "reason": reason}
    request = ImportMarks.read({**values, "data": said.file_bytes(file), "encoding": encoding})
    with call.reading() as desk:
        plan = plan_marks(desk, request)
    return _carried_out(call, plan, take, can_ask=file != "-")


def pack(
    session: Session,
    *,
    out: Annotated[Path, DASH, Parameter(help="the file to write, ending in .xlsx")],
    series: Marker = "first",
    attempt: Attempt = 1,
    by: Annotated[str, Parameter(name="--by", help="who is to mark; else whoever the settings say")] = "",
    overwrite: Overwrite = False,
    call: Asked,
) -> None:
    """Write a marking pack: a spreadsheet to be filled in elsewhere, in any order, also in part.

    One for a second marker holds no mark of the first. It comes back by `mark unpack`.
    """
    from acxdesk.actions.markpacks import PackMarks, pack_marks

    request = PackMarks.read({"session": session, "series": series, "attempt": attempt, "by": by})
    with call.reading() as desk:
        receipt = pack_marks(desk.rehearsing() if call.dry_run else desk, request, out, overwrite=overwrite)
    call.answer(receipt, file=out)


def unpack(
    file: Annotated[str, DASH, Parameter(help="the pack; - for stdin")],
    *,
    reason: Reason = "",
    take: Taking = "ours",
    call: Asked,
) -> int:
    """Enter the marks of a pack that was filled in.

    Shows for each cell that was filled in what would become of it, asks, then does all in one deed. What the desk
    changed meanwhile is a conflict, and stays unless --take theirs. Exit code 6 when a cell was refused.
    """
    from acxdesk.actions.markpacks import UnpackMarks, plan_pack

    request = UnpackMarks.read({"data": said.file_bytes(file), "reason": reason})
    with call.reading() as desk:
        plan = plan_pack(desk, request)
    return _carried_out(call, plan, take, can_ask=file != "-")


def _carried_out(call: Call, plan: "Plan", take: str, *, can_ask: bool) -> int:
    """Show a plan, ask, and carry it out."""
    from acxdesk.actions.markplans import Take, carry_out

    taking = Take(take)
    if not call.as_json:
        voice.print_table(_HEADINGS, ((str(line.line), line.state.value, line.sentence) for line in plan.lines))
        voice.flush()
    due, report = plan.due(taking), None
    if due and not call.dry_run:
        call.confirm(f"Enter {len(due):,} mark{'' if len(due) == 1 else 's'}?", can_ask=can_ask)
        with call.writing(large=True) as desk:
            report = carry_out(desk, plan, taking)
    _tell(
        call,
        plan,
        report.receipt.sentence if report else "",
        [cell.sentence for cell in report.refused] if report else [],
    )
    return InputProblem.exit_code if plan.of("refused") else 0


def _tell(call: Call, plan: "Plan", sentence: str, left: list[str]) -> None:
    """What was done; then each refused line and each conflict again, on stderr, where a log of a script keeps it."""
    if call.as_json:
        lines = [
            {
                "line": line.line,
                "state": line.state,
                "person": line.person,
                "component": line.component,
                "points": line.points,
                "sentence": line.sentence,
            }
            for line in plan.lines
        ]
        told = {"sentence": sentence or plan.sentence, "changed": bool(sentence), "dry_run": call.dry_run}
        voice.print_json({**told, "lines": lines, "notes": plan.notes, "left": left})
    for note in plan.notes:
        voice.say(f"  {note}")
    voice.say(sentence or (f"Dry run, nothing was written: {plan.sentence}" if call.dry_run else plan.sentence))
    voice.warn(line.sentence for line in plan.lines if line.state == "refused")
    voice.warn(left)
