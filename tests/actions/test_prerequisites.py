"""What has to be held before a seat is given, wherever one is; and who is exempted from it."""

from datetime import date, timedelta

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.enrolments import lapse_offers
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.meetings import (
    CancelMeeting,
    MoveMeeting,
    MoveSession,
    cancel_meeting,
    move_meeting,
    move_session,
)
from acxdesk.actions.prerequisites import Exempt, Unexempt, exempt, unexempt
from acxdesk.actions.rosters import ImportEnrolments, import_enrolments
from acxdesk.actions.sessions import EditSession, Schedule, edit_session, schedule
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Refused
from acxdesk.queries.journal import journal
from acxdesk.records.accreditations import Accreditation
from acxdesk.rules.accreditations import State
from acxdesk.rules.prerequisites import Of, Standing
from tests.actions.sample import (
    add_people,
    add_programme,
    book,
    book_of,
    entries,
    faults,
    held,
    hold,
    move,
    require,
    rows,
    run,
    utc,
)
from tests.conftest import Statements

ADA, BOB, CLEO, DAN, EVE = 1, 2, 3, 4, 5
REF = "ACXC-2026-12-07"
LACKS = "needs ACXM valid on 7 Dec 2026; does not hold it"


@pytest.fixture
def asking(staffed: Desk) -> Desk:
    """ACXC of two seats, from Mon 7 Dec 2026 on, asks for ACXM; Ada and Bob hold it."""
    add_programme(staffed, "ACXC")
    require(staffed, "ACXC", "ACXM")
    for person in (ADA, BOB):
        hold(staffed, person, "ACXM")
    run(staffed, programme="ACXC")
    return staffed


def exempted(desk: Desk, person: int, **other: str) -> str:
    values = {"person": person, "programme": "acxc", "evidence": "ten years", "approver": "Towers", **other}
    return exempt(desk, Exempt.read(values)).sentence


# ---- booking


def test_who_lacks_what_is_asked_for_is_not_booked_and_told_why_and_what_to_do(asking: Desk) -> None:
    before, written = book_of(asking), entries(asking)
    with pytest.raises(Refused) as refused:
        book(asking, REF, CLEO)
    assert refused.value.sentence == f"Cleo cannot be booked on {REF}: {LACKS}."
    assert refused.value.remedy == "Record what she holds, or exempt her with the evidence."
    assert (book_of(asking), entries(asking)) == (before, written)


def test_of_many_those_who_can_are_booked_and_the_others_told_why(asking: Desk) -> None:
    hold(asking, DAN, "ACXM", valid_until=date(2026, 12, 6))
    report = book(asking, REF, ADA, CLEO, DAN, BOB)
    assert report.receipt.sentence == f"{REF}: 2 booked, 2 cannot."
    assert report.foreseen == "2 will be booked, 2 cannot."
    assert [outcome.sentence.partition(" Record")[0] for outcome in report.refused] == [
        f"Cleo cannot be booked on {REF}: {LACKS}.",
        f"Dan cannot be booked on {REF}: needs ACXM valid on 7 Dec 2026; holds ACXM until 6 Dec 2026.",
    ]
    assert held(asking, REF) == {"Ada": "booked", "Bob": "booked"}


def test_applying_and_waiting_ask_for_nothing(asking: Desk) -> None:
    assert move(asking, REF, "apply", CLEO).receipt.sentence == f"Cleo applied for {REF}."
    book(asking, REF, ADA, BOB)
    assert held(asking, REF)["Ada"] == "booked"
    assert book(asking, REF, DAN).receipt.sentence.startswith("Dan waits for a seat")


def test_an_applicant_is_booked_only_with_what_is_asked_for(asking: Desk) -> None:
    move(asking, REF, "apply", CLEO)
    with pytest.raises(Refused, match=f"Cleo cannot be booked on {REF}: {LACKS}"):
        book(asking, REF, CLEO)
    hold(asking, CLEO, "ACXM")
    assert book(asking, REF, CLEO).receipt.sentence == f"Cleo booked on {REF}, seat 1 of 2."


def test_confirming_and_coming_back_ask_again(asking: Desk) -> None:
    book(asking, REF, ADA)
    require(asking, "ACXC", "ACXC", standing=Standing.EVER)
    with pytest.raises(Refused, match=r"Ada cannot be confirmed .* needs ACXC ever held; does not hold it"):
        move(asking, REF, "confirm", ADA)
    move(asking, REF, "withdraw", ADA, reason="ill")
    with pytest.raises(Refused, match="Ada cannot be booked"):
        book(asking, REF, ADA)


def test_what_is_suspended_or_revoked_is_not_held(asking: Desk) -> None:
    hold(asking, CLEO, "ACXM", state=State.SUSPENDED)
    hold(asking, DAN, "ACXM", state=State.REVOKED)
    report = book(asking, REF, CLEO, DAN)
    assert [outcome.sentence.partition("; ")[2].partition(". ")[0] for outcome in report.refused] == [
        "holds ACXM, which is suspended",
        "holds ACXM, which was revoked",
    ]


def test_the_edition_that_a_session_stands_under_counts(staffed: Desk) -> None:
    add_programme(staffed, "ACXC")
    require(staffed, "ACXM", "ACXC")
    free = run(staffed, programme="ACXC")
    asks = run(staffed)
    assert book(staffed, free, ADA).refused == ()
    with pytest.raises(Refused, match="needs ACXC"):
        book(staffed, asks, ADA)


def test_a_session_that_is_over_tells_what_is_not_known_and_books(asking: Desk, clock: FrozenClock) -> None:
    clock.moment = utc(2027, 3, 1, 9)
    assert book(asking, REF, CLEO).receipt.sentence == (
        f"Cleo booked on {REF}, seat 1 of 2. It was delivered already. ! Cleo {LACKS}."
    )


def test_many_people_cost_as_many_statements_as_a_few(asking: Desk, statements: Statements) -> None:
    edit_session(asking, EditSession(session=REF, capacity_max=400))
    people = add_people(asking, [f"Delegate {number}" for number in range(303)])
    for person in people:
        hold(asking, person, "ACXM")
    counts = []
    for some in (people[:3], people[3:]):
        with statements(asking) as sent:
            assert book(asking, REF, *some).refused == ()
        counts.append(len(sent))
    assert counts[0] == counts[1]


# ---- the waiting list


def test_a_freed_seat_passes_over_who_lacks_what_is_asked_for_and_says_so(asking: Desk) -> None:
    hold(asking, EVE, "ACXM")
    book(asking, REF, ADA, BOB)
    book(asking, REF, CLEO, DAN, EVE)
    told = move(asking, REF, "withdraw", ADA, reason="ill").receipt.lines
    assert told == (
        f"{REF}: Cleo is passed over: {LACKS}.",
        f"{REF}: Dan is passed over: {LACKS}.",
        f"{REF}: a seat is offered to Eve until Thu 26 Nov 2026 09:00 Europe/London.",
    )
    assert held(asking, REF) == {
        "Ada": "withdrawn",
        "Bob": "booked",
        "Cleo": "waitlisted",
        "Dan": "waitlisted",
        "Eve": "offered",
    }


def test_who_stands_behind_the_last_offer_is_not_told_of(asking: Desk) -> None:
    hold(asking, EVE, "ACXM")
    book(asking, REF, ADA, BOB)
    book(asking, REF, EVE, CLEO)
    assert len(move(asking, REF, "withdraw", ADA, reason="ill").receipt.lines) == 1


def test_of_a_long_line_that_lacks_it_some_are_told_and_the_rest_are_counted(asking: Desk) -> None:
    people = add_people(asking, [f"Delegate {number:02}" for number in range(30)])
    book(asking, REF, ADA, BOB)
    book(asking, REF, *people)
    told = move(asking, REF, "withdraw", ADA, reason="ill").receipt.lines
    assert len(told) == 21
    assert told[-1] == "And 10 more like these."


def test_those_who_cannot_take_a_seat_keep_nobody_else_from_it(asking: Desk) -> None:
    hold(asking, EVE, "ACXM")
    book(asking, REF, ADA, BOB)
    book(asking, REF, CLEO)
    move(asking, REF, "withdraw", ADA, reason="ill")
    assert book(asking, REF, EVE).receipt.sentence == f"Eve booked on {REF}, seat 2 of 2."


def test_whoever_waits_is_booked_once_she_has_what_is_asked_for_and_not_before(asking: Desk) -> None:
    book(asking, REF, ADA, BOB)
    book(asking, REF, CLEO, DAN)
    move(asking, REF, "withdraw", ADA, reason="ill")
    with pytest.raises(Refused, match=f"Cleo cannot be booked on {REF}: {LACKS}"):
        book(asking, REF, CLEO)
    exempted(asking, DAN)
    assert book(asking, REF, DAN).receipt.sentence == f"Dan booked on {REF}, seat 2 of 2."


def test_an_offer_is_accepted_only_with_what_is_asked_for(asking: Desk) -> None:
    hold(asking, CLEO, "ACXM")
    book(asking, REF, ADA, BOB, CLEO)
    move(asking, REF, "withdraw", ADA, reason="ill")
    require(asking, "ACXC", "ACXC")
    with pytest.raises(Refused, match="Cleo cannot be accepted"):
        move(asking, REF, "accept", CLEO)


def test_an_offer_that_lapses_goes_past_who_lacks_it(asking: Desk, clock: FrozenClock) -> None:
    hold(asking, CLEO, "ACXM")
    hold(asking, EVE, "ACXM")
    book(asking, REF, ADA, BOB)
    book(asking, REF, CLEO, DAN, EVE)
    move(asking, REF, "withdraw", ADA, reason="ill")
    clock.moment += timedelta(hours=49)
    assert [line.partition(" until")[0].partition(": needs")[0] for line in lapse_offers(asking).lines] == [
        f"{REF}: the offer to Cleo lapsed; Cleo is at the end of the waiting list.",
        f"{REF}: Dan is passed over",
        f"{REF}: a seat is offered to Eve",
    ]


# ---- exemptions


def test_an_exemption_says_on_what_and_by_whom_and_lets_her_in(asking: Desk) -> None:
    assert exempted(asking, CLEO) == "Cleo is exempted from what ACXC asks for: ten years, approved by Towers."
    assert book(asking, REF, CLEO).refused == ()


def test_an_exemption_tells_where_she_waits_although_a_seat_is_free(asking: Desk) -> None:
    book(asking, REF, ADA, BOB)
    book(asking, REF, CLEO)
    request = {"person": CLEO, "programme": "ACXC", "evidence": "x", "approver": "y"}
    assert exempt(asking.rehearsing(), Exempt.read(request)).lines == ()
    move(asking, REF, "withdraw", ADA, reason="ill")
    assert exempt(asking, Exempt.read(request)).lines == (f"{REF}: Cleo waits there, and 1 of 2 seats are free.",)


def test_an_exemption_is_for_one_programme(asking: Desk) -> None:
    require(asking, "ACXM", "ACXC")
    exempted(asking, CLEO)
    with pytest.raises(Refused, match="needs ACXC"):
        book(asking, run(asking), CLEO)


def test_the_same_exemption_twice_changes_nothing_and_another_replaces_it(asking: Desk) -> None:
    exempted(asking, CLEO)
    written = entries(asking)
    assert exempted(asking, CLEO) == "Cleo is exempted so already."
    assert entries(asking) == written
    exempted(asking, CLEO, evidence="a degree")
    assert [row["evidence"] for row in rows(asking, "exemptions")] == ["a degree"]


def test_an_exemption_that_is_taken_back_tells_whose_seat_stands_without_it(asking: Desk) -> None:
    exempted(asking, CLEO)
    book(asking, REF, CLEO)
    receipt = unexempt(asking, Unexempt.read({"person": CLEO, "programme": "ACXC", "reason": "a forged degree"}))
    assert receipt.sentence == "Cleo is no longer exempted from what ACXC asks for: a forged degree."
    assert receipt.lines == (f"{REF}: Cleo {LACKS}.",)
    with pytest.raises(NotFound, match="Cleo is not exempted from what ACXC asks for"):
        unexempt(asking, Unexempt.read({"person": CLEO, "programme": "ACXC"}))


def test_exemptions_are_taken_back_and_put_again_and_stand_in_her_journal(asking: Desk) -> None:
    before = book_of(asking)
    exempted(asking, CLEO)
    with_it = book_of(asking)
    unexempt(asking, Unexempt.read({"person": CLEO, "programme": "ACXC"}))
    assert [line.cells for line in journal(asking, zone="Europe/London", person=CLEO).after(None, 10)]
    undo(asking)
    assert book_of(asking) == with_it
    undo(asking)
    assert book_of(asking) == before
    redo(asking)
    assert book_of(asking) == with_it
    assert faults(asking) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"person": 99}, "No person 99."),
        ({"programme": "ZZZ"}, 'There is no programme "ZZZ".'),
    ],
)
def test_who_or_what_is_not_there_cannot_be_exempted(asking: Desk, values: dict[str, str], sentence: str) -> None:
    whom = {"person": CLEO, "programme": "ACXC", **values}
    with pytest.raises(NotFound) as refused:
        exempt(asking, Exempt.read({**whom, "evidence": "x", "approver": "y"}))
    assert refused.value.sentence == sentence
    with pytest.raises(NotFound) as refused:
        unexempt(asking, Unexempt.read(whom))
    assert refused.value.sentence == sentence


@pytest.mark.parametrize("field", ["evidence", "approver"])
@pytest.mark.parametrize("value", ["", "  ", "x" * 501, "a\x1b[2Jb"])
def test_evidence_and_approver_are_sentences(field: str, value: str) -> None:
    given = {"person": CLEO, "programme": "ACXC", "evidence": "x", "approver": "y", field: value}
    with pytest.raises(Faulty) as faulty:
        Exempt.read(given)
    assert [fault.field for fault in faulty.value.faults] == [field]


def test_evidence_stays_as_it_was_written(asking: Desk) -> None:
    exempted(asking, CLEO, evidence="[/oops] [red]شهادة")
    assert book_of(asking)["exemptions", 1]["evidence"] == "[/oops] [red]شهادة"


# ---- other dates, another status, coaches


def test_a_session_that_moves_tells_whom_its_new_start_leaves_without(asking: Desk) -> None:
    hold(asking, EVE, "ACXM", valid_until=date(2026, 12, 10))
    book(asking, REF, EVE, ADA)
    receipt = move_session(asking, MoveSession.read({"session": REF, "start": "2026-12-14"}))
    assert receipt.lines[4:] == (f"{REF}: Eve needs ACXM valid on 14 Dec 2026; holds ACXM until 10 Dec 2026.",)
    assert held(asking, REF) == {"Ada": "booked", "Eve": "booked"}


def test_a_move_of_the_clock_alone_tells_nothing(asking: Desk) -> None:
    exempted(asking, CLEO)
    book(asking, REF, CLEO)
    unexempt(asking, Unexempt.read({"person": CLEO, "programme": "ACXC"}))
    moved = move_session(asking, MoveSession.read({"session": REF, "at": "15:00"}))
    assert len(moved.lines) == 4
    first = move_meeting(asking, MoveMeeting.read({"session": REF, "number": 1, "day": "2026-12-05"}))
    assert first.lines[-1] == f"{REF}: Cleo needs ACXM valid on 5 Dec 2026; does not hold it."


def test_a_session_that_is_reopened_tells_who_lacks_something_by_now(asking: Desk) -> None:
    number = hold(asking, EVE, "ACXM")
    book(asking, REF, EVE)
    decide(asking, Decide(session=REF, verb="cancel", reason="too few"))
    with asking.changing("prepare", kind="system") as change:
        row = change.work.get(Accreditation, number)
        assert row is not None
        row.state = State.REVOKED
    assert decide(asking, Decide(session=REF, verb="reopen")).lines == (
        f"{REF}: Eve needs ACXM valid on 7 Dec 2026; holds ACXM, which was revoked.",
    )


GRACE, ALAN = 6, 7
LAPSES = "needs ACXM valid on 9 Dec 2026; holds ACXM until 8 Dec 2026"


@pytest.fixture
def coached(asking: Desk) -> Desk:
    """Coaches of ACXC hold ACXM: Grace until the second day, Alan for life."""
    require(asking, "ACXC", "ACXM", of=Of.COACH)
    hold(asking, GRACE, "ACXM", valid_until=date(2026, 12, 8))
    hold(asking, ALAN, "ACXM")
    return asking


def coaching(*people: int, role: str = "lead") -> list[dict[str, object]]:
    return [{"person": person, "role": role} for person in people]


def test_a_coach_who_lapses_before_the_last_meeting_is_told_and_not_refused(coached: Desk) -> None:
    values = {"programme": "ACXC", "start": "2026-12-07", "at": "9:00", "zone": "Europe/London"}
    receipt = schedule(coached, Schedule.read({**values, "at": "09:00", "coaches": coaching(GRACE, ALAN)}))
    assert receipt.lines[4:] == (f"Coach Grace Hopper, meeting 3 on Wed 9 Dec 2026: {LAPSES}.",)
    edited = edit_session(coached, EditSession.read({"session": REF, "coaches": coaching(GRACE)}))
    assert edited.lines == (f"Coach Grace Hopper, meeting 3 on Wed 9 Dec 2026: {LAPSES}.",)
    assert edit_session(coached, EditSession.read({"session": REF, "coaches": coaching(ALAN)})).lines == ()


def test_of_a_mentor_in_training_it_is_not_asked(coached: Desk) -> None:
    request = EditSession.read({"session": REF, "coaches": coaching(GRACE, role="mentor in training")})
    assert edit_session(coached, request).lines == ()


def test_a_meeting_that_moves_tells_of_a_coach_who_lapses_before_it(coached: Desk) -> None:
    edit_session(coached, EditSession.read({"session": REF, "coaches": coaching(GRACE)}))
    for number in (3, 4):
        cancel_meeting(coached, CancelMeeting.read({"session": REF, "number": number}))
    told = move_meeting(coached, MoveMeeting.read({"session": REF, "number": 2, "day": "2026-12-09"})).lines[-1]
    assert told == f"Coach Grace Hopper, meeting 2 on Wed 9 Dec 2026: {LAPSES}."


# ---- two desks, and a roster


def test_two_desks_after_one_exemption_leave_one_that_says_who_was_first(asking: Desk) -> None:
    other = Desk.open(asking.path, who="bea", clock=asking.clock)
    exempted(asking, CLEO)
    exempted(other, CLEO, evidence="a degree")
    other.close()
    (row,) = rows(asking, "exemptions")
    assert (row["evidence"], row["who"]) == ("a degree", "bea")
    undo(asking)
    assert [(row["evidence"], row["who"]) for row in rows(asking, "exemptions")] == [("ten years", "anna")]


def test_a_seat_that_is_given_between_the_look_and_the_deed_is_not_given_twice(asking: Desk) -> None:
    other = Desk.open(asking.path, who="bea", clock=asking.clock)
    exempted(asking, CLEO)
    assert book(asking.rehearsing(), REF, CLEO).refused == ()
    unexempt(other, Unexempt.read({"person": CLEO, "programme": "ACXC"}))
    other.close()
    with pytest.raises(Refused, match=LACKS):
        book(asking, REF, CLEO)


def test_a_roster_tells_line_by_line_who_lacks_what_is_asked_for(asking: Desk) -> None:
    table = f"session,name,place\n{REF},Ada,booked\n{REF},Cleo,confirmed\n{REF},Dan,applied\n{REF},Eve,waitlisted\n"
    report = import_enrolments(asking, ImportEnrolments(data=table.encode()))
    assert [(line.state, line.sentence.partition(" Record")[0]) for line in report.lines] == [
        ("new", f"Ada booked on {REF}, seat 1 of 2."),
        ("refused", f"Row 3: Cleo cannot be booked on {REF}: {LACKS}."),
        ("new", f"Dan applied for {REF}."),
        ("new", f"Eve waits for a seat on {REF}: 1 of 2 are free, place 1 in line."),
    ]


def test_a_roster_of_a_session_that_is_over_is_put_down_whatever_was_held(asking: Desk, clock: FrozenClock) -> None:
    clock.moment = utc(2027, 3, 1, 9)
    table = f"session,name,place\n{REF},Cleo,confirmed\n"
    report = import_enrolments(asking, ImportEnrolments(data=table.encode()))
    assert [line.sentence for line in report.lines] == [f"Cleo confirmed on {REF}. ! Cleo {LACKS}."]
