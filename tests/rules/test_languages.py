"""Languages are kept as BCP 47 tags, however they are said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.languages import LANGUAGES, language, language_name, languages


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        ("en", "en"),
        ("en fr nl", "en, fr, nl"),
        ("English, French", "en, fr"),
        ("EN; pt_br", "en, pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("yue", "yue"),
        ("Haitian Creole, Farsi", "ht, fa"),
        ("volapuk", "vo"),
        ("en, English, EN", "en"),
        ("sl-rozaj-1994", "sl-rozaj-1994"),
        (" , ;", ""),
    ],
)
def test_languages_are_kept_as_tags_in_the_order_said(said: str, kept: str) -> None:
    assert languages(said) == kept


@pytest.mark.parametrize("said", ["xx", "Klingonish", "en-", "e", "12", "en_", "en-US-x-private", "-"])
def test_what_is_no_language_is_refused_by_name(said: str) -> None:
    with pytest.raises(Refused) as refused:
        languages(said)
    assert refused.value.sentence == f'There is no language "{said}".'
    assert refused.value.remedy == "Write codes or English names, the preferred one first: en, fr."


def test_a_control_character_is_shown_not_repeated() -> None:
    with pytest.raises(Refused) as refused:
        languages("en\x1b[31m")
    assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize(
    ("tag", "name"),
    [("fr", "French"), ("pt-BR", "Portuguese (BR)"), ("zh-Hant-TW", "Chinese (Hant-TW)"), ("yue", "yue")],
)
def test_a_tag_reads_as_its_english_name(tag: str, name: str) -> None:
    assert language_name(tag) == name


@given(st.lists(st.sampled_from(sorted(LANGUAGES)), unique=True))
@settings(max_examples=50, deadline=None)
def test_what_is_kept_reads_back_as_itself(tags: list[str]) -> None:
    kept = languages(" ".join(tags))
    assert kept == ", ".join(tags)
    assert languages(kept) == kept


@given(st.sampled_from(sorted(LANGUAGES)))
@settings(max_examples=50, deadline=None)
def test_a_name_stands_for_its_code_in_any_case(code: str) -> None:
    assert language(LANGUAGES[code].upper()) == code


@given(st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_anything_else_is_kept_stably_or_refused(said: str) -> None:
    try:
        kept = languages(said)
    except Refused:
        return
    assert languages(kept) == kept
