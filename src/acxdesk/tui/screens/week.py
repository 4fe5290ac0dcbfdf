"""One week with a grid of half-hours: the meetings of each day side by side, and all about the one under the cursor."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from acxdesk.rules.localtime import MONTHS, city_of, day_begins
from acxdesk.rules.weekgrid import Piece, Spell, pieces, shown_days, signs
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.meetingwords import boxed, coaches_named, told
from acxdesk.tui.screens.views import WEEK, DatedScreen, monday_of
from acxdesk.tui.widgets.weekgrid import WeekGrid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acxdesk.desk.door import Desk
    from acxdesk.queries.weeks import DatedMeeting, Only


@dataclass(frozen=True, slots=True)
class Week:
    """What was read of a week."""

    monday: date
    meetings: tuple["DatedMeeting", ...]


class WeekScreen(DatedScreen):
    """The days from a Monday on."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("views.month", "views.agenda", "views.today", "dated", "week")]
    HELP = (
        "The week, half-hours down and days across, by your own clocks. Meetings that overlap stand side by side; +2 "
        "counts those without room, and the cursor reaches them too. The letter in a box is its coach's, named below; "
        "! is a clash. Arrows and h j k go from meeting to meeting, Enter opens the session, PgUp and PgDn turn to "
        "the week before and after. v shows one coach, room or ladder. m, a and l are the month, the agenda and the "
        "list, so that l does not go to the right here."
    )
    DEFAULT_CSS = """
    WeekScreen {
        & #says { height: 3; padding: 0 1; }
    }
    .-low WeekScreen #says { display: none; }
    """
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-low"), (16, "-high"), (32, "-tall")]

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self.grid = WeekGrid(empty_words="No meetings in this week. PgUp and PgDn turn to another, t to today's.")
        self._week: Week | None = None
        self._meetings: Mapping[int, DatedMeeting] = {}
        self._pieces: tuple[Piece, ...] = ()
        self._signs: Mapping[str, str] = {}

    def compose_body(self) -> ComposeResult:
        """The grid, and all about one meeting."""
        yield self.grid
        yield Static(id="says")

    # Reading

    @property
    def monday(self) -> date:
        """The first day of the week."""
        return monday_of(self.first_day)

    def reread(self) -> None:
        """Read the week."""
        monday, zone, only = self.monday, self.shell.zone, self.whose.only
        self._say_where()
        read(self, lambda desk: _week(desk, monday, zone, only), self._show, slot="week")

    def _say_where(self) -> None:
        monday, sunday = self.monday, self.monday + timedelta(days=6)
        stretch = f"{monday.day} {MONTHS[monday.month - 1]} to {sunday.day} {MONTHS[sunday.month - 1]} {sunday.year}"
        self.name_crumbs(f"week of {stretch}", *self.whose.words, aside=city_of(self.shell.zone))

    def _show(self, week: Week) -> None:
        if week.monday != self.monday:  # turned on meanwhile: the other week is being read
            return
        is_new = self._week is None or self._week.monday != week.monday
        self._week = week
        self._meetings = {one.id: one for one in week.meetings}
        self._signs = signs(coaches_named(week.meetings))
        self._draw(cursor=self._nearest() if is_new else self.grid.cursor)

    def _draw(self, cursor: int | None) -> None:
        meetings = self._meetings.values()
        found = tuple(pieces((Spell(one.id, one.starts_at, one.ends_at) for one in meetings), self.shell.zone))
        self._pieces = found
        drawn = {one.id: boxed(one, self._signs, self.shell.zone) for one in meetings}
        self.grid.show(shown_days(self.monday, found), found, drawn, today=self.shell.today, cursor=cursor)

    def _nearest(self) -> int | None:
        """The meeting that was under the cursor, if it is on the day in sight; else the first from that day on."""
        day, zone, before = super().day_in_sight, self.shell.zone, self._meetings.get(self._area.cursor or -1)
        if before is not None and before.local(zone)[0].date() == day:
            return before.id
        return next((one.id for one in self._meetings.values() if one.local(zone)[0].date() >= day), None)

    # The meeting under the cursor

    @property
    def meeting(self) -> "DatedMeeting | None":
        """The meeting under the cursor."""
        return self._meetings.get(-1 if self.grid.cursor is None else self.grid.cursor)

    @property
    def day_in_sight(self) -> date:
        """The day of the meeting under the cursor."""
        return self.grid.day or super().day_in_sight

    def command_words(self) -> "Mapping[str, str]":
        """The meeting under the cursor, and its day."""
        meeting = self.meeting
        words = dict(super().command_words())
        return words if meeting is None else {**words, "session": meeting.session, "number": str(meeting.number)}

    def on_week_grid_rested(self) -> None:
        """Say all about it; the keys follow."""
        is_here = self._week is not None and self._week.monday == self.monday
        if is_here and self.meeting is not None and self.grid.day is not None:
            self.note(self.grid.day, self.meeting.id)
        self._say()
        self.refresh_bindings()

    def _say(self) -> None:
        meeting = self.meeting
        lines = [] if meeting is None else told(meeting, self.shell.zone, self._signs)
        self.query_one("#says", Static).update(Content("\n").join(lines))

    def on_week_grid_opened(self) -> None:
        """Go to the session."""
        if self.meeting is not None:
            self.shell.visit(Place("2", "session", self.meeting.session))

    # Turning

    def action_before(self) -> None:
        """The week before."""
        self.turn_page(self.monday - WEEK)

    def action_after(self) -> None:
        """The week after."""
        self.turn_page(self.monday + WEEK)

    def action_today(self) -> None:
        """This week, the cursor on what is next."""
        today = self.shell.today
        self._week = None
        self.turn_page(monday_of(today), today)


def _week(desk: "Desk", monday: date, zone: str, only: "Only") -> Week:
    from acxdesk.queries.weeks import meetings_between

    first, after = (day_begins(day, zone) for day in (monday, monday + WEEK))
    return Week(monday, meetings_between(desk, first, after, only))
