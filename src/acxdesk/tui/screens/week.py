"""One week with a grid of half-hours: the meetings of each day side by side, and all about the one under the cursor."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from acxdesk.errors import Refused
from acxdesk.rules.localtime import MONTHS, city_of, day_begins, wall
from acxdesk.rules.weekgrid import Spell, pieces, shown_days, signs
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import later, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.meetingwords import boxed, coaches_named, named, told, told_of_move
from acxdesk.tui.screens.views import WEEK, DatedScreen, clashing, monday_of
from acxdesk.tui.screens.weekmoves import Pending, carried_out, moved, overlaid
from acxdesk.tui.widgets.weekgrid import Drawn, WeekGrid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.clashes import FoundClash
    from acxdesk.queries.sessions import SessionCard
    from acxdesk.queries.weeks import DatedMeeting, Only

REST: Final = 0.15  # seconds without a key before a move is rehearsed


@dataclass(frozen=True, slots=True)
class Week:
    """What was read of a week."""

    monday: date
    meetings: tuple["DatedMeeting", ...]


class WeekScreen(DatedScreen):
    """The days from a Monday on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("sessions.new", "views.month", "views.agenda", "views.today", "dated", "week")
    ]
    HELP = (
        "The week, half-hours down and days across, by your own clocks. Meetings that overlap stand side by side; +2 "
        "counts those without room, and the cursor reaches them too. The letter in a box is its coach's, named below; "
        "! is a clash. Arrows and h j k go from meeting to meeting, Enter opens the session, PgUp and PgDn turn to "
        "the week before and after. < > move the meeting by a day and { } by an hour, M to a date, * lets them move "
        "the whole session: the box shows where it would be, and what it would clash with stands below, until Enter "
        "saves it or Esc drops it. v shows one coach, room or ladder. m, a and l are the month, the agenda and the "
        "list, so that l does not go to the right here."
    )
    DEFAULT_CSS = """
    WeekScreen {
        & #says { height: 3; padding: 0 1; }
        &.-moving #says { height: 4; }
    }
    .-tall WeekScreen #says { height: 6; }
    .-low WeekScreen #says { display: none; }
    """
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-low"), (16, "-high"), (32, "-tall")]

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self.grid = WeekGrid(empty_words="No meetings in this week. PgUp and PgDn turn to another, t to today's.")
        self._week: Week | None = None
        self._meetings: Mapping[int, DatedMeeting] = {}
        self._shown: Mapping[int, DatedMeeting] = {}  # the same, those that are to be moved where they would be
        self._clashes: Mapping[int, tuple[FoundClash, ...]] = {}  # by meeting
        self._pending: Pending | None = None
        self._is_whole = False  # the next move is to be of the whole session
        self._call_off: Callable[[], None] | None = None  # the rehearsal that is due
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
        """Read the week, then what clashes in it."""
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
        self._check_pending()
        comes = () if self._pending is None else (self._pending.meeting,)  # from another week
        self._signs = signs(coaches_named((*week.meetings, *comes)))
        cursor = self._nearest() if is_new else self.grid.cursor
        self._draw(cursor if self._pending is None else self._pending.meeting.id)
        zone, margins = self.shell.zone, self.shell.settings.margins
        first, after = week.monday, week.monday + WEEK
        read(self, lambda desk: clashing(desk, first, after, zone, margins), self._mark, slot="clashes")

    def _mark(self, found: "Mapping[int, tuple[FoundClash, ...]]") -> None:
        """The signs of clashes come behind the meetings: these do not wait for them."""
        self._clashes = found
        self._draw(self.grid.cursor)

    def _draw(self, cursor: int | None) -> None:
        zone, pending = self.shell.zone, self._pending
        self._shown = overlaid(self._meetings, pending)
        elsewhere = moved(self._meetings, self._shown, pending) if pending else set()
        found = tuple(pieces((Spell(one.id, one.starts_at, one.ends_at) for one in self._shown.values()), zone))

        def drawn(key: int) -> Drawn:
            one = self._shown[key]
            return boxed(one, self._signs, zone, clashes=self._has_clash(key), is_moved=key in elsewhere)

        self.grid.show(shown_days(self.monday, found), found, drawn, today=self.shell.today, cursor=cursor)

    def _has_clash(self, meeting: int) -> bool:
        """Whether it has one that nobody accepted; of one that is to be moved, whether it would make one."""
        if self._pending is not None and self._pending.meeting.id == meeting:
            return bool(self._pending.clashes)
        return any(not one.accepted for one in self._clashes.get(meeting, ()))

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
        return self._shown.get(0 if self.grid.cursor is None else self.grid.cursor)

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
        meeting, pending, zone = self.meeting, self._pending, self.shell.zone
        lines = [] if meeting is None else told(meeting, zone, self._signs, self._clashes.get(meeting.id, ()))
        if pending is not None:
            lines = told_of_move(pending, zone, is_known=bool(pending.planned))
        self.set_class(pending is not None, "-moving")
        self.query_one("#says", Static).update(Content("\n").join(lines))

    def on_week_grid_opened(self) -> None:
        """Enter goes to the session; a move is saved first."""
        if self._pending is not None:
            self.action_save()
        elif self.meeting is not None:
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

    # Moving: a step is shown and rehearsed, and nothing is saved before Enter

    def why_not(self, action: str) -> str:
        """What is over or cancelled is not moved; nothing is saved that was not moved."""
        moves = {"day_before", "day_after", "hour_before", "hour_after", "whole", "move_to"}
        meeting = self.meeting if self._pending is None else self._pending.meeting
        if action in moves:
            return "There is no meeting here." if meeting is None else _cannot_move(meeting)
        if action == "save" and self._pending is None:
            return "Nothing was moved."
        return super().why_not(action)

    def action_day_before(self) -> None:
        """A day back."""
        self._step(days=-1)

    def action_day_after(self) -> None:
        """A day on."""
        self._step(days=1)

    def action_hour_before(self) -> None:
        """An hour back."""
        self._step(hours=-1)

    def action_hour_after(self) -> None:
        """An hour on."""
        self._step(hours=1)

    def action_whole(self) -> None:
        """The whole session, or the one meeting again."""
        if self._pending is not None:
            self._propose(self._pending.turned())
        elif self.meeting is not None:
            self._is_whole = not self._is_whole
            what = f"all meetings of {self.meeting.session}" if self._is_whole else "the one meeting"
            self.shell.say(f"< > {{ }} and M move {what} now.")

    def _step(self, *, days: int = 0, hours: int = 0) -> None:
        pending = self._pending
        if pending is None:
            assert self.meeting is not None  # `why_not` has seen to it
            pending = Pending(self.meeting, is_whole=self._is_whole)
        self._propose(pending.by(days=days, hours=hours))

    def _propose(self, pending: Pending) -> None:
        """Show a move at once, and what it would make after a rest of the keys."""
        self._call_off_rehearsal()
        if pending.is_back:
            self._drop()
            return
        self._pending = pending
        self._follow(pending)
        self._call_off = later(self, REST, self._rehearse, pending)

    def _check_pending(self) -> None:
        """A move of a meeting that somebody else moved meanwhile is dropped: its steps would go from elsewhere."""
        pending = self._pending
        now = None if pending is None else self._meetings.get(pending.meeting.id)
        if pending is not None and now is not None and now.starts_at != pending.meeting.starts_at:
            self._call_off_rehearsal()
            self._pending = None
            self.shell.say(f"{named(now)} was moved by somebody else.")

    def _follow(self, pending: Pending) -> None:
        """Draw it; where it leads into another week, turn there."""
        place = pending.places().get(pending.meeting.number)
        day = None if place is None else wall(place.starts_at, self.shell.zone).date()
        if day is not None and monday_of(day) != self.monday:
            self.turn_page(monday_of(day), day)
        self._draw(pending.meeting.id)

    def _rehearse(self, pending: Pending) -> None:
        self._call_off = None
        settings = self.shell.settings

        def told(receipt: "Receipt") -> None:
            if self._pending is pending:  # else it was moved on, saved or dropped: the answer is late
                self._pending = pending.told(receipt)
                self._follow(self._pending)

        def refused(refusal: Refused) -> None:
            if self._pending is pending:
                self._pending = replace(pending, refused=str(refusal))
                self._draw(pending.meeting.id)

        ask = partial(carried_out, pending=pending, settings=settings)
        read(self, lambda desk: ask(desk.rehearsing()), told, slot="rehearsal", refused=refused)

    def _call_off_rehearsal(self) -> None:
        if self._call_off is not None:
            self._call_off()
            self._call_off = None

    def action_save(self) -> None:
        """Carry the move out. One that makes clashes asks why they are accepted."""
        from acxdesk.tui.screens.accepting import accepting

        pending, settings = self._pending, self.shell.settings
        if pending is None:
            return
        self._call_off_rehearsal()

        def done(receipt: "Receipt") -> None:  # noqa: ARG001 - its sentence is told already
            if self._pending is not None and self._pending.meeting == pending.meeting:
                self._pending = None
                self._is_whole = False

        accepting(self, lambda desk, accept: carried_out(desk, pending, settings, accept), done=done)

    def _drop(self) -> None:
        """Leave everything where it was."""
        pending, self._pending, self._is_whole = self._pending, None, False
        self._call_off_rehearsal()
        if pending is not None:
            self.shell.say(f"{named(pending.meeting)} stays where it was.")
            self._draw(pending.meeting.id)

    def action_leave(self) -> None:
        """Esc drops a move first."""
        if self._pending is not None:
            self._drop()
        else:
            super().action_leave()

    def action_move_to(self) -> None:
        """Ask for a date and a time."""
        meeting = self.meeting if self._pending is None else self._pending.meeting
        assert meeting is not None  # `why_not` has seen to it
        is_whole = self._is_whole if self._pending is None else self._pending.is_whole
        self._drop()
        read(self, lambda desk: _card(desk, meeting.session), partial(self._ask_where, meeting, is_whole), slot="card")

    def _ask_where(self, meeting: "DatedMeeting", is_whole: bool, card: "SessionCard") -> None:
        from acxdesk.tui.screens.meetingforms import move_meeting_form
        from acxdesk.tui.screens.schedule import move_form

        row = next(one for one in card.meetings if one.id == meeting.id)
        self.app.push_screen(move_form(card, self.shell.settings) if is_whole else move_meeting_form(card, row))


def _cannot_move(meeting: "DatedMeeting") -> str:
    from acxdesk.rules.sessions import CAN_CHANGE

    if meeting.status not in CAN_CHANGE:
        return f"{meeting.session} is {meeting.status} and cannot be changed."
    return f"Meeting {meeting.number} is cancelled." if meeting.cancelled else ""


def _card(desk: "Desk", reference: str) -> "SessionCard":
    from acxdesk.queries.sessions import session

    return session(desk, reference)


def _week(desk: "Desk", monday: date, zone: str, only: "Only") -> Week:
    from acxdesk.queries.weeks import meetings_between

    first, after = (day_begins(day, zone) for day in (monday, monday + WEEK))
    return Week(monday, meetings_between(desk, first, after, only))
