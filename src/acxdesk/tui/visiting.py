"""The part of the app that goes from place to place, and remembers where one has been."""

from collections.abc import Sequence

from textual.app import App

from acxdesk.tui.areas import Area, listed
from acxdesk.tui.places import History, Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.widgets.hits import Hit


class Visiting(App[int]):
    """Areas are Textual modes; a thing that is opened in one is a screen over the area's own."""

    DEFAULT_MODE = "1"

    def __init__(self, areas: Sequence[Area] | None) -> None:
        super().__init__()
        self.areas: tuple[Area, ...] = listed() if areas is None else tuple(areas)
        self.history = History([Place(self.DEFAULT_MODE)], at=0)
        for area in self.areas:
            self.add_mode(area.number, area.first_screen)
        if not any(area.number == self.DEFAULT_MODE for area in self.areas):
            self.add_mode(self.DEFAULT_MODE, AreaScreen)

    @property
    def area(self) -> Area | None:
        """The area that is shown."""
        return next((area for area in self.areas if area.number == self.current_mode), None)

    def visit(self, place: Place) -> None:
        """Go to a place and remember it. Its screen is there a moment later, not when this returns."""
        self.call_later(self._visit, place)

    async def _visit(self, place: Place) -> None:
        if place.area in self._modes:
            self.history.visit(place)
            await self._show(place)

    async def _show(self, place: Place) -> None:
        """Keys that are pressed meanwhile wait for it, as long as the app itself awaits it."""
        await self.switch_mode(place.area)
        base = self.screen_stack[0]
        if not isinstance(base, AreaScreen):
            return
        above = self.screen_stack[1:]
        if above and isinstance(above[0], AreaScreen) and above[0].place.whole == place.whole:
            above[0].show_tab(place.tab)
            return
        for _ in above:
            await self.pop_screen()
        if not place.is_area:
            screen = base.open_thing(place)
            if screen is None:
                self.forget(place)
                return
            await self.push_screen(screen)

    def forget(self, place: Place) -> None:
        """A place that is no more, such as a person who was removed: one is at its area, and nothing leads there."""
        self.history.forget(place)
        self.visit(Place(place.area))

    async def action_area(self, number: str) -> None:
        """Go to an area; when it is shown already, to its first screen."""
        await self._visit(Place(number))

    async def action_go_back(self) -> None:
        """Go back by one place."""
        place = self.history.back()
        if place is not None:
            await self._show(place)

    async def action_go_forward(self) -> None:
        """Go forward by one place."""
        place = self.history.forward()
        if place is not None:
            await self._show(place)

    def go_back(self) -> None:
        """The same for a screen, which cannot wait for its own end."""
        self.call_later(self.action_go_back)

    def action_goto(self) -> None:
        """Ask where to go."""
        from acxdesk.tui.screens.goto import GoTo

        areas = [Hit(Place(area.number), area.name, area.number) for area in self.areas]
        self.push_screen(GoTo(areas), lambda place: self.visit(place) if place else None)
