"""Marks: who gave how many points for what, in which attempt, and what has become of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.schemes import HUNDREDTHS, points_words
from acxdesk.rules.text import quoted


class Series(StrEnum):
    """Whose mark it is."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"  # of whoever decides between two that lie apart
    AGREED = "agreed"  # what they become


class MarkState(StrEnum):
    """How far a mark has come. A released one is never written again."""

    ENTERED = "entered"
    AGREED = "agreed"
    RELEASED = "released"


class Origin(StrEnum):
    """Why a mark was made. A remark and an appeal are new records that begin as the released mark they are about."""

    MARKING = "marking"
    REMARK = "remark"
    APPEAL = "appeal"


@dataclass(frozen=True, slots=True)
class Given:
    """One mark as it stands on the desk."""

    id: int
    version: int  # rises with each change; an edit says which one it has read
    component: int
    attempt: int  # from 1; those after the first are resits
    series: Series
    revision: int  # 0 as it was marked, then one more with each remark or appeal
    points: int  # hundredths of a point
    by: str  # the marker's name
    at: datetime  # UTC
    state: MarkState
    origin: Origin
    reason: str = ""  # of a remark or an appeal

    @property
    def is_open_review(self) -> bool:
        """Whether it is a remark or an appeal that nobody has decided; what it is about still counts."""
        return self.origin is not Origin.MARKING and self.state is not MarkState.RELEASED

    @property
    def is_released(self) -> bool:
        """Whether it was told to the delegate, and stays as it is."""
        return self.state is MarkState.RELEASED


Cell = tuple[int, int]  # component, attempt


def standing(marks: Iterable[Given]) -> dict[Cell, dict[Series, Given]]:
    """The marks that stand, cell by cell: of each series the last revision that is no open review."""
    cells: dict[Cell, dict[Series, Given]] = {}
    for mark in marks:
        if mark.is_open_review:
            continue
        cell = cells.setdefault((mark.component, mark.attempt), {})
        held = cell.get(mark.series)
        if held is None or held.revision < mark.revision:
            cell[mark.series] = mark
    return cells


_PLAIN: Final = re.compile(r"(?P<whole>[0-9]{1,6})(?:[.,](?P<rest>[0-9]{1,2}))?")  # ASCII digits only


def points(said: str, *, out_of: int, what: str = "The mark") -> int:
    """A mark as it is typed, in hundredths of a point: "68", "68.5", "68,5".

    Args:
        said: the cell; blanks around it are no mark.
        out_of: hundredths of a point that can be had.
        what: what is marked, for the sentence.

    Raises:
        Refused: it is no plain number of at most two decimals in the digits 0 to 9, or above what can be had.
    """
    found = _PLAIN.fullmatch(said)
    if found is None:
        raise Refused(
            f"{what} {quoted(said)} is no plain number.",
            remedy=f"Write digits 0 to 9, as 68 or 68.5, up to {points_words(out_of)}.",
        )
    value = int(found["whole"]) * HUNDREDTHS + int((found["rest"] or "0").ljust(2, "0"))
    if value > out_of:
        raise Refused(
            f"{what} {quoted(said)} is above {points_words(out_of)}.", remedy=f"Give 0 to {points_words(out_of)}."
        )
    return value
