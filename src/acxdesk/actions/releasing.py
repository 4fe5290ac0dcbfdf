"""What a release would tell, and what stands against it: a look before the deed."""

from dataclasses import dataclass
from typing import Final

from acxdesk.actions.results import Release, release
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused

_ANY: Final = "asked for"  # a reason that is good enough to look further


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a release would do."""

    people: tuple[str, ...]  # "Ada: Passed: ...", for each who would be told something new, and each who is incomplete
    warning: str  # what has to be gone past with a reason that the request does not give; empty for nothing


def foresee(desk: Desk, request: Release) -> Foreseen:
    """Rehearse a release, as if the incomplete were left out.

    Raises:
        NotFound: no such session.
        Refused: nothing at all can be released.
    """
    rehearsing = desk.rehearsing()
    asked = request.model_copy(update={"incomplete": True, "deed": None})
    told = release(rehearsing, asked.model_copy(update={"reason": request.reason or _ANY}))
    try:
        release(rehearsing, asked)
    except Refused as why:
        return Foreseen(told.lines, why.sentence)
    return Foreseen(told.lines, "")
