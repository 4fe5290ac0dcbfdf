"""The app over a desk of a test, with a screen of people that stands for any screen of an area."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.widgets import Static

from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.settings import Settings
from acxdesk.queries.listing import Listing
from acxdesk.queries.people import everybody, person
from acxdesk.tui.app import DeskApp
from acxdesk.tui.areas import Area
from acxdesk.tui.perform import perform, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.start import Looks
from tests.tui.waiting import quiet

HOSTILE = "[/oops] [red]x[/red] [@click=app.quit]q[/]"


class StagePeople(ListScreen):
    """Everybody; n adds somebody, w adds Wanda, d refuses."""

    AREA = "3"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new"),
        Binding("w", "wanda", "Wanda"),
        Binding("d", "remove", "remove"),
    ]
    EMPTY = "Nobody yet. n adds somebody."
    FILE = "people"
    HELP = "Everybody who is on the desk."

    rereads = 0

    def listing(self, desk: Desk) -> Listing:
        return everybody(desk)

    def reread(self) -> None:
        self.rereads += 1
        super().reread()

    def opened(self, number: int) -> None:
        self.shell.visit(Place("3", "person", number))

    def open_thing(self, place: Place) -> AreaScreen | None:
        return StageCard(place) if place.thing == "person" else None

    def why_not(self, action: str) -> str:
        return "Nobody is removed on a stage." if action == "remove" else super().why_not(action)

    def command_words(self) -> Mapping[str, str]:
        return {"person": "Ada Byron"}

    def action_new(self) -> None:
        self.app.push_screen(FormScreen("New person", AddPerson, add_person, names=("name", "email", "job_title")))

    def action_wanda(self) -> None:
        perform(self, lambda desk: added(desk, "Wanda"))


class StageCard(AreaScreen):
    """One of them."""

    AREA = "3"

    def compose_body(self) -> ComposeResult:
        yield Static("card", markup=False)

    def reread(self) -> None:
        number = int(self.place.id)
        read(self, lambda desk: person(desk, number), self._show)

    def _show(self, card: Any) -> None:
        self.name_crumbs(card.name, aside=self.place.tab or "first")

    def show_tab(self, tab: str) -> None:
        self.query_one(Static).update(tab)


class StageJournal(AreaScreen):
    """An area that counts how often it is read."""

    AREA = "8"
    rereads = 0

    def reread(self) -> None:
        self.rereads += 1


AREAS = (
    Area("3", "People", f"{__name__}:StagePeople", "none"),
    Area("8", "Journal", f"{__name__}:StageJournal", "none"),
)


def added(desk: Desk, name: str, **values: Any) -> Receipt:
    """Somebody new."""
    return add_person(desk, AddPerson.read({"name": name, **values}))


def app_over(desk: Desk, **settings: Any) -> DeskApp:
    """The app over the file of a test's desk, with the stage's two areas; it begins at neither."""
    held = Settings(**{"data": desk.path, "name": "anna", **settings})
    opened = Desk.open(desk.path, who="anna", clock=desk.clock)
    looks = Looks(desk.path, theme=held.theme, keymap=held.keymap)
    return DeskApp(lambda: (opened, held), looks=looks, clock=desk.clock, areas=AREAS)


@asynccontextmanager
async def running(app: DeskApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[Any]]:
    """The app with its desk open. Whatever went wrong unforeseen in it fails the test."""
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        yield pilot
        if app.troubles:
            raise app.troubles[0]


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until all that was asked has come and is drawn: nothing is read or done, three looks in a row."""
    for _ in range(3):
        await pilot.pause()
        while any(not worker.is_finished for worker in pilot.app.workers):
            await pilot.pause(0.01)
    await quiet(0.08)  # the cursor has come to rest, and the foot follows it
    await pilot.pause()


async def pressed(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after the other, each when the one before has had its effect."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Type a text: its first letter as a key, the rest at once, as a quick hand does."""
    for letter in text[:1]:
        await pilot.press("space" if letter == " " else letter)
    if text[1:]:
        pilot.app.post_message(events.Paste(text[1:]))
    await settled(pilot)


def drawn(app: DeskApp) -> list[str]:
    """The lines of the screen."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def shown(app: DeskApp) -> str:
    """The screen as one text."""
    return "\n".join(drawn(app))
