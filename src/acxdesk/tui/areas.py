"""Which areas there are, by number key. A screen is imported when it is first shown; the start does not wait for it."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from acxdesk.tui.screens.area import AreaScreen


@dataclass(frozen=True, slots=True)
class Area:
    """One area: what is behind a number key."""

    number: str  # the key, and the name of the Textual mode
    name: str  # "Sessions"
    screen: str  # where its first screen is defined, "package.module:Class"
    keys: str  # the file in keyrows/ that holds its keys: "sessions"

    @property
    def is_there(self) -> bool:
        """Whether the module of its screen exists; nothing of it is imported to find out."""
        return find_spec(self.screen.partition(":")[0]) is not None

    def first_screen(self) -> "AreaScreen":
        """Make its first screen; what defines it is imported now."""
        return cast("AreaScreen", named(self.screen)())


def named(where: str) -> Any:
    """What "package.module:name" names; the module is imported.

    Raises:
        ImportError, AttributeError: there is no such thing.
    """
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)


_SCREENS: Final = "acxdesk.tui.screens"

ALL: Final = (
    Area("1", "Today", f"{_SCREENS}.today:TodayScreen", "today"),
    Area("2", "Sessions", f"{_SCREENS}.sessions:SessionsScreen", "sessions"),
    Area("3", "People", f"{_SCREENS}.people:PeopleScreen", "people"),
    Area("4", "Programmes", f"{_SCREENS}.programmes:ProgrammesScreen", "programmes"),
    Area("5", "Marks", f"{_SCREENS}.marking:MarkingScreen", "marking"),
    Area("6", "Award", f"{_SCREENS}.award:AwardScreen", "award"),
    Area("8", "Journal", f"{_SCREENS}.journal:JournalScreen", "journal"),
)


def listed() -> tuple[Area, ...]:
    """The areas whose screens exist."""
    return tuple(area for area in ALL if area.is_there)
