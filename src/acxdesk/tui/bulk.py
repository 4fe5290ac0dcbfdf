"""Deeds over many: rehearsed first, "12 will be booked, 2 cannot: why", then carried out as one deed with one undo.

over(self, "Book on ACXM-2026-11-16", lambda desk: move_places(desk, request), done=self.list.clear_marks)
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from acxdesk.errors import Refused
from acxdesk.tui.perform import Node, perform, read, shell
from acxdesk.tui.screens.dialogs import Report

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt


class Outcome(Protocol):
    """What became of one of many, or would."""

    @property
    def sentence(self) -> str:
        """What was done, or why not."""


class Outcomes(Protocol):
    """The report of a deed over many, as `PlacesReport`."""

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """One for each."""

    @property
    def foreseen(self) -> str:
        """How many will, how many cannot, as a sentence."""

    @property
    def refused(self) -> Sequence[Outcome]:
        """Those for whom it could not be done."""


T = TypeVar("T", bound=Outcomes)


def over(
    node: Node,
    title: str,
    deed: "Callable[[Desk], T]",
    *,
    done: Callable[[T], None] | None = None,
    refused: Callable[[Refused], None] | None = None,
) -> None:
    """Carry out a deed over many. For one, and for one alone, nothing is asked: undo takes it back.

    What a report warns of (`warned`, where it has that) is told before, of one as well.

    Args:
        node: who asks.
        title: what is to be done, as the preview is headed.
        deed: runs in a thread, once on a rehearsing desk and once for good.
        done: gets the report.
        refused: gets a refusal of the whole, or of the one, in place of the notice.
    """

    def answered(report: T) -> None:
        cannot = [one.sentence for one in report.refused]
        will = [one.sentence for one in report.outcomes if one not in report.refused]
        warned: Sequence[str] = getattr(report, "warned", ())
        if len(report.outcomes) == 1 and not warned:
            perform(node, deed, done=done, refused=refused)
        else:
            shell(node).push_screen(Report.preview(title, report.foreseen, will, cannot, warned), go_on)

    def go_on(yes: bool | None) -> None:
        if yes:
            perform(node, deed, done=done, refused=refused)

    read(node, lambda desk: deed(desk.rehearsing()), answered, slot="rehearsal", refused=refused)


def looked_at(node: Node, title: str, deed: "Callable[[Desk], Receipt]") -> None:
    """Rehearse a deed, show what it would do, and carry it out when that is wanted.

    Args:
        node: who asks.
        title: what it is about.
        deed: runs in a thread, once on a rehearsing desk and once for good.
    """

    def foreseen(receipt: "Receipt") -> None:
        lines = receipt.lines or ("u takes it back.",)
        shell(node).push_screen(Report(title, receipt.sentence, lines, asks=True), go_on)

    def go_on(yes: bool | None) -> None:
        if yes:
            perform(node, deed)

    read(node, lambda desk: deed(desk.rehearsing()), foreseen, slot="rehearsal")
