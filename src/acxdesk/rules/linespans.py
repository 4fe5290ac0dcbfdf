"""What the words of a session's line may mean: dates, times, zones and durations, of one word or of several."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from acxdesk.errors import Refused
from acxdesk.rules.cities import MOST_WORDS, zone_of, zones_of
from acxdesk.rules.dates import MONTH_NAMES, WEEKDAY_NAMES, read_date, read_time
from acxdesk.rules.durations import Duration
from acxdesk.rules.linewords import Span, Word

FLAGS: Final = frozenset({"draft", "online"})  # words that say something by themselves
FILLERS: Final = frozenset({"at", "from", "in", "on"})  # "on mon 16 nov at 14:00 in London"
SPANNING: Final[dict[str, int]] = {"date": 6, "time": 2, "zone": MOST_WORDS, "duration": 9, "decide": 6}  # words

# What a reading costs: one that is certain nothing, a word that is not understood the most.
FILLING: Final = 1
DOUBTFUL: Final = 2
BARE: Final = 3  # a figure alone: a day or an hour
SHORT_YEAR: Final = 4  # "16 nov 20" rather ends with an hour
MISREAD: Final = 50  # it looks like a date and is none; each of its words costs besides
MISREAD_WORD: Final = 4
UNREAD: Final = 100

_PLAIN_KINDS: Final = ("date", "time", "zone", "duration")
_YEAR: Final = re.compile(r"19[789][0-9]|2[01][0-9]{2}")  # 2026 is a year, not 20:26
_LAST_FIGURES: Final = re.compile(r"[^0-9] ([0-9]{4}|[0-9]{2})$")
_TIME: Final = re.compile(r"[0-9]{1,2}(?:[:.h][0-9]{2})?(?:[ap]\.?m\.?)|[0-9]{1,2}[:.h][0-9]{2}", re.IGNORECASE)
_OF_DATE: Final = re.compile(
    r"[0-9]{1,4}(?:st|nd|rd|th)?|[0-9]{1,4}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,4})?\.?|[+-][0-9]{1,4}[dwmy]|w[0-9]{1,2}"
    r"|today|tomorrow|yesterday|week|this|next|last|of|the"
)
_OF_DURATION: Final = re.compile(r"[0-9.,]+|@|at|h|hours?|hrs?|min(?:ute)?s?|per|days?|weeks?", re.IGNORECASE)
_PACE: Final = re.compile(r"[0-9]\s*(day|week)", re.IGNORECASE)


def spans_at(words: Sequence[Word], number: int, today: date) -> list[Span]:
    """All that may begin at a word: with a key what the key says, else whatever it reads as, and unread at worst."""
    word = words[number]
    if word.key in SPANNING:
        return list(_keyed(words, number, today))
    if word.key:
        return [Span(word.key, number, number + 1, word.text, 0)]
    spans = [] if word.quoted else list(_plain(words, number, today))
    if not word.quoted and (kind := _alone(word.text.lower())):
        spans.append(Span(kind, number, number + 1, word.text, FILLING if kind == "filler" else 0))
    spans.append(Span("unread", number, number + 1, word.text, UNREAD))
    return spans


def read_duration(said: str) -> Duration:
    """A duration that may leave out what is said twice: `3 days @ 5 hours` is taught per day.

    Raises:
        Refused: it is none.
    """
    pace = _PACE.search(said)
    if not pace or re.search(r"(?i)\bper\b", said):
        return Duration.parse(said)
    whole = f"{said} per {pace[1]}"
    try:
        return Duration.parse(whole)
    except Refused as refused:
        raise Refused(refused.sentence.replace(whole, said), remedy=refused.remedy) from None


def read_as(kind: str, said: str, today: date) -> Any:
    """What a span says: a `SaidDate`, a time, the name of a zone, a duration.

    Raises:
        Refused: it cannot be read so.
    """
    match kind:
        case "date" | "decide":
            return read_date(said, today)
        case "time":
            return read_time(said)
        case "zone":
            return zone_of(said)
        case _:
            return read_duration(said)


def _alone(said: str) -> str:
    """What a word says by itself: a flag, an address, nothing but a joint; empty for none of these."""
    if said.startswith(("http://", "https://")):
        return "link"
    return said if said in FLAGS else "filler" if said in FILLERS else ""


def _keyed(words: Sequence[Word], number: int, today: date) -> Iterator[Span]:
    """A key takes as many words behind it as can be read together with its own; the longest first."""
    word = words[number]
    longest = 1 if word.quoted else _reach(words, number, SPANNING[word.key])
    for length in range(longest, 0, -1):
        said = _text(words, number, length)
        if _reads(word.key, said, today):
            yield Span(word.key, number, number + length, said, 0)
        elif length == 1 or _looks_like(word.key, words[number + 1 : number + length]):
            yield Span(word.key, number, number + length, said, MISREAD + MISREAD_WORD * length)


def _plain(words: Sequence[Word], number: int, today: date) -> Iterator[Span]:
    for kind in _PLAIN_KINDS:
        for length in range(_reach(words, number, SPANNING[kind]), 0, -1):
            said = _text(words, number, length)
            if kind == "zone" and not zones_of(said):
                continue
            if kind == "duration" and "@" not in said and "demand" not in said.lower() and " at " not in said:
                continue
            if _reads(kind, said, today) and (cost := _doubt(kind, said)) < MISREAD:
                yield Span(kind, number, number + length, said, cost)
            elif _looks_like(kind, words[number : number + length]):
                yield Span(kind, number, number + length, said, MISREAD + MISREAD_WORD * length)


def _reach(words: Sequence[Word], number: int, most: int) -> int:
    """How many words from this one on can belong together: up to the next that has a key or quotes."""
    length = 1
    while length < most and number + length < len(words):
        following = words[number + length]
        if following.key or following.quoted:
            break
        length += 1
    return length


def _text(words: Sequence[Word], number: int, length: int) -> str:
    return " ".join(word.text for word in words[number : number + length])


def _reads(kind: str, said: str, today: date) -> bool:
    try:
        read_as(kind, said, today)
    except Refused:
        return False
    return True


def _doubt(kind: str, said: str) -> int:
    """How far from certain it is that some words without a key are meant so."""
    figures = said.replace(" ", "")
    if kind == "date":
        if figures.isdigit():
            return BARE
        if (year := _LAST_FIGURES.search(said)) and len(year[1]) == len("2026"):
            return 0 if _YEAR.fullmatch(year[1]) else UNREAD
        return SHORT_YEAR if year else 0
    if kind == "time" and figures.isdigit():
        if _YEAR.fullmatch(figures):
            return UNREAD
        return BARE if len(figures) <= len("16") else DOUBTFUL
    return 0


def _looks_like(kind: str, words: Sequence[Word]) -> bool:
    """Whether all of these words could stand in a date, a time or a duration, although together they make none."""
    said = [word.text.lower().strip(",") for word in words]
    if kind in {"date", "decide"}:
        named = [sum(begins(word, names) for word in said) for names in (WEEKDAY_NAMES, MONTH_NAMES)]
        figures = sum(_OF_DATE.fullmatch(word) is not None for word in said)
        return max(named) <= 1 and sum(named) + figures == len(said) and not {"of", "the"}.issuperset(said)
    if kind == "time":
        return _TIME.fullmatch(" ".join(said)) is not None
    if kind == "duration":
        return said[0][:1].isdigit() and "@" in "".join(said) and all(_OF_DURATION.fullmatch(word) for word in said)
    return kind == "zone" and len(zones_of(" ".join(said))) > 1


def begins(word: str, names: Sequence[str]) -> bool:
    """Whether a word in small letters is one of some names, or three or more of its first letters."""
    beginning = word.removesuffix(".")
    return len(beginning) >= len("mon") and any(name.lower().startswith(beginning) for name in names)
