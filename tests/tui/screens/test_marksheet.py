"""The marks of a session: typed, refused in place, kept blind, released, looked at again; by two desks at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import Input

from acxdesk.actions.journal import undo
from acxdesk.actions.markpacks import PackMarks, pack_marks
from acxdesk.actions.results import Release, release
from acxdesk.desk.door import Desk
from acxdesk.queries import marks
from acxdesk.queries.marks import sheet
from acxdesk.rules.marks import Series
from acxdesk.rules.outcomes import Verdict
from acxdesk.tui import app as tui_app
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens import marksheet
from acxdesk.tui.screens.dialogs import Dialog
from acxdesk.tui.screens.marksheet import MarkSide
from tests.actions.assessed import TWICE, assessed, enter, enter_all
from tests.actions.sample import add_people, book_of, entries
from tests.exchange.filled import csv_of, csv_rows, filled, typed
from tests.tui.screens.sessionstage import HOSTILE, app_over, drawn, pressed, settled, shown, until, words

REF = "ACXM-2026-11-16"
ADA, BOB, CLEO = 1, 2, 3
EXAM, CASE, DEMO = 1, 2, 3


@pytest.fixture
def class_of_three(desk: Desk) -> Desk:
    """Ada, Bob and Cleo sat all of ACXM-2026-11-16; nobody has a mark."""
    assessed(desk, "Ada", "Bob", "Cleo")
    return desk


@pytest.fixture
def twice(desk: Desk) -> Desk:
    """The same, everybody's work to be marked twice, blind; grace gave the first marks."""
    assessed(desk, "Ada", "Bob", "Cleo", scheme=TWICE)
    for place, said in ((ADA, ("61", "82", "8")), (BOB, ("47", "71", "7")), (CLEO, ("88", "92", "9"))):
        enter_all(at(desk, "grace"), REF, place, *said)
    return desk


@pytest.fixture(autouse=True)
def _looks_for_no_other_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another desk did is seen when a test says so, and not whenever the app looks."""
    monkeypatch.setattr(tui_app, "LOOK", 3600)


def at(desk: Desk, who: str) -> Desk:
    return replace(desk, who=who)


@asynccontextmanager
async def marking(desk: Desk, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[DeskApp, Pilot[Any]]]:
    """The app on the marks of the session. Whatever went wrong unforeseen in it fails the test."""
    app = app_over(desk)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "session", REF, "marks"))
        await until(pilot, app, "✓ released")
        await settled(pilot)
        yield app, pilot
        assert app.troubles == []


async def read_anew(pilot: Pilot[Any], app: DeskApp) -> None:
    """Wait until the typing rests and totals and outcomes are read."""
    side = app.screen.query_one(MarkSide)
    for _ in range(400):
        await settled(pilot)
        if side._rest is None and not side._saving:
            break
    await settled(pilot)


def kept(desk: Desk, series: Series = Series.FIRST) -> dict[str, list[int | None]]:
    found = sheet(desk, REF)
    assert found.scheme is not None
    return {
        one.name: [given.points if (given := one.mark(part.id, series=series)) else None for part in found.scheme.parts]
        for one in found.people
    }


def row_of(app: DeskApp, name: str) -> list[str]:
    """The cells of somebody's line."""
    return next(line for line in drawn(app) if name in line.split()[:3]).replace("[", " ").replace("]", " ").split()


def below(app: DeskApp) -> str:
    """The lines below the sheet."""
    return " ".join(" ".join(drawn(app)[-5:-2]).split())


async def test_a_whole_sheet_is_typed_and_every_mark_is_saved(class_of_three: Desk) -> None:
    before = entries(class_of_three)
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "t")
        for said in ("61", "80", "8", "47.5", "71", "7", "88", "92", "9,25"):
            await pilot.press(
                *("full_stop" if letter == "." else "comma" if letter == "," else letter for letter in said)
            )
            await pilot.press("enter")
        await read_anew(pilot, app)
        assert row_of(app, "Ada") == ["Ada", "61", "80", "8", "20", "70.5", "passed"]
        assert row_of(app, "Bob") == ["Bob", "47.5", "71", "7", "20", "59.15", "resit", "due"]
        assert row_of(app, "Cleo")[1:] == ["Cleo", "88", "92", "9.25", "20", "90.05", "passed"]
        assert "first marks 3 of 3 complete saved 09:00:00" in words(app)
    assert kept(class_of_three) == {
        "Ada": [61_00, 80_00, 8_00],
        "Bob": [47_50, 71_00, 7_00],
        "Cleo": [88_00, 92_00, 9_25],
    }
    assert entries(class_of_three) == before + 9


async def test_enter_goes_down_and_the_line_below_explains_the_cell(class_of_three: Desk) -> None:
    enter_all(at(class_of_three, "grace"), REF, ADA, "61", "80", "7")
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "right", "right")
        assert below(app).startswith(
            "Demonstration 7 of 10 for Ada (by grace at 09:00). Passed: 69.5 of 100, exam 61 >= 50, case study 80"
        )
        await pressed(pilot, "8", "enter", "up")
        await read_anew(pilot, app)
        assert below(app).startswith(
            "Demonstration 8 of 10 for Ada (by anna at 09:00; was 7 by grace at 09:00). Passed:"
        )
        await pressed(pilot, "down")
        assert below(app).startswith("Demonstration of Bob: to be marked, out of 10. Incomplete: exam is not marked;")


@pytest.mark.parametrize("bad", ["101", "6.123", "6e1", "1_0"])
async def test_what_is_no_mark_is_refused_in_place_and_keeps_the_rest(class_of_three: Desk, bad: str) -> None:
    keys = {".": "full_stop", "_": "underscore"}
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "6", "1", "enter")
        await pressed(pilot, *(keys.get(letter, letter) for letter in bad), "enter")
        assert below(app).startswith(f'Exam of Bob "{bad}" is ')
        assert row_of(app, "Bob")[1].startswith(("Bob", bad[:1]))
        await pressed(pilot, "escape", "4", "7", "enter")
        await read_anew(pilot, app)
    assert [values[0] for values in kept(class_of_three).values()] == [61_00, 47_00, None]


async def test_a_mark_that_the_desk_refuses_stays_in_its_cell_with_its_sentence(class_of_three: Desk) -> None:
    async with marking(class_of_three) as (app, pilot):
        for place in (ADA, BOB, CLEO):
            enter_all(at(class_of_three, "grace"), REF, place, "61", "80", "7")
        release(at(class_of_three, "grace"), Release(session=REF))
        await pressed(pilot, "6", "2", "enter")
        assert "!62" in row_of(app, "Ada")
        assert "Exam of Ada is released. It changes only by a remark or an appeal." in below(app)
        await read_anew(pilot, app)
        await pressed(pilot, "escape")
        assert row_of(app, "Ada")[1:] == ["61", "80", "7", "20", "69.5", "passed", "✓"]
        await pressed(pilot, "5", "enter")
        assert "Exam of Bob is released and stays. m asks for a remark, L notes an appeal." in below(app)
    assert kept(class_of_three)["Ada"][0] == 61_00


async def test_totals_are_read_once_after_a_burst_and_not_after_each_mark(
    class_of_three: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = marks.sheet
    reads: list[str] = []

    def counted(desk: Desk, reference: str, **other: Any) -> marks.MarkSheet:
        reads.append(reference)
        return read(desk, reference, **other)

    monkeypatch.setattr(marks, "sheet", counted)
    monkeypatch.setattr(marksheet, "REST", 3)  # seconds: a busy machine types slowly
    async with marking(class_of_three) as (app, pilot):
        reads.clear()
        await pilot.press("6", "1", "enter", "4", "7", "enter", "8", "8", "enter")
        await read_anew(pilot, app)
        assert row_of(app, "Bob")[1] == "47"
        assert len(reads) <= 2


async def test_a_mark_is_taken_away_and_undone(class_of_three: Desk) -> None:
    enter_all(class_of_three, REF, ADA, "61")
    before = book_of(class_of_three)
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "d")
        await read_anew(pilot, app)
        assert row_of(app, "Ada")[2] == "·"
        assert kept(class_of_three)["Ada"][0] is None
        await pressed(pilot, "u")
        await read_anew(pilot, app)
        assert row_of(app, "Ada")[2] == "61"
    assert book_of(class_of_three) == before


async def test_one_cell_can_be_changed_twice_in_a_row(class_of_three: Desk) -> None:
    async with marking(class_of_three) as (app, pilot):
        await pilot.press("6", "1", "enter", "up", "6", "2", "enter", "up", "6", "3", "enter")
        await read_anew(pilot, app)
        assert row_of(app, "Ada")[1] == "63"
    assert kept(class_of_three)["Ada"][0] == 63_00


# ---- two desks on one sheet


async def test_a_cell_that_somebody_else_marked_shows_both_and_lets_one_choose(class_of_three: Desk) -> None:
    async with marking(class_of_three) as (app, pilot):
        enter(at(class_of_three, "grace"), REF, (ADA, "Exam", "70"), (BOB, "Exam", "50"))
        await pressed(pilot, "6", "1", "enter", "5", "1", "enter", "up", "up")
        await read_anew(pilot, app)
        assert row_of(app, "Ada")[2] == "!61"
        assert below(app) == (
            "Exam of Ada is 70 by grace on Tue 24 Nov 2026 09:00, after you had read it; your 61 was not written. "
            "p puts yours, Esc keeps it as it is."
        )
        await pressed(pilot, "p")
        await read_anew(pilot, app)
        await pressed(pilot, "down", "escape")
        assert (row_of(app, "Ada")[1], row_of(app, "Bob")[2]) == ("61", "50")
    assert [values[0] for values in kept(class_of_three).values()] == [61_00, 50_00, None]


async def test_what_is_typed_while_somebody_else_marks_the_cell_is_not_put_over_it_unseen(class_of_three: Desk) -> None:
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "6", "1")
        enter(at(class_of_three, "grace"), REF, (ADA, "Exam", "70"))
        app.announce()
        await settled(pilot)
        await pressed(pilot, "enter", "up")
        await read_anew(pilot, app)
        assert row_of(app, "Ada")[2] == "!61"
        assert "70 by grace" in below(app)
    assert kept(class_of_three)["Ada"][0] == 70_00


# ---- second marking


async def test_a_second_marker_begins_with_the_second_marks_and_sees_no_first(twice: Desk) -> None:
    async with marking(twice) as (app, pilot):
        assert "second marks" in words(app)
        await pressed(pilot, "6", "4", "enter", "7", "0", "enter")
        await read_anew(pilot, app)
        await pressed(pilot, "w")
        assert "second 64 by anna" not in words(app)  # the cursor is on Cleo
        assert "Nobody has marked it." in words(app)
        for first in ("61", "82", "47", "71", "88", "92"):
            assert first not in words(app)
    assert kept(twice, Series.SECOND)["Ada"] == [64_00, None, None]


async def test_who_gave_the_first_marks_begins_with_them(twice: Desk) -> None:
    async with marking(at(twice, "anna")) as (app, pilot):
        await pressed(pilot, "S", "S", "S")
        assert "first marks" in words(app)
        assert row_of(app, "Ada")[2:5] == ["61", "82", "8"]


async def test_marks_are_agreed_and_those_apart_are_told(twice: Desk) -> None:
    for place, said in ((ADA, ("63", "80", "7")), (BOB, ("80", "71", "7"))):
        enter_all(twice, REF, place, *said, series="second")
    async with marking(twice) as (app, pilot):
        await pressed(pilot, "S", "S")
        assert "agreed marks" in words(app)
        assert row_of(app, "Bob")[1:4] == ["47/80", "71/71", "7/7"]
        await pressed(pilot, "A")
        assert "Exam of Bob: 47 and 80 lie apart; a third marker decides." in words(app)
        await pressed(pilot, "escape")
        await read_anew(pilot, app)
        assert row_of(app, "Ada")[2:5] == ["62", "81", "7.5"]
        assert row_of(app, "Bob")[1] == "47/80"
        await pressed(pilot, "5", "enter")
        assert "what is agreed follows from the marks" in below(app)


async def test_two_marks_of_one_person_want_a_reason_once(twice: Desk) -> None:
    for place in (ADA, BOB):
        enter(twice, REF, (place, "Exam", "62"), version=1)
    async with marking(twice) as (app, pilot):
        await pressed(pilot, "S", "6", "4", "enter", "up")
        await read_anew(pilot, app)
        assert "Let somebody else mark it, or say why; the reason is kept. b says why." in below(app)
        await pressed(pilot, "b")
        await pilot.press(*"ill", "enter")
        await read_anew(pilot, app)
        await pressed(pilot, "down", "6", "5", "enter")
        await read_anew(pilot, app)
    assert [values[0] for values in kept(twice, Series.SECOND).values()] == [64_00, 65_00, None]


# ---- released, looked at again, awarded


async def test_outcomes_are_released_after_a_look_at_what_stands_against_it(class_of_three: Desk) -> None:
    enter_all(class_of_three, REF, ADA, "61", "80", "7")
    enter_all(class_of_three, REF, BOB, "47", "71", "7")
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "R")
        await until(pilot, app, "! 1 passed, 1 resit due, 1 incomplete. Say yes above to release the others.")
        assert "Cleo: Incomplete: exam is not marked" in words(app) or "Ada: Passed: 69.5 of 100" in words(app)
        await pressed(pilot, "ctrl+s")
        assert "1 person is incomplete (Cleo: exam is not marked" in words(app)
        await pressed(pilot, "right")
        await until(pilot, app, "1 passed, 1 resit due, 1 incomplete. Ctrl+S releases.")
        await pressed(pilot, "ctrl+s")
        await read_anew(pilot, app)
        assert row_of(app, "Ada")[-2:] == ["passed", "✓"]
        assert row_of(app, "Bob")[-3:] == ["resit", "due", "✓"]
        assert f"{REF}: 2 outcomes released (1 passed, 1 resit due);" in words(app)
    found = sheet(class_of_three, REF)
    assert [one.released.verdict if one.released else None for one in found.people] == [
        Verdict.PASSED,
        Verdict.RESIT,
        None,
    ]


async def test_whoever_taught_alone_marked_and_says_why(desk: Desk) -> None:
    (coach,) = add_people(desk, ["Grace Hopper"], coach=True)
    assessed(desk, "Ada", coaches=[coach])
    place = sheet(desk, REF).people[0].enrolment
    enter_all(at(desk, "Grace Hopper"), REF, place, "61", "80", "7")
    async with marking(desk) as (app, pilot):
        await pressed(pilot, "R")
        await until(pilot, app, "Say why above; it is kept.")
        assert f"Grace Hopper taught {REF} and alone marked Ada." in words(app)
        await pilot.press(*"nobody")
        await until(pilot, app, "1 passed. Ctrl+S releases.")
        await pressed(pilot, "ctrl+s")
        await read_anew(pilot, app)
        assert row_of(app, "Ada")[-1] == "✓"


async def test_a_released_mark_is_looked_at_again_and_decided(class_of_three: Desk) -> None:
    for place in (ADA, BOB, CLEO):
        enter_all(class_of_three, REF, place, "48", "80", "7")
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "m")
        assert not isinstance(app.screen, Dialog)  # nothing is released yet
        release(class_of_three, Release(session=REF))
        app.announce()
        await settled(pilot)
        await pressed(pilot, "m")
        await pilot.press(*"page")
        await pressed(pilot, "ctrl+s")
        await read_anew(pilot, app)
        assert row_of(app, "Ada")[2] == "48?"
        assert "Remark open: page." in below(app)
        await pressed(pilot, "v")
        await pilot.press("ctrl+u", "5", "2")
        await pressed(pilot, "ctrl+s")
        await read_anew(pilot, app)
        assert row_of(app, "Ada")[2] == "52"
        await pressed(pilot, "w")
        assert "remark 52 by anna" in words(app)
        assert "first 48 by anna" in words(app)
    assert sheet(class_of_three, REF).people[0].outcome.verdict is Verdict.PASSED


async def test_a_resit_is_a_sheet_of_its_own(class_of_three: Desk) -> None:
    enter_all(class_of_three, REF, ADA, "61", "80", "7")
    enter_all(class_of_three, REF, BOB, "47", "71", "7")
    enter_all(class_of_three, REF, CLEO, "61", "80", "7")
    release(class_of_three, Release(session=REF))
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "a")
        assert "resit 1, first marks" in words(app)
        assert not any("Ada" in line for line in drawn(app)[5:])
        assert row_of(app, "Bob")[2:5] == ["·", "–", "–"]
        await pressed(pilot, "5", "5", "enter")
        await read_anew(pilot, app)
        assert row_of(app, "Bob")[-1] == "passed"


async def test_who_passed_is_awarded(class_of_three: Desk) -> None:
    enter_all(class_of_three, REF, ADA, "61", "80", "7")
    release(class_of_three, Release(session=REF, incomplete=True))
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "W")
        assert "1 will be awarded, 2 cannot." in words(app)
        await pressed(pilot, "enter")
        assert "awarded" in drawn(app)[-2]


# ---- files


async def test_a_sheet_goes_out_and_comes_back_with_its_conflicts(class_of_three: Desk, tmp_path: Path) -> None:
    enter_all(class_of_three, REF, ADA, "61", "61")
    path = tmp_path / "marks.csv"
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "x")
        app.screen.query_one(Input).value = str(path)
        await pressed(pilot, "enter")
        assert f"The mark sheet of 3 people written to {path}." in words(app).replace("─ ", "") or path.exists()
        enter(class_of_three, REF, (ADA, "Exam", "70"), (ADA, "Case study", "70"))
        cells = {("Ada", "Exam"): "64", ("Ada", "Case"): "65", ("Bob", "Exam"): "47", ("Cleo", "Exam"): "x"}
        path.write_bytes(csv_of(typed(csv_rows(path.read_bytes()), cells)))
        await pressed(pilot, "i")
        app.screen.query(Input).first().value = str(path)
        await pressed(pilot, "ctrl+s")
        await until(pilot, app, "1 new, 2 conflict, 1 refused. Ctrl+S enters 1, Esc")
        assert shown(app).count("≠ ours") == 2
        await pressed(pilot, "down", "t")
        assert shown(app).count("≠ theirs") == 1
        await pressed(pilot, "ctrl+s")
        await read_anew(pilot, app)
        assert "Exam of Bob" not in words(app) or row_of(app, "Bob")[1] == "47"
    assert kept(class_of_three) == {
        "Ada": [70_00, 65_00, None],
        "Bob": [47_00, None, None],
        "Cleo": [None, None, None],
    }


async def test_every_conflict_is_settled_by_the_file_at_once(class_of_three: Desk, tmp_path: Path) -> None:
    enter_all(class_of_three, REF, ADA, "61", "61")
    path = tmp_path / "pack.xlsx"
    pack_marks(class_of_three, PackMarks(session=REF, by="grace"), path)
    enter(class_of_three, REF, (ADA, "Exam", "70"), (ADA, "Case study", "70"))
    path.write_bytes(filled(path.read_bytes(), {("Ada", "Exam"): 64, ("Ada", "Case"): 65}))
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "O")
        app.screen.query(Input).first().value = str(path)
        await pressed(pilot, "ctrl+s")
        await until(pilot, app, "2 conflict. There is nothing to enter; Esc leaves.")
        assert "A pack of first marks for grace, made on Tue 24 Nov 2026 at 09:00." in words(app)
        await pressed(pilot, "a", "ctrl+s")
        await read_anew(pilot, app)
    assert kept(class_of_three)["Ada"] == [64_00, 65_00, None]


async def test_a_pack_is_written_for_whoever_is_named(twice: Desk, tmp_path: Path) -> None:
    path = tmp_path / "pack.xlsx"
    async with marking(twice) as (app, pilot):
        await pressed(pilot, "o")
        inputs = list(app.screen.query(Input))
        inputs[0].value, inputs[1].value = str(path), "alan"
        await pressed(pilot, "ctrl+s")
        assert "A pack for alan to mark 3 people" in words(app)
    assert path.exists()


async def test_a_file_that_cannot_be_read_is_told_at_its_field(class_of_three: Desk, tmp_path: Path) -> None:
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "O")
        await pressed(pilot, "ctrl+s")
        assert "Write the path of a CSV or XLSX file." in words(app)
        (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04")
        app.screen.query(Input).first().value = str(tmp_path / "x.xlsx")
        await pressed(pilot, "ctrl+s")
        assert "The file is damaged, or no XLSX file." in words(app)


# ---- looks


async def test_the_sheet_looks_as_it_did(class_of_three: Desk, snapshot: SnapshotAssertion) -> None:
    enter_all(class_of_three, REF, ADA, "61", "80", "7")
    enter_all(class_of_three, REF, BOB, "47", "71", "7")
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "right")
        assert "\n".join(drawn(app)) == snapshot


async def test_hostile_names_and_components_are_shown_as_they_are(desk: Desk) -> None:
    assessed(desk, HOSTILE, "عباس ليلى", "x" * 150)
    async with marking(desk) as (app, pilot):
        await pressed(pilot, "6", "1", "enter", "w", "escape", "down", "R", "escape")
        await read_anew(pilot, app)
        assert "[/oops]" in shown(app)


@pytest.mark.parametrize("size", [(120, 40), (59, 24), (40, 12), (20, 5)])
async def test_it_can_be_looked_at_in_every_size(class_of_three: Desk, size: tuple[int, int]) -> None:
    app = app_over(class_of_three)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "session", REF, "marks"))
        await settled(pilot)
        await pressed(pilot, "6", "enter", "w", "escape")
        assert len(drawn(app)) == size[1]
        assert app.troubles == []


async def test_an_empty_sheet_says_what_fills_it(desk: Desk) -> None:
    assessed(desk, scheme=None)
    async with marking(desk) as (app, pilot):
        assert "Its programme has no assessment scheme yet" in words(app)
        await pressed(pilot, "S", "R", "i", "x", "m", "5")
        assert not isinstance(app.screen, Dialog)


async def test_the_letters_of_a_name_narrow_the_sheet(class_of_three: Desk) -> None:
    async with marking(class_of_three) as (app, pilot):
        await pressed(pilot, "slash", "b", "o")
        await until(pilot, app, "Bob")
        await pilot.pause(0.3)
        await pressed(pilot, "enter", "4", "7", "enter")
        await read_anew(pilot, app)
        assert not any(line.strip().startswith("Ada") for line in drawn(app))
        await pressed(pilot, "escape")
        assert any(line.strip().startswith("Ada") for line in drawn(app))
    assert kept(class_of_three)["Bob"][0] == 47_00


async def test_undo_from_another_desk_shows(class_of_three: Desk) -> None:
    enter_all(class_of_three, REF, ADA, "61")
    async with marking(class_of_three) as (app, pilot):
        undo(class_of_three)
        app.announce()
        await read_anew(pilot, app)
        assert row_of(app, "Ada")[2] == "·"
