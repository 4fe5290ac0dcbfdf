"""How much every coach teaches: coaches down, six months across, with a sign where it is too much or clashes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType

from acxdesk.queries.listing import Column
from acxdesk.rules.accreditations import months_from
from acxdesk.rules.diaries import amount, month_words
from acxdesk.rules.localtime import day_begins, wall
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.teaching import CoachLoad
    from acxdesk.rules.clashes import Margins

SHOWN: Final = 6  # months, what 80 columns hold
CLASHES, TOO_MUCH = "!", "▲"


class LoadScreen(AreaScreen):
    """The load of every coach per month."""

    AREA = "3"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("load", "area.copy")]
    HELP = (
        "The hours that each coach teaches in each month, whoever was asked first: a substitute's meetings are hers, "
        "and a class that two sessions share counts once. < and > go to earlier and later months, Enter to the "
        "coach's diary. ! marks a month in which she is wanted twice at one time, or is away when she teaches; ▲ one "
        "with more hours than the settings say a coach should teach."
    )

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.list = QuietList({"sort"}, id="load", empty_words="Nobody is marked as a coach yet.")
        self._first: date | None = None

    @property
    def first(self) -> date:
        """The first month in sight, as its first day."""
        return self._first or self.shell.today.replace(day=1)

    def compose_body(self) -> ComposeResult:
        """The board."""
        yield self.list

    def on_mount(self) -> None:
        """The coaches have focus."""
        self.list.focus()

    def reread(self) -> None:
        """As it is now."""
        first, zone, margins = self.first, self.shell.zone, self.shell.settings.margins
        read(
            self, lambda desk: _loads(desk, first, zone, margins), lambda board: self._show(*board, first), slot="load"
        )

    def _show(self, rows: "tuple[CoachLoad, ...]", clashing: frozenset[tuple[int, date]], first: date) -> None:
        months = months_of(first)
        by_month = (Column(f"{one}", month_words(one), 8, numeric=True) for one in months)
        columns = (Column("name", "Coach", 20), *by_month)
        most = self.shell.settings.coach_hours * 60
        self.list.refill(FixedListing.made(columns, [(row.person, cells(row, months, most, clashing)) for row in rows]))
        self.name_crumbs("Load of coaches", aside=f"{month_words(months[0])} to {month_words(months[-1])}")

    def command_words(self) -> Mapping[str, str]:
        """The coach under the cursor, and the months in sight."""
        months = months_of(self.first)
        words = {"from": months[0].isoformat(), "until": months[-1].isoformat()}
        return words | ({"person": str(self.list.current.id)} if self.list.current else {})

    def on_big_list_opened(self, note: notes.Opened) -> None:
        """Go to her diary."""
        note.stop()
        self.shell.visit(Place("3", "person", note.id, "diary"))

    def action_earlier(self) -> None:
        """A month back."""
        self._turn(-1)

    def action_later(self) -> None:
        """A month on."""
        self._turn(1)

    def _turn(self, months: int) -> None:
        self._first = months_from(self.first, months)
        self.reread()

    def action_copy(self) -> None:
        """Copy the board as lines. A terminal does not say whether it took them."""
        listing = self.list.listing
        if listing is not None:
            lines = [[column.title for column in listing.columns]]
            lines += [list(line.cells) for line in listing.after(None, listing.count())]
            self.app.copy_to_clipboard("\n".join("\t".join(line) for line in lines))
            self.shell.say("The load was given to the terminal's clipboard. Not every terminal takes it.")


def months_of(first: date) -> tuple[date, ...]:
    """The months in sight from a first one on."""
    return tuple(months_from(first, number) for number in range(SHOWN))


def cells(
    row: "CoachLoad", months: Iterable[date], most: int, clashing: frozenset[tuple[int, date]]
) -> tuple[str, ...]:
    """A coach's line, with signs.

    Args:
        row: what she teaches.
        months: those in sight.
        most: minutes of a month that are not too much yet.
        clashing: the coach and the month of each clash.
    """
    return (row.name, *(_cell(row.of(month).minutes, most, (row.person, month) in clashing) for month in months))


def _cell(minutes: int, most: int, clashes: bool) -> str:
    return f"{CLASHES if clashes else ''}{TOO_MUCH if minutes > most else ''}{amount(minutes)}"


def _loads(
    desk: "Desk", first: date, zone: str, margins: "Margins"
) -> "tuple[tuple[CoachLoad, ...], frozenset[tuple[int, date]]]":
    """The load of the months in sight, and in which of them a coach clashes that nobody has accepted."""
    from acxdesk.queries.clashes import clashes_between
    from acxdesk.queries.teaching import load

    after = months_from(first, SHOWN)
    found = clashes_between(desk, day_begins(first, zone), day_begins(after, zone), margins)
    clashing = frozenset(
        (one.clash.person, wall(one.clash.other.starts_at, zone).date().replace(day=1))
        for one in found
        if one.clash.person is not None and not one.accepted
    )
    return load(desk, first, after), clashing
