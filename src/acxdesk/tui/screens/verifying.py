"""A dialog that asks for the code of a certificate, and knows whether there is such a one."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Static

from acxdesk.errors import Refused
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import read
from acxdesk.tui.screens.dialogs import Dialog

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk

LONGEST = 60  # characters of what is typed


class VerifyCode(Dialog[int | None]):
    """Returns the row of what was awarded under a code. A slip of the finger is told from a code that nobody has."""

    HELP = (
        "Type the code as it stands on the certificate: K7MX-3PRT-9WAE. Capitals, blanks and hyphens do not matter. "
        "Enter goes to what was awarded under it."
    )

    def __init__(self) -> None:
        super().__init__("Verify a certificate")

    def compose_inside(self) -> ComposeResult:
        """One line for the code, and what is wrong with it."""
        yield Input(placeholder="the code on the certificate", max_length=LONGEST, select_on_focus=False, compact=True)
        yield Static("", classes="fault", id="fault")

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong with another code is no more."""
        event.stop()
        self._tell("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look it up."""
        event.stop()
        said = event.value.strip()
        if said:
            read(self, lambda desk: _row(desk, said), self._found, slot="code", refused=self._refused)
        else:
            self._tell("✕ Type a code.")

    def _found(self, row: int) -> None:
        self.dismiss(row)

    def _refused(self, refusal: Refused) -> None:
        self._tell(f"✕ {refusal.sentence}")

    def _tell(self, words: str) -> None:
        self.query_one("#fault", Static).update(paint(words))


def _row(desk: "Desk", said: str) -> int:
    from acxdesk.queries.accreditations import by_code

    return by_code(desk, said).asked.id
