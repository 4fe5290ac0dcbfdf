"""A session in one line: `ACXM mon 16 nov 14:00 London coach:towers max:12`.

The programme's code comes first. Behind it stand a date, a time, a zone by city and what else is to be said, each with
its key, in any order. A word that is not understood is told with its place; nothing is left out without a word.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from functools import partial
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final

from acxdesk.errors import Refused
from acxdesk.rules.cities import near_places
from acxdesk.rules.countries import country
from acxdesk.rules.dates import SaidDate
from acxdesk.rules.languages import language
from acxdesk.rules.linespans import BARE, FLAGS, read_as, spans_at
from acxdesk.rules.linewords import Span, Word, as_word, cheapest, words_of
from acxdesk.rules.sessions import Delivery, Role
from acxdesk.rules.text import clean_line, quoted

LONGEST: Final = 1_000  # characters of a line
LONGEST_REASON: Final = 500  # characters, as everywhere
EXAMPLE: Final = "ACXM mon 16 nov 14:00 London coach:towers max:12"
CLOSED: Final = ("shift", "skip", "keep")  # what is done about a closed day
_TWICE: Final = 90  # what a second date costs: less than a word unread, more than a date that cannot be read
_ONCE: Final = frozenset({"date", "time", "zone", "duration"})
_MOST_FIGURES: Final = 7  # of a number of seats
# The kinds that are read in a way of their own -> the field that they give.
_READ: Final = {"date": "start", "decide": "decision_on", "time": "at", "zone": "zone", "duration": "duration"}
_REPEATED: Final = frozenset({"coach", "filler", "unread"})

# What may stand before a colon, in words that the read-back and completion offer; and what else is understood there.
NAMES: Final = (
    *("date", "time", "zone", "coach", "min", "max", "city", "venue", "for", "link", "lang", "duration", "decide"),
    *("closed", "holidays", "accept"),
)
_ALIASES: Final = {"start": "date", "seats": "max", "room": "venue", "language": "lang"}
KEYS: Final[Mapping[str, str]] = MappingProxyType({name: name for name in NAMES} | _ALIASES)
_ROLES: Final = {**{role.value: role for role in Role}, "training": Role.IN_TRAINING}
_SHORT_ROLES: Final = {Role.ASSISTANT: "assistant", Role.IN_TRAINING: "training", Role.LEAD: "lead"}


@dataclass(frozen=True, slots=True)
class SaidCoach:
    """A coach as somebody calls her, and her part."""

    who: str
    role: Role = Role.LEAD


@dataclass(frozen=True, slots=True)
class SaidSession:
    """What a line says of a session; what it leaves out is empty or None, and for the settings or the programme."""

    programme: str = ""
    start: date | None = None
    at: time | None = None
    zone: str = ""  # IANA
    coaches: tuple[SaidCoach, ...] = ()
    least: int | None = None  # seats
    most: int | None = None
    city: str = ""
    venue: str = ""
    organisation: str = ""  # as somebody calls it
    link: str = ""
    language: str = ""  # BCP 47
    duration: str = ""  # in the printed words
    decision_on: date | None = None
    draft: bool = False
    closed: str = ""  # one of `CLOSED`
    holidays: tuple[str, ...] | None = None  # ISO 3166 alpha-2; empty for those of no country
    accept: str = ""  # why a clash is accepted

    @property
    def delivery(self) -> Delivery:
        """In-house for an organisation, else in a city where one is named, else online. A zone names no city."""
        if self.organisation:
            return Delivery.IN_HOUSE
        return Delivery.CITY if self.city else Delivery.ONLINE

    def __str__(self) -> str:
        return " ".join(_parts(self))


@dataclass(frozen=True, slots=True)
class Part:
    """Where in the line something is said."""

    kind: str  # a value of `KEYS`, or programme, draft, online
    at: int  # characters before it
    length: int


@dataclass(frozen=True, slots=True)
class LineFault:
    """Something in a line that cannot stay so."""

    at: int  # characters before it
    length: int  # 0: it is missing
    sentence: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class LineReading:
    """How a line is understood, as far as it is."""

    said: SaidSession
    parts: tuple[Part, ...]
    faults: tuple[LineFault, ...]  # in the order of their places
    doubts: tuple[str, ...]  # sentences on what else could be meant

    def place(self, kind: str, number: int = 0) -> tuple[int, int]:
        """Where a part of a kind stands and how long it is; the end of the line where it is not said.

        Args:
            kind: of the part.
            number: which of several, from 0.
        """
        found = [part for part in self.parts if part.kind == kind]
        if number < len(found):
            return found[number].at, found[number].length
        return max((part.at + part.length for part in self.parts), default=0), 0


def read_line(line: str, today: date) -> LineReading:
    """Understand a line. It never raises: what is wrong is told in the reading, all of it at once.

    Args:
        line: as typed; not trusted.
        today: the date on the speaker's wall.
    """
    if len(line) > LONGEST:
        why = f"The line has {len(line):,} characters; at most {LONGEST:,}."
        fault = LineFault(LONGEST, len(line) - LONGEST, why, "Say one session in a line.")
        return LineReading(SaidSession(), (), (fault,), ())
    heard = _Heard(today)
    words = words_of(line)
    if not words or words[0].key in KEYS:
        heard.missing(0, "No programme is named.", f"Begin with its code, as {EXAMPLE}.")
    else:  # the first word is the code, whatever it looks like
        heard.programme(words[0], line[words[0].at : words[0].end])
        words = words[1:]
    for word in words:
        if not word.closed:
            heard.fault(word, "A quote is not closed.", 'Put a " behind what belongs together.')
    for span in _together(cheapest(words, partial(spans_at, words, today=today), _ONCE, _TWICE)):
        heard.span(span, words)
    if "date" not in heard.seen:
        heard.missing(len(line), "No date is given.", "Say when it starts, as mon 16 nov.")
    return heard.reading()


class _Heard:
    """What was heard so far of a line."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._values: dict[str, Any] = {}
        self._coaches: list[SaidCoach] = []
        self._parts: list[Part] = []
        self._faults: list[LineFault] = []
        self._doubts: list[str] = []
        self.seen: set[str] = set()

    def reading(self) -> LineReading:
        """All of it."""
        said = SaidSession(**self._values, coaches=tuple(self._coaches))
        if said.venue and said.delivery is Delivery.ONLINE:
            at, length = next((part.at, part.length) for part in self._parts if part.kind == "venue")
            self._faults.append(LineFault(at, length, "A venue is in a city.", "Say it too, as city:London."))
        faults = sorted(self._faults, key=lambda fault: fault.at)
        return LineReading(said, tuple(self._parts), tuple(faults), tuple(self._doubts))

    def missing(self, at: int, sentence: str, remedy: str) -> None:
        """Something is not said."""
        self._faults.append(LineFault(at, 0, sentence, remedy))

    def fault(self, word: Word, sentence: str, remedy: str, end: int = 0) -> None:
        """Something that is said cannot stay so."""
        self._faults.append(LineFault(word.at, (end or word.end) - word.at, sentence, remedy))

    def programme(self, word: Word, written: str) -> None:
        """The first word is a code, whatever it looks like."""
        try:
            code = clean_line(written.rstrip(":") if word.key else word.text, what="The programme's code")
        except Refused as refused:
            self.fault(word, refused.sentence, refused.remedy)
            return
        if code:
            self._values["programme"] = code
            self._parts.append(Part("programme", word.at, word.length))
        else:
            self.fault(word, "No programme is named.", f"Begin with its code, as {EXAMPLE}.")

    def span(self, span: Span, words: Sequence[Word]) -> None:
        """Take what some words say."""
        word, end = words[span.first], words[span.end - 1].end
        kind = KEYS.get(span.kind, span.kind)
        if span.kind == "unread":
            before = words[span.first - 1] if span.first else None
            self.fault(word, *_not_understood(span.text, before), end)
        elif kind not in KEYS and kind not in FLAGS and kind != "filler":
            near = get_close_matches(kind, KEYS, n=1)
            remedy = f"Did you mean {near[0]}:{word.text}?" if near else f"There are {', '.join(NAMES)}."
            self.fault(word, f"There is no key {quoted(kind)}.", remedy)
        elif kind in self.seen and kind not in _REPEATED:
            self.fault(word, f"{quoted(span.text)} says the {kind} a second time.", "Say it once.", end)
        else:
            self._take(kind, span, word, end)

    def _take(self, kind: str, span: Span, word: Word, end: int) -> None:
        self.seen.add(kind)
        try:
            values = self._read(kind, span.text)
        except Refused as refused:
            self.fault(word, refused.sentence, refused.remedy, end)
            return
        if kind == "time" and span.cost >= BARE:
            self._doubts.append(f"{quoted(span.text)} is read as the time {values['at']:%H:%M}.")
        self._values |= values
        if kind != "filler":
            self._parts.append(Part(kind, word.at, end - word.at))

    def _read(self, kind: str, said: str) -> dict[str, Any]:
        """The fields that a part gives.

        Raises:
            Refused: it cannot be read.
        """
        if kind in {"filler", *FLAGS}:
            return {"draft": True} if kind == "draft" else {}
        if kind == "coach":
            self._coaches.append(_coach(_given(kind, said)))
            return {}
        if kind not in _READ:
            return _keyed(kind, _given(kind, said))
        value = read_as(kind, said, self._today)
        if isinstance(value, SaidDate):
            self._doubts += [f"{quoted(said)}: {value.warning}"] if value.warning else []
            value = value.day
        return {_READ[kind]: str(value) if kind == "duration" else value}


def _given(kind: str, said: str) -> str:
    """What stands behind a key, cleaned.

    Raises:
        Refused: nothing does, or something that could steer a terminal.
    """
    limit = LONGEST_REASON if kind == "accept" else LONGEST if kind == "link" else 200
    cleaned = clean_line(said, what=f"{kind}:", limit=limit)
    if not cleaned:
        raise Refused(
            f'Nothing stands behind "{kind}:".', remedy=f'Write it there, in quotes where it has blanks: {kind}:"...".'
        )
    return cleaned


def _keyed(kind: str, said: str) -> dict[str, Any]:
    if kind in {"min", "max"}:
        if not said.isascii() or not said.isdigit() or len(said) > _MOST_FIGURES:
            raise Refused(f"{quoted(said)} is no number of seats.", remedy=f"Write digits, as {kind}:12.")
        return {"least" if kind == "min" else "most": int(said)}
    if kind == "closed":
        found = [choice for choice in CLOSED if choice.startswith(said.casefold())]
        if len(found) != 1:
            raise Refused(f"{quoted(said)} is nothing to do about closed days.", remedy=f"Say {_listed(CLOSED)}.")
        return {"closed": found[0]}
    if kind == "holidays":
        codes = () if said.casefold() == "none" else said.split(",")
        return {"holidays": tuple(dict.fromkeys(country(code) for code in codes))}
    if kind == "lang":
        return {"language": language(said)}
    return {"organisation" if kind == "for" else kind: said}


def _coach(said: str) -> SaidCoach:
    who, mark, part = said.rpartition(":")
    if not mark:
        return SaidCoach(said)
    asked = part.strip().casefold()
    found = {role for name, role in _ROLES.items() if asked and name.startswith(asked)}
    if len(found) != 1 or not who.strip():
        raise Refused(
            f"{quoted(part)} is no part of a coach.",
            remedy="Say coach:name, coach:name:assistant or coach:name:training.",
        )
    return SaidCoach(clean_line(who, what="coach:"), found.pop())


def _together(spans: Sequence[Span]) -> Iterator[Span]:
    """Words that are not understood one after the other are told as one, unless one of them is near to something."""
    for kind, group in groupby(spans, key=lambda span: span.kind):
        run = list(group)
        text = " ".join(span.text for span in run)
        if kind != "unread" or (not near_places(text) and any(_near(span.text) for span in run)):
            yield from run
        else:
            yield Span(kind, run[0].first, run[-1].end, text, run[0].cost)


def _near(said: str) -> str:
    """What may have been meant by some words, as a list; empty where nothing is near."""
    if near := near_places(said):
        return _listed(near)
    words = get_close_matches(said.casefold(), (*FLAGS, *KEYS), n=1)
    return "".join(word if word in FLAGS else f"{word}:" for word in words)


def _not_understood(said: str, before: Word | None) -> tuple[str, str]:
    """Why some words say nothing, and what may have been meant."""
    sentence = f"{quoted(said)} is not understood."
    is_name = before and before.key and not before.quoted and not near_places(said)
    if before and is_name and KEYS.get(before.key) in {"coach", "city", "venue", "for"}:
        together = as_word(f"{before.text} {said}")
        return sentence, f"What belongs together stands in quotes: {before.key}:{together}."
    if near := _near(said):
        return sentence, f"Did you mean {near}?"
    return sentence, "A coach is said as coach:name, an organisation as for:name."


def _parts(said: SaidSession) -> Iterator[str]:
    """The words of a line that says this."""
    yield as_word(said.programme)
    if said.start is not None:
        yield said.start.isoformat()
    if said.at is not None:
        yield f"{said.at:%H:%M}"
    if said.zone:
        yield said.zone
    for coach in said.coaches:
        part = f":{_SHORT_ROLES[coach.role]}" if coach.role is not Role.LEAD or ":" in coach.who else ""
        yield f"coach:{as_word(coach.who)}{part}"
    given = {
        "min": said.least,
        "max": said.most,
        "city": said.city,
        "venue": said.venue,
        "for": said.organisation,
        "link": said.link,
        "lang": said.language,
        "duration": said.duration,
        "decide": said.decision_on,
        "closed": said.closed,
        "accept": said.accept,
    }
    yield from (f"{key}:{as_word(str(value))}" for key, value in given.items() if value not in {None, ""})
    if said.holidays is not None:
        yield f"holidays:{','.join(said.holidays) or 'none'}"
    if said.draft:
        yield "draft"


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
