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
        "updates.mail",
        "m",
        "mail",
        "mail",
        "Write an e-mail for each change of the marked, else of all, into the outbox, after a look.",
        "acxdesk calendar mail",
        rank=2,
    ),
    Action(
        "updates.outbox",
        "O",
        "outbox",
        "outbox",
        "Go to the outbox: what waits, what is in doubt, what was sent.",
        "acxdesk calendar outbox",
        rank=2,
    ),
    Action(
        "updates.push",
        "P",
        "push",
        "on server",
        "Put what changed for the marked, else for all, on the CalDAV server of the settings, after a look.",
        "acxdesk calendar push",
        rank=3,
    ),
    Action(
        "updates.feeds",
        "f",
        "publish",
        "feeds",
        "Publish everybody's calendar in a folder that a web server shows, to subscribe to, after a look.",
        "acxdesk calendar publish DIR",
        rank=3,
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
