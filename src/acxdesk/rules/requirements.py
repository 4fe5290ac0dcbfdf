"""What a programme asks to be held before, as one line: "CPPM or ACXM; ACXP ever held".

Groups stand between ";" or "and", and every group has to be met. Alternatives stand between "or", and one of a group
is enough; "or" binds first. Behind a code stands how it has to be held: "valid" where nothing is said, "valid or
renewable", "ever held". "none" asks for nothing.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.catalogue import LONGEST_CODE
from acxdesk.rules.prerequisites import Alternative, Group, Groups, Of, Standing
from acxdesk.rules.text import fold, quoted

__all__ = ["Alternative", "Group", "Groups", "codes", "parse_requirements", "print_requirements", "told"]

NONE: Final = "none"
MOST_ASKED: Final = 30  # alternatives of one line
EXAMPLE: Final = 'Write it as "CPPM or ACXM; ACXP ever held", or "none".'


def parse_requirements(said: str) -> Groups:
    """Read a line of requirements. The codes are as they were typed: which of them there are, the catalogue knows.

    Raises:
        Refused: the line is no such line, asks for one programme twice in a group, or for too many.
    """
    words = _WORD.findall(said)
    if [fold(word) for word in words] in ([], [NONE]):
        return ()
    groups: list[list[Alternative]] = [[]]
    while words:
        group = groups[-1]
        group.append(_alternative(words))
        if fold(group[-1].programme) in (fold(one.programme) for one in group[:-1]):
            raise Refused(f"{quoted(group[-1].programme)} is asked for twice in one group.", remedy=EXAMPLE)
        if not words:
            break
        between = words.pop(0)
        if fold(between) not in {"or", "and", ";"}:
            raise Refused(f"{quoted(between)} is not understood behind {group[-1]}.", remedy=EXAMPLE)
        if not words and between != ";":
            raise Refused(f"Something is missing behind {quoted(between)}.", remedy=EXAMPLE)
        if words and fold(between) != "or":
            groups.append([])
    if sum(map(len, groups)) > MOST_ASKED:
        raise Refused(f"At most {MOST_ASKED} accreditations can be asked for.", remedy="Leave some out.")
    return tuple(map(tuple, groups))


def print_requirements(groups: Groups) -> str:
    """The line that these groups parse from; "none" for none."""
    line = "; ".join(" or ".join(map(str, group)) for group in groups)
    return f"{line} valid" if fold(line) == NONE else line or NONE


def codes(groups: Groups) -> Iterator[str]:
    """Every code that is asked for, in its order, each once."""
    return iter(dict.fromkeys(one.programme for group in groups for one in group))


def told(code: str, groups: Groups, of: Of) -> tuple[str, ...]:
    """What a programme asks, a sentence for each group: "ACXC needs ACXM valid at the start".

    Args:
        code: of the programme that asks.
        groups: what it asks.
        of: of whom.
    """
    who = f"{code} needs" if of is Of.DELEGATE else f"A coach of {code} holds"
    return tuple(f"{who} {_joined(_one(alternative, of) for alternative in group)}." for group in groups)


def _one(alternative: Alternative, of: Of) -> str:
    at = "at the start" if of is Of.DELEGATE else "at every meeting"
    held = {
        Standing.VALID: f"valid {at}",
        Standing.RENEWABLE: f"valid or renewable {at}",
        Standing.EVER: "ever held",
    }
    return f"{alternative.programme} {held[alternative.standing]}"


def _joined(words: Iterable[str]) -> str:
    return ", or ".join(words)


_WORD: Final = re.compile(r";|[^\s;]+")
_CODE: Final = re.compile(rf"[^\s;,]{{1,{LONGEST_CODE}}}")
# How it has to be held, longest first: "valid or renewable" begins as "valid" does.
_STANDINGS: Final = tuple(
    (standing.value.split(), standing) for standing in (Standing.RENEWABLE, Standing.EVER, Standing.VALID)
)


def _alternative(words: list[str]) -> Alternative:
    """Take the next alternative off the front of the words.

    Raises:
        Refused: there is no code in front.
    """
    code = words.pop(0)
    if not _CODE.fullmatch(code):
        raise Refused(f"{quoted(code)} is no programme's code.", remedy=EXAMPLE)
    for parts, standing in _STANDINGS:
        if [fold(word) for word in words[: len(parts)]] == parts:
            del words[: len(parts)]
            return Alternative(code, standing)
    return Alternative(code)
