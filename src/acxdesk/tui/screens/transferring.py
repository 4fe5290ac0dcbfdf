"""Transferring people to another session: pick it by some letters, say why, look at what will change, one deed."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from acxdesk.errors import NoSeat, Refused
from acxdesk.tui.bulk import over
from acxdesk.tui.perform import Node, notice, read, shell
from acxdesk.tui.screens.booking import PickSession
from acxdesk.tui.screens.dialogs import Reason
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.actions.enrolments import PlacesReport
    from acxdesk.desk.door import Desk

STAY: Final = "stay"
WAIT: Final = "wait"
QUESTION: Final = "Why is it another session? The journal keeps it."


def transfer(
    node: Node, session: str, people: Sequence[int], who: str, *, done: Callable[[], None] | None = None
) -> None:
    """Ask where to and why, then transfer; of a full session it is asked whether one is to wait there.

    Args:
        node: who asks.
        session: the reference of the one that is left.
        people: their numbers.
        who: what they are called, or how many they are.
        done: is called after the deed.
    """
    title = f"Transfer {who} from {session} to"

    def picked(to: str | None) -> None:
        if to is not None:
            heading = f"Transfer {who} to {to}"
            shell(node).push_screen(Reason(heading, QUESTION), lambda why: asked(to, why) if why else None)

    def asked(to: str, reason: str, *, wait: bool = False) -> None:
        hours = shell(node).settings.offer_hours
        over(
            node,
            f"Transfer {who} to {to}",
            lambda desk: transferred(desk, session, to, people, reason, hours=hours, wait=wait),
            done=lambda _report: done() if done is not None else None,
            refused=lambda refusal: stuck(refusal, to, reason),
        )

    def stuck(refusal: Refused, to: str, reason: str) -> None:
        if not isinstance(refusal, NoSeat):
            notice(shell(node), refusal)
            return
        hits = [Hit(STAY, STAY, f"on {session}"), Hit(WAIT, WAIT, f"for a seat on {to}")]
        dialog = PickOne(refusal.sentence, hits)
        shell(node).push_screen(dialog, lambda way: asked(to, reason, wait=True) if way == WAIT else None)

    shell(node).push_screen(PickSession(title, people=people, but=session), picked)


def chosen(node: Node, ids: Sequence[int], who: str, *, done: Callable[[], None] | None = None) -> None:
    """The same for places by their numbers, which have to be of one session."""
    read(
        node,
        lambda desk: _of_one_session(desk, ids),
        lambda found: transfer(node, found[0], found[1], who, done=done),
        slot="places",
    )


def transferred(
    desk: "Desk", session: str, to: str, people: Sequence[int], reason: str, *, hours: int, wait: bool
) -> "PlacesReport":
    """Transfer people as one deed.

    Raises:
        NotFound: no such session or person.
        NoSeat: it is full for the one person, and she is not to wait.
        Refused: the one person cannot be transferred.
    """
    from acxdesk.actions.transfers import Transfer
    from acxdesk.actions.transfers import transfer as deed

    values = {"session": session, "to": to, "people": tuple(people), "reason": reason}
    return deed(desk, Transfer.read({**values, "offer_hours": hours, "wait": wait}))


def _of_one_session(desk: "Desk", ids: Sequence[int]) -> tuple[str, list[int]]:
    from acxdesk.tui.screens.placemoves import of_one_session

    return of_one_session(desk, ids)
