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
MOST_LOOKED_AT: Final = 200  # people of whom it is told beside a session that they lack what it asks for


class PickSession(SearchDialog[str]):
    """Asks for a session that takes delegates; those ahead stand first. Gives its reference.

    Args:
        title: what is done with it.
        people: who are to have a seat there; what they lack for a session is told beside it.
        but: the reference of one that is not offered.
    """

    HELP = "Type some letters of the session's reference, title or city, in any order. Enter picks it."
    PLACEHOLDER = "acxm nov, master, london …"
    DEFAULT_CSS = """
    PickSession OptionList { text-wrap: nowrap; text-overflow: ellipsis; }
    """
    NOTHING = "No session that takes delegates is called that. Area 2 schedules one and opens a draft."

    def __init__(self, title: str, *, people: Sequence[int] = (), but: str = "") -> None:
        super().__init__(title)
        self._people = people
        self._but = but
        self._call_off: Callable[[], None] | None = None

    def search(self, words: str) -> None:
        """Ask the desk, once the typing rests."""
        if self._call_off is not None:
            self._call_off()
        self._call_off = later(self, PAUSE if words else 0, self._ask, words)

    def _ask(self, words: str) -> None:
        people, but = self._people, self._but
        read(self, lambda desk: sessions_for(desk, words, people=people, but=but), self.show_hits, slot="sessions")


def sessions_for(desk: "Desk", words: str, *, people: Sequence[int] = (), but: str = "") -> Sequence[Hit[str]]:
    """Sessions that take delegates and match: first those ahead by their start, then those that run or are over.

    Args:
        desk: where to read.
        words: what was typed.
        people: who are to have a seat; what they lack for a session stands behind it with a "✕".
        but: the reference of one that is left out.
    """
    from acxdesk.queries.prerequisites import lacking_at
    from acxdesk.queries.sessions import sessions

    listing = sessions(desk).arranged(words=words, descending=True)
    at = {column.name: place for place, column in enumerate(listing.columns)}
    ahead: list[Hit[str]] = []
    over_now: list[Hit[str]] = []
    lines = [
        line
        for line in listing.after(None, MOST)
        if Status(str(line.values[at["status"]])) in TAKES_ENROLMENTS and line.cells[at["reference"]] != but
    ]
    looked_at = people if len(people) <= MOST_LOOKED_AT else ()
    lacks = lacking_at(desk, looked_at, (line.id for line in lines)) if looked_at else {}
    for line in lines:
        parts = [line.cells[at[name]] for name in ("starts_on", "seats")]
        missing = lacks.get(line.id, ())
        parts.append(_lacks(missing, len(people)) if missing else line.cells[at["title"]])
        hit = Hit(line.cells[at["reference"]], line.cells[at["reference"]], "  ".join(parts))
        is_ahead = line.values[at["phase"]] == Phase.UPCOMING
        (ahead if is_ahead else over_now).append(hit)
    return (*reversed(ahead), *over_now)


def _lacks(missing: Sequence[str], people: int) -> str:
    """What is missing, of one person in words."""
    return f"✕ {missing[0]}" if people == 1 else f"✕ {len(missing):,} of {people:,} lack what it asks for"


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

    screen.app.push_screen(PickSession(f"Book {who} on", people=people), go_on)


def booked(desk: "Desk", reference: str, people: Sequence[int], hours: int) -> "PlacesReport":
    """Book people as one deed.

    Raises:
        NotFound: no such session or person.
        Refused: the one person cannot be booked.
    """
    from acxdesk.actions.enrolments import MovePlaces, move_places

    values = {"session": reference, "people": tuple(people), "verb": "book", "offer_hours": hours}
    return move_places(desk, MovePlaces.read(values))
