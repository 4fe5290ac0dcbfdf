"""The scheme and the requirements of a programme on its screen: a draft, saved as one deed; lines that lead on."""

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from acxdesk.actions.requirements import SetRequirements, set_requirements
from acxdesk.actions.schemes import SetScheme, set_scheme
from acxdesk.desk.door import Desk
from acxdesk.queries.requirements import requirements_card
from acxdesk.queries.schemes import scheme
from acxdesk.rules.requirements import print_requirements
from acxdesk.rules.schemes import Part, Scheme
from acxdesk.tui.places import Place
from acxdesk.tui.screens.programme import ProgrammeScreen
from acxdesk.tui.screens.requirementsside import drawing, lines
from acxdesk.tui.screens.schemedraft import Draft, left_drafts
from tests.actions.sample import CASE, DEMO, EXAM, SCHEME, add_programme, add_scheme, book_of
from tests.tui.deskapp import HOSTILE, pressed, running, settled, typed
from tests.tui.screens.sessionstage import app_over, drawn, scheduled, shown, words


@pytest.fixture
def marked(desk: Desk) -> Desk:
    """A desk with ACXM, which has a scheme of three components, and ACXP and ACXC, which have none."""
    for code in ("ACXM", "ACXP", "ACXC"):
        add_programme(desk, code)
    add_scheme(desk)
    return desk


async def at(pilot: Pilot[Any], side: str, code: str = "ACXM") -> None:
    pilot.app.visit(Place("4", "programme", code, side))  # type: ignore[attr-defined]
    await settled(pilot)


async def cleared(pilot: Pilot[Any], text: str) -> None:
    """Type in the place of what stands in the field."""
    focused = pilot.app.focused
    assert isinstance(focused, Input)
    focused.clear()
    await settled(pilot)
    await typed(pilot, text)


def held(desk: Desk, code: str = "ACXM") -> Scheme | None:
    found = scheme(desk, code).scheme
    return None if found is None else found.bare


# A draft


def test_a_draft_keeps_the_numbers_of_its_components() -> None:
    read = Scheme(
        parts=(Part("Exam", 50, 100, 0, must_pass=False, id=7), Part("Case", 50, 100, 0, must_pass=False, id=8))
    )
    draft = Draft.of(read, 1)
    assert not draft.is_changed
    more = draft.adding(Part("One", 1, 1, 0, must_pass=False)).adding(Part("Two", 1, 1, 0, must_pass=False))
    assert [part.id for part in more.scheme.parts] == [7, 8, -1, -2]
    assert more.is_changed
    assert more.doubt() == "The weights of the components sum up to 102, not to 100."
    assert [part.name for part in more.moving(-2, -1).moving(7, 1).scheme.parts] == ["Case", "Exam", "Two", "One"]
    assert more.moving(7, -1) == more == more.moving(-2, 1) == more.moving(99, 1)
    assert more.removing(-1).removing(-2) == draft
    assert draft.changing(7, Part("Oral", 50, 100, 0, must_pass=False)).part(7) == Part(
        "Oral", 50, 100, 0, must_pass=False, id=7
    )
    assert not draft.moving(7, 1).moving(7, -1).is_changed


def test_rules_leave_the_components_of_a_draft_alone() -> None:
    draft = Draft.of(None, 0).adding(EXAM)
    assert draft.ruled(Scheme(attendance=80)).scheme.attendance == 80
    assert [part.name for part in draft.ruled(Scheme(attendance=80)).scheme.parts] == ["Written exam"]


# The scheme


async def test_a_scheme_is_a_table_with_its_rules_in_words(marked: Desk) -> None:
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "scheme")
        text = words(app)
        assert "[Scheme 3]" in text
        assert "Written exam 40% 100 50 must pass" in text
        assert "Demonstration 20% 10 5" in text
        assert "To pass 60 of 100 in total, and every component that must be passed" in text
        assert "Attendance 90% of the hours (18 of 20); recordings do not count" in text
        assert "Not saved" not in text


async def test_a_programme_without_a_scheme_gets_its_first(marked: Desk) -> None:
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "scheme", "ACXC")
        assert "No component yet. a adds one, e edits the rules." in shown(app)
        assert "Edition 1 of ACXC has no scheme yet." in shown(app)
        await pressed(pilot, "ctrl+s")
        assert "Nothing is changed here." in shown(app)
        await pressed(pilot, "a")
        await typed(pilot, "Exam")
        await pressed(pilot, "down")
        await typed(pilot, "100")
        await pressed(pilot, "ctrl+s")
        assert "[Scheme 1, not saved]" in shown(app)
        assert "Not saved. Ctrl+S: ACXC has a scheme of 1 component now." in shown(app)
        assert held(marked, "ACXC") is None
        await pressed(pilot, "ctrl+s")
        assert "[Scheme 1]" in shown(app)
        await pressed(pilot, "u")
        assert "[Scheme 0]" in shown(app)
    assert held(marked, "ACXC") is None


async def test_weights_may_be_anything_until_they_are_saved(marked: Desk) -> None:
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "scheme")
        await pressed(pilot, "d")
        assert "! Not saved: The weights of the components sum up to 60, not to 100." in shown(app)
        await pressed(pilot, "f2")
        assert "✕ Not saved: The weights of the components sum up to 60, not to 100." in shown(app)
        assert held(marked) == SCHEME
        await pressed(pilot, "m", "down")
        await cleared(pilot, "80")
        await pressed(pilot, "f2")
        assert "Not saved. Ctrl+S: The scheme of ACXM edited." in shown(app)
        await pressed(pilot, "f2")
        assert "Not saved" not in shown(app)
    after = held(marked)
    assert after is not None
    assert list(map(str, after.parts)) == ["Case study, 80%, out of 100, pass 60, must pass", str(DEMO)]


async def test_all_that_was_changed_is_one_deed_and_one_undo(marked: Desk) -> None:
    before = book_of(marked)
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "scheme")
        await pressed(pilot, ">", ">", "up", "<", "e")
        await cleared(pilot, "65")
        await pressed(pilot, "f2", "f2")
        assert "The scheme of ACXM edited." in shown(app)
        after = held(marked)
        assert after is not None
        assert (after.parts, after.pass_total) == ((DEMO, CASE, EXAM), 6_500)
        await pressed(pilot, "u")
        assert "[Scheme 3]" in shown(app)
    assert book_of(marked) == before


async def test_the_cursor_goes_with_the_component_that_is_moved(marked: Desk) -> None:
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "scheme")
        await pressed(pilot, ">")
        assert next(line for line in drawn(app) if line.startswith("▸")).split()[1:3] == ["Written", "exam"]
        await pressed(pilot, ">", "d")
        assert "Written exam" not in words(app).partition("To pass")[0]


async def test_before_it_is_saved_it_says_that_a_new_edition_is_made(marked: Desk) -> None:
    scheduled(marked)
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "scheme")
        await pressed(pilot, ">")
        assert "! Not saved. Ctrl+S: ACXM has edition 2 now; 1 session of edition 1 keeps that one." in words(app)
        await pressed(pilot, "f2")
        assert drawn(app)[1].endswith("edition 2")
        await pressed(pilot, "{")
        assert "[Editions 2]" in shown(app)


async def test_escape_discards_at_the_second_time_and_leaves_at_the_third(marked: Desk) -> None:
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "scheme")
        await pressed(pilot, "d", "escape")
        assert "Unsaved changes: Esc again to discard, Ctrl+S to save" in shown(app)
        assert "[Scheme 2, not saved]" in shown(app)
        await pressed(pilot, "escape")
        assert "[Scheme 3]" in shown(app)
        await pressed(pilot, "escape")
        assert not isinstance(app.screen, ProgrammeScreen)
    assert held(marked) == SCHEME


async def test_what_is_not_saved_is_there_again_when_one_comes_back(marked: Desk) -> None:
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "scheme")
        await pressed(pilot, "d")
        await at(pilot, "scheme", "ACXP")
        assert "[Scheme 0]" in shown(app)
        assert left_drafts(app).keys() == {"ACXM"}
        assert app.unsaved() is not None
        await at(pilot, "scheme")
        assert "[Scheme 2, not saved]" in shown(app)
        assert not left_drafts(app)
        await pressed(pilot, "escape", "escape")
        assert app.unsaved() is None


async def test_who_was_overtaken_is_told_and_can_put_it_over_that(marked: Desk) -> None:
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "scheme")
        await pressed(pilot, ">")
        set_scheme(marked, SetScheme(programme="ACXM", attendance=50))
        await pressed(pilot, "f2")
        assert "The scheme of ACXM was changed by anna" in words(app)
        assert "Ctrl+S again puts what you changed over it" in words(app)
        await pressed(pilot, "f2")
        assert "The scheme of ACXM edited." in shown(app)
    after = held(marked)
    assert after is not None
    assert (after.parts, after.attendance) == ((CASE, EXAM, DEMO), 90)


async def test_a_component_that_cannot_be_is_refused_in_its_form(marked: Desk) -> None:
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "scheme")
        await pressed(pilot, "a")
        await typed(pilot, "A, b")
        await pressed(pilot, "down")
        await typed(pilot, "0")
        await pressed(pilot, "f2")
        assert "has a comma, which ends a component's name." in words(app)
        assert "weighs 0 per cent; give 1 to 100." in words(app)
        await pressed(pilot, "down")
        await cleared(pilot, "1e2")
        await pressed(pilot, "f2")
        assert '"1e2" is no plain number.' in words(app)
        await pressed(pilot, "escape", "escape")
    assert held(marked) == SCHEME


async def test_a_hostile_name_is_shown_as_it_is(marked: Desk) -> None:
    set_scheme(marked, SetScheme(programme="ACXM", components=(f"{HOSTILE[:50]}, 100%",)))
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "scheme")
        assert HOSTILE[:20] in shown(app)
        await pressed(pilot, "m")
        assert HOSTILE[:20] in shown(app)
        await pressed(pilot, "escape")


@pytest.mark.parametrize("size", [(40, 12), (59, 24), (120, 40), (20, 5)])
async def test_both_sides_stand_in_every_size(marked: Desk, size: tuple[int, int]) -> None:
    app = app_over(marked)
    async with running(app, size=size) as pilot:
        await at(pilot, "scheme")
        await pressed(pilot, "d", "a", "escape", "e", "escape", "escape", "escape")
        await at(pilot, "prerequisites")
        await pressed(pilot, "e", "escape", "?", "escape")
        assert isinstance(app.screen, ProgrammeScreen)


# What is required


def require(desk: Desk, code: str, **said: str) -> None:
    set_requirements(desk, SetRequirements.read({"programme": code, **said}))


def test_requirements_are_drawn_with_what_comes_before_and_after(marked: Desk) -> None:
    assert drawing(requirements_card(marked, "ACXM")) == "ACXM"
    require(marked, "ACXM", delegate="ACXP", coach="ACXC ever held")
    require(marked, "ACXC", delegate="ACXM valid or renewable")
    assert drawing(requirements_card(marked, "ACXM")) == "ACXP ─▶ ACXM ─▶ ACXC"
    assert list(lines(requirements_card(marked, "ACXM"))) == [
        ("A delegate", "", "ACXP", "valid at the start"),
        ("A coach", "", "ACXC", "ever held"),
        ("Required by", "", "ACXC", "of its delegates"),
    ]
    require(marked, "ACXC", delegate="ACXM or ACXP; ACXP ever held", coach="ACXM or ACXP or ACXC")
    card = requirements_card(marked, "ACXC")
    assert drawing(card) == "(ACXM or ACXP) and ACXP ─▶ ACXC"
    assert list(lines(card)) == [
        ("A delegate", "┌", "ACXM", "valid at the start"),
        ("", "└ or", "ACXP", "valid at the start"),
        ("and", "", "ACXP", "ever held"),
        ("A coach", "┌", "ACXM", "valid at every meeting"),
        ("", "├ or", "ACXP", "valid at every meeting"),
        ("", "└ or", "ACXC", "valid at every meeting"),
        ("Required by", "", "ACXM", "of its coaches"),
    ]


async def test_requirements_are_edited_in_lines_and_read_back(marked: Desk) -> None:
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "prerequisites")
        assert "A delegate nothing" in words(app)
        assert "ACXM requires nothing. e changes that." in shown(app)
        await pressed(pilot, "e")
        await cleared(pilot, "acxp or acxc ever held")
        await pilot.pause(0.5)
        await settled(pilot)
        assert "Of a delegate: ACXP or ACXC ever held, was none." in words(app)
        await pressed(pilot, "f2")
        assert "What ACXM requires was set." in shown(app)
        assert "ACXP or ACXC ─▶ ACXM" in shown(app)
        assert "ACXM needs ACXP valid at the start, or ACXC ever held." in words(app)
        await pressed(pilot, "enter")
        assert app.history.present == Place("4", "programme", "ACXP")
    assert print_requirements(requirements_card(marked, "ACXM").delegate.groups) == "ACXP or ACXC ever held"


async def test_an_unknown_code_is_refused_with_the_near_ones(marked: Desk) -> None:
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "prerequisites")
        await pressed(pilot, "e")
        await cleared(pilot, "ACPX")
        await pressed(pilot, "f2")
        assert 'There is no programme "ACPX". Near it: ACXP.' in words(app)
        await pressed(pilot, "escape", "escape")
        assert isinstance(app.screen, ProgrammeScreen)


async def test_enter_on_nothing_goes_nowhere(marked: Desk) -> None:
    app = app_over(marked)
    async with running(app) as pilot:
        await at(pilot, "prerequisites")
        await pressed(pilot, "enter")
        assert app.history.present == Place("4", "programme", "ACXM", "prerequisites")
