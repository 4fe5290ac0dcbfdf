"""Calendars on their way out: the name of the file or folder is asked for; what is there is replaced when asked.

export_session(self, "ACXM-2026-11-16")     export_delegate(self, person)      export_coach(self, person)
export_programme(self, "ACXM")              export_everything(self)            export_booked(self, reference)
export_either(self, person, "Ada Byron")    export_cycle(self, 2026)             publish_to_feeds(self)
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acxdesk.desk.receipts import Receipt
from acxdesk.tui.bulk import looked_at
from acxdesk.tui.calendarfolder import write_folder
from acxdesk.tui.perform import Node, read, shell
from acxdesk.tui.screens.dialogs import FileName
from acxdesk.tui.screens.exporting import Exporting, Told
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.settings import Settings


def export_session(node: Node, reference: str) -> None:
    """Export the meetings of one session."""
    _ask(node, {"session": reference})


def export_programme(node: Node, code: str) -> None:
    """Export the meetings of every session of a programme."""
    _ask(node, {"programme": code})


def export_delegate(node: Node, person: int) -> None:
    """Export what a delegate sits."""
    _ask(node, {"person": person})


def export_coach(node: Node, person: int) -> None:
    """Export what a coach teaches."""
    _ask(node, {"coach": person})


def export_either(node: Node, person: int, name: str) -> None:
    """Ask which of a coach's two calendars is meant, then export it."""
    hits = (Hit(export_coach, "What she teaches"), Hit(export_delegate, "What she sits as a delegate"))
    dialog = PickOne(f"Which calendar of {name}", hits)
    shell(node).push_screen(dialog, lambda export: export(node, person) if export else None)


def export_cycle(node: Node, year: int) -> None:
    """Export the dates of an award's cycle."""
    _ask(node, {"award": year})


def export_everything(node: Node) -> None:
    """Export every session on the desk."""
    _ask(node, {"everything": True})


def export_booked(node: Node, reference: str) -> None:
    """Export, into a folder, the calendar of everybody who has a seat on a session: a file for each."""
    shell(node).push_screen(CalendarFolder(reference, shell(node).settings))


def _ask(node: Node, whose: Mapping[str, Any]) -> None:
    """Ask for the file, once it is known what the calendar is called."""

    def named(desk: "Desk") -> tuple[str, str]:
        from acxdesk.actions.calendars import ExportCalendar, calendar_of
        from acxdesk.desk.writing import safe_name

        calendar = calendar_of(desk, ExportCalendar.read({**whose, "out": "calendar.ics"}))
        return calendar.name, f"{safe_name(calendar.file)}.ics"

    def ask(names: tuple[str, str]) -> None:
        name, file = names
        shell(node).push_screen(CalendarFile(name, file, whose, shell(node).settings))

    read(node, named, ask, slot="calendar")


class _Calendars(Exporting):
    """What calendars in files and folders have in common: the office that they name."""

    def __init__(self, title: str, suggested: str, settings: "Settings") -> None:
        super().__init__(title, suggested)
        self._organizer = {
            "organizer_name": settings.organizer_name,
            "organizer_mailbox": settings.organizer_mailbox,
        }

    def advice(self) -> str:
        """What programs do with a calendar that they have already."""
        from acxdesk.actions.calendars import ADVICE

        return ADVICE


class CalendarFile(_Calendars):
    """One calendar, in one file; in several when it has more meetings than programs take.

    Args:
        name: what the calendar is called.
        file: the name of its file that stands there at first.
        whose: the field of `ExportCalendar` that says whose it is.
        settings: for the office that calendars name.
    """

    HELP = (
        "Write the file's name; ~ is your own folder. Enter writes the calendar, for any program that reads iCalendar "
        "files. A file that is there already is replaced only when you press Enter again. Esc stops."
    )

    def __init__(self, name: str, file: str, whose: Mapping[str, Any], settings: "Settings") -> None:
        super().__init__(f"Export a calendar: {name}", file, settings)
        self._whose = dict(whose)

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> Receipt:
        """Write the calendar, whole or not at all."""
        from acxdesk.actions.calendars import ExportCalendar
        from acxdesk.actions.givens import give_calendar

        request = ExportCalendar.read({**self._whose, **self._organizer, "out": path, "overwrite": overwrite})
        return give_calendar(desk, request, lambda done: told(done, 0))


class CalendarFolder(_Calendars):
    """The calendars of all who have a seat on a session, a file for each, in one folder.

    Args:
        reference: the session's.
        settings: for the office that calendars name.
    """

    HELP = (
        "Write the folder's name; it is made when it is not there. Everybody who is booked or confirmed gets a file "
        "with all that she sits. Files that are there already are replaced only when you press Enter again."
    )

    def __init__(self, reference: str, settings: "Settings") -> None:
        super().__init__(f"Calendars of all booked on {reference}", f"{reference}-calendars", settings)
        self._reference = reference

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> Receipt:
        """Write one after the other."""
        return write_folder(desk, self._reference, path, told, self._organizer, overwrite=overwrite)


class UpdatesFolder(_Calendars):
    """What changed in the calendars of some since they were given out as files: a file for each, in one folder.

    Args:
        people: whose; empty for all.
        settings: for the office that calendars name.
        first: also whole calendars, of who was never given hers as a file.
    """

    HELP = (
        "Write the folder's name; it is made when it is not there. All files are written, or none; then their people "
        "count as told by file. Files that are there already are replaced only when you press Enter again."
    )

    def __init__(self, people: tuple[int, ...], settings: "Settings", *, first: bool) -> None:
        super().__init__("Updates of calendars as files", "calendar-updates", settings)
        self._people = people
        self._first = first

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> Receipt:
        """Write all of them, or none."""
        from acxdesk.actions.givens import GiveFiles, give_files

        values = {"folder": path, "people": self._people, "first": self._first, "overwrite": overwrite}
        return give_files(desk, GiveFiles.read({**self._organizer, **values}), told)


class FeedsFolder(FileName):
    """Asks for the folder that a web server shows."""

    HELP = (
        "Write the name of the folder that a web server shows; it is made when it is not there. Everybody who has a "
        "meeting ahead gets a file in it to subscribe to, under a name that nobody can guess. What will be written is "
        "shown before. Other files in it are left alone."
    )
    THEN = "Enter shows what will be written"

    @staticmethod
    def _wrong(said: str, path: Path) -> str:
        if not said or not path.name or not said.isprintable():
            return "Write a name."
        return "" if path.absolute().parent.is_dir() else f"There is no folder {path.absolute().parent}."


def publish_to_feeds(node: Node) -> None:
    """Publish calendars in a folder, after a look at what will be written there."""

    def look(folder: Path | None) -> None:
        if folder is not None:
            looked_at(node, "Publish calendars", lambda desk: _published(desk, folder, shell(node).settings))

    shell(node).push_screen(FeedsFolder("Publish calendars to subscribe to", "feeds"), look)


def _published(desk: "Desk", folder: Path, settings: "Settings") -> Receipt:
    from acxdesk.actions.feeds import PublishFeeds, publish_feeds

    office = {"organizer_name": settings.organizer_name, "organizer_mailbox": settings.organizer_mailbox}
    return publish_feeds(desk, PublishFeeds.read({**office, "folder": folder}))
