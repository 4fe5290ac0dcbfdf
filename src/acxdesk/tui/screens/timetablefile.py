"""A schedule on its way out as a page: the name of the file is asked for, and its ending says of which kind it is.

write_session(self, "ACXM-2026-11-16")      write_either(self, "ACXM-2026-11-16", "2026-11")
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acxdesk.desk.receipts import Receipt
from acxdesk.tui.perform import Node, shell
from acxdesk.tui.screens.exporting import Exporting, Told
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk


def write_session(node: Node, reference: str) -> None:
    """Ask for the file of one session's schedule, and write it."""
    _ask(node, reference, f"{reference}.pdf", {"session": reference})


def write_either(node: Node, reference: str, month: str) -> None:
    """Ask whether the session or its month is meant, then for the file.

    Args:
        node: who asks.
        reference: the session's.
        month: as 2026-11.
    """
    hits = (Hit("session", f"The session {reference}"), Hit("month", f"All sessions of {month}"))

    def chosen(which: object) -> None:
        if which == "session":
            write_session(node, reference)
        elif which == "month":
            _ask(node, month, f"sessions-{month}.pdf", {"month": month})

    shell(node).push_screen(PickOne("Whose schedule", hits), chosen)


def _ask(node: Node, title: str, file: str, what: Mapping[str, Any]) -> None:
    shell(node).push_screen(TimetableFile(title, file, {**what, "zone": shell(node).zone}))


class TimetableFile(Exporting):
    """One page, in one file.

    Args:
        title: whose schedule it is.
        file: the name that stands there at first.
        what: the fields of `WriteTimetable` that say what it is of.
    """

    HELP = (
        "Write the file's name; ~ is your own folder. One that ends in .pdf is a page to print, one that ends in .html "
        "a page to send or to put on the web. Nobody who attends is named on it. A file that is there already is "
        "replaced only when you press Enter again."
    )

    def __init__(self, title: str, file: str, what: Mapping[str, Any]) -> None:
        super().__init__(f"Schedule of {title} as a page", file)
        self._what = dict(what)

    def advice(self) -> str:
        """Which endings there are."""
        return "Ends in .pdf: a page to print. Ends in .html: a page to send."

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> Receipt:  # noqa: ARG002 - it is quick
        """Write the page, whole or not at all."""
        from acxdesk.actions.timetables import WriteTimetable, write_timetable

        return write_timetable(desk, WriteTimetable.read({**self._what, "out": path, "overwrite": overwrite}))
