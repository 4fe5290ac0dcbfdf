"""The moves of places, for one or for all that are marked: asked, looked at before, done as one deed with one undo."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from textual.widget import Widget

from acxdesk.errors import NotFound, Refused
from acxdesk.rules.enrolments import PAST, STEPS, Place
from acxdesk.tui.bulk import over
from acxdesk.tui.perform import shell

if TYPE_CHECKING:
    from acxdesk.actions.enrolments import PlacesReport
    from acxdesk.desk.door import Desk

VERBS: Final = {
    "book_place": "book",
    "accept_place": "accept",
    "confirm_place": "confirm",
    "withdraw_place": "withdraw",
    "cancel_place": "cancel",
    "decline_place": "decline",
    "transfer_place": "transfer",
}
QUESTIONS: Final = {
    "withdraw": "Why does she leave? The journal keeps it.",
    "cancel": "Why is the place ended? The journal keeps it.",
}


class MovesPlaces:
    """What a screen or a widget is, too, that shows places which can be moved."""

    # What it says of itself

    def places_meant(self) -> tuple[int, ...]:
        """The numbers of the enrolments that a deed is for."""
        raise NotImplementedError

    def one_meant(self) -> tuple[str, Place] | None:
        """Whose place it is and what it is, when just one is meant and it is known."""
        raise NotImplementedError

    def moved(self) -> None:
        """A deed was done with all that were meant."""

    def why_no_move(self, action: str) -> str:
        """Why places cannot be moved now; empty when they can. Of many, the look before the deed tells which cannot."""
        verb = VERBS.get(action)
        if verb is None:
            return ""
        if not self.places_meant():
            return "Nobody is here."
        one = self.one_meant()
        if one is None or one[1] in STEPS[verb].sources:
            return ""
        return f"{one[0]} is {one[1]}: that cannot be {PAST[verb]}."

    # Doing

    def action_book_place(self) -> None:
        """Give a seat, where one is free and nobody waits longer."""
        self._move("book")

    def action_accept_place(self) -> None:
        """Take what was offered."""
        self._move("accept")

    def action_confirm_place(self) -> None:
        """Confirm what was booked."""
        self._move("confirm")

    def action_decline_place(self) -> None:
        """Turn down."""
        self._move("decline")

    def action_withdraw_place(self) -> None:
        """Ask why, then end it by her wish."""
        self._ask("withdraw")

    def action_cancel_place(self) -> None:
        """Ask why, then end it by the desk's decision."""
        self._ask("cancel")

    def action_transfer_place(self) -> None:
        """Ask where to and why, then transfer to another session."""
        from acxdesk.tui.screens.transferring import chosen

        one, ids = self.one_meant(), self.places_meant()
        who = one[0] if one is not None else f"{len(ids):,} people"
        chosen(cast("Widget", self), ids, who, done=self.moved)

    def _ask(self, verb: str) -> None:
        from acxdesk.tui.screens.dialogs import Reason

        node = cast("Widget", self)
        ids, title = self.places_meant(), self._title(verb)

        def go_on(reason: str | None) -> None:
            if reason is not None:
                self._carry_out(verb, ids, title, reason)

        node.app.push_screen(Reason(title, QUESTIONS[verb]), go_on)

    def _move(self, verb: str) -> None:
        self._carry_out(verb, self.places_meant(), self._title(verb))

    def _title(self, verb: str) -> str:
        one, count = self.one_meant(), len(self.places_meant())
        return f"{verb.capitalize()}: {one[0]}" if one is not None else f"{verb.capitalize()} {count:,} places"

    def _carry_out(self, verb: str, ids: Sequence[int], title: str, reason: str = "") -> None:
        node = cast("Widget", self)
        hours = shell(node).settings.offer_hours
        over(
            node,
            title,
            lambda desk: places_moved(desk, ids, verb, reason=reason, hours=hours),
            done=lambda _report: self.moved(),
        )


def places_moved(desk: "Desk", ids: Sequence[int], verb: str, *, reason: str, hours: int) -> "PlacesReport":
    """Move places of one session as one deed, in the order of the numbers: of few seats, the first get them.

    Args:
        desk: open; a rehearsing one only tells.
        ids: the numbers of the enrolments.
        verb: what is done.
        reason: why; withdrawing and cancelling ask for one.
        hours: how long a new offer stands.

    Raises:
        NotFound: none of them is there any more.
        Refused: they are of several sessions, or the one cannot be moved.
    """
    session, people = of_one_session(desk, ids)
    return people_moved(desk, session, people, verb, reason=reason, hours=hours)


def of_one_session(desk: "Desk", ids: Sequence[int]) -> tuple[str, list[int]]:
    """The session that places are of, and whose they are, in the order of the numbers.

    Raises:
        NotFound: none of them is there any more.
        Refused: they are of several sessions.
    """
    from acxdesk.queries.enrolments import enrolments

    listing = enrolments(desk)
    at = {column.name: place for place, column in enumerate(listing.columns)}
    lines = {line.id: line for line in listing.of(ids)}
    if not lines:
        raise NotFound("These places are not on the desk any more.", remedy="The journal tells what became of them.")
    sessions = {str(line.values[at["session"]]) for line in lines.values()}
    if len(sessions) > 1:
        raise Refused(
            f"The marked places are of {len(sessions):,} sessions.",
            remedy="Mark those of one session, or do it on the session's own list.",
        )
    return sessions.pop(), [int(str(lines[one].values[at["person"]])) for one in ids if one in lines]


def people_moved(
    desk: "Desk", session: str, people: Sequence[int], verb: str, *, reason: str = "", hours: int
) -> "PlacesReport":
    """Move people of one session as one deed, whether they have a place on it or not.

    Raises:
        NotFound: no such session or person.
        Refused: the one person cannot be moved.
    """
    from acxdesk.actions.enrolments import MovePlaces, move_places

    values = {"session": session, "people": tuple(people), "verb": verb, "reason": reason, "offer_hours": hours}
    return move_places(desk, MovePlaces.read(values))
