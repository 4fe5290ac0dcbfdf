"""What a list shows, written to a file: its columns, its sort, its filter, every line and not only those in sight."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from acxdesk.desk.receipts import Receipt
from acxdesk.desk.writing import write_whole
from acxdesk.exchange.tables import write_csv
from acxdesk.queries.listing import Key, Listing

PAGE: Final = 500  # lines of one read


def export(listing: Listing, columns: Sequence[str], path: Path) -> Receipt:
    """Write a list as CSV, whole or not at all.

    Args:
        listing: as it is sorted and filtered.
        columns: the names of the columns to write; the list's own order holds.
        path: a file that is not there yet.

    Raises:
        SaveFailed: it is there, or cannot be written.
    """
    at = [place for place, column in enumerate(listing.columns) if column.name in columns]
    counted = _Counted(listing)
    header = [listing.columns[place].name for place in at]
    write_whole(path, write_csv(header, ([cells[place] for place in at] for cells in counted)))
    lines = "1 line" if counted.count == 1 else f"{counted.count:,} lines"
    return Receipt(f"{lines} written to {path}.", changed=False)


class _Counted:
    """The cells of every line, and how many there were."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self.count = 0

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        key: Key | None = None
        while lines := self._listing.after(key, PAGE):
            self.count += len(lines)
            yield from (line.cells for line in lines)
            key = lines[-1].key
