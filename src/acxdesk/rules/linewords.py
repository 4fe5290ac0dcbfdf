"""The words of a line that is typed in one go: parted by blanks, held together by quotes, some with a key before them.

    ACXM mon 16 nov 14:00 New York coach:"Ada Byron":assistant max:12

What a run of plain words means follows from all of them together: of every way to part them, the one that leaves the
fewest words unread is taken.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r'(?:"(?:[^"]|"")*(?:"|\Z)|[^\s"])+')
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)("|\Z)')
_KEY: Final = re.compile(r"([^\W\d_]+):(?!//)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line, without the quotes that hold it together."""

    text: str
    at: int  # characters of the line before it
    length: int  # in the line, with its quotes
    key: str = ""  # "max" of "max:12", in small letters; empty of a plain word
    quoted: bool = False  # whether some of it stands in quotes
    closed: bool = True  # whether its last quote is closed

    @property
    def end(self) -> int:
        """Characters of the line up to its end."""
        return self.at + self.length


@dataclass(frozen=True, slots=True)
class Span:
    """Some words that are understood together."""

    kind: str  # what they are: a date, a time
    first: int  # the number of its first word
    end: int  # and of the first word after it
    text: str
    cost: int  # how far from certain that reading is; 0 for certain


def words_of(line: str) -> tuple[Word, ...]:
    """The words of a line. A key with nothing behind its colon takes the next plain word: `max: 12`."""
    found: list[Word] = []
    for match in _WORD.finditer(line):
        word = _word(match)
        before = found[-1] if len(found) > 1 else None  # the first word is no key
        if before and before.key and not before.text and not before.quoted and not word.key:
            found[-1] = Word(word.text, before.at, word.end - before.at, before.key, word.quoted, word.closed)
        else:
            found.append(word)
    return tuple(found)


def _word(match: re.Match[str]) -> Word:
    said, at = match[0], match.start()
    key = _KEY.match(said)
    rest = said[key.end() :] if key else said
    text = _QUOTED.sub(lambda quoted: quoted[1].replace('""', '"'), rest)
    return Word(
        text,
        at,
        len(said),
        key[1].lower() if key else "",
        '"' in said,
        all(quoted[2] for quoted in _QUOTED.finditer(rest)),
    )


def as_word(text: str) -> str:
    """A text as one word of a line, in quotes where it needs them."""
    if text and not any(letter.isspace() or letter in '":' for letter in text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def cheapest(
    words: Sequence[Word], options: Callable[[int], Sequence[Span]], once: frozenset[str], twice: int
) -> tuple[Span, ...]:
    """The way to part the words whose spans cost least together; of two alike, the one whose options come first.

    Args:
        words: all of the line.
        options: the spans that may begin at a word, by its number; at least one.
        once: kinds of which a line has one.
        twice: what each further span of such a kind costs besides.
    """
    kinds = {kind: 1 << number for number, kind in enumerate(sorted(once))}
    choices = [options(number) for number in range(len(words))]
    # best[number][held]: the cost from that word on, when the kinds of the bits in `held` were said before it.
    best: list[list[tuple[int, Span | None]]] = [[(0, None)] * (1 << len(kinds)) for _ in range(len(words) + 1)]
    for number in reversed(range(len(words))):
        for held in range(1 << len(kinds)):
            best[number][held] = min(
                (
                    (
                        span.cost
                        + (twice if held & kinds.get(span.kind, 0) else 0)
                        + best[span.end][held | kinds.get(span.kind, 0)][0],
                        span,
                    )
                    for span in choices[number]
                ),
                key=lambda priced: priced[0],
            )
    taken: list[Span] = []
    number, held = 0, 0
    while number < len(words):
        span = best[number][held][1]
        assert span is not None  # each word begins at least one
        taken.append(span)
        number, held = span.end, held | kinds.get(span.kind, 0)
    return tuple(taken)
