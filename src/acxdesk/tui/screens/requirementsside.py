"""What a programme requires, drawn, and what requires it; Enter on a line goes to the programme in it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from acxdesk.queries.listing import Column
from acxdesk.rules.prerequisites import Of
from acxdesk.rules.requirements import Groups, told
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import shell
from acxdesk.tui.places import Place
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from acxdesk.queries.requirements import RequirementsCard

COLUMNS: Final = (
    Column("of", "Who", 12),
    Column("sign", "", 5),
    Column("code", "Holds", 20),
    Column("how", "How", 34),
)
ARROW: Final = " ─▶ "
NOTHING: Final = "nothing"
_WHO: Final = {Of.DELEGATE: "A delegate", Of.COACH: "A coach"}
_AT: Final = {Of.DELEGATE: "at the start", Of.COACH: "at every meeting"}

Cells = tuple[str, str, str, str]  # in the order of `COLUMNS`


class RequirementsSide(Vertical):
    """What one programme requires."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("requires")]
    HELP = (
        "What has to be held before: by a delegate at the start of a session, by a coach at each of its meetings. Of "
        "lines that are joined by “or” one is enough, and every group has to be met. Below stands what requires this "
        "programme. e edits it, Enter goes to the programme under the cursor."
    )
    DEFAULT_CSS = """
    RequirementsSide {
        & > #drawn { height: auto; max-height: 2; padding: 0 1; text-style: bold; }
        & > QuietList { height: 1fr; min-height: 3; }
        & > #says { height: auto; max-height: 6; padding: 0 1; border-top: solid $border-blurred; }
    }
    .-low RequirementsSide > #says { display: none; }
    """

    def __init__(self) -> None:
        super().__init__(id="prerequisites")
        self._card: RequirementsCard | None = None
        self.list = QuietList({"sort"})

    def compose(self) -> ComposeResult:
        """The drawing, the lines, and the same in sentences."""
        yield Static(id="drawn")
        yield self.list
        yield Static(id="says")

    @property
    def figure(self) -> str:
        """What stands behind the name of this side: how many groups are required."""
        card = self._card
        return "" if card is None else str(len(card.delegate.groups) + len(card.coach.groups))

    def show_card(self, card: "RequirementsCard") -> None:
        """Show what is required as it was just read; the cursor stays."""
        self._card = card
        self.list.refill(FixedListing.made(COLUMNS, enumerate(lines(card))))
        self.query_one("#drawn", Static).update(paint(drawing(card)))
        self.query_one("#says", Static).update(_sentences(card))
        self.screen.refresh_bindings()

    def why_not(self, action: str) -> str:
        """Why it cannot be edited now; empty when it can."""
        return "What is required is not read yet." if action == "edit_requirements" and self._card is None else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else True

    def on_big_list_opened(self, note: BigList.Opened) -> None:
        """Go to the programme in the line."""
        note.stop()
        line = self.list.current
        code = line.cells[2] if line is not None else NOTHING
        if code != NOTHING:
            shell(self).visit(Place("4", "programme", code))

    def action_edit_requirements(self) -> None:
        """Ask for other ones."""
        from acxdesk.tui.screens.programmeforms import requirements_form

        if self._card is not None:
            self.app.push_screen(requirements_form(self._card))


def drawing(card: "RequirementsCard") -> str:
    """The way through this programme on one line: "ACXP or ACXS ─▶ ACXM ─▶ ACXC"."""
    groups = [" or ".join(one.programme for one in group) for group in card.delegate.groups]
    if len(groups) > 1:
        groups = [f"({group})" if " or " in group else group for group in groups]
    after = ", ".join(one.code for one in card.required_by if one.of is Of.DELEGATE)
    return ARROW.join(filter(None, (" and ".join(groups), card.code, after)))


def lines(card: "RequirementsCard") -> Iterator[Cells]:
    """What is required of whom, an alternative a line, then what requires it."""
    for of, required in ((Of.DELEGATE, card.delegate), (Of.COACH, card.coach)):
        yield from _required(of, required.groups)
    for place, one in enumerate(card.required_by):
        yield "Required by" if not place else "", "", one.code, f"of its {one.of}{'es' if one.of is Of.COACH else 's'}"


def _required(of: Of, groups: Groups) -> Iterator[Cells]:
    if not groups:
        yield _WHO[of], "", NOTHING, ""
    for place, group in enumerate(groups):
        last = len(group) - 1
        for at, one in enumerate(group):
            who = "" if at else "and" if place else _WHO[of]
            sign = "" if not last else "┌" if not at else "└ or" if at == last else "├ or"
            yield who, sign, one.programme, _how(one.standing.value, of)


def _how(standing: str, of: Of) -> str:
    return standing if standing.startswith("ever") else f"{standing} {_AT[of]}"


def _sentences(card: "RequirementsCard") -> Content:
    """The same in sentences; and what of it nobody printed."""
    said = [sentence for of, one in _both(card) for sentence in told(card.code, one, of)]
    lines = [paint(sentence) for sentence in said] or [paint(f"{card.code} requires nothing. e changes that.")]
    chosen = [f"of {of}{'es' if of is Of.COACH else 's'}" for of, one in _chosen(card) if one]
    if chosen:
        lines.append(paint(f"Chosen, not printed: what is required {' and '.join(chosen)}.", "$text-muted"))
    return Content("\n").join(lines)


def _both(card: "RequirementsCard") -> tuple[tuple[Of, Groups], ...]:
    return (Of.DELEGATE, card.delegate.groups), (Of.COACH, card.coach.groups)


def _chosen(card: "RequirementsCard") -> tuple[tuple[Of, bool], ...]:
    return (Of.DELEGATE, card.delegate.chosen), (Of.COACH, card.coach.chosen)
