"""Mark sheets as bytes: any scheme's headings are told apart, any marks read back, in CSV and in XLSX."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import InputProblem
from acxdesk.exchange.headings import heading_key
from acxdesk.exchange.markpacks import Pack, Seen, pack_xlsx, read_filled, read_pack
from acxdesk.exchange.marksheets import FileLine, Kind, SheetLine, marks_csv, marks_xlsx, read_marks
from acxdesk.rules.marks import Series
from acxdesk.rules.schemes import Part, points_words

MADE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12).map(str.strip)
PARTS = st.lists(
    st.builds(
        lambda name, out_of: Part(name, 10, out_of, 0, must_pass=False),
        NAMES.filter(bool) | st.sampled_from(["Exam", "EXAM", "Total", "person", "as of", "=1+1", "Case-study"]),
        st.integers(1, 1_000_00),
    ),
    min_size=1,
    max_size=5,
)
KINDS = st.builds(
    lambda parts, series, attempt: Kind(tuple(parts), series, attempt),
    PARTS,
    st.sampled_from(Series),
    st.integers(1, 3),
)


@given(KINDS)
def test_no_heading_can_be_taken_for_another(kind: Kind) -> None:
    keys = [heading_key(name) for name in kind.known]
    assert len(set(keys)) == len(keys)
    assert set(kind.known.values()) == set(range(len(kind.parts)))


@given(KINDS, st.data())
@settings(max_examples=60, deadline=None)
def test_every_mark_reads_back_from_csv_and_xlsx(kind: Kind, data: st.DataObject) -> None:
    points = [data.draw(st.none() | st.integers(0, part.out_of)) for part in kind.parts]
    line = SheetLine(7, "=Ada", "ada@example.org", "18.5", tuple(points), None, "")
    expected = FileLine(
        line=2,
        person="7",
        email="ada@example.org",
        name="=Ada",
        session="ACXM-2026-11-16",
        as_of="12",
        cells={at: points_words(each) for at, each in enumerate(points) if each is not None},
    )
    csv = b"".join(marks_csv(kind, [line], session="ACXM-2026-11-16", as_of=12))
    xlsx = marks_xlsx(kind, [line], session="ACXM-2026-11-16", as_of=12, made_at=MADE)
    assert read_marks(csv, kind).lines == (expected,)
    assert read_marks(xlsx, kind).lines == (expected,)


@given(KINDS, st.text(max_size=20).map(lambda text: text.encode("utf-8", "ignore").decode()), st.data())
@settings(max_examples=40, deadline=None)
def test_a_pack_remembers_what_it_was_made_of(kind: Kind, by: str, data: st.DataObject) -> None:
    by = "".join(letter for letter in by if letter.isprintable())
    seen = {
        (person, at): Seen(*data.draw(st.tuples(st.integers(0, 99), st.integers(0, 9), st.integers(0, 1_000_00))))
        for person in (7, 9)
        for at in range(len(kind.parts))
    }
    pack = Pack(
        session="uid",
        reference="ACXM-2026-11-16",
        series=kind.series,
        attempt=kind.attempt,
        by=by,
        made_at=MADE,
        components=tuple((number, part.name, part.out_of) for number, part in enumerate(kind.parts)),
        seen=seen,
    )
    line = SheetLine(7, "Ada", "", "", tuple(None for _ in kind.parts), None, "")
    written = pack_xlsx(pack, kind, [line], as_of=12)
    assert read_pack(written) == pack
    assert read_filled(written, kind).lines[0].cells == {}


def test_a_mark_sheet_of_another_series_is_not_taken_for_this_one() -> None:
    part = Part("Exam", 100, 100_00, 50_00, must_pass=True)
    line = SheetLine(7, "Ada", "", "", (61_00,), None, "")
    csv = b"".join(marks_csv(Kind((part,), Series.SECOND), [line], session="A", as_of=1))
    with pytest.raises(InputProblem, match='Unknown column: "Exam /100 second"'):
        read_marks(csv, Kind((part,)))
