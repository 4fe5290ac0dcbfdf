"""Keys of the calendars that are to be given out."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

ROWS: Final = (
    Action(
        "updates.files",
        "o",
        "write_files",
        "write files",
        "Write the updates of the marked, else of all, into a folder, a file for each; then they are told.",
        "acxdesk calendar updates --out DIR",
        rank=1,
    ),
    Action(
        "updates.new",
        "v",
        "show_new",
        "never given",
        "Show also who has a meeting ahead and was never given a calendar; once more hides them.",
        "acxdesk calendar updates --first",
        rank=2,
    ),
)
