"""A list that is looked at line by line: nothing is done with many lines at once, so none is marked."""

from collections.abc import Collection
from typing import Final

from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.fixedlisting import FixedListing

MARKING: Final = frozenset({"mark", "mark_all", "mark_up", "mark_down"})
LOOKED_AT: Final = frozenset({"open", "sort"})  # what a list lacks, too, that has nothing behind its lines


class QuietList(BigList):
    """A big list without the keys that would do nothing in it.

    Args:
        lacks: actions of a big list, besides marking, that it has no key for.
        empty_words: what it says when it is empty.
        id: its own in the screen.
    """

    def __init__(
        self,
        lacks: Collection[str] = (),
        *,
        empty_words: str = "",
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(empty_words=empty_words, id=id)
        self._lacks = MARKING.union(lacks)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Keys that would do nothing are not there."""
        return action not in self._lacks

    def refill(self, listing: FixedListing) -> None:
        """Show what has been read anew; the cursor stays as long as the columns do."""
        if self.listing is None or self.listing.columns != listing.columns:
            self.show(listing)
        else:
            self.reread(listing)
