"""The catalogue: the list on 80 columns, one programme, its editions, its forms, retiring and scheduling."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from acxdesk.actions.catalogue import EditProgramme, edit_programme
from acxdesk.actions.schemes import SetScheme, set_scheme
from acxdesk.desk.door import Desk
from acxdesk.queries.catalogue import ProgrammeCard, programme, programmes
from acxdesk.queries.sessions import sessions
from acxdesk.tui.places import Place
from acxdesk.tui.screens.programme import ProgrammeScreen, differs
from acxdesk.tui.screens.programmelines import CompactProgrammes, short
from tests.tui.deskapp import HOSTILE, drawn, pressed, running, settled, shown, typed
from tests.tui.screens.sessionstage import app_over, catalogue, scheduled, until

PRINTED = 13


def card_of(desk: Desk, code: str) -> ProgrammeCard:
    card = programme(desk, code)
    assert card is not None
    return card


async def at_programme(pilot: Pilot[Any], code: str) -> None:
    await pressed(pilot, "4")
    pilot.app.visit(Place("4", "programme", code))  # type: ignore[attr-defined]
    await settled(pilot)


async def cleared(pilot: Pilot[Any]) -> None:
    focused = pilot.app.focused
    assert isinstance(focused, Input)
    focused.clear()
    await settled(pilot)


# The list


async def test_an_empty_catalogue_names_the_key_that_fills_it(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "4")
        assert "No programmes yet. n adds one." in shown(app)


async def test_the_13_printed_programmes_stand_by_ladder_and_rung_with_eight_columns_on_80(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "4")
        lines = drawn(app)
        assert lines[2].split() == ["Code", "Title", "Duration", "Hours", "Seats", "Price", "Ed.", "Status"]
        codes = [line[1:].split()[0] for line in lines[3 : 3 + PRINTED]]
        assert codes[:6] == ["ACXP", "ACXS", "ACXM", "ACXC", "ACX-Mentor", "CPP"]
        assert len(codes) == PRINTED
        assert "4 days @ 5 h " in lines[5]
        assert lines[5].endswith("1 active")
        assert "£860" in lines[4]


async def test_the_foot_says_the_whole_of_the_programme_under_the_cursor(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "4", "down", "down")
        assert drawn(app)[-4].strip() == "Accredited CX Master"
        assert drawn(app)[-3].strip() == "Master · 4 days @ 5 hours per day"


async def test_the_list_is_narrowed_by_any_words(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "4", "/")
        await typed(pilot, "coach okr")
        await pressed(pilot, "enter")
        assert "OKR-Coach" in drawn(app)[3]
        assert "1-1 of 1" in drawn(app)[1]


async def test_a_file_of_the_list_has_whole_durations(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    catalogue(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "4", "x", "enter")
        assert "13 lines written to" in shown(app)
    lines = (tmp_path / "programmes-2026-11-24.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "code,title,duration,taught_hours,capacity,price,edition,status"
    assert lines[3] == "ACXM,Accredited CX Master,4 days @ 5 hours per day,20,6-16,,1,active"


@pytest.mark.parametrize(
    ("whole", "cell"),
    [
        ("4 days @ 5 hours per day", "4 days @ 5 h"),
        ("7 weeks @ 3 hours per week", "7 weeks @ 3 h"),
        ("1 day @ 1 hour per day", "1 day @ 1 h"),
        ("4 days @ 4.5 hours per day", "4 days @ 4.5 h"),
        ("on demand, 25 lessons", "25 lessons"),
        ("", ""),
    ],
)
def test_a_duration_is_told_in_few_cells(whole: str, cell: str) -> None:
    assert short(whole) == cell


def test_the_short_list_is_the_whole_list_in_other_cells(desk: Desk) -> None:
    catalogue(desk)
    whole = programmes(desk)
    compact = CompactProgrammes(whole).arranged(sort="code", descending=True, words="accredited")
    assert (compact.sort, compact.descending, compact.filter) == ("code", True, "accredited")
    lines = compact.after(None, 100)
    assert len(lines) == compact.count() < PRINTED
    assert [line.id for line in lines] == list(compact.ids())
    assert compact.before(None, 100) == lines == compact.at(0, 100) == compact.of(compact.ids())
    assert compact.rank(lines[1].key) == 1


# One programme


async def test_a_programme_tells_what_was_printed_and_what_was_chosen(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "4", "down", "enter")
        text = shown(app)
        assert drawn(app)[1].startswith(" Programmes ▸ ACXS")
        assert "ACX Accredited Customer Experience, Specialist" in text
        assert "on demand, 25 lessons · 1 to 500 seats · £860.00" in text
        assert "Printed: on demand, 25 video lessons, lifetime access" in text
        assert "Chosen, not printed:" in text
        assert "No session of it yet. n schedules one." in text


async def test_its_sessions_are_listed_and_enter_goes_there(desk: Desk) -> None:
    catalogue(desk)
    reference = scheduled(desk)
    scheduled(desk, "CPP")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_programme(pilot, "acxm")
        assert "[Sessions 1]" in shown(app)
        assert "CPP-" not in "\n".join(drawn(app)[:-2])
        await pressed(pilot, "enter")
        assert app.history.present == Place("2", "session", reference)


async def test_an_edit_that_makes_a_new_edition_says_so_before_it_is_saved(desk: Desk) -> None:
    catalogue(desk)
    scheduled(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await at_programme(pilot, "ACXM")
        await pressed(pilot, "e")
        await typed(pilot, " Plus")
        await pilot.pause(0.5)
        await settled(pilot)
        assert "! ACXM has edition 2 now; 1 session of edition 1 keeps that one." in shown(app)
        assert "Title: Accredited CX Master Plus, was Accredited CX Master." in shown(app)
        assert len(card_of(desk, "ACXM").editions) == 1
        await pressed(pilot, "f2")
        assert drawn(app)[1].endswith("edition 2")
        await pressed(pilot, "tab")
        assert "title: Accredited CX Master Plus, was Accredited CX Master" in shown(app)
        assert "the first edition" in shown(app)
        await pressed(pilot, "u")
    assert len(card_of(desk, "ACXM").editions) == 1


async def test_an_edit_in_place_says_what_changes(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "4", "down", "down", "e")
        await pressed(pilot, *["down"] * 5)
        await cleared(pilot)
        await typed(pilot, "3")
        await pilot.pause(0.5)
        await settled(pilot)
        assert "Capacity min: 3, was 6." in shown(app)
        await pressed(pilot, "f2")
        assert "ACXM edited." in shown(app)
    assert card_of(desk, "ACXM").current.capacity_min == 3
    assert len(card_of(desk, "ACXM").editions) == 1


async def test_a_wrong_duration_is_told_under_its_field(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await at_programme(pilot, "ACXM")
        await pressed(pilot, "e", "down", "down", "down")
        await cleared(pilot)
        await typed(pilot, "soon")
        await pressed(pilot, "f2")
        at = next(n for n, line in enumerate(drawn(app)) if " Duration " in line and "soon" in line)
        assert "✕" in drawn(app)[at + 1]
    assert card_of(desk, "ACXM").current.duration == "4 days @ 5 hours per day"


async def test_a_programme_is_added_with_a_title_as_it_is(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "4", "n")
        await typed(pilot, "XYZ")
        await pressed(pilot, "down")
        assert isinstance(app.focused, Input)
        app.focused.post_message(events.Paste(HOSTILE))
        await settled(pilot)
        await pressed(pilot, "down", "o", "down", "m", "f2")
        assert "XYZ added:" in shown(app)
        assert drawn(app)[1].startswith(" Programmes ▸ XYZ")
        assert HOSTILE[:30] in shown(app)
    card = card_of(desk, "XYZ")
    assert (card.current.title, card.ladder, card.rung) == (HOSTILE, "OKR", "Master")


async def test_a_retired_programme_is_scheduled_only_once_it_is_reinstated(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "4", "r")
        assert "ACXP is in the catalogue already." in shown(app)
        await pressed(pilot, "d")
        await typed(pilot, "no demand")
        await pressed(pilot, "enter")
        assert "ACXP retired: no demand." in shown(app)
        assert drawn(app)[3].endswith("retired")
        await pressed(pilot, "S")
        assert "ACXP is retired: r takes it back into the catalogue." in shown(app)
        await pressed(pilot, "enter")
        assert drawn(app)[1].endswith("✕ retired")
        await pressed(pilot, "r")
        assert drawn(app)[1].endswith("edition 1")
    assert not card_of(desk, "ACXP").retired


async def test_a_session_of_it_is_scheduled_from_its_screen(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk, zone="Europe/London", time="14:00")
    async with running(app) as pilot:
        await at_programme(pilot, "ACXM")
        await pressed(pilot, "n")
        assert "│ ACXM  " in shown(app)
        await typed(pilot, "7 dec 2026")
        await until(pilot, app, "1 Mon 7 Dec 2026 14:00-19:00")
        await pressed(pilot, "f2")
        assert app.history.present == Place("2", "session", "ACXM-2026-12-07")
    assert sessions(desk).count() == 1


async def test_a_programme_that_is_taken_back_while_it_is_open_leaves_the_screen(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "4", "n")
        await typed(pilot, "XYZ")
        await pressed(pilot, "down")
        await typed(pilot, "Title")
        await pressed(pilot, "down", "a", "down", "m", "f2", "u")
        assert not isinstance(app.screen, ProgrammeScreen)
        assert "No programmes yet." in shown(app)


def test_what_differs_between_editions_is_told_by_field(desk: Desk) -> None:
    catalogue(desk)
    scheduled(desk, start=date(2026, 12, 7))
    for values in ({"price": "£900"}, {"validity_months": 24}):
        edit_programme(desk, EditProgramme.read({"programme": "ACXM", **values}))
    latest, first = card_of(desk, "ACXM").editions
    assert differs(first, None) == "the first edition"
    assert differs(latest, first) == "price: £900.00, was none; validity: 24 months, was 36 months"


def test_renewal_terms_are_compared_as_well(desk: Desk) -> None:
    catalogue(desk)
    scheduled(desk)
    terms = {"renewal": "from award", "renewal_months": 3, "grace_months": 0}
    edit_programme(desk, EditProgramme.read({"programme": "ACXM", **terms}))
    latest, first = card_of(desk, "ACXM").editions
    assert differs(latest, first) == (
        "renewed: from award, was from expiry; renewable, months before: 3, was 6; renewable, months after: 0, was 6"
    )


async def test_another_scheme_is_what_differs_between_editions(desk: Desk) -> None:
    catalogue(desk)
    scheduled(desk)
    set_scheme(desk, SetScheme(programme="ACXM", components=("Exam, 100%",)))
    app = app_over(desk)
    async with running(app, size=(160, 24)) as pilot:
        await at_programme(pilot, "ACXM")
        await pressed(pilot, "tab")
        assert "New component: Exam, 100%, out of 100; No component any more: Written exam" in shown(app)


async def test_renewal_terms_are_shown_in_words_and_edited_in_the_form(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await at_programme(pilot, "ACXM")
        assert "valid 36 months, renewed from expiry, from 6 months before to 6 months after" in shown(app)
        assert "Chosen, not printed: post-nominal, seats, validity, renewal" in shown(app)
        await pressed(pilot, "e", *["down"] * 9, "e", "down")
        await cleared(pilot)
        await typed(pilot, "3")
        await pressed(pilot, "f2")
        told = "valid 36 months, renewed to year end, from 3 months before to 6 months after"
        assert told in " ".join(shown(app).split())


async def test_every_screen_of_programmes_stands_on_40_by_12(desk: Desk) -> None:
    catalogue(desk)
    scheduled(desk)
    app = app_over(desk)
    async with running(app, size=(40, 12)) as pilot:
        await pressed(pilot, "4", "n", "escape", "d", "escape", "down", "down", "e", "escape", "enter")
        assert "ACXM" in shown(app)
        await pressed(pilot, "e", "escape", "tab", "tab", "n", "escape", "?", "escape")
        assert isinstance(app.screen, ProgrammeScreen)
