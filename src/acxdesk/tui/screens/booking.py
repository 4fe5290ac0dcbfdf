"""Booking people on a session: pick the session by some letters, look at what will change, one deed with one undo."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from acxdesk.rules.sessions import TAKES_ENROLMENTS, Phase, Status
from acxdesk.tui.bulk import over
from acxdesk.tui.perform import later, read
from acxdesk.tui.screens.pick import SearchDialog
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.actions.enrolments import PlacesReport
    from acxdesk.desk.door import Desk
    from acxdesk.tui.screens.area import AreaScreen

PAUSE: Final = 0.08  # seconds without a letter before the desk is asked
MOST: Final = 200  # sessions that are looked at, the latest first


class PickSession(SearchDialog[str]):
    """Asks for a session that takes delegates; those ahead stand first. Gives its reference."""

    HELP = "Type some letters of the session's reference, title or city, in any order. Enter picks it."
    PLACEHOLDER = "acxm nov, master, london …"
    DEFAULT_CSS = """
    PickSession OptionList { text-wrap: nowrap; text-overflow: ellipsis; }
    """
    NOTHING = "No session that takes delegates is called that. Area 2 schedules one and opens a draft."

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._call_off: Callable[[], None] | None = None

    def search(self, words: str) -> None:
        """Ask the desk, once the typing rests."""
        if self._call_off is not None:
            self._call_off()
        self._call_off = later(self, PAUSE if words else 0, self._ask, words)

    def _ask(self, words: str) -> None:
        read(self, lambda desk: sessions_for(desk, words), self.show_hits, slot="sessions")


def sessions_for(desk: "Desk", words: str) -> Sequence[Hit[str]]:
    """Sessions that take delegates and match: first those ahead by their start, then those that run or are over."""
    from acxdesk.queries.sessions import sessions

    listing = sessions(desk).arranged(words=words, descending=True)
    at = {column.name: place for place, column in enumerate(listing.columns)}
    ahead: list[Hit[str]] = []
    over_now: list[Hit[str]] = []
    for line in listing.after(None, MOST):
        if Status(str(line.values[at["status"]])) not in TAKES_ENROLMENTS:
            continue
        parts = (line.cells[at[name]] for name in ("starts_on", "seats", "title"))
        hit = Hit(line.cells[at["reference"]], line.cells[at["reference"]], "  ".join(parts))
        is_ahead = line.values[at["phase"]] == Phase.UPCOMING
        (ahead if is_ahead else over_now).append(hit)
    return (*reversed(ahead), *over_now)


def book(
    screen: "AreaScreen", people: Sequence[int], names: Sequence[str], *, done: Callable[[], None] | None = None
) -> None:
    """Ask for the session, then book.

    Args:
        screen: who asks.
        people: their numbers.
        names: what they are called, where that is known of all.
        done: is called after the deed.
    """
    who = ", ".join(names) if names else f"{len(people):,} {'person' if len(people) == 1 else 'people'}"

    def go_on(reference: str | None) -> None:
        if reference is not None:
            hours = screen.shell.settings.offer_hours
            over(
                screen,
                f"Book {who} on {reference}",
                lambda desk: booked(desk, reference, people, hours),
                done=lambda _report: done() if done is not None else None,
            )

    screen.app.push_screen(PickSession(f"Book {who} on"), go_on)


def booked(desk: "Desk", reference: str, people: Sequence[int], hours: int) -> "PlacesReport":
    """Book people as one deed.

    Raises:
        NotFound: no such session or person.
        Refused: the one person cannot be booked.
    """
    from acxdesk.actions.enrolments import MovePlaces, move_places

    values = {"session": reference, "people": tuple(people), "verb": "book", "offer_hours": hours}
    return move_places(desk, MovePlaces.read(values))
