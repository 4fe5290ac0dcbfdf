"""Any list is read in windows that fit together, each by one statement that searches an index."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, bindparam, event, insert, select

from acxdesk.desk.door import Desk
from acxdesk.desk.searching import rebuild
from acxdesk.errors import NotFound
from acxdesk.queries import sqllisting
from acxdesk.queries.listing import Column, Key, Line, Listing
from acxdesk.queries.people import delegates, everybody
from acxdesk.queries.sqllisting import MOST_WORDS, ListSpec, SqlListing, containing, plain, words_of
from acxdesk.records.people import Organisation, Person
from acxdesk.rules.people import search_key, sort_key
from tests.conftest import Statements

NAMES = ["Zoë", "ada", "Ada", "", "Łukasz", "佐藤", "ada byron", "%", "_", "'", "Ada", "😀"]
_T = cast("Table", Person.__table__)
_HOUSES = cast("Table", Organisation.__table__)

quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def people(desk: Desk, names: list[str]) -> None:
    """Rows that a list can show, without the deeds that make them: many at once."""
    rows = [
        {"version": 1, "uid": str(n), "name": name, "certificate_name": "", "email": "", "email_key": None}
        | {"country": "", "zone": "", "organisation_id": None, "job_title": "", "languages": "", "coach": False}
        | {"sort_key": sort_key(name), "search_key": search_key([name])}
        for n, name in enumerate(names)
    ]
    with desk.engine.begin() as connection:
        connection.execute(_T.delete())
        if rows:
            connection.execute(insert(_T), rows)
        rebuild(connection)


SPEC = ListSpec(
    noun="names",
    columns=(
        Column("name", "Name", 20, sortable=True),
        Column("coach", "Coach", 5),
        Column("no", "No.", 4, sortable=True),
    ),
    rows=select(Person.id, Person.name, Person.coach),
    frame=_T,
    id=Person.id,
    keys={"name": Person.sort_key, "no": Person.id},
    sort="name",
    values=lambda row: (row.name, row.coach, row.id),
    matching=containing(Person.sort_key),
)


def all_of(listing: Listing) -> tuple[Line, ...]:
    return listing.after(None, 1_000)


@pytest.fixture(params=[("name", False), ("name", True), ("no", False), ("no", True)], ids=str)
def listing(request: pytest.FixtureRequest, desk: Desk) -> SqlListing:
    people(desk, NAMES)
    sort, descending = request.param
    return SqlListing(desk, SPEC).arranged(sort=sort, descending=descending)


def test_lines_stand_in_the_order_of_their_keys(listing: SqlListing) -> None:
    keys = [line.key for line in all_of(listing)]
    assert keys == sorted(keys, reverse=listing.descending)
    assert len(set(keys)) == len(NAMES)


@pytest.mark.parametrize("size", [1, 2, 5, 12, 50])
def test_pages_forward_and_backward_are_the_whole_list(listing: SqlListing, size: int) -> None:
    whole = all_of(listing)
    forward: list[Line] = []
    key: Key | None = None
    while page := listing.after(key, size):
        forward += page
        key = page[-1].key
    backward: list[Line] = []
    key = None
    while page := listing.before(key, size):
        backward = [*page, *backward]
        key = page[0].key
    assert tuple(forward) == tuple(backward) == whole


def test_a_jump_and_a_rank_are_each_others_way_back(listing: SqlListing) -> None:
    whole = all_of(listing)
    for index, line in enumerate(whole):
        assert listing.at(index, 3) == whole[index : index + 3]
        assert listing.rank(line.key) == index


def test_a_line_that_is_gone_still_has_a_place(listing: SqlListing, desk: Desk) -> None:
    whole = all_of(listing)
    gone = whole[5]
    with desk.engine.begin() as connection:
        connection.execute(_T.delete().where(_T.c.id == gone.id))
    assert listing.rank(gone.key) == 5
    assert listing.after(gone.key, 2) == whole[6:8]
    assert listing.before(gone.key, 2) == whole[3:5]


def test_lines_are_found_by_their_ids_in_list_order(listing: SqlListing) -> None:
    whole = all_of(listing)
    wanted = [line.id for line in whole[::-2]]
    assert listing.of([*wanted, *wanted, 999_999]) == tuple(line for line in whole if line.id in wanted)
    assert listing.of([]) == ()


def test_ids_stand_in_list_order(listing: SqlListing) -> None:
    assert list(listing.ids()) == [line.id for line in all_of(listing)]
    assert listing.count() == len(NAMES)


def test_ids_are_read_in_stretches(
    listing: SqlListing, statements: Statements, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = list(listing.ids())
    monkeypatch.setattr(sqllisting, "_IDS_A_STRETCH", 5)
    sqllisting._stretch.cache_clear()
    with statements(listing.desk) as sent:
        assert list(listing.ids()) == expected
    assert len(sent) == 3
    sqllisting._stretch.cache_clear()


def test_many_ids_are_asked_for_in_chunks(listing: SqlListing, statements: Statements) -> None:
    with statements(listing.desk) as sent:
        assert len(listing.of(range(1_200))) == len(NAMES)
    assert len(sent) == 3


@pytest.mark.parametrize(("words", "names"), [("ada", {"ada", "Ada", "ada byron"}), ("byron a", {"ada byron"})])
def test_every_word_of_the_filter_stands_in_a_line(listing: SqlListing, words: str, names: set[str]) -> None:
    narrowed = listing.arranged(words=words)
    assert {line.cells[0] for line in all_of(narrowed)} == names
    assert narrowed.count() == len(all_of(narrowed)) == len(list(narrowed.ids()))
    assert [narrowed.rank(line.key) for line in all_of(narrowed)] == list(range(narrowed.count()))


@pytest.mark.parametrize("sign", ["%", "_", "'", "😀"])
def test_a_filter_has_no_wildcards(listing: SqlListing, sign: str) -> None:
    assert [line.cells[0] for line in all_of(listing.arranged(words=sign))] == [sign]


def test_a_list_without_a_filter_of_its_own_shows_all(desk: Desk) -> None:
    people(desk, NAMES)
    spec = ListSpec(
        noun="names", columns=SPEC.columns, rows=SPEC.rows, frame=_T, id=Person.id, keys=SPEC.keys, sort="no",
        descending=True, values=SPEC.values,
    )  # fmt: skip
    listing = SqlListing(desk, spec)
    assert (listing.sort, listing.descending, listing.filter) == ("no", True, "")
    assert listing.arranged(words="ada").count() == len(NAMES)


def test_arranging_makes_another_list(desk: Desk) -> None:
    people(desk, NAMES)
    listing = SqlListing(desk, SPEC)
    other = listing.arranged(words="  ada  ", descending=True)
    assert (listing.sort, listing.descending, listing.filter) == ("name", False, "")
    assert (other.sort, other.descending, other.filter) == ("name", True, "ada")
    assert other.arranged(words="", descending=False) == listing
    assert listing.columns == SPEC.columns


def test_a_column_that_sorts_nothing_is_refused_by_name(desk: Desk) -> None:
    with pytest.raises(NotFound) as missing:
        SqlListing(desk, SPEC).arranged(sort="shoe\x1bsize")
    assert str(missing.value) == 'The list of names cannot be sorted by "shoe␛size". Sort it by name or no.'


def test_a_specification_whose_keys_and_columns_differ_is_no_specification() -> None:
    with pytest.raises(ValueError, match="sortable columns of names"):
        ListSpec(
            noun="names", columns=SPEC.columns, rows=SPEC.rows, frame=_T, id=Person.id, keys={"name": Person.sort_key},
            sort="name", values=SPEC.values,
        )  # fmt: skip


def test_plain_cells_say_yes_or_nothing() -> None:
    assert plain(("Ada", 3, None, True, False)) == ("Ada", "3", "", "yes", "")


@pytest.mark.parametrize(
    ("said", "words"), [("Zoë  BRONTË zoë", ("zoe", "bronte")), ("", ()), ("half \ud800", ("half", "?"))]
)
def test_words_are_folded_and_each_is_there_once(said: str, words: tuple[str, ...]) -> None:
    assert words_of(said) == words


def test_a_filter_of_a_thousand_words_is_read_as_its_first(desk: Desk) -> None:
    people(desk, NAMES)
    said = " ".join(f"w{n}" for n in range(1_000))
    assert len(words_of(said)) == MOST_WORDS
    assert SqlListing(desk, SPEC).arranged(words=said).count() == 0
    assert everybody(desk).arranged(words=said).count() == 0
    assert everybody(desk).arranged(words="x" * 100_000).count() == 0


@given(
    names=st.lists(st.text(alphabet="aAbBłß佐 \u0301", max_size=3), max_size=12),
    sort=st.sampled_from(["name", "no"]),
    descending=st.booleans(),
    words=st.sampled_from(["", "a", "b", "łß"]),
    size=st.integers(1, 5),
)
@quickly
def test_windows_fit_together_for_any_names(
    desk: Desk, *, names: list[str], sort: str, descending: bool, words: str, size: int
) -> None:
    people(desk, names)
    listing = SqlListing(desk, SPEC).arranged(sort=sort, descending=descending, words=words)
    whole = all_of(listing)
    keys = [line.key for line in whole]
    assert keys == sorted(keys, reverse=descending)
    assert listing.count() == len(whole)
    for index, line in enumerate(whole):
        assert listing.after(line.key, size) == whole[index + 1 : index + 1 + size]
        assert listing.before(line.key, size) == whole[max(index - size, 0) : index]
        assert listing.at(index, size) == whole[index : index + size]
        assert listing.rank(line.key) == index
    assert listing.of(line.id for line in whole[::-1]) == whole


@given(
    names=st.lists(st.text(alphabet="ab '佐藤", max_size=4), max_size=14),
    descending=st.booleans(),
    words=st.sampled_from(["a", "b", "ab", "佐", "佐藤", "a 佐"]),
    size=st.integers(1, 4),
    broad=st.integers(1, 4),
)
@quickly
def test_a_broad_filter_shows_what_a_narrow_one_would(
    desk: Desk, *, names: list[str], descending: bool, words: str, size: int, broad: int
) -> None:
    people(desk, names)
    listing = everybody(desk).arranged(descending=descending, words=words)
    narrow = all_of(listing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqllisting, "BROAD", broad)
        for kept in (sqllisting._stop, sqllisting._found):
            kept.cache_clear()
        looked = listing.arranged()
        assert looked._is_broad is (len(narrow) >= broad)
        for index, line in enumerate(narrow):
            assert looked.after(line.key, size) == narrow[index + 1 : index + 1 + size]
            assert looked.before(line.key, size) == narrow[max(index - size, 0) : index]
        assert looked.after(None, size) == narrow[:size]
        assert looked.before(None, size) == narrow[-size:]
    for kept in (sqllisting._stop, sqllisting._found):
        kept.cache_clear()


def test_how_broad_a_filter_is_is_asked_once(desk: Desk, statements: Statements) -> None:
    people(desk, NAMES)
    listing = everybody(desk).arranged(words="ada")
    with statements(desk) as sent:
        listing.after(None, 5)
        listing.after(("a", 1), 5)
        listing.before(None, 5)
    assert len(sent) == 4


READS: dict[str, Callable[[Listing], object]] = {
    "count": lambda listing: listing.count(),
    "after": lambda listing: listing.after(("a", 1), 5),
    "first": lambda listing: listing.after(None, 5),
    "before": lambda listing: listing.before(("z", 9), 5),
    "last": lambda listing: listing.before(None, 5),
    "at": lambda listing: listing.at(1, 5),
    "rank": lambda listing: listing.rank(("z", 1)),
    "of": lambda listing: listing.of([1, 2, 3]),
    "ids": lambda listing: list(listing.ids()),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
@pytest.mark.parametrize("names", [["Ada"], ["Ada", "Ben", "Cleo"]], ids=["1 line", "3 lines"])
def test_each_read_is_one_statement(
    desk: Desk, statements: Statements, names: list[str], read: Callable[[Listing], object]
) -> None:
    people(desk, names)
    with statements(desk) as sent:
        read(everybody(desk))
    assert len(sent) == 1


def plan(desk: Desk, read: Callable[[], object]) -> list[str]:
    """What SQLite does for the last statement of a read, a step a line."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        sent.append((statement, parameters))

    event.listen(desk.engine, "before_cursor_execute", note)
    read()
    event.remove(desk.engine, "before_cursor_execute", note)
    statement, parameters = [one for one in sent if one[0].startswith("SELECT")][-1]
    with desk.reading() as work:
        steps = work.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [str(step[3]) for step in steps]


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("sort", "step"),
    [
        ("name", "SEARCH people USING INDEX ix_people_sort_key_id (sort_key{})"),
        ("id", "SEARCH people USING INTEGER PRIMARY KEY (rowid{})"),
    ],
)
def test_a_window_searches_its_index_and_sorts_nothing(
    desk: Desk, *, sort: str, step: str, descending: bool, backward: bool
) -> None:
    listing = everybody(desk).arranged(sort=sort, descending=descending)
    key = ("a", 1) if sort == "name" else (1, 1)
    steps = plan(desk, lambda: listing.before(key, 50) if backward else listing.after(key, 50))
    assert steps[0] == step.format("<?" if descending is not backward else ">?")
    assert not [step for step in steps if step.startswith("SCAN") or "TEMP B-TREE" in step]


def test_a_far_jump_counts_off_the_index_alone(desk: Desk) -> None:
    steps = plan(desk, lambda: everybody(desk).at(100_000, 50))
    assert [step for step in steps if "people" in step] == [
        "SEARCH people USING INTEGER PRIMARY KEY (rowid=?)",
        "SCAN people USING COVERING INDEX ix_people_sort_key_id",
    ]


def test_a_rank_counts_off_the_index_alone(desk: Desk) -> None:
    assert plan(desk, lambda: everybody(desk).rank(("a", 1))) == [
        "SEARCH people USING COVERING INDEX ix_people_sort_key_id (sort_key<?)"
    ]


def test_a_filter_on_people_reads_the_index_of_words(desk: Desk) -> None:
    steps = plan(desk, lambda: everybody(desk).arranged(words="ada").after(None, 50))
    assert steps[0] == "SEARCH people USING INTEGER PRIMARY KEY (rowid=?)"
    assert any(step.startswith("SCAN people_search VIRTUAL TABLE INDEX") for step in steps)


def test_statements_are_built_once(desk: Desk) -> None:
    people(desk, NAMES)
    listing = delegates(desk)
    listing.after(None, 5)
    before = sqllisting._window.cache_info()
    delegates(desk).after(None, 7)
    after = sqllisting._window.cache_info()
    assert (after.misses, after.hits) == (before.misses, before.hits + 1)


def test_a_parameter_of_the_specification_goes_into_every_read(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        connection.execute(
            insert(_HOUSES),
            [
                {"id": n, "version": 1, "name": "x", "name_key": str(n), "country": "", "note": "", "sort_key": "x"}
                for n in (1, 2)
            ],
        )
    people(desk, ["Ada", "Ben", "Cleo"])
    with desk.engine.begin() as connection:
        connection.execute(_T.update().where(_T.c.name != "Ben").values(organisation_id=1))
    spec = ListSpec(
        noun="names", columns=SPEC.columns, rows=SPEC.rows, frame=_T, id=Person.id, keys=SPEC.keys, sort="name",
        values=SPEC.values, where=(Person.organisation_id == bindparam("organisation"),),
    )  # fmt: skip
    listing = SqlListing(desk, spec, {"organisation": 1})
    whole = all_of(listing)
    assert [line.cells[0] for line in whole] == ["Ada", "Cleo"]
    assert listing.count() == 2
    assert listing.before(None, 1) == whole[1:]
    assert listing.at(1, 1) == whole[1:]
    assert listing.rank(whole[1].key) == 1
    assert listing.of([line.id for line in whole]) == whole
    assert list(listing.ids()) == [line.id for line in whole]
