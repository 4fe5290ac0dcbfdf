"""What `g` searches: people, sessions and programmes, each by its own query, of the areas that are there.

Imported when it is first asked: the queries bring SQLAlchemy with them.
"""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Final

from acxdesk.desk.door import Desk
from acxdesk.queries import finding
from acxdesk.queries.catalogue import programmes
from acxdesk.queries.listing import Listing
from acxdesk.queries.sessions import sessions
from acxdesk.tui.places import Place
from acxdesk.tui.widgets.hits import Hit

MOST: Final = 30  # of each noun


def _people(desk: Desk, words: str) -> list[Hit[Place]]:
    return [Hit(Place("3", "person", hit.id), hit.label, hit.detail) for hit in finding.find(desk, words, MOST)]


def _listed(area: str, noun: str, listing: Callable[[Desk], Listing], desk: Desk, words: str) -> list[Hit[Place]]:
    """Lines of a list that match; the first column is what the thing is called by, the others tell it from others."""
    found = listing(desk).arranged(words=words)
    told = [place for place, column in enumerate(found.columns) if column.shown][1:4]
    return [
        Hit(Place(area, noun, line.cells[0]), line.cells[0], ", ".join(filter(None, (line.cells[n] for n in told))))
        for line in found.after(None, MOST)
    ]


_FINDERS: Final[tuple[tuple[str, Callable[[Desk, str], list[Hit[Place]]]], ...]] = (
    ("3", _people),
    ("2", partial(_listed, "2", "session", sessions)),
    ("4", partial(_listed, "4", "programme", programmes)),
)


def find(desk: Desk, words: str, areas: Collection[str]) -> Sequence[Hit[Place]]:
    """Everything that the words may mean, people first.

    Args:
        desk: the open desk.
        words: beginnings of words, in any order and any spelling.
        areas: the numbers of the areas that can be gone to.
    """
    return [hit for area, finder in _FINDERS if area in areas for hit in finder(desk, words)]
