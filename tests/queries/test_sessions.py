"""Sessions as they are listed and as one card tells them."""

from datetime import date, time

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.meetings import AddMeeting, CancelMeeting, add_meeting, cancel_meeting
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.sessioncoaches import CoachRow
from acxdesk.queries.sessions import session, sessions
from acxdesk.rules.enrolments import Place
from acxdesk.rules.sessions import Phase, Role, Status
from tests.actions.sample import add_organisation, add_people, add_programme, book, move, run, utc

REF = "ACXM-2026-12-07"


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """ACXM with two seats, four delegates (1 to 4) and two coaches (5 and 6)."""
    add_programme(desk)
    add_people(desk, ("Ada", "Bob", "Cleo", "Dan"))
    add_people(desk, ("Grace Hopper", "Alan Turing"), coach=True)
    return desk


def cells(desk: Desk) -> dict[str, str]:
    """The one line of the list, by column."""
    listing = sessions(desk)
    (line,) = listing.after(None, 9)
    return dict(zip((column.name for column in listing.columns), line.cells, strict=True))


def test_a_line_tells_a_session_by_its_meetings_and_places(staffed: Desk) -> None:
    coaches = [{"person": 6, "role": "assistant"}, {"person": 5}]
    run(staffed, delivery="city", city="Rome", venue="Hall 1", coaches=coaches)
    book(staffed, REF, 1, 2, 3)
    move(staffed, REF, "withdraw", 1, reason="ill")
    move(staffed, REF, "apply", 4)
    add_meeting(staffed, AddMeeting(session=REF, day="2026-12-14", at="09:00", minutes=60))
    cancel_meeting(staffed, CancelMeeting(session=REF, number=1))
    assert cells(staffed) == {
        "reference": REF,
        "programme": "ACXM",
        "title": "Accredited ACXM",
        "starts_on": "Tue 8 Dec 2026",
        "ends_on": "Mon 14 Dec 2026",
        "time": "09:00",
        "zone": "Europe/London",
        "delivery": "city",
        "where": "Rome, Hall 1",
        "coaches": "Grace Hopper, Alan Turing",
        "duration": "4 days @ 5 hours per day",
        "meetings": "4",
        "taught_minutes": "960",
        "status": "○ open",
        "phase": "upcoming",
        "seats": "■ 2 of 2",
        "capacity_min": "1",
        "capacity": "2",
        "booked": "1",
        "offered": "1",
        "waitlisted": "0",
        "applied": "1",
    }


@pytest.mark.parametrize(
    ("booked", "least", "most", "words"),
    [
        ((), 1, 2, "◐ 0 of 2"),
        ((1,), 2, 3, "◐ 1 of 3"),
        ((1, 2), 2, 3, "● 2 of 3"),
        ((1, 2), 1, 2, "■ 2 of 2"),
        ((1, 2, 3, 4), 1, 2, "■ 2 of 2 +2"),
    ],
)
def test_seats_are_told_by_sign_and_figure(
    staffed: Desk, booked: tuple[int, ...], least: int, most: int, words: str
) -> None:
    run(staffed, capacity_min=least, capacity_max=most)
    if booked:
        book(staffed, REF, *booked)
    assert cells(staffed)["seats"] == words
    assert session(staffed, REF).seats == words


def test_the_clock_moves_a_session_through_its_phases(staffed: Desk, clock: FrozenClock) -> None:
    run(staffed)
    seen = []
    for moment in (utc(2026, 12, 7, 13, 59), utc(2026, 12, 7, 14), utc(2026, 12, 10, 18, 59), utc(2026, 12, 10, 19)):
        clock.moment = moment
        seen.append((cells(staffed)["phase"], session(staffed, REF).phase.value))
    assert seen == [("upcoming",) * 2, ("running",) * 2, ("running",) * 2, ("delivered",) * 2]


def test_the_list_is_by_start_and_filtered_by_status_programme_coach_and_words(staffed: Desk) -> None:
    add_programme(staffed, "COIM")
    run(staffed, "2026-12-14", city="Zürich")
    run(staffed, "2026-12-07", coaches=[{"person": 5}])
    run(staffed, "2026-12-21", programme="COIM")
    decide(staffed, Decide(session="ACXM-2026-12-14", verb="cancel", reason="fire"))

    def listed(**which: object) -> list[str]:
        return [line.cells[0] for line in sessions(staffed, **which).after(None, 9)]  # type: ignore[arg-type]

    assert listed() == ["ACXM-2026-12-07", "ACXM-2026-12-14", "COIM-2026-12-21"]
    assert listed(status=Status.CANCELLED) == ["ACXM-2026-12-14"]
    assert listed(programme=2) == ["COIM-2026-12-21"]
    assert listed(coach=5) == ["ACXM-2026-12-07"]
    found = sessions(staffed).arranged(words="ZURICH acxm")
    assert [line.cells[0] for line in found.after(None, 9)] == ["ACXM-2026-12-14"]
    backwards = sessions(staffed).arranged(sort="reference", descending=True)
    assert [line.cells[0] for line in backwards.after(None, 9)] == listed()[::-1]


def test_a_card_tells_all_about_a_session(staffed: Desk) -> None:
    house = add_organisation(staffed)
    run(
        staffed,
        delivery="in-house",
        organisation=house,
        language="fr",
        link="https://example.org/room",
        decision_on="2026-11-30",
        coaches=[{"person": 5}, {"person": 6, "role": "mentor in training"}],
    )
    book(staffed, REF, 1, 2, 3)
    cancel_meeting(staffed, CancelMeeting(session=REF, number=4, reason="strike"))
    card = session(staffed, "acxm-2026-12-07")
    assert (card.reference, card.programme, card.title) == (REF, "ACXM", "Accredited ACXM")
    assert (card.edition, card.current_edition) == (1, 1)
    assert (card.organisation_id, card.organisation, card.language) == (house, "Analytical Engines", "fr")
    assert (card.link, card.decision_on) == ("https://example.org/room", date(2026, 11, 30))
    assert (card.status, card.phase) == (Status.OPEN, Phase.UPCOMING)
    assert card.coaches == (CoachRow(5, "Grace Hopper", Role.LEAD), CoachRow(6, "Alan Turing", Role.IN_TRAINING))
    assert card.places == {Place.BOOKED: 2, Place.WAITLISTED: 1}
    assert (card.booked, card.taught_minutes) == (2, 900)
    assert card.summary == "3 of 4 meetings, 15 hours"
    assert card.differences == ("3 of 4 days planned", "15 of 20 hours")
    last = card.meetings[3]
    assert (last.number, last.day, last.at, last.cancelled, last.reason) == (
        4,
        date(2026, 12, 10),
        time(14),
        True,
        "strike",
    )


def test_a_session_that_is_not_there_is_told(desk: Desk) -> None:
    with pytest.raises(NotFound) as refused:
        session(desk, REF)
    assert str(refused.value) == f"No session {REF}. session list shows them all."
