"""The people: three lists, cards, forms, booking, the import of a file, calendars; hostile names everywhere."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.actions.organisations import AddOrganisation, add_organisation
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.people import coaches, delegates, everybody, organisations, person
from acxdesk.rules.enrolments import Place as Seat
from acxdesk.tui.app import DeskApp
from acxdesk.tui.keys import command_line, table
from acxdesk.tui.places import Place
from acxdesk.tui.screens.person import SIDES, PersonScreen
from tests.tui.deskapp import HOSTILE, drawn, pressed, running, settled, shown, typed
from tests.tui.screens.sessionstage import app_over, catalogue, coach, scheduled

LONG = "x" * 5000


def added(desk: Desk, name: str, **values: Any) -> int:
    return add_person(desk, AddPerson.read({"name": name, **values})).ids[0]


def booked(desk: Desk, reference: str, *people: int, verb: str = "book", reason: str = "") -> None:
    values = {"session": reference, "people": people, "verb": verb, "reason": reason}
    move_places(desk, MovePlaces.read(values))


def names(desk: Desk) -> list[str]:
    return [line.cells[1] for line in everybody(desk).after(None, 100)]


def card_of(desk: Desk, number: int) -> Any:
    card = person(desk, number)
    assert card is not None
    return card


def body(app: DeskApp) -> str:
    """The screen without its foot, which names the last deed."""
    return "\n".join(drawn(app)[:-2])


async def pasted(pilot: Pilot[Any], text: str) -> None:
    focused = pilot.app.focused
    assert isinstance(focused, Input)
    focused.post_message(events.Paste(text))
    await settled(pilot)


async def at_people(pilot: Pilot[Any]) -> None:
    await pressed(pilot, "3")


# The lists


async def test_an_empty_register_names_the_keys_that_fill_it(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        assert "No delegates yet. n adds one, i imports a CSV file of them." in shown(app)
        await pressed(pilot, "tab")
        assert "No coaches yet. n adds one" in shown(app)
        await pressed(pilot, "tab")
        assert "No organisations yet. n adds one" in shown(app)


async def test_tab_and_braces_turn_from_delegates_to_coaches_to_organisations(desk: Desk) -> None:
    added(desk, "Ada Byron", organisation="Analytical Engines")
    coach(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        assert "[Delegates]" in drawn(app)[2]
        assert "Ada Byron" in shown(app)
        assert "Grace Okafor" not in body(app)
        await pressed(pilot, "}")
        assert "[Coaches]" in drawn(app)[2]
        assert "Grace Okafor" in shown(app)
        assert "Ada Byron" not in body(app)
        await pressed(pilot, "}")
        assert "Analytical Engines" in drawn(app)[4]
        await pressed(pilot, "{", "{")
        assert "Ada Byron" in drawn(app)[4]


async def test_a_click_on_a_side_turns_to_it(desk: Desk) -> None:
    coach(desk)
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pilot.click("TabLine", offset=(drawn(app)[2].index("Coaches"), 0))
        await settled(pilot)
        assert "Grace Okafor" in drawn(app)[4]


async def test_a_filter_finds_any_words_in_any_order_without_accents_and_goes_along_to_the_next_side(
    desk: Desk,
) -> None:
    added(desk, "Zoë Ångström")
    added(desk, "Ada Byron")
    coach(desk, "Zoe Angler")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "/")
        await typed(pilot, "ang zoe")
        await pressed(pilot, "enter")
        assert "Zoë Ångström" in drawn(app)[4]
        assert "Ada Byron" not in body(app)
        await pressed(pilot, "tab")
        assert "Zoe Angler" in drawn(app)[4]
        await pressed(pilot, "escape", "{")
        assert "Ada Byron" in shown(app)


async def test_a_list_turned_back_to_shows_what_changed_meanwhile(desk: Desk) -> None:
    added(desk, "Ada Byron")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "tab", "n")
        await typed(pilot, "Grace")
        await pressed(pilot, "f2", "3", "{", "e")
        await typed(pilot, " King")
        await pressed(pilot, "f2", "tab")
        assert "Grace" in drawn(app)[4]
        assert names(desk) == ["Ada Byron King", "Grace"]


async def test_the_list_is_exported_as_it_is_shown(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    added(desk, "Zoë Ångström")
    added(desk, "=1+1", email="ada@example.org")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "/")
        await typed(pilot, "ada@")
        await pressed(pilot, "enter", "x", "enter")
        assert "1 line written to" in shown(app)
    written = (tmp_path / "delegates-2026-11-24.csv").read_text(encoding="utf-8-sig").splitlines()
    assert written[0] == "name,email,organisation,sessions"
    assert len(written) == 2
    assert "ada@example.org" in written[1]
    assert not written[1].startswith("=")


# New, edited, removed


async def test_somebody_new_is_put_down_and_her_card_opened(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "n")
        await typed(pilot, "Ada Byron")
        await pressed(pilot, "down")
        await typed(pilot, "ada@example.org")
        await pressed(pilot, "down")
        await typed(pilot, "Analytical Engines")
        await pressed(pilot, "f2")
        assert drawn(app)[1].startswith(" People ▸ Ada Byron")
        assert "Analytical Engines" in shown(app)
        await pressed(pilot, "u")
        assert drawn(app)[1].strip().startswith("People  ")
    assert names(desk) == []


async def test_who_is_added_among_the_coaches_is_one(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "tab", "n")
        assert "New coach" in shown(app)
        await typed(pilot, "Grace Okafor")
        await pressed(pilot, "f2")
    assert coaches(desk).count() == 1
    assert delegates(desk).count() == 0


async def test_a_namesake_is_told_before_saving(desk: Desk) -> None:
    added(desk, "Ada Byron", email="ada@example.org")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "n")
        await typed(pilot, "ada byron")
        await pilot.pause(0.6)
        await settled(pilot)
        assert "! There is another Ada Byron already (ada@example.org)." in shown(app)


@pytest.mark.parametrize("name", [HOSTILE, "عباس ليلى", "👩‍🚀 Ada", "=1+1", "佐藤 花子", "O'Neill \\ <b>"])
async def test_any_name_is_kept_and_drawn_as_it_is(desk: Desk, name: str) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "n")
        await pasted(pilot, name)
        await pressed(pilot, "f2")
        assert names(desk) == [name]
        assert name[:12] in drawn(app)[2]
        await pressed(pilot, "e", "escape", "[")
        assert name[:8] in drawn(app)[4]
        await pressed(pilot, "d")
        assert names(desk) == []
        assert "removed." in shown(app)


async def test_a_byte_that_steers_the_terminal_is_refused_under_its_field(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "n")
        await pasted(pilot, "Ada\x1b]0;owned\x07")
        await pressed(pilot, "f2")
        under = drawn(app)[next(n for n, line in enumerate(drawn(app)) if "Name *" in line) + 1]
        assert "✕ Name" in under
        assert "U+001B" in shown(app)
        assert "\x1b" not in body(app)
    assert names(desk) == []


async def test_a_paste_of_5000_characters_neither_breaks_the_form_nor_is_cut_silently_into_a_name(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "n")
        await pasted(pilot, LONG)
        await pressed(pilot, "f2")
        assert "New person" in shown(app)
        assert "✕ Name" in shown(app)
    assert names(desk) == []


async def test_all_faults_of_a_form_are_told_at_once(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "n", "down")
        await typed(pilot, "nowhere")
        await pressed(pilot, "f2")
        assert "Name is missing." in shown(app)
        assert "is no address" in shown(app)


async def test_an_edit_changes_what_was_touched_and_nothing_else(desk: Desk) -> None:
    ada = added(desk, "Ada Byron", email="ada@example.org", country="GB", zone="Europe/London", languages="en, fr")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "e")
        assert "United Kingdom" in shown(app)
        await typed(pilot, " King")
        await pressed(pilot, "f2")
        assert "Ada Byron King edited." in shown(app)
    card = card_of(desk, ada)
    assert (card.name, card.country, card.zone, card.languages) == ("Ada Byron King", "GB", "Europe/London", "en, fr")


async def test_who_has_a_place_is_not_removed_and_the_reason_is_told(desk: Desk) -> None:
    catalogue(desk)
    ada = added(desk, "Ada Byron")
    booked(desk, scheduled(desk), ada)
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "d")
        assert "Ada Byron has 1 place and cannot be removed." in shown(app)
    assert names(desk) == ["Ada Byron"]


async def test_of_several_marked_none_is_removed(desk: Desk) -> None:
    added(desk, "Ada Byron")
    added(desk, "Hana Sato")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "space", "space", "d")
        assert "One is removed at a time" in shown(app)
    assert len(names(desk)) == 2


# Booking


async def test_the_marked_people_are_booked_as_one_deed_after_a_look(desk: Desk) -> None:
    catalogue(desk)
    reference = scheduled(desk)
    numbers = [added(desk, name) for name in ("Ada Byron", "Hana Sato", "Zoë Ångström")]
    booked(desk, reference, numbers[2])
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "*", "b")
        await typed(pilot, "acxm")
        await pilot.pause(0.2)
        await pressed(pilot, "enter")
        assert "2 will be booked, 1 cannot." in shown(app)
        assert "Zoë Ångström is booked" in shown(app)
        await pressed(pilot, "enter")
        assert [card_of(desk, one).places[0].place for one in numbers] == [Seat.BOOKED] * 3
        assert "marked" not in drawn(app)[1]
        await pressed(pilot, "u")
    assert [len(card_of(desk, one).places) for one in numbers] == [0, 0, 1]


async def test_sessions_that_take_nobody_are_not_offered(desk: Desk) -> None:
    catalogue(desk)
    scheduled(desk, draft=True)
    late = scheduled(desk, start=date(2027, 3, 1))
    soon = scheduled(desk, "CPP", start=date(2026, 12, 1))
    added(desk, "Ada Byron")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "b")
        await pilot.pause(0.2)
        lines = [line for line in drawn(app) if "│ " in line and "-20" in line]
        assert [line.split()[1] if line.startswith("▸") else line.split("│")[1].split()[0] for line in lines] == [
            soon,
            late,
        ]


# The card


async def test_the_card_tells_all_that_is_kept_and_the_time_on_her_clock(desk: Desk) -> None:
    ada = added(
        desk,
        "Ada Byron",
        certificate_name="Augusta Ada King",
        email="ada@example.org",
        organisation="Analytical Engines",
        country="India",
        zone="Asia/Kolkata",
        job_title="Analyst",
        languages="en, fr",
        coach=True,
    )
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        app.visit(Place("3", "person", ada))
        await settled(pilot)
        text = shown(app)
        assert "Ada Byron · coach · on certificates: Augusta Ada King" in text
        assert "Analyst, Analytical Engines" in text
        assert "India · Asia/Kolkata 14:30, Tue" in text
        assert "ada@example.org · en, fr" in text


async def test_a_card_of_a_bare_name_says_which_key_adds_more(desk: Desk) -> None:
    added(desk, "Ada Byron")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "enter")
        assert "Only her name is known: e adds" in shown(app)
        assert "No place in any session yet. b books one." in shown(app)


async def test_a_place_is_confirmed_then_withdrawn_with_the_reason(desk: Desk) -> None:
    catalogue(desk)
    reference = scheduled(desk)
    ada = added(desk, "Ada Byron")
    booked(desk, reference, ada)
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "enter")
        assert "○ booked" in shown(app)
        await pressed(pilot, "a")
        assert f"Ada Byron is booked on {reference}; that cannot be accepted." in shown(app)
        await pressed(pilot, "F")
        assert "● confirmed" in shown(app)
        await pressed(pilot, "w")
        await typed(pilot, "ill")
        await pressed(pilot, "enter")
        assert "✕ withdrawn" in shown(app)
    assert card_of(desk, ada).places[0].place is Seat.WITHDRAWN


async def test_an_offer_shows_until_when_and_is_accepted(desk: Desk, clock: FrozenClock) -> None:
    catalogue(desk)
    reference = scheduled(desk, capacity_min=1, capacity_max=1)
    hana, ada = added(desk, "Hana Sato"), added(desk, "Ada Byron")
    booked(desk, reference, hana)
    booked(desk, reference, ada)
    app = app_over(desk, zone="Europe/London")
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "enter")
        assert "no. 1 in line" in shown(app)
        booked(desk, reference, hana, verb="cancel", reason="moved")
        app.announce()
        await settled(pilot)
        assert "until 26 Nov 09:00" in shown(app)
        await pressed(pilot, "a")
    assert card_of(desk, ada).places[0].place is Seat.BOOKED


async def test_a_place_is_cancelled_with_a_reason_and_undo_gives_it_back(desk: Desk) -> None:
    catalogue(desk)
    ada = added(desk, "Ada Byron")
    booked(desk, scheduled(desk), ada)
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "enter", "d", "enter")
        assert "A reason is needed" in shown(app)
        await typed(pilot, "not paid")
        await pressed(pilot, "enter")
        assert card_of(desk, ada).places[0].place is Seat.CANCELLED
        await pressed(pilot, "u")
    assert card_of(desk, ada).places[0].place is Seat.BOOKED


async def test_enter_on_a_place_and_on_coaching_goes_to_the_session(desk: Desk) -> None:
    catalogue(desk)
    grace = coach(desk)
    reference = scheduled(desk, coaches=[{"person": grace}])
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "tab", "enter")
        assert "[Coaching 1]" in shown(app)  # who only teaches is shown teaching first
        await pressed(pilot, "enter")
        assert app.history.present == Place("2", "session", reference)
        await pressed(pilot, "[")
        assert drawn(app)[1].startswith(" People ▸ Grace Okafor")


async def test_the_history_of_a_person_leads_into_the_journal(desk: Desk) -> None:
    added(desk, "Ada Byron")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "enter", "{")
        assert "Ada Byron added." in shown(app)
        await pressed(pilot, "e", "down")
        await typed(pilot, "ada@example.org")
        await pressed(pilot, "f2")
        assert "Ada Byron edited." in drawn(app)[6]
        await pressed(pilot, "enter")
        assert app.current_mode == "8"


async def test_her_calendar_is_written_and_of_a_coach_it_is_asked_which(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    catalogue(desk)
    grace = coach(desk, "[/oops] Grace / Okafor")
    scheduled(desk, coaches=[{"person": grace}])
    booked(desk, scheduled(desk, "CPP"), grace)
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "tab", "enter", "x")
        assert "What she teaches" in shown(app)
        await pressed(pilot, "enter", "enter")
        assert "4 meetings written to" in shown(app)
        await pressed(pilot, "x", "down", "enter", "enter")
    assert (tmp_path / "oops-Grace-Okafor-coach.ics").read_bytes().count(b"BEGIN:VEVENT") == 4
    assert (tmp_path / "oops-Grace-Okafor.ics").read_bytes().count(b"BEGIN:VEVENT") == 2


async def test_who_is_taken_back_while_her_card_is_open_leaves_the_screen(desk: Desk) -> None:
    added(desk, "Ada Byron")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "enter", "u")
        assert not isinstance(app.screen, PersonScreen)
        assert "No delegates yet." in shown(app)


# Organisations


async def test_an_organisation_shows_its_people_and_takes_new_ones(desk: Desk) -> None:
    added(desk, "Ada Byron", organisation="Analytical [/Engines]")
    added(desk, "Hana Sato")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "enter", "o")
        assert drawn(app)[1].startswith(" People ▸ Analytical [/Engines]")
        assert "1 person · 0 in-house sessions" in shown(app)
        assert "Ada Byron" in shown(app)
        assert "Hana Sato" not in body(app)
        await pressed(pilot, "n")
        await typed(pilot, "Luigi")
        await pressed(pilot, "f2", "[")
        assert "2 people" in shown(app)
        assert "Luigi" in shown(app)


async def test_a_click_on_the_organisation_of_a_card_goes_there(desk: Desk) -> None:
    added(desk, "Ada Byron", organisation="Analytical [/Engines]")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "enter")
        at = next(n for n, line in enumerate(drawn(app)) if "Analytical" in line and "▸" not in line)
        await pilot.click(offset=(4, at))
        await settled(pilot)
        assert drawn(app)[1].startswith(" People ▸ Analytical [/Engines]")


async def test_organisations_are_added_edited_and_removed(desk: Desk) -> None:
    add_organisation(desk, AddOrganisation(name="Zeta"))
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "{", "n")
        await typed(pilot, "Alpha")
        await pressed(pilot, "f2", "e")
        await typed(pilot, " Ltd")
        await pressed(pilot, "f2", "[", "home")
        assert "Alpha Ltd" in drawn(app)[4]
        await pressed(pilot, "down", "d")
        assert "Zeta removed." in shown(app)
    assert [line.cells[1] for line in organisations(desk).after(None, 10)] == ["Alpha Ltd"]


async def test_an_organisation_with_people_stays_and_says_why(desk: Desk) -> None:
    added(desk, "Ada Byron", organisation="Analytical Engines")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "{", "d")
        assert "Analytical Engines is the organisation of 1 person" in shown(app)
    assert organisations(desk).count() == 1


# Import

TABLE = """name,email,organisation,country
[/oops] [red]x,oops@example.org,Oops Ltd,France
Ada Byron,ada@example.org,,Germany
Nobody,not-an-address,,
"""


async def test_a_file_is_shown_line_by_line_then_written_as_one_deed(desk: Desk, tmp_path: Path) -> None:
    added(desk, "Ada Byron", email="ada@example.org", country="GB")
    file = tmp_path / "people.csv"
    file.write_text(TABLE, encoding="utf-8")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "i")
        await pasted(pilot, str(file))
        await pressed(pilot, "f2")
        text = shown(app)
        assert "1 new, 1 changed, 1 refused. Ctrl+S writes, Esc leaves." in text
        assert "[/oops] [red]x (oops@example.org) is new." in text
        assert "~ changed Ada Byron (ada@example.org): other country." in text
        assert len(names(desk)) == 1
        await pressed(pilot, "r")
        assert "+ new" not in body(app)
        assert "Row 4: Email" in shown(app)
        await pressed(pilot, "f2")
        assert len(names(desk)) == 2
        assert "1 person imported, 1 changed, 1 organisation made, 1 row refused." in shown(app)
        await pressed(pilot, "u")
    assert names(desk) == ["Ada Byron"]


async def test_a_file_that_is_not_there_is_told_in_the_form_which_stays(desk: Desk, tmp_path: Path) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "i", "f2")
        assert "Write the path of a CSV or XLSX file." in shown(app)
        await pasted(pilot, "/no/[/such].csv")
        await pressed(pilot, "f2")
        assert "✕ /no/[/such].csv cannot be read: No such file or" in shown(app)
        assert "Import people" in shown(app)


async def test_a_file_with_nothing_to_write_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,email\nNobody,not-an-address\n", encoding="utf-8")
    app = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "i")
        await pasted(pilot, str(file))
        await pressed(pilot, "f2")
        assert "1 refused. There is nothing to write; Esc leaves." in shown(app)
        await pressed(pilot, "f2", "escape")
        assert "No delegates yet." in shown(app)
    assert names(desk) == []


# Everywhere


async def test_every_screen_of_people_stands_on_40_by_12(desk: Desk) -> None:
    catalogue(desk)
    ada = added(desk, HOSTILE, organisation="[/Engines]", country="GB", zone="Europe/London")
    booked(desk, scheduled(desk), ada)
    app = app_over(desk)
    async with running(app, size=(40, 12)) as pilot:
        await at_people(pilot)
        assert "[/oops]" in shown(app)
        await pressed(
            pilot, "n", "escape", "b", "escape", "i", "escape", "enter", *("tab",) * len(SIDES), "w", "escape"
        )
        assert "[/oops]" in shown(app)
        await pressed(pilot, "o", "e", "escape", "[", "x", "escape", "?", "escape")
        assert isinstance(app.screen, PersonScreen)


async def test_the_command_lines_name_whom_the_cursor_is_on(desk: Desk) -> None:
    catalogue(desk)
    reference = scheduled(desk)
    ada = added(desk, "Ada Byron")
    booked(desk, reference, ada)
    app: DeskApp = app_over(desk)
    async with running(app) as pilot:
        await at_people(pilot)
        await pressed(pilot, "enter")
        screen = app.screen
        assert isinstance(screen, PersonScreen)
        said = command_line(table()["place.confirm"], screen.command_words())
    assert said == f"acxdesk enrolment confirm --session {reference} --person {ada}"
