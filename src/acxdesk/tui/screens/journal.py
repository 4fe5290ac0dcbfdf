"""The journal: who did what, the last first; narrowed by person, session and date; an entry with its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from acxdesk.errors import Refused
from acxdesk.queries.listing import Listing
from acxdesk.rules.localtime import instant, reading, wall
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.journal import ChangeRow, EntryCard


BLANK: Final = Content("")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the journal is narrowed to."""

    person: Hit[int] | None = None
    session: Hit[int] | None = None
    since: date | None = None  # days on the reader's wall
    until: date | None = None  # included

    @property
    def words(self) -> tuple[str, ...]:
        """It in words, for the breadcrumb."""
        said = [hit.text for hit in (self.person, self.session) if hit is not None]
        said += [f"since {reading(self.since)}"] if self.since else []
        said += [f"until {reading(self.until)}"] if self.until else []
        return (", ".join(said),) if said else ()


class JournalScreen(ListScreen):
    """Every entry."""

    AREA = "8"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("journal")]
    HELP = (
        "Everything that was done at this desk, the last first. Enter shows the rows of an entry before and after. "
        "n narrows it to a person, a session or some days, / to words. u takes the last deed back, wherever you are."
    )
    SHOWN = ("at", "who", "sentence")
    EMPTY = "Nothing was done yet."
    PLACEHOLDER = "words of what was done"
    FILE = "journal"

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self.narrowed = Narrowed()

    def listing(self, desk: "Desk") -> Listing:
        """The entries that are asked for."""
        from acxdesk.queries.journal import journal

        zone, to = self.shell.zone, self.narrowed
        return journal(
            desk,
            zone=zone,
            person=None if to.person is None else to.person.value,
            session=None if to.session is None else to.session.value,
            since=None if to.since is None else _begin(to.since, zone),
            until=None if to.until is None else _begin(to.until + timedelta(days=1), zone),
        )

    def open_thing(self, place: Place) -> AreaScreen | None:
        """One entry."""
        return EntryScreen(place) if place.thing == "entry" else None

    def opened(self, number: int) -> None:
        """Go to it."""
        self.shell.visit(Place("8", "entry", number))

    def action_narrow(self) -> None:
        """Ask what is to be shown."""
        from acxdesk.tui.screens.narrowing import narrowing

        self.app.push_screen(narrowing(self.narrowed), self._narrow)

    def _narrow(self, to: Narrowed | None) -> None:
        if to is None:
            return
        self.narrowed = to
        self.name_crumbs(*to.words)
        self.narrow_listing()

    def action_leave(self) -> None:
        """Esc shows everything again before it goes back."""
        if self.narrowed != Narrowed() and not self.filter_line.value:
            self._narrow(Narrowed())
        else:
            super().action_leave()


class EntryScreen(AreaScreen):
    """One entry and its rows."""

    AREA = "8"
    HELP = "One entry: who did what and when, and each row that it made, changed or removed, before and after."

    def compose_body(self) -> ComposeResult:
        """One text that scrolls."""
        with VerticalScroll():
            yield Static(id="entry")

    def reread(self) -> None:
        """Read the entry."""
        number = int(self.place.id)
        self.name_crumbs(f"entry {number}")
        read(self, lambda desk: _entry(desk, number), self._shown)

    def _shown(self, card: "EntryCard | None") -> None:
        if card is None:
            self.query_one("#entry", Static).update("There is no such entry.")
            return
        local = wall(card.at, self.shell.zone)
        lines = [
            paint(card.sentence, "bold"),
            paint(f"{reading(local.date())} {local:%H:%M:%S} {self.shell.zone}, {card.who}: {card.verb}"),
            paint(f"takes back entry {card.undoes}" if card.undoes else "", "$text-muted"),
        ]
        for change in card.changes:
            lines += [BLANK, paint(_title(change), "bold"), *map(paint, _rows(change))]
        if card.more:
            lines += [BLANK, paint(f"... and {card.more:,} rows more.")]
        lines += [BLANK, paint(f"Seal {card.hash}", "$text-muted")]
        self.query_one("#entry", Static).update(Content("\n").join(lines))


def _title(change: "ChangeRow") -> str:
    did = "made" if change.before is None else "removed" if change.after is None else "changed"
    return f"{change.table.replace('_', ' ')} {change.row} {did}"


def _rows(change: "ChangeRow") -> Sequence[str]:
    before, after = change.before or {}, change.after or {}
    names = [name for name in {**before, **after} if name not in {"search_key", "sort_key"}]
    if change.before is not None and change.after is not None:
        return [f"  {name}: {_said(before.get(name))} → {_said(after.get(name))}" for name in names]
    return [f"  {name}: {_said({**before, **after}[name])}" for name in names]


def _said(value: object) -> str:
    return "—" if value is None or value == "" else str(value)


def _entry(desk: "Desk", number: int) -> "EntryCard | None":
    from acxdesk.queries.journal import entry

    return entry(desk, number)


def _begin(day: date, zone: str) -> datetime:
    """The first instant of a day on the reader's wall; where its midnight is skipped, one that is near."""
    try:
        return instant(day, time(), zone)
    except Refused:
        return datetime.combine(day, time(), UTC)
