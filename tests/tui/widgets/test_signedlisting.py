"""A list with signs is the same list: its lines, its order, its windows."""

from acxdesk.queries.listing import Column, Line
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.signedlisting import SignedListing

INNER = FixedListing.made(
    (Column("name", "Name", 10), Column("place", "Place", 10)),
    [(1, ("Ada", "booked")), (2, ("Bob", "booked")), (3, ("Cleo", "waits"))],
)


def sign(line: Line) -> str:
    return "✕" if line.id == 2 else ""


LISTING = SignedListing(INNER, 1, sign)


def cells(lines: tuple[Line, ...]) -> list[str]:
    return [line.cells[1] for line in lines]


def test_every_window_has_the_signs_and_nothing_else_is_other() -> None:
    signed = ["booked", "✕ booked", "waits"]
    assert cells(LISTING.after(None, 10)) == cells(LISTING.before(None, 10)) == cells(LISTING.at(0, 10)) == signed
    assert cells(LISTING.of([2, 3])) == signed[1:]
    assert [line.key for line in LISTING.after(None, 10)] == [line.key for line in INNER.after(None, 10)]
    assert (LISTING.count(), list(LISTING.ids()), LISTING.columns) == (3, [1, 2, 3], INNER.columns)
    assert LISTING.rank(INNER.all_lines[2].key) == 2
    assert (LISTING.sort, LISTING.descending, LISTING.filter) == ("", False, "")


def test_narrowed_it_keeps_its_signs() -> None:
    narrowed = LISTING.arranged(words="bob")
    assert (narrowed.filter, cells(narrowed.after(None, 10))) == ("bob", ["✕ booked"])
