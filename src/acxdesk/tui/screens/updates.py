"""Whose calendars changed since they were given out: a line for each person and part, and the ways to tell them.

What a way can do, its own screen or dialog does; here it is found by `people_meant`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType

from acxdesk.queries.listing import Column
from acxdesk.rules.localtime import wall
from acxdesk.rules.updates import Part, Way, briefly, words
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.dialogs import Report
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.screens.posting import GivesByPost
from acxdesk.tui.widgets.fixedlisting import FixedListing

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.givens import PersonUpdates

COLUMNS: Final = (
    Column("name", "Who", 16),
    Column("what", "What changed", 34),
    Column("way", "Given by", 10),
    Column("since", "Since", 10),
    Column("part", "As", 8),
)
WAY_WORDS: Final = {Way.FILE: "file", Way.MAIL: "mail", Way.CALDAV: "server", Way.FEED: "feed"}
NEVER: Final = "✕ never"
MOST: Final = 5_000  # people looked at for each way; the others follow once these were told
MOST_NEW: Final = 500  # of those who were never given one, likewise


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody has to be told, by each way that she was given her calendar by."""

    by_way: Mapping[Way, "PersonUpdates"]
    unasked: "PersonUpdates | None" = None  # she was never given one

    @property
    def first(self) -> "PersonUpdates":
        """What is said of her in one line: by the first of the ways."""
        return self.unasked or next(iter(self.by_way.values()))

    @property
    def number(self) -> int:
        """The line's own."""
        return self.first.person * 2 + (self.first.part is Part.COACH)

    @property
    def ways(self) -> str:
        """The ways in words."""
        return ", ".join(WAY_WORDS[way] for way in self.by_way) or NEVER

    def lines(self) -> list[str]:
        """Each update as a sentence, under its way where there are several."""
        if self.unasked is not None:
            return ["She was never given a calendar. It has:", *map(words, self.unasked.updates)]
        several = len(self.by_way) > 1
        return [
            f"{WAY_WORDS[way]}: {words(update)}" if several else words(update)
            for way, one in self.by_way.items()
            for update in one.updates
        ]


class UpdatesScreen(GivesByPost, ListScreen):
    """Who has to be told of a change in her calendar."""

    AREA = "2"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("updates")]
    EMPTY = "Everybody who was given a calendar has it as it stands. v shows who was never given one."
    FILE = "calendar-updates"
    SHOWN = ("name", "what", "way", "since")
    PLACEHOLDER = "letters of a name"
    HELP = (
        "Whose calendars changed since they were given out, by files, mail, a calendar server or a feed. Enter tells "
        "the changes one by one. o writes the updates of the marked, else of all, into a folder as files, after a "
        "look; then they count as told by file. m writes e-mails into the outbox, O goes there; P puts the calendars "
        "on the CalDAV server, f publishes all in a folder for a web server. v shows also who has a meeting ahead and "
        "was never given a calendar."
    )

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self._told: Mapping[int, Told] = {}
        self._first = False

    def on_mount(self) -> None:
        """Say where one is."""
        self.name_crumbs("calendars to give out", aside="")

    # Reading

    def listing(self, desk: "Desk") -> FixedListing:
        """All, read anew: what is told is kept beside the lines."""
        self._told = {one.number: one for one in _found(desk, first=self._first)}
        zone = self.shell.zone
        return FixedListing.made(COLUMNS, ((number, _cells(one, zone)) for number, one in self._told.items()))

    def reread(self) -> None:
        """The list is known as a whole: it is asked for again, and the cursor stays."""
        if self.list.listing is None:
            self.narrow_listing()
        else:
            read(self, self.listing, self.list.reread, slot="listing")

    # What is meant

    def people_meant(self) -> tuple[int, ...]:
        """Whom a way is to tell: the marked, else all on the list."""
        numbers = self.list.targets() if self.list.marked else tuple(self._told)
        return tuple(dict.fromkeys(self._told[number].first.person for number in numbers if number in self._told))

    @property
    def with_new(self) -> bool:
        """Whether those who were never given one are meant, too."""
        return self._first

    def why_not(self, action: str) -> str:
        """Nobody can be told where nobody has to be."""
        if action in {"write_files", "mail", "push"} and not self._told:
            return "Nobody has to be told anything."
        return super().why_not(action)

    # Doing

    def opened(self, number: int) -> None:
        """Tell the changes one by one."""
        one = self._told.get(number)
        if one is not None:
            self.app.push_screen(Report(f"Calendar of {one.first.name}", _head(one), one.lines(), asks=False))

    def action_show_new(self) -> None:
        """Show or hide who was never given one."""
        self._first = not self._first
        self.name_crumbs("calendars to give out", *(["with those never given"] if self._first else []), aside="")
        self.narrow_listing()

    def action_publish(self) -> None:
        """Publish everybody's calendar in a folder that a web server shows."""
        from acxdesk.tui.screens.calendars import publish_to_feeds

        publish_to_feeds(self)

    def action_write_files(self) -> None:
        """Show what would be written, then ask for the folder."""
        from acxdesk.tui.screens.calendars import UpdatesFolder

        people, first = self.people_meant(), self._first

        def look(receipt: "Receipt") -> None:
            lines = receipt.lines[:-1]  # without the advice, which the dialog gives
            head = f"{len(lines):,} to be told by file. The folder is asked for next."
            self.app.push_screen(Report("Updates as files", head, lines, asks=True), go_on)

        def go_on(yes: bool | None) -> None:
            if yes:
                self.app.push_screen(UpdatesFolder(people, self.shell.settings, first=first), written)

        def written(receipt: "Receipt | None") -> None:
            if receipt is not None:
                self.list.clear_marks()

        read(self, lambda desk: _rehearsed(desk, people, first=first), look, slot="rehearsal")


def _found(desk: "Desk", *, first: bool) -> Iterable[Told]:
    """By name, whoever was never given one last."""
    from acxdesk.queries.givens import changed_calendars, never_given

    yield from map(Told, changed_calendars(desk, MOST).values())
    if first:
        yield from (Told({}, one) for one in never_given(desk, most=MOST_NEW))


def _cells(one: Told, zone: str) -> Sequence[str]:
    first = one.first
    given_at = "" if first.given_at is None else f"{wall(first.given_at, zone):%Y-%m-%d}"
    return first.name, briefly(first.updates), one.ways, given_at, first.part.value


def _head(one: Told) -> str:
    told = "1 change" if len(one.first.updates) == 1 else f"{len(one.first.updates):,} changes"
    return f"{told} as a {one.first.part}, given by {one.ways}." if one.by_way else f"{told} as a {one.first.part}."


def _rehearsed(desk: "Desk", people: tuple[int, ...], *, first: bool) -> "Receipt":
    from pathlib import Path

    from acxdesk.actions.givens import GiveFiles, give_files

    # Whichever folder it will be, the same is told.
    return give_files(desk.rehearsing(), GiveFiles(folder=Path("updates"), people=people, first=first, overwrite=True))
