"""The opening screen: this week's meetings, the offers that stand, the sessions that are short of people."""

from datetime import date

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.meetings import CancelMeeting, cancel_meeting
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.today import OfferRow, ShortRow, today
from tests.actions.sample import add_people, add_programme, book, move, run, utc

LONDON = "Europe/London"


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """ACXM with two seats, which needs one; delegates 1 to 3."""
    add_programme(desk)
    add_people(desk, ("Ada", "Bob", "Cleo"))
    add_people(desk, ("Grace",), coach=True)
    return desk


def test_an_empty_desk_says_so(desk: Desk) -> None:
    seen = today(desk, LONDON)
    assert (seen.day, seen.monday) == (date(2026, 11, 24), date(2026, 11, 23))
    assert (seen.week, seen.offers, seen.short, seen.is_empty) == ((), (), (), True)


def test_the_week_has_its_meetings_from_monday_to_sunday(staffed: Desk) -> None:
    run(staffed, "2026-11-20", coaches=[{"person": 4}])  # Fri, Mon, Tue, Wed
    run(staffed, "2026-11-27")  # Fri, then next week
    cancel_meeting(staffed, CancelMeeting(session="ACXM-2026-11-20", number=3))
    book(staffed, "ACXM-2026-11-20", 1)
    week = today(staffed, LONDON).week
    assert [(row.session, row.number, row.of, row.cancelled) for row in week] == [
        ("ACXM-2026-11-20", 2, 4, False),
        ("ACXM-2026-11-20", 3, 4, True),
        ("ACXM-2026-11-20", 4, 4, False),
        ("ACXM-2026-11-27", 1, 4, False),
    ]
    assert (week[0].coaches, week[0].seats, week[0].starts_at) == ("Grace", "● 1 of 2", utc(2026, 11, 23, 14))


def test_whose_week_it_is_depends_on_the_zone(staffed: Desk, clock: FrozenClock) -> None:
    clock.moment = utc(2026, 11, 29, 12)  # Sunday in London, Monday in Auckland
    run(staffed, "2026-11-30", duration="1 day @ 1 hour per day", zone="Pacific/Auckland", at="09:00")  # Sun 20:00 UTC
    assert len(today(staffed, LONDON).week) == 1
    assert len(today(staffed, "Pacific/Auckland").week) == 1
    assert today(staffed, "Pacific/Auckland").monday == date(2026, 11, 30)
    clock.moment = utc(2026, 11, 30, 12)
    assert today(staffed, LONDON).week == ()


def test_a_cancelled_session_shows_its_meetings_as_cancelled(staffed: Desk) -> None:
    run(staffed, "2026-11-25")
    decide(staffed, Decide(session="ACXM-2026-11-25", verb="cancel", reason="fire"))
    assert {row.cancelled for row in today(staffed, LONDON).week} == {True}


def test_offers_stand_by_when_they_end(staffed: Desk, clock: FrozenClock) -> None:
    for start in ("2026-12-07", "2026-12-14"):
        run(staffed, start, capacity_max=1)
        book(staffed, f"ACXM-{start}", 1, 2)
    move(staffed, "ACXM-2026-12-14", "withdraw", 1, reason="ill", offer_hours=2)
    move(staffed, "ACXM-2026-12-07", "withdraw", 1, reason="ill", offer_hours=3)
    assert today(staffed, LONDON).offers == (
        OfferRow("ACXM-2026-12-14", 4, 2, "Bob", utc(2026, 11, 24, 11), LONDON),
        OfferRow("ACXM-2026-12-07", 2, 2, "Bob", utc(2026, 11, 24, 12), LONDON),
    )


def test_a_session_is_short_while_it_starts_within_four_weeks_and_takes_people(staffed: Desk) -> None:
    run(staffed, "2026-12-07", capacity_min=2, decision_on="2026-12-01")
    run(staffed, "2026-12-08", draft=True)
    run(staffed, "2026-12-09")
    run(staffed, "2026-12-23")  # later than four weeks from now
    run(staffed, "2026-11-23")  # runs
    book(staffed, "ACXM-2026-12-07", 1)
    book(staffed, "ACXM-2026-12-09", 1)
    assert today(staffed, LONDON).short == (ShortRow("ACXM-2026-12-07", date(2026, 12, 7), 1, 2, date(2026, 12, 1)),)
    book(staffed, "ACXM-2026-12-07", 2)
    assert today(staffed, LONDON).short == ()
