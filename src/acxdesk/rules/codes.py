"""The code that an accreditation is verified by: drawn at random, read aloud and typed without mistaking a letter.

Twelve characters in three groups, `K7MX-3PRT-9WAE`. The alphabet leaves out every letter and digit that is taken for
another one in print, in handwriting or over a telephone (0 O Q D, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V). The last character
is a check on the others: the sum of the characters' places in the alphabet, each times its own weight, is a multiple
of 19. Since 19 is prime and no two weights are alike, one wrong character or two that changed places never pass for a
code, so that a slip of the finger is told from a code that nobody was given.
"""

import re
import secrets
from collections.abc import Collection
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.text import fold, quoted

ALPHABET: Final = "ACEFHJKMNPRTWXY3479"
LENGTH: Final = 12
GROUP: Final = 4
_LONGEST: Final = 60  # characters of what is said; no code in whatever groups has as many

_PLACES: Final = {letter: place for place, letter in enumerate(ALPHABET)}
_FILLER: Final = re.compile(r"[\s\-._/]+")


def draw(taken: Collection[str] = ()) -> str:
    """A new code that is not among those `taken`; nobody can tell it from those that were drawn before."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
        code = _grouped(body + _check(body))
        if code not in taken:
            return code


def read_code(said: str) -> str:
    """A code as it is kept, from what somebody typed or read aloud.

    Args:
        said: not trusted; case, blanks, hyphens, dots and the width of letters do not count.

    Raises:
        Refused: it cannot be a code: a character that none has, too few or too many, or a slip of the finger.
    """
    letters = _FILLER.sub("", fold(said[:_LONGEST])).upper()
    strange = next((letter for letter in letters if letter not in _PLACES), None)
    if strange is not None:
        raise Refused(
            f"{quoted(said)} is no code: none has the character {quoted(strange)}.",
            remedy=f"A code has only {' '.join(ALPHABET)}. Read it again.",
        )
    if len(letters) != LENGTH or len(said) > _LONGEST:
        raise Refused(
            f"{quoted(said)} is no code: it has {len(letters)} characters, and a code has {LENGTH}.",
            remedy=f"Write it as it stands on the certificate, in {LENGTH // GROUP} groups of {GROUP}.",
        )
    if _sum(letters):
        raise Refused(
            f"{quoted(said)} is no code: its check character does not fit, so something in it is mistyped.",
            remedy="Compare it with the certificate, a character at a time.",
        )
    return _grouped(letters)


def looks_like_code(said: str) -> bool:
    """Whether somebody who said this probably meant a code: as many letters as one has, of its alphabet."""
    letters = _FILLER.sub("", fold(said[:_LONGEST])).upper()
    return len(letters) == LENGTH and all(letter in _PLACES for letter in letters)


def _check(body: str) -> str:
    """The character that makes the weighted sum a multiple of the alphabet's length."""
    return next(letter for letter in ALPHABET if not _sum(body + letter))


def _sum(letters: str) -> int:
    return sum(weight * _PLACES[letter] for weight, letter in enumerate(letters, start=1)) % len(ALPHABET)


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))
