"""A person's calendar as a file: whose of the two, where to, and the deed."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from acxdesk.rules.text import fold
from acxdesk.tui.perform import perform
from acxdesk.tui.screens.dialogs import FileName
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.people import PersonCard
    from acxdesk.tui.screens.area import AreaScreen

LONGEST_STEM: Final = 60  # characters of a suggested name


def export(screen: "AreaScreen", card: "PersonCard") -> None:
    """Ask for the file's name, of a coach before it which of her calendars, and write it."""
    if not card.coach:
        _ask_name(screen, card, "person")
        return
    hits = (Hit("coach", "What she teaches"), Hit("person", "What she sits as a delegate"))
    dialog = PickOne(f"Which calendar of {card.name}", hits)
    screen.app.push_screen(dialog, lambda whose: _ask_name(screen, card, whose) if whose else None)


def _ask_name(screen: "AreaScreen", card: "PersonCard", whose: str) -> None:
    def write(path: Path | None) -> None:
        if path is not None:
            perform(screen, lambda desk: _written(desk, {whose: card.id, "out": path}))

    suggested = f"{file_stem(card.name)}{'-coach' if whose == 'coach' else ''}.ics"
    screen.app.push_screen(FileName(f"Write the calendar of {card.name}", suggested), write)


def file_stem(name: str) -> str:
    """A name for a file after somebody, in letters, digits and hyphens: any name gives one."""
    words = re.sub(r"[^\w]+", "-", fold(name)).strip("-_")
    return words[:LONGEST_STEM].rstrip("-") or "calendar"


def _written(desk: "Desk", values: dict[str, object]) -> "Receipt":
    from acxdesk.actions.calendars import ExportCalendar, export_calendar

    return export_calendar(desk, ExportCalendar.read(values))
