"""The printed schedule, read as it is pasted from the page: broken lines, and dates run into durations.

A run is a title, a programme code in brackets, a date and a duration, in this order. The page puts line breaks anywhere
between and inside them, or none ("Champion (CPPC)9th Nov3 days @"). Lines are gathered into runs first and read then,
so that a fault in one run leaves its neighbours whole. No two runs share a line: what stands behind a duration on its
line is told, never guessed at.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.durations import Duration, quoted
from acxdesk.rules.text import clean_line

LONGEST_TITLE: Final = 120  # characters; lines further in front of a code belong to no title
LONGEST_RUN: Final = 600  # characters of its lines together; a run without an end is given up there

_MONTHS: Final = (
    ("jan", "january"),
    ("feb", "february"),
    ("mar", "march"),
    ("apr", "april"),
    ("may",),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
_MONTH_OF: Final = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_MONTH: Final = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_LEAP_YEAR: Final = 2020  # has every day that any year has

# All patterns meet lines whose blanks are single. ASCII alone: a long s or a Kelvin sign is no letter of a code.
_FLAGS: Final = re.IGNORECASE | re.ASCII
# "10th Aug", "10 August 2020", "10thAug". With an ordinal any word counts as the month, so that a misspelt one is told;
# a bare figure needs a real month ("4 days" is no date). A year may run into the count: "10th Aug 20204 days".
_DATE: Final = re.compile(
    r"(?<![0-9])(?P<day>[0-9]{1,4}) ?"
    rf"(?:(?:st|nd|rd|th) ?(?:of )?(?P<word>[a-z]+)|(?:of )?(?P<month>{_MONTH})(?![a-z]))"
    r"\.?(?:,? ?(?P<year>(?:19|20|21)[0-9]{2}))?",
    _FLAGS,
)
# A bracket with one word in it, broken after a hyphen perhaps: "(CPPM)", "(ACX-Mentor)", "(ACX- Mentor)".
_CODE: Final = re.compile(r"\( ?(?P<code>[A-Z0-9]+(?:- ?[A-Z0-9]+)*) ?\)", _FLAGS)
_BETWEEN: Final = re.compile(r"[ :,;\u2013-]*")
# Where a duration is at its end, well or badly written.
_CLOSE: Final = re.compile(r"\bper (?:day|week)s?(?![a-z])|(?<![0-9])[0-9]{1,4} ?(?:video )?lessons?(?![a-z])", _FLAGS)

# How a line carries on the one before it, inside a date or a duration: what it begins with, what that ended with.
_CARRIES_ON: Final = tuple(
    (re.compile(start, _FLAGS), re.compile(f"(?:{end})$", _FLAGS))
    for start, end in (
        (r"(?:days?|weeks?|hours?|hrs?|minutes?|mins?|lessons?|per|st|nd|rd|th)(?![a-z])", ""),
        (rf"(?:of )?(?:{_MONTH})(?![a-z])", r"[0-9] ?(?:st|nd|rd|th)?(?: of)?"),
        (r"of$", r"[0-9] ?(?:st|nd|rd|th)"),
        (r"at(?![a-z])", r"days?|weeks?"),
        (r"on(?:[ -]demand(?: ?,.*)?)?$", rf"(?:{_MONTH})\.?|[0-9]{{4}}"),
        (r"demand(?: ?,|$)", r"\bon"),
        (r"(?:h|video)(?![a-z])", r"[0-9]"),
    )
)
# A line that is nothing but a date, or a date and what runs into it, whatever its month is called.
_DATE_LINE: Final = re.compile(rf"{_DATE.pattern}(?: ?[0-9@]| ?on demand|$)", _FLAGS)
_HEAD: Final = re.compile(r"(?P<words>[^(0-9@]*)(?P<stop>.?)", re.DOTALL)
_BULLETS: Final = " \u2022\u00b7*|-\u2013"  # around a title that was pasted from a list or a table
_SENTENCE: Final = re.compile(r"[.!?:]$")

# The headings of the published page, letters only: each may be broken over several lines.
_HEADINGS: Final = (
    "joinourupcomingcoachingandaccreditationsessionsonlineliveinteractive",
    "professionalwebclassstartsduration",
)
# Any other wording that is as clearly one, on a line of its own without brackets or figures.
_HEADING_LINE: Final = re.compile(
    r"join our upcoming\b[^(0-9]*|[^(0-9]*\blive (?:&|and) interactive[.!:]?|[^(0-9]*starts ?duration", _FLAGS
)

# What browsers put between letters and nobody sees: BOM, zero-width blank, word joiner, soft hyphen.
_UNSEEN: Final = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\xad"))
_BREAK: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """One run of a programme as the schedule prints it."""

    first_line: int  # from 1
    last_line: int
    title: str  # without its code; empty where a code stands alone
    code: str  # as printed: "ACX-Mentor"
    day: int
    month: int
    duration: Duration
    year: int | None = None  # None when none is printed

    def starts_on(self, year: int) -> date:
        """The first day of the run in a year.

        Raises:
            Refused: another year is printed, or 29 Feb in a year without one.
        """
        if self.year not in (None, year):
            raise Refused(
                f"Line {self.first_line}: {self.code} is printed for {self.year}, not for {year}.",
                remedy=f"Read it with the year {self.year}.",
            )
        try:
            return date(year, self.month, self.day)
        except ValueError as no_date:
            said = f"{self.day} {_MONTHS[self.month - 1][0].capitalize()} {year}"
            raise Refused(
                f"Line {self.first_line}: {self.code} cannot start on {said}, which is no date.",
                remedy="Give the year that the schedule is for.",
            ) from no_date


@dataclass(frozen=True, slots=True)
class Unread:
    """Lines that could not be read as a run."""

    first_line: int  # from 1
    last_line: int
    text: str  # the lines, blanks collapsed, joined by line feeds; not made safe to show
    why: str  # plain, without a full stop: "31st Nov is no date"


@dataclass(frozen=True, slots=True)
class PrintedSchedule:
    """What a pasted schedule holds. Every line that is not blank belongs to exactly one run, unread or heading."""

    runs: tuple[PrintedRun, ...]
    unread: tuple[Unread, ...]
    headings: tuple[int, ...]  # numbers of the lines that were passed over as headings


@dataclass(frozen=True, slots=True)
class _Line:
    number: int  # from 1
    text: str  # blanks collapsed, never empty


def read_printed(text: str) -> PrintedSchedule:
    """Read a schedule exactly as it is pasted; never raises for odd text.

    Lines end with LF, CRLF or CR. Blank lines, extra and hard blanks, a byte order mark and zero-width characters do
    not count. A date has an ordinal or none, a short or a full month, and perhaps a year.

    Args:
        text: the paste; not trusted.

    Returns:
        The runs in printed order, what could not be read with the reason, and the headings passed over.
    """
    lines = list(_lines(text))
    headings = _headings(lines)
    read = [_read(part) for part in _parts(lines, headings)]
    return PrintedSchedule(
        runs=tuple(part for part in read if isinstance(part, PrintedRun)),
        unread=tuple(part for part in read if isinstance(part, Unread)),
        headings=tuple(sorted(headings)),
    )


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not blank, with their numbers."""
    for number, line in enumerate(_BREAK.split(text), start=1):
        shown = " ".join(line.translate(_UNSEEN).split())
        if shown:
            yield _Line(number, shown)


def _headings(lines: Sequence[_Line]) -> frozenset[int]:
    """The numbers of the lines that are headings, or parts of a heading that is broken over lines."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        if _HEADING_LINE.fullmatch(line.text):
            found.add(line.number)
        for heading in _HEADINGS:
            found.update(_spelled_from(lines, index, heading))
    return frozenset(found)


def _spelled_from(lines: Sequence[_Line], index: int, heading: str) -> list[int]:
    """The numbers of the lines from an index on that spell a heading together; empty when they do not."""
    numbers: list[int] = []
    rest = heading
    for line in lines[index : index + len(heading)]:
        letters = "".join(letter for letter in line.text.casefold() if letter.isalnum())
        if not letters or not rest.startswith(letters):
            return []
        numbers.append(line.number)
        rest = rest[len(letters) :]
        if not rest:
            return numbers
    return []


def _parts(lines: Sequence[_Line], headings: frozenset[int]) -> Iterator[list[_Line]]:
    """Gather the lines between headings into runs, well printed or not; each line comes in exactly one part."""
    part: list[_Line] = []
    for line in lines:
        if line.number in headings:
            if part:
                yield part
            part = []
            continue
        if part and _ends_before(_joined(part), line.text):
            yield part
            part = []
        part.append(line)
        while len(part) > 1 and _title_length(_joined(part)) > LONGEST_TITLE:
            yield [part.pop(0)]
        # A sentence before a code is no title, and no title is that long.
        if _title_length(_joined(part)) > LONGEST_TITLE or _is_sentence(_joined(part)):
            yield part
            part = []
    if part:
        yield part


def _joined(part: Sequence[_Line]) -> str:
    return " ".join(line.text for line in part)


def _is_over(text: str) -> bool:
    """Whether a run can go on no more: its duration is at its end, or there was far too much text."""
    return len(text) > LONGEST_RUN or bool(_CLOSE.search(text))


def _past_title(text: str) -> bool:
    """Whether a run has come to its code, or without one to its date."""
    if _CODE.search(text):
        return True
    return any(_month(found) or _DATE_LINE.match(text, found.start()) for found in _DATE.finditer(text))


def _title_length(text: str) -> int:
    """How many characters of a run so far are its title; 0 where it is past one and has no code."""
    code = _CODE.search(text)
    if code:
        return code.start()
    return 0 if _past_title(text) or _is_over(text) else len(text)


def _is_sentence(text: str) -> bool:
    """Whether a run so far is nothing but prose that has come to its full stop."""
    return bool(_SENTENCE.search(text)) and not _past_title(text) and not _is_over(text)


def _ends_before(text: str, line: str) -> bool:
    """Whether a new run begins with the line after the text of a run so far."""
    if _is_over(text):
        return True
    if not _past_title(text):
        return False
    if any(start.match(line) and end.search(text) for start, end in _CARRIES_ON):
        return False
    if _CODE.search(line):
        return True
    head = _HEAD.match(line)
    assert head is not None  # it matches the empty text too
    first = next((letter for letter in head["words"] if letter.isalpha()), "")
    begun = next((letter for letter in text if letter.isalpha()), "")
    # "dyas @ 5 hours" and "pre week" are misspelt durations: a title starts with a capital where the last one did.
    return bool(first) and head["stop"] != "@" and not (first.islower() and begun.isupper())


def _month(found: re.Match[str]) -> int:
    """The number of the month in a date; 0 when there is no such month."""
    return _MONTH_OF.get((found["word"] or found["month"]).lower(), 0)


def _read(part: Sequence[_Line]) -> PrintedRun | Unread:
    """Read the lines of one run, or say why they are none."""
    first, last = part[0].number, part[-1].number
    try:
        title, code, on, duration = _facts(_joined(part))
    except Refused as refused:
        return Unread(first, last, "\n".join(line.text for line in part), refused.sentence.removesuffix("."))
    year = int(on["year"]) if on["year"] else None
    return PrintedRun(first, last, title, code, int(on["day"]), _month(on), duration, year)


def _facts(text: str) -> tuple[str, str, re.Match[str], Duration]:
    """Title, code, date and duration of a run; refused with the first thing that is wrong."""
    for code in _CODE.finditer(text):
        gap = _BETWEEN.match(text, code.end())
        on = _DATE.match(text, gap.end() if gap else code.end())
        if on is None:
            continue
        before = text[: code.start()]
        if _CODE.search(before):
            raise Refused(f"more than one code in brackets before {on[0]}")
        if _past_title(before) or _CLOSE.search(before) or "@" in before:
            raise Refused(f'"{quoted(before)}" before {code[0]} is no title')
        title = clean_line(before.strip(_BULLETS), what="the title", limit=LONGEST_TITLE)
        _check_date(on)
        return title, code["code"].replace(" ", ""), on, _duration(text[on.end() :], on[0])
    raise Refused(_what_is_missing(text))


def _what_is_missing(text: str) -> str:
    """Why a text without a code and a date right behind it is no run."""
    code = _CODE.search(text)
    on = next((found for found in _DATE.finditer(text) if _month(found)), None)
    if on is not None and (code is None or on.start() < code.start()):
        return f"no programme code in brackets before {on[0]}"
    if code is None:
        return "no programme code in brackets and no date"
    if on is None:
        return f"no date after {code[0]}"
    return f'"{quoted(text[code.end() : on.start()])}" stands between {code[0]} and {on[0]}'


def _check_date(on: re.Match[str]) -> None:
    """Refuse a day that its month has in no year, or not in the printed one."""
    try:
        date(int(on["year"] or _LEAP_YEAR), _month(on), int(on["day"]))
    except ValueError:
        raise Refused(f"{on[0]} is no date") from None


def _duration(rest: str, on: str) -> Duration:
    """The duration that follows a date to the end of the run."""
    said = rest.strip(" .,:;-\u2013")
    if not said:
        raise Refused(f"no duration after {on}")
    close = _CLOSE.search(said)
    if close is None or close.end() == len(said):
        return Duration.parse(said)
    Duration.parse(said[: close.end()])
    raise Refused(f'"{quoted(said[close.end() :])}" stands after the duration; begin each session on a line of its own')
