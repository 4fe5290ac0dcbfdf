"""`acxdesk session share` and `unshare`: meetings of two sessions that are taught as one class."""

import re
from typing import Annotated, Final

from cyclopts import Parameter

from acxdesk.cli.call import Asked, WrongUse
from acxdesk.cli.said import Reason, Reference, given
from acxdesk.rules.text import quoted

Meetings = Annotated[
    str, Parameter(metavar="NUMBERS", help="meetings of the session by number, as 1-2 or 1,3; else all")
]
_PART: Final = re.compile(r"([0-9]{1,3})(?:-([0-9]{1,3}))?")


def share(
    ref: Reference,
    *,
    host: Annotated[str, Parameter(name="--with", help="the session whose meetings they become part of")],
    meetings: Meetings = "",
    first: Annotated[
        int | None, Parameter(help="its meeting that the first of them is taught in; else the one at that time")
    ] = None,
    call: Asked,
) -> None:
    """Teach meetings of a session as part of another's: they are put where those are, and go along from now on."""
    from acxdesk.actions import sharing

    values = {"session": ref, "host": host, "meetings": _numbers(meetings), **given(first=first)}
    with call.writing() as desk:
        receipt = sharing.share(desk, sharing.Share.read(values))
    call.answer(receipt, reference=ref.upper(), host=host.upper())


def unshare(ref: Reference, *, meetings: Meetings = "", reason: Reason = "", call: Asked) -> None:
    """Teach meetings of a session alone again; they stay where they are."""
    from acxdesk.actions import sharing

    values = {"session": ref, "meetings": _numbers(meetings), "reason": reason}
    with call.writing() as desk:
        receipt = sharing.unshare(desk, sharing.Unshare.read(values))
    call.answer(receipt, reference=ref.upper())


def _numbers(said: str) -> tuple[int, ...]:
    """The numbers of "1-2,4"; none for nothing said.

    Raises:
        WrongUse: it is no list of numbers.
    """
    numbers: set[int] = set()
    for part in filter(None, (part.strip() for part in said.split(","))):
        found = _PART.fullmatch(part)
        if found is None:
            raise WrongUse(f"{quoted(part)} is no number of a meeting.", remedy="Write them as 1-2 or 1,3.")
        first = int(found[1])
        numbers.update(range(first, int(found[2] or first) + 1))
    return tuple(sorted(numbers))
