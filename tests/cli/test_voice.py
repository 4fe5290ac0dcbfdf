"""What reaches a terminal, a pipe, a file."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.cli import voice
from acxdesk.cli.voice import Heading
from acxdesk.errors import Fault, Faulty, Refused

# Whatever could move a cursor, ring, colour, turn the direction, or begin a new line.
STEERING = {
    *map(chr, range(32)),
    *map(chr, range(127, 160)),
    *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
}


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Row:
    name: str
    day: date
    at: time
    moment: datetime
    colour: Colour
    counts: Mapping[Colour, int]
    parts: tuple[str, ...]
    file: Path | None


def test_rows_become_json_with_iso_dates_and_plain_words() -> None:
    row = Row(
        name="Zoë",
        day=date(2026, 11, 16),
        at=time(9, 5),
        moment=datetime(2026, 11, 16, 9, 5, tzinfo=UTC),
        colour=Colour.RED,
        counts={Colour.RED: 2},
        parts=("a", "b"),
        file=Path("x.ics"),
    )

    assert json.loads(voice.as_json([row])) == [
        {
            "name": "Zoë",
            "day": "2026-11-16",
            "at": "09:05",
            "moment": "2026-11-16T09:05:00+00:00",
            "colour": "red",
            "counts": {"red": 2},
            "parts": ["a", "b"],
            "file": "x.ics",
        }
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_json_reads_back_and_cannot_steer_a_terminal(text: str) -> None:
    printed = voice.as_json({"name": text})

    assert json.loads(printed) == {"name": text}
    assert not STEERING & set(printed.replace("\n", ""))


def test_an_array_is_written_one_element_after_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    voice.print_json_array(iter([{"a": 1}, {"a": 2}]))
    assert json.loads(capsys.readouterr().out) == [{"a": 1}, {"a": 2}]

    voice.print_json_array([])
    assert capsys.readouterr().out == "[]\n"


def test_control_characters_are_shown_as_pictures_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    nasty = "\x1b]0;owned\x07\r\x9b31m\u202e\x7f"

    voice.data(nasty)
    voice.say(nasty)
    voice.refuse(Refused(nasty, remedy=nasty))
    voice.refuse(Faulty([Fault("name", nasty), Fault("email", nasty)]))
    voice.print_pairs([("Name", nasty)])
    voice.print_table([Heading("Name")], [[nasty]])
    voice.warn([nasty])

    printed = capsys.readouterr()
    assert not STEERING - {"\n"} & set(printed.out + printed.err)
    assert "␛]0;owned␇␍" in printed.out
    assert printed.err.count("acxdesk: ␛]0;owned") == 4  # two faults are two lines


def test_columns_are_aligned_by_cells_and_numbers_to_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    voice.print_table(
        [Heading("Name"), Heading("No.", numeric=True)],
        [("佐藤 花子", "7"), ("Zoe\u0308 Brontë", "12"), ("Ada", "1234")],
    )

    assert capsys.readouterr().out.splitlines() == [
        "Name         No.",
        "佐藤 花子      7",
        "Zoe\u0308 Brontë    12",
        "Ada         1234",
    ]


def test_a_table_without_rows_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert voice.print_table([Heading("Name")], []) is False
    assert capsys.readouterr().out == ""


def test_a_long_list_needs_no_memory_and_widens_where_it_must(capsys: pytest.CaptureFixture[str]) -> None:
    read = 0

    def rows() -> Iterator[tuple[str, str]]:
        nonlocal read
        for number in range(2_000):
            read += 1
            yield ("x" * (1 if number < 1_000 else 9), "end")

    assert voice.print_table([Heading("A"), Heading("B")], rows())
    lines = capsys.readouterr().out.splitlines()
    assert read == 2_000
    assert (lines[1], lines[1_001]) == ("x  end", "xxxxxxxxx  end")


def test_text_is_cut_to_the_width_only_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ("佐藤" * 20, "short", "y" * 5_000)
    headings = [Heading("A"), Heading("B"), Heading("C")]
    monkeypatch.setenv("COLUMNS", "40")

    voice.print_table(headings, [row])
    assert "y" * 5_000 in capsys.readouterr().out

    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    voice.print_table(headings, [row])
    lines = capsys.readouterr().out.splitlines()
    assert all(voice.cell_width(line) <= 40 for line in lines)
    assert lines[1].count("…") == 2
    assert "short" in lines[1]


@settings(max_examples=100, deadline=None)
@given(st.text(), st.integers(1, 40))
def test_a_cut_text_fits_and_a_short_one_stays(text: str, width: int) -> None:
    shown = voice.cut(text, width)

    assert voice.cell_width(shown) <= width
    if voice.cell_width(text) <= width:
        assert shown == text


def test_facts_that_are_empty_are_left_out_and_long_ones_hang(capsys: pytest.CaptureFixture[str]) -> None:
    voice.print_pairs([("Name", "Ada"), ("Note", ""), ("Job title", "one\ntwo")])

    assert capsys.readouterr().out.splitlines() == ["Name       Ada", "Job title  one", "           two"]


def test_what_the_output_cannot_encode_is_written_as_an_escape(capfd: pytest.CaptureFixture[str]) -> None:
    with open(os.dup(1), "w", encoding="ascii", errors="strict") as narrow, pytest.MonkeyPatch.context() as patch:  # noqa: PTH123
        patch.setattr("sys.stdout", narrow)
        voice.tune()
        voice.data("Zoë \udcff")
        voice.print_json({"name": "Zoë"})

    assert capfd.readouterr().out.splitlines() == ["Zo\\xeb \\ufffd", "{", '  "name": "Zo\\u00eb"', "}"]
