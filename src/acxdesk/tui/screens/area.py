"""The base of every screen of an area: the frame, reading again, tabs, and keys that say why they do nothing now.

For authors of screens:

    class SessionsScreen(AreaScreen):
        AREA = "2"
        BINDINGS = bindings("sessions")                   # rows in keyrows/sessions.py, each with an action_...

        def compose_body(self) -> ComposeResult:
            yield BigList(id="sessions", empty_words="No sessions yet. n schedules one.")

        def reread(self) -> None:                         # at the start, after each change, when shown again
            read(self, sessions_listing, self.list.show)  # a query in a thread, the answer on the loop

        def open_thing(self, place: Place) -> AreaScreen | None:
            return SessionScreen(place)

    self.shell.visit(Place("2", "session", 12))           # go there; [ and ] go back and forward
    self.name_crumbs("ACXM-2026-11-16", "Delegates")      # behind the area's name; `aside=` for the right end
    perform(self, lambda desk: decide(desk, request))     # a deed; its sentence, DeskChanged and undo follow
    self.shell.say("Copied.")                             # the status line
    def why_not(self, action): ...                        # a sentence: `action_<action>` cannot be done now
    def command_words(self): return {"session": ref}      # what fills "acxdesk session show {session}"
    HELP = "One paragraph about this screen."

    self.shell.today, .zone, .settings, .clock            # the user's wall; `settings` are all, once the desk is open
    told = self.shell.counting("exporting", of=12)        # a deed in a thread tells how far it is
    read(self, card, show, refused=self.not_read)         # of a thing: leave when it is no more
    self.gone(refusal)                                    # the thing that is shown is no more

A screen that is one big list stands on `ListScreen` (listarea.py), a form is a `FormScreen` (form.py), questions are in
dialogs.py and pick.py, a deed over many goes through `over` (bulk.py).

Textual calls the `on_...` handlers of a class and of its bases, the base's too when a subclass has its own: do not call
`super().on_...`, and override plain methods (`reread`, `opened`) to do something else instead.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import ScreenResume
from textual.screen import Screen

from acxdesk.errors import NotFound, Refused
from acxdesk.tui.areas import ALL
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import DeskChanged, notice
from acxdesk.tui.places import Place
from acxdesk.tui.widgets.frame import AreaBar, Crumbs, KeyBar, StatusLine, crumbs_of

if TYPE_CHECKING:
    from acxdesk.tui.app import DeskApp


class AreaScreen(Screen[None]):
    """The first screen of an area, or the screen of a thing opened in it.

    Args:
        place: where it is; the area itself when it is not given.
    """

    AREA: ClassVar[str] = "1"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("area.leave")]

    def __init__(self, place: Place | None = None) -> None:
        super().__init__()
        self.place = place or Place(self.AREA)
        self._crumbs: tuple[str, ...] = ()
        self._aside = ""
        self._seen = -1  # the revision of the desk that it shows

    # What a screen says of itself

    def compose_body(self) -> ComposeResult:
        """What stands between the frame's lines."""
        yield from ()

    def reread(self) -> None:
        """Ask the queries again and keep the cursor. Called before the first paint is over: use `read`, never wait."""

    def open_thing(self, place: Place) -> "AreaScreen | None":  # noqa: ARG002 - for those who open something
        """The screen of a thing in this area; None when there is no such thing."""
        return None

    def show_tab(self, tab: str) -> None:
        """Turn to another side of the thing; empty for its first."""

    def why_not(self, action: str) -> str:  # noqa: ARG002 - for those who have a reason
        """Why `action_<action>` cannot be done now, as a sentence; empty when it can."""
        return ""

    def command_words(self) -> Mapping[str, str]:
        """What stands for the braces in the command lines of this screen's actions."""
        return {}

    # What a screen is given

    @property
    def shell(self) -> "DeskApp":
        """The app, as what it is."""
        return cast("DeskApp", self.app)

    @property
    def crumbs(self) -> tuple[str, ...]:
        """The breadcrumb behind the area's name."""
        return self._crumbs

    @property
    def area_name(self) -> str:
        """What the area is called, as Sessions."""
        return next(area.name for area in ALL if area.number == self.place.area)

    def name_crumbs(self, *words: str, aside: str = "") -> None:
        """Say where one is, behind the area's name, and something at the right end. User text is fine."""
        self._crumbs, self._aside = words, aside
        crumbs_of(self, (self.area_name, *words), aside)

    # How it works

    def compose(self) -> ComposeResult:
        """The frame round the body."""
        bar = AreaBar()
        bar.here = self.place.area
        yield bar
        yield Crumbs()
        with Container(id="body"):
            yield from self.compose_body()
        yield StatusLine()
        yield KeyBar()

    def on_mount(self) -> None:
        """The breadcrumb stands at once."""
        crumbs_of(self, (self.area_name, *self._crumbs), self._aside)

    def on_screen_resume(self, event: ScreenResume) -> None:  # noqa: ARG002 - Textual gives it
        """Shown for the first time or again: read what has changed since."""
        self._catch_up()

    def on_desk_changed(self, event: DeskChanged) -> None:  # noqa: ARG002 - it says all by its coming
        """Something changed while it is visible."""
        self._catch_up()

    def _catch_up(self) -> None:
        if self._seen != self.shell.revision:
            self._seen = self.shell.revision
            self.reread()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else True

    def action_leave(self) -> None:
        """Stop the reading that takes long; else go back from a thing."""
        reading = [worker for worker in self.workers if worker.node is self and worker.group.startswith("read")]
        if reading and self.shell.under_way:
            for worker in reading:
                worker.cancel()
            self.shell.say("Stopped.")
        elif not self.place.is_area:
            if self.shell.history.can_go_back:
                self.shell.go_back()
            else:
                self.shell.visit(Place(self.place.area))

    def turn_to(self, tab: str) -> None:
        """Show another side of the thing; back does not stop at each of them."""
        self.place = replace(self.place, tab=tab)
        self.shell.history.visit(self.place)
        self.show_tab(tab)

    def not_read(self, refusal: Refused) -> None:
        """What is shown could not be read: leave when it is no more, else go on showing what was read before."""
        if isinstance(refusal, NotFound):
            self.gone(refusal)
        else:
            notice(self.app, refusal)

    def gone(self, refusal: Refused) -> None:
        """The thing is no more, as `NotFound` told: leave, and let nothing lead here again."""
        notice(self.app, refusal)
        self.shell.forget(self.place)
