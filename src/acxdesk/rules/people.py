"""How a person is found and told apart: the keys of her names, the phrases of a search, the key of her address.

The search key is a line of words with one blank between them. A search is a set of phrases, and finds a person when
each stands in her key from the beginning of a word on; SQLite's full-text index and a look at the key itself agree.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from acxdesk.rules.text import fold

# Scripts that are written without blanks between words: kana, Han, and the Hangul letters that folding makes.
_UNSPACED: Final = re.compile(
    "[\u1100-\u11ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7fb"
    "\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003fffd]+"
)


def sort_key(name: str) -> str:
    """What a name is sorted by, and known by as the same name in another spelling."""
    return fold(name)


def email_key(address: str) -> str | None:
    """What an address is unique by: its letters without regard to case; None without an address.

    Accents count, as they do for a mail server: josé@ and jose@ may be two people.
    """
    return unicodedata.normalize("NFC", address.strip().casefold()) or None


def search_key(names: Iterable[str], others: Iterable[str] = ()) -> str:
    """The words that a person is found by.

    Behind the words as they stand come names without the marks inside them (O'Neill: oneill), then unspaced scripts
    in pairs of characters, so that any part of them is found (佐藤花子: 佐藤 藤花 花子 子).

    Args:
        names: her name, and the one on her certificate.
        others: what else she is found by: address, organisation, job title.
    """
    named = [part for name in names for part in fold(name).split()]
    words = [word for part in (*named, *(fold(other) for other in others)) for word in tokens(part)]
    joined = ["".join(pieces) for part in named if len(pieces := tokens(part)) > 1]
    pairs = [pair for word in words for run in _UNSPACED.findall(word) for pair in _pairs(run)]
    return " ".join((*words, *joined, *pairs))


def search_phrases(words: Iterable[str]) -> tuple[str, ...]:
    """What a search looks for: each phrase from the beginning of a word of the key on, in any order.

    Args:
        words: as typed. One without a letter or digit is passed over.

    Returns:
        Letters, digits and single blanks; empty when no word has a letter or a digit.
    """
    phrases: dict[str, None] = {}
    for word in words:
        for part in fold(word).split():
            pieces = tokens(part)
            if len(pieces) == 1 and _UNSPACED.fullmatch(pieces[0]):
                pieces = [*_pairs(pieces[0])][: max(len(pieces[0]) - 1, 1)]
            if pieces:
                phrases[" ".join(pieces)] = None
    return tuple(phrases)


def tokens(folded: str) -> list[str]:
    """The runs of letters, digits and their marks in a folded text; all else is between them."""
    return "".join(letter if _is_kept(letter) else " " for letter in folded).split()


def _is_kept(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] in "LNM" or category == "Co"


def _pairs(run: str) -> Iterator[str]:
    """Each character with the next, and the last alone: 佐藤花 gives 佐藤, 藤花 and 花."""
    for place in range(len(run)):
        yield run[place : place + 2]
