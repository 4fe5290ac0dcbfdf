"""A short list in memory answers as every list does, so the big list shows it like any other."""

from acxdesk.queries.listing import Column
from acxdesk.tui.widgets.fixedlisting import FixedListing
from tests.tui.widgets.stage import SIZE, Stage, settled

COLUMNS = (Column("number", "No.", 3, numeric=True), Column("name", "Name", 20))


def short(*names: str) -> FixedListing:
    return FixedListing.made(COLUMNS, [(number * 10, (str(number), name)) for number, name in enumerate(names, 1)])


def ids(lines: tuple[object, ...]) -> list[int]:
    return [line.id for line in lines]  # type: ignore[attr-defined]


def test_windows_join_from_both_ends() -> None:
    listing = short("a", "b", "c", "d")
    first = listing.after(None, 3)
    assert ids(first) == [10, 20, 30]
    assert ids(listing.after(first[-1].key, 3)) == [40]
    assert ids(listing.before(None, 2)) == [30, 40]
    assert ids(listing.before(first[-1].key, 5)) == [10, 20]
    assert ids(listing.at(1, 2)) == [20, 30]
    assert [listing.rank(line.key) for line in listing.after(None, 4)] == [0, 1, 2, 3]


def test_words_narrow_whatever_accents_and_order() -> None:
    listing = short("Zoë Brandt", "Ada Byron", "Zoe Byron").arranged(words="byron ZOE")
    assert (listing.count(), ids(listing.after(None, 9)), list(listing.ids())) == (1, [30], [30])
    assert ids(listing.of([10, 30])) == [30]
    assert listing.filter == "byron ZOE"
    assert listing.arranged(words="").count() == 3


async def test_the_cursor_stays_on_its_line_when_the_list_is_made_again() -> None:
    app = Stage(short("a", "b", "c"))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("end")
        again = FixedListing.made(COLUMNS, [(5, ("0", "new")), *((n * 10, (str(n), "x")) for n in (1, 2, 3))])
        app.list.reread(again)
        await settled(pilot)
        assert app.list.targets() == (30,)
        assert app.drawn[1:5] == ["     0 new", "     1 x", "     2 x", "▸    3 x"]
