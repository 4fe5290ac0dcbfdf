"""The first frame's rows come by the text of the query that takes over."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects import sqlite

from acxdesk.actions.demo import load_demo
from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries import firstlook, today
from acxdesk.rules.cycles import Phase
from acxdesk.rules.prerequisites import Of
from tests.actions.awarding import cycle
from tests.actions.sample import require

MOMENT = datetime(2020, 11, 24, 8, 30, tzinfo=UTC)
HANDED_IN = ("first", "after", "now", "soon", "since", "sat", "taught")


def as_text(statement: Select[*tuple[object, ...]]) -> str:
    """A statement as SQL, with its constants written out and what is handed in by name."""
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
    state = compiled.construct_expanded_state(dict.fromkeys(HANDED_IN, MOMENT))
    text = " ".join(state.statement.split())
    for name, value in sorted(state.parameters.items(), key=lambda one: -len(one[0])):
        if name not in HANDED_IN:
            word = str(value.value if hasattr(value, "value") else value)
            text = re.sub(rf":{name}\b", str(int(value)) if isinstance(value, int) else f"'{word}'", text)
    return text


@pytest.mark.parametrize("name", ["WEEK", "OFFERS", "SHORT", "DUE", "LAPSES", "CYCLES", "EMPTY"])
def test_the_text_is_that_of_the_query(name: str) -> None:
    assert getattr(firstlook, name) == as_text(getattr(today, name))


@pytest.fixture
def busy(desk: Desk, clock: FrozenClock) -> Desk:
    """A desk in the fullest week of the printed season, with an open offer."""
    clock.moment = MOMENT
    load_demo(desk)
    with desk.reading() as work:
        booked = work.connection().exec_driver_sql(
            "SELECT person_id FROM enrolments JOIN sessions ON sessions.id = session_id "
            "WHERE reference = 'ACXC-2020-12-01' AND place = 'booked' LIMIT 1"
        )
        person = int(booked.scalar_one())
    move_places(desk, MovePlaces(session="ACXC-2020-12-01", people=(person,), verb="withdraw", reason="ill"))
    require(desk, "ACXC", "ACXC or CPPC", of=Of.COACH)
    spring, autumn = (date(2020, 3, 2), date(2020, 5, 29)), (date(2020, 11, 2), date(2020, 11, 27))
    days = ("nominating_from", "nominating_until", "shortlist_on", "voting_from", "voting_until", "announce_on")
    cycle(desk, Phase.VOTING, **dict(zip(days, (*spring, date(2020, 7, 1), *autumn, date(2020, 12, 12)), strict=True)))
    return desk


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland", "America/Los_Angeles"])
def test_the_first_look_shows_what_the_query_shows(busy: Desk, zone: str) -> None:
    seen = firstlook.first_look(busy.path, busy.clock.now(), zone)
    assert seen == today.today(busy, zone)
    assert seen.week
    assert [(row.what, row.is_due) for row in seen.awards] == [("voting ends", False)]
    assert seen.lapses
    assert seen.offers
    assert seen.short


def test_an_empty_desk_is_seen_as_empty(desk: Desk) -> None:
    seen = firstlook.first_look(desk.path, desk.clock.now(), "Europe/London")
    assert seen == today.today(desk, "Europe/London")
    assert seen.is_empty


def test_a_file_that_cannot_be_read_at_once_is_left_to_the_opening(tmp_path: Path) -> None:
    missing = tmp_path / "none.acx"
    assert firstlook.first_look(missing, MOMENT, "Europe/London") is None
    assert not missing.exists()
    foreign = tmp_path / "foreign.acx"
    foreign.write_bytes(b"no database at all" * 100)
    assert firstlook.first_look(foreign, MOMENT, "Europe/London") is None
