"""Attendance: what a person sat of a session, in minutes, and whether she can still reach what the scheme asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Attended(StrEnum):
    """How somebody took part in a meeting."""

    PRESENT = "present"  # late and left early are minutes of it
    ABSENT = "absent"
    EXCUSED = "excused"
    RECORDING = "recording"  # watched the recording
    MAKE_UP = "make-up"  # made it up elsewhere


@dataclass(frozen=True, slots=True)
class Sat:
    """One meeting of a session as one person sat it."""

    minutes: int  # taught
    attended: Attended | None = None  # None: nobody has said yet
    late: int = 0  # minutes missed at the beginning
    early: int = 0  # minutes missed at the end
    before_joining: bool = False  # it was over when she came to the session: no absence, and it counts for nothing


@dataclass(frozen=True, slots=True)
class Hours:
    """What a person sat against what is asked, in minutes."""

    counted: int  # sat, made up, or watched where that counts
    open: int  # of meetings that nobody has marked yet
    taught: int  # of the meetings since she joined
    asked: int  # by the scheme, of what is taught

    @property
    def is_reached(self) -> bool:
        """Whether enough is counted."""
        return self.counted >= self.asked

    @property
    def can_reach(self) -> bool:
        """Whether enough is still possible, if she sits all that is left."""
        return self.counted + self.open >= self.asked


def hours(meetings: Sequence[Sat], *, asked: int, recording_counts: bool) -> Hours:
    """Count what somebody sat.

    Args:
        meetings: those of the session that are held, cancelled ones left out.
        asked: per cent of the taught minutes; a part of a minute is asked whole.
        recording_counts: whether a recording that was watched counts.
    """
    hers = [sat for sat in meetings if not sat.before_joining]
    taught = sum(sat.minutes for sat in hers)
    return Hours(
        counted=sum(counted(sat, recording_counts=recording_counts) for sat in hers),
        open=sum(sat.minutes for sat in hers if sat.attended is None),
        taught=taught,
        asked=-(-taught * asked // 100),
    )


def counted(sat: Sat, *, recording_counts: bool) -> int:
    """The minutes of one meeting that count: never below nothing, however late somebody came and early she left."""
    if sat.attended is Attended.PRESENT:
        return max(0, sat.minutes - sat.late - sat.early)
    if sat.attended is Attended.MAKE_UP or (sat.attended is Attended.RECORDING and recording_counts):
        return sat.minutes
    return 0
