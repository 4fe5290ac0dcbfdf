"""Sessions are scheduled, edited and decided about; what calendars show of them is touched, nothing else."""

from datetime import date, timedelta
from typing import Any

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.meetings import CancelMeeting, cancel_meeting
from acxdesk.actions.sessions import Coaching, EditSession, Schedule, edit_session, schedule
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.records.sessions import Meeting
from acxdesk.rules.sessions import Role
from tests.actions.sample import (
    add_organisation,
    add_programme,
    book,
    book_of,
    entries,
    faults,
    held,
    move,
    rows,
    run,
    utc,
)

REF = "ACXM-2026-12-07"
GRACE, ALAN = 6, 7


def edit(desk: Desk, **values: Any) -> Any:
    return edit_session(desk, EditSession.read({"session": REF, **values}))


def sequences(desk: Desk) -> list[int]:
    return [meeting["sequence"] for meeting in rows(desk, "meetings")]


def only(desk: Desk) -> dict[str, Any]:
    """The one session of the desk."""
    (row,) = rows(desk, "sessions")
    return row


def test_a_session_has_the_meetings_of_its_duration(staffed: Desk) -> None:
    receipt = schedule(staffed, Schedule(programme="acxm", start="2026-12-10", at="14:00", zone="Europe/London"))
    assert receipt.sentence == (
        "ACXM-2026-12-10 scheduled: 4 days @ 5 hours per day, Thu 10 Dec 2026 to Tue 15 Dec 2026 at 14:00 "
        "Europe/London."
    )
    assert receipt.lines == (
        " 1  Thu 10 Dec 2026 14:00, 5 hours",
        " 2  Fri 11 Dec 2026 14:00, 5 hours",
        " 3  Mon 14 Dec 2026 14:00, 5 hours",
        " 4  Tue 15 Dec 2026 14:00, 5 hours",
        "Skipped: Sat 12 Dec 2026 is a weekend",
        "Skipped: Sun 13 Dec 2026 is a weekend",
    )
    row = only(staffed)
    assert (row["status"], row["capacity_min"], row["capacity_max"]) == ("open", 1, 2)
    assert (row["starts_on"], row["starts_at"], row["ends_at"]) == (
        "2026-12-10",
        "2026-12-10T14:00:00.000000Z",
        "2026-12-15T19:00:00.000000Z",
    )


def over_christmas(desk: Desk, **other: Any) -> Any:
    values = {"programme": "ACXM", "start": "2026-12-23", "at": "14:00", "zone": "Europe/London", **other}
    return schedule(desk, Schedule.read(values))


def meeting_days(desk: Desk) -> list[str]:
    return [meeting["day"] for meeting in rows(desk, "meetings")]


def test_a_public_holiday_of_the_zones_country_is_shifted_over_and_told(staffed: Desk) -> None:
    receipt = over_christmas(staffed)
    assert meeting_days(staffed) == ["2026-12-23", "2026-12-24", "2026-12-29", "2026-12-30"]
    assert receipt.lines[4:] == (
        "Skipped: Fri 25 Dec 2026 is Christmas Day in GB",
        "Skipped: Sat 26 Dec 2026 is a weekend",
        "Skipped: Sun 27 Dec 2026 is a weekend",
        "Skipped: Mon 28 Dec 2026 is Boxing Day (observed) in GB",
    )


def test_a_closed_day_that_is_skipped_leaves_the_course_short_and_says_so(staffed: Desk) -> None:
    receipt = over_christmas(staffed, closed="skip", holidays="United Kingdom, us")
    assert meeting_days(staffed) == ["2026-12-23", "2026-12-24"]
    assert [line for line in receipt.lines if "weekend" not in line][2:] == [
        "Left out: Fri 25 Dec 2026 is Christmas Day in GB and US",
        "Left out: Mon 28 Dec 2026 is Boxing Day (observed) in GB",
        "2 of 4 days planned; 10 of 20 hours.",
    ]


def test_a_closed_day_that_is_kept_is_met_on(staffed: Desk) -> None:
    receipt = over_christmas(staffed, closed="keep")
    assert meeting_days(staffed) == ["2026-12-23", "2026-12-24", "2026-12-25", "2026-12-28"]
    assert receipt.lines[-2:] == (
        "Fri 25 Dec 2026 is Christmas Day in GB; it meets all the same.",
        "Mon 28 Dec 2026 is Boxing Day (observed) in GB; it meets all the same.",
    )


@pytest.mark.parametrize(
    ("zone", "holidays", "days"),
    [
        ("Asia/Kathmandu", None, ["2026-12-23", "2026-12-24", "2026-12-28", "2026-12-29"]),  # Christmas, no Boxing Day
        ("UTC", None, ["2026-12-23", "2026-12-24", "2026-12-25", "2026-12-28"]),  # in no country
        ("Europe/London", "none", ["2026-12-23", "2026-12-24", "2026-12-25", "2026-12-28"]),
        ("UTC", "GB", ["2026-12-23", "2026-12-24", "2026-12-29", "2026-12-30"]),
        ("Europe/London", "", ["2026-12-23", "2026-12-24", "2026-12-29", "2026-12-30"]),
    ],
)
def test_the_countries_are_those_that_are_chosen_else_that_of_the_zone(
    staffed: Desk, zone: str, holidays: str | None, days: list[str]
) -> None:
    over_christmas(staffed, zone=zone, holidays=holidays)
    assert meeting_days(staffed) == days


def test_a_start_on_a_public_holiday_is_refused_with_the_nearest_days_unless_it_is_kept(staffed: Desk) -> None:
    with pytest.raises(Refused) as refused:
        run(staffed, "2026-12-25")
    assert str(refused.value) == (
        "Fri 25 Dec 2026 is Christmas Day in GB. The nearest working days are Thu 24 Dec 2026 and Tue 29 Dec 2026. "
        "Or keep closed days."
    )
    assert run(staffed, "2026-12-25", closed="keep") == "ACXM-2026-12-25"


def test_a_country_that_is_none_is_told_under_its_field(staffed: Desk) -> None:
    with pytest.raises(Faulty) as faulty:
        over_christmas(staffed, holidays="GB, Atlantis")
    assert [fault.field for fault in faulty.value.faults] == ["holidays"]


def test_a_second_run_of_the_day_has_a_reference_of_its_own(staffed: Desk) -> None:
    assert [run(staffed), run(staffed), run(staffed)] == [REF, f"{REF}-2", f"{REF}-3"]


def test_a_smaller_room_than_usual_also_needs_fewer(desk: Desk) -> None:
    add_programme(desk, least=6, most=20)
    run(desk, capacity_max=4)
    assert (only(desk)["capacity_min"], only(desk)["capacity_max"]) == (4, 4)


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"at": "14:00:30"}, "At 14:00:30 is no time in hours and minutes. Write it as 14:00."),
        ({"at": "14:00+02:00"}, "At 14:00:00+02:00 is no time in hours and minutes. Write it as 14:00."),
        ({"at": "2 pm"}, "At “2 pm” is no time of day. Write it as 14:00."),
        ({"start": "7 Dec"}, "Start “7 Dec” is no date. Write it as 2026-11-16."),
        ({"start": "\x1b[2J"}, "Start “␛[2J” is no date. Write it as 2026-11-16."),
        ({"start": 20_000}, "Start “20000” is no date. Write it as 2026-11-16."),
        ({"zone": ""}, "Zone is missing."),
        ({"zone": "Europe/Londn"}, 'There is no time zone "Europe/Londn". Did you mean Europe/London'),
        ({"link": "javascript:alert(1)"}, "Link “javascript:alert(1)” is no web address."),
        ({"link": "http://[::1"}, "Link “http://[::1” is no web address."),
        ({"weekend": (0,)}, "Weekend 0 is too small; at least 1."),
        ({"capacity_max": 10**30}, f"Capacity max {10**30} is too large; at most 1000000."),
        ({"organisation": 2**64}, f"Organisation {2**64} is too large; at most {2**63 - 1}."),
        ({"deed": "twice"}, "Deed “twice” is no UUID."),
        ({"city": "Rome\x07"}, "City has a control character (BEL, U+0007)"),
        ({"cty": "Rome"}, "Cty is not a field that can be set here."),
        ({"c\x1bty": "Rome"}, "C␛ty is not a field that can be set here."),
    ],
)
def test_a_wrong_value_is_told_beside_its_field(staffed: Desk, values: dict[str, Any], fault: str) -> None:
    with pytest.raises(Faulty) as refused:
        run(staffed, **values)
    assert str(refused.value).startswith(fault)
    assert rows(staffed, "sessions") == []


def test_a_link_may_be_as_long_as_meeting_services_make_it(staffed: Desk) -> None:
    link = f"https://meet.example.org/{'x' * 1500}"
    run(staffed, link=link)
    assert only(staffed)["link"] == link


@pytest.mark.parametrize(
    ("values", "refusal", "sentence"),
    [
        ({"programme": "ACXX"}, NotFound, "No programme ACXX."),
        ({"start": "2026-12-05"}, Refused, "Sat 5 Dec 2026 is a weekend."),
        ({"delivery": "city"}, Refused, "A session in a city needs the city."),
        ({"delivery": "in-house"}, Refused, "An in-house session needs the organisation that it is held for."),
        ({"delivery": "in-house", "organisation": 99}, NotFound, "No organisation 99."),
        ({"coaches": [{"person": 1}]}, Refused, "Ada is not a coach."),
        ({"coaches": [{"person": 99}]}, NotFound, "No person 99."),
        ({"coaches": [{"person": 6}, {"person": 6}]}, Refused, "A coach is named twice."),
        ({"capacity_min": 3}, Refused, "The minimum of 3 seats is above the maximum of 2."),
        ({"capacity_max": 0}, Refused, "A capacity of 0 to 0 seats cannot be kept."),
        ({"duration": "on demand, 25 lessons"}, Refused, "A course on demand, 25 lessons has no meetings"),
        ({"start": "2020-03-29", "at": "01:30", "weekend": ()}, Refused, "Meeting 1: Sun 29 Mar 2020 01:30 does not"),
    ],
)
def test_what_cannot_be_scheduled_leaves_nothing(
    staffed: Desk, values: dict[str, Any], refusal: type[Refused], sentence: str
) -> None:
    before, told = book_of(staffed), entries(staffed)
    with pytest.raises(refusal) as refused:
        run(staffed, **values)
    assert type(refused.value) is refusal
    assert refused.value.sentence.startswith(sentence)
    assert (book_of(staffed), entries(staffed)) == (before, told)


def test_a_retired_programme_is_not_scheduled(desk: Desk) -> None:
    add_programme(desk, "CPPC", retired=True)
    with pytest.raises(Refused, match="CPPC is retired"):
        run(desk, programme="CPPC")


def test_a_programme_without_a_duration_asks_for_one(desk: Desk) -> None:
    add_programme(desk, "ACXP", "")
    with pytest.raises(Refused, match="ACXP has no printed duration"):
        run(desk, programme="ACXP")
    assert run(desk, programme="ACXP", duration="1 day @ 1 hour per day") == "ACXP-2026-12-07"


def test_a_wrong_reference_is_told_with_those_near_it(staffed: Desk) -> None:
    for day in ("07", "14", "21", "28"):
        run(staffed, start=f"2026-12-{day}", holidays=())
    with pytest.raises(NotFound) as refused:
        edit_session(staffed, EditSession(session="acxm-2026-12-17", city="Rome"))
    assert str(refused.value) == (
        "No session acxm-2026-12-17. Near it: ACXM-2026-12-14, ACXM-2026-12-21, ACXM-2026-12-07."
    )


# ---- editing


def test_an_edit_changes_what_is_given_and_nothing_else(staffed: Desk) -> None:
    run(staffed, city="Rome", venue="Hall 1", language="it", decision_on="2026-11-30")
    before = only(staffed)
    assert edit(staffed, venue="Hall 2").sentence == f"{REF} edited."
    assert only(staffed) == {
        **before,
        "venue": "Hall 2",
        "search_key": "acxm-2026-12-07 accredited acxm rome hall 2",
        "version": 2,
    }


def test_an_edit_that_changes_nothing_is_no_deed(staffed: Desk) -> None:
    run(staffed, city="Rome", coaches=[{"person": GRACE}])
    told = entries(staffed)
    receipt = edit(staffed, city="Rome", coaches=[{"person": GRACE}], capacity_max=2)
    assert (receipt.sentence, receipt.changed) == (f"{REF} is so already.", False)
    assert entries(staffed) == told


def test_none_takes_away_the_organisation_and_the_decision_date(staffed: Desk) -> None:
    house = add_organisation(staffed)
    run(staffed, delivery="in-house", organisation=house, decision_on="2026-11-30")
    edit(staffed, delivery="online", organisation=None, decision_on=None)
    assert (only(staffed)["organisation_id"], only(staffed)["decision_on"]) == (None, None)


def test_what_is_not_given_is_not_taken_away(staffed: Desk) -> None:
    house = add_organisation(staffed)
    run(staffed, delivery="in-house", organisation=house, decision_on="2026-11-30", city="Rome")
    edit(staffed, capacity_max=5, city=None, venue=None, delivery=None, capacity_min=None, coaches=None)
    row = only(staffed)
    assert (row["organisation_id"], row["decision_on"], row["city"], row["delivery"], row["capacity_max"]) == (
        house,
        "2026-11-30",
        "Rome",
        "in-house",
        5,
    )


def test_an_in_house_session_keeps_its_organisation(staffed: Desk) -> None:
    run(staffed, delivery="in-house", organisation=add_organisation(staffed))
    with pytest.raises(Refused, match="needs the organisation"):
        edit(staffed, organisation=None)
    with pytest.raises(NotFound, match="No organisation 99"):
        edit(staffed, organisation=99)


def test_an_edit_of_what_somebody_else_changed_is_refused(staffed: Desk) -> None:
    run(staffed)
    version = only(staffed)["version"]
    edit(staffed, city="Rome")
    with pytest.raises(Overtaken) as refused:
        edit(staffed, version=version, city="Milan")
    assert str(refused.value) == (
        f"{REF} was changed by anna on Tue 24 Nov 2026 at 09:00 UTC, after you had read it. "
        "Look at it again, then repeat your change."
    )
    assert only(staffed)["city"] == "Rome"
    edit(staffed, version=only(staffed)["version"], city="Milan")
    assert only(staffed)["city"] == "Milan"


@pytest.mark.parametrize("verb", ["cancel", "close"])
def test_a_session_that_is_over_is_not_edited(staffed: Desk, clock: FrozenClock, verb: str) -> None:
    run(staffed)
    clock.moment = utc(2026, 12, 11)
    if verb == "close":
        decide(staffed, Decide(session=REF, verb="confirm"))
    decide(staffed, Decide(session=REF, verb=verb, reason="over"))
    with pytest.raises(Refused, match="and cannot be changed"):
        edit(staffed, city="Rome")


def test_the_coaches_become_those_that_are_named(staffed: Desk) -> None:
    run(staffed, coaches=[{"person": GRACE}])
    (kept,) = rows(staffed, "session_coaches")
    edit(staffed, coaches=[{"person": ALAN}, {"person": GRACE, "role": "assistant"}])
    assert [(row["person_id"], row["role"]) for row in rows(staffed, "session_coaches")] == [
        (GRACE, "assistant"),
        (ALAN, "lead"),
    ]
    assert rows(staffed, "session_coaches")[0]["id"] == kept["id"]
    edit(staffed, coaches=[])
    assert rows(staffed, "session_coaches") == []


@pytest.mark.parametrize(
    ("values", "touched"),
    [
        ({"link": "https://example.org/room"}, True),
        ({"delivery": "city", "city": "Rome"}, True),
        ({"coaches": [{"person": ALAN}]}, True),
        ({"coaches": [{"person": GRACE, "role": "assistant"}, {"person": ALAN}]}, True),
        ({"coaches": [{"person": GRACE, "role": "assistant"}]}, False),
        ({"city": "Rome", "venue": "Hall 1"}, False),  # it is online: nobody is shown a city
        ({"capacity_max": 9, "capacity_min": 2, "decision_on": "2026-12-01", "language": "fr"}, False),
    ],
)
def test_only_an_edit_that_calendars_show_touches_meetings(
    staffed: Desk, clock: FrozenClock, values: dict[str, Any], touched: bool
) -> None:
    run(staffed, coaches=[{"person": GRACE}])
    clock.moment += timedelta(hours=1)
    edit(staffed, **values)
    assert sequences(staffed) == [int(touched)] * 4
    changed = {row["changed_at"] for row in rows(staffed, "meetings")}
    assert changed == {f"2026-11-24T{10 if touched else 9:02}:00:00.000000Z"}


def test_an_edit_touches_only_meetings_that_are_still_to_come(staffed: Desk, clock: FrozenClock) -> None:
    run(staffed)
    clock.moment = utc(2026, 12, 8, 15)  # the second one runs
    edit(staffed, link="https://example.org/room")
    assert sequences(staffed) == [0, 1, 1, 1]


def test_a_meeting_with_a_place_of_its_own_does_not_show_the_city(staffed: Desk) -> None:
    run(staffed, delivery="city", city="Rome")
    with staffed.changing("prepare", kind="system") as change:
        first = change.work.get(Meeting, 1)
        assert first is not None
        first.place = "The old mill"
    edit(staffed, city="Milan")
    assert sequences(staffed) == [0, 1, 1, 1]


# ---- capacity


def test_capacity_is_not_lowered_below_the_seats_taken(staffed: Desk) -> None:
    run(staffed)
    book(staffed, REF, 1, 2)
    with pytest.raises(Refused) as refused:
        edit(staffed, capacity_max=1)
    assert str(refused.value) == (
        f"{REF} has 2 seats taken; a capacity of 1 would be below that. Give at least 2, or withdraw delegates first."
    )
    assert only(staffed)["capacity_max"] == 2


def test_new_seats_are_offered_to_the_line_in_the_same_deed(staffed: Desk) -> None:
    run(staffed)
    book(staffed, REF, 1, 2, 3, 4, 5)
    before, told = book_of(staffed), entries(staffed)
    receipt = edit(staffed, capacity_max=4, offer_hours=24)
    assert receipt.lines == (
        f"{REF}: a seat is offered to Cleo until Wed 25 Nov 2026 09:00 Europe/London.",
        f"{REF}: a seat is offered to Dan until Wed 25 Nov 2026 09:00 Europe/London.",
    )
    assert held(staffed, REF) == {
        "Ada": "booked",
        "Bob": "booked",
        "Cleo": "offered",
        "Dan": "offered",
        "Eve": "waitlisted",
    }
    assert entries(staffed) == told + 1
    undo(staffed)
    assert book_of(staffed) == before
    redo(staffed)
    assert list(held(staffed, REF).values()).count("offered") == 2
    assert faults(staffed) == []


def test_an_offer_that_is_due_lapses_before_new_seats_are_offered(staffed: Desk, clock: FrozenClock) -> None:
    run(staffed)
    book(staffed, REF, 1, 2, 3, 4)
    move(staffed, REF, "withdraw", 1, reason="ill")
    assert held(staffed, REF)["Cleo"] == "offered"
    clock.moment += timedelta(hours=49)
    receipt = edit(staffed, capacity_max=3)
    assert receipt.lines[0] == f"{REF}: the offer to Cleo lapsed; Cleo is at the end of the waiting list."
    assert (held(staffed, REF)["Cleo"], held(staffed, REF)["Dan"]) == ("offered", "offered")


def test_nobody_is_offered_a_new_seat_of_a_session_that_runs(staffed: Desk, clock: FrozenClock) -> None:
    run(staffed)
    book(staffed, REF, 1, 2, 3)
    clock.moment = utc(2026, 12, 8)
    assert edit(staffed, capacity_max=4).lines == ()
    assert held(staffed, REF)["Cleo"] == "waitlisted"


# ---- deciding


def test_a_cancelled_session_goes_back_to_what_it_was(staffed: Desk) -> None:
    run(staffed)
    decide(staffed, Decide(session=REF, verb="confirm"))
    receipt = decide(staffed, Decide(session=REF, verb="cancel", reason="too few"))
    assert receipt.sentence == f"{REF} cancelled: too few."
    assert (only(staffed)["status"], only(staffed)["status_before"]) == ("cancelled", "confirmed")
    decide(staffed, Decide(session=REF, verb="reopen"))
    assert (only(staffed)["status"], only(staffed)["status_before"]) == ("confirmed", None)


def test_cancelling_touches_just_the_meetings_that_it_calls_off(staffed: Desk, clock: FrozenClock) -> None:
    run(staffed)
    cancel_meeting(staffed, CancelMeeting(session=REF, number=4))
    clock.moment = utc(2026, 12, 8, 15)  # the first is over, the second runs, the fourth is off already
    decide(staffed, Decide(session=REF, verb="cancel", reason="fire"))
    assert sequences(staffed) == [0, 0, 1, 1]
    clock.moment = utc(2026, 12, 9, 15)
    decide(staffed, Decide(session=REF, verb="reopen"))
    assert sequences(staffed) == [0, 0, 2, 1]


def test_of_opening_confirming_and_closing_only_the_first_is_told_to_coaches(staffed: Desk, clock: FrozenClock) -> None:
    run(staffed, draft=True)
    decide(staffed, Decide(session=REF, verb="open"))
    decide(staffed, Decide(session=REF, verb="confirm"))
    clock.moment = utc(2026, 12, 11)
    decide(staffed, Decide(session=REF, verb="close"))
    assert only(staffed)["status"] == "closed"
    assert sequences(staffed) == [1, 1, 1, 1]  # a draft is in no calendar


def test_seats_that_became_free_meanwhile_are_offered_on_reopening(staffed: Desk) -> None:
    run(staffed)
    book(staffed, REF, 1, 2, 3)
    decide(staffed, Decide(session=REF, verb="cancel", reason="fire"))
    assert move(staffed, REF, "withdraw", 1, reason="other plans").receipt.lines == ()
    receipt = decide(staffed, Decide(session=REF, verb="reopen", offer_hours=12))
    assert receipt.lines == (f"{REF}: a seat is offered to Cleo until Tue 24 Nov 2026 21:00 Europe/London.",)
    assert held(staffed, REF)["Cleo"] == "offered"


def test_cancelling_without_a_reason_is_refused(staffed: Desk) -> None:
    run(staffed)
    with pytest.raises(Refused, match="needs a reason"):
        decide(staffed, Decide(session=REF, verb="cancel", reason="  "))


# ---- rehearsals


def test_a_rehearsal_answers_as_the_deed_would(staffed: Desk) -> None:
    run(staffed)
    book(staffed, REF, 1, 2, 3)
    before, told, size = book_of(staffed), entries(staffed), staffed.path.read_bytes()
    dry = staffed.rehearsing()
    answers = [
        schedule(dry, Schedule(programme="ACXM", start=date(2026, 12, 14), at="14:00", zone="Europe/London")),
        edit_session(dry, EditSession(session=REF, capacity_max=3, coaches=(Coaching(person=GRACE, role=Role.LEAD),))),
        decide(dry, Decide(session=REF, verb="cancel", reason="fire")),
    ]
    assert [answer.rehearsed for answer in answers] == [True, True, True]
    assert [answer.ids for answer in answers[1:]] == [(1,), (1,)]
    assert answers[0].reference == "ACXM-2026-12-14"
    assert (book_of(staffed), entries(staffed)) == (before, told)
    assert staffed.path.read_bytes() == size
