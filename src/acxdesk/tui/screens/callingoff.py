"""Calling a session off: where its people go, why, a look at what becomes of each, one deed with one undo."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from acxdesk.rules.localtime import reading
from acxdesk.tui.bulk import looked_at
from acxdesk.tui.perform import Node, read, shell
from acxdesk.tui.screens.dialogs import Reason
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.deciding import Alternative

NOBODY: Final = Hit("", "nobody goes", "their places end")


def call_off(node: Node, session: str) -> None:
    """Ask where its people go and why, look at what becomes of each, then do it.

    Args:
        node: who asks.
        session: its reference.
    """
    title = f"Call off {session}"

    def offered(found: "tuple[Alternative, ...]") -> None:
        dialog = PickOne(f"{title}: where do its people go?", tuple(_hits(found)))
        shell(node).push_screen(dialog, picked)

    def picked(to: str | None) -> None:
        if to is not None:
            heading = f"{title}, its people to {to}" if to else title
            asks = Reason(heading, "Why? Who loses a place is told, and the journal keeps it.")
            shell(node).push_screen(asks, lambda why: asked(to, why) if why else None)

    def asked(to: str, reason: str) -> None:
        hours = shell(node).settings.offer_hours
        looked_at(node, title, lambda desk: called_off(desk, session, to, reason, hours))

    read(node, lambda desk: _alternatives(desk, session), offered, slot="alternatives")


def called_off(desk: "Desk", session: str, to: str, reason: str, hours: int) -> "Receipt":
    """Call it off as one deed.

    Raises:
        NotFound: no such session.
        Refused: it cannot be cancelled now, or the other session takes nobody.
    """
    from acxdesk.actions.callingoff import CallOff
    from acxdesk.actions.callingoff import call_off as deed

    values = {"session": session, "to": to, "reason": reason, "offer_hours": hours}
    return deed(desk, CallOff.read(values)).receipt


def _hits(found: "Iterable[Alternative]") -> Iterable[Hit[str]]:
    for one in found:
        yield Hit(one.reference, one.reference, f"{reading(one.starts_on)}  {one.seats}")
    yield NOBODY


def _alternatives(desk: "Desk", session: str) -> "tuple[Alternative, ...]":
    from acxdesk.queries.deciding import alternatives

    return alternatives(desk, session)
