"""A person is found by any part of her names in any spelling, and told apart by her address."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.rules.people import email_key, search_key, search_phrases, sort_key, tokens
from acxdesk.rules.text import fold


def found(words: str, key: str) -> bool:
    phrases = search_phrases(words.split())
    return bool(phrases) and all(f" {phrase}" in f" {key}" for phrase in phrases)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Zoë Brontë"], "zoe"),
        (["Zoë Brontë"], "bronte zo"),
        (["Siobhán O'Neill"], "o'neill"),
        (["Siobhán O\u2019Neill"], "oneill"),
        (["Siobhán O'Neill"], "neill sio"),
        (["Jean-Luc Picard"], "jeanluc"),
        (["Łukasz Żółć"], "lukasz zolc"),
        (["Jürgen Groß"], "gross"),
        (["佐藤花子"], "佐藤"),
        (["佐藤花子"], "花子"),
        (["佐藤花子"], "藤花"),
        (["佐藤花子"], "子"),
        (["山田 花子", "Hanako Yamada"], "yamada 花"),
        (["김민수"], "민수"),
        (["ﾔﾏﾀﾞ"], "マタ"),
        (["ليلى عباس"], "عباس"),
        (["हिन्दी शर्मा"], "हिन"),
        (["李"], "李"),
        (["Ada 🎉 Byron"], "ada 🎉 byron"),
    ],
)
def test_a_person_is_found_by_parts_of_her_names(names: list[str], words: str) -> None:
    assert found(words, search_key(names))


@pytest.mark.parametrize(
    ("names", "words"),
    [(["Ada Byron"], "yron"), (["Ada Byron"], "ada lovelace"), (["佐藤花子"], "佐花"), (["Ada"], "🎉"), (["Ada"], "")],
)
def test_a_person_is_not_found_by_what_is_not_hers(names: list[str], words: str) -> None:
    assert not found(words, search_key(names))


def test_the_key_holds_words_then_joined_names_then_pairs() -> None:
    assert search_key(["Ada O'Neill 佐藤花"], ["ada@example.org", "Böck & Co"]) == (
        "ada o neill 佐藤花 ada example org bock co oneill 佐藤 藤花 花"
    )


def test_a_search_without_letters_looks_for_nothing() -> None:
    assert search_phrases(["-", '"', "*", "🎉", ""]) == ()


def test_a_phrase_has_nothing_that_a_query_language_reads() -> None:
    assert search_phrases(['"a"', "b*", "(c", "NEAR/2", "d:e", "x'1=1"]) == (
        "a",
        "b",
        "c",
        "near 2",
        "d e",
        "x 1 1",
    )


@pytest.mark.parametrize(
    ("address", "key"),
    [("Ada@Example.ORG", "ada@example.org"), (" a@b.org ", "a@b.org"), ("", None), ("jose\u0301@b.org", "josé@b.org")],
)
def test_an_address_is_unique_without_regard_to_case(address: str, key: str | None) -> None:
    assert email_key(address) == key


def test_accents_tell_addresses_apart() -> None:
    assert email_key("josé@b.org") != email_key("jose@b.org")


@given(st.text(max_size=40), st.data())
@settings(max_examples=100, deadline=None)
def test_the_beginning_of_any_word_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    words = tokens(fold(name))
    if not words:
        assert not found(name, search_key([name]))
        return
    word = data.draw(st.sampled_from(words))
    beginning = word[: data.draw(st.integers(1, len(word)))]
    assert found(beginning, search_key([name]))


@given(st.text(alphabet="佐藤花子山田さくらマリ", min_size=1, max_size=12), st.data())
@settings(max_examples=100, deadline=None)
def test_any_part_of_an_unspaced_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert found(name[start:end], search_key([name]))


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_every_way_of_writing_the_same_letters_gives_the_same_keys(name: str) -> None:
    forms: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
    for form in forms:
        assert sort_key(unicodedata.normalize(form, name)) == sort_key(name)
        assert search_key([unicodedata.normalize(form, name)]) == search_key([name])


@given(st.lists(st.text(max_size=20), max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_key_is_words_of_letters_and_digits_with_one_blank_between(texts: list[str]) -> None:
    key = search_key(texts, texts)
    assert key == " ".join(tokens(key))
