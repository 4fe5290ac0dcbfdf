"""Two sides of a session: its meetings as a calendar will have them, and what was done about it."""

from typing import TYPE_CHECKING

from textual.content import Content

from acxdesk.queries.listing import Column
from acxdesk.rules.localtime import reading, wall
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import read, shell
from acxdesk.tui.places import Place
from acxdesk.tui.screens.listside import ListSide
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import LOOKED_AT, QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.sqllisting import SqlListing
    from acxdesk.rules.calendars import Occasion

COLUMNS = (
    Column("when", "When", 27),
    Column("summary", "In calendars", 22),
    Column("where", "Where", 10),
    Column("state", "State", 11),
)


class Occasions(ListSide):
    """The meetings as they will be exported, and below them all that the one under the cursor says."""

    HELP = (
        "The meetings as a calendar will show them. x writes them to a file. A delegate's own calendar is exported "
        "from the delegate: it holds what she sits in every session."
    )

    def __init__(self, reference: str) -> None:
        words = "Nothing to export yet: the timetable has no meeting."
        super().__init__(QuietList(LOOKED_AT, empty_words=words))
        self._reference = reference
        self._occasions: tuple[Occasion, ...] = ()

    def reread(self) -> None:
        """As they are now."""
        reference = self._reference
        read(self, lambda desk: _occasions(desk, reference), self._show)

    def _show(self, occasions: "tuple[Occasion, ...]") -> None:
        self._occasions = occasions
        listing = FixedListing.made(COLUMNS, [(place, _cells(one)) for place, one in enumerate(occasions)])
        self.list.refill(listing)
        self.say()

    def says(self) -> Content:
        """What the one under the cursor says in calendars."""
        line = self.list.current
        if line is None or line.id >= len(self._occasions):
            return Content("")
        one = self._occasions[line.id]
        return paint("\n".join(filter(None, (one.description, one.link and f"Join: {one.link}"))), "$text-muted")


class History(BigList):
    """What was done about the session, the last first. Enter shows the entry in the journal."""

    HELP = "Everything that was done about this session, the last first. Enter shows what it changed."

    def __init__(self, reference: str) -> None:
        super().__init__(empty_words="Nothing was done yet.")
        self._reference = reference

    def on_mount(self) -> None:
        """Read it once it is looked at."""
        super().on_mount()
        reference, zone = self._reference, shell(self).zone
        read(self, lambda desk: _entries(desk, reference, zone), self._first)

    def _first(self, listing: "SqlListing") -> None:
        self.show(listing)
        self.choose_columns(("at", "who", "sentence", "state"))

    def on_big_list_opened(self, note: BigList.Opened) -> None:
        """Go to the entry."""
        note.stop()
        shell(self).visit(Place("8", "entry", note.id))


def _occasions(desk: "Desk", reference: str) -> "tuple[Occasion, ...]":
    from acxdesk.queries.calendars import of_session

    return tuple(of_session(desk, reference).occasions())


def _entries(desk: "Desk", reference: str, zone: str) -> "SqlListing":
    from acxdesk.queries.journal import journal
    from acxdesk.queries.sessions import session

    return journal(desk, zone=zone, session=session(desk, reference).id)


def _cells(one: "Occasion") -> tuple[str, ...]:
    starts, ends = wall(one.starts_at, one.zone), wall(one.ends_at, one.zone)
    when = f"{reading(starts.date())} {starts:%H:%M}-{ends:%H:%M}"
    return when, one.summary, one.location, "✕ cancelled" if one.cancelled else ""
