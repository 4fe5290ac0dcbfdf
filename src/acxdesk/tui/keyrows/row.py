"""One row of the table of keys."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key does."""

    id: str  # "sessions.new": the part of the screen and the deed; its name in the user's keymap
    key: str  # as Textual writes keys, several by comma: "ctrl+s,f2"; the first is the one that the footer shows
    does: str  # the Textual action: "new" is `action_new` of the screen or widget that binds it
    words: str  # in the footer: "new"
    help: str  # one sentence for help, palette and tooltip
    command: str = ""  # the command line that does the same: "acxdesk session show {session}"; empty for none
    shown: bool = True  # in the footer; help and palette show every row
    rank: int = 2  # which go first from a footer without room: 4, then 3, 2, 1
    priority: bool = False  # also when a dialog is open

    @property
    def where(self) -> str:
        """The part of the screen that it belongs to: "app", "list", "form", "sessions" and so on."""
        return self.id.partition(".")[0]
