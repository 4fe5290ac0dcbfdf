"""In what letters a text is written."""

import pytest

from acxdesk.rules.lettering import is_right_to_left, language_of, suits_serif, unbroken


@pytest.mark.parametrize(
    ("text", "languages", "country", "language"),
    [
        ("Ada Byron", (), "GB", "en"),
        ("佐藤 はな", (), "", "ja"),
        ("佐藤 花", (), "JP", "ja"),
        ("佐藤 花", ("ja",), "", "ja"),
        ("王小明", (), "", "zh"),
        ("王小明", (), "TW", "zh-TW"),
        ("王小明", ("en", "zh-Hant-HK"), "", "zh-HK"),
        ("王小明", ("zh-Hant",), "", "zh-TW"),
        ("王小明", ("zh-Hans",), "TW", "zh"),
        ("김철수", (), "", "ko"),
        ("ليلى عباس", (), "", "ar"),
        ("ليلا عباسی", ("fa", "en"), "IR", "fa"),
        ("אביגיל", ("en",), "", "he"),
        ("प्रज्ञा", (), "IN", "hi"),
        ("प्रज्ञा", ("ne-NP",), "", "ne"),
        ("አበበ", (), "", "am"),
        ("Юлия", ("bg",), "", "bg"),
    ],
)
def test_the_language_is_that_of_the_letters(
    text: str, languages: tuple[str, ...], country: str, language: str
) -> None:
    assert language_of(text, languages, country) == language


@pytest.mark.parametrize(
    ("text", "answer"),
    [("ليلى Byron", True), ("Ada ליאור", False), ("12 ליאור", True), ("佐藤", False), ("", False), ("- 3", False)],
)
def test_the_direction_is_that_of_the_first_letter_that_has_one(text: str, answer: bool) -> None:
    assert is_right_to_left(text) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("José Núñez Peña", True),
        ("Jose\u0301", True),
        ("Nguyễn Thị Hằng", True),
        ("Юлия Щербакова", True),
        ("Ọ̀ṣun", False),  # a mark that no letter of its own holds
        ("佐藤 Hana", False),
        ("Ada 😀", False),
    ],
)
def test_a_face_with_serifs_is_taken_for_a_whole_text_or_not_at_all(text: str, answer: bool) -> None:
    assert suits_serif(text) is answer


def test_what_is_not_broken_has_to_fit_a_line() -> None:
    assert unbroken("Fernández-Villaverde y Gutiérrez 佐藤花 สมชาย x") == (
        "Fernández",
        "Villaverde",
        "y",
        "Gutiérrez",
        "x",
    )
