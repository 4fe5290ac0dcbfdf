"""One of many, found by some letters: a person, an organisation, a programme, a time zone."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from acxdesk.errors import Refused
from acxdesk.rules import localtime
from acxdesk.rules.text import fold, quoted
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import later, read
from acxdesk.tui.widgets.asks import Ask
from acxdesk.tui.widgets.fields import LEFT_OUT, LineField
from acxdesk.tui.widgets.hits import Hit

PAUSE: Final = 0.1  # seconds without a letter before the desk is asked
MOST: Final = 30  # hits that are listed


class PickField(LineField):
    """Type, move with the arrows, Enter picks. With `several`, Backspace on an empty line takes the last one out."""

    DEFAULT_CSS = """
    PickField {
        & > OptionList { display: none; height: auto; max-height: 6; margin-left: 18; border: none; padding: 0; }
        & > OptionList.-shown { display: block; }
        & > .picked { padding-left: 18; display: none; }
        & > .picked.-shown { display: block; }
    }
    """

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        given = ask.given if isinstance(ask.given, tuple | list) else (ask.given,)
        self._first: tuple[Hit[Any], ...] = tuple(
            one if isinstance(one, Hit) else Hit(one, str(one)) for one in given if one not in (None, "")
        )
        self._picked = self._first
        self._hits: tuple[Hit[Any], ...] = ()
        self._call_off: Callable[[], None] | None = None

    def first_text(self) -> str:
        """The one that was given; several stand below."""
        return "" if self.ask.several or not self._first else self._first[0].text

    def compose_below(self) -> ComposeResult:
        """What was picked, where several can be, and what was found."""
        yield Static("", classes="picked")
        options = OptionList(markup=False, compact=True)
        options.can_focus = False  # the line keeps the focus, arrows move the list's cursor
        yield options

    def on_mount(self) -> None:
        """What was given stands there."""
        self._show_picked()

    # What it gives

    @property
    def value(self) -> Any:
        """The value of the hit that was picked, or a tuple of them. Just one that is called as typed needs no picking.

        Raises:
            Refused: something is typed and nothing was picked.
        """
        picked = self._picked
        if not self.is_empty and not self._is_settled:
            named = self._named(self._hits)
            if named is None:
                raise Refused(
                    f"{quoted(self.text)} is not picked yet.", remedy="Move to it in the list and press Enter."
                )
            picked = (*picked, named) if self.ask.several else (named,)
        values = tuple(hit.value for hit in picked)
        if self.ask.several:
            return values
        return values[0] if values else LEFT_OUT

    @property
    def is_changed(self) -> bool:
        """Whether something else is picked or typed."""
        return self._picked != self._first or not self._is_settled

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed and, of several, nothing is picked."""
        return not self.text.strip() and not (self.ask.several and self._picked)

    @property
    def _is_settled(self) -> bool:
        """Whether the line holds what was picked and nothing else."""
        if self.ask.several:
            return not self.text.strip()
        return self.text == (self._picked[0].text if self._picked else "")

    # Searching

    def search(self, words: str) -> None:
        """Find what is meant and `show_hits` it, now or later."""
        find = self.ask.find
        if find is not None:
            read(self, lambda desk: tuple(find(desk, words)), self.show_hits, slot="hits")

    def show_hits(self, hits: Sequence[Hit[Any]]) -> None:
        """List what was found, unless the line was left meanwhile."""
        self._hits = tuple(hits[:MOST]) if self.query_one(Input).has_focus and not self._is_settled else ()
        options = self.query_one(OptionList)
        options.set_options(Option(hit.painted) for hit in self._hits)
        options.highlighted = 0 if self._hits else None
        options.set_class(bool(self._hits), "-shown")
        if not self._hits and not self._is_settled and self.query_one(Input).has_focus:
            self.show_reading("Nothing is called that.")
        else:
            self.show_reading("")

    def typed(self) -> None:
        """Other letters: what was picked before no longer counts, and the search begins anew."""
        if not self.ask.several and self._picked and self.text != self._picked[0].text:
            self._picked = ()
        super().typed()
        if self._call_off is not None:
            self._call_off()
            self._call_off = None
        if self._is_settled or not self.text.strip():
            self.show_hits(())
        else:
            self._call_off = later(self, PAUSE, self.search, self.text)

    # Picking

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter picks; when nothing is listed, the form has it."""
        if self._hits:
            event.stop()
            self._pick()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """So does a click."""
        event.stop()
        self._pick()

    def _pick(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._hits):
            self._take(self._hits[at])

    def _take(self, hit: Hit[Any]) -> None:
        line = self.query_one(Input)
        if self.ask.several:
            self._picked = (*(one for one in self._picked if one.value != hit.value), hit)
            line.value = ""
        else:
            self._picked = (hit,)
            line.value = hit.text
            line.cursor_position = len(hit.text)
        self._show_picked()
        self.show_hits(())
        self._tell()

    def _show_picked(self) -> None:
        if self.ask.several:
            told = self.query_one(".picked", Static)
            told.update(paint(", ".join(hit.text for hit in self._picked)))
            told.set_class(bool(self._picked), "-shown")

    def key_backspace(self) -> None:
        """On an empty line, take the last one out again."""
        if self.ask.several and not self.text and self._picked:
            self._picked = self._picked[:-1]
            self._show_picked()
            self._tell()

    def moves(self, step: int) -> bool:
        """Arrows move in the list while it is there."""
        if self._hits:
            options = self.query_one(OptionList)
            move = options.action_cursor_down if step > 0 else options.action_cursor_up
            move()
        return bool(self._hits)

    def closes(self) -> bool:
        """Esc takes the list away."""
        was_shown = bool(self._hits)
        self.show_hits(())
        return was_shown

    def left(self) -> None:
        """Left: the list goes; what was typed and not picked is told, unless just one thing is called so."""
        if self._call_off is not None:  # a search that is still to come would take the place of this one
            self._call_off()
        self.show_hits(())
        find, words = self.ask.find, self.text
        if find is not None and words.strip() and not self._is_settled:
            read(self, lambda desk: tuple(find(desk, words)), self._settle, slot="hits")

    def _settle(self, hits: Sequence[Hit[Any]]) -> None:
        if self._is_settled or self.is_empty or self.query_one(Input).has_focus:
            return
        named = self._named(hits)
        if named is not None:
            self._take(named)
        else:
            self.show_fault(f"{quoted(self.text)} is not picked yet. Type some letters and pick it from the list.")

    def _named(self, hits: Sequence[Hit[Any]]) -> Hit[Any] | None:
        """The one hit that is called as typed, whatever the case; None when there is none, or another one."""
        said = fold(self.text)
        named = [hit for hit in hits if fold(hit.text) == said]
        return named[0] if len(named) == 1 else None


class ZoneField(PickField):
    """A time zone: found by any part of its name, and a name typed in full needs no picking."""

    @property
    def value(self) -> Any:
        """The zone's name, or what was typed: the request knows zones and says which are near."""
        return LEFT_OUT if self.is_empty else self.text.strip()

    @property
    def is_changed(self) -> bool:
        """Whether another one stands there."""
        return self.text != self.first_text()

    def search(self, words: str) -> None:
        """Names that hold every word; cities first, whose name begins with it."""
        wanted = fold(words.replace("_", " ").replace("/", " ")).split()
        names = sorted(name for name in localtime.zone_names() if _holds(name, wanted))
        names.sort(key=lambda name: not fold(name.rpartition("/")[2]).startswith(wanted[0] if wanted else ""))
        self.show_hits([Hit(name, name) for name in names])

    def left(self) -> None:
        """A name that is no zone is told when the field is left."""
        self.show_hits(())
        try:
            if not self.is_empty:
                localtime.zone(self.text.strip())
        except Refused as refusal:
            self.show_fault(str(refusal))


def _holds(name: str, wanted: Sequence[str]) -> bool:
    searched = fold(name.replace("_", " ").replace("/", " "))
    return all(word in searched for word in wanted)
