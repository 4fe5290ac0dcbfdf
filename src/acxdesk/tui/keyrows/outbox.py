"""Keys of the outbox."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

ROWS: Final = (
    Action(
        "outbox.send",
        "S",
        "send",
        "send",
        "Hand the messages that are marked, else all that wait, to the mail server of the settings, after a look.",
        "acxdesk calendar send",
        rank=1,
    ),
    Action(
        "outbox.stop",
        "p",
        "stop_sending",
        "stop sending",
        "Stop sending after the message that is on its way; the rest waits.",
        shown=False,
    ),
    Action(
        "outbox.files",
        "w",
        "write_files",
        "write .eml",
        "Write the messages that are marked, else all that wait, into a folder as .eml files.",
        "acxdesk calendar eml --out DIR",
        rank=2,
    ),
    Action(
        "outbox.again",
        "r",
        "resend",
        "again",
        "Let a message wait again that is unsure or was refused; it is sent as the same message.",
        "acxdesk calendar resend {message}",
        rank=3,
    ),
    Action(
        "outbox.arrived",
        "a",
        "arrived",
        "it arrived",
        "Say that the message, or all that are marked, reached whom it is for.",
        "acxdesk calendar arrived {message}",
        rank=3,
    ),
    Action(
        "outbox.drop",
        "d",
        "drop",
        "drop",
        "Take the message, or all that are marked, out of the outbox.",
        "acxdesk calendar drop {message}",
        rank=3,
    ),
    Action(
        "outbox.narrow",
        "v",
        "narrow",
        "show only",
        "Show only what waits, is unsure, was refused, or was sent; then all again.",
        "acxdesk calendar outbox --state waiting",
        rank=2,
    ),
)
