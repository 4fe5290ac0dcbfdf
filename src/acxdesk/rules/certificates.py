"""What stands on a certificate, in words, and of which accreditations there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.accreditations import State
from acxdesk.rules.sessions import Delivery

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Taught:
    """The session that an accreditation was earned in."""

    reference: str
    starts_on: date  # local, as its meetings
    ends_on: date
    delivery: Delivery
    city: str
    venue: str
    coaches: tuple[str, ...]  # the leads first


@dataclass(frozen=True, slots=True)
class Certificate:
    """One accreditation with all that its certificate and its badge say."""

    uid: str  # names its credential
    number: str
    code: str
    state: State
    replaced_by: str  # the number of the record that took its place, or empty
    name: str  # the holder's
    country: str  # hers, ISO 3166 alpha-2, or empty
    languages: tuple[str, ...]  # hers, BCP 47, the first preferred
    email: str  # hers, or empty; it stands on no certificate
    programme: str  # its code
    title: str
    post_nominal: str  # or empty
    awarded_on: date
    valid_until: date | None  # last valid day; None for life
    made_at: datetime  # UTC, of the record
    taught: Taught | None  # None: not earned in a session of this desk


@dataclass(frozen=True, slots=True)
class Honoured:
    """A Change Architect of the Year with all that her certificate says."""

    title: str  # "Change Architect of the Year"
    year: int
    is_winner: bool  # else the runner-up
    name: str
    country: str  # ISO 3166 alpha-2, or empty
    languages: tuple[str, ...]  # hers, BCP 47, the first preferred
    about: str  # what she was then, in a line
    category: str  # of transformation: personal, professional, business; empty where it is not known
    citation: str
    seal: str  # of the ballots, SHA-256
    announced_on: date
    made_at: datetime  # UTC


def refuse_without(certificate: Certificate) -> None:
    """Refuse the certificate of what does not stand.

    Raises:
        Refused: it is suspended, revoked, or another record has taken its place.
    """
    if certificate.state is State.ISSUED:
        return
    remedy = {
        State.SUSPENDED: "Reinstate it first.",
        State.SUPERSEDED: f"{certificate.replaced_by} stands in its place." if certificate.replaced_by else "",
    }.get(certificate.state, "")
    raise Refused(
        f"{certificate.number} of {certificate.name} is {certificate.state}: there is no certificate of it.",
        remedy=remedy,
    )


def day_in_words(day: date) -> str:
    """A day as a certificate has it: "16 November 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year:04}"


def days_in_words(first: date, last: date) -> str:
    """From a day to a day, without saying anything twice: "16 to 19 November 2026"."""
    whole = day_in_words(last)
    if first >= last:
        return day_in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {whole}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} to {whole}"
    return f"{day_in_words(first)} to {whole}"


def validity_in_words(until: date | None) -> str:
    """How long it is valid: "20 November 2028", or "For life"."""
    return "For life" if until is None else day_in_words(until)


def listed(names: Sequence[str]) -> str:
    """Names in a row: "Ngozi Okafor, Johanna Lindqvist and Wei Chen"."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def place_in_words(taught: Taught) -> str:
    """Where it was taught: "online", "London", "London, 1 Broad Street", "in-house, London"."""
    place = ", ".join(filter(None, (taught.city, taught.venue)))
    if taught.delivery is Delivery.CITY and place:
        return place
    return ", ".join(filter(None, (str(taught.delivery), place)))
