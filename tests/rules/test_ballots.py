"""Rankings as they are said and kept; the sealed box written, read back, and refused when it was changed."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import InputProblem, Refused
from acxdesk.rules.ballots import (
    Box,
    Ranking,
    longest_text,
    ranking_text,
    read_ranking,
    read_sealed,
    seal_of,
    sealed,
    without,
)
from acxdesk.rules.cycles import Counting

KEYS = ("N01", "N02", "N03", "N07")
BOX = Box(
    2026,
    "Change Architect of the Year",
    Counting.SCHULZE,
    (("N01", "Ada Byron"), ("N02", "[/oops] ليلى"), ("N03", "Zoë")),
    ("N02",),
    "ab" * 32,
    {"": 2, "N01": 1, "N03>N01=N02": 40},
)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        (" \n", ""),
        ("n03", "N03"),
        ("N03>N01=N07", "N03>N01=N07"),
        ("n03, n07 = n01", "N03>N01=N07"),
        ("N02\nN01\n", "N02>N01"),
        ("Ｎ02;N01", "N02>N01"),
    ],
)
def test_a_ranking_has_one_text_however_it_is_said(said: str, kept: str) -> None:
    assert ranking_text(read_ranking(said, KEYS, ties=True)) == kept


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("N04", '"N04" is not on the ballot. On it are N01, N02, N03, N07.'),
        ("N01>N02>N01", "N01 stands twice"),
        ("N01=N01", "N01 stands twice"),
        ("N01=", "a place with nobody on it"),
        (">N01", "a place with nobody on it"),
        ("[/oops]", '"[/oops]" is not on the ballot'),
        ("\x1b[31mN01", "is not on the ballot"),
        ("N01>" * 5_000, "has 20,000 characters"),
    ],
)
def test_what_is_no_ranking_is_refused(said: str, words: str) -> None:
    with pytest.raises(Refused) as why:
        read_ranking(said, KEYS, ties=True)
    assert words in str(why.value)
    assert "\x1b" not in str(why.value)


def test_equals_are_refused_where_the_rules_have_none() -> None:
    with pytest.raises(Refused, match="N01 and N02 are ranked as equals"):
        read_ranking("N03>N01=N02", KEYS, ties=False)


def test_nominees_are_left_out_of_a_ranking() -> None:
    ranking = read_ranking("N03>N01=N07>N02", KEYS, ties=True)
    assert without(ranking, {"N03", "N07"}) == (("N01",), ("N02",))
    assert without(ranking, KEYS) == ()


RANKINGS = st.permutations(KEYS).flatmap(
    lambda order: st.lists(st.sampled_from(">="), min_size=3, max_size=3).map(
        lambda signs: "".join(key + sign for key, sign in zip(order, [*signs, ""], strict=True))
    )
)


@settings(max_examples=50)
@given(RANKINGS)
def test_a_kept_ranking_reads_as_itself_and_is_never_too_long(said: str) -> None:
    ranking: Ranking = read_ranking(said, KEYS, ties=True)
    text = ranking_text(ranking)
    assert read_ranking(text, KEYS, ties=True) == ranking
    assert len(text) <= longest_text(len(KEYS))


def test_a_sealed_box_reads_back_and_names_its_seal() -> None:
    text = sealed(BOX)
    assert read_sealed(text) == read_sealed(text.encode()) == BOX
    assert text.endswith(f"sha256 {seal_of(text)}\n")
    assert sealed(Box(2026, BOX.title, Counting.IRV, (), (), "", {})).count("\n") == 6


def test_any_changed_lost_or_added_byte_is_refused() -> None:
    held = sealed(BOX).encode()
    for place in range(len(held)):
        for changed in (
            held[:place] + bytes([held[place] ^ 1]) + held[place + 1 :],
            held[:place] + held[place + 1 :],
            held[:place] + b"x" + held[place:],
        ):
            with pytest.raises(InputProblem, match="This is no sealed box"):
                read_sealed(changed)


@pytest.mark.parametrize(
    "change",
    [
        ("ballot 40 N03>N01=N02", "ballot 40 N03>N02=N01"),
        ("ballot 40 N03>N01=N02", "ballot 40 N09"),
        ("ballot 1 N01", "ballot 01 N01"),
        ("year 2026", "year two"),
        ("year 2026", f"year {'9' * 5000}"),
        ("counting schulze", "counting dice"),
        ("withdrawn N02", "withdrawn N09"),
        ("nominee N01 Ada Byron", "somebody N01"),
    ],
    ids=[
        "tier out of order",
        "unknown key",
        "padded count",
        "year",
        "a year of 5000 digits",
        "counting",
        "withdrawn",
        "line",
    ],
)
def test_a_box_that_was_sealed_by_somebody_else_must_be_well_formed(change: tuple[str, str]) -> None:
    text = sealed(BOX).replace(*change)
    body = text[: text.rindex("sha256 ")]
    with pytest.raises(InputProblem, match="This is no sealed box"):
        read_sealed(f"{body}sha256 {hashlib.sha256(body.encode()).hexdigest()}\n")
