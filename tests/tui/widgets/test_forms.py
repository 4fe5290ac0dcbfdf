"""Forms: what is asked is read off the request; faults, readings, pickers, and what is typed is never lost."""

import threading
from collections.abc import Sequence
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any

import pytest
from pydantic import Field
from textual.events import Paste
from textual.widgets import Input, OptionList, Static, TextArea

from acxdesk.actions.people import AddPerson, add_person
from acxdesk.actions.requests import Day, GivenLine, Line, Request, Text, WallTime, Zone
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Fault, Faulty, Refused
from acxdesk.queries.finding import find
from acxdesk.tui.app import DeskApp
from acxdesk.tui.screens.form import UNSAVED, FormScreen
from acxdesk.tui.screens.help import Help
from acxdesk.tui.widgets.asks import Ask, Kind, asking, asks_of, choosing, picking
from acxdesk.tui.widgets.choicefield import ChoiceLine
from acxdesk.tui.widgets.fields import LineField
from acxdesk.tui.widgets.forms import Form
from acxdesk.tui.widgets.hits import Hit
from tests.tui.deskapp import HOSTILE, added, app_over, pressed, running, settled, shown, typed


class Way(StrEnum):
    ONLINE = "online"
    CITY = "city"
    IN_HOUSE = "in-house"


class Meet(Request):
    """Something of every kind."""

    title: GivenLine = Field(description="what it is called")
    start: Day = Field(description="the first date")
    at: WallTime
    zone: Zone = ""
    way: Way = Way.ONLINE
    seats: Annotated[int, Field(ge=1, le=99)] | None = None
    coach: int | None = None
    guests: tuple[int, ...] = ()
    draft: bool = False
    note: Text = ""


class Change(Request):
    """An edit: None leaves things as they are."""

    session: GivenLine
    version: int | None = None
    city: Line | None = None
    start: Day | None = None


def people(desk: Desk, words: str) -> Sequence[Hit[int]]:
    return [Hit(hit.id, hit.label, hit.detail) for hit in find(desk, words, 10)]


PICKS = {"coach": picking(people), "guests": picking(people, several=True)}


class Taken:
    """A deed that keeps what it was handed, or refuses it."""

    def __init__(self, refusal: Refused | None = None) -> None:
        self.requests: list[Any] = []
        self.refusal = refusal
        self.gate: threading.Event | None = None

    def __call__(self, _desk: Desk, request: Any) -> Receipt:
        self.requests.append(request)
        if self.gate is not None:
            self.gate.wait(10)
        if self.refusal is not None:
            raise self.refusal
        return Receipt("Taken.")


class Asked:
    """A form on the screen, and what came of it."""

    def __init__(self, app: DeskApp, screen: FormScreen[Any, Any]) -> None:
        self.results: list[Any] = []
        self.screen = screen
        app.push_screen(screen, self.results.append)

    def field(self, name: str) -> Any:
        return self.screen.query_one(Form).field(name)

    @property
    def told(self) -> str:
        return str(self.screen.query_one("#told", Static).content)


def fault_of(asked: Asked, name: str) -> str:
    return str(asked.field(name).query(".note").last(Static).content)


def test_a_request_tells_how_each_field_is_asked() -> None:
    asks = {ask.name: ask for ask in asks_of(Meet, otherwise=PICKS)}
    assert {name: ask.kind for name, ask in asks.items()} == {
        "title": Kind.LINE,
        "start": Kind.DATE,
        "at": Kind.TIME,
        "zone": Kind.ZONE,
        "way": Kind.CHOICE,
        "seats": Kind.NUMBER,
        "coach": Kind.PICK,
        "guests": Kind.PICK,
        "draft": Kind.CHOICE,
        "note": Kind.TEXT,
    }
    assert asks["title"] == Ask("title", "Title", Kind.LINE, "what it is called", needed=True, limit=200)
    assert [hit.text for hit in asks["way"].choices] == ["online", "city", "in-house"]
    assert [hit.text for hit in asks["draft"].choices] == ["yes", "no"]
    assert asks["way"].given is Way.ONLINE


def test_fields_can_be_asked_in_other_words_and_ways() -> None:
    otherwise = {"title": asking(Kind.TEXT, label="Name", hint="any"), "seats": choosing([Hit(4, "four")])}
    title, seats = asks_of(Meet, ("title", "seats"), otherwise=otherwise)
    assert (title.kind, title.label, title.hint) == (Kind.TEXT, "Name", "any")
    assert seats.choices == (Hit(4, "four"),)


async def test_everything_that_is_typed_arrives_in_the_request(desk: Desk) -> None:
    ada = added(desk, "Ada Byron").ids[0]
    zoe = added(desk, "Zoë Ångström").ids[0]
    taken = Taken()
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, taken, otherwise=PICKS))
        await settled(pilot)
        await typed(pilot, "Kick off")
        await pressed(pilot, "enter")
        await typed(pilot, "fri")
        assert fault_of(asked, "start") == "Fri 27 Nov 2026"
        await pressed(pilot, "down")
        await typed(pilot, "2pm")
        assert fault_of(asked, "at") == "14:00"
        await pressed(pilot, "tab")
        await typed(pilot, "lond")
        await pilot.pause(0.15)
        await pressed(pilot, "enter", "enter", "c", "tab")
        await pressed(pilot, "1", "2", "x")
        await pressed(pilot, "tab")
        await typed(pilot, "ada")
        await pilot.pause(0.15)
        await settled(pilot)
        await pressed(pilot, "enter", "tab")
        for word in ("zoe", "byron"):
            await typed(pilot, word)
            await pilot.pause(0.15)
            await settled(pilot)
            await pressed(pilot, "enter")
        await pressed(pilot, "tab", "y", "tab")
        await typed(pilot, "two")
        await pressed(pilot, "enter")
        await typed(pilot, "lines")
        await pressed(pilot, "f2")
        assert len(asked.results) == 1
    (request,) = taken.requests
    assert request.deed is not None
    assert request.model_dump(exclude={"deed"}) == {
        "title": "Kick off",
        "start": date(2026, 11, 27),
        "at": time(14),
        "zone": "Europe/London",
        "way": Way.CITY,
        "seats": 12,
        "coach": ada,
        "guests": (zoe, ada),
        "draft": True,
        "note": "two\nlines",
    }


async def test_all_faults_come_at_once_and_nothing_that_was_typed_is_lost(desk: Desk) -> None:
    taken = Taken()
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, taken, names=("seats", "title", "start", "at")))
        await settled(pilot)
        await typed(pilot, "0")
        await pressed(pilot, "tab", "tab")
        await typed(pilot, "29 feb 2027")
        await pressed(pilot, "tab")
        await typed(pilot, "25:99")
        await pressed(pilot, "ctrl+s")
        assert taken.requests == []
        assert fault_of(asked, "seats") == "✕ Seats “0” is too small; at least 1."
        assert fault_of(asked, "title") == "✕ Title is missing."
        assert "29 feb 2027" in fault_of(asked, "start")
        assert "25:99" in fault_of(asked, "at")
        assert asked.field("seats").has_focus_within
        assert [one.value for one in asked.screen.query(Input)] == ["0", "", "29 feb 2027", "25:99"]
        await typed(pilot, "5")
        assert fault_of(asked, "seats") == ""
        assert fault_of(asked, "title") == "✕ Title is missing."


async def test_faults_that_the_deed_finds_stand_under_their_fields_and_others_at_the_foot(desk: Desk) -> None:
    taken = Taken(Faulty([Fault("title", "Title is taken."), Fault("elsewhere", "Something else is wrong.")]))
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, taken, names=("at", "title"), fixed={"start": date(2026, 12, 1)}))
        await settled(pilot)
        await typed(pilot, "noon")
        await pressed(pilot, "enter")
        await typed(pilot, HOSTILE)
        await pressed(pilot, "enter")
        assert fault_of(asked, "title") == "✕ Title is taken."
        assert asked.told == "✕ Something else is wrong."
        assert asked.field("title").has_focus_within
        assert asked.field("title").text == HOSTILE
        taken.refusal = Refused(f"No: {HOSTILE}", remedy="Try again.")
        await pressed(pilot, "ctrl+s")
        assert asked.told == f"✕ No: {HOSTILE} Try again."
        assert fault_of(asked, "title") == ""
        taken.refusal = None
        await pressed(pilot, "ctrl+s")
        assert [receipt.sentence for receipt in asked.results] == ["Taken."]
        assert len({request.deed for request in taken.requests}) == 1


async def test_a_form_is_saved_once_however_often_the_key_is_pressed(desk: Desk) -> None:
    taken = Taken()
    taken.gate = threading.Event()
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("New", AddPerson, taken, names=("name",), given={"name": "Zoë"}))
        await settled(pilot)
        await pilot.press("ctrl+s", "ctrl+s", "escape")
        await pilot.pause()
        assert asked.told == "! It is being saved; that cannot be stopped."
        taken.gate.set()
        await settled(pilot)
        assert len(taken.requests) == 1
        assert len(asked.results) == 1


async def test_help_over_a_form_that_is_saved_meanwhile_stays_and_the_form_goes(desk: Desk) -> None:
    taken = Taken()
    taken.gate = threading.Event()
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("New", AddPerson, taken, names=("name",), given={"name": "Zoë"}))
        await settled(pilot)
        await pilot.press("ctrl+s", "f1")
        await pilot.pause()
        taken.gate.set()
        await settled(pilot)
        assert isinstance(app.screen, Help)
        await pilot.press("escape")
        await pilot.pause(0.2)
        await settled(pilot)
        assert len(asked.results) == 1
        assert len(app.screen_stack) == 1


async def test_escape_asks_twice_only_when_something_was_typed(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("New", AddPerson, add_person, names=("name",)))
        await settled(pilot)
        await pressed(pilot, "escape")
        assert asked.results == [None]
        asked = Asked(app, FormScreen("New", AddPerson, add_person, names=("name",)))
        await settled(pilot)
        await typed(pilot, "Z")
        await pressed(pilot, "escape")
        assert asked.told == f"! {UNSAVED}"
        await typed(pilot, "o")
        assert asked.told == ""
        await pressed(pilot, "escape")
        assert asked.results == []
        await pressed(pilot, "escape")
        assert asked.results == [None]


async def test_an_edit_sends_only_what_was_changed(desk: Desk) -> None:
    taken = Taken()
    app = app_over(desk)
    given = {"city": "Leeds", "start": date(2026, 12, 1)}
    async with running(app) as pilot:
        asked = Asked(
            app,
            FormScreen(
                "Edit",
                Change,
                taken,
                names=("city", "start"),
                given=given,
                fixed={"session": "ACXM-2026-12-01", "version": 3},
                only_changed=True,
            ),
        )
        await settled(pilot)
        assert [one.value for one in asked.screen.query(Input)] == ["Leeds", "Tue 1 Dec 2026"]
        assert not asked.screen.is_unsaved
        await pressed(pilot, "ctrl+u")
        await pressed(pilot, "ctrl+s")
        (request,) = taken.requests
        assert request.model_dump(exclude_unset=True, exclude={"deed"}) == {
            "session": "ACXM-2026-12-01",
            "version": 3,
            "city": "",
        }


async def test_a_date_that_cannot_be_emptied_says_so(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(
            app,
            FormScreen(
                "Edit", Change, Taken(), names=("start",), given={"start": date(2026, 12, 1)}, only_changed=True
            ),
        )
        await settled(pilot)
        await pressed(pilot, "ctrl+u", "ctrl+s")
        assert fault_of(asked, "start") == "✕ Start cannot be left empty."


async def test_dates_in_doubt_warn_and_unreadable_ones_are_told_when_left(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, Taken(), names=("start", "at", "zone")))
        await settled(pilot)
        await typed(pilot, "3/4")
        assert fault_of(asked, "start").startswith("Sat 3 Apr 2027  ! ")
        await pressed(pilot, "ctrl+u")
        await typed(pilot, "someday")
        assert fault_of(asked, "start") == ""
        await pressed(pilot, "tab")
        assert "someday" in fault_of(asked, "start")
        await typed(pilot, "99")
        await pressed(pilot, "tab")
        assert "99" in fault_of(asked, "at")
        await typed(pilot, "Europe/Londn")
        await pressed(pilot, "shift+tab")
        assert "Did you mean Europe/London" in fault_of(asked, "zone")


async def test_what_would_be_saved_is_read_back_once_it_has_no_fault(desk: Desk) -> None:
    app = app_over(desk)
    seen: list[str] = []

    def preview(_desk: Desk, request: Meet) -> list[str]:
        seen.append(request.title)
        if request.title == "no":
            raise Refused("Not that.")
        return [f"1  {request.title}", f"! {HOSTILE}"]

    async with running(app) as pilot:
        screen = FormScreen(
            "Meet", Meet, Taken(), names=("title", "at"), fixed={"start": "2026-12-01"}, preview=preview
        )
        asked = Asked(app, screen)
        await settled(pilot)
        await typed(pilot, "no")
        await pilot.pause(0.3)
        assert seen == []
        await pressed(pilot, "tab")
        await typed(pilot, "14")
        await pilot.pause(0.3)
        await settled(pilot)
        assert "│ ! Not that." in shown(app)
        await pressed(pilot, "shift+tab")
        await typed(pilot, "w")
        await pilot.pause(0.3)
        await settled(pilot)
        assert seen == ["no", "now"]
        assert f"│ ! {HOSTILE}" in shown(app)
        assert asked.results == []


async def test_a_choice_is_told_by_a_sign_and_made_by_arrows_letters_and_clicks(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, Taken(), names=("way", "title")))
        await settled(pilot)
        assert "(●) online  ( ) city  ( ) in-house" in shown(app)
        await pressed(pilot, "right", "right", "right", "left")
        assert asked.field("way").value is Way.IN_HOUSE
        await pressed(pilot, "o")
        assert asked.field("way").value is Way.ONLINE
        await pilot.click(ChoiceLine, offset=(14, 0))
        assert "( ) online  (●) city  ( ) in-house" in shown(app)
        assert asked.screen.is_unsaved


async def test_a_picker_finds_picks_and_forgets(desk: Desk) -> None:
    ada = added(desk, "Ada Byron", email="ada@example.org").ids[0]
    added(desk, HOSTILE)
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, Taken(), names=("coach", "guests"), otherwise=PICKS))
        await settled(pilot)
        coach, guests = asked.field("coach"), asked.field("guests")
        await typed(pilot, "by")
        await pilot.pause(0.15)
        await settled(pilot)
        assert "Ada Byron  ada@example.org" in shown(app)
        await pressed(pilot, "escape")  # the list first
        assert asked.screen.is_current
        with pytest.raises(Refused, match="is not picked yet"):
            _ = coach.value
        await typed(pilot, "r")
        await pilot.pause(0.15)
        await settled(pilot)
        await pressed(pilot, "enter")
        assert (coach.value, coach.text) == (ada, "Ada Byron")
        await pressed(pilot, "backspace")
        with pytest.raises(Refused, match="is not picked yet"):
            _ = coach.value
        await pressed(pilot, "tab")
        assert "is not picked yet" in fault_of(asked, "coach")
        await typed(pilot, "oops")
        await pilot.pause(0.15)
        await settled(pilot)
        await pilot.click(guests.query_one(OptionList), offset=(3, 0))
        await settled(pilot)
        assert len(guests.value) == 1
        assert HOSTILE in shown(app)
        await pressed(pilot, "backspace")
        assert guests.value == ()


async def test_a_picker_that_finds_nothing_says_so(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, Taken(), names=("coach",), otherwise=PICKS))
        await settled(pilot)
        await typed(pilot, "nobody")
        await pilot.pause(0.15)
        await settled(pilot)
        assert fault_of(asked, "coach") == "Nothing is called that."


async def test_a_picker_can_be_given_what_is_picked_already(desk: Desk) -> None:
    app = app_over(desk)
    given = {"coach": Hit(7, "Okafor"), "guests": (Hit(8, "Sato"), Hit(9, "Núñez"))}
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, Taken(), names=("coach", "guests"), given=given, otherwise=PICKS))
        await settled(pilot)
        assert (asked.field("coach").value, asked.field("guests").value) == (7, (8, 9))
        assert "Sato, Núñez" in shown(app)
        assert not asked.screen.is_unsaved


async def test_every_line_has_an_end(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, Taken(), otherwise=PICKS))
        await settled(pilot)
        lines = list(asked.screen.query(Input))
        assert all(one.max_length for one in lines)
        lines[0].insert_text_at_cursor("x" * 5000)
        assert len(lines[0].value) <= 200
        asked.field("note").query_one(TextArea).text = "y" * 5000
        asked.field("start").query_one(Input).value = "fri"
        asked.field("at").query_one(Input).value = "9"
        await pressed(pilot, "ctrl+s")
        assert "5000" in fault_of(asked, "note").replace(",", "")


async def test_a_paste_that_is_too_long_changes_nothing_and_says_so(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, Taken(), otherwise=PICKS))
        await settled(pilot)
        line = asked.field("title").query_one(Input)
        line.post_message(Paste("x" * 5000))
        await settled(pilot)
        assert line.value == ""
        assert fault_of(asked, "title") == "✕ Title has 5,000 characters; at most 200."
        assert "Title has 5,000 characters; at most 200." in shown(app)
        line.post_message(Paste("y" * 200))
        await settled(pilot)
        assert (line.value, fault_of(asked, "title")) == ("y" * 200, "")
        await pressed(pilot, "z")
        assert fault_of(asked, "title") == "✕ Title has 201 characters; at most 200."
        await pressed(pilot, "backspace")
        assert (line.value, fault_of(asked, "title")) == ("y" * 199, "")


async def test_a_long_form_keeps_its_foot_on_a_small_screen(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app, size=(40, 12)) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, Taken(), otherwise=PICKS))
        await settled(pilot)
        await pressed(pilot, "ctrl+s")
        assert "^s save" in shown(app)
        assert asked.field("title").has_focus_within


async def test_what_is_in_doubt_is_read_back_first_and_a_refusal_is_told_once(desk: Desk) -> None:
    app = app_over(desk)
    lines = ["Scheduled.", *(f"{number}  a meeting" for number in range(20)), "! One happens twice."]

    def read_back(_desk: Desk, request: Meet) -> list[str]:
        if request.title == "wrong":
            raise Refused("It cannot be.")
        return lines

    async with running(app) as pilot:
        form = FormScreen(
            "Meet",
            Meet,
            Taken(Refused("It cannot be.")),
            names=("title",),
            preview=read_back,
            fixed={"start": "2026-12-07", "at": "14:00"},
        )
        Asked(app, form)
        await settled(pilot)
        await typed(pilot, "right")
        await pilot.pause(0.4)
        await settled(pilot)
        assert "! One happens twice." in shown(app)
        await pressed(pilot, "ctrl+u")
        await typed(pilot, "wrong")
        await pilot.pause(0.4)
        await settled(pilot)
        assert "! It cannot be." in shown(app)
        await pressed(pilot, "ctrl+s")
        assert shown(app).count("It cannot be.") == 1
        assert "✕ It cannot be." in shown(app)


async def test_arrows_go_from_field_to_field_also_where_the_form_scrolls(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app, (80, 12)) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, Taken(), otherwise=PICKS))
        await settled(pilot)
        form = asked.screen.query_one(Form)
        assert form.max_scroll_y > 0
        first, second = form.fields[:2]
        for key, there in (("down", second), ("up", first)):
            await pressed(pilot, key)
            assert form.present is there
            bold = [field for field in form.fields if field.query(".label").first().styles.text_style.bold]
            assert bold == [there], "the label of the field that is typed in stands out, and no other"


async def test_a_narrow_screen_gives_the_room_to_what_is_typed(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        asked = Asked(app, FormScreen("Meet", Meet, Taken(), names=("title", "start")))
        await settled(pilot)
        label = asked.field("title").query(".label").first()
        assert label.size.width == 17
        await pilot.resize_terminal(40, 12)
        await settled(pilot)
        assert label.size.width == 11


async def test_help_in_a_form_tells_of_the_field(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        Asked(app, FormScreen("Meet", Meet, Taken(), names=("title", "start")))
        await settled(pilot)
        await pressed(pilot, "f1")
        assert "Title: what it is called." in " ".join(shown(app).split())
        assert "^s f2" in shown(app)


def test_the_kind_of_a_field_without_a_rule_is_a_line() -> None:
    assert asks_of(Change, ("session",))[0].kind is Kind.LINE
    assert LineField(Ask("x", "X")).ask.limit == 200
