"""Marks that leave a mark sheet as a file, and come back: sheets, and packs for a coach who is offline."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from acxdesk.rules.marks import Series
from acxdesk.tui.perform import perform, shell
from acxdesk.tui.screens import markwords as words

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.marks import MarkSheet

# Their keys are the session's too, which would have them while they are disabled here.
OVER_THE_SESSION = frozenset({"export", "pack"})
_FILES = frozenset({"export", "import_marks", "pack", "unpack"})


class MarkFiles(Widget):
    """A side of a session that shows its mark sheet."""

    @property
    def reference(self) -> str:
        """What the session is called."""
        raise NotImplementedError

    @property
    def sheet(self) -> "MarkSheet | None":
        """What is shown; None before it is read."""
        raise NotImplementedError

    @property
    def view(self) -> words.View:
        """Which marks are shown."""
        raise NotImplementedError

    def why_no_file(self, action: str) -> str:
        """Why no file can be written or read now; empty when one can."""
        sheet = self.sheet
        if action not in _FILES | {"filter"}:
            return ""
        if sheet is None:
            return "The marks are not read yet."
        if action in _FILES and (sheet.scheme is None or not sheet.scheme.parts):
            return "There is nothing to mark here: its programme has no scheme with components."
        if action in {"import_marks", "pack"} and self.view.series is Series.AGREED:
            return "What is agreed follows from the marks. S turns to the first marks."
        return ""

    def _tells_why_not(self, action: str) -> bool:
        """Say why a file cannot be written now, if it cannot."""
        why = self.why_no_file(action)
        if why:
            shell(self).say(why)
        return bool(why)

    def action_export(self) -> None:
        """Ask for the file's name, then write the sheet."""
        from acxdesk.tui.screens.dialogs import FileName

        if self._tells_why_not("export"):
            return
        title = "Export the mark sheet; .csv or .xlsx, as the name ends"
        self.app.push_screen(FileName(title, f"{self._stem('marks')}.xlsx"), self._export)

    def _export(self, path: Path | None) -> None:
        reference, view = self.reference, self.view
        if path is not None:
            perform(self, lambda desk: _exported(desk, reference, view, path))

    def action_import_marks(self) -> None:
        """Ask for a file, show what would become of each cell, and enter it when that is asked for there."""
        from acxdesk.tui.screens.markimport import ask_marks, show_lines

        app = shell(self)
        app.push_screen(ask_marks(self.reference, self.view), lambda read: show_lines(app, self.reference, read))

    def action_pack(self) -> None:
        """Ask for whom a pack is, and write it."""
        from acxdesk.tui.screens.markimport import ask_pack

        app = shell(self)
        if self._tells_why_not("pack"):
            return
        app.push_screen(ask_pack(self.reference, self.view, f"{self._stem('pack')}.xlsx", app.who))

    def action_unpack(self) -> None:
        """Ask for a pack, show what would become of each cell, and enter it when that is asked for there."""
        from acxdesk.tui.screens.markimport import ask_filled, show_lines

        app = shell(self)
        app.push_screen(ask_filled(), lambda read: show_lines(app, self.reference, read))

    def _stem(self, what: str) -> str:
        series = "" if self.view.series is Series.FIRST else f"-{self.view.series}"
        again = "" if self.view.attempt == 1 else f"-resit-{self.view.attempt - 1}"
        return f"{self.reference}{series}{again}-{what}-{shell(self).today.isoformat()}"


def _exported(desk: "Desk", reference: str, view: words.View, path: Path) -> "Receipt":
    from acxdesk.actions.marksheets import ExportMarks, export_marks

    request = ExportMarks.read({"session": reference, "series": view.series, "attempt": view.attempt})
    return export_marks(desk, request, path)
