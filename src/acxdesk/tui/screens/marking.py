"""Area 5: sessions that wait for attendance, marks, release or awarding; a coach sees her own first."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.listarea import ListScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acxdesk.desk.door import Desk
    from acxdesk.queries.listing import Listing


class MarkingScreen(ListScreen):
    """What waits, those that ended first before the others."""

    AREA = "5"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("marking")]
    EMPTY = "Nothing waits: attendance, marks, release and awarding are done. 2 shows all sessions."
    FILE = "marking"
    SHOWN = ("session", "ends_on", "waits_for", "due")
    PLACEHOLDER = "letters of a reference, a title or a city"
    HELP = (
        "Sessions that have begun and wait for something: attendance of meetings that are over, marks and second "
        "marks, outcomes to release, accreditations to award, resits that are due, remarks and appeals to decide. "
        "Enter goes to the sheet where the first of it is done, a to the attendance, m to the marks. o shows only the "
        "sessions that you coach, or all. A session that is closed waits no more."
    )

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self._only_mine: bool | None = None  # None: not known yet whether whoever sits here coaches at all

    # Reading

    def reread(self) -> None:
        """The first time it is found out whether there is anything of one's own to show."""
        if self._only_mine is None:
            name = self.shell.who
            read(self, lambda desk: _coaches(desk, name), self._known, slot="mine")
        else:
            super().reread()

    def _known(self, coaches: bool) -> None:
        self._only_mine = coaches
        self._tell_whose()
        super().reread()

    def _tell_whose(self) -> None:
        self.name_crumbs(f"of {self.shell.who}" if self._only_mine else "of everybody", aside="")

    def listing(self, desk: "Desk") -> "Listing":
        """What waits, of everybody or of whoever sits here."""
        from acxdesk.queries.marking import waiting

        return waiting(desk, coach=self.shell.who if self._only_mine else "")

    # What is meant

    @property
    def _reference(self) -> str:
        return self.value(self.list.current, "session")

    def command_words(self) -> "Mapping[str, str]":
        """The session under the cursor."""
        return {"session": self._reference} if self._reference else {}

    def why_not(self, action: str) -> str:
        """Without a session there is no sheet."""
        if action in {"attendance", "marks"} and not self._reference:
            return "There is no session here."
        return super().why_not(action)

    def copied(self) -> str:
        """The reference is what people write into a mail."""
        return self._reference

    # Going there

    def opened(self, number: int) -> None:  # noqa: ARG002 - it is the one under the cursor
        """To the sheet where the first of what it waits for is done."""
        waits = self.value(self.list.current, "attendance")
        self._visit("attendance" if waits != "0" else "marks")

    def action_attendance(self) -> None:
        """To its attendance."""
        self._visit("attendance")

    def action_marks(self) -> None:
        """To its marks."""
        self._visit("marks")

    def _visit(self, side: str) -> None:
        self.shell.visit(Place("2", "session", self._reference, side))

    def action_mine(self) -> None:
        """Only those that one coaches, or all."""
        self._only_mine = not self._only_mine
        self._tell_whose()
        self.narrow_listing()


def _coaches(desk: "Desk", name: str) -> bool:
    from acxdesk.queries.marking import coaches_here

    return coaches_here(desk, name)
