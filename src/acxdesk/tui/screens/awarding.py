"""Awarding what a session leads to, from wherever the session is shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from acxdesk.tui.bulk import over
from acxdesk.tui.perform import Node

if TYPE_CHECKING:
    from acxdesk.actions.accreditations import AccreditationsReport
    from acxdesk.desk.door import Desk


def award_session(node: Node, reference: str, done: Callable[[], None] | None = None) -> None:
    """Show who gets an accreditation, and who not and why; award them all when that is asked for. One deed, one undo.

    Args:
        node: who asks: a screen or a widget of one.
        reference: of the session.
        done: called after the deed.
    """

    def awarded(_report: "AccreditationsReport") -> None:
        if done is not None:
            done()

    over(node, f"Award {reference}", lambda desk: _awarded(desk, reference), done=awarded)


def _awarded(desk: "Desk", reference: str) -> "AccreditationsReport":
    from acxdesk.actions.awards import Award, award

    return award(desk, Award.read({"session": reference}))
