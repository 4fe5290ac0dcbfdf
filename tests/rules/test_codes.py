"""Codes: none is mistaken, a slip is told, however it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.codes import ALPHABET, LENGTH, draw, looks_like_code, read_code

CODE = "K7MX-3PRT-9WAA"


def test_no_letter_of_a_code_is_taken_for_another() -> None:
    assert not set("0OQD1IL2Z5S6G8BUV") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 19


def test_drawn_codes_differ_and_stand_in_three_groups() -> None:
    codes = {draw() for _ in range(1000)}
    assert len(codes) == 1000
    assert all([len(part) for part in code.split("-")] == [4, 4, 4] for code in codes)
    assert all(read_code(code) == code for code in codes)


def test_a_code_that_is_taken_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = iter("A" * 11 + "C" * 11)
    monkeypatch.setattr("acxdesk.rules.codes.secrets.choice", lambda _alphabet: next(letters))
    assert draw({"AAAA-AAAA-AAAA"}).startswith("CCCC-CCCC-CCC")


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")])
def test_case_blanks_and_hyphens_do_not_count(change: object) -> None:
    code = draw()
    assert callable(change)
    assert read_code(f"  {change(code)} ") == code


def test_long_dashes_and_wide_letters_are_read() -> None:
    code = draw()
    assert read_code(code.replace("-", "\N{EM DASH}")) == code
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter != "-" else letter for letter in code)
    assert read_code(wide) == code


@given(st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_told_as_a_slip(place: int, letter: str) -> None:
    letters = list(draw().replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter
    with pytest.raises(Refused, match="mistyped"):
        read_code("".join(letters))


@given(st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_characters_that_changed_places_are_told(one: int, other: int) -> None:
    letters = list(draw().replace("-", ""))
    if letters[one] == letters[other]:
        return
    letters[one], letters[other] = letters[other], letters[one]
    with pytest.raises(Refused, match="mistyped"):
        read_code("".join(letters))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "it has 0 characters"),
        ("K7MX-3PRT", "it has 8 characters"),
        ("K7MX-3PRT-9WA0", 'none has the character "0"'),
        ("[/oops] [red]x", r'none has the character "\["'),
        ("٩" * 12, "none has the character"),
        ("K" * 5000, "characters, and a code has 12"),
        ("\x1b[31m", "none has the character"),
    ],
)
def test_what_cannot_be_a_code_is_refused(said: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_code(said)


def test_a_number_does_not_look_like_a_code() -> None:
    assert looks_like_code(draw().lower())
    assert not looks_like_code("ACXM-2026-0001")
