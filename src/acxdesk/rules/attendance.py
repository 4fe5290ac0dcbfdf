"""Attendance: what a person sat of a session, in minutes, and whether she can still reach what the scheme asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.durations import HOUR
from acxdesk.rules.durations import hours as hours_figure
from acxdesk.rules.text import quoted

MOST_NOTE: Final = 200  # characters: why she was excused, where it was made up
UNSAID: Final = "·"  # nobody has said yet
BEFORE_JOINING: Final = "–"  # noqa: RUF001 - the sign for nothing that could be, as tables print it
_PLAIN_MINUTES: Final = re.compile(r"[0-9]{1,4}")  # ASCII digits only


class Attended(StrEnum):
    """How somebody took part in a meeting."""

    PRESENT = "present"  # late and left early are minutes of it
    ABSENT = "absent"
    EXCUSED = "excused"
    RECORDING = "recording"  # watched the recording
    MAKE_UP = "make-up"  # made it up elsewhere


_CELLS: Final = {
    None: UNSAID,
    Attended.PRESENT: "●",
    Attended.ABSENT: "absent",
    Attended.EXCUSED: "excused",
    Attended.RECORDING: "watched",
    Attended.MAKE_UP: "make-up",
}
_SAID: Final = {
    None: "not marked",
    Attended.PRESENT: "present",
    Attended.ABSENT: "absent",
    Attended.EXCUSED: "excused",
    Attended.RECORDING: "watched the recording",
    Attended.MAKE_UP: "made it up elsewhere",
}


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


def minutes(said: str, *, what: str = "The minutes") -> int:
    """Minutes as they are typed into a cell: "10".

    Args:
        said: the cell; blanks around it are no minutes.
        what: which minutes, for the sentence.

    Raises:
        Refused: it is no whole number in the digits 0 to 9. Whether the meeting is that long, `check_missed` says.
    """
    if _PLAIN_MINUTES.fullmatch(said) is None:
        raise Refused(f"{what} {quoted(said)} is no whole number of minutes.", remedy="Write digits 0 to 9, as 10.")
    return int(said)


def check_missed(sat: Sat) -> None:
    """Refuse minutes that leave nothing of the meeting, and minutes of a meeting that she did not sit.

    Raises:
        Refused: with the minutes and the meeting's.
    """
    missed = sat.late + sat.early
    if sat.attended is not Attended.PRESENT and missed:
        raise Refused(
            f"Who is {_SAID[sat.attended]} is neither late nor gone early.",
            remedy="Leave the minutes out, or say present.",
        )
    if missed and missed >= sat.minutes:
        raise Refused(
            f"{_missed_words(sat)} leaves nothing of a meeting of {sat.minutes} minutes.",
            remedy=f"Give fewer than {sat.minutes} minutes, or mark absent.",
        )


def cell(sat: Sat) -> str:
    """One cell of the attendance sheet, in at most nine cells: "●", "late 10", "l10 e20", "absent", "–", "·"."""  # noqa: RUF002 - the sign that stands there
    if sat.attended is None:
        return BEFORE_JOINING if sat.before_joining else UNSAID
    if sat.late and sat.early:
        return f"l{sat.late} e{sat.early}"
    if sat.late:
        return f"late {sat.late}"
    return f"early {sat.early}" if sat.early else _CELLS[sat.attended]


def plain(sat: Sat) -> str:
    """How somebody sat a meeting, for a file: "present", "late 10 early 20", "make-up"; empty while nobody has said."""
    if sat.attended is None:
        return "before joining" if sat.before_joining else ""
    missed = [f"late {sat.late}"] if sat.late else []
    missed += [f"early {sat.early}"] if sat.early else []
    return " ".join(missed) or sat.attended.value


def words(sat: Sat) -> str:
    """How somebody sat a meeting, for a sentence: "present, 10 minutes late", "watched the recording"."""
    if sat.attended is None and sat.before_joining:
        return "not there yet"
    missed = [f"{minutes_words(sat.late)} late"] if sat.late else []
    missed += [f"left {minutes_words(sat.early)} early"] if sat.early else []
    return ", ".join((_SAID[sat.attended], *missed))


def minutes_words(count: int) -> str:
    """Minutes with their unit: "10 minutes", "1 minute"."""
    return f"{count} {'minute' if count == 1 else 'minutes'}"


def hours_cell(hours: Hours) -> str:
    """The hours of the attendance sheet: "12.5/20"; hundredths of an hour, and never rounded up to what is asked."""
    return f"{floored(hours.counted)}/{floored(hours.taught)}"


def hours_words(hours: Hours) -> str:
    """The hours for a sentence: "18 of 20 hours"."""
    return f"{hours_figure(hours.counted)} of {hours_figure(hours.taught)} {_unit(hours.taught)}"


def shortfall(hours: Hours) -> str:
    """Why the attendance rule cannot be reached any more, with the arithmetic; empty while it can.

    "cannot reach 18 of 20 hours any more: 12 counted, 5 still open".
    """
    if hours.can_reach:
        return ""
    still = f"{hours_figure(hours.open)} still open" if hours.open else "none open"
    return (
        f"cannot reach {hours_figure(hours.asked)} of {hours_figure(hours.taught)} {_unit(hours.taught)} any more: "
        f"{hours_figure(hours.counted)} counted, {still}"
    )


def _unit(taught: int) -> str:
    """What follows a figure of hours; one that is not exact in hundredths carries its own units."""
    return "hour" if taught == HOUR else "hours"


def floored(count: int) -> str:
    """Minutes as hours for a narrow cell: "9.66" for 580; hundredths, the rest left out."""
    whole, rest = divmod(count, HOUR)
    return f"{whole}.{rest * 100 // HOUR:02}".rstrip("0").rstrip(".") if rest else str(whole)


def _missed_words(sat: Sat) -> str:
    parts = [f"{minutes_words(sat.late)} late"] if sat.late else []
    parts += [f"{minutes_words(sat.early)} early"] if sat.early else []
    return " and ".join(parts)
