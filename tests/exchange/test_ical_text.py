"""Texts of people in calendar files: whatever is in them, they stay inside their property and read back."""

import re
from dataclasses import replace

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.exchange.ical import Organizer, render
from tests.exchange.meetings import DESK, MEETING, event_of, file_of
from tests.exchange.readers import unfolded, value_of

HOSTILE = {
    "a property of its own": "x\r\nATTENDEE:mailto:eve@example.org\r\nX:",
    "lone CR": "x\rSTATUS:CANCELLED",
    "end of the event": "x\nEND:VEVENT\nEND:VCALENDAR\n",
    "controls": "a\x00b\x1b[31mc\x07d\x7fe\x85f\x9bg\x0bh\x1ci",
    "separators": "one\u2028two\u2029three",
    "quotes": "\"quoted\" 'single' ^n ^^ ;:,",
    "backslashes": "C:\\New\\notes\\, \\; \\\\ end\\",
    "formula": "=1+1",
    "markup": "[/oops] [bold]",
    "long": "Ärger, viel; " * 400,
    "one long word": "x" * 5000,
    "emoji": "👩‍🔬🏳️‍🌈 " * 200,
    "Arabic": "مُهَنْدِسُ التَّغْيِيرِ، المستوى الأول؛ " * 60,
    "lone surrogate": "a\ud800b\ufffec",
    "blanks": " \t\u00a0 x \n\n ",
    "empty": "",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_inside_its_property(text: str) -> None:
    hostile = replace(
        MEETING, uid=text or "u", summary=text, location=text, description=text, link=text, cancelled=True
    )
    plain = replace(hostile, uid="u", summary="s", location="l", description="d", link="")
    data = file_of(hostile, name=text, organizer=Organizer(text, DESK.mailbox))
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|(?<!\r)\n", data)
    for line in data.split(b"\r\n"):
        line.decode("utf-8")  # folded inside no character
    names = [re.split("[;:]", line)[0] for line in unfolded(data)]
    expected = [re.split("[;:]", line)[0] for line in unfolded(file_of(plain, organizer=DESK))]
    empty = () if text.strip() else ("LOCATION", "DESCRIPTION")
    assert names == [name for name in expected if name not in empty]


@pytest.mark.parametrize(
    "text", [text for text in HOSTILE.values() if text], ids=[key for key in HOSTILE if key != "empty"]
)
def test_hostile_text_reads_back_as_it_was_but_for_controls(text: str) -> None:
    data = file_of(replace(MEETING, summary=text, location=text, description=text, link=""), name=text)
    calendar = vobject.readOne(data.decode())
    (event,) = calendar.vevent_list
    broken = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe]", "", broken).strip()
    line = " ".join(kept.split())
    title = line.replace("\\", "/")
    shown = title if len(title) <= 255 else title[:254].rstrip() + "…"
    assert event.description.value == kept
    assert event.location.value == line
    assert event.summary.value == shown
    names = [calendar.contents[name][0].value for name in ("name", "x-wr-calname")]
    assert [re.sub(r"\\([;,])", r"\1", name) for name in names] == [shown, shown]  # vobject leaves these escaped


def test_title_of_a_cancelled_meeting_keeps_its_prefix_and_its_length() -> None:
    summary = value_of(event_of(replace(MEETING, summary="x" * 300, cancelled=True)), "SUMMARY")
    assert (summary[:12], summary[-1], len(summary)) == ("CANCELLED: x", "…", 255)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "meet.example.org/a",
        "javascript:alert(1)",
        "ftp://example.org/a",
        "https://",
        "https:///a",
        "https://example.org/a b",
        "https://example.org/\r\nSTATUS:CANCELLED",
        "https://example.org/\n",
        'https://example.org/"a"',
        "https://example.org/\\a",
        "https://exämple.org/",
    ],
)
def test_what_is_no_link_is_told_nowhere(link: str) -> None:
    assert event_of(replace(MEETING, link=link)) == event_of(replace(MEETING, link=""))
    assert not [line for line in event_of(replace(MEETING, link=link)) if line.startswith(("URL", "CONFERENCE"))]


def test_link_is_told_once_in_a_description_that_has_it_already() -> None:
    description = f"Join here: {MEETING.link}\nBring a pen."
    told = value_of(event_of(replace(MEETING, description=description)), "DESCRIPTION")
    assert told == "Join here: https://meet.example.org/acxm\\;room=4\\,a\\nBring a pen."


@pytest.mark.parametrize(
    "mailbox", ["", "desk", "a b@example.org", "desk@example.org\r\nATTENDEE:x", "@example.org", "a@b@c"]
)
def test_mailbox_that_is_no_address_is_refused_before_any_byte(mailbox: str) -> None:
    with pytest.raises(Refused, match=r"is no mail address\. Give one such as programmes@example\.org, or none\."):
        next(render("Meetings", [], [], organizer=Organizer("Desk", mailbox)))


def test_mailbox_is_written_as_a_mailto_address() -> None:
    (line,) = [
        line for line in event_of(MEETING, Organizer('The "desk"; ^A', "o'neill+a;b@example.org")) if "mailto" in line
    ]
    assert line == 'ORGANIZER;CN="The desk; A":mailto:o%27neill+a%3Bb@example.org'


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=400), cancelled=st.booleans())
def test_any_text_leaves_a_file_of_the_same_lines(text: str, cancelled: bool) -> None:
    occasion = replace(
        MEETING, summary=text, location=f"x{text}", description=f"x{text}", link=text, cancelled=cancelled
    )
    data = file_of(occasion, name=text, organizer=Organizer(text, DESK.mailbox))
    plain = file_of(replace(MEETING, link="", cancelled=cancelled), organizer=DESK)
    assert [re.split("[;:]", line)[0] for line in unfolded(data)] == [
        re.split("[;:]", line)[0] for line in unfolded(plain)
    ]
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
