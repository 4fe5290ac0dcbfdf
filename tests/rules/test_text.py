"""Text on its way in, its search key, and its visible form."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.text import clean_line, clean_text, fold, quoted, visible

quickly = settings(max_examples=100, deadline=None)
any_text = st.text(st.characters(exclude_categories=()), max_size=60)  # surrogates too
# Hypothesis seldom draws the characters that matter here: they are offered by name.
awkward = st.text(
    st.sampled_from(list(" \t\r\n\x85\u2028\u3000\xa0\u200b\u200d\x1b\u0301\u0308e\u0345iaIİıßŁłµǿ´ﬁ가각한"))
    | st.characters(exclude_categories=()),
    max_size=20,
)


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Ångström",
        "Nguyễn Thị Ánh",
        "Łukasz Żółć",
        "محمد\u200cرضا علی",
        "\u0915\u094d\u200d\u0937\u0947\u0924\u094d\u0930\u092a\u093e\u0932",
        "山田\u3000太郎",
        "👩\u200d👩\u200d👧 family",
        "👍🏽 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "O’Brien-Ó Súilleabháin",
        "[/oops] =1+1 {x} %s \\N '; DROP",
        "מֹשֶׁה בֶּן־עַמְרָם",
    ],
)
def test_clean_line_keeps_a_name_of_any_script_byte_for_byte_after_nfc(name: str) -> None:
    assert clean_line(name, what="Name") == unicodedata.normalize("NFC", name)
    assert clean_line(unicodedata.normalize("NFD", name), what="Name") == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada \xa0  Byron ", "Ada Byron"),
        ("\r\n\tAda\r\n", "Ada"),
        ("Ada\u2003Byron", "Ada Byron"),
        ("山田\u3000\u3000太郎", "山田 太郎"),
        ("", ""),
        ("  \u3000\n", ""),
    ],
)
def test_clean_line_makes_each_run_of_blanks_one_and_takes_those_around_away(typed: str, kept: str) -> None:
    assert clean_line(typed, what="Name") == kept


@pytest.mark.parametrize(
    ("typed", "sentence", "remedy"),
    [
        (
            "ab\x1bc",
            "Name has a control character (ESC, U+001B) at place 3.",
            "Delete that character or type the text anew.",
        ),
        (
            "\x00ab",
            "Name has a control character (NUL, U+0000) at place 1.",
            "Delete that character or type the text anew.",
        ),
        (
            "  a\x7f",
            "Name has a control character (DEL, U+007F) at place 4.",
            "Delete that character or type the text anew.",
        ),
        (
            "a\x9bb",
            "Name has a control character (CSI, U+009B) at place 2.",
            "Delete that character or type the text anew.",
        ),
        ("a\nb", "Name has a line break (LF, U+000A) at place 2.", "Write it on one line."),
        ("a\r\nb", "Name has a line break (CR, U+000D) at place 2.", "Write it on one line."),
        ("a\x85b", "Name has a line break (NEL, U+0085) at place 2.", "Write it on one line."),
        ("a\u2028b", "Name has a line break (line separator, U+2028) at place 2.", "Write it on one line."),
        ("a\u2029b", "Name has a line break (paragraph separator, U+2029) at place 2.", "Write it on one line."),
        ("a\tb", "Name has a tab (HT, U+0009) at place 2.", "Put a blank in its place."),
        (
            "gpj.\u202eexe",
            "Name has a character that turns the direction of text (RLO, U+202E) at place 5.",
            "Delete that character.",
        ),
        (
            "a\u2067b",
            "Name has a character that turns the direction of text (RLI, U+2067) at place 2.",
            "Delete that character.",
        ),
        (
            "a\ud83d",
            "Name has half of a character (U+D83D) at place 2.",
            "Delete it, or read the file again in its own encoding.",
        ),
        ("a\ufdd0", "Name has a code that is no character (U+FDD0) at place 2.", "Delete it."),
        ("a\U0001ffff", "Name has a code that is no character (U+1FFFF) at place 2.", "Delete it."),
        (
            "\u200b\u200d",
            "Name has nothing but invisible characters (the first is U+200B).",
            "Type it anew, or leave it empty.",
        ),
    ],
)
def test_clean_line_refuses_a_character_by_its_code_and_place(typed: str, sentence: str, remedy: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_line(typed, what="name")
    assert (refused.value.sentence, refused.value.remedy) == (sentence, remedy)


def test_clean_line_refuses_every_control_bidi_override_surrogate_and_noncharacter() -> None:
    codes = [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    codes += [0x2028, 0x2029, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, *range(0xFDD0, 0xFDF0)]
    codes += [plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF)]
    for code in codes:
        with pytest.raises(Refused, match=rf"U\+{code:04X}\) at place 2\."):
            clean_line(f"a{chr(code)}b", what="Name")


def test_clean_line_refuses_no_assigned_character_of_the_first_scripts_beside_those() -> None:
    bidi = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    for code in range(0x3000):
        category = unicodedata.category(chr(code))
        if category not in {"Cc", "Zl", "Zp", "Cn"} and code not in bidi:
            middle = " " if category == "Zs" else chr(code)
            assert clean_line(f"a{chr(code)}b", what="Name") == unicodedata.normalize("NFC", f"a{middle}b")


def test_a_value_over_its_limit_is_refused_with_both_figures() -> None:
    with pytest.raises(Refused) as refused:
        clean_line("x" * 5000, what="Name")
    assert str(refused.value) == "Name has 5,000 characters; at most 200. Shorten it by 4,800."
    with pytest.raises(Refused, match=r"^Reason has 4,001 characters; at most 4,000\."):
        clean_text("x" * 4001, what="Reason")


def test_the_limit_counts_characters_as_they_are_kept() -> None:
    assert clean_line("e\u0301" * 200, what="Name") == "é" * 200
    assert clean_line("a" + " " * 5000 + "b", what="Name") == "a b"
    assert clean_line("ᾇ" * 200, what="Name") == clean_line(unicodedata.normalize("NFD", "ᾇ" * 200), what="Name")


def test_a_million_marks_in_wrong_order_are_refused_at_once() -> None:
    with pytest.raises(Refused, match=r"1,000,001 characters; at most 200"):
        clean_line("a" + "\u0301\u0323" * 500_000, what="Name")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("\n\n  one \t two  \n\n\n three\n ", "one two\n\n\nthree"),
        ("e\u0301", "é"),
        ("\n \r\n", ""),
        ("", ""),
    ],
)
def test_clean_text_keeps_lines_and_turns_tabs_into_blanks(typed: str, kept: str) -> None:
    assert clean_text(typed, what="Reason") == kept


def test_clean_text_names_line_and_place_of_what_it_refuses() -> None:
    with pytest.raises(Refused, match=r"^Reason has a control character \(CSI, U\+009B\) at line 2, place 3\."):
        clean_text("ok\r\nab\x9bc", what="Reason")
    with pytest.raises(Refused, match=r"^Reason has a control character \(VT, U\+000B\) at place 2\."):
        clean_text("a\x0bc", what="Reason")


@given(any_text | awkward)
@quickly
def test_clean_line_is_idempotent_and_its_result_is_one_line_of_nfc(value: str) -> None:
    try:
        once = clean_line(value, what="Name")
    except Refused:
        return
    assert clean_line(once, what="Name") == once
    assert unicodedata.is_normalized("NFC", once)
    assert len(once.splitlines()) <= 1
    assert once == visible(once)


@given(any_text | awkward)
@quickly
def test_clean_text_is_idempotent_and_only_lf_breaks_its_lines(value: str) -> None:
    try:
        once = clean_text(value, what="Reason")
    except Refused:
        return
    assert clean_text(once, what="Reason") == once
    assert once.split("\n") == (once.splitlines() or [""])


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Zoë", "zoe"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Đặng Thị", "dang thi"),
        ("Øystein Ærø Þór Guðrún", "oystein aero thor gudrun"),
        ("STRASSE Straße", "strasse strasse"),
        ("İstanbul ISPARTA ısparta", "istanbul isparta isparta"),
        ("Œuvre", "oeuvre"),
        ("O’Brien O´Brien O'Brien", "o'brien o'brien o'brien"),
        ("Jean–Luc", "jean-luc"),
        ("ＡＢＣ　ﬁne", "abc fine"),
        ("  a \xa0 b\n", "a b"),
        ("Σίσυφος ΣΙΣΥΦΟΣ", "σισυφοσ σισυφοσ"),
        ("علی كريم", "\u0639\u0644\u064a \u0643\u0631\u064a\u0645"),
        ("مُحَمَّد", "\u0645\u062d\u0645\u062f"),
        ("soft\xadhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("Əliyev", "eliyev"),
        ("", ""),
    ],
)
def test_fold_makes_one_key_of_the_ways_to_write_the_same_letters(written: str, key: str) -> None:
    assert fold(written) == key


def test_fold_keeps_the_vowel_signs_that_tell_indic_names_apart() -> None:
    assert fold("\u0930\u093e\u092e") != fold("\u0930\u092e")
    assert fold("\u0930\u0941\u092a\u093e") != fold("\u0930\u092a\u093e")


@given(any_text | awkward)
@quickly
def test_fold_is_idempotent(value: str) -> None:
    assert fold(fold(value)) == fold(value)


@given(any_text | awkward)
@quickly
def test_fold_is_the_same_for_composed_and_decomposed_letters(value: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", value), unicodedata.normalize("NFD", value)
    assert fold(composed) == fold(decomposed) == fold(value)


@given(st.text(st.characters(max_codepoint=0x2AF), max_size=40))
@quickly
def test_fold_is_blind_to_case_in_latin_letters(value: str) -> None:
    assert fold(value.upper()) == fold(value.lower()) == fold(value)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x1b[31mb", "a␛[31mb"),
        ("\x00\x07\t\r\n\x1f\x7f", "␀␇␉␍␊␟␡"),
        ("a\x85b\u2028c\u2029", "a␤b␤c␤"),
        ("\x9b31m", "\ufffd31m"),
        ("\u202eabc\u2066", "\ufffdabc\ufffd"),
        ("\ud83d\ufffe", "\ufffd\ufffd"),
        ("Zoë 👩\u200d👧 [/oops]", "Zoë 👩\u200d👧 [/oops]"),
    ],
)
def test_visible_shows_a_picture_for_what_could_steer_a_terminal(raw: str, shown: str) -> None:
    assert visible(raw) == shown


@given(any_text | awkward)
@quickly
def test_visible_keeps_the_length_and_can_always_be_written(raw: str) -> None:
    shown = visible(raw)
    assert len(shown) == len(raw)
    assert visible(shown) == shown
    assert shown.encode("utf-8").decode("utf-8").splitlines() in ([], [shown])


def test_fold_takes_a_long_run_of_marks_in_wrong_order_at_once() -> None:
    assert fold("a" + "\u0301\u0323" * 100_000 + "b") == "ab"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Zoë", '"Zoë"'),
        ("", '""'),
        ("\x1b[31m", '"␛[31m"'),
        ("x" * 60, f'"{"x" * 60}"'),
        ("x" * 61, f'"{"x" * 59}…"'),
    ],
)
def test_a_wrong_value_is_quoted_visible_and_short(value: str, shown: str) -> None:
    assert quoted(value) == shown
