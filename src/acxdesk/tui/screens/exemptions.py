"""Who is exempted from what a programme asks for before: a side of the programme, read when it is looked at."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import perform, read, shell
from acxdesk.tui.places import Place
from acxdesk.tui.screens.narrowed import said
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.listing import Listing


class Exempted(QuietList):
    """Everybody who is exempted, with the evidence and who approved it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("exempted")]
    HELP = (
        "Who may sit in its sessions without what it asks for before: on which evidence, and who approved it. Enter "
        "goes to her ladders, where E exempts; X takes the exemption under the cursor back."
    )

    def __init__(self, code: str) -> None:
        words = "Nobody is exempted from what it asks for. E on the ladders of a person exempts her."
        super().__init__(empty_words=words, id="exemptions")
        self._code = code
        self._read_at = -1  # the revision of the desk that it shows

    def look(self) -> None:
        """It is looked at: read what has changed since."""
        app = shell(self)
        if self._read_at != app.revision:
            self._read_at = app.revision
            code = self._code
            read(self, lambda desk: _exempted(desk, code), self._first, slot="exemptions")

    def _first(self, listing: "Listing") -> None:
        if self.listing is None:
            self.show(listing)
            self.choose_columns(("name", "evidence", "approver", "at"))
        else:
            self.reread()

    def go_to_person(self) -> None:
        """Go to the ladders of the one under the cursor."""
        line, listing = self.current, self.listing
        if line is not None and listing is not None:
            shell(self).visit(Place("3", "person", int(said(listing, line, "person")), "ladder"))

    def why_not(self, action: str) -> str:
        """Nothing is taken back from nobody."""
        return "Nobody is here." if action == "unexempt" and self.current is None else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else super().check_action(action, parameters)

    def action_unexempt(self) -> None:
        """Ask why, then take it back."""
        from acxdesk.tui.screens.dialogs import Reason

        line, listing, code = self.current, self.listing, self._code
        if line is None or listing is None:
            return
        person, name = int(said(listing, line, "person")), said(listing, line, "name")

        def go_on(reason: str | None) -> None:
            if reason is not None:
                perform(self, lambda desk: _taken_back(desk, person, code, reason))

        title = f"Take back what {name} is exempted from: {code}"
        self.app.push_screen(Reason(title, "Why? The journal keeps it.", needed=False), go_on)


def _exempted(desk: "Desk", code: str) -> "Listing":
    from acxdesk.queries.catalogue import resolve_programme
    from acxdesk.queries.exemptions import exemptions

    return exemptions(desk, programme=resolve_programme(desk, code).id)


def _taken_back(desk: "Desk", person: int, code: str, reason: str) -> "Receipt":
    from acxdesk.tui.screens.exempting import taken_back

    return taken_back(desk, person, code, reason)
