"""What people say on a command line, understood: dates, times, weekdays, people, coaches, files."""

import codecs
import sys
from collections.abc import Iterable
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from cyclopts import Parameter

from acxdesk.cli import voice
from acxdesk.cli.call import WrongUse
from acxdesk.errors import InputProblem, Refused
from acxdesk.rules.closures import Choice
from acxdesk.rules.dates import read_date, read_time
from acxdesk.rules.text import quoted, visible

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.settings import Settings

Reference = Annotated[str, Parameter(name="--session", help="the session's reference, as ACXM-2026-11-16")]
References = Annotated[
    tuple[str, ...], Parameter(name="--session", help="the reference of one session or of several, as ACXM-2026-11-16")
]
Reason = Annotated[str, Parameter(help="why; it is kept")]
Accept = Annotated[str, Parameter(metavar="REASON", help="why the clashes that it makes are accepted; it is kept")]
DaySaid = Annotated[str, Parameter(metavar="DATE", help='a date as people say it: "mon 16 nov", 24/3, 2026-11-16')]
TimeSaid = Annotated[str, Parameter(metavar="HH:MM", help="a wall time of the session's zone")]
ByDays = Annotated[int, Parameter(help="so many days later; earlier with a minus")]
ByHours = Annotated[int, Parameter(help="so many hours later on the wall; earlier with a minus")]
Zone = Annotated[str, Parameter(help="the IANA zone of the wall time, as Europe/London")]
Weekend = Annotated[str, Parameter(help='weekdays without meetings, as sat,sun or fri,sat; "none"')]
Closed = Annotated[Choice, Parameter(help="what becomes of a meeting that falls on a closed day; shift unless said")]
Holidays = Annotated[
    str,
    Parameter(
        metavar="COUNTRIES",
        help='whose public holidays are closed days, as GB,IN; "none"; else those of the zone\'s country',
    ),
]
Who = Annotated[str, Parameter(help="a person by number, e-mail address or unambiguous name")]


def _file_or_dash(_kind: object, name: str | Path) -> None:
    """Let "-" through, for stdin or stdout, and nothing else that looks like an option."""
    name = str(name)
    if name.startswith("-") and name != "-":
        raise ValueError(f"There is no option {name}.")


# Where a file is named, a dash alone is one too.
DASH = Parameter(allow_leading_hyphen=True, validator=_file_or_dash)
Encoding = Annotated[str, Parameter(help="how the file's letters are written: utf-8, cp1252, utf-16")]

LARGEST: Final = 20_000_000  # bytes of a file that is handed in
_MARKS_OF_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WEEKDAYS: Final = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}


def given(**values: Any) -> dict[str, Any]:
    """The values that were given: None stands for an option that was left out."""
    return {name: value for name, value in values.items() if value is not None}


def day(said: str, today: date, *, was: bool = False) -> date:
    """The day that is meant. How it was understood is told, and any doubt about it.

    Args:
        said: as somebody says it.
        today: what "tomorrow" counts from.
        was: whether a day that is past is what one expects, so that nothing is said of it.

    Raises:
        Refused: it cannot be read.
    """
    understood = read_date(said, today)
    if said.strip() != understood.day.isoformat():
        voice.say(f"{quoted(said)} is read as {understood.reading}.")
    if understood.warning and not (was and understood.day < today):
        voice.say(understood.warning)
    return understood.day


def day_if_given(said: str | None, today: date, *, was: bool = False) -> date | None:
    """As `day`; None where nothing was said."""
    return None if said is None else day(said, today, was=was)


def clock(said: str | None) -> time | None:
    """The wall time that is meant; None where nothing was said.

    Raises:
        Refused: it cannot be read.
    """
    return None if said is None else read_time(said)


def when(settings: "Settings", at: str | None, zone: str | None) -> dict[str, object]:
    """The wall time and the zone of a request; what was left out is chosen by the settings, and told.

    Raises:
        Refused: the time cannot be read.
    """
    chosen: list[str] = []
    if at is None:
        chosen.append(f"the time {settings.time:%H:%M}")
    if zone is None:
        chosen.append(f"the zone {settings.zone}")
    if chosen:
        voice.say(f"Chosen by the settings: {' and '.join(chosen)}.")
    return {"at": settings.time if at is None else read_time(at), "zone": settings.zone if zone is None else zone}


def weekdays(said: str | None, settings: "Settings") -> tuple[int, ...]:
    """Weekdays by name or ISO number, 1 Monday to 7 Sunday: "sat,sun", "5,6", "none"; None: as the settings say.

    Raises:
        WrongUse: one of them is no weekday.
    """
    if said is None:
        return tuple(sorted(settings.weekend_days))
    if said.strip().casefold() in {"", "none"}:
        return ()
    found: list[int] = []
    for name in said.split(","):
        key = name.strip().casefold()
        number = _WEEKDAYS.get(key[:3], 0) if key.isalpha() else int(key) if key in set("1234567") else 0
        if not number:
            raise WrongUse(f"{quoted(name)} is no weekday.", remedy='Write them as sat,sun, or "none".')
        found.append(number)
    return tuple(found)


def people(desk: "Desk", said: Iterable[str]) -> tuple[int, ...]:
    """The numbers of the people who are meant.

    Raises:
        NotFound, Refused: nobody or several answer to one of them.
    """
    from acxdesk.queries.finding import resolve

    return tuple(resolve(desk, each) for each in said)


def coaches(desk: "Desk", said: Iterable[str]) -> list[dict[str, object]]:
    """Coaches with their roles: "towers", "towers:assistant", "7:mentor in training"; "none" alone for no coach.

    Raises:
        NotFound, Refused: nobody or several answer to one of them, or there is no such role.
    """
    listed = list(said)
    if [each.casefold() for each in listed] == ["none"]:
        return []
    return [_coach(desk, each) for each in listed]


def _coach(desk: "Desk", said: str) -> dict[str, object]:
    from acxdesk.queries.finding import resolve
    from acxdesk.rules.sessions import Role

    who, _, role = said.partition(":")
    for known in Role:
        if known.value.startswith(role.strip().casefold()):
            return {"person": resolve(desk, who), "role": known}
    raise Refused(f"{quoted(role)} is no role of a coach.", remedy=f"Give {', '.join(Role)}.")


def session_number(desk: "Desk", reference: str) -> int:
    """The number of the row behind a reference.

    Raises:
        NotFound: no such session.
    """
    from acxdesk.queries.sessions import session

    return session(desk, reference).id


def file_bytes(name: str) -> bytes:
    """What a file holds; "-" is stdin.

    Raises:
        InputProblem: it is not there, cannot be read, or is larger than 20 MB.
    """
    try:
        if name == "-":
            held = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                held = file.read(LARGEST + 1)
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "its name cannot be one"
        raise InputProblem(f"{visible(name)} cannot be read: {why}.", remedy="Name a file, or - for stdin.") from fault
    if len(held) > LARGEST:
        raise InputProblem(f"{visible(name)} is larger than {LARGEST // 1_000_000} MB.", remedy="Split it.")
    return held


def file_text(name: str, encoding: str) -> str:
    """What a text file says; "-" is stdin.

    Raises:
        InputProblem: as `file_bytes`, or it is not in that encoding.
    """
    held = file_bytes(name)
    try:
        return held.decode("utf-8-sig" if encoding.casefold() in {"utf-8", "utf8"} else encoding)
    except UnicodeDecodeError as fault:
        line = held.count(b"\n", 0, fault.start) + 1
        other = "utf-16" if held.startswith(_MARKS_OF_UTF_16) else "cp1252"
        raise InputProblem(
            f"{visible(name)} is not {visible(encoding)}: byte 0x{held[fault.start]:02X} in line {line}.",
            remedy=f"Give --encoding {other} for a file from Windows, or save it as UTF-8.",
        ) from fault
    except LookupError as fault:
        raise InputProblem(
            f"There is no encoding {quoted(encoding)}.", remedy="Use utf-8, utf-16 or cp1252."
        ) from fault
