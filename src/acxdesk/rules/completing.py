"""What may follow as a session's line is typed: the word at the cursor, and the keys and cities that it may become.

Codes of programmes, coaches and organisations are the desk's; what is typed of them is told by `typing_at`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from acxdesk.rules.cities import MOST_WORDS, city_names
from acxdesk.rules.dates import MONTH_NAMES, WEEKDAY_NAMES
from acxdesk.rules.linespans import FLAGS, begins
from acxdesk.rules.linewords import as_word, words_of
from acxdesk.rules.scheduleline import CLOSED, KEYS, NAMES
from acxdesk.rules.text import fold

FEWEST: Final = 2  # letters of a city before it is offered
_OF_DESK: Final = frozenset({"programme", "coach", "for"})


@dataclass(frozen=True, slots=True)
class Typing:
    """What is typed at the cursor."""

    kind: str  # programme, a value of `KEYS`, or "word"; empty between two words
    text: str  # without quotes
    at: int  # characters of the line before what a completion takes the place of
    phrases: tuple[tuple[str, int], ...] = ()  # the last plain words with where they begin, the longest run first

    @property
    def is_of_desk(self) -> bool:
        """Whether the desk knows what it may become."""
        return self.kind in _OF_DESK


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on."""

    at: int  # what takes the place of the line from there to the cursor
    text: str
    shown: str
    note: str = ""


def typing_at(line: str, cursor: int) -> Typing:
    """The word that ends at the cursor.

    Args:
        line: as typed so far.
        cursor: characters before it.
    """
    before = line[:cursor]
    words = words_of(before)
    if not words or words[-1].end < len(before):
        return Typing("", "", cursor)
    word = words[-1]
    if len(words) == 1:
        return Typing("programme", before[word.at :], word.at)
    if word.key:
        return Typing(KEYS.get(word.key, ""), word.text, word.at + len(word.key) + 1)
    plain = list(words[1:][-MOST_WORDS:])
    while any(each.key or each.quoted for each in plain):
        plain.pop(0)
    phrases = tuple((before[each.at :], each.at) for each in plain)
    return Typing("word", word.text, word.at, phrases)


def completed(line: str, cursor: int, completion: Completion) -> tuple[str, int]:
    """The line with a completion taken, and where the cursor stands then."""
    begun = line[: completion.at] + completion.text
    return begun + line[cursor:].removeprefix(" " if begun.endswith(" ") else ""), len(begun)


def completions(typing: Typing) -> tuple[Completion, ...]:
    """What may follow that no desk needs to be asked for: keys, flags, cities, what is done about closed days."""
    if typing.kind == "closed":
        return tuple(named(typing, choice) for choice in CLOSED if choice.startswith(typing.text.casefold()))
    if typing.kind == "zone":
        return tuple(_cities(((typing.text, typing.at),)))
    if typing.kind != "word":
        return ()
    said = typing.text.casefold()
    if begins(said, (*WEEKDAY_NAMES, *MONTH_NAMES)):
        return ()  # Tab behind "7 dec" would rather make a decision of it
    words = (*(f"{name}:" for name in NAMES), *sorted(FLAGS))
    keys = (
        Completion(typing.at, word if word.endswith(":") else f"{word} ", word)
        for word in words
        if word.startswith(said)
    )
    return (*keys, *_cities(typing.phrases))


def named(typing: Typing, name: str, note: str = "") -> Completion:
    """A name that takes the place of what is typed of it, in quotes where it needs them."""
    return Completion(typing.at, f"{as_word(name)} ", name, note)


def _cities(phrases: Sequence[tuple[str, int]]) -> Iterator[Completion]:
    """Cities that begin with the longest run of words that any begins with."""
    for phrase, at in phrases:
        begun = fold(phrase)
        found = [city for city in city_names() if fold(city).startswith(begun)] if len(begun) >= FEWEST else []
        if found:
            yield from (Completion(at, f"{city} ", city) for city in found)
            return
