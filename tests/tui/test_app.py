"""The shell: areas, places, what is read when, undo, notices, sizes, colours."""

import threading
from pathlib import Path
from typing import Any

import pytest
from textual.content import Content
from textual.widgets import Static

from acxdesk.desk.door import Desk
from acxdesk.desk.log import log_file
from acxdesk.errors import DataFileProblem, NotFound, Refused
from acxdesk.rules.text import visible
from acxdesk.tui.app import LOOK, DeskApp
from acxdesk.tui.perform import perform
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.start import Looks
from tests.tui.deskapp import (
    AREAS,
    HOSTILE,
    StageJournal,
    StagePeople,
    added,
    app_over,
    drawn,
    pressed,
    running,
    settled,
    shown,
    typed,
)


async def test_the_frame_is_drawn_while_the_desk_is_still_being_opened(tmp_path: Path) -> None:
    go_on = threading.Event()

    def slow() -> Any:
        go_on.wait(10)
        raise DataFileProblem("There is no data file.", remedy="acxdesk init makes one.")

    app = DeskApp(slow, looks=Looks(tmp_path / "desk.acx", name="anna"), areas=AREAS)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert drawn(app)[0].split() == ["acxdesk", "3", "People", "8", "Journal", "anna"]
        await pilot.press("3")
        await pilot.pause(0.4)
        assert drawn(app)[1].strip() == "People"
        assert "opening… ─" in drawn(app)[-2]
        go_on.set()
        await pilot.pause(0.2)
        assert "There is no data file." in shown(app)
        await pilot.press("enter")
        await pilot.pause()
    assert app.return_code == DataFileProblem.exit_code


async def test_a_number_goes_to_its_area_and_brackets_walk_back_and_forward(desk: Desk) -> None:
    ada = added(desk, "Ada Byron").ids[0]
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3", "enter")
        assert drawn(app)[1].split("  ")[0].strip() == "People ▸ Ada Byron"
        await pressed(pilot, "8")
        assert app.current_mode == "8"
        await pressed(pilot, "[")
        assert drawn(app)[1].strip().startswith("People ▸ Ada Byron")
        assert app.history.present == Place("3", "person", ada)
        await pressed(pilot, "[")
        assert drawn(app)[1].split("  ")[0].strip() == "People"
        await pressed(pilot, "]", "]")
        assert app.current_mode == "8"
        await pressed(pilot, "3")  # the area's own first screen, whatever was opened in it
        assert drawn(app)[1].split("  ")[0].strip() == "People"


async def test_keys_typed_ahead_reach_the_area_that_they_were_meant_for(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pilot.press("3", "n")
        await settled(pilot)
        assert isinstance(app.screen, FormScreen)


async def test_escape_goes_back_to_where_one_came_from(desk: Desk) -> None:
    ada = added(desk, "Ada Byron").ids[0]
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "8")
        app.visit(Place("3", "person", ada))
        await settled(pilot)
        assert app.current_mode == "3"
        await pressed(pilot, "escape")
        assert app.current_mode == "8"


async def test_a_place_that_is_no_more_leads_to_its_area(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "8")
        app.visit(Place("3", "nothing", 1))
        await settled(pilot)
        assert (app.current_mode, len(app.screen_stack)) == ("3", 1)
        assert app.history.places == [Place("1"), Place("8"), Place("3")]


async def test_another_side_of_a_thing_is_no_place_of_its_own(desk: Desk) -> None:
    ada = added(desk, "Ada Byron").ids[0]
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3", "enter")
        assert isinstance(app.screen, AreaScreen)
        card = app.screen
        card.turn_to("money")
        app.visit(Place("3", "person", ada, "history"))
        await settled(pilot)
        assert app.screen is card
        assert "history" in shown(app)
        assert len(app.history.places) == 3


async def test_a_thing_that_was_removed_is_left_with_its_sentence(desk: Desk) -> None:
    added(desk, "Ada Byron")
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3", "enter")
        assert isinstance(app.screen, AreaScreen)
        app.screen.gone(NotFound("No person 1.", remedy="person list shows them."))
        await settled(pilot)
        assert isinstance(app.screen, StagePeople)
        assert "No person 1." in shown(app)
        assert Place("3", "person", 1) not in app.history.places


async def test_a_deed_is_told_and_read_again_and_undo_says_what_it_takes_back(desk: Desk) -> None:
    for name in ("Ada", "Zoë"):
        added(desk, name)
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3", "down")
        await pressed(pilot, "w")
        people = app.screen
        assert isinstance(people, ListScreen)
        assert "─ Wanda added. ─" in drawn(app)[-2]
        assert "undo: Wanda ad" in drawn(app)[-1]
        assert people.value(people.list.current, "name") == "Zoë"  # the cursor stays on its line
        assert "1-3 of 3" in drawn(app)[1]
        await pressed(pilot, "u")
        assert "Taken back: Wanda added." in drawn(app)[-2]
        assert "1-2 of 2" in drawn(app)[1]
        for key in ("U", "u", "ctrl+r"):
            await pressed(pilot, key)
        assert "Put again: Wanda added." in drawn(app)[-2]
        assert "1-3 of 3" in drawn(app)[1]


async def test_what_another_desk_does_is_shown_and_is_what_undo_names(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3")
        people = app.screen
        assert isinstance(people, StagePeople)
        added(desk, "Zoë")
        await pilot.pause(LOOK + 0.5)
        await settled(pilot)
        assert "1-1 of 1" in drawn(app)[1]
        assert "undo: Zoë added" in drawn(app)[-1]
        before = people.rereads
        await pilot.pause(LOOK + 0.5)
        assert people.rereads == before, "nothing happened since"


async def test_only_what_can_be_seen_reads_at_once_the_rest_when_it_is_shown(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "8")
        journal = app.screen
        assert isinstance(journal, StageJournal)
        before = journal.rereads
        await pressed(pilot, "3", "w", "w")
        assert journal.rereads == before
        await pressed(pilot, "8")
        assert journal.rereads == before + 1


async def test_a_key_that_can_do_nothing_now_says_why(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "u")
        assert "Nothing is left to take back." in drawn(app)[-2]
        assert "(u undo)" in drawn(app)[-1]
        await pressed(pilot, "3", "d")
        assert "Nobody is removed on a stage." in drawn(app)[-2]


async def test_a_refusal_is_a_notice_with_its_remedy_and_never_markup(desk: Desk) -> None:
    app = app_over(desk)

    def refuse(_desk: Desk) -> None:
        raise Refused(f"No place for {HOSTILE}\x1b.", remedy="Ask [b]him[/b].")

    async with running(app) as pilot:
        perform(app, refuse)
        await settled(pilot)
        text = " ".join(shown(app).split())
        assert "[/oops]" in text
        assert "Ask [b]him[/b]." in text


async def test_what_nobody_foresaw_is_logged_without_values_and_the_app_goes_on(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    app = app_over(desk)

    def fail(_desk: Desk) -> None:
        raise ZeroDivisionError("Ada Byron")

    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        perform(app, fail)
        await settled(pilot)
        assert "Something went wrong in acxdesk." in " ".join(shown(app).split())
        assert [type(error) for error in app.troubles] == [ZeroDivisionError]
        await pressed(pilot, "3", "w")
        assert "Wanda added." in shown(app)
    logged = log_file().read_text()
    assert "ZeroDivisionError" in logged
    assert "Byron" not in logged


async def test_names_are_never_markup_nor_terminal_commands_anywhere_in_the_frame(desk: Desk) -> None:
    name = HOSTILE
    added(desk, name)
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3")
        assert isinstance(app.screen, StagePeople)
        app.screen.name_crumbs(f"{name}\x1b]0;owned\x07", aside="\x9b31m")
        app.say(f"{name}\x1b[2J")
        await settled(pilot)
        text = shown(app)
        assert "\x1b" not in text
        assert "\x9b" not in text
        assert f"People ▸ {HOSTILE}{visible(chr(27))}" in text
        assert f"─ {HOSTILE}{visible(chr(27))}[2J" in text
        await pressed(pilot, "u")  # the footer and the sentence hold the name as well
        await pressed(pilot, "U")
        assert HOSTILE in shown(app)


async def test_what_went_round_the_paint_is_still_no_terminal_command(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "8")
        await app.screen.query_one("#body").mount(Static(Content("a\x1b]0;owned\x07b"), markup=False))
        await settled(pilot)
        assert drawn(app)[2] == "a␛]0;ownedb"  # rich takes the bell away by itself


async def test_letters_fire_nothing_while_somebody_types(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3", "slash")
        await typed(pilot, "qu3?:[/g")
        assert isinstance(app.screen, ListScreen)
        assert app.screen.filter_line.value == "qu3?:[/g"
        assert drawn(app)[-1].split() == ["^p", "everything", "f1", "help"]


async def test_leaving_asks_twice_when_something_is_not_saved(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3", "n")
        await typed(pilot, "Zoë")
        await pressed(pilot, "ctrl+q")
        assert app.is_running
        assert "Unsaved changes" in shown(app)
        await pilot.press("ctrl+q")
    assert app.return_code == 0


async def test_leaving_with_nothing_typed_asks_nothing(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3")
        await pilot.press("q")
    assert app.return_code == 0


async def test_demonstration_data_goes_on_an_empty_desk_only(desk: Desk) -> None:
    app = app_over(desk)
    app._demo = lambda opened: added(opened, "Demo")
    async with running(app) as pilot:
        await pressed(pilot, "D")
        assert "Demo added." in drawn(app)[-2]
        await pressed(pilot, "D")
        assert "Demonstration data goes on an empty desk only." in drawn(app)[-2]


@pytest.mark.parametrize("size", [(80, 24), (59, 20), (40, 12), (20, 5), (3, 2), (200, 60)])
async def test_every_size_can_be_worked_with(desk: Desk, size: tuple[int, int]) -> None:
    added(desk, "Zoë")
    app = app_over(desk)
    async with running(app, size=size) as pilot:
        await pressed(pilot, "3", "n", "escape", "g", "escape", "question_mark", "escape", "colon", "escape", "enter")
        assert app.history.present == Place("3", "person", 1)
        assert all(len(line) <= size[0] for line in drawn(app))


async def test_narrow_screens_have_numbers_for_the_other_areas(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app, size=(16, 20)) as pilot:
        await pressed(pilot, "3")
        assert drawn(app)[0].split() == ["3", "People", "8"]


@pytest.mark.parametrize("theme", ["dark", "light", "ansi"])
async def test_every_theme_draws_every_dialog(desk: Desk, theme: str) -> None:
    app = app_over(desk, theme=theme)
    async with running(app) as pilot:
        await pressed(pilot, "3", "n")
        assert app.current_theme.dark == (theme != "light")
        await pressed(pilot, "escape", "question_mark", "escape", "T")
        assert "Colours: " in drawn(app)[-2]


async def test_a_click_goes_where_the_key_does(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        at = drawn(app)[0].index("8 Journal")
        await pilot.click(offset=(at + 3, 0))
        await settled(pilot)
        assert app.current_mode == "8"
        await pilot.click(offset=(drawn(app)[-1].index("g go to"), 23))
        await settled(pilot)
        assert "Go to" in shown(app)


@pytest.mark.parametrize("theme", ["dark", "light", "ansi"])
async def test_without_colours_there_is_something_to_read_in_every_theme(
    desk: Desk, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_over(desk, theme=theme)
    async with running(app) as pilot:
        await pressed(pilot, "3")
        strips = app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style and segment.text.strip()]
        assert styles
        for style in styles:
            seen = [colour for colour in (style.color, style.bgcolor) if colour is not None and not colour.is_default]
            assert len(seen) == len(set(seen))
            assert all(len(set(colour.get_truecolor())) == 1 for colour in seen)  # greys
