"""What asks why the clashes that a deed makes are accepted, and then carries it out.

    accepting(self, lambda desk, accept: restore_meeting(desk, ...accept...))

The deed is first tried without a reason; a `Clashing` refusal is answered by a question that lists the clashes.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from acxdesk.actions.clashing import Clashing
from acxdesk.errors import Refused
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import Node, notice, perform, shell
from acxdesk.tui.screens.dialogs import Reason

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk

T = TypeVar("T")


class Accept(Reason):
    """Lists the clashes and asks why they are accepted."""

    BESIDE = 9  # as of a dialog, and the question, the answer and what is wrong with it
    HELP = (
        "These are wanted twice at one time. Write why that is accepted, and Enter saves with that reason; Esc leaves "
        "everything as it is, so that another time, coach or room can be chosen."
    )

    def __init__(self, clashes: Sequence[str], title: str = "This clashes") -> None:
        super().__init__(title, "Why is it accepted? The reason is kept. Esc goes back.")
        self._clashes = tuple(clashes)

    def compose_inside(self) -> ComposeResult:
        """The clashes, then the question."""
        with VerticalScroll(classes="lines", can_focus=False):
            yield Static(Content("\n").join([paint(f"! {clash}", "$text-warning") for clash in self._clashes]))
        yield from super().compose_inside()


def accepting(
    node: Node,
    deed: "Callable[[Desk, str], T]",
    *,
    done: Callable[[T], None] | None = None,
    refused: Callable[[Refused], None] | None = None,
    accept: str = "",
) -> None:
    """Carry out a deed; where it makes clashes ask why they are accepted, and carry it out with that reason.

    Args:
        node: who asks.
        deed: gets the open desk and the reason, at first an empty one; runs in a thread.
        done: gets the answer.
        refused: gets any other refusal in place of the notice.
        accept: the reason, where it is known already.
    """

    def answered(refusal: Refused) -> None:
        if isinstance(refusal, Clashing):
            shell(node).push_screen(Accept(refusal.sentences), go_on)
        elif refused is not None:
            refused(refusal)
        else:
            notice(shell(node), refusal)

    def go_on(reason: str | None) -> None:
        if reason is not None:
            accepting(node, deed, done=done, refused=refused, accept=reason)

    perform(node, lambda desk: deed(desk, accept), done=done, refused=answered)
