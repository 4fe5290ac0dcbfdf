"""Calendars as iCalendar files (RFC 5545, RFC 7986): what somebody sits, right in every calendar program.

A file is written piece by piece, so that memory does not grow with it. The same occasions give the same bytes:
nothing in a file tells when it was written.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from acxdesk.errors import Refused
from acxdesk.exchange.ical_text import link, mailbox, parameter, phrase, plain_line, prose, text_line, title
from acxdesk.exchange.zones import shown_twice, vtimezone
from acxdesk.rules.calendars import DatedOccasion, Occasion, ZoneSpan
from acxdesk.rules.localtime import zone
from acxdesk.rules.updates import Method

EVENTS_PER_FILE: Final = 1500  # programs on the web take files of 1 MB; so many events stay below

_HEAD: Final = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//acxdesk//Calendar//EN\r\nCALSCALE:GREGORIAN\r\n"
_SAME_TEXTS: Final = 512  # texts of a kind whose bytes are kept: meetings of one session share nearly all of theirs


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who a calendar names as its sender: a role, never a person."""

    name: str  # "Programme desk"
    mailbox: str  # of the role: "programmes@example.org"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Whom a message tells of an occasion; nobody else is named in it."""

    name: str
    mailbox: str


@dataclass(frozen=True, slots=True)
class _LocalTime:
    """A zone whose VTIMEZONE stands in the file, and the stretch (UTC, both included) for which it was verified."""

    place: ZoneInfo
    first: datetime
    last: datetime


def render(
    name: str,
    spans: Iterable[ZoneSpan],
    occasions: Iterable[Occasion | DatedOccasion],
    *,
    organizer: Organizer | None = None,
) -> Iterator[bytes]:
    """An iCalendar file, piece by piece: its head, a VTIMEZONE for each zone by name, the events, its end.

    Args:
        name: what calendar programs show as the calendar's name; one line, cut at 255 characters.
        spans: for every zone the stretch from its earliest start to its latest end; an occasion outside of them is
            written in UTC, as is one whose zone is missing here or has no VTIMEZONE that holds.
        occasions: ordered by start, then uid. Read once, one at a time.
        organizer: the role that sends the calendar; None leaves ORGANIZER out.

    Raises:
        Refused: a zone of the spans is unknown, or the organizer's mailbox is no mail address. Before any byte.
    """
    return _calendar(_published(name), spans, occasions, _organizer(organizer))


def render_message(occasion: Occasion, method: Method, organizer: Organizer, attendee: Attendee) -> bytes:
    """One occasion as a message about it says it (iTIP, RFC 5546): programs take one event a message.

    Args:
        occasion: for `Method.CANCEL` one that is cancelled.
        method: REQUEST for what the attendee gets, CANCEL for what she leaves.
        organizer: the role that sends it.
        attendee: whom it is for.

    Raises:
        Refused: a mailbox is no mail address.
    """
    head = _HEAD + plain_line(f"METHOD:{method}")
    parties = _organizer(organizer) + _attendee(attendee, asks=method is Method.REQUEST)
    return b"".join(_calendar(head, (_span(occasion),), (occasion,), parties))


def render_resource(occasion: Occasion) -> bytes:
    """One occasion as a calendar server keeps it (RFC 4791, 4.1): without a METHOD, and with nobody named."""
    return b"".join(_calendar(_HEAD, (_span(occasion),), (occasion,), b""))


def _span(occasion: Occasion) -> ZoneSpan:
    return ZoneSpan(occasion.zone, occasion.starts_at, occasion.ends_at)


def _calendar(
    head: bytes, spans: Iterable[ZoneSpan], occasions: Iterable[Occasion | DatedOccasion], parties: bytes
) -> Iterator[bytes]:
    """The one shape of every file.

    Args:
        head: its first lines.
        spans: as of `render`.
        occasions: as of `render`.
        parties: who sends it, and to whom; stands in every event.
    """
    blocks: list[bytes] = []
    verified: dict[str, _LocalTime] = {}
    for span in _merged(spans):
        block = vtimezone(span)
        if block is not None:
            blocks.append(block)
            verified[span.zone] = _LocalTime(zone(span.zone), span.first, span.last)
    yield head
    yield from blocks
    for occasion in occasions:
        yield _day(occasion, parties) if isinstance(occasion, DatedOccasion) else _event(occasion, verified, parties)
    yield b"END:VCALENDAR\r\n"


def chunked(
    occasions: Iterable[Occasion | DatedOccasion], size: int = EVENTS_PER_FILE
) -> Iterator[list[Occasion | DatedOccasion]]:
    """The occasions in the order in which they come, as many as one file takes at a time; nothing for none."""
    rest = iter(occasions)
    while chunk := list(islice(rest, size)):
        yield chunk


def _merged(spans: Iterable[ZoneSpan]) -> Iterator[ZoneSpan]:
    """One span a zone, by name: a file that tells a zone twice is read in two ways."""
    merged: dict[str, ZoneSpan] = {}
    for span in spans:
        known = merged.get(span.zone, span)
        merged[span.zone] = ZoneSpan(span.zone, min(known.first, span.first), max(known.last, span.last))
    yield from (merged[name] for name in sorted(merged))


def _published(name: str) -> bytes:
    """The calendar's own properties; what is subscribed to by its address is looked at again every four hours."""
    shown = title(name)
    return b"".join(
        (
            _HEAD,
            b"METHOD:PUBLISH\r\n",
            text_line("NAME", shown),
            text_line("X-WR-CALNAME", shown),
            b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\nX-PUBLISHED-TTL:PT4H\r\n",
        )
    )


def _organizer(organizer: Organizer | None) -> bytes:
    """The ORGANIZER property, or nothing."""
    if organizer is None:
        return b""
    address = mailbox(organizer.mailbox)
    if not address:
        raise Refused(
            f'The organizer\'s mailbox "{title(organizer.mailbox)}" is no mail address.',
            remedy="Give one such as programmes@example.org, or none.",
        )
    return plain_line(f"ORGANIZER;CN={parameter(organizer.name)}:mailto:{address}")


def _attendee(attendee: Attendee, *, asks: bool) -> bytes:
    """The ATTENDEE property (RFC 5545, 3.8.4.1), with the values that are meant where they are left out.

    Args:
        attendee: who.
        asks: whether an answer is asked for.
    """
    address = mailbox(attendee.mailbox)
    if not address:
        raise Refused(
            f'"{title(attendee.mailbox)}" of {title(attendee.name)} is no mail address.',
            remedy="Write her address on her card.",
        )
    said = ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE" if asks else ""
    return plain_line(f"ATTENDEE;CN={parameter(attendee.name)}{said}:mailto:{address}")


def _event(occasion: Occasion, verified: Mapping[str, _LocalTime], parties: bytes) -> bytes:
    """One VEVENT (RFC 5545, 3.6.1). Who else comes, and any alarm, is not told."""
    return b"".join(
        (
            _begin(occasion, _times(occasion, verified)),
            _location(occasion.location),
            _description(occasion.description, occasion.link),
            _join(occasion.link),
            parties,
            _end(busy=not occasion.cancelled),
        )
    )


def _day(occasion: DatedOccasion, parties: bytes) -> bytes:
    """One VEVENT of whole days (3.6.1): its end is the day after the last one, and nobody is busy."""
    start, end = occasion.first_day, occasion.last_day + timedelta(days=1)
    times = f"DTSTART;VALUE=DATE:{start:%Y%m%d}\r\nDTEND;VALUE=DATE:{end:%Y%m%d}\r\n"
    return b"".join(
        (_begin(occasion, times), _description(occasion.description, ""), parties, _end(busy=False)),
    )


def _begin(occasion: Occasion | DatedOccasion, times: str) -> bytes:
    """What every VEVENT begins with, up to its summary."""
    changed = _utc(occasion.changed_at)
    status = "CANCELLED" if occasion.cancelled else "CONFIRMED"
    return b"".join(
        (
            b"BEGIN:VEVENT\r\n",
            text_line("UID", phrase(occasion.uid)),
            f"DTSTAMP:{changed}\r\nCREATED:{_utc(occasion.made_at)}\r\nLAST-MODIFIED:{changed}\r\n"
            f"SEQUENCE:{occasion.sequence}\r\nSTATUS:{status}\r\n{times}".encode("ascii"),
            _summary(occasion.summary, cancelled=occasion.cancelled),
        )
    )


def _end(*, busy: bool) -> bytes:
    return f"TRANSP:{'OPAQUE' if busy else 'TRANSPARENT'}\r\nEND:VEVENT\r\n".encode("ascii")


def _times(occasion: Occasion, verified: Mapping[str, _LocalTime]) -> str:
    """DTSTART and DTEND: local times where every program finds the same instant for them, else UTC."""
    local = verified.get(occasion.zone)
    if local is not None and local.first <= occasion.starts_at and occasion.ends_at <= local.last:
        start, end = occasion.starts_at.astimezone(local.place), occasion.ends_at.astimezone(local.place)
        # Over a clock change programs count the length of a meeting in two ways; both ends in UTC leave one.
        if start.utcoffset() == end.utcoffset() and not shown_twice(start) and not shown_twice(end):
            shape = "%Y%m%dT%H%M%S"
            return f"DTSTART;TZID={occasion.zone}:{start:{shape}}\r\nDTEND;TZID={occasion.zone}:{end:{shape}}\r\n"
    return f"DTSTART:{_utc(occasion.starts_at)}\r\nDTEND:{_utc(occasion.ends_at)}\r\n"


def _utc(moment: datetime) -> str:
    """An instant as RFC 5545, 3.3.5 writes it in UTC."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


@lru_cache(maxsize=_SAME_TEXTS)
def _summary(text: str, *, cancelled: bool) -> bytes:
    return text_line("SUMMARY", title(f"CANCELLED: {text}" if cancelled else text))


@lru_cache(maxsize=_SAME_TEXTS)
def _location(text: str) -> bytes:
    shown = phrase(text)
    return text_line("LOCATION", shown) if shown else b""


@lru_cache(maxsize=_SAME_TEXTS)
def _description(text: str, where: str) -> bytes:
    """The notes, and the join link in them: some programs show neither URL nor CONFERENCE."""
    shown, address = prose(text), link(where)
    if address and address not in shown:
        shown = f"{shown}\n\nJoin: {address}".lstrip()
    return text_line("DESCRIPTION", shown) if shown else b""


@lru_cache(maxsize=_SAME_TEXTS)
def _join(where: str) -> bytes:
    """URL and CONFERENCE (RFC 7986, 5.11); nothing for what is no link."""
    address = link(where)
    if not address:
        return b""
    conference = f"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Join:{address}"
    return plain_line(f"URL:{address}") + plain_line(conference)
