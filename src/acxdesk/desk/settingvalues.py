"""What a setting may be: each value is read as people write it, and a wrong one answers with a sentence.

A function takes what was said, of any type, and gives back the value, or raises `ValueError` as pydantic wants it; what
is not its own to judge it hands on.
"""

import datetime as dt
import re
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from acxdesk.desk.troubles import shown
from acxdesk.errors import Refused
from acxdesk.rules import localtime
from acxdesk.rules.text import clean_line

_LONGEST_SHOWN: Final = 60  # characters of a wrong value
_LONGEST_URL: Final = 150  # characters
# What an address may be made of (RFC 3986), and the place of the code.
_URL: Final = re.compile(r"https?://(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]|\{code\})+")
_PLAIN_URL: Final = re.compile(r"https?://[A-Za-z0-9._~:/\[\]@!$&'()*+,;=%-]+", re.IGNORECASE)
_WHOLE_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\.?")


def line(value: object) -> object:
    """A text on one line of at most 80 characters."""
    return _or_wrong(lambda: clean_line(value, what="the value", limit=80)) if isinstance(value, str) else value


def zone(value: object) -> object:
    """The name of a zone as IANA spells it."""
    return _or_wrong(lambda: localtime.zone(value.strip()).key) if isinstance(value, str) else value


def _or_wrong(read_value: Callable[[], str]) -> str:
    """What a rule makes of a value; its refusal as pydantic wants it."""
    try:
        return read_value()
    except Refused as refused:
        raise ValueError(str(refused)) from refused


def wall_time(value: object) -> dt.time:
    """HH:MM, or TOML's own time to the minute; pydantic alone would take a number for seconds since midnight."""
    if isinstance(value, str):
        try:
            return dt.datetime.strptime(value.strip(), "%H:%M").time()  # noqa: DTZ007 - a wall time has no zone
        except ValueError:
            pass
    if isinstance(value, dt.time) and (value.second, value.microsecond, value.tzinfo) == (0, 0, None):
        return value
    raise ValueError("give a time of day as HH:MM, such as 14:00")


def weekdays(value: object) -> object:
    """Names of weekdays, from their third letter on, one after the other or in one text with commas."""
    said = value.split(",") if isinstance(value, str) else value
    if not isinstance(said, list | tuple):
        return value
    return tuple(_weekday(each) for each in said)


def _weekday(said: object) -> str:
    name = str(said).strip().casefold()
    for day, whole in zip(localtime.WEEKDAYS, _WHOLE_WEEKDAYS, strict=True):
        if len(name) >= len(day) and whole.startswith(name):
            return day
    raise ValueError(f"{short(said)} is no weekday; write them as Sat, Sun")


def mailbox(value: object) -> object:
    """A mail address, or nothing."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - most desks have none

    if not isinstance(value, str) or not value.strip():
        return "" if isinstance(value, str) else value
    try:
        return validate_email(value.strip(), check_deliverability=False).normalized
    except EmailNotValidError as fault:
        raise ValueError(f"{short(value)} is no address: {fault}") from fault


def verify_url(value: object) -> object:
    """A web address with {code} in it, once; short enough for a QR code that a telephone reads from a wall."""
    if not isinstance(value, str) or not (said := value.strip()):
        return "" if isinstance(value, str) else value
    if len(said) > _LONGEST_URL or not _URL.fullmatch(said) or said.count("{code}") != 1:
        raise ValueError(
            f"{short(value)} is no address with {{code}} in it; write it as https://example.org/verify/{{code}}"
        )
    return said


def folder_url(value: object) -> object:
    """The web address of a folder, with the slash that a file's name follows; or nothing."""
    if not isinstance(value, str) or not (said := value.strip()):
        return "" if isinstance(value, str) else value
    if not _PLAIN_URL.fullmatch(said):
        raise ValueError(f"{short(value)} is no address of a folder; write it as https://example.org/calendars/")
    return said if said.endswith("/") else f"{said}/"


def host(value: object) -> object:
    """The name of a server, or its number; of version 6 without brackets."""
    if not isinstance(value, str) or not (said := value.strip()):
        return "" if isinstance(value, str) else value
    if not _HOST.fullmatch(said) and not _number(said):
        raise ValueError(f"{short(value)} is no server; write it as mail.example.org")
    return said


def server_url(value: object) -> object:
    """The address of a server by https; by http only on this computer."""
    if not isinstance(value, str) or not (said := value.strip()):
        return "" if isinstance(value, str) else value
    wrong = f"{short(value)} is no address of a server; write it as https://example.org/"
    try:
        parts, port = urlsplit(said), urlsplit(said).port
    except ValueError as fault:
        raise ValueError(wrong) from fault
    if port == 0 or not parts.hostname or not _PLAIN_URL.fullmatch(said) or parts.query or parts.fragment:
        raise ValueError(wrong)
    if "@" in parts.netloc:
        raise ValueError("a user or a password does not stand in the address; caldav_user says who signs in")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError(f"{short(value)} would send the password readable over the network; begin it with https")
    return said


def is_loopback(said: str) -> bool:
    """Whether a server, by name or number, is this computer itself."""
    number = _number(said)
    return said.rstrip(".").casefold() == "localhost" or (number is not None and number.is_loopback)


def _number(said: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(said)
    except ValueError:
        return None


def path(value: object) -> object:
    """A path; ~ stands for the user's folder."""
    if isinstance(value, str | Path) and str(value):
        return Path(value).expanduser()
    return None if value == "" else value


def bare(value: object) -> str:
    """What was said, short and safe to show."""
    text = shown(str(value))
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def short(value: object) -> str:
    """The same in quotes."""
    return f'"{bare(value)}"'
