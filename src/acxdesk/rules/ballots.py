"""Ballots: what a voter says, how it is kept, and the sealed box as it is published.

A ranking is a row of tiers, the best first; within a tier all are equal. Kept, it is `N03>N01=N07`: keys of nominees,
`>` between tiers, `=` within one, the keys of a tier in their order, so that one ranking has one text. A blank ballot
is the empty text.

The sealed box is a text of lines, UTF-8 with LF. It has no name of a voter, and its ballots stand in the order of
their text, each once with how many there are of it. Its last line is the SHA-256 of all bytes before it.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from acxdesk.errors import InputProblem, Refused
from acxdesk.rules.cycles import Counting
from acxdesk.rules.text import fold, quoted

Ranking = tuple[tuple[str, ...], ...]  # tiers of keys, the best first

LONGEST: Final = 10_000  # characters of what is said
_HEAD: Final = "acxdesk ballots 1"
_TIERS: Final = re.compile(r"[>,;\n]+")
_YEAR: Final = re.compile(r"[0-9]{4}")
_COUNT: Final = re.compile(r"[1-9][0-9]{0,8}")


def read_ranking(said: str, keys: Collection[str], *, ties: bool) -> Ranking:
    """What a voter says: keys of nominees, the best first.

    Args:
        said: not trusted; `>`, `,`, `;` or a line break between two tiers, `=` between equals, blanks anywhere.
        keys: of the nominees on the ballot, as N01.
        ties: whether equals are allowed.

    Returns:
        The ranking; empty where nothing is said.

    Raises:
        Refused: a key that is not on the ballot, one that stands twice, equals where the rules have none.
    """
    if len(said) > LONGEST:
        raise Refused(f"The ranking has {len(said):,} characters.", remedy="Give the keys of nominees, as N03>N01>N07.")
    seen: set[str] = set()
    tiers: list[tuple[str, ...]] = []
    for tier in _TIERS.split(said.strip(" \t\r\n")) if said.strip() else ():
        named = tuple(_key(each, keys) for each in tier.split("="))
        for key in named:
            if key in seen:
                raise Refused(f"{key} stands twice in the ranking.", remedy="Give each nominee one place.")
            seen.add(key)
        if len(named) > 1 and not ties:
            raise Refused(
                f"{' and '.join(named)} are ranked as equals, which the rules of this vote do not allow.",
                remedy="Put one before the other.",
            )
        tiers.append(tuple(sorted(named)))
    return tuple(tiers)


def _key(said: str, keys: Collection[str]) -> str:
    word = fold(said[:LONGEST]).upper()
    if word in keys:
        return word
    if not word:
        raise Refused("The ranking has a place with nobody on it.", remedy="Give the keys of nominees, as N03>N01>N07.")
    raise Refused(
        f"{quoted(said.strip())} is not on the ballot.",
        remedy=f"On it are {', '.join(sorted(keys))}." if keys else "Nobody is.",
    )


def ranking_text(ranking: Ranking) -> str:
    """A ranking as it is kept; the keys of a tier in their order."""
    return ">".join("=".join(sorted(tier)) for tier in ranking)


def without(ranking: Ranking, keys: Collection[str]) -> Ranking:
    """A ranking that leaves these nominees out; a tier of nobody is gone."""
    left = (tuple(key for key in tier if key not in keys) for tier in ranking)
    return tuple(tier for tier in left if tier)


def longest_text(nominees: int) -> int:
    """Characters of the longest ranking of so many nominees."""
    return nominees * (len("N01") + 1 + (nominees > 99))  # noqa: PLR2004 - from 100 on a key has another digit


@dataclass(frozen=True, slots=True)
class Box:
    """A cycle's ballots, with what it takes to count them."""

    year: int
    title: str
    counting: Counting
    nominees: tuple[tuple[str, str], ...]  # key and name of all on the ballot, by key
    withdrawn: tuple[str, ...]  # the keys of those who have left since; they are left out of every ballot
    rules_hash: str  # of the rules as declared
    ballots: Mapping[str, int]  # ranking -> how many


def sealed(box: Box) -> str:
    """The box as it is published; the same ballots give the same bytes."""
    body = "".join(f"{line}\n" for line in _lines(box))
    return f"{body}sha256 {hashlib.sha256(body.encode()).hexdigest()}\n"


def _lines(box: Box) -> Iterator[str]:
    yield _HEAD
    yield f"year {box.year}"
    yield f"title {box.title}"
    yield f"counting {box.counting}"
    yield f"rules {box.rules_hash}"
    for key, name in sorted(box.nominees):
        yield f"nominee {key} {name}"
    for key in sorted(box.withdrawn):
        yield f"withdrawn {key}"
    for ranking, count in sorted(box.ballots.items()):
        yield f"ballot {count} {ranking}".rstrip(" ")


def seal_of(text: str) -> str:
    """The seal of a sealed box: the hash in its last line."""
    return text.rstrip("\n").rpartition(" ")[2]


def read_sealed(held: str | bytes) -> Box:
    """A sealed box that was read from elsewhere.

    Raises:
        InputProblem: it is none, or a byte of it was changed. The line is told where there is one.
    """
    try:
        text = held.decode() if isinstance(held, bytes) else held
    except UnicodeDecodeError as fault:
        raise _broken(fault.object[: fault.start].count(b"\n") + 1, "it is no UTF-8") from fault
    above, _, last = text.removesuffix("\n").rpartition("\n")
    lines = above.split("\n")
    seal = hashlib.sha256(b"%s\n" % above.encode()).hexdigest()
    if lines[0] != _HEAD or not text.endswith("\n"):
        raise _broken(1, "it does not begin or end as one")
    if last != f"sha256 {seal}":
        raise _broken(len(lines) + 1, "the seal does not fit what stands above it, so something in it was changed")
    box = _read(lines)
    if sealed(box) != text:
        raise _broken(1, "its lines are not in the order or the form that a sealed box has")
    return box


@dataclass(slots=True)
class _Reading:
    """What was read of a sealed box so far."""

    heads: dict[str, str] = field(default_factory=dict)  # year, title, rules
    counting: Counting = Counting.SCHULZE
    nominees: dict[str, str] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)
    ballots: dict[str, int] = field(default_factory=dict)

    def take(self, word: str, rest: str) -> bool:
        """Take one line; answers whether there is such a line.

        Raises:
            Refused, ValueError: it does not say what such a line says.
        """
        first, _, more = rest.partition(" ")
        if word in {"year", "title", "rules"}:
            self.heads[word] = rest
        elif word == "counting":
            self.counting = Counting(rest)
        elif word == "nominee":
            self.nominees[first] = more
        elif word == "withdrawn" and rest in self.nominees:
            self.withdrawn.append(rest)
        elif word == "ballot" and _COUNT.fullmatch(first):
            ranking = read_ranking(more, self.nominees, ties=self.counting is Counting.SCHULZE)
            self.ballots[ranking_text(ranking)] = int(first)
        else:
            return False
        return True


def _read(lines: list[str]) -> Box:
    """Read what a box says. Whether each line is there once, in its order and form, shows when it is sealed again."""
    read = _Reading()
    for number, line in enumerate(lines[1:], start=2):
        word, _, rest = line.partition(" ")
        try:
            is_known = read.take(word, rest)
        except (ValueError, Refused) as fault:
            raise _broken(number, str(fault)) from fault
        if not is_known:
            raise _broken(number, "a sealed box has no such line")
    year, title, rules = (read.heads.get(word, "") for word in ("year", "title", "rules"))
    if not _YEAR.fullmatch(year):
        raise _broken(2, "its year is not one of four digits")
    nominees = tuple(read.nominees.items())
    return Box(int(year), title, read.counting, nominees, tuple(read.withdrawn), rules, read.ballots)


def _broken(line: int, why: str) -> InputProblem:
    return InputProblem(
        f"This is no sealed box of ballots: line {line}: {why.rstrip('.')}.",
        remedy="Take the file as it was published.",
    )
