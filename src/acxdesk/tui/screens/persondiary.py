"""A coach's diary on her card: what she is asked and teaches next, leave, hours, when she is busy, her load."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType

from acxdesk.queries.listing import Column
from acxdesk.rules.diaries import amount, hours_words, month_words, short_days
from acxdesk.rules.localtime import clock_hours, reading, wall
from acxdesk.rules.sessions import MOVES
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import perform, read, shell
from acxdesk.tui.places import Place
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.coaching import AskingRow, CoachDiary
    from acxdesk.queries.diaries import Away, LeaveRow
    from acxdesk.queries.teaching import Taught

COLUMNS: Final = (
    Column("what", "What", 19),
    Column("when", "When", 27),
    Column("which", "Which", 18),
    Column("remark", "Remark", 9),
)
VERBS: Final = {f"{verb}_asking": verb for verb in ("accept", "decline", "confirm", "withdraw")}
_OF_LEAVE: Final = frozenset({"remove_leave"})
_OF_COACH: Final = frozenset({"new_leave", "set_hours"})


class DiarySide(QuietList):
    """The lines of one person's diary. Who is no coach has none."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("diary")]
    HELP = (
        "What concerns a coach's time from now on: what she is asked, what she teaches, her leave, the hours of her "
        "week, when her own calendar has something, and how much she teaches in each month. a F v w say what she "
        "answered, n adds leave, Enter edits one, d takes it away, H sets her hours. Enter on a meeting goes to its "
        "session."
    )

    def __init__(self, person: int) -> None:
        super().__init__({"sort"}, id="diary", empty_words="Nothing is kept: she is no coach. e marks her as one.")
        self._person = person
        self._diary: CoachDiary | None = None
        self._meant: tuple[AskingRow | LeaveRow | str | None, ...] = ()
        self._is_coach = False
        self._read_at = -1  # the revision of the desk that it shows

    def look(self, *, is_coach: bool) -> None:
        """It is looked at: read what has changed since."""
        app = shell(self)
        if self._read_at == app.revision:
            return
        self._read_at, self._is_coach = app.revision, is_coach
        person, zone = self._person, app.zone
        read(self, lambda desk: _diary(desk, person, zone), self._show, slot="diary")

    def _show(self, diary: "CoachDiary") -> None:
        self._diary = diary
        lines = list(_lines(diary, shell(self).zone)) if self._is_coach or diary.teaches or diary.askings else []
        self._meant = tuple(meant for meant, _cells in lines)
        self.refill(FixedListing.made(COLUMNS, [(at, cells) for at, (_meant, cells) in enumerate(lines)]))
        self.screen.refresh_bindings()

    # What is meant

    @property
    def meant(self) -> "AskingRow | LeaveRow | str | None":
        """What is behind the line under the cursor."""
        line = self.current
        return None if line is None or line.id >= len(self._meant) else self._meant[line.id]

    def command_words(self) -> Mapping[str, str]:
        """The session under the cursor."""
        meant = self.meant
        reference = meant if isinstance(meant, str) else getattr(meant, "reference", "")
        return {"session": reference} if reference else {}

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        if action in _OF_COACH and not self._is_coach:
            return "She is no coach. e marks her as one."
        if action in _OF_LEAVE and _leave(self.meant) is None:
            return "That is no leave."
        if action in VERBS:
            asking = _asking(self.meant)
            if asking is None:
                return "She is not asked here."
            if asking.answer not in MOVES[VERBS[action]].sources:
                return f"{asking.reference}: she is {asking.answer}."
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mark are not there; what cannot be done now stays in sight."""
        return super().check_action(action, parameters) and (None if self.why_not(action) else True)

    # Doing

    def on_big_list_opened(self, note: notes.Opened) -> None:
        """Edit the leave, else go to the session."""
        note.stop()
        meant, leave = self.meant, _leave(self.meant)
        reference = meant if isinstance(meant, str) else getattr(meant, "reference", "")
        if leave is not None and self._diary is not None:
            from acxdesk.tui.screens.coachforms import edit_leave_form

            self.app.push_screen(edit_leave_form(self._diary, leave))
        elif reference:
            shell(self).visit(Place("2", "session", reference))

    def action_new_leave(self) -> None:
        """Ask for its days."""
        from acxdesk.tui.screens.coachforms import leave_form

        if self._diary is not None:
            self.app.push_screen(leave_form(self._diary, shell(self).zone))

    def action_remove_leave(self) -> None:
        """Take it away; undo puts it back."""
        leave = _leave(self.meant)
        if leave is not None:
            number = leave.id
            perform(self, lambda desk: _removed(desk, number))

    def action_set_hours(self) -> None:
        """Ask for the hours of her week."""
        from acxdesk.tui.screens.coachforms import hours_form

        if self._diary is not None:
            self.app.push_screen(hours_form(self._diary, shell(self).zone))

    def action_accept_asking(self) -> None:
        """She accepts."""
        self._answered("accept")

    def action_decline_asking(self) -> None:
        """She declines, with a reason."""
        self._answered("decline")

    def action_confirm_asking(self) -> None:
        """She is confirmed."""
        self._answered("confirm")

    def action_withdraw_asking(self) -> None:
        """She is asked no more."""
        self._answered("withdraw")

    def _answered(self, verb: str) -> None:
        from acxdesk.tui.screens.coachdeeds import answered

        asking = _asking(self.meant)
        if asking is not None and self._diary is not None:
            answered(self, asking.reference, verb, self._person, self._diary.name)


def _asking(meant: object) -> "AskingRow | None":
    from acxdesk.queries.coaching import AskingRow

    return meant if isinstance(meant, AskingRow) else None


def _leave(meant: object) -> "LeaveRow | None":
    from acxdesk.queries.diaries import LeaveRow

    return meant if isinstance(meant, LeaveRow) else None


def _lines(diary: "CoachDiary", zone: str) -> "Iterator[tuple[AskingRow | LeaveRow | str | None, tuple[str, ...]]]":
    """Each line with what is behind it: what waits for an answer first."""
    for asking in diary.askings:
        remark = asking.reason or asking.role.value
        yield asking, (asking.words(diary.now), reading(asking.starts_on), asking.reference, remark)
    yield None, ("Hours", hours_words(diary.diary.week.hours), diary.diary.week.zone, "")
    for leave in diary.diary.leaves:
        yield leave, ("Leave", short_days(leave.first_on, leave.last_on), leave.reason, "")
    for month in diary.load.months:
        meetings = f"{month.meetings} meeting{'' if month.meetings == 1 else 's'}"
        yield None, ("Load", f"{month_words(month.month)}: {amount(month.minutes)}", meetings, "")
    for meeting in diary.teaches:
        stands_in = f", for {meeting.instead_of}" if meeting.instead_of else ""
        which = f"{meeting.reference}, {meeting.number}"
        yield meeting.reference, ("Teaches", _when(meeting, zone), which, f"{meeting.role}{stands_in}")
    for busy in diary.diary.busy:
        yield None, ("Busy", _when(busy, zone), "", "")


def _when(one: "Taught | Away", zone: str) -> str:
    return f"{reading(wall(one.starts_at, zone).date())} {clock_hours(one.starts_at, one.ends_at, zone)}"


def _diary(desk: "Desk", person: int, zone: str) -> "CoachDiary":
    from acxdesk.queries.coaching import coach_diary

    return coach_diary(desk, person, zone)


def _removed(desk: "Desk", number: int) -> "Receipt":
    from acxdesk.actions.diaries import RemoveLeave, remove_leave

    return remove_leave(desk, RemoveLeave(leave=number))
