"""What the command line prints: data for scripts on stdout, words for people on stderr.

Everything passes here, so that no control character of a name or a file reaches a terminal.
"""

import io
import json
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import singledispatch
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, TextIO

from acxdesk.errors import Faulty, Refused, SaveFailed
from acxdesk.rules.text import visible

_GAP: Final = "  "
_LEAST: Final = 6  # cells that a column keeps on a narrow terminal
_SAMPLE: Final = 500  # rows that are looked at before the first is printed; a longer list widens where it must
# What JSON may hold raw although a terminal obeys it: DEL, C1, line separators, bidi controls, surrogates.
_STEERING: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of one column."""

    title: str
    numeric: bool = False  # right-aligned


def tune() -> None:
    """Make stdout take every text: what its encoding cannot say is written as an escape."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Words for a person, on stderr; each line break of `text` begins a new line."""
    for line in text.split("\n"):
        _write(sys.stderr, visible(line))


def warn(sentences: Iterable[str]) -> None:
    """Lines of a report that need somebody, again on stderr, unless the same eyes have just read the report."""
    if not sys.stdout.isatty():
        for sentence in sentences:
            say(f"acxdesk: {sentence}")


def progress(done: int, noun: str) -> None:
    """How far a long task is, in one line that is written over; only where somebody looks."""
    if sys.stderr.isatty():
        _write(sys.stderr, f"\r{done:,} {visible(noun)} ", end="")
        sys.stderr.flush()


def data(text: str) -> None:
    """One line that a script reads, on stdout."""
    _write(sys.stdout, visible(text))


def block(text: str) -> None:
    """Text of our own making with line breaks, on stdout: a completion script, a help page."""
    _write(sys.stdout, text.rstrip("\n"))


def refuse(refused: Refused, name: str = "acxdesk") -> None:
    """A refusal: the sentence and the remedy; of a request with several wrong values each on a line of its own."""
    if isinstance(refused, Faulty):
        for fault in refused.faults:
            say(f"{name}: {visible(fault.sentence)}")
        return
    say(f"{name}: {visible(str(refused))}")


def ask(question: str) -> None:
    """A question on stderr; the answer is typed behind it."""
    _write(sys.stderr, visible(question), end="")
    sys.stderr.flush()


def as_json(value: Any) -> str:
    """JSON that a terminal cannot be steered by, and that reads back to the same value."""
    ascii_only = "utf" not in (sys.stdout.encoding or "utf-8").lower()
    text = json.dumps(plain(value), ensure_ascii=ascii_only, indent=2)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def print_json(value: Any) -> None:
    """One JSON value on stdout."""
    _write(sys.stdout, as_json(value))


def print_json_array(values: Iterable[Any]) -> None:
    """One JSON array on stdout, an element a line or more, written while `values` is being read."""
    before = "["
    for value in values:
        _write(sys.stdout, before + "\n" + as_json(value), end="")
        before = ","
    _write(sys.stdout, "[]" if before == "[" else "\n]")


@singledispatch
def plain(value: Any) -> Any:
    """A frozen row as JSON knows it: dates and instants in ISO 8601, words as text, rows as objects."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return [plain(each) for each in value]


@plain.register(str | int | float | bool | None)
def _(value: Any) -> Any:
    return value


@plain.register
def _(value: Enum) -> Any:
    return value.value


@plain.register
def _(value: Path) -> Any:
    return str(value)


@plain.register(date | datetime)
def _(value: date | datetime) -> Any:
    return value.isoformat()


@plain.register
def _(value: time) -> Any:
    return f"{value:%H:%M}"


@plain.register(Mapping)
def _(value: Mapping[Any, Any]) -> Any:
    return {str(plain(key)): plain(each) for key, each in value.items()}


def print_table(headings: Sequence[Heading], rows: Iterable[Sequence[str]]) -> bool:
    """A table with aligned columns on stdout, cut to the width only on a terminal.

    Rows are printed while they are read: a list of any length needs no memory.

    Returns:
        Whether there was any row; without one, nothing is printed.
    """
    remaining = iter(rows)
    sample = [[visible(cell) for cell in row] for row in islice(remaining, _SAMPLE)]
    if not sample:
        return False
    titles = [heading.title for heading in headings]
    widths = [max(map(cell_width, column)) for column in zip(titles, *sample, strict=True)]
    widest = _fitted(widths)
    for row in chain([titles], sample, ([visible(cell) for cell in row] for row in remaining)):
        _write(sys.stdout, _line(headings, row, widest))
    return True


def print_pairs(pairs: Iterable[tuple[str, str]]) -> None:
    """Facts of one thing on stdout, one a line; what is empty is left out."""
    given = [(name, text) for name, text in pairs if text]
    width = max((cell_width(name) for name, _ in given), default=0)
    for name, text in given:
        for number, line in enumerate(text.split("\n")):
            _write(sys.stdout, f"{_padded(name if number == 0 else '', width)}{_GAP}{visible(line)}")


def cell_width(text: str) -> int:
    """How many cells of a terminal a text takes: East Asian wide letters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_letter_width(letter) for letter in text)


def cut(text: str, width: int) -> str:
    """A text in at most so many cells, with an ellipsis where something is left out."""
    if cell_width(text) <= width:
        return text
    kept: list[str] = []
    left = width - 1
    for letter in text:
        left -= _letter_width(letter)
        if left < 0:
            break
        kept.append(letter)
    return "".join(kept) + "…"


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_width(text))


def _line(headings: Sequence[Heading], row: Sequence[str], widest: Sequence[tuple[int, bool]]) -> str:
    cells: list[str] = []
    for heading, text, (width, is_cut) in zip(headings, row, widest, strict=True):
        shown = cut(text, width) if is_cut else text
        cells.append(" " * (width - cell_width(shown)) + shown if heading.numeric else _padded(shown, width))
    return _GAP.join(cells).rstrip()


def _fitted(widths: Sequence[int]) -> list[tuple[int, bool]]:
    """The widths to print with, and whether longer cells are cut: only where the reader is a terminal."""
    if not sys.stdout.isatty():
        return [(width, False) for width in widths]
    room = shutil.get_terminal_size().columns - len(_GAP) * (len(widths) - 1)
    fitted = list(widths)
    while sum(fitted) > room and max(fitted) > _LEAST:
        fitted[fitted.index(max(fitted))] -= 1
    return [(width, True) for width in fitted]


def _write(stream: TextIO, text: str, end: str = "\n") -> None:
    with _told():
        print(text, file=stream, end=end)


def raw(pieces: Iterable[bytes]) -> None:
    """Bytes on stdout: a table or a calendar on its way into a pipe."""
    with _told():
        sys.stdout.flush()
        for piece in pieces:
            sys.stdout.buffer.write(piece)


def flush() -> None:
    """Hand over what was printed; only then it is known whether the reader could take it."""
    with _told():
        sys.stdout.flush()


def abandon() -> None:
    """Print nothing any more, so that the end of the program does not fail on what is left over."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@contextmanager
def _told() -> Iterator[None]:
    """Say in a sentence that the output could not be written, as on a full disk that it is redirected to."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as fault:
        abandon()
        raise SaveFailed(
            f"The output cannot be written: {fault.strerror or type(fault).__name__}.",
            remedy="Redirect it to another place.",
        ) from fault
