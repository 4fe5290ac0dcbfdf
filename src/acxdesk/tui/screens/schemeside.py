"""The scheme of a programme: its components as a table, its rules in words; edited as a draft, saved as one deed."""

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar, Final
from uuid import uuid4

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from acxdesk.errors import Overtaken, Refused
from acxdesk.queries.listing import Column
from acxdesk.rules.schemes import Part, Scheme, points_words
from acxdesk.rules.schemewords import rules_of
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import perform, read
from acxdesk.tui.screens.form import OVER_IT, UNSAVED
from acxdesk.tui.screens.schemedraft import Draft, left_drafts
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.schemes import SchemeCard

COLUMNS: Final = (
    Column("name", "Component", 36),
    Column("weight", "Weight", 6, numeric=True),
    Column("out_of", "Out of", 7, numeric=True),
    Column("pass_mark", "Pass", 7, numeric=True),
    Column("must", "Must", 9),
)
_GAP: Final = "  "  # between the name of a rule and its words
_NARROWEST: Final = 20  # cells that the words of a rule have at least
ON_ONE: Final = frozenset({"change_component", "remove_component", "component_up", "component_down"})
_OURS: Final = ON_ONE | {"add_component", "edit_rules", "save_scheme"}


class SchemeSide(Vertical):
    """The scheme of one programme. Whatever is changed waits for Ctrl+S, also when the screen is left meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("scheme", "area.leave")]
    HELP = (
        "How delegates of this programme are assessed. a adds a component, Enter or m changes the one under the "
        "cursor, d takes it out, < and > move it; e edits the rules that stand below. Nothing is saved before Ctrl+S "
        "(F2), which saves all as one deed and says before whether a new edition is made; Esc twice discards it."
    )
    DEFAULT_CSS = """
    SchemeSide {
        & > #told { height: auto; max-height: 3; padding: 0 1; color: $text-warning; display: none; }
        & > #told.-shown { display: block; }
        & > QuietList { height: 1fr; min-height: 3; }
        & > #rules { height: auto; max-height: 8; padding: 0 1; border-top: solid $border-blurred; }
    }
    .-low SchemeSide > #rules { max-height: 3; }
    """

    class Changed(Message):
        """The draft is another one: whether it is saved may be so, too."""

    def __init__(self) -> None:
        super().__init__(id="scheme")
        self._card: SchemeCard | None = None
        self._draft: Draft | None = None
        self._saving = False
        self._asked_to_discard = False
        self._overtaken = ""  # what somebody else did meanwhile, once saving was refused for it
        self.list = QuietList({"sort"}, empty_words="No component yet. a adds one, e edits the rules.")

    def compose(self) -> ComposeResult:
        """What is not saved, the components, the rules."""
        yield Static(id="told")
        yield self.list
        yield Static(id="rules")

    @property
    def is_unsaved(self) -> bool:
        """Whether something was changed that is not saved."""
        return self._draft is not None and self._draft.is_changed

    @property
    def figure(self) -> str:
        """What stands behind the name of this side: how many components, and that they are not saved."""
        count = 0 if self._draft is None else len(self._draft.scheme.parts)
        return f"{count}, not saved" if self.is_unsaved else str(count)

    # Reading

    def show_card(self, card: "SchemeCard") -> None:
        """Show the scheme as it was just read; what was changed and not saved stays."""
        self._card = card
        left = left_drafts(self.app).pop(card.code, None)
        if left is not None:
            self._draft = left
        elif not self.is_unsaved:
            self._draft = Draft.of(card.scheme, card.version)
        self._draw()

    def on_unmount(self) -> None:
        """What is not saved waits for whoever comes back."""
        if self._card is not None and self._draft is not None and self._draft.is_changed:
            left_drafts(self.app)[self._card.code] = self._draft

    def _draw(self) -> None:
        card, draft = self._card, self._draft
        if card is None or draft is None:
            return
        self.list.refill(FixedListing.made(COLUMNS, [(part.id, _cells(part)) for part in draft.scheme.parts]))
        self.query_one("#rules", Static).update(_rules(card, draft.scheme, self.size.width - 2))
        self._tell_state()
        self.screen.refresh_bindings()
        self.post_message(self.Changed())

    def on_resize(self) -> None:
        """The rules are wrapped anew."""
        if self._card is not None and self._draft is not None:
            rules = _rules(self._card, self._draft.scheme, self.size.width - 2)
            self.query_one("#rules", Static).update(rules)

    def _becomes(self, draft: Draft) -> None:
        """Go on with another draft."""
        self._draft = draft
        self._asked_to_discard, self._overtaken = False, ""
        self._draw()

    # What it says of itself

    def _tell_state(self) -> None:
        """Whether it is saved, and what saving would do."""
        draft = self._draft
        if draft is None or not draft.is_changed:
            self._tell("")
        elif self._asked_to_discard:
            self._tell(f"! {UNSAVED}")
        elif self._overtaken:
            self._tell(f"! {self._overtaken} {OVER_IT}")
        elif doubt := draft.doubt():
            self._tell(f"! Not saved: {doubt}")
        else:
            self._tell("Not saved. Ctrl+S saves it, Esc twice discards it.")
            request = self._asking(draft)
            read(
                self,
                lambda desk: _saved(desk.rehearsing(), *request),
                self._read_back,
                slot="preview",
                refused=lambda refusal: self._say_of_saving(f"! Not saved: {refusal}"),
            )

    def _read_back(self, receipt: "Receipt") -> None:
        sign = "! " if " has edition " in receipt.sentence else ""
        self._say_of_saving("\n".join((f"{sign}Not saved. Ctrl+S: {receipt.sentence}", *receipt.lines)))

    def _say_of_saving(self, words: str) -> None:
        """What saving would do, unless something else is to be told by now."""
        if self.is_unsaved and not self._asked_to_discard and not self._overtaken:
            self._tell(words)

    def _tell(self, words: str) -> None:
        told = self.query_one("#told", Static)
        told.update(paint(words))
        told.set_class(bool(words), "-shown")

    # What cannot be done now

    def why_not(self, action: str) -> str:
        """Why something cannot be done now, as a sentence; empty when it can."""
        if action not in _OURS:
            return ""
        if self._draft is None:
            return "The scheme is not read yet."
        if action in ON_ONE and self.list.current is None:
            return "There is no component here."
        if action == "save_scheme" and not self._draft.is_changed:
            return "Nothing is changed here."
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else True

    def on_big_list_rested(self) -> None:
        """The keys follow the cursor."""
        self.screen.refresh_bindings()

    # Changing the draft

    def on_big_list_opened(self, note: BigList.Opened) -> None:
        """Enter changes the component."""
        note.stop()
        self.action_change_component()

    def action_add_component(self) -> None:
        """Ask for a new one."""
        self._ask_for_component(None)

    def action_change_component(self) -> None:
        """Ask for another one in its place."""
        self._ask_for_component(self._part)

    def _ask_for_component(self, part: Part | None) -> None:
        from acxdesk.tui.screens.schemeforms import component_form

        def go_on(given: Part | None) -> None:
            draft = self._draft
            if given is not None and draft is not None:
                self._becomes(draft.adding(given) if part is None else draft.changing(part.id, given))

        if self._card is not None:
            self.app.push_screen(component_form(self._card.code, part), go_on)

    def action_edit_rules(self) -> None:
        """Ask for other rules."""
        from acxdesk.tui.screens.schemeforms import rules_form

        def go_on(given: Scheme | None) -> None:
            draft = self._draft
            if given is not None and draft is not None:
                self._becomes(draft.ruled(given))

        if self._card is not None and self._draft is not None:
            self.app.push_screen(rules_form(self._card.code, self._draft.scheme), go_on)

    def action_remove_component(self) -> None:
        """Take it out; nothing is asked, Esc twice brings it back."""
        part = self._part
        if part is not None and self._draft is not None:
            self._becomes(self._draft.removing(part.id))

    def action_component_up(self) -> None:
        """One place up."""
        self._move(-1)

    def action_component_down(self) -> None:
        """One place down."""
        self._move(1)

    def _move(self, step: int) -> None:
        part = self._part
        if part is not None and self._draft is not None:
            self._becomes(self._draft.moving(part.id, step))

    @property
    def _part(self) -> Part | None:
        """The component under the cursor."""
        line = self.list.current
        return None if line is None or self._draft is None else self._draft.part(line.id)

    # Saving and discarding

    def action_save_scheme(self) -> None:
        """Save all of it as one deed."""
        draft = self._draft
        if draft is None or not draft.is_changed or self._saving:
            return
        if doubt := draft.doubt():
            self._tell(f"✕ Not saved: {doubt}")
            return
        self._saving = True
        request = self._asking(draft)
        perform(self, lambda desk: _saved(desk, *request), done=self._done, refused=self._refused)

    def _asking(self, draft: Draft) -> "tuple[str, Scheme, int | None, str]":
        assert self._card is not None  # there is no draft before the card
        return self._card.code, draft.scheme, draft.version, str(uuid4())

    def _done(self, _receipt: "Receipt") -> None:
        self._saving = False
        self._draft, self._overtaken = None, ""
        self.post_message(self.Changed())

    def _refused(self, refusal: Refused) -> None:
        self._saving = False
        if isinstance(refusal, Overtaken) and self._draft is not None:
            self._draft, self._overtaken = self._draft.over_it(), refusal.sentence
            self._tell_state()
        else:
            self._tell(f"✕ {refusal}")

    def action_leave(self) -> None:
        """Esc: discard what is not saved, at the second time; without any, leave."""
        if not self.is_unsaved:
            raise SkipAction
        if not self._asked_to_discard:
            self._asked_to_discard = True
            self._tell_state()
            return
        card = self._card
        assert card is not None  # as there is something that is not saved
        self._becomes(Draft.of(card.scheme, card.version))


def _cells(part: Part) -> tuple[str, ...]:
    pass_mark = points_words(part.pass_mark) if part.pass_mark else "any"
    must = "must pass" if part.must_pass else ""
    return part.name, f"{part.weight}%", points_words(part.out_of), pass_mark, must


def _rules(card: "SchemeCard", scheme: Scheme, width: int) -> Content:
    """The rules in words, wrapped to so many cells behind their names; and that nobody printed them."""
    told = rules_of(scheme, taught=card.taught_minutes)
    indent = max(map(len, told)) + len(_GAP)
    lines = []
    for name, words in told.items():
        first, *others = wrap(words, max(width - indent, _NARROWEST))
        lines.append(Content.assemble(paint(f"{name:<{indent}}", "$text-muted"), paint(first)))
        lines += [paint(" " * indent + other) for other in others]
    if card.scheme is None:
        lines.append(paint(f"Edition {card.edition} of {card.code} has no scheme yet.", "$text-muted"))
    elif card.chosen and card.scheme.bare == scheme.bare:
        lines.append(paint("Chosen, not printed.", "$text-muted"))
    return Content("\n").join(lines)


def _saved(desk: "Desk", code: str, scheme: Scheme, version: int | None, deed: str) -> "Receipt":
    from acxdesk.actions.schemes import asking_for, set_scheme

    return set_scheme(desk, asking_for(code, scheme, version=version, deed=deed))
