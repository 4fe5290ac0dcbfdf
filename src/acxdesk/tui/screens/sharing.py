"""Teaching meetings of two sessions together: pick the other session, look at what goes where, one deed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from acxdesk.tui.bulk import looked_at
from acxdesk.tui.perform import Node, shell
from acxdesk.tui.screens.booking import PickSession

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt


def share(node: Node, session: str, meetings: Sequence[int]) -> None:
    """Ask with which session, then teach meetings as part of its own: all of them that it has.

    Args:
        node: who asks.
        session: the reference of the one that is the guest.
        meetings: its meetings by number, in their order.
    """

    def picked(host: str | None) -> None:
        if host is not None:
            title = f"Teach {session} with {host}"
            looked_at(node, title, lambda desk: shared(desk, session, host, meetings))

    shell(node).push_screen(PickSession(f"Teach {session} from meeting {meetings[0]} on with", but=session), picked)


def unshare(node: Node, session: str) -> None:
    """Look at it, then teach all meetings of a session alone again."""
    looked_at(node, f"Teach {session} alone again", lambda desk: _alone(desk, session))


def shared(desk: "Desk", session: str, host: str, meetings: Sequence[int]) -> "Receipt":
    """Teach as many of the meetings together as the other session has from there on.

    Raises:
        NotFound, Refused: as the deed.
    """
    from acxdesk.actions.sharing import Share
    from acxdesk.actions.sharing import share as deed

    return deed(desk, Share.read({"session": session, "host": host, "meetings": tuple(meetings), "as_many": True}))


def _alone(desk: "Desk", session: str) -> "Receipt":
    from acxdesk.actions.sharing import Unshare
    from acxdesk.actions.sharing import unshare as deed

    return deed(desk, Unshare(session=session))
