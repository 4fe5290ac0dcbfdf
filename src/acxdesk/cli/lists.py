"""Lists on the command line: an aligned table, one JSON array, or a CSV file; read and printed in windows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

from cyclopts import Parameter

from acxdesk.cli import voice
from acxdesk.cli.call import Call, WrongUse
from acxdesk.cli.said import DASH
from acxdesk.cli.voice import Heading
from acxdesk.rules.text import quoted

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.listing import Column, Line, Listing
    from acxdesk.queries.sqllisting import Value

_WINDOW: Final = 500  # lines that are read at a time

AnyListing = TypeVar("AnyListing", bound="Listing")


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Shown:
    """How a list is arranged and printed."""

    words: Annotated[str, Parameter(alias="-w", help="only lines that have all these words")] = ""
    sort: Annotated[str, Parameter(help="the column to sort by")] = ""
    descending: Annotated[bool | None, Parameter(negative="--ascending", help="turn the order round")] = None
    columns: Annotated[str, Parameter(help='the columns to show, with commas between them; "all" for all')] = ""
    csv: Annotated[
        str,
        DASH,
        Parameter(metavar="FILE", help='write the list as CSV to this file; "-" is stdout'),
    ] = ""
    overwrite: Annotated[bool, Parameter(help="replace that file if it is there")] = False


AS_IT_IS: Final = Shown()


def print_list(call: Call, desk: "Desk", listing: AnyListing, shown: Shown, *, pick: tuple[str, ...] = ()) -> int:
    """Print a list, or write it to a file.

    Args:
        desk: the one that the list is of.
        call: with --json every column is printed, else those that are shown.
        listing: the list as the verb has narrowed it.
        shown: how to arrange and where to print it.
        pick: the columns that this verb shows unless others are asked for; empty for those of the list.
    """
    arranged = listing.arranged(
        sort=shown.sort or None,
        descending=False if shown.sort and shown.descending is None else shown.descending,
        words=shown.words or None,
    )
    columns = _columns(arranged, shown.columns, pick)
    if shown.csv:
        _write_csv(call, desk, arranged, columns, shown)
        return 0
    if call.as_json:
        voice.print_json_array(_fields(arranged.columns, line) for line in lines(arranged))
        return 0
    headings = [Heading(column.title, column.numeric) for column in columns]
    places = [arranged.columns.index(column) for column in columns]
    if not voice.print_table(headings, ([line.cells[place] for place in places] for line in lines(arranged))):
        voice.say("The list is empty." if not shown.words else "Nothing on the list has all these words.")
    return 0


def lines(listing: "Listing") -> Iterator["Line"]:
    """Every line of a list, in its order, read a window at a time."""
    key = None
    while window := listing.after(key, _WINDOW):
        yield from window
        if len(window) < _WINDOW:
            return
        key = window[-1].key


def _columns(listing: "Listing", asked: str, pick: tuple[str, ...]) -> list["Column"]:
    known = {column.name: column for column in listing.columns}
    if asked == "all":
        return list(listing.columns)
    names = [name.strip() for name in asked.split(",")] if asked else list(pick)
    for name in names:
        if name not in known:
            raise WrongUse(f"The list has no column {quoted(name)}.", remedy=f"It has {', '.join(known)}.")
    return [known[name] for name in names] or [column for column in listing.columns if column.shown]


def _fields(columns: Iterable["Column"], line: "Line") -> dict[str, object]:
    """A line as a JSON object; the number of the row stands first."""
    return {"id": line.id, **dict(zip((column.name for column in columns), line.values or line.cells, strict=True))}


def _write_csv(call: Call, desk: "Desk", listing: "Listing", columns: list["Column"], shown: Shown) -> None:
    """The list as a file; on stdout in the same words, as a pipe takes them."""
    from acxdesk.actions.exports import export_list
    from acxdesk.exchange.tables import write_csv

    if shown.csv == "-":
        places = [listing.columns.index(column) for column in columns]
        records = ([_cell((line.values or line.cells)[place]) for place in places] for line in lines(listing))
        voice.raw(write_csv([column.name for column in columns], records))
        return
    receipt = export_list(
        desk.rehearsing() if call.dry_run else desk,
        listing,
        [column.name for column in columns],
        Path(shown.csv),
        overwrite=shown.overwrite,
        told=lambda done: voice.progress(done, "lines"),
    )
    call.answer(receipt, file=shown.csv)


def _cell(value: "Value") -> str | int:
    """As `actions.exports` writes it."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else value
