"""The register of accreditations, as of today or of any other day; and what can be done about them."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType

from acxdesk.rules.localtime import reading
from acxdesk.tui.keys import bindings
from acxdesk.tui.places import Place
from acxdesk.tui.screens.accreditationmoves import NOTHING, MovesAccreditations
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.listing import Listing
    from acxdesk.tui.screens.accreditationforms import AsOf

CURRENT: Final = ""
WORDS: Final = {CURRENT: "all that stand or stood", "all": "every record, also superseded ones"}


class RegisterScreen(MovesAccreditations, ListScreen):
    """Everybody's accreditations."""

    AREA = "3"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("accreditations")]
    EMPTY = "Nothing is awarded that day. n records what was earned before, i imports a file of it."
    FILE = "accreditations"
    SHOWN = ("number", "name", "programme", "valid_until", "state")
    PLACEHOLDER = "letters of a name or a number"
    HELP = (
        "The register of accreditations. t shows it as it stood on another day, o only those in one state. Enter opens "
        "one with where it came from and where it went. r renews, N puts the name right, S suspends, R reinstates, d "
        "revokes whoever is marked by Space, else the one under the cursor. E changes the validity of many by decree. "
        "n records what was earned before this desk kept it, i imports a file of it. P writes certificates, B signed "
        "badges, V asks for the code of a certificate and goes to what was awarded under it."
    )

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self._day: date | None = None  # None for today
        self._only = CURRENT

    def on_mount(self) -> None:
        """Say where one is."""
        self._tell_where()

    def _tell_where(self) -> None:
        words = ["accreditations"]
        words += [f"as of {reading(self._day)}"] if self._day else []
        words += ["every record" if self._only == "all" else self._only] if self._only else []
        self.name_crumbs(*words, aside="")

    def listing(self, desk: "Desk") -> "Listing":
        """As of the day, in the state."""
        from acxdesk.queries.register import register

        return register(desk, self._day or self.shell.today, standing=self._only)

    # What is meant

    def accreditations_meant(self) -> tuple[int, ...]:
        """The marked ones, else the one under the cursor."""
        return self.list.targets()

    def accreditation_meant(self) -> tuple[str, str] | None:
        """The one under the cursor, when none is marked and the register shows today."""
        line = self.list.current
        if line is None or self.list.marked or self._day is not None:
            return None
        return self.value(line, "number"), self.value(line, "state")

    def has_marks(self) -> bool:
        """A decree is about what is marked, also when that is one."""
        return bool(self.list.marked)

    def changed(self) -> None:
        """What was marked has had its deed."""
        self.list.clear_marks()

    def command_words(self) -> Mapping[str, str]:
        """The accreditation and its holder."""
        line = self.list.current
        if line is None:
            return {}
        return {"accreditation": self.value(line, "number"), "person": self.value(line, "person")}

    def why_not(self, action: str) -> str:
        """Nothing can be done with nothing; a state refuses what does not follow from it."""
        if action == "person" and self.list.current is None:
            return NOTHING
        return self.why_no_deed(action) or super().why_not(action)

    # Going on

    def opened(self, number: int) -> None:
        """Go to the accreditation."""
        self.shell.visit(Place("3", "accreditation", number))

    def action_person(self) -> None:
        """Go to the holder."""
        self.shell.visit(Place("3", "person", int(self.value(self.list.current, "person"))))

    def action_verify(self) -> None:
        """Ask for a code, and go to what was awarded under it."""
        from acxdesk.tui.screens.verifying import VerifyCode

        self.app.push_screen(VerifyCode(), lambda row: None if row is None else self.opened(row))

    def action_record(self) -> None:
        """Put down what was earned before."""
        from acxdesk.tui.screens.accreditationforms import record_form

        self.app.push_screen(record_form(self.shell.zone))

    def action_import_accreditations(self) -> None:
        """Read a CSV or XLSX file."""
        from acxdesk.tui.screens.accreditationimport import import_file

        import_file(self)

    # Narrowing

    def action_as_of(self) -> None:
        """Ask for the day."""
        from acxdesk.tui.screens.accreditationforms import as_of_form

        self.app.push_screen(as_of_form(self._day or self.shell.today), self._show_day)

    def _show_day(self, asked: "AsOf | None") -> None:
        if asked is not None:
            self._day = None if asked.day == self.shell.today else asked.day
            self._ask_anew()

    def action_narrow(self) -> None:
        """Ask which are to be shown."""
        from acxdesk.queries.register import STANDINGS, standing_words

        hits = [*(Hit(name, words) for name, words in WORDS.items())]
        hits[1:1] = [Hit(name, standing_words(name)) for name in STANDINGS]
        self.app.push_screen(PickOne("Show which accreditations", hits), self._narrow)

    def _narrow(self, only: str | None) -> None:
        if only is not None:
            self._only = only
            self._ask_anew()

    def _ask_anew(self) -> None:
        self._tell_where()
        self.list.clear_marks()
        self.narrow_listing()

    def action_leave(self) -> None:
        """Esc shows all of today again before it goes back."""
        if (self._only or self._day) and not self.filter_line.value and not self.list.marked:
            self._only, self._day = CURRENT, None
            self._ask_anew()
        else:
            super().action_leave()


def screen_of(place: Place) -> AreaScreen | None:
    """The screen of a place that is about accreditations; None for any other."""
    if place.thing == "register":
        return RegisterScreen(place)
    if place.thing == "accreditation":
        from acxdesk.tui.screens.accreditation import AccreditationScreen

        return AccreditationScreen(place)
    return None
