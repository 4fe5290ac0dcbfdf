"""The verbs of `acxdesk mark`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, noun
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import Reason, Reference, Who
from acxdesk.cli.voice import Heading
from acxdesk.rules.marks import Series
from acxdesk.rules.schemes import points_words

if TYPE_CHECKING:
    from acxdesk.queries.marks import Assessed, MarkSheet
    from acxdesk.rules.schemes import Part

app = noun("mark", "Marks of a session: the sheet, entering, second marks, remarks and appeals.")
app.command("acxdesk.cli.markfiles:export", name="export", help="Write a mark sheet to a CSV or XLSX file.")
app.command(
    "acxdesk.cli.markfiles:import_",
    name="import",
    help="Enter marks from a CSV or XLSX file: first shown by line, then as one deed.",
)
app.command("acxdesk.cli.markfiles:pack", name="pack", help="Write a marking pack for a coach who is offline.")
app.command(
    "acxdesk.cli.markfiles:unpack",
    name="unpack",
    help="Enter the marks of a pack that was filled in: first shown by line, then as one deed.",
)

Session = Annotated[str, Parameter(help="the session's reference, as ACXM-2026-11-16")]
Person = Annotated[Who, Parameter(name="--person")]
Component = Annotated[str, Parameter(help="a component of the scheme by name, or by its number")]
Points = Annotated[str, Parameter(metavar="MARK", allow_leading_hyphen=True, help="the mark, as 68 or 68.5")]
Attempt = Annotated[int, Parameter(help="1, or 2 and so on for a resit")]
By = Annotated[str, Parameter(help="who it is, where it is not you")]


@app.command
def sheet(
    session: Session,
    /,
    *,
    blind_for: Annotated[str, Parameter(help="leave out what a second marker of this name must not see")] = "",
    call: Asked,
) -> int:
    """Print the mark sheet of a session: people down, components across; a resit behind an arrow, what was agreed
    behind an equals sign."""  # noqa: D205, D209 - one sentence
    from acxdesk.queries.marks import sheet as read_sheet

    with call.reading() as desk:
        found = read_sheet(desk, session, blind_for=blind_for)
    if call.as_json:
        voice.print_json(found)
        return 0
    parts = found.scheme.parts if found.scheme else ()
    headings = [Heading("Name"), Heading("Hours", numeric=True)]
    headings += [Heading(f"{part.name} /{points_words(part.out_of)}", numeric=True) for part in parts]
    headings += [Heading("Total", numeric=True), Heading("Outcome")]
    voice.print_table(headings, [_line(found, one) for one in found.people])
    voice.say(f"{found.reference}: {found.complete:,} of {len(found.people):,} have an outcome.")
    return 0


def _line(found: "MarkSheet", one: "Assessed") -> list[str]:
    from acxdesk.rules.durations import hours

    parts = found.scheme.parts if found.scheme else ()
    total = "·" if one.outcome.total is None else points_words(one.outcome.total)
    return [
        one.name,
        hours(one.hours.counted),
        *(_cell(one, part) for part in parts),
        total,
        one.outcome.verdict.value + (", released" if one.is_released else ""),
    ]


def _cell(one: "Assessed", part: "Part") -> str:
    """What stands in a cell: "47", "61|65=63", "47→70" with a resit, "·" where nothing does."""
    tried = []
    for attempt in range(1, one.attempt + 1):
        marks = [one.mark(part.id, attempt, series) for series in (Series.FIRST, Series.SECOND, Series.THIRD)]
        text = "|".join(points_words(mark.points) for mark in marks if mark)
        settled = one.mark(part.id, attempt, Series.AGREED)
        tried.append(f"{text}={points_words(settled.points)}" if settled else text)
    return "→".join(each for each in tried if each) or "·"


@app.command
def enter(
    *,
    session: Reference,
    person: Person,
    component: Component,
    points: Points,
    series: Annotated[Series, Parameter(help="first, second or third")] = Series.FIRST,
    attempt: Attempt = 1,
    by: By = "",
    version: Annotated[
        int | None, Parameter(help="of the mark that you have seen and replace, as the sheet's JSON has it")
    ] = None,
    reason: Annotated[str, Parameter(help="why one person gives two marks that are to be independent; kept")] = "",
    call: Asked,
) -> None:
    """Enter a mark, change it, or take it away with an empty one. A mark of somebody else is not overwritten unless
    its version is told."""  # noqa: D205, D209 - one sentence
    from acxdesk.actions.marks import EnterMarks, enter_marks

    with call.writing() as desk:
        who = said.people(desk, [person])[0]
        cell = {"person": who, "component": component, "points": points, "version": version}
        request = EnterMarks.read(
            {"session": session, "series": series, "attempt": attempt, "marks": [cell], "by": by, "reason": reason}
        )
        report = enter_marks(desk, request)
    call.answer(report.receipt, cells=report.cells)


@app.command
def agree(*, session: Reference, call: Asked) -> None:
    """Make the agreed marks of a session of the first and the second ones; tells where a third is needed."""
    from acxdesk.actions.moderation import AgreeMarks, agree_marks

    with call.writing() as desk:
        receipt = agree_marks(desk, AgreeMarks.read({"session": session}))
    call.answer(receipt)


@app.command
def remark(
    *,
    session: Reference,
    person: Person,
    component: Component,
    reason: Reason,
    attempt: Annotated[int | None, Parameter(help="of several, else the last that was released")] = None,
    call: Asked,
) -> None:
    """Have a released mark marked again. It counts as it is until that is decided."""
    values = {"session": session, "component": component, "reason": reason, "attempt": attempt}
    _open(call, "remark", person, values)


@app.command
def appeal(
    *,
    session: Reference,
    person: Person,
    component: Component,
    reason: Reason,
    attempt: Annotated[int | None, Parameter(help="of several, else the last that was released")] = None,
    call: Asked,
) -> None:
    """Note a delegate's appeal against a released mark. Nobody who marked should decide it."""
    values = {"session": session, "component": component, "reason": reason, "attempt": attempt}
    _open(call, "appeal", person, values)


@app.command
def decide(
    *,
    session: Reference,
    person: Person,
    component: Component,
    points: Annotated[Points, Parameter(help="the new mark; left out, the old one stays")] = "",
    by: By = "",
    reason: Annotated[str, Parameter(help="why it was decided so; it is kept")] = "",
    override: Annotated[str, Parameter(help="why whoever marked decides the appeal; it is kept")] = "",
    call: Asked,
) -> None:
    """Decide a remark or an appeal; the outcome is told anew where it is another now."""
    from acxdesk.actions.reviews import DecideReview, decide_review

    with call.writing() as desk:
        values = {"session": session, "person": said.people(desk, [person])[0], "component": component}
        request = DecideReview.read({**values, "points": points, "by": by, "reason": reason, "override": override})
        receipt = decide_review(desk, request)
    call.answer(receipt)


@app.command
def reviews(
    *,
    session: Annotated[Reference | None, Parameter(name="--session")] = None,
    shown: Shown = AS_IT_IS,
    call: Asked,
) -> int:
    """List the remarks and appeals that are not decided, the oldest first."""
    from acxdesk.queries.reviews import reviews as open_reviews

    with call.reading() as desk:
        number = None if session is None else said.session_number(desk, session)
        return print_list(call, desk, open_reviews(desk, session=number), shown)


def _open(call: Call, kind: str, person: str, values: Mapping[str, object]) -> None:
    from acxdesk.actions import reviews as deeds

    with call.writing() as desk:
        request = deeds.OpenReview.read({**values, "person": said.people(desk, [person])[0]})
        receipt = (deeds.remark if kind == "remark" else deeds.appeal)(desk, request)
    call.answer(receipt)
