"""A side that is a list, and below it all that the line under the cursor says."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.quietlist import QuietList


class ListSide(Vertical):
    """The base: a subclass reads the list in `reread`, and says in `says` what stands below.

    Args:
        listed: the list.
    """

    DEFAULT_CSS = """
    ListSide {
        & > #says { height: auto; max-height: 6; padding: 0 1; border-top: solid $border-blurred; }
    }
    .-low ListSide > #says { display: none; }
    """

    def __init__(self, listed: QuietList) -> None:
        super().__init__()
        self.list = listed

    def compose(self) -> ComposeResult:
        """The list, and what one of its lines says."""
        yield self.list
        yield Static(id="says")

    def on_mount(self) -> None:
        """Read it once it is looked at."""
        self.reread()

    def reread(self) -> None:
        """As it is now."""
        raise NotImplementedError

    def says(self) -> Content:
        """What stands below."""
        raise NotImplementedError

    def say(self) -> None:
        """Say it; the keys follow."""
        self.query_one("#says", Static).update(self.says())
        self.screen.refresh_bindings()

    def rested(self) -> None:
        """The cursor rests on another line."""
        self.say()

    def on_big_list_rested(self, note: notes.Rested) -> None:
        """What the line under the cursor says."""
        note.stop()
        self.rested()

    def why_not(self, action: str) -> str:  # noqa: ARG002 - for those who have a reason
        """Why something cannot be done now; empty when it can."""
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else True
