"""The outbox: messages with what changed in people's calendars, as they wait, are sent, or are in doubt."""

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, ClassVar, Final
from weakref import WeakKeyDictionary

from textual.binding import BindingType

from acxdesk.rules.updates import Sending
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import perform, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.dialogs import Confirm, Report
from acxdesk.tui.screens.exporting import Exporting, Told
from acxdesk.tui.screens.listarea import ListScreen

if TYPE_CHECKING:
    from acxdesk.actions.messages import ChosenMessages
    from acxdesk.actions.sending import Sent
    from acxdesk.desk.door import Desk
    from acxdesk.desk.post import SmtpServer
    from acxdesk.desk.receipts import Receipt
    from acxdesk.desk.settings import Settings
    from acxdesk.queries.listing import Listing
    from acxdesk.queries.outbox import MessageCard
    from acxdesk.tui.app import DeskApp

# What v shows, one after the other.
_ONLY: Final = (None, Sending.WAITING, Sending.UNSURE, Sending.REFUSED, Sending.SENT)
_OPEN: Final = frozenset({Sending.WAITING, Sending.UNSURE, Sending.REFUSED})
# What a message must be for a deed by hand.
_CAN: Final = {
    "resend": frozenset({Sending.UNSURE, Sending.REFUSED}),
    "arrived": _OPEN,
    "drop": _OPEN,
}
# The sending that is under way in an app, and what stops it: it goes on when its screen is left.
_UNDER_WAY: "WeakKeyDictionary[DeskApp, Event]" = WeakKeyDictionary()


class OutboxScreen(ListScreen):
    """All messages, the last written first."""

    AREA = "2"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("outbox")]
    EMPTY = "No message yet. Esc goes back to the calendars to give out, where m writes them."
    FILE = "outbox"
    SHOWN = ("number", "state", "name", "subject")
    PLACEHOLDER = "letters of a name or a subject"
    HELP = (
        "E-mails that tell people what changed in their calendars. Enter shows one. S sends what waits, one after the "
        "other, and p stops between two. ? is unsure: the line broke when the server may have had it; it is never sent "
        "again by itself: r sends the same message again, a says that it arrived. ✗ was refused: correct the address. "
        "v shows only what waits, is unsure, was refused or was sent."
    )

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self._only: Sending | None = None

    def on_mount(self) -> None:
        """Say where one is."""
        self._tell_where()

    def _tell_where(self) -> None:
        self.name_crumbs("outbox", *(() if self._only is None else (str(self._only),)), aside="")

    def listing(self, desk: "Desk") -> "Listing":
        """All, or those that stand so."""
        from acxdesk.queries.outbox import outbox

        return outbox(desk, zone=self.shell.zone, sending=self._only)

    # What is meant

    def command_words(self) -> Mapping[str, str]:
        """The message under the cursor."""
        line = self.list.current
        return {} if line is None else {"message": str(line.id)}

    def why_not(self, action: str) -> str:
        """A state refuses what does not follow from it."""
        if action == "stop_sending":
            return "" if self.shell in _UNDER_WAY else "Nothing is being sent now."
        if action == "send" and self.shell in _UNDER_WAY:
            return "The outbox is being sent already; p stops it."
        if action in _CAN:
            if self.list.current is None:
                return "There is no message here."
            state = Sending(self.value(self.list.current, "state"))
            if not self.list.marked and state not in _CAN[action]:
                return f"The message is {state}."
        return super().why_not(action)

    # Doing

    def opened(self, number: int) -> None:
        """Show what it says."""
        read(self, lambda desk: _message(desk, number), self._show_message, slot="message")

    def _show_message(self, found: "tuple[MessageCard, str, str]") -> None:
        card, head, text = found
        lines = [head, *([f"Answer: {card.answer}"] if card.answer else []), "", *text.splitlines()]
        self.app.push_screen(Report(card.subject, f"To {card.name} <{card.mailbox}>", lines, asks=False))

    def action_narrow(self) -> None:
        """Show the next kind, and after the last all again."""
        self._only = _ONLY[(_ONLY.index(self._only) + 1) % len(_ONLY)]
        self._tell_where()
        self.narrow_listing()

    def action_leave(self) -> None:
        """Esc shows all kinds again before it goes back."""
        if self._only is not None and not self.filter_line.value and not self.list.marked:
            self._only = None
            self._tell_where()
            self.narrow_listing()
        else:
            super().action_leave()

    def action_resend(self) -> None:
        """Let it wait again."""
        from acxdesk.actions.messages import resend

        self._by_hand(resend)

    def action_arrived(self) -> None:
        """It arrived."""
        from acxdesk.actions.messages import arrived

        self._by_hand(arrived)

    def action_drop(self) -> None:
        """Take it out."""
        from acxdesk.actions.messages import drop

        self._by_hand(drop)

    def _by_hand(self, deed: "Callable[[Desk, ChosenMessages], Receipt]") -> None:
        from acxdesk.actions.messages import ChosenMessages

        request = ChosenMessages(messages=self.list.targets())
        perform(self, lambda desk: deed(desk, request), done=lambda _receipt: self.list.clear_marks())

    def action_write_files(self) -> None:
        """Ask for the folder."""
        self.app.push_screen(MessagesFolder(self._marked()), lambda _done: self.list.clear_marks())

    def action_send(self) -> None:
        """Show what would go where, and ask: an e-mail cannot be called back."""
        numbers, settings = self._marked(), self.shell.settings

        def foreseen(found: "tuple[Receipt, SmtpServer]") -> None:
            receipt, server = found
            if not receipt.ids:
                self.shell.say(receipt.sentence)
                return
            question = Confirm(receipt.sentence, receipt.lines, yes="Send")
            self.app.push_screen(question, lambda yes: self._send(numbers, len(receipt.ids), server) if yes else None)

        read(self, lambda desk: _foreseen(desk, numbers, settings), foreseen, slot="foreseen")

    def _marked(self) -> tuple[int, ...]:
        """The marked messages; none for all that wait."""
        return self.list.targets() if self.list.marked else ()

    def _send(self, numbers: tuple[int, ...], count: int, server: "SmtpServer") -> None:
        """Send in a thread of its own: other deeds go on meanwhile, and it goes on when this screen is left."""
        app = self.shell
        if app in _UNDER_WAY:
            return
        stop = _UNDER_WAY[app] = Event()
        told = app.counting("sending", of=count)

        def ended(sent: "Sent") -> None:
            app.announce()
            app.say(sent.receipt.sentence)
            if sent.receipt.lines:
                app.push_screen(Report("Sent", sent.receipt.sentence, sent.receipt.lines, asks=False))

        def send(desk: "Desk") -> "Sent":
            from acxdesk.actions.sending import SendOutbox, send_outbox

            def ends() -> bool:
                return stop.is_set() or app.return_code is not None  # who quits does not wait for all of them

            try:
                return send_outbox(desk, SendOutbox(messages=numbers), server, lambda done, _all: told(done), ends)
            finally:
                _UNDER_WAY.pop(app, None)

        self.list.clear_marks()
        read(app, send, ended, slot="sending")

    def action_stop_sending(self) -> None:
        """Stop after the message that is on its way."""
        under_way = _UNDER_WAY.get(self.shell)
        if under_way is not None:
            under_way.set()
            self.shell.say("Stopping after this message.")


class MessagesFolder(Exporting):
    """Messages as .eml files in one folder.

    Args:
        messages: their numbers; empty for all that wait.
    """

    HELP = (
        "Write the folder's name; it is made when it is not there. Any mail program opens the files and sends them. "
        "The messages wait on: say with a that they arrived once somebody sends them."
    )

    def __init__(self, messages: tuple[int, ...]) -> None:
        super().__init__("Messages as .eml files", "messages")
        self._messages = messages

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> "Receipt":  # noqa: ARG002 - at once
        """Write all of them, or none."""
        from acxdesk.actions.messages import WriteMessages, write_messages

        values = {"messages": self._messages, "out": path, "overwrite": overwrite}
        return write_messages(desk, WriteMessages.read(values))


def _foreseen(desk: "Desk", numbers: tuple[int, ...], settings: "Settings") -> "tuple[Receipt, SmtpServer]":
    from acxdesk.actions.sending import SendOutbox, send_outbox
    from acxdesk.desk.post import server_of

    server = server_of(settings)
    return send_outbox(desk.rehearsing(), SendOutbox(messages=numbers), server).receipt, server


def _message(desk: "Desk", number: int) -> "tuple[MessageCard, str, str]":
    from acxdesk.exchange.mails import text_of
    from acxdesk.queries.outbox import message, state_words

    card = message(desk, number)
    tries = f", {card.attempts} {'try' if card.attempts == 1 else 'tries'}" if card.attempts else ""
    return card, f"Message {card.number}: {state_words(card.sending)}{tries}.", text_of(card.content)
