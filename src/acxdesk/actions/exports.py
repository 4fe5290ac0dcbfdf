"""A list on its way out: every line of it as it is filtered and sorted, as CSV, written whole or not at all."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from acxdesk.actions.people import counted
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.writing import refuse_taken, write_whole
from acxdesk.errors import NotFound, Overtaken
from acxdesk.exchange.tables import write_csv
from acxdesk.queries.listing import Key, Line, Listing
from acxdesk.queries.sqllisting import Value
from acxdesk.records.journal import Entry
from acxdesk.rules.text import quoted

PAGE: Final = 1_000  # lines of one read: memory stays flat, and no read holds up a deed


def export_list(
    desk: Desk,
    listing: Listing,
    columns: Sequence[str],
    out: Path,
    *,
    overwrite: bool = False,
    told: Callable[[int], None] = lambda _count: None,
) -> Receipt:
    """Write every line of a list, not only those in sight. Values are plain: no signs, no colours, dates as ISO 8601.

    Args:
        desk: read only; a rehearsing one reads all of it and writes nothing.
        listing: as it is filtered and sorted.
        columns: names of its columns, in the order to write; empty for those that are shown at first.
        out: the file to be.
        overwrite: whether a file that is there may be replaced.
        told: is told the number of lines written so far, now and then.

    Raises:
        NotFound: the list has no such column.
        Refused: something is there already that may not be replaced, or a text cannot stand in a CSV file.
        InputProblem, SaveFailed: as `desk.writing.write_whole`.
        Overtaken: the desk changed while a long list was written; lines might be missing or stand twice.
    """
    places = _places(listing, columns)
    refuse_taken(out, overwrite=overwrite)
    lines = _Lines(desk, listing, told)
    header = [listing.columns[place].name for place in places]
    pieces = write_csv(header, (_record(line, places) for line in lines))
    if desk.rehearsal:
        for _piece in pieces:
            pass
    else:
        write_whole(out, pieces, overwrite=overwrite)
    sentence = f"{counted(lines.count, 'line')} written to {shown(out)}."
    return Receipt(sentence, changed=False, rehearsed=desk.rehearsal)


def _places(listing: Listing, columns: Sequence[str]) -> list[int]:
    """Where the columns stand in a line."""
    place_of = {column.name: place for place, column in enumerate(listing.columns)}
    for name in columns:
        if name not in place_of:
            raise NotFound(f"The list has no column {quoted(name)}.", remedy=f"It has {', '.join(place_of)}.")
    return [place_of[name] for name in columns] or [
        place for place, column in enumerate(listing.columns) if column.shown
    ]


class _Lines:
    """The lines of a list, read by pages and counted as they go by; a deed in between ends the reading."""

    def __init__(self, desk: Desk, listing: Listing, told: Callable[[int], None]) -> None:
        self.desk, self.listing, self.told, self.count = desk, listing, told, 0

    def __iter__(self) -> Iterator[Line]:
        stamp, key = self._stamp(), None
        while page := self._after(key):
            self.count += len(page)
            yield from page
            self.told(self.count)
            key = page[-1].key
        if self._stamp() != stamp:
            raise Overtaken("The desk changed while the list was written.", remedy="Export it again.")

    def _after(self, key: Key | None) -> tuple[Line, ...]:
        return self.listing.after(key, PAGE)

    def _stamp(self) -> int:
        """The number of the journal's last entry: while it stays, no line has changed."""
        with self.desk.reading() as work:
            return work.scalar(select(func.max(Entry.id))) or 0


def _record(line: Line, places: Sequence[int]) -> list[str | int]:
    values: Sequence[Value] = line.values or line.cells
    return [_plain(values[place]) for place in places]


def _plain(value: Value) -> str | int:
    """A value as a cell: numbers stay numbers, a fact is "yes" or nothing, as imports read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return value
