"""One month: how many meetings each day has and of which programmes; Enter goes to the week of a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from acxdesk.rules.localtime import MONTHS, city_of, reading
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.meetingwords import CLASH
from acxdesk.tui.screens.views import DatedScreen, clashing, standing
from acxdesk.tui.widgets.monthgrid import MonthGrid, Said, after_month, shown_from, shown_until

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acxdesk.desk.door import Desk
    from acxdesk.queries.clashes import FoundClash
    from acxdesk.queries.weeks import DayOfMeetings, Only


@dataclass(frozen=True, slots=True)
class Month:
    """What was read of a month."""

    first: date
    days: tuple["DayOfMeetings", ...]


class MonthScreen(DatedScreen):
    """The weeks that a month touches."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("sessions.new", "views.week", "views.agenda", "views.today", "dated")
    ]
    HELP = (
        "The month, a day a box: how many meetings start on it by your own clocks, and of which programmes. Arrows "
        "and h j k go from day to day, also into the next month; Enter or w opens the week of the day. v shows one "
        "coach, room or ladder. l is the list of sessions, so that it does not go to the right here."
    )
    DEFAULT_CSS = """
    MonthScreen {
        & #says { height: 2; padding: 0 1; }
    }
    .-low MonthScreen #says { display: none; }
    """

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self.grid = MonthGrid()
        self._days: Mapping[date, DayOfMeetings] = {}
        self._clashing: frozenset[int] = frozenset()  # meetings with a clash that nobody accepted

    def compose_body(self) -> ComposeResult:
        """The grid, and what the day under the cursor has."""
        yield self.grid
        yield Static(id="says")

    # Reading

    @property
    def first(self) -> date:
        """The first day of the month."""
        return self.first_day.replace(day=1)

    def reread(self) -> None:
        """Read the month."""
        first, zone, only = self.first, self.shell.zone, self.whose.only
        self.name_crumbs(f"{MONTHS[first.month - 1]} {first.year}", *self.whose.words, aside=city_of(zone))
        read(self, lambda desk: _month(desk, first, zone, only), self._show, slot="month")

    def _show(self, month: Month) -> None:
        if month.first != self.first:  # turned on meanwhile: the other month is being read
            return
        self._days = {one.day: one for one in month.days}
        self._draw(super().day_in_sight)
        zone, margins = self.shell.zone, self.shell.settings.margins
        first, after = shown_from(month.first), shown_until(month.first)
        read(self, lambda desk: clashing(desk, first, after, zone, margins), self._mark, slot="clashes")

    def _mark(self, found: "Mapping[int, tuple[FoundClash, ...]]") -> None:
        """The signs of clashes come behind the figures: these do not wait for them."""
        self._clashing = standing(found)
        self._draw(self.day_in_sight)

    def _draw(self, cursor: date) -> None:
        said = {
            day: _said(one, has_clash=bool(self._clashing.intersection(one.meetings)))
            for day, one in self._days.items()
        }
        self.grid.show(self.first, said, today=self.shell.today, cursor=cursor)

    # The day under the cursor

    @property
    def day_in_sight(self) -> date:
        """The day under the cursor."""
        return self.grid.cursor or super().day_in_sight

    def on_month_grid_rested(self) -> None:
        """Say what it has; a day of another month shows that."""
        day = self.grid.cursor
        if day is None:
            return
        if (day.year, day.month) != (self.first.year, self.first.month):
            self.turn_page(day.replace(day=1), day)
            return
        self.note(day)
        self.query_one("#says", Static).update(Content("\n").join(_told(day, self._days.get(day), self._clashing)))

    def on_month_grid_opened(self) -> None:
        """Go to its week."""
        self.action_week()

    # Turning

    def action_before(self) -> None:
        """The month before."""
        self.turn_page((self.first - timedelta(days=1)).replace(day=1))

    def action_after(self) -> None:
        """The month after."""
        self.turn_page(after_month(self.first))

    def action_today(self) -> None:
        """This month, the cursor on today."""
        self.turn_page(self.shell.today.replace(day=1), self.shell.today)


def _said(day: "DayOfMeetings", *, has_clash: bool) -> Said:
    count = len(day.meetings)
    return Said(f"({count})" if count else "✕", " ".join(day.codes), CLASH if has_clash else "")


def _told(day: date, has: "DayOfMeetings | None", clashing: frozenset[int]) -> list[Content]:
    if has is None:
        return [Content.assemble(paint(reading(day), "bold"), "  no meetings")]
    count = len(has.meetings)
    held = f"  {count} {'meeting' if count == 1 else 'meetings'}" if count else "  no meetings"
    cancelled = f", {has.cancelled} cancelled" if has.cancelled else ""
    clash = len(clashing.intersection(has.meetings))
    words = paint(f"  {CLASH} {clash} of them {'clashes' if clash == 1 else 'clash'}" if clash else "", "$text-warning")
    return [Content.assemble(paint(reading(day), "bold"), f"{held}{cancelled}", words), paint(", ".join(has.codes))]


def _month(desk: "Desk", first: date, zone: str, only: "Only") -> Month:
    from acxdesk.queries.weeks import days_between

    return Month(first, days_between(desk, shown_from(first), shown_until(first), zone, only))
