"""Whom to book: people by a few letters, several one after the other, or somebody new."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Input, OptionList, Static

from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import later, read
from acxdesk.tui.screens.pick import SearchDialog
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt

PAUSE: Final = 0.08  # seconds without a letter before the desk is asked
MOST: Final = 50  # people that are listed
ON_IT: Final = 200  # people on the session who are looked through for the same letters
NEW: Final[tuple[int, ...]] = ()  # what the line for somebody new stands for


class PickPeople(SearchDialog[tuple[int, ...]]):
    """Asks for people; gives their numbers in the order of picking.

    Args:
        title: what is done with them.
        session: the reference of the session; who has a place on it is told.
        does: the word on the button: "Book".
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("booking")]
    HELP = (
        "Type some letters of a name or an address, in any order and without accents. Enter takes whom the cursor is "
        "on, and all who were picked before, and goes on; Tab or a click picks and lets you look for another. The "
        "last line puts somebody new on the desk. Backspace on the empty line takes the last one out."
    )
    PLACEHOLDER = "zoe, byron ada, analytical …"

    def __init__(self, title: str, session: str, does: str) -> None:
        super().__init__(title)
        self._session = session
        self._does = does
        self._chosen: tuple[Hit[tuple[int, ...]], ...] = ()
        self._call_off: Callable[[], None] | None = None
        self._searched = ""  # the words that the list is for

    def compose_inside(self) -> ComposeResult:
        """Who was picked, the line, the list, and two buttons for the mouse."""
        yield Static("", id="chosen")
        yield from super().compose_inside()
        with Horizontal(classes="buttons"):
            yield Button(self._does, id="go-on", compact=True, variant="primary")
            yield Button("New person", id="new", compact=True)

    def on_mount(self) -> None:
        """Nobody is picked yet."""
        self._show_chosen()

    @property
    def _words(self) -> str:
        return " ".join(self.query_one(Input).value.split())

    # Searching

    def search(self, words: str) -> None:
        """Ask the desk, once the typing rests."""
        if self._call_off is not None:
            self._call_off()
            self._call_off = None
        if words.strip():
            self._call_off = later(self, PAUSE, self._ask, words)
        else:
            self._found("", ())

    def _ask(self, words: str) -> None:
        session = self._session
        read(self, lambda desk: people_for(desk, words, session), lambda hits: self._found(words, hits), slot="people")

    def _found(self, words: str, hits: Sequence[Hit[tuple[int, ...]]]) -> None:
        if words.strip() != self.query_one(Input).value.strip():
            return  # others were typed meanwhile
        self._searched = words
        said = " ".join(words.split())
        new: Sequence[Hit[tuple[int, ...]]] = [Hit(NEW, f"New person: {said}")] if said else []
        self.show_hits((*hits, *new))
        if said:
            words = "Enter: this one. Tab: and another."
        else:
            words = "Enter goes on with those." if self._chosen else "Type some letters of a name."
        self.query_one("#told", Static).update(words)

    # Picking

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click picks one, and one can go on looking."""
        event.stop()
        event.prevent_default()
        self.action_also()

    def action_also(self) -> None:
        """Pick the one under the cursor, and look for another."""
        hit = self.picked
        if hit is None:
            return
        if hit.value == NEW:
            self.action_new_person()
            return
        self._choose(hit)

    def _choose(self, hit: Hit[tuple[int, ...]]) -> None:
        self._chosen = (*(one for one in self._chosen if one.value != hit.value), hit)
        self._show_chosen()
        line = self.query_one(Input)
        line.value = ""
        line.focus()

    def _show_chosen(self) -> None:
        names = ", ".join(hit.text for hit in self._chosen)
        shown = self.query_one("#chosen", Static)
        shown.update(paint(f"{len(self._chosen)} picked: {names}"))
        shown.display = bool(self._chosen)

    def key_backspace(self) -> None:
        """On an empty line, take the last one out again."""
        if self._chosen and not self.query_one(Input).value:
            self._chosen = self._chosen[:-1]
            self._show_chosen()

    def _pick(self) -> None:
        """Enter goes on with the one under the cursor and all who were picked."""
        words = self.query_one(Input).value
        if words.strip() and words.strip() != self._searched.strip():
            self.call_later(self._pick_found, words)
            return
        hit = self.picked
        if hit is not None and hit.value == NEW:
            self.action_new_person()
        elif hit is not None:
            self._go_on((*self._chosen, hit))
        else:
            self._go_on(self._chosen)

    def _pick_found(self, words: str) -> None:
        """Enter came before the answer: ask now, and pick when it has come."""
        if self._call_off is not None:
            self._call_off()
            self._call_off = None

        def found(hits: Sequence[Hit[tuple[int, ...]]]) -> None:
            self._found(words, hits)
            if self._searched == words:
                self._pick()

        session = self._session
        read(self, lambda desk: people_for(desk, words, session), found, slot="people")

    def _go_on(self, hits: Sequence[Hit[tuple[int, ...]]]) -> None:
        people = tuple(dict.fromkeys(number for hit in hits for number in hit.value))
        if people:
            self.dismiss(people)
        else:
            self.query_one("#told", Static).update("Nobody is picked yet. Type some letters of a name.")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A click on one of the buttons."""
        event.stop()
        if event.button.id == "new":
            self.action_new_person()
        else:
            self._go_on(self._chosen or ((self.picked,) if self.picked else ()))

    # Somebody new

    def action_new_person(self) -> None:
        """Put somebody new on the desk."""
        self.app.push_screen(_new_person(self._words), self._made)

    def _made(self, receipt: "Receipt | None") -> None:
        if receipt is None:
            return
        number: tuple[int, ...] = (receipt.ids[0],)
        new = Hit(number, self._words or "the new one")
        if self._chosen:  # one can go on looking
            self._choose(new)
        else:
            self._go_on((new,))


def _new_person(name: str) -> Any:
    """The form of somebody new, with the name that was typed."""
    from acxdesk.actions.people import AddPerson, add_person
    from acxdesk.tui.screens.form import FormScreen
    from acxdesk.tui.widgets.forms import Kind, asking

    return FormScreen(
        "New person",
        AddPerson,
        add_person,
        names=("name", "email", "organisation", "country", "zone"),
        given={"name": name},
        otherwise={
            "email": asking(Kind.LINE, label="E-mail"),
            "zone": asking(Kind.ZONE, label="Time zone"),
        },
        preview=lambda desk, request: tuple(f"! {line}" for line in add_person(desk.rehearsing(), request).lines),
    )


def people_for(desk: "Desk", words: str, session: str) -> tuple[Hit[tuple[int, ...]], ...]:
    """People whom the words may mean, each with her place on the session, and what she lacks of what it asks for.

    It runs in a thread.

    Raises:
        NotFound: no session has this reference.
    """
    from acxdesk.queries.enrolments import enrolments
    from acxdesk.queries.finding import find
    from acxdesk.queries.prerequisites import lacking
    from acxdesk.queries.sessions import session as card_of

    there = enrolments(desk, session=card_of(desk, session).id).arranged(words=words)
    names = [column.name for column in there.columns]
    person, place = names.index("person"), names.index("place")
    places = {line.values[person]: line.cells[place] for line in there.after(None, ON_IT)}
    found = find(desk, words, MOST)
    lacks = {number: f"✕ {missing}" for number, missing in lacking(desk, session, (hit.id for hit in found)).items()}
    return tuple(
        Hit((hit.id,), hit.label, ", ".join(filter(None, (places.get(hit.id, ""), lacks.get(hit.id) or hit.detail))))
        for hit in found
    )
