"""Calendar files read without icalendar: by hand, by python-dateutil's own VTIMEZONE and as Outlook reads zones."""

import calendar
import io
import re
from datetime import UTC, datetime, timedelta, tzinfo

from dateutil import tz  # type: ignore[import-untyped]  # ships no types


def unfolded(data: bytes) -> list[str]:
    """The content lines of a file, folds undone (RFC 5545, 3.1)."""
    return re.sub(r"\r\n[ \t]", "", data.decode("utf-8")).removesuffix("\r\n").split("\r\n")


def blocks(data: bytes, component: str) -> list[list[str]]:
    """The content lines of every component of a kind, BEGIN and END included."""
    found: list[list[str]] = []
    inside = False
    for line in unfolded(data):
        if line == f"BEGIN:{component}":
            inside = True
            found.append([])
        if inside:
            found[-1].append(line)
        inside = inside and line != f"END:{component}"
    return found


def value_of(lines: list[str], name: str) -> str:
    """The value of the one property of that name, its parameters left out."""
    (value,) = [line.partition(":")[2] for line in lines if re.match(f"{name}[;:]", line)]
    return value


def text_of(lines: list[str], name: str) -> str:
    """The value of the one property of that name as the text that was meant (RFC 5545, 3.3.11); empty without one."""
    if not any(re.match(f"{name}[;:]", line) for line in lines):
        return ""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value_of(lines, name))


def by_rfc(block: bytes) -> tzinfo:
    """A VTIMEZONE as python-dateutil evaluates it, strictly by RFC 5545."""
    zone: tzinfo = tz.tzical(io.StringIO(block.decode("ascii"))).get()
    return zone


def rfc_offset(block: bytes, wall: datetime) -> timedelta:
    """The offset at a naive local time, by `by_rfc`."""
    offset = wall.replace(tzinfo=by_rfc(block)).utcoffset()
    assert offset is not None
    return offset


def outlook_offset(block: bytes, wall: datetime) -> timedelta:
    """The offset at a naive local time by the last STANDARD and the last DAYLIGHT, whatever their first year."""
    standard, *_ = reversed(blocks(block, "STANDARD"))
    winter = _offset(value_of(standard, "TZOFFSETTO"))
    summers = blocks(block, "DAYLIGHT")
    if not summers:
        return winter
    back, forward = _onset(standard, wall.year), _onset(summers[-1], wall.year)
    summer = _offset(value_of(summers[-1], "TZOFFSETTO"))
    if forward < back:
        return summer if forward <= wall < back else winter
    return winter if back <= wall < forward else summer


def starts_and_ends(data: bytes) -> list[tuple[datetime, datetime]]:
    """DTSTART and DTEND of every event in UTC, local times by the file's own VTIMEZONEs alone."""
    zones = {}
    for lines in blocks(data, "VTIMEZONE"):
        zones[value_of(lines, "TZID")] = by_rfc("\r\n".join([*lines, ""]).encode("ascii"))
    return [(_instant(lines, "DTSTART", zones), _instant(lines, "DTEND", zones)) for lines in blocks(data, "VEVENT")]


def _instant(lines: list[str], name: str, zones: dict[str, tzinfo]) -> datetime:
    (line,) = [line for line in lines if re.match(f"{name}[;:]", line)]
    read = re.fullmatch(rf"{name}(?:;TZID=([^:;]+))?:(\d{{8}}T\d{{6}})(Z?)", line)
    assert read is not None, line
    zone, told, utc = read.groups()
    assert bool(zone) != bool(utc), line
    moment = datetime.strptime(told, "%Y%m%dT%H%M%S").replace(tzinfo=zones[zone] if zone else UTC)
    return moment.astimezone(UTC)


def _offset(told: str) -> timedelta:
    minutes = int(told[1:3]) * 60 + int(told[3:5])
    return timedelta(minutes=-minutes if told[0] == "-" else minutes)


def _onset(lines: list[str], year: int) -> datetime:
    rule = re.fullmatch(r"FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)", value_of(lines, "RRULE"))
    assert rule is not None, lines
    month, nth, weekday = int(rule[1]), int(rule[2]), ("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(rule[3])
    days = [
        day
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
        if calendar.weekday(year, month, day) == weekday
    ]
    first = datetime.strptime(value_of(lines, "DTSTART"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall time
    return datetime.combine(first.replace(year=year, month=month, day=days[nth if nth < 0 else nth - 1]), first.time())
