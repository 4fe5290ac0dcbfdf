"""The table of keys: complete, without clashes, and the user's own keys."""

from itertools import combinations

import pytest
from textual.widgets import Static

from acxdesk.desk.door import Desk
from acxdesk.tui import keys
from acxdesk.tui.app import DeskApp
from acxdesk.tui.keyrows.row import Action
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.dialogs import Confirm, Dialog
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.screens.palette import Palette
from acxdesk.tui.screens.pick import SearchDialog
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.sheet import Sheet
from tests.tui.deskapp import app_over, drawn, pressed, running, shown

ROWS = list(keys.table().values())


def pairs_with_a_key_in_common(rows: list[Action]) -> list[tuple[str, str]]:
    return [
        (one.id, other.id)
        for one, other in combinations(rows, 2)
        if keys._live_together(one, other) and keys._keys_of(one, {}) & keys._keys_of(other, {})
    ]


def test_no_two_rows_of_the_table_fight_for_a_key() -> None:
    assert pairs_with_a_key_in_common(ROWS) == []


def test_rows_that_fight_are_found() -> None:
    rows = [Action("app.one", "x", "one", "", ""), Action("sessions.other", "y,x", "other", "", "")]
    assert pairs_with_a_key_in_common(rows) == [("app.one", "sessions.other")]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_row_says_what_it_does_in_a_sentence(row: Action) -> None:
    assert row.words
    assert row.help.endswith(".")
    assert row.help[0].isupper()


@pytest.mark.parametrize("row", [row for row in ROWS if "ctrl+" in row.key], ids=lambda row: row.id)
def test_every_ctrl_key_has_a_plain_one_beside_it(row: Action) -> None:
    others = [other for other in ROWS if other.does.removeprefix("app.") == row.does.removeprefix("app.")]
    assert any("ctrl+" not in key for other in others for key in other.key.split(","))


@pytest.mark.parametrize(
    ("where", "owner"),
    [
        ("app", DeskApp),
        ("area", ListScreen),
        ("list", BigList),
        ("sheet", Sheet),
        ("sheet-letters", Sheet),
        ("dialog", Dialog),
        ("confirm", Confirm),
        ("form", FormScreen),
        ("pick", SearchDialog),
        ("palette", Palette),
    ],
)
def test_every_row_has_an_action_where_it_is_bound(where: str, owner: type) -> None:
    for row in keys.rows(where):
        name = row.does.removeprefix("app.").partition("(")[0]
        assert hasattr(DeskApp if row.does.startswith("app.") else owner, f"action_{name}"), row.id


def test_the_big_list_has_the_keys_of_the_table() -> None:
    bound = {
        (str(one.id), key) for key, several in BigList._merge_bindings().key_to_bindings.items() for one in several
    }
    assert bound == {(row.id, key) for row in keys.rows("list") for key in keys._keys_of(row, {})}


@pytest.mark.parametrize(
    ("key", "read"),
    [("ctrl+s", "^s"), ("?", "?"), ("enter", "⏎"), ("[", "["), ("shift+up", "shift+↑"), ("f1", "f1"), ("*", "*")],
)
def test_keys_are_shown_as_people_read_them(key: str, read: str) -> None:
    assert keys.shown_key(key) == read


def test_a_command_line_is_filled_with_what_the_screen_knows_and_quoted() -> None:
    row = Action("x.show", "s", "show", "", "", "acxdesk session show {session} --by {person}")
    assert keys.command_line(row, {"session": "ACXM 1; rm -rf ~"}) == (
        "acxdesk session show 'ACXM 1; rm -rf ~' --by PERSON"
    )
    assert keys.command_line(Action("x.none", "s", "", "", ""), {}) == ""


def test_a_keymap_is_told_each_thing_that_is_wrong_with_it() -> None:
    keymap = {"app.goto": "u", "app.dance": "d", "app.theme": "ctrl+t"}
    assert keys.clashes(keymap) == [
        "The keymap names “app.dance”, which is no action.",
        "The keymap gives u to both app.goto and app.undo.",
    ]
    assert keys.unclashed(keymap) == {"app.theme": "ctrl+t"}


def test_a_keymap_that_swaps_two_keys_is_fine() -> None:
    keymap = {"app.goto": "u", "app.undo": "g"}
    assert keys.clashes(keymap) == []
    assert keys.unclashed(keymap) == keymap


async def test_the_users_keys_work_and_are_shown(desk: Desk) -> None:
    app = app_over(desk, keymap={"app.goto": "ctrl+g", "area.filter": "f9"})
    async with running(app) as pilot:
        await pressed(pilot, "3", "f9")
        assert isinstance(app.screen, ListScreen)
        assert app.screen.filter_line.has_focus
        await pressed(pilot, "escape")
        assert "f9 filter" in drawn(app)[-1]
        await pressed(pilot, "g")
        assert isinstance(app.screen, ListScreen)
        await pressed(pilot, "ctrl+g")
        assert isinstance(app.screen, SearchDialog)


async def test_a_keymap_that_clashes_is_told_and_the_old_keys_stay(desk: Desk) -> None:
    app = app_over(desk, keymap={"app.goto": "u"})
    async with running(app) as pilot:
        assert "The keymap gives u to both app.goto and app.undo." in " ".join(shown(app).split())
        await pressed(pilot, "g")
        assert isinstance(app.screen, SearchDialog)


async def test_a_clash_that_the_table_cannot_see_is_told_once(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        app.handle_bindings_clash(set(), Static())
        app.handle_bindings_clash(set(), Static())
        await pilot.pause()
        assert len(app._notifications) == 1


def test_an_area_screen_binds_what_it_shares_with_all_others() -> None:
    assert {row.id for row in keys.rows("area")} == {"area.export", "area.filter", "area.copy", "area.leave"}
    assert "escape" in AreaScreen._merge_bindings().key_to_bindings
