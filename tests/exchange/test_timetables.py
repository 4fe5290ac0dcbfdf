"""A schedule as PDF and as HTML: all of it can be read out, none of it is markup, the same gives the same bytes."""

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from acxdesk.errors import Refused
from acxdesk.exchange.timetables import as_html, as_pdf
from acxdesk.rules.timetables import Page, Row, Section
from tests.exchange.pages import information, texts

HOSTILE = '</td><script>alert("1")</script> #panic[no] $x$ [/b]'
PAGE = Page(
    title="Accredited CX Master",
    facts=(("Session", "ACXM-2026-11-16"), ("Join", "https://example.org/room?a=1&b=2"), ("Coach", "佐藤 美咲")),
    headings=("", "Day", "London", ""),
    sections=(
        Section(
            "",
            (
                Row(("Day 1", "Mon 16 Nov 2026", "14:00-19:00", "")),
                Row(("Day 2", "Tue 17 Nov 2026", "14:00-19:00", "cancelled"), off=True),
            ),
        ),
    ),
    changed_at=datetime(2026, 11, 3, 9, 30, tzinfo=UTC),
    notes=("Times are those of the clocks in London.",),
)


class Reader(HTMLParser):
    """What a browser shows, and which tags it met."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.struck: list[str] = []
        self.said: list[str] = []
        self.links: list[str | None] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] != "style" and data.strip():
            (self.struck if self.tags[-1] == "s" else self.said).append(data.strip())


def test_the_pdf_says_all_that_stands_on_the_page_and_is_the_same_each_time() -> None:
    made = as_pdf(PAGE)
    read = texts(made)
    whole = "".join(read)  # a run ends where the script does
    for expected in (PAGE.title, "ACXM-2026-11-16", "佐藤 美咲", "Mon 16 Nov 2026", "cancelled", PAGE.notes[0]):
        assert expected in whole
    assert information(made, "Title") == PAGE.title
    assert as_pdf(PAGE) == made


def test_the_html_says_the_same_and_strikes_out_what_is_off() -> None:
    read = Reader(as_html(PAGE))
    assert read.said == [
        *(PAGE.title, PAGE.title, "Session", "ACXM-2026-11-16", "Join", "https://example.org/room?a=1&b=2"),
        *("Coach", "佐藤 美咲", "Day", "London", "Day 1", "Mon 16 Nov 2026", "14:00-19:00", "cancelled"),
        PAGE.notes[0],
    ]
    assert read.struck == ["Day 2", "Tue 17 Nov 2026", "14:00-19:00"]
    assert read.links == ["https://example.org/room?a=1&b=2"]


def test_what_people_wrote_is_no_markup_on_either_page() -> None:
    page = replace(PAGE, title=HOSTILE, sections=(Section(HOSTILE, (Row((HOSTILE,) * 4),)),))
    made = as_html(page)
    assert "script" not in Reader(made).tags
    assert b"\x1b" not in as_html(replace(PAGE, title="\x1b]0;x\x07"))
    assert HOSTILE in "".join(texts(as_pdf(page)))


def test_a_link_that_is_no_web_address_is_no_link() -> None:
    page = replace(PAGE, facts=(("Join", "javascript:alert(1)"),))
    assert Reader(as_html(page)).links == []


def test_a_letter_that_no_font_has_refuses_the_pdf_and_names_it() -> None:
    page = replace(PAGE, title="Linear \U00010000")
    with pytest.raises(Refused, match=r"no font here has 𐀀 \(U\+10000\)"):
        as_pdf(page)
    assert "Linear \U00010000" in Reader(as_html(page)).said


def test_a_long_schedule_takes_as_many_sheets_as_it_needs() -> None:
    rows = tuple(Row((f"Day {number}", "Mon 16 Nov 2026", "14:00-19:00", "")) for number in range(1, 121))
    assert as_pdf(replace(PAGE, sections=(Section("", rows),))).count(b"/Type/Page/") > 2
