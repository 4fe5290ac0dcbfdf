"""When the work behind a class is due: attendance on the day after a meeting, results a week after the last one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

ATTENDANCE_DUE: Final = timedelta(days=1)  # after a meeting's end
RESULTS_DUE: Final = timedelta(days=7)  # after the last meeting's end
LOOKED_BACK: Final = timedelta(days=400)  # what is older needs somebody, but not today


@dataclass(frozen=True, slots=True)
class Waits:
    """What a session still waits for, counted."""

    attendance: int  # people and meetings that nobody has marked
    marks: int  # first marks that are not entered
    second: int  # second marks that are not entered
    release: int  # people whose outcome was not released
    award: int  # people who passed and have no accreditation of it
    resits: int  # people whose resit is due
    reviews: int  # remarks and appeals that are not decided

    def words(self) -> Iterator[str]:
        """Each in words, in the order in which it is done: "12 attendances", "3 to release"."""
        named = (
            (self.attendance, "attendance", "attendances"),
            (self.marks, "mark", "marks"),
            (self.second, "second mark", "second marks"),
            (self.release, "to release", "to release"),
            (self.award, "to award", "to award"),
            (self.resits, "resit", "resits"),
            (self.reviews, "review", "reviews"),
        )
        for count, one, many in named:
            if count:
                yield f"{count:,} {one if count == 1 else many}"

    @property
    def side(self) -> str:
        """The side of the session where the first of it is done."""
        return "attendance" if self.attendance else "marks"


def due(ends_at: datetime) -> datetime:
    """When the results of a session are due whose last meeting ends then (UTC)."""
    return ends_at + RESULTS_DUE
