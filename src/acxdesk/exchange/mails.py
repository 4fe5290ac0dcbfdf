"""One e-mail with one occasion for one person (iMIP, RFC 6047): words to read, and the same for her calendar program.

A message is ASCII from end to end, its lines ended by CRLF. What people typed stands in its parts, encoded, and in the
three headers that are written here, never as it was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_string
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Final

from acxdesk.errors import Refused
from acxdesk.exchange.ical import Attendee, Organizer, render_message
from acxdesk.exchange.ical_text import phrase, prose
from acxdesk.rules.localtime import clock_hours, reading, wall
from acxdesk.rules.text import quoted, visible
from acxdesk.rules.updates import News, Update

_CRLF: Final = "\r\n"
# What needs no encoding in a name before an address (RFC 5322, 3.2.3), with the blank between words.
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LONGEST_PLAIN: Final = 60  # characters: fits on the line of its header
_PLAIN_LINE: Final = re.compile(r"[ -~]*")
_LONGEST_LINE: Final = 60  # characters of a subject that needs no folding


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail before it is handed over."""

    mailbox: str  # whom it is for, in ASCII
    subject: str
    content: str  # the whole message


def compose(update: Update, *, to: Attendee, zone: str, organizer: Organizer, uid: str, made_at: datetime) -> Mail:
    """An e-mail that tells somebody of one update of her calendar.

    Args:
        update: what she has to be told.
        to: her name and address.
        zone: the IANA name of hers, or empty when it is not known.
        organizer: the office that it comes from and that is answered to.
        uid: the message's own name; the same one makes the same message again.
        made_at: the instant that it is dated by.

    Raises:
        Refused: her address or the office's cannot be written to.
    """
    mailbox, sender = ascii_mailbox(to.mailbox), ascii_mailbox(organizer.mailbox)
    calendar = render_message(update.occasion, update.method, organizer, to)
    subject = _one_line(f"{_news(update)}: {update.occasion.summary}")
    parts = EmailMessage(policy=SMTP)
    text = "\n".join(_words(update, _one_line(to.name), zone, _one_line(organizer.name), sender))
    parts.set_content(text, charset="utf-8", cte="quoted-printable")
    parts.add_alternative(
        calendar.decode(), subtype="calendar", charset="utf-8", cte="base64", params={"method": str(update.method)}
    )
    parts.set_boundary(f"=_{uid}")
    headers = (
        f"From: {_named(organizer.name, sender)}",
        f"To: {_named(to.name, mailbox)}",
        f"Subject: {_unstructured(subject)}",
        f"Date: {format_datetime(made_at.astimezone(UTC))}",
        f"Message-ID: <{uid}@{sender.rpartition('@')[2]}>",
        "Auto-Submitted: auto-generated",
    )
    return Mail(mailbox, subject, "".join(f"{line}{_CRLF}" for line in headers) + parts.as_bytes().decode("ascii"))


def sender_of(content: str) -> str:
    """The mailbox that a message of ours comes from."""
    return parseaddr(message_from_string(content)["From"])[1]


def text_of(content: str) -> str:
    """What a message of ours says to a reader."""
    message = message_from_string(content, policy=SMTP)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace(_CRLF, "\n")


def ascii_mailbox(mailbox: str) -> str:
    """An address as every mail server takes it: a domain with other letters in its ASCII form.

    Raises:
        Refused: it is none, or has other letters in front of its @, which not every server takes.
    """
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - not every reader writes mails

    try:
        found = validate_email(mailbox, check_deliverability=False, test_environment=True).ascii_email
    except EmailNotValidError:
        found = None
    if found is None:
        raise Refused(f"{quoted(mailbox)} is no address that an e-mail can be sent to.", remedy="Correct it first.")
    return found


def _news(update: Update) -> str:
    """What happened, in one word, as a subject begins."""
    one, was = update.occasion, update.was
    if update.news is not News.CHANGED or was is None:
        return "Cancelled" if update.news is News.CANCELLED else "New"
    if was.cancelled:
        return "Held again"
    return "Changed" if (was.starts_at, was.ends_at) == (one.starts_at, one.ends_at) else "Moved"


_TOLD: Final = {
    "New": "{what} is in your calendar now.",
    "Moved": "{what} has moved.",
    "Changed": "{what} has changed; its time stays.",
    "Held again": "{what} is held after all.",
    "Cancelled": "{what} is cancelled for you.",
}


def _words(update: Update, name: str, zone: str, office: str, sender: str) -> Iterator[str]:
    """The message as somebody reads it whose program knows nothing of calendars."""
    one, was, news = update.occasion, update.was, _news(update)
    zones = [one.zone, *([zone] if zone and zone != one.zone else [])]
    yield from (f"Dear {name},", "", _TOLD[news].format(what=_one_line(one.summary)), "")
    if news == "Moved" and was is not None:
        yield from _times("Was:", was.starts_at, was.ends_at, zones)
    yield from _times("Now:" if news == "Moved" else "When:", one.starts_at, one.ends_at, zones)
    if news != "Cancelled":
        yield from ((f"Where: {phrase(one.location)}",) if phrase(one.location) else ())
        yield from ("", prose(one.description))
    yield from ("", "Your calendar program can take this in: it is attached.", "")
    yield f"{office} <{sender}>" if office else sender


def _times(label: str, starts_at: datetime, ends_at: datetime, zones: list[str]) -> Iterator[str]:
    """When it is, on the session's clocks first, then on the reader's."""
    for place, zone in enumerate(zones):
        day = wall(starts_at, zone).date()
        hours = clock_hours(starts_at, ends_at, zone)
        yield f"{label if not place else '':<6} {reading(day)} {hours} {zone}{' (where you are)' if place else ''}"


def _one_line(text: str) -> str:
    """A text without anything that ends a line or steers a reader's terminal."""
    return visible(phrase(text))


def _named(name: str, mailbox: str) -> str:
    """A name and an address as a header has them."""
    shown = _one_line(name)
    if not shown:
        return mailbox
    if _PLAIN_NAME.fullmatch(shown) and len(shown) <= _LONGEST_PLAIN:
        return f"{shown}{_CRLF} <{mailbox}>"
    return f"{_encoded(shown)}{_CRLF} <{mailbox}>"


def _unstructured(text: str) -> str:
    return text if _PLAIN_LINE.fullmatch(text) and len(text) <= _LONGEST_LINE else _encoded(text)


def _encoded(text: str) -> str:
    """A text in encoded words (RFC 2047), which hold no letter that means anything in a header."""
    return Header(text, "utf-8", maxlinelen=70, header_name="Message-ID").encode(linesep=_CRLF)
