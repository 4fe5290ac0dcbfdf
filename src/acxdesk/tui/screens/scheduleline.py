"""A session said in one line, read back while it is typed, saved by Enter, and then the next one.

Imported when the line is opened: the requests bring pydantic with them.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from acxdesk.actions.scheduleline import House, ReadBack, read_back
from acxdesk.actions.sessions import schedule
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.rules.completing import Completion, Typing, named
from acxdesk.rules.elsewhere import timetable
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import later, perform, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.dialogs import Dialog
from acxdesk.tui.screens.form import REST, UNSAVED
from acxdesk.tui.screens.schedule import schedule_form
from acxdesk.tui.screens.sessionpicks import MOST, find_organisations, find_programmes
from acxdesk.tui.widgets.saidline import SaidLine

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.settings import Settings

BESIDE: Final = 8  # rows of the box beside what is read back: border, line, offers, rule, what is told, foot


class ScheduleLine(Dialog[Receipt | None]):
    """One line for a session. Dismissed with the receipt of the one to go to, or with None.

    Args:
        settings: what holds where the line says nothing.
        earlier: the lines that were saved before, the latest last; saved ones are added to it.
        text: what stands in the line at first.
    """

    HELP = (
        "Say a session in one line: ACXM mon 16 nov 14:00 London coach:towers max:12. The code first; a date and a "
        "time as you say them; a city for the clock; and by their keys coach:name:assistant, min:4 max:12, city:Paris "
        'venue:"Room 2", for:organisation, link:https://..., lang:en, duration:"3 days @ 5 hours", decide:2 nov, '
        "closed:skip or keep, holidays:GB,IN, draft. Quotes hold blanks together. Tab takes the first word that is "
        "offered, the arrows up and down bring earlier lines back. Enter saves what is read back and takes the next "
        "line; Ctrl+S saves and goes there."
    )
    DEFAULT_CSS = """
    ScheduleLine {
        & #told { display: none; }
        & #told.-shown { display: block; }
        & #reading { height: auto; border-top: solid $border-blurred; }
    }
    """

    def __init__(self, settings: "Settings", earlier: list[str], text: str = "") -> None:
        super().__init__("New session")
        self._settings = settings
        self._house = House.of(settings)
        self._line = SaidLine(find, earlier, text)
        self._first = text
        self._shown: tuple[str, ReadBack] | None = None  # the line that is read back, and how
        self._call_off: Callable[[], None] | None = None
        self._saving = False
        self._asked_to_leave = False

    def compose_inside(self) -> ComposeResult:
        """The line, what is read back, what is to be told."""
        yield self._line
        with VerticalScroll(id="reading", can_focus=False):
            yield Static("", id="read-back")
        yield Static("", id="told")

    def on_mount(self) -> None:
        """At the top: the line stays where it is while more is read back below it."""
        self.styles.align_vertical = "top"

    def on_resize(self) -> None:
        """The box stays on the screen; what is read back scrolls."""
        self.query_one("#reading").styles.max_height = max(2, self.app.size.height - BESIDE)

    # Reading back

    def on_said_line_said(self, event: SaidLine.Said) -> None:
        """Something else is said: read it back after a rest, and ask anew before leaving."""
        event.stop()
        self._asked_to_leave = False
        self._tell("")
        if self._call_off is not None:
            self._call_off()
        self._call_off = later(self, REST, self._read)

    def _read(self) -> None:
        line, house = self._line.text, self._house
        if line.strip():
            read(self, lambda desk: (line, read_back(desk, line, house)), self._show, slot="reading")
        else:
            self._show(None)

    def _show(self, answer: tuple[str, ReadBack] | None) -> None:
        if not self.query("#read-back"):  # left meanwhile
            return
        self._shown = answer
        width = self.query_one("#reading").content_size.width - 1  # a scroll bar may stand there
        lines = [] if answer is None else painted(answer[1], width)
        self.query_one("#read-back", Static).update(Content("\n").join(lines))

    def action_turn(self, step: int) -> None:
        """Show more of what is read back."""
        scroll = self.query_one("#reading", VerticalScroll)
        scroll.scroll_relative(y=step * max(1, scroll.content_size.height - 1), animate=False)

    # Saving and leaving

    def action_save_next(self) -> None:
        """Save, and take the next line."""
        self._save(self._saved_next)

    def action_save(self) -> None:
        """Save, and go there."""
        self._save(self._saved)

    def _save(self, done: Callable[[Receipt], None]) -> None:
        """Save what is read back. A line that is not read back yet is, and waits for another key."""
        line = self._line.text
        if self._saving or not line.strip():
            return
        if self._shown is None or self._shown[0] != line:
            self._tell("Look at it first; the same key again saves it.", "warning")
            self._read()
            return
        request, faults = self._shown[1].request, self._shown[1].faults
        if request is None:
            self._tell(f"{len(faults)} thing{'s' if len(faults) > 1 else ''} to put right first.", "fault")
            self._line.point_at(faults[0].at, faults[0].length)
            return
        self._saving = True
        request = request.model_copy(update={"deed": str(uuid4())})
        perform(self, lambda desk: schedule(desk, request), done=done, refused=self._refused)

    def _saved_next(self, receipt: Receipt) -> None:
        self._saving = False
        self._line.kept()
        self.query_one(".dialog").border_title = paint(f"New session  ✓ saved: {receipt.reference}")
        self._show(None)

    def _saved(self, receipt: Receipt) -> None:
        self._line.kept()
        self.dismiss(receipt)

    def _refused(self, refusal: Refused) -> None:
        """Somebody else changed what it was read back on."""
        self._saving = False
        self._tell(str(refusal), "fault")
        self._read()

    def action_form(self) -> None:
        """Go on in the full form; leaving that without saving comes back to the line."""
        line, house = self._line.text, self._house
        read(self, lambda desk: read_back(desk, line, house), self._open_form, slot="form")

    def _open_form(self, reading: ReadBack) -> None:
        self.app.push_screen(schedule_form(self._settings, said=reading), self._left_form)

    def _left_form(self, receipt: Receipt | None) -> None:
        if receipt is not None:
            self._saved(receipt)

    def action_cancel(self) -> None:
        """Leave; with something said that is not saved, only at the second time."""
        if self._saving:
            self._tell("It is being saved; that cannot be stopped.", "warning")
        elif self._line.text.strip() not in {"", self._first.strip()} and not self._asked_to_leave:
            self._asked_to_leave = True
            self._tell(UNSAVED, "warning")
        else:
            self.dismiss(None)

    def _tell(self, words: str, kind: str = "") -> None:
        told = self.query_one("#told", Static)
        told.update(paint(f"{'✕' if kind == 'fault' else '!'} {words}") if words else Content(""))
        told.set_class(bool(words), "-shown")
        for one in ("fault", "warning"):
            told.set_class(kind == one, one)


def say_session(screen: AreaScreen, text: str = "") -> None:
    """Open the line over a screen once the desk is open, and go to the session that was saved where that is asked for.

    Args:
        screen: what it is opened over.
        text: what stands in the line at first.
    """

    def go_on(receipt: Receipt | None) -> None:
        if receipt is not None:
            screen.shell.visit(Place("2", "session", receipt.reference))

    def open_line(_open: None) -> None:
        screen.app.push_screen(ScheduleLine(screen.shell.settings, screen.shell.said_lines, text), go_on)

    read(screen, lambda _desk: None, open_line, slot="line")


def painted(reading: ReadBack, width: int) -> list[Content]:
    """A line as it is read back: what is wrong first, then what it is, its meetings, and what to know."""
    lines = [paint(f"✕ {fault}", "$text-error") for fault in reading.faults]
    lines += [paint(line, "bold" if place == 0 else "") for place, line in enumerate(reading.head)]
    for place, line in enumerate(timetable(reading.meetings, reading.zone, reading.clocks, width)):
        lines.append(paint(line, "$text-muted" if place == 0 else "$text-warning" if " !" in line else ""))
    lines += [paint(note if note.startswith("!") else f"! {note}", "$text-warning") for note in reading.notes]
    return lines


def find(desk: "Desk", typing: Typing) -> Sequence[Completion]:
    """Codes and names on the desk that what is typed may become."""
    if typing.kind == "programme":
        begun = typing.text.casefold()
        hits = find_programmes(desk, typing.text)
        ordered = sorted(hits, key=lambda hit: not hit.text.casefold().startswith(begun))
        return [named(typing, hit.text, hit.note) for hit in ordered]
    if typing.kind == "for":
        return [named(typing, hit.text) for hit in find_organisations(desk, typing.text)]
    from acxdesk.queries.people import coaches

    found = coaches(desk).arranged(words=typing.text)
    name = [column.name for column in found.columns].index("name")
    return [named(typing, str(line.values[name])) for line in found.after(None, MOST)]
