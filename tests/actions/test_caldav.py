"""Calendars on a real Radicale: put once, changed, cancelled; away, slow and cut off they go on later."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from acxdesk.actions.caldav import PushCalendars, Pushed, push_calendars
from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.actions.sessions import EditSession, edit_session
from acxdesk.desk.alone import alone
from acxdesk.desk.caldavserver import CaldavServer
from acxdesk.desk.door import Desk
from acxdesk.errors import Busy
from acxdesk.exchange.ical import render_resource
from acxdesk.queries.givens import pending
from acxdesk.rules.updates import Way
from tests.actions.posted import ADA, REF, furnish, moved
from tests.actions.sample import add_people, faults
from tests.desk.calendarservers import Radicale, cutter, radicale, silent
from tests.desk.mailservers import free_port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale") / "data") as running:
        yield running


@pytest.fixture
def furnished(desk: Desk) -> Desk:
    """Ada and Bob sit two days."""
    furnish(desk)
    return desk


def push(desk: Desk, at: CaldavServer, *people: int, first: bool = True) -> Pushed:
    return push_calendars(desk, PushCalendars(people=people, first=first), at)


def held(server: Radicale, url: str) -> list[tuple[str, str, int]]:
    """What a program that subscribes to a calendar sees: title, status, SEQUENCE."""
    events = Calendar.from_ical(server.get(f"{server.at().url}{urlsplit(url).path[1:]}")).events
    return sorted((str(one["summary"]), str(one["status"]), int(str(one["sequence"]))) for one in events)


def due(desk: Desk) -> int:
    return sum(len(one.updates) for one in pending(desk, Way.CALDAV, first=True))


NEW = [("ACXM, day 1 of 2", "CONFIRMED", 0), ("ACXM, day 2 of 2", "CONFIRMED", 0)]


def test_each_person_gets_a_calendar_of_her_own(furnished: Desk, server: Radicale) -> None:
    pushed = push(furnished, server.at())
    assert pushed.receipt.sentence == "2 people, 4 occasions put on 127.0.0.1."
    ada, bob = pushed.calendars
    assert [(one.name, one.occasions) for one in pushed.calendars] == [("Ada Byron", 2), ("Bob Kahn", 2)]
    assert ada.url != bob.url
    assert ada.url in pushed.receipt.lines[0]
    assert held(server, ada.url) == held(server, bob.url) == NEW
    assert b"METHOD" not in server.get(ada.url)
    assert b"Bob" not in server.get(ada.url)
    assert b"Ada Byron" in server.get(ada.url)
    assert (due(furnished), faults(furnished)) == (0, [])
    again = push(furnished, server.at())
    assert (again.receipt.sentence, again.receipt.changed) == ("Every calendar on the server is up to date.", False)


def test_a_change_replaces_and_what_she_leaves_is_cancelled(furnished: Desk, server: Radicale) -> None:
    (ada,) = push(furnished, server.at(), ADA).calendars
    moved(furnished)
    (again,) = push(furnished, server.at(), ADA, first=False).calendars
    assert (again.url, again.occasions) == (ada.url, 1)
    assert held(server, ada.url) == [NEW[0], ("ACXM, day 2 of 2", "CONFIRMED", 1)]
    move_places(furnished, MovePlaces.read({"session": REF, "people": [ADA], "verb": "withdraw", "reason": "ill"}))
    push(furnished, server.at(), ADA, first=False)
    assert [(title, status) for title, status, _sequence in held(server, ada.url)] == [
        ("CANCELLED: ACXM, day 1 of 2", "CANCELLED"),
        ("CANCELLED: ACXM, day 2 of 2", "CANCELLED"),
    ]


def test_what_she_teaches_is_in_the_same_calendar(furnished: Desk, server: Radicale) -> None:
    (grace,) = add_people(furnished, ("Grace Hopper",), coach=True)
    edit_session(furnished, EditSession.read({"session": REF, "coaches": [{"person": grace}]}))
    (pushed,) = push(furnished, server.at(), grace).calendars
    assert [title for title, _status, _sequence in held(server, pushed.url)] == ["ACXM, day 1 of 2", "ACXM, day 2 of 2"]


def test_who_has_none_gets_one_only_when_asked_for(furnished: Desk, server: Radicale) -> None:
    assert push(furnished, server.at(), first=False).receipt.sentence == "Every calendar on the server is up to date."


def test_a_preview_reaches_no_server(furnished: Desk) -> None:
    pushed = push(furnished.rehearsing(), CaldavServer("https://calendars.example.org/", "desk", "secret"))
    assert pushed.receipt.sentence == "2 people, 4 occasions would be put on calendars.example.org."
    assert pushed.receipt.lines == ("Ada Byron: 2 new", "Bob Kahn: 2 new")
    assert due(furnished) == 4


def test_a_server_that_is_away_leaves_everything_to_be_done(furnished: Desk, server: Radicale) -> None:
    pushed = push(furnished, server.at(free_port(), seconds=1))
    assert pushed.receipt.sentence == (
        "0 people, 0 occasions put on 127.0.0.1. It takes nothing now: it cannot be reached, or the line broke. "
        "The rest goes later."
    )
    assert (pushed.is_whole, due(furnished)) == (False, 4)
    assert push(furnished, server.at()).is_whole
    assert due(furnished) == 0


def test_a_server_that_is_slow_is_not_waited_for(furnished: Desk, server: Radicale) -> None:
    with silent() as port:
        pushed = push(furnished, server.at(port, seconds=0.5))
    assert "it did not answer in time." in pushed.receipt.sentence
    assert due(furnished) == 4


def test_a_wrong_password_is_told_and_changes_nothing(furnished: Desk, server: Radicale) -> None:
    pushed = push(furnished, server.at(password="wrong"))
    assert "it does not let desk in, or not there." in pushed.receipt.sentence
    assert "wrong" not in pushed.receipt.sentence
    assert due(furnished) == 4


@pytest.mark.parametrize("after", [0, 2, 4, 5, 6, 8, 10])
def test_cut_off_anywhere_it_goes_on_later_and_nothing_doubles(furnished: Desk, server: Radicale, after: int) -> None:
    with cutter(server.port, after) as between:
        broken = push(furnished, server.at(between.port, seconds=5))
    left = due(furnished)
    assert broken.is_whole is (left == 0)
    assert sum(one.occasions for one in broken.calendars) <= 4 - left
    whole = push(furnished, server.at())
    assert whole.is_whole
    assert due(furnished) == 0
    for url in [one.url for one in (*broken.calendars, *whole.calendars)]:
        assert held(server, url) == NEW
    assert faults(furnished) == []


def test_cutting_shows_every_stage(furnished: Desk, server: Radicale) -> None:
    left = []
    for after in (0, 6, 99):
        with cutter(server.port, after) as between:
            push(furnished, server.at(between.port, seconds=5), ADA)
        left.append(due(furnished))
    assert left == [4, 3, 2]


def test_it_stops_between_two_people(furnished: Desk, server: Radicale) -> None:
    told: list[tuple[int, int]] = []
    pushed = push_calendars(
        furnished, PushCalendars(first=True), server.at(), lambda *count: told.append(count), lambda: len(told) > 1
    )
    assert (pushed.is_stopped, [one.name for one in pushed.calendars]) == (True, ["Ada Byron"])
    assert pushed.receipt.sentence == "1 person, 2 occasions put on 127.0.0.1. Stopped; the rest goes later."
    assert due(furnished) == 2


def test_an_occasion_that_is_not_taken_holds_nobody_up(
    furnished: Desk, server: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "acxdesk.actions.caldav.render_resource",
        lambda one: b"nonsense" if one.summary == "ACXM, day 1 of 2" else render_resource(one),
    )
    pushed = push(furnished, server.at())
    assert pushed.receipt.sentence == "2 people, 2 occasions put on 127.0.0.1. 2 occasions not taken."
    assert pushed.receipt.lines[1].startswith("! Ada Byron, ACXM, day 1 of 2: 127.0.0.1 does not take ")
    assert (pushed.is_whole, due(furnished)) == (False, 2)


def test_two_desks_do_not_push_at_once(furnished: Desk, server: Radicale) -> None:
    with alone(furnished.path, "pushing", ""), pytest.raises(Busy, match="Another desk is bringing"):
        push(furnished, server.at())
