"""Header lines of tables: the columns that a file names, matched to those that are asked for."""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from acxdesk.errors import InputProblem
from acxdesk.rules.text import visible

MOST_QUOTED: Final = 60  # characters of the file's own text that a sentence repeats
_MOST_NAMED: Final = 200  # characters of a column's name that count
_MOST_LISTED: Final = 12  # column names that a sentence repeats
_NAME_FILLER: Final = re.compile(r"[\s_\-]+")


def match_headings(
    said: Sequence[str], *, required: Collection[str], optional: Collection[str], passed_over: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Match the names of a header line to those that are asked for.

    Args:
        said: the names as the file has them.
        required: the columns that must be there.
        optional: the columns that may be there.
        passed_over: columns that may be there and say nothing.

    Returns:
        The names as asked for, in the order of the file, empty for one that says nothing; and those that say
        nothing, as the file names them.

    Raises:
        InputProblem: a column has no name, stands twice, is missing or is not known.
    """
    known = {heading_key(name): name for name in (*required, *optional)}
    silent = {heading_key(name) for name in passed_over} - known.keys()
    header = _matched(said, known, required, silent)
    return header, tuple(name for name in said if heading_key(name) in silent)


def heading_key(name: str) -> str:
    """What a column's name is matched by: case, width, blanks, underscores and hyphens do not count."""
    # Cut first: the time of normalising grows with the square of a run of marks.
    return _NAME_FILLER.sub("", unicodedata.normalize("NFKC", name[:_MOST_NAMED]).casefold())


def shown(text: str) -> str:
    """A part of a file as a sentence repeats it: in quotes, visible, cut off after 60 characters."""
    cut = text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED] + "\u2026"
    return f'"{visible(cut)}"'


def _matched(
    said: Sequence[str], known: Mapping[str, str], required: Collection[str], silent: Collection[str]
) -> tuple[str, ...]:
    """The names as asked for, in the order of the file; empty for one that says nothing."""
    places: dict[str, int] = {}
    for place, name in enumerate(said, start=1):
        if not name:
            raise InputProblem(f"Column {place} of the header has no name.", remedy="Name it, or delete the column.")
        earlier = places.setdefault(heading_key(name), place)
        if earlier != place:
            raise InputProblem(
                f"The header names {shown(name)} twice: in columns {earlier} and {place}.",
                remedy="Rename or delete one of the two.",
            )
    missing = [name for name in required if heading_key(name) not in places]
    absent = [key for key in known if key not in places]
    unknown = [name for name in said if heading_key(name) not in known and heading_key(name) not in silent]
    near = [
        f"{shown(name)} (did you mean {shown(known[key])}?)"
        for name in unknown[:_MOST_LISTED]
        for key in difflib.get_close_matches(heading_key(name), absent, n=1)
    ]
    # A slip of the pen explains a missing column better than its absence does.
    if near:
        raise InputProblem(f"Unknown column: {', '.join(near)}.", remedy="Correct the header line.")
    if missing:
        raise InputProblem(
            f"Missing column: {_list(missing)}. The header names {_list(said)}.",
            remedy="The first line must name the columns; add what is missing.",
        )
    if unknown:
        raise InputProblem(
            f"Unknown column: {_list(unknown)}. Known are {_list(known.values())}.",
            remedy="Rename or delete the column.",
        )
    return tuple(known.get(heading_key(name), "") for name in said)


def _list(names: Iterable[str]) -> str:
    told = [shown(name) for name in names]
    more = len(told) - _MOST_LISTED
    return ", ".join(told[:_MOST_LISTED]) + (f" and {more:,} more" if more > 0 else "")
