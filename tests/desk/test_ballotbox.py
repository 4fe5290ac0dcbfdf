"""The ballot box: what it holds, and that the file does not tell in which order its ballots came."""

import random
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from acxdesk.desk.ballotbox import ballots_of, empty, put, size
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.records.cycles import Cycle
from acxdesk.rules.voting import box_key
from tests.actions.awarding import cycle

WIDTH = 80
INNER = 2  # the kind of an inner page of an index b-tree, https://sqlite.org/fileformat2.html#b_tree_pages


def cast(desk: Desk, award: int, **ballots: str) -> int:
    """Put ballots in, as one deed that writes a row beside it, as a cast does."""
    with desk.changing("ballot cast", kind="final") as change:
        row = change.work.get(Cycle, award)
        assert row is not None
        row.title = f"{row.title}."
        return put(change.work, award, ballots, WIDTH)


def test_a_box_holds_the_last_ballot_of_each_key(desk: Desk) -> None:
    award = cycle(desk)
    assert cast(desk, award, b="N01>N02", a="N02") == 0
    assert cast(desk, award, b="", c="N02") == 1
    with desk.reading() as work:
        assert ballots_of(work, award) == {"": 1, "N02": 2}
        assert size(work, award) == 3
        assert size(work, award + 1) == 0
    with desk.changing("seal", kind="final") as change:
        empty(change.work, award)
        assert size(change.work, award) == 0


def test_a_ballot_is_in_no_journal_and_every_one_is_as_long(desk: Desk) -> None:
    award = cycle(desk)
    cast(desk, award, a="N01>N02", b="")
    with closing(sqlite3.connect(desk.path)) as raw:
        assert raw.execute("SELECT DISTINCT table_name FROM entry_changes").fetchall() == [("cycles",)]
        assert raw.execute("SELECT length(ranking) FROM ballots").fetchall() == [(WIDTH,), (WIDTH,)]


# 40 voters; each ballot ranks another number of nominees, and some came a second time.
BALLOTS = {box_key("cycle", str(place)): ">".join(f"N{n:02}" for n in range(1, place % 20 + 1)) for place in range(40)}


def _orders() -> Iterator[Sequence[str]]:
    for seed in range(4):
        keys = list(BALLOTS)
        random.Random(seed).shuffle(keys)
        yield keys


@pytest.fixture(scope="module")
def boxes(template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same ballots in four files, cast in four orders; every fifth was first another one."""
    made = []
    for order in _orders():
        path = tmp_path_factory.mktemp("box") / "desk.acx"
        shutil.copy(template, path)
        desk = Desk.open(path, who="anna", clock=FrozenClock(datetime(2026, 11, 24, tzinfo=UTC)))
        award = cycle(desk)
        for place, key in enumerate(order):
            if place % 5 == 0:
                cast(desk, award, **{key: "N20"})
            cast(desk, award, **{key: BALLOTS[key]})
        desk.close()
        made.append(path)
    return made


def test_the_pages_of_the_box_are_the_same_in_whatever_order_the_ballots_came(boxes: list[Path]) -> None:
    first, *others = [_pages_of_box(path) for path in boxes]
    assert len(first) > 1  # a box of one page would prove little
    assert all(other == first for other in others)


def test_nothing_of_an_earlier_ballot_is_left_in_the_file(boxes: list[Path]) -> None:
    for path in boxes:
        assert path.read_bytes().count(b"N20" + b" " * (WIDTH - 3)) == 0
        assert {path.read_bytes().count(key.encode()) for key in BALLOTS} == {1}


def _pages_of_box(path: Path) -> list[bytes]:
    """The pages of the table `ballots` from the root down, without the numbers of pages that they name."""
    data = path.read_bytes()
    size = int.from_bytes(data[16:18])
    with closing(sqlite3.connect(path)) as raw:
        (root,) = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ballots'").fetchone()
    pages: list[bytes] = []
    waiting = [root]
    while waiting:
        page = bytearray(data[(waiting[0] - 1) * size : waiting.pop(0) * size])
        if page[0] == INNER:
            cells = int.from_bytes(page[3:5])
            places = [int.from_bytes(page[at : at + 2]) for at in range(12, 12 + 2 * cells, 2)]
            for place in (*places, 8):
                waiting.append(int.from_bytes(page[place : place + 4]))
                page[place : place + 4] = bytes(4)
        pages.append(bytes(page))
    return pages
