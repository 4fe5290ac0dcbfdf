"""E-mails with one occasion: ASCII, nobody's name a header of its own, right in words and in iCalendar."""

import email
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any, Final, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from acxdesk.errors import Refused
from acxdesk.exchange.ical import Attendee, Organizer
from acxdesk.exchange.mails import Mail, ascii_mailbox, compose, sender_of, text_of
from acxdesk.rules.calendars import Occasion
from acxdesk.rules.updates import Given, News, Update, as_given

MADE: Final = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OFFICE: Final = Organizer("Programme desk", "programmes@example.org")
UID: Final = "0b0f4e0e-8c52-4f3e-9c9b-5d3a1a8f8d10"


def occasion(**other: Any) -> Occasion:
    values: dict[str, Any] = {
        "uid": "5ba7b810-9dad-41d1-80b4-00c04fd430c8",
        "starts_at": datetime(2026, 12, 8, 14, 0, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 8, 19, 0, tzinfo=UTC),
        "zone": "Europe/London",
        "summary": "ACXM, day 2 of 4",
        "location": "Online",
        "description": "Accredited ACXM\nACXM-2026-12-07",
        "link": "",
        "sequence": 1,
        "made_at": MADE,
        "changed_at": MADE,
        "cancelled": False,
    }
    return Occasion(**{**values, **other})


def was(hours: int = 24, **other: Any) -> Given:
    one = occasion()
    return as_given(
        occasion(
            sequence=0,
            starts_at=one.starts_at - timedelta(hours=hours),
            ends_at=one.ends_at - timedelta(hours=hours),
            **other,
        )
    )


def written(update: Update, *, name: str = "Ada Byron", mailbox: str = "ada@example.org", zone: str = "") -> Mail:
    return compose(update, to=Attendee(name, mailbox), zone=zone, organizer=OFFICE, uid=UID, made_at=MADE)


def read_back(mail: Mail) -> EmailMessage:
    return email.message_from_string(mail.content, policy=SMTP)


def event(mail: Mail) -> Any:
    body = read_back(mail).get_body(("calendar",))
    assert body is not None
    return Calendar.from_ical(cast("bytes", body.get_payload(decode=True))).events[0]


MOVED: Final = Update(News.CHANGED, occasion(), was())


def test_a_moved_meeting_is_told_in_words_and_as_a_calendar_entry() -> None:
    mail = written(MOVED, zone="America/New_York")
    message = read_back(mail)
    assert dict(message.items()) == {
        "From": "Programme desk <programmes@example.org>",
        "To": "Ada Byron <ada@example.org>",
        "Subject": "Moved: ACXM, day 2 of 4",
        "Date": "Tue, 24 Nov 2026 09:00:00 +0000",
        "Message-ID": f"<{UID}@example.org>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="=_{UID}"',
    }
    plain, calendar = message.iter_parts()
    assert (plain.get_content_type(), calendar.get_content_type()) == ("text/plain", "text/calendar")
    assert dict(calendar["Content-Type"].params) == {"charset": "utf-8", "method": "REQUEST"}
    assert text_of(mail.content) == (
        "Dear Ada Byron,\n"
        "\n"
        "ACXM, day 2 of 4 has moved.\n"
        "\n"
        "Was:   Mon 7 Dec 2026 14:00-19:00 Europe/London\n"
        "       Mon 7 Dec 2026 09:00-14:00 America/New_York (where you are)\n"
        "Now:   Tue 8 Dec 2026 14:00-19:00 Europe/London\n"
        "       Tue 8 Dec 2026 09:00-14:00 America/New_York (where you are)\n"
        "Where: Online\n"
        "\n"
        "Accredited ACXM\n"
        "ACXM-2026-12-07\n"
        "\n"
        "Your calendar program can take this in: it is attached.\n"
        "\n"
        "Programme desk <programmes@example.org>\n"
    )
    one = event(mail)
    assert (str(one["uid"]), one["sequence"], str(one["attendee"])) == (MOVED.occasion.uid, 1, "mailto:ada@example.org")
    assert sender_of(mail.content) == "programmes@example.org"


@pytest.mark.parametrize(
    ("update", "subject", "method", "told"),
    [
        (Update(News.ADDED, occasion(), None), "New", "REQUEST", "is in your calendar now."),
        (Update(News.CHANGED, occasion(), was(0)), "Changed", "REQUEST", "has changed; its time stays."),
        (Update(News.CHANGED, occasion(), was(cancelled=True)), "Held again", "REQUEST", "is held after all."),
        (Update(News.CANCELLED, occasion(cancelled=True), was()), "Cancelled", "CANCEL", "is cancelled for you."),
    ],
    ids=["new", "changed", "again", "cancelled"],
)
def test_the_subject_says_what_happened(update: Update, subject: str, method: str, told: str) -> None:
    mail = written(update)
    assert mail.subject == f"{subject}: ACXM, day 2 of 4"
    assert f"ACXM, day 2 of 4 {told}" in text_of(mail.content)
    body = read_back(mail).get_body(("calendar",))
    assert body is not None
    assert body["Content-Type"].params["method"] == method
    assert f"METHOD:{method}\r\n".encode() in cast("bytes", body.get_payload(decode=True))


def test_the_same_update_makes_the_same_bytes() -> None:
    assert written(MOVED) == written(MOVED)


@given(
    name=st.text(max_size=200)
    | st.sampled_from(
        ["Ada\r\nBcc: eve@example.org", "שלום", "👩‍🏫 Zoë", 'Byron, "Ada" <eve@x.org>', "=?utf-8?q?x?=", "Æ" * 200]
    ),
    summary=st.text(max_size=80) | st.just("x\r\n\r\n.\r\nMAIL FROM:<eve@example.org>"),
)
def test_no_name_becomes_a_header_or_breaks_a_line(name: str, summary: str) -> None:
    mail = written(Update(News.ADDED, occasion(summary=summary), None), name=name)
    assert mail.content.isascii()
    lines = mail.content.split("\r\n")
    assert not any("\r" in line or "\n" in line or len(line) > 998 for line in lines)
    message = read_back(mail)
    assert list(message.keys()) == [
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")
    ]
    assert [address.addr_spec for address in message["To"].addresses] == ["ada@example.org"]
    assert parseaddr(str(message["To"]))[1] == "ada@example.org"
    assert not message.defects


@given(name=st.text(st.characters(categories=["L", "Nd"], include_characters=" .,'-\"()"), min_size=1, max_size=60))
def test_a_name_reads_as_it_was_written(name: str) -> None:
    held = email.message_from_string(written(MOVED, name=name).content)["To"]
    # Python's reader of addresses leaves a blank between two encoded words; this one does as RFC 2047 says.
    assert str(make_header(decode_header(held.rpartition("<")[0].rstrip()))) == " ".join(name.split())


@pytest.mark.parametrize("wrong", ["", "ada", "ada@", "josé@example.org", "a@b\r\nRCPT TO:<eve@example.org>"])
def test_an_address_that_not_every_server_takes_is_refused(wrong: str) -> None:
    with pytest.raises(Refused, match="no address that an e-mail can be sent to"):
        ascii_mailbox(wrong)


def test_a_domain_in_other_letters_is_written_in_its_ascii_form() -> None:
    assert ascii_mailbox("ada@bücher.example") == "ada@xn--bcher-kva.example"
    assert written(MOVED, mailbox="ada@bücher.example").mailbox == "ada@xn--bcher-kva.example"
