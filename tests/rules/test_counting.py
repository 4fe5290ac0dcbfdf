"""The count: by hand-counted elections, by a slow reading of each rule, and by the laws that hold for it."""

from collections import Counter
from hashlib import sha256
from itertools import pairwise, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.rules.ballots import Box, Ranking, ranking_text, read_ranking
from acxdesk.rules.counting import Result, count, draw
from acxdesk.rules.cycles import Counting
from acxdesk.rules.irv import Irv, irv
from acxdesk.rules.pairwise import compare
from acxdesk.rules.schulze import Schulze, schulze, strongest_paths, unbeaten

KEYS = ("N01", "N02", "N03", "N04", "N05")
SEAL = "5e" * 32


def box(ballots: dict[str, int], counting: Counting = Counting.SCHULZE, withdrawn: tuple[str, ...] = ()) -> Box:
    nominees = tuple((key, f"Nominee {key}") for key in KEYS)
    return Box(2026, "Change Architect of the Year", counting, nominees, withdrawn, "ab" * 32, ballots)


def counted(ballots: dict[str, int], counting: Counting = Counting.SCHULZE, withdrawn: tuple[str, ...] = ()) -> Result:
    return count(box(ballots, counting, withdrawn), SEAL)


@st.composite
def rankings(draw_one: st.DrawFn, *, ties: bool = True) -> Ranking:
    order = draw_one(st.permutations(KEYS))[: draw_one(st.integers(0, len(KEYS)))]
    tiers: list[list[str]] = []
    for key in order:
        if ties and tiers and draw_one(st.booleans()):
            tiers[-1].append(key)
        else:
            tiers.append([key])
    return tuple(tuple(sorted(tier)) for tier in tiers)


def held(*, ties: bool = True, least: int = 0) -> st.SearchStrategy[list[Ranking]]:
    return st.lists(rankings(ties=ties), min_size=least, max_size=12)


def boxed(ballots: list[Ranking]) -> dict[str, int]:
    return dict(Counter(map(ranking_text, ballots)))


# ---- elections that were counted by hand


def test_the_example_of_schulzes_paper_elects_whom_the_paper_does() -> None:
    # Section 3.1 of the paper, with a to e as N01 to N05: 45 voters, and e wins.
    example = {
        "N01>N03>N02>N05>N04": 5,
        "N01>N04>N05>N03>N02": 5,
        "N02>N05>N04>N01>N03": 8,
        "N03>N01>N02>N05>N04": 3,
        "N03>N01>N05>N02>N04": 7,
        "N03>N02>N01>N04>N05": 2,
        "N04>N03>N05>N02>N01": 7,
        "N05>N02>N01>N04>N03": 8,
    }
    result = counted(example)
    assert result.pairwise.above[0] == (0, 20, 26, 30, 22)
    assert isinstance(result.method, Schulze)
    assert result.method.strength == (
        (0, 28, 28, 30, 24),
        (25, 0, 28, 33, 24),
        (25, 29, 0, 29, 24),
        (25, 28, 28, 0, 24),
        (25, 28, 28, 31, 0),
    )
    assert result.places == ("N05", "N01", "N03", "N02", "N04")


def test_the_last_are_left_out_until_one_has_more_than_half() -> None:
    result = counted(
        {"N01>N02": 6, "N02>N01": 5, "N03>N02": 3, "N04>N03>N02": 2, "": 1}, Counting.IRV, withdrawn=("N05",)
    )
    assert isinstance(result.method, Irv)
    first, second, third = result.method.rounds
    assert (first.tallies, first.exhausted, first.out) == ({"N01": 6, "N02": 5, "N03": 3, "N04": 2}, 1, "N04")
    assert (second.moved, second.out) == ({"N02": 5}, "N03")
    assert (third.tallies, result.method.elected_in) == ({"N02": 10, "N01": 6}, 3)
    assert (result.winner, result.runner_up) == ("N02", "N01")


def test_the_report_says_all_of_it_in_the_same_bytes() -> None:
    lines = counted({"N01>N02": 3, "N02>N03=N01": 2, "": 1}, withdrawn=("N04", "N05")).lines()
    assert "\n".join(lines) == "\n".join(
        (
            "Change Architect of the Year 2026: the count",
            f"seal {SEAL}",
            f"rules {'ab' * 32}",
            "counting schulze",
            "ballots 6, of which 1 rank nobody who can be elected",
            "",
            "Nominees",
            "N01 Nominee N01",
            "N02 Nominee N02",
            "N03 Nominee N03",
            "N04 Nominee N04 (withdrawn)",
            "N05 Nominee N05 (withdrawn)",
            f"Order drawn from the seal, for ties: {' '.join(draw(SEAL, KEYS[:3]))}",
            "",
            "Ballots that rank the one in the row above the one in the column",
            "    N01 N02 N03",
            "N01   .   3   3",
            "N02   2   .   5",
            "N03   0   0   .",
            "",
            "Strength of the strongest path from the one in the row to the one in the column",
            "    N01 N02 N03",
            "N01   .   3   3",
            "N02   0   .   5",
            "N03   0   0   .",
            "",
            "Place 1: N01 Nominee N01",
            "Place 2: N02 Nominee N02",
            "Place 3: N03 Nominee N03",
            "",
            "Winner: N01 Nominee N01",
            "Runner-up: N02 Nominee N02",
        )
    )


def test_the_rounds_of_a_report_tell_where_ballots_went_and_who_was_drawn() -> None:
    lines = counted({"N01": 2, "N02>N01": 1, "N03": 1}, Counting.IRV, withdrawn=("N04", "N05")).lines()
    order = draw(SEAL, ("N01", "N02", "N03"))
    out = max(("N02", "N03"), key=order.index)
    goes = "N01" if out == "N02" else "nobody"
    start = lines.index("Round 1: 4 ballots with somebody, 0 with nobody")
    assert lines[start + 1 : start + 6] == (
        "  N01 2 Nominee N01",
        "  N02 1 Nominee N02",
        "  N03 1 Nominee N03",
        f"  Left out: {out} Nominee {out}, drawn of N02, N03",
        f"  1 of her ballots go to {goes}",
    )


# ---- the edges


@pytest.mark.parametrize("counting", Counting)
def test_nobody_wins_an_empty_box_or_one_of_blank_ballots(counting: Counting) -> None:
    for ballots in ({}, {"": 3}):
        result = counted(ballots, counting)
        assert (result.winner, result.runner_up) == (None, None)
        assert result.lines()[-1] == "No ballot ranks anybody who can be elected: there is no winner."


@pytest.mark.parametrize("counting", Counting)
def test_who_has_withdrawn_takes_her_ballots_to_the_next_and_the_last_one_left_wins(counting: Counting) -> None:
    assert counted({"N01>N02": 5, "N03": 2}, counting, withdrawn=("N01",)).places[:2] == ("N02", "N03")
    alone = counted({"N01": 5, "N03": 1}, counting, withdrawn=("N01", "N02", "N04", "N05"))
    assert (alone.winner, alone.runner_up) == ("N03", None)
    assert counted({"N01": 5}, counting, withdrawn=KEYS).winner is None


@pytest.mark.parametrize("counting", Counting)
def test_a_complete_tie_is_decided_by_the_draw_and_says_so(counting: Counting) -> None:
    result = counted({"N01": 2, "N02": 2}, counting, withdrawn=("N03", "N04", "N05"))
    first, second = draw(SEAL, ("N01", "N02"))
    assert result.places == (first, second)
    assert any("drawn" in line and "N01" in line for line in result.lines()[result.lines().index("") + 5 :])


def test_another_seal_draws_another_order() -> None:
    orders = {draw(f"{seal:064x}", KEYS) for seal in range(200)}
    assert all(sorted(order) == list(KEYS) for order in orders)
    assert len(orders) > 60  # of 120
    # By hand: sha256sum of the seal, a blank and the key; the least goes first.
    by_hand = {sha256(f"{'0' * 64} {key}".encode()).hexdigest(): key for key in ("N01", "N02", "N03")}
    assert draw("0" * 64, ("N01", "N02", "N03")) == tuple(by_hand[each] for each in sorted(by_hand))


# ---- the same by a slow reading of the rule


@given(held())
def test_the_table_is_what_looking_at_each_two_gives_and_adds_up(ballots: list[Ranking]) -> None:
    table = compare(KEYS, Counter(ballots).items())
    for (one, a), (other, b) in product(enumerate(KEYS), repeat=2):
        rank = [{key: place for place, tier in enumerate(ballot) for key in tier} for ballot in ballots]
        higher = sum(each.get(a, 99) < each.get(b, 99) for each in rank)
        assert table.above[one][other] == higher
        if one != other:
            assert table.above[one][other] + table.above[other][one] + table.equal(one, other) == len(ballots)


@settings(max_examples=40)
@given(held())
def test_a_path_is_as_strong_as_the_strongest_of_all_paths(ballots: list[Ranking]) -> None:
    table = compare(KEYS, Counter(ballots).items())
    found = strongest_paths(table)
    size = range(len(KEYS))

    def link(one: int, other: int) -> int:
        return table.above[one][other] if table.above[one][other] > table.above[other][one] else 0

    for start, end in permutations(size, 2):
        between = [place for place in size if place not in (start, end)]
        paths = ((start, *some, end) for length in range(len(between) + 1) for some in permutations(between, length))
        strongest = max(min(link(a, b) for a, b in pairwise(path)) for path in paths)
        assert found[start][end] == strongest


# ---- laws


@given(held(least=1), st.randoms(use_true_random=False), st.sampled_from(Counting))
def test_the_order_in_which_ballots_come_changes_nothing(
    ballots: list[Ranking], random: object, rule: Counting
) -> None:
    if rule is Counting.IRV:
        ballots = [tuple((key,) for tier in ballot for key in tier) for ballot in ballots]
    mixed = list(ballots)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert counted(boxed(ballots), rule).lines() == counted(boxed(mixed), rule).lines()


@given(held(ties=False, least=1), rankings(ties=False), st.permutations(KEYS))
def test_a_ballot_more_that_ranks_the_winner_first_never_makes_her_lose_by_rounds(
    ballots: list[Ranking], more: Ranking, order: list[str]
) -> None:
    drawn = tuple(order)
    winner = irv(KEYS, Counter(ballots).items(), drawn).places[0]
    top = ((winner,), *(tier for tier in more if winner not in tier))
    assert irv(KEYS, Counter([*ballots, top]).items(), drawn).places[0] == winner


@given(held(least=1), st.permutations(KEYS))
def test_a_ballot_more_for_her_alone_never_makes_an_unbeaten_one_beaten(
    ballots: list[Ranking], order: list[str]
) -> None:
    # Ranked first with others below, she may lose by the paths: that no Condorcet method promises.
    before = schulze(compare(KEYS, Counter(ballots).items()), tuple(order))
    winner = before.places[0].key
    table = compare(KEYS, Counter([*ballots, ((winner,),)]).items())
    assert winner in unbeaten(KEYS, strongest_paths(table), frozenset(KEYS))
    if len(before.places[0].tied) == 1:
        assert winner in schulze(table, tuple(order)).places[0].tied


@given(held(least=1), st.permutations(KEYS))
def test_whoever_beats_each_other_one_wins_by_the_paths_and_whoever_loses_to_each_is_last(
    ballots: list[Ranking], order: list[str]
) -> None:
    table = compare(KEYS, Counter(ballots).items())
    places = [placed.key for placed in schulze(table, tuple(order)).places]
    size = range(len(KEYS))
    for one in size:
        against = [table.above[one][other] - table.above[other][one] for other in size if other != one]
        if all(more > 0 for more in against):
            assert places[0] == KEYS[one]
        if all(more < 0 for more in against):
            assert places[-1] == KEYS[one]


@given(held(ties=False, least=1), st.permutations(KEYS))
def test_ballots_are_with_one_nominee_or_with_nobody_in_every_round(ballots: list[Ranking], order: list[str]) -> None:
    result = irv(KEYS, Counter(ballots).items(), tuple(order))
    assert sorted(result.places) == list(KEYS)
    for one in result.rounds:
        assert sum(one.tallies.values()) + one.exhausted == len(ballots)
        assert sum(one.moved.values()) == one.tallies.get(one.out, 0)
    rank = [[key for tier in ballot for key in tier] for ballot in ballots]
    left = set(KEYS)
    for one in result.rounds:
        slow = Counter(next((key for key in each if key in left), "") for each in rank)
        assert one.tallies == {key: slow[key] for key in left}
        left.discard(one.out)


@given(st.lists(rankings(), min_size=1, max_size=6))
def test_a_ranking_that_is_read_is_the_ranking_that_was_written(ballots: list[Ranking]) -> None:
    assert [read_ranking(ranking_text(ballot), KEYS, ties=True) for ballot in ballots] == ballots
