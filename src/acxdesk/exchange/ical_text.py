"""Texts in a calendar file: cleaned of what programs stumble over, escaped and folded by icalendar.

Names, titles and notes come from people. Whatever is in them, they leave here as one property: no control
character, no line of more than 75 octets, nothing that a reader takes for the next property.
"""

import re
from typing import Final
from urllib.parse import quote

from icalendar.parser import Contentline
from icalendar.prop import vText

TITLE_LENGTH: Final = 255  # characters; Outlook and Google cut or refuse longer titles

# C0 without newline, DEL and C1 (with NEL), line and paragraph separators: many readers split lines at them. Lone
# surrogates and the two noncharacters cannot be written at all, or not in the XML that CalDAV wraps a calendar in.
_UNFIT: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_UNFIT_IN_PARAMETERS: Final = re.compile('["^]')  # RFC 5545, 3.2 has no escape for a quote; RFC 6868 reads ^ as one
_LINK: Final = re.compile(r"https?://[A-Za-z0-9\[][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*", re.IGNORECASE)  # RFC 3986, 2
_MAILBOX: Final = re.compile(r"[^@\s]+@[^@\s]+")


def prose(value: str) -> str:
    """A text of several lines without control characters; CR and CRLF become a newline, a tab a blank."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _UNFIT.sub("", lines).strip()


def phrase(value: str) -> str:
    """A text on one line: as `prose`, every run of blanks and newlines one blank."""
    return " ".join(prose(value).split())


def title(value: str) -> str:
    """A text on one line of at most 255 characters; programs disagree on a backslash in a title, so it becomes "/"."""
    line = phrase(value).replace("\\", "/")
    return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1].rstrip()}…"


def link(value: str) -> str:
    """The value when it is an http or https address of plain ASCII (RFC 3986), else an empty text."""
    return value if _LINK.fullmatch(value) else ""


def mailbox(value: str) -> str:
    """A mail address as the rest of a mailto address (RFC 6068), or an empty text when it is no address."""
    return quote(value, safe="@+", errors="replace") if _MAILBOX.fullmatch(value) else ""


def parameter(value: str) -> str:
    """A text as a quoted parameter value, one line of at most 255 characters without quotes and carets."""
    return f'"{title(_UNFIT_IN_PARAMETERS.sub("", value))}"'


def text_line(name: str, value: str) -> bytes:
    """A property of type TEXT (RFC 5545, 3.3.11), escaped and folded, ended by CRLF.

    The value is clean: it comes from `prose`, `phrase` or `title`.
    """
    # icalendar takes a backslash before N for a newline, also where it is the text's own ("C:\New"). So the pieces
    # between backslashes are escaped each, and joined by the escaped backslash.
    pieces = (vText(piece).to_ical() for piece in value.split("\\"))
    return plain_line(f"{name}:".encode() + rb"\\".join(pieces))


def plain_line(line: str | bytes) -> bytes:
    """A property that needs no escaping, folded, ended by CRLF."""
    folded: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]  # icalendar leaves it untyped
    return folded + b"\r\n"
