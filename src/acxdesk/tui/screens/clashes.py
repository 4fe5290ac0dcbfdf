"""What clashes, in words: who or what is wanted twice, when, by how much, and why it was accepted."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from acxdesk.queries.listing import Column, Line
from acxdesk.rules.clashes import by_words, labels, when_words
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import perform, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.dialogs import Reason
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.widgets.fixedlisting import FixedListing

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.clashes import FoundClash

STANDS, ACCEPTED = "!", "✓"
COLUMNS: Final = (
    Column("kind", "Clash", 10),
    Column("when", "When", 22),
    Column("who", "Who or where", 14),
    Column("what", "What", 21),
    Column("short", "By", 6, numeric=True),
    Column("accepted", "Accepted", 20, shown=False),
)


class ClashesScreen(ListScreen):
    """Every clash from now on that nobody accepted; or all that there are."""

    AREA = "2"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("clashes")]
    EMPTY = "Nothing clashes from now on. v shows what is past or was accepted, too."
    EMPTY_OF_ALL = "Nothing clashes, and nothing did. v shows only what needs somebody."
    FILE = "clashes"
    PLACEHOLDER = "letters of a name, a programme or a day"
    HELP = (
        "What is wanted twice at one time: coaches, rooms and delegates, and coaches who are on leave, busy or outside "
        "of their hours. Enter goes to the session, o to the other one. p proposes what is free, with what it would "
        "cost. Space marks, * marks all: A accepts what is marked with one reason, d takes that back. An acceptance "
        "holds while both sides stay where they are."
    )
    DEFAULT_CSS = """
    ClashesScreen #sentence {
        height: auto; min-height: 3; max-height: 6; padding: 0 1; border-top: solid $border-blurred;
    }
    """

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self._all = False
        self._found: dict[int, FoundClash] = {}
        self._numbers: dict[str, int] = {}  # a clash keeps its line while it stands, and with it its mark

    def on_mount(self) -> None:
        """Say where one is."""
        self._tell_where()

    def _tell_where(self) -> None:
        self.name_crumbs("clashes", *(["past and accepted, too"] if self._all else []), aside=self.list.title())

    def compose_body(self) -> ComposeResult:
        """The list, and below it the one under the cursor as a sentence."""
        with Vertical():
            yield from super().compose_body()
        yield Static(id="sentence")

    # Reading

    def reread(self) -> None:
        """As they are now."""
        margins, is_all, now = self.shell.settings.margins, self._all, self.shell.clock.now()

        def found(desk: "Desk") -> "Sequence[FoundClash]":
            from acxdesk.queries.clashes import clashes_between

            every = clashes_between(desk, None if is_all else now, None, margins)
            return [one for one in every if is_all or not one.accepted]

        read(self, found, self._show_found, slot="listing")

    def _show_found(self, found: "Sequence[FoundClash]") -> None:
        for one in found:
            self._numbers.setdefault(one.clash.name, len(self._numbers) + 1)
        self._found = {self._numbers[one.clash.name]: one for one in found}
        listing = FixedListing.made(COLUMNS, [(number, _cells(one)) for number, one in self._found.items()])
        listing = listing.arranged(words=self.filter_line.value)
        if self.list.listing is None:
            self.list.show(listing)
        else:
            self.list.reread(listing)
        self._say()

    def on_big_list_rested(self) -> None:
        """The sentence follows the cursor, and so do the keys."""
        self._say()

    def _say(self) -> None:
        one = self._here
        words = "" if one is None else one.sentence + (f"\nAccepted: {one.accepted}" if one.accepted else "")
        self.query_one("#sentence", Static).update(paint(words))
        self.refresh_bindings()

    # What is meant

    @property
    def _here(self) -> "FoundClash | None":
        line: Line | None = self.list.current
        return None if line is None else self._found.get(line.id)

    @property
    def _meant(self) -> "list[FoundClash]":
        """Those that are marked, else the one under the cursor."""
        return [self._found[number] for number in self.list.targets() if number in self._found]

    def command_words(self) -> Mapping[str, str]:
        """The one under the cursor."""
        one = self._here
        return {} if one is None else {"clash": one.clash.name, "session": one.clash.sides[0].session}

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        one = self._here
        if action in {"accept", "unaccept", "other", "propose"} and one is None:
            return "There is no clash here."
        if action == "unaccept" and not any(each.accepted for each in self._meant):
            return "It is not accepted."
        if action == "other" and one is not None and not one.clash.sides[1].session:
            return "It is of one meeting alone."
        return super().why_not(action)

    # Doing

    def opened(self, number: int) -> None:
        """Go to the session."""
        self.shell.visit(Place("2", "session", self._found[number].clash.sides[0].session))

    def action_other(self) -> None:
        """Go to the session on its other side."""
        if self._here is not None:
            self.shell.visit(Place("2", "session", self._here.clash.sides[1].session))

    def action_show_all(self) -> None:
        """What is past or accepted, too; or what needs somebody."""
        self._all = not self._all
        self.list.empty_words = self.EMPTY_OF_ALL if self._all else self.EMPTY
        self._tell_where()
        self.reread()

    def action_propose(self) -> None:
        """What is free for its meetings, to be picked."""
        from acxdesk.tui.screens.proposing import propose

        if self._here is not None:
            propose(self, self._here.clash.meetings)

    def action_accept(self) -> None:
        """Ask why they are accepted."""
        names = [one.clash.name for one in self._meant]
        if not names:
            return
        given = self._meant[0].accepted if len(names) == 1 else ""
        title = "Accept this clash" if len(names) == 1 else f"Accept {len(names):,} clashes"

        def accepted(reason: str | None) -> None:
            if reason is not None:
                self._deed({"clashes": names, "reason": reason})

        self.app.push_screen(Reason(title, "Why? The reason is kept.", given=given), accepted)

    def action_unaccept(self) -> None:
        """They are to be dealt with after all."""
        self._deed({"clashes": [one.clash.name for one in self._meant]})

    def _deed(self, values: Mapping[str, object]) -> None:
        margins = self.shell.settings.margin_fields
        perform(self, lambda desk: _done(desk, {**values, **margins}), done=lambda _receipt: self.list.clear_marks())


def _cells(one: "FoundClash") -> tuple[str, ...]:
    clash = one.clash
    sign = ACCEPTED if one.accepted else STANDS
    what = "/".join(part for part in labels(clash) if part)
    when = re.sub(r" [0-9]{4} ", " ", when_words(clash))  # the sentence below has the year
    return f"{sign} {clash.kind}", when, clash.one.name, what, by_words(clash), one.accepted


def _done(desk: "Desk", values: Mapping[str, object]) -> "Receipt":
    from acxdesk.actions.clashes import AcceptClashes, UnacceptClashes, accept_clashes, unaccept_clashes

    if "reason" in values:
        return accept_clashes(desk, AcceptClashes.read(values))
    return unaccept_clashes(desk, UnacceptClashes.read(values))
