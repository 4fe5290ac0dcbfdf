"""The terminal app: areas by number keys, one desk, one place for undo, help, going to anything and leaving.

Its module imports neither SQLAlchemy nor pydantic: the first frame is drawn before the desk is opened in a thread.
"""

import asyncio
import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.filter import LineFilter, Monochrome, NoColor
from textual.reactive import reactive

from acxdesk.desk.clock import Clock, SystemClock
from acxdesk.errors import Refused
from acxdesk.rules.text import visible
from acxdesk.tui import themes
from acxdesk.tui.areas import Area
from acxdesk.tui.ending import Ending
from acxdesk.tui.keys import bindings, clashes, unclashed
from acxdesk.tui.paint import ControlPictures
from acxdesk.tui.perform import DeskChanged, perform, read
from acxdesk.tui.start import Looks, demonstration, looks, opened
from acxdesk.tui.telling import Telling
from acxdesk.tui.visiting import Visiting
from acxdesk.tui.widgets.work import begin

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.desk.settings import Settings
    from acxdesk.tui.screens.palette import Offer
    from acxdesk.tui.undo import Back


UPKEEP = 60.0  # seconds between two looks at what is due
LOOK = 2.0  # seconds between two looks whether another desk changed something
LOADING = 0.0005  # seconds between two threads' turns while modules are imported: keys are answered meanwhile


class DeskApp(Visiting, Telling, Ending):
    """The desk on a terminal.

    Args:
        open_desk: reads the settings and opens the data file; called once, in a thread, after the first frame.
        looks: the data file, colours, keys and zone, as far as they are known before that.
        clock: what time it is.
        demo: fills an empty desk with demonstration data; it refuses another one.
        areas: what the number keys lead to; None for every area whose screen exists.
    """

    TITLE = "acxdesk"
    CSS_PATH = "acxdesk.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("app"),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    undo_words: reactive[str] = reactive("")  # the sentence of the deed that undo takes back; empty for none
    who: reactive[str] = reactive("")  # who is at the desk
    redo_words: reactive[str] = reactive("")  # the same for redo

    def __init__(
        self,
        open_desk: "Callable[[], tuple[Desk, Settings]]",
        *,
        looks: Looks,
        clock: Clock | None = None,
        demo: "Callable[[Desk], Receipt] | None" = None,
        areas: Sequence[Area] | None = None,
    ) -> None:
        super().__init__(areas)
        self.looks = looks
        self.set_reactive(DeskApp.who, looks.name)
        self.clock = clock or SystemClock()
        self.deeds = asyncio.Lock()  # one deed after another
        self.revision = 0  # grows with each change: a screen that was not visible sees that it has to read again
        self.said_lines: list[str] = []  # the sessions that were said in one line since the start, the latest last
        self._open_desk = open_desk
        self._demo = demo
        self._settings: Settings | None = None
        self._pictures = ControlPictures()
        self._no_colour = NoColor()
        self._kept: set[str] = set()  # what upkeep told last
        self._final_words = ""  # the ballot or seal behind which undo would take something back; empty for none
        self._newest = 0  # the journal's newest entry when it was last looked at
        for theme in (themes.DARK, themes.LIGHT):
            self.register_theme(theme)
        self.theme = themes.NAMES.get(looks.theme, themes.DARK.name)
        self.set_keymap(unclashed(looks.keymap) if looks.keymap else {})

    # Start and end

    def on_mount(self) -> None:
        """Draw first, then open the desk."""
        self.watch_signals()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if not gc.isenabled():  # the start went without: what is there now stays, and need not be looked through again
            gc.enable()
            gc.freeze()
        begin(self, self._open, exit_on_error=False)

    async def _open(self) -> None:
        interval = sys.getswitchinterval()
        sys.setswitchinterval(LOADING)
        try:
            with self.working():
                desk, settings = await asyncio.to_thread(self._open_desk)
        except Refused as refusal:
            self.opened.set_exception(refusal)
            self.call_later(self._cannot_open, refusal)
            return
        except Exception as error:  # noqa: BLE001 - without a desk there is no going on: the last resort of `ending`
            self.opened.set_exception(error)
            self._handle_exception(error)
            return
        finally:
            sys.setswitchinterval(interval)
        self._settings, self.who, self.clock = settings, settings.who, desk.clock
        self.theme = themes.NAMES.get(settings.theme, self.theme)
        if settings.keymap:
            self.set_keymap(unclashed(settings.keymap))
        for sentence in clashes(settings.keymap):
            self.notify(sentence, severity="warning", markup=False)
        self.opened.set_result(desk)
        self.announce()
        self._keep_up(settings)
        self.set_interval(UPKEEP, partial(self._keep_up, settings))
        self.set_interval(LOOK, self._look)

    def _look(self) -> None:
        """Whether another desk on the same file did something. A file that is gone is told when something is asked."""
        read(self, _newest_entry, self._looked, slot="newest", refused=lambda _: None)

    def _looked(self, newest: int) -> None:
        if newest != self._newest and not self.deeds.locked():  # a deed of this desk tells by itself
            self._newest = newest
            self.announce()

    def _keep_up(self, settings: "Settings") -> None:
        """What is due now: a backup, offers whose time is over. It is told once, and it is no deed of anybody's."""

        def due(desk: "Desk") -> tuple[str, ...]:
            from acxdesk.actions.upkeep import keep_up

            return keep_up(desk, folder=settings.backups, offer_hours=settings.offer_hours)

        perform(self, due, done=self._kept_up)

    def _kept_up(self, told: tuple[str, ...]) -> None:
        fresh = [sentence for sentence in told if sentence not in self._kept]
        self._kept = set(told)  # such as a backup that cannot be made: not told again every minute
        if fresh:
            self.announce()
        for sentence in fresh:
            self.notify(visible(sentence), markup=False)

    async def _cannot_open(self, refusal: Refused) -> None:
        from acxdesk.tui.screens.dialogs import Told

        await self.push_screen(Told(refusal), lambda _: self.exit(return_code=refusal.exit_code))

    def on_unmount(self) -> None:
        """Close the desk; who still waits for it waits no more."""
        if not self.opened.done():
            self.opened.cancel()
        elif self.opened.exception() is None:
            self.opened.result().close()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and the one that shows control characters as pictures.

        With NO_COLOR, Textual chooses between its two filters by the theme of its own start, before ours is known: the
        one that makes greys paints the terminal's own colours black on black.
        """
        own = super().get_line_filters()
        if self.no_color and self.native_ansi_color:
            own = [self._no_colour if isinstance(one, Monochrome) else one for one in own]
        return [*own, self._pictures]

    # What screens ask of the app

    @property
    def settings(self) -> "Settings":
        """All settings. They are known as soon as the desk is open; until then `looks` has the few that are needed.

        Raises:
            LookupError: the desk is not open yet.
        """
        if self._settings is None:
            raise LookupError("The settings are read with the desk.")
        return self._settings

    @property
    def zone(self) -> str:
        """The IANA zone of the user's wall."""
        return self.looks.zone if self._settings is None else self._settings.zone

    @property
    def today(self) -> date:
        """The date on the user's wall."""
        return self.clock.today(self.zone)

    def announce(self) -> None:
        """Something changed: every visible screen reads again, the others when they are shown."""
        self.revision += 1
        for screen in self.screen_stack:
            if screen.is_current:
                screen.post_message(DeskChanged())
        self.read_undo()

    def read_undo(self) -> None:
        """Find out what undo would take back."""
        read(self, _what_goes_back, self._set_undo, slot="undo")

    def _set_undo(self, words: "Back") -> None:
        self.undo_words, self.redo_words, self._newest = words.undo, words.redo, words.entry
        self._final_words = words.final
        self.screen.refresh_bindings()

    # Deeds of the app

    def action_undo(self) -> None:
        """Take the last deed back."""
        from acxdesk.tui.undo import undo

        if self._final_words:
            self._ask_past_ballots()
        else:
            perform(self, undo)

    def _ask_past_ballots(self) -> None:
        """Ask before a ballot or a seal is passed over, which itself stays as it is."""
        from acxdesk.tui.screens.dialogs import Confirm
        from acxdesk.tui.undo import undo

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                perform(self, lambda desk: undo(desk, past_ballots=True))

        lines = (
            f"“{self._final_words}” stays: ballots are secret, and the box keeps no trace of whose they are.",
            f"Before it came: “{self.undo_words}”",
        )
        self.push_screen(
            Confirm("Take back what came before the ballots?", lines, yes="Take it back", final=False), answered
        )

    def action_redo(self) -> None:
        """Put the last deed again."""
        from acxdesk.tui.undo import redo

        perform(self, redo)

    def action_demo(self) -> None:
        """Fill an empty desk."""
        if self._demo is not None:
            perform(self, self._demo)

    def action_theme(self) -> None:
        """Change the colours."""
        named = {full: short for short, full in themes.NAMES.items()}
        short = themes.following(named.get(self.theme, "ansi"))
        self.theme = themes.NAMES[short]
        self.say(f"Colours: {short}.")

    def action_help(self) -> None:
        """Tell what can be done here."""
        from acxdesk.tui.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help.of(self.screen))

    def action_palette(self) -> None:
        """Find any action."""
        from acxdesk.tui.screens.palette import Palette

        self.push_screen(Palette.of(self.screen, [area.number for area in self.areas]), self._run_offer)

    async def _run_offer(self, offer: "Offer | None") -> None:
        if offer is not None:
            await self.run_action(offer.action, offer.node)

    # What cannot be done now says why

    def why_not(self, action: str) -> str:
        """Why an action of the app cannot be done now; empty when it can."""
        reasons = (
            ("undo", not self.undo_words, _nothing_left(self._final_words)),
            ("redo", not self.redo_words, "Nothing is left to put again."),
            ("go_back", not self.history.can_go_back, "You have not been anywhere before."),
            ("go_forward", not self.history.can_go_forward, "You did not go back from anywhere."),
            ("demo", self._demo is None, "There is no demonstration data here."),
            ("demo", bool(self.undo_words), "Demonstration data goes on an empty desk only."),
        )
        return next((why for name, holds, why in reasons if name == action and holds), "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else True

    async def run_action(
        self,
        action: object,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """As Textual does; a key whose action cannot be done now says why."""
        done = await super().run_action(action, default_namespace, namespaces)  # type: ignore[arg-type]
        if not done and isinstance(action, str):
            target, _, name = action.partition("(")[0].rpartition(".")
            node = {"app": self, "screen": self.screen}.get(target, default_namespace or self)
            why_not = getattr(node, "why_not", None)
            if why_not is not None and (why := why_not(name)):
                self.say(why)
        return done


def _nothing_left(final: str) -> str:
    return f"“{final}” cannot be taken back: ballots are secret." if final else "Nothing is left to take back."


def _what_goes_back(desk: "Desk") -> "Back":
    from acxdesk.tui.undo import back

    return back(desk)


def _newest_entry(desk: "Desk") -> int:
    from acxdesk.tui.undo import newest

    return newest(desk)


def run(data: str = "") -> int:
    """Run the terminal app on this terminal.

    Args:
        data: the data file as the command line names it; empty for the one of the settings.

    Returns:
        The exit code: 0, 1 after a crash, that of a refusal when the desk could not be opened, 128 + n for signal n.
    """
    app = DeskApp(partial(opened, data), looks=looks(data), demo=demonstration)
    app.run()
    return app.return_code or 0
