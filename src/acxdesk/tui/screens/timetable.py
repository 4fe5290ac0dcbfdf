"""The timetable of a session: a line a meeting, and what can be done with the meeting under the cursor."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from acxdesk.queries.listing import Column
from acxdesk.rules.durations import span
from acxdesk.rules.localtime import city_of, reading
from acxdesk.rules.sessions import CAN_CHANGE
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import perform, shell
from acxdesk.tui.screens.sessionhead import clock_words
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.sessions import MeetingRow, SessionCard

CANCELLED, MOVED, TOGETHER, STANDS_IN = "✕", "»", "=", "⇄"
_DEEDS = frozenset({"move_meeting", "resize_meeting", "cancel_meeting", "add_meeting", "substitute", "together"})


class Timetable(QuietList):
    """The meetings of one session. It carries out their deeds; the screen reads the session again after each."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("timetable")]
    HELP = (
        "The meetings, by the session's own clocks and by yours where they differ. m or Enter moves one, L makes it "
        "longer or shorter, d cancels it or holds a cancelled one after all, S lets another coach teach it, a adds "
        "one. w teaches it and those after it as part of another session's meetings, marked with =, and takes that "
        "back. Who has the session in a calendar is told of each change by the next export."
    )

    def __init__(self) -> None:
        super().__init__({"sort"}, id="timetable", empty_words="No meetings yet. a adds one.")
        self._card: SessionCard | None = None
        self._viewer = ""

    def show_card(self, card: "SessionCard", viewer: str) -> None:
        """Show the meetings of a session as it was just read; the cursor stays.

        Args:
            card: the session.
            viewer: the IANA zone of whoever looks.
        """
        self._card, self._viewer = card, viewer
        listing = FixedListing.made(
            _columns(card, viewer), [(meeting.id, _cells(meeting, card, viewer)) for meeting in card.meetings]
        )
        self.refill(listing)

    @property
    def meeting(self) -> "MeetingRow | None":
        """The meeting under the cursor."""
        if self._card is None or self.current is None:
            return None
        number = self.current.id
        return next((meeting for meeting in self._card.meetings if meeting.id == number), None)

    # What cannot be done now

    def why_not(self, action: str) -> str:
        """Why a deed cannot be done with the meeting under the cursor; empty when it can."""
        card = self._card
        if action not in _DEEDS or card is None:
            return ""
        if card.status not in CAN_CHANGE:
            return f"{card.reference} is {card.status} and cannot be changed."
        return "" if action == "add_meeting" else self._why_not_here(action, card)

    def _why_not_here(self, action: str, card: "SessionCard") -> str:
        meeting = self.meeting
        if meeting is None:
            return "There is no meeting here."
        if action == "substitute" and not any(coach.teaches for coach in card.coaches):
            return f"{card.reference} has no coach to stand in for. A asks one."
        return _why_not(action, meeting)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mark are not there; what cannot be done now stays in sight."""
        return super().check_action(action, parameters) and (None if self.why_not(action) else True)

    def on_big_list_rested(self) -> None:
        """The keys follow the cursor."""
        self.screen.refresh_bindings()

    # Deeds

    def on_big_list_opened(self, note: BigList.Opened) -> None:
        """Enter moves the meeting, if it can be moved."""
        note.stop()
        self.call_later(self.app.run_action, "move_meeting", self)

    def action_move_meeting(self) -> None:
        """Ask for another date or time."""
        from acxdesk.tui.screens.meetingforms import move_meeting_form

        if self._card is not None and self.meeting is not None:
            self.app.push_screen(move_meeting_form(self._card, self.meeting))

    def action_resize_meeting(self) -> None:
        """Ask for another length."""
        from acxdesk.tui.screens.meetingforms import resize_meeting_form

        if self._card is not None and self.meeting is not None:
            self.app.push_screen(resize_meeting_form(self._card, self.meeting))

    def action_add_meeting(self) -> None:
        """Ask when it is."""
        from acxdesk.tui.screens.meetingforms import add_meeting_form

        if self._card is not None:
            self.app.push_screen(add_meeting_form(self._card))

    def action_together(self) -> None:
        """Ask with which session, then teach them together; what is taught together is taught alone again."""
        from acxdesk.tui.screens.sharing import share, unshare

        card, meeting = self._card, self.meeting
        if card is None or meeting is None:
            return
        if meeting.shared:
            unshare(self, card.reference)
        else:
            later = (one.number for one in card.meetings if one.number >= meeting.number)
            free = {one.number for one in card.meetings if not one.cancelled and not one.shared}
            share(self, card.reference, tuple(number for number in later if number in free))

    def action_substitute(self) -> None:
        """Ask who stands in; where somebody does, the coach teaches it herself again."""
        from acxdesk.tui.screens.coachdeeds import stands_in

        if self._card is not None and self.meeting is not None:
            stands_in(self, self._card, self.meeting)

    def action_cancel_meeting(self) -> None:
        """Ask why, then cancel; a cancelled one is held after all, at once."""
        from acxdesk.tui.screens.dialogs import Reason

        card, meeting = self._card, self.meeting
        if card is None or meeting is None:
            return
        reference, number = card.reference, meeting.number
        if meeting.cancelled:
            from acxdesk.tui.screens.accepting import accepting

            margins = shell(self).settings.margin_fields
            accepting(self, lambda desk, accept: _hold(desk, reference, number, {"accept": accept, **margins}))
            return
        title = f"Cancel meeting {number} of {reference}, {reading(meeting.day)}"

        def cancel(reason: str | None) -> None:
            if reason is not None:
                perform(self, lambda desk: _cancel(desk, reference, number, reason))

        self.app.push_screen(Reason(title, "Why? It is told in the journal."), cancel)


def _hold(desk: "Desk", reference: str, number: int, clashes: "Mapping[str, object]") -> "Receipt":
    from acxdesk.actions.meetings import RestoreMeeting, restore_meeting

    return restore_meeting(desk, RestoreMeeting.read({"session": reference, "number": number, **clashes}))


def _cancel(desk: "Desk", reference: str, number: int, reason: str) -> "Receipt":
    from acxdesk.actions.meetings import CancelMeeting, cancel_meeting

    return cancel_meeting(desk, CancelMeeting.read({"session": reference, "number": number, "reason": reason}))


def _why_not(action: str, meeting: "MeetingRow") -> str:
    if meeting.cancelled and action != "cancel_meeting":
        return f"Meeting {meeting.number} is cancelled. d holds it after all."
    if action != "together":
        return ""
    guests = [one.session for one in meeting.shared if not one.is_host]
    return f"{guests[0]} is taught with it: w on its own timetable takes that back." if guests else ""


def _columns(card: "SessionCard", viewer: str) -> tuple[Column, ...]:
    """What stands in a line; times of the viewer and places only where there are any."""
    columns = [
        Column("number", "No.", 3, numeric=True),
        Column("day", "Day", 15),
        Column("time", city_of(card.zone), 11, numeric=True),
    ]
    differs = viewer != card.zone
    if differs:
        columns.append(Column("yours", city_of(viewer), 15, numeric=True))
    columns += [Column("length", "Length", 9, numeric=True), Column("remark", "Remark", 17 if differs else 33)]
    if any(meeting.place for meeting in card.meetings):
        columns.append(Column("place", "Place", 12))
    return tuple(columns)


def _cells(meeting: "MeetingRow", card: "SessionCard", viewer: str) -> tuple[str, ...]:
    cells = {
        "number": str(meeting.number),
        "day": reading(meeting.day),
        "time": clock_words(meeting, card.zone),
        "yours": clock_words(meeting, viewer, beside=meeting.day),
        "length": span(meeting.minutes),
        "remark": _remark(meeting),
        "place": meeting.place,
    }
    return tuple(cells[column.name] for column in _columns(card, viewer))


def _remark(meeting: "MeetingRow") -> str:
    """With what it is taught together; whether it is cancelled, who stands in, or whether it was moved, and why."""
    together = "; ".join(f"{TOGETHER} {one.words.removeprefix('taught ')}" for one in meeting.shared)
    stands_in = "; ".join(f"{STANDS_IN} {one.words}" for one in meeting.substitutes)
    if meeting.cancelled or not (together or stands_in):
        return _changed(meeting)
    return "; ".join(filter(None, (stands_in, together)))


def _changed(meeting: "MeetingRow") -> str:
    """Whether it is cancelled or was moved, by sign and word, and why."""
    if meeting.cancelled:
        return f"{CANCELLED} cancelled" + (f": {meeting.reason}" if meeting.reason else "")
    if meeting.was:
        before = meeting.was.partition(",")[0].replace(f" {meeting.day.year} ", " ")
        return f"{MOVED} was {before}" + (f": {meeting.reason}" if meeting.reason else "")
    return ""
