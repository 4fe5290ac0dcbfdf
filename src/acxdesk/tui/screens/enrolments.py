"""All enrolments on the desk: who has which place on which session; narrowed to those who wait, or apply, or left."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType

from acxdesk.rules.enrolments import Place
from acxdesk.tui.keys import bindings
from acxdesk.tui.places import Place as Spot
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.screens.placemoves import MovesPlaces
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.listing import Listing

NOBODY: Final = "Nobody is here."
ALL: Final = ""


class EnrolmentsScreen(MovesPlaces, ListScreen):
    """Everybody's places."""

    AREA = "2"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("enrolments")]
    EMPTY = "Nobody has a place. Open a session (Esc, Enter), turn to its delegates and book somebody with n."
    FILE = "enrolments"
    SHOWN = ("name", "session", "place", "position")
    PLACEHOLDER = "letters of a name or an address"
    HELP = (
        "Every place of everybody on any session. n shows only who applied, waits, is offered a seat, is booked or "
        "has left. Enter opens the enrolment, t the session, p the delegate. The keys that move places go for all "
        "that are marked, as long as they are of one session."
    )

    def __init__(self, place: Spot | None = None) -> None:
        super().__init__(place)
        self._place: Place | None = None

    def on_mount(self) -> None:
        """Say where one is."""
        self._tell_where()

    def _tell_where(self) -> None:
        self.name_crumbs("all enrolments", *(() if self._place is None else (str(self._place),)), aside="")

    def listing(self, desk: "Desk") -> "Listing":
        """All, or those with one place."""
        from acxdesk.queries.enrolments import enrolments

        return enrolments(desk, place=self._place)

    # What is meant

    def places_meant(self) -> tuple[int, ...]:
        """The marked ones, else the one under the cursor."""
        return self.list.targets()

    def one_meant(self) -> tuple[str, Place] | None:
        """Who is under the cursor, when nobody is marked."""
        line = self.list.current
        if line is None or self.list.marked:
            return None
        return self.value(line, "name"), Place(self.value(line, "place"))

    def moved(self) -> None:
        """What was marked has had its deed."""
        self.list.clear_marks()

    def command_words(self) -> Mapping[str, str]:
        """The session and the delegate under the cursor."""
        line = self.list.current
        if line is None:
            return {}
        return {"session": self.value(line, "session"), "person": self.value(line, "person")}

    def why_not(self, action: str) -> str:
        """Nothing can be done with nobody; a place refuses what does not follow from it."""
        if action in {"person", "session"} and self.list.current is None:
            return NOBODY
        return self.why_no_move(action) or super().why_not(action)

    # Going on

    def opened(self, number: int) -> None:
        """Go to the enrolment."""
        self.shell.visit(Spot("2", "enrolment", number))

    def action_person(self) -> None:
        """Go to the delegate."""
        self.shell.visit(Spot("3", "person", int(self.value(self.list.current, "person"))))

    def action_session(self) -> None:
        """Go to the session's delegates."""
        self.shell.visit(Spot("2", "session", self.value(self.list.current, "session"), "delegates"))

    def action_narrow(self) -> None:
        """Ask which are to be shown."""
        from acxdesk.queries.enrolments import place_words

        hits = [Hit(ALL, "all"), *(Hit(str(place), place_words(place)) for place in Place)]
        self.app.push_screen(PickOne("Show which enrolments", hits), self._narrow)

    def _narrow(self, place: str | None) -> None:
        if place is None:
            return
        self._place = Place(place) if place else None
        self._tell_where()
        self.narrow_listing()

    def action_leave(self) -> None:
        """Esc shows all again before it goes back."""
        if self._place is not None and not self.filter_line.value and not self.list.marked:
            self._narrow(ALL)
        else:
            super().action_leave()


def screen_of(place: Spot) -> AreaScreen | None:
    """The screen of a place that is about enrolments; None for any other."""
    if place.thing == "enrolments":
        return EnrolmentsScreen(place)
    if place.thing == "enrolment":
        from acxdesk.tui.screens.enrolment import EnrolmentScreen

        return EnrolmentScreen(place)
    return None
