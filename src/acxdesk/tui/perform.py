"""Deeds and queries, run off the loop: the one place where the app catches a refusal.

    perform(self, lambda desk: enrol(desk, request), done=self.show_it)
    read(self, lambda desk: card_of(desk, person), self.show_card, slot="card")

Both return at once. The desk is opened in a thread after the first frame; who asks before that waits in its thread.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast, runtime_checkable

from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import Worker

from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.rules.text import visible

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.tui.app import DeskApp

T = TypeVar("T")
NOTICE = 12.0  # seconds that a refusal stays


@runtime_checkable
class _Report(Protocol):
    """What a deed over many answers with: it holds a receipt."""

    receipt: Receipt


class DeskChanged(Message):
    """Something on the desk is other than it was: whoever shows it reads it again and keeps its cursor."""


class Node(Protocol):
    """A screen, a widget or the app: who asks for a deed or a query."""

    @property
    def app(self) -> Any:
        """The app it is in."""

    @property
    def is_attached(self) -> bool:
        """Whether it is still on a screen."""


def shell(node: Node | MessagePump) -> "DeskApp":
    """The app that a node is in."""
    return cast("DeskApp", node.app)


def receipt_of(result: object) -> Receipt | None:
    """The receipt that a deed answered with, by itself or in a report."""
    if isinstance(result, Receipt):
        return result
    return result.receipt if isinstance(result, _Report) else None


def perform(
    node: Node,
    deed: "Callable[[Desk], T]",
    *,
    done: Callable[[T], None] | None = None,
    refused: Callable[[Refused], None] | None = None,
    says: bool = True,
) -> Worker[None]:
    """Carry out a deed in a thread. Deeds go one after another in the order of asking.

    A receipt's sentence is told in the status line, and when it changed something every visible screen reads again.

    Args:
        node: who asks. A deed that was begun is finished even when its asker is gone; `done` is then not called.
        deed: gets the open desk; runs in a thread, so it touches no widget.
        done: gets the answer, on the loop.
        refused: gets a refusal (`Faulty` too) in place of the notice: a form shows it beside its fields.
        says: whether the receipt's sentence is told.
    """
    app = shell(node)
    work = partial(_performed, app, node, deed, done, refused, says=says)
    return app.run_worker(work, group="deeds", exit_on_error=False)


async def _performed(
    app: "DeskApp",
    node: Node,
    deed: "Callable[[Desk], T]",
    done: Callable[[T], None] | None,
    refused: Callable[[Refused], None] | None,
    *,
    says: bool,
) -> None:
    try:
        async with app.deeds:
            with app.working():
                result = await asyncio.to_thread(_with_desk, app, deed)
        receipt = receipt_of(result)
        if receipt is not None and receipt.changed and not receipt.rehearsed:
            app.announce()
        if receipt is not None and says:
            app.say(receipt.sentence)
        if done is not None and node.is_attached:
            done(result)
    except Refused as refusal:
        _refuse(app, node, refusal, refused)
    except Exception as error:  # noqa: BLE001 - the one place: nothing unforeseen may end the app or go unseen
        app.trouble(error)


def read(
    node: Node,
    query: "Callable[[Desk], T]",
    done: Callable[[T], None],
    *,
    slot: str = "",
    refused: Callable[[Refused], None] | None = None,
) -> Worker[None]:
    """Ask the desk something in a thread.

    Args:
        node: who asks; when it goes away or asks again in the same slot, the answer is dropped.
        query: gets the open desk; runs in a thread, so it touches no widget.
        done: gets the answer, on the loop.
        slot: which of the asker's queries this is; a later one in the same slot replaces it.
        refused: gets a refusal in place of the notice.
    """
    app = shell(node)
    return cast("DeskApp", node).run_worker(
        partial(_read, app, node, query, done, refused), group=f"read {slot}", exclusive=True, exit_on_error=False
    )


async def _read(
    app: "DeskApp",
    node: Node,
    query: "Callable[[Desk], T]",
    done: Callable[[T], None],
    refused: Callable[[Refused], None] | None,
) -> None:
    try:
        with app.working():
            answer = await asyncio.to_thread(_with_desk, app, query)
        if node.is_attached:
            done(answer)
    except Refused as refusal:
        _refuse(app, node, refusal, refused)
    except Exception as error:  # noqa: BLE001 - as above
        app.trouble(error)


def _with_desk(app: "DeskApp", ask: "Callable[[Desk], T]") -> T:
    return ask(app.opened.result())


def _refuse(app: "DeskApp", node: Node, refusal: Refused, refused: Callable[[Refused], None] | None) -> None:
    if app.opened.done() and app.opened.exception() is refusal:
        return  # the desk could not be opened: told once, by the app itself
    if refused is not None and node.is_attached:
        refused(refusal)
    else:
        notice(app, refusal)


def notice(app: Any, refusal: Refused) -> None:
    """Tell a refusal: its sentence, and its remedy below it."""
    words = "\n".join(map(visible, filter(None, (refusal.sentence, refusal.remedy))))
    app.notify(words, severity="warning", timeout=NOTICE, markup=False)


def later(node: Node, seconds: float, call: Callable[..., None], *values: object) -> Callable[[], None]:
    """Call something after a while, unless the node is gone by then or it is called off before.

    Returns:
        What calls it off.
    """

    def due() -> None:
        if node.is_attached:
            call(*values)

    handle = asyncio.get_running_loop().call_later(seconds, due)
    return partial(handle.cancel)
