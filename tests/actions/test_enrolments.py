"""Places: booked up to the last seat, in line behind it, offered when freed; two desks, many people, one deed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import perf_counter
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.enrolments import PlacesReport, lapse_offers
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.sessions import EditSession, edit_session
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.queries.enrolments import enrolments
from acxdesk.records.sessions import Session
from acxdesk.rules.enrolments import Place
from tests.actions.sample import (
    add_people,
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
from tests.conftest import Statements

REF = "ACXM-2026-12-07"
ADA, BOB, CLEO, DAN, EVE = 1, 2, 3, 4, 5


def told(report: PlacesReport) -> list[str]:
    return [outcome.sentence for outcome in report.outcomes]


@pytest.fixture
def full(staffed: Desk) -> Desk:
    """Two seats, taken by Ada and Bob; Cleo waits, then Dan."""
    run(staffed)
    book(staffed, REF, ADA, BOB, CLEO, DAN)
    return staffed


def test_seats_are_booked_to_the_last_and_then_people_wait(staffed: Desk) -> None:
    run(staffed)
    assert book(staffed, REF, ADA).receipt.sentence == f"Ada booked on {REF}, seat 1 of 2."
    report = book(staffed, REF, BOB, CLEO, DAN)
    assert report.receipt.sentence == f"{REF}: 1 booked, 2 on the waiting list."
    assert told(report) == [
        f"Bob booked on {REF}, seat 2 of 2.",
        f"Cleo waits for a seat on {REF}: all 2 are taken, place 1 in line.",
        f"Dan waits for a seat on {REF}: all 2 are taken, place 2 in line.",
    ]
    assert [outcome.place for outcome in report.outcomes] == [Place.BOOKED, Place.WAITLISTED, Place.WAITLISTED]


def test_a_freed_seat_is_offered_to_the_first_in_line_in_the_same_deed(full: Desk) -> None:
    before, count = book_of(full), entries(full)
    report = move(full, REF, "withdraw", ADA, reason="ill", offer_hours=24)
    assert report.receipt.sentence == f"Ada withdrawn on {REF}."
    assert report.receipt.lines == (f"{REF}: a seat is offered to Cleo until Wed 25 Nov 2026 09:00 Europe/London.",)
    assert held(full, REF) == {"Ada": "withdrawn", "Bob": "booked", "Cleo": "offered", "Dan": "waitlisted"}
    assert entries(full) == count + 1
    undo(full)
    assert book_of(full) == before


def test_an_offered_seat_is_taken_for_everybody_else(full: Desk) -> None:
    move(full, REF, "withdraw", ADA, reason="ill")
    assert told(book(full, REF, EVE)) == [f"Eve waits for a seat on {REF}: all 2 are taken, place 2 in line."]
    with pytest.raises(Refused, match="Dan stays on the waiting list of ACXM-2026-12-07: all 2 seats are taken"):
        book(full, REF, DAN)
    assert told(move(full, REF, "accept", CLEO)) == [f"Cleo booked on {REF}, seat 2 of 2."]


@pytest.mark.parametrize("verb", ["decline", "withdraw", "cancel"])
def test_a_seat_that_is_not_taken_goes_to_the_next(full: Desk, verb: str) -> None:
    move(full, REF, "withdraw", ADA, reason="ill")
    report = move(full, REF, verb, CLEO, reason="no time")
    assert report.receipt.lines[0].startswith(f"{REF}: a seat is offered to Dan until ")
    assert held(full, REF)["Dan"] == "offered"


def test_several_freed_seats_go_to_the_first_of_the_line(full: Desk) -> None:
    book(full, REF, EVE)
    report = move(full, REF, "withdraw", BOB, ADA, reason="ill")
    assert [line.split(" until ")[0] for line in report.receipt.lines] == [
        f"Bob withdrawn on {REF}.",
        f"Ada withdrawn on {REF}.",
        f"{REF}: a seat is offered to Cleo",
        f"{REF}: a seat is offered to Dan",
    ]


def test_an_offer_ends_when_the_session_starts(full: Desk, clock: FrozenClock) -> None:
    clock.moment = utc(2026, 12, 6, 9)
    report = move(full, REF, "withdraw", ADA, reason="ill")
    assert report.receipt.lines == (f"{REF}: a seat is offered to Cleo until Mon 7 Dec 2026 14:00 Europe/London.",)


def test_nobody_is_promoted_after_the_start(full: Desk, clock: FrozenClock) -> None:
    clock.moment = utc(2026, 12, 7, 14)
    assert move(full, REF, "withdraw", ADA, reason="ill").receipt.lines == ()
    assert held(full, REF)["Cleo"] == "waitlisted"


def test_a_lapsed_offer_goes_to_the_end_and_the_next_is_asked(full: Desk, clock: FrozenClock) -> None:
    move(full, REF, "withdraw", ADA, reason="ill")
    clock.moment += timedelta(hours=48)
    receipt = lapse_offers(full)
    assert receipt.lines == (
        f"{REF}: the offer to Cleo lapsed; Cleo is at the end of the waiting list.",
        f"{REF}: a seat is offered to Dan until Sat 28 Nov 2026 09:00 Europe/London.",
    )
    assert rows(full, "entries")[-1]["kind"] == "system"
    clock.moment += timedelta(hours=48)
    assert lapse_offers(full).lines[1].startswith(f"{REF}: a seat is offered to Cleo until ")


def test_nothing_due_writes_nothing(full: Desk) -> None:
    move(full, REF, "withdraw", ADA, reason="ill")
    count = entries(full)
    assert lapse_offers(full).changed is False
    assert entries(full) == count


def test_whoever_is_alone_in_line_is_asked_again_only_by_the_next_deed(full: Desk, clock: FrozenClock) -> None:
    move(full, REF, "withdraw", DAN, reason="no time")
    move(full, REF, "withdraw", ADA, reason="ill")
    clock.moment += timedelta(hours=48)
    assert lapse_offers(full).lines == (f"{REF}: the offer to Cleo lapsed; Cleo is at the end of the waiting list.",)
    assert told(book(full, REF, EVE)) == [f"Eve waits for a seat on {REF}: 1 of 2 are free, place 2 in line."]
    assert told(book(full, REF, CLEO)) == [f"Cleo booked on {REF}, seat 2 of 2."]


def test_an_offer_that_is_due_lapses_before_anything_else(full: Desk, clock: FrozenClock) -> None:
    move(full, REF, "withdraw", ADA, reason="ill")
    clock.moment += timedelta(hours=48)
    with pytest.raises(Refused, match="Cleo is waitlisted"):
        move(full, REF, "accept", CLEO)
    assert held(full, REF)["Cleo"] == "offered"  # a refusal leaves everything
    report = move(full, REF, "apply", EVE)
    assert report.receipt.lines[0] == f"{REF}: the offer to Cleo lapsed; Cleo is at the end of the waiting list."


def test_the_undo_of_what_lapsed_since_is_refused(full: Desk, clock: FrozenClock) -> None:
    move(full, REF, "withdraw", ADA, reason="ill")
    clock.moment += timedelta(hours=48)
    lapse_offers(full)
    before = book_of(full)
    with pytest.raises(Overtaken) as refused:
        undo(full)
    assert str(refused.value) == (
        f"“Ada withdrawn on {REF}.” cannot be taken back: something in it has changed since. "
        "The journal shows what came after it."
    )
    assert book_of(full) == before


def test_of_many_those_who_can_are_moved_and_the_others_told(full: Desk) -> None:
    report = move(full, REF, "confirm", ADA, CLEO, EVE, BOB)
    assert report.receipt.sentence == f"{REF}: 2 confirmed, 2 cannot."
    assert [(outcome.name, outcome.place) for outcome in report.outcomes] == [
        ("Ada", Place.CONFIRMED),
        ("Cleo", None),
        ("Eve", None),
        ("Bob", Place.CONFIRMED),
    ]
    assert [outcome.sentence for outcome in report.refused] == [
        f"Cleo is waitlisted on {REF} already; that cannot be confirmed.",
        f"Eve has no place on {REF} that could be confirmed.",
    ]


def test_whoever_is_named_twice_is_moved_once(staffed: Desk) -> None:
    run(staffed)
    assert len(book(staffed, REF, ADA, ADA, ADA).outcomes) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"people": ()}, "People is missing."),
        ({"people": (0,)}, "People 0 is too small; at least 1."),
        ({"people": (2**80,)}, f"People {2**80} is too large; at most {2**63 - 1}."),
        ({"verb": "wait"}, "Verb “wait” is not one of apply, book, accept, decline, confirm, withdraw, cancel."),
        ({"verb": "book\n"}, None),
        ({"offer_hours": 0}, "Offer hours 0 is too small; at least 1."),
        ({"session": " "}, "Session is missing."),
        ({"reason": "\x1b[2J"}, "Reason has a control character (ESC, U+001B) at place 1."),
    ],
)
def test_a_wrong_value_is_told_beside_its_field(staffed: Desk, values: dict[str, Any], sentence: str | None) -> None:
    run(staffed)
    asked = {"session": REF, "verb": "book", "people": (ADA,), **values}
    if sentence is None:  # blanks around a word are nobody's fault
        assert told(move(staffed, asked["session"], asked["verb"], *asked["people"])) != []
        return
    with pytest.raises(Faulty) as refused:
        move(staffed, asked.pop("session"), asked.pop("verb"), *asked.pop("people"), **asked)
    assert str(refused.value).startswith(sentence)


def test_somebody_whom_nobody_knows_stops_the_whole_deed(staffed: Desk) -> None:
    run(staffed)
    before = book_of(staffed)
    with pytest.raises(NotFound, match="No person 99"):
        book(staffed, REF, ADA, 99)
    assert book_of(staffed) == before


@pytest.mark.parametrize("verb", ["cancel", "close"])
def test_a_session_that_is_over_or_off_takes_nobody(staffed: Desk, clock: FrozenClock, verb: str) -> None:
    run(staffed)
    book(staffed, REF, BOB)
    clock.moment = utc(2026, 12, 11)
    if verb == "close":
        decide(staffed, Decide(session=REF, verb="confirm"))
    decide(staffed, Decide(session=REF, verb=verb, reason="over"))
    for asked, person in (("book", ADA), ("apply", ADA), ("confirm", BOB)):
        with pytest.raises(Refused, match="Choose another session"):
            move(staffed, REF, asked, person)
    assert move(staffed, REF, "withdraw", BOB, reason="no time").outcomes[0].place is Place.WITHDRAWN


def test_a_delivered_session_is_filled_afterwards_with_a_word_about_it(staffed: Desk, clock: FrozenClock) -> None:
    run(staffed)
    clock.moment = utc(2026, 12, 11)
    assert told(book(staffed, REF, ADA)) == [f"Ada booked on {REF}, seat 1 of 2. It was delivered already."]


def test_each_move_is_kept_with_who_when_and_why(full: Desk, clock: FrozenClock) -> None:
    clock.moment += timedelta(hours=1)
    move(full, REF, "withdraw", ADA, reason="ill")
    move(full, REF, "accept", CLEO)
    history = [(row["enrolment_id"], row["verb"], row["before"], row["after"]) for row in rows(full, "moves")]
    assert history[4:] == [
        (1, "withdraw", "booked", "withdrawn"),
        (3, "offer", "waitlisted", "offered"),
        (3, "accept", "offered", "booked"),
    ]
    withdrawn = rows(full, "moves")[4]
    assert (withdrawn["who"], withdrawn["at"], withdrawn["why"]) == ("anna", "2026-11-24T10:00:00.000000Z", "ill")


def test_whoever_waits_again_goes_behind_those_who_wait(full: Desk, clock: FrozenClock) -> None:
    clock.moment += timedelta(hours=1)
    move(full, REF, "withdraw", CLEO, reason="no time")
    book(full, REF, CLEO)
    move(full, REF, "withdraw", ADA, reason="ill")
    assert (held(full, REF)["Dan"], held(full, REF)["Cleo"]) == ("offered", "waitlisted")


def test_the_roster_shows_the_places_in_line_as_the_rule_orders_them(full: Desk, clock: FrozenClock) -> None:
    clock.moment += timedelta(hours=1)
    book(full, REF, EVE)
    move(full, REF, "withdraw", CLEO, reason="no time")
    clock.moment += timedelta(hours=1)
    book(full, REF, CLEO)
    lines = enrolments(full, session=1).after(None, 10)
    assert [(line.values[4], line.values[9]) for line in lines] == [
        ("Ada", None),
        ("Bob", None),
        ("Cleo", 3),
        ("Dan", 1),
        ("Eve", 2),
    ]


# ---- one deed


def test_a_deed_is_done_once_however_often_it_is_sent(staffed: Desk) -> None:
    run(staffed)
    deed = str(uuid4())
    move(staffed, REF, "book", ADA, deed=deed)
    after, count = book_of(staffed), entries(staffed)
    with pytest.raises(Refused) as refused:
        move(staffed, REF, "book", ADA, deed=deed.upper())
    assert str(refused.value) == "This was done already. The journal shows it."
    with pytest.raises(Refused, match="This was done already"):
        edit_session(staffed, EditSession(session=REF, city="Rome", deed=deed))
    assert (book_of(staffed), entries(staffed)) == (after, count)


def test_a_deed_that_was_refused_can_be_sent_again(full: Desk) -> None:
    deed = str(uuid4())
    with pytest.raises(Refused, match="stays on the waiting list"):
        move(full, REF, "book", CLEO, deed=deed)
    edit_session(full, EditSession(session=REF, capacity_max=3))
    assert move(full, REF, "book", CLEO, deed=deed).receipt.changed


def test_a_rehearsal_answers_as_the_deed_and_writes_nothing(full: Desk) -> None:
    before, count, stored = book_of(full), entries(full), full.path.read_bytes()
    dry = move(full.rehearsing(), REF, "withdraw", ADA, BOB, EVE, reason="ill")
    assert (book_of(full), entries(full), full.path.read_bytes()) == (before, count, stored)
    done = move(full, REF, "withdraw", ADA, BOB, EVE, reason="ill")
    assert (dry.receipt.sentence, dry.receipt.lines, dry.outcomes) == (
        done.receipt.sentence,
        done.receipt.lines,
        done.outcomes,
    )
    assert (dry.receipt.rehearsed, done.receipt.rehearsed) == (True, False)


# ---- two desks


@contextmanager
def two_desks(one: Desk) -> Iterator[tuple[Desk, Desk]]:
    other = Desk.open(one.path, who="berta", clock=one.clock)
    yield one, other
    other.close()


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do the deeds in a thread each, started together; answers with what each gave or raised."""
    start = threading.Barrier(len(deeds))
    answers: list[object] = [None] * len(deeds)

    def work(place: int, deed: Callable[[], object]) -> None:
        start.wait()
        try:
            answers[place] = deed()
        except Exception as fault:  # noqa: BLE001 - told, not swallowed
            answers[place] = fault

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def test_of_two_desks_after_the_last_seat_one_books_and_the_other_is_told(staffed: Desk) -> None:
    for round_ in range(5):
        reference = run(staffed, capacity_max=1)
        with two_desks(staffed) as (here, there):
            answers = at_once(lambda: book(here, reference, ADA), lambda: book(there, reference, BOB))  # noqa: B023
        reports = [answer for answer in answers if isinstance(answer, PlacesReport)]
        assert len(reports) == 2, answers
        assert sorted(told(report)[0].partition(" ")[2] for report in reports) == [
            f"booked on {reference}, seat 1 of 1.",
            f"waits for a seat on {reference}: all 1 are taken, place 1 in line.",
        ], round_
        assert sorted(held(staffed, reference).values()) == ["booked", "waitlisted"]
    assert faults(staffed) == []


def test_the_same_deed_sent_to_two_desks_is_done_once(staffed: Desk) -> None:
    run(staffed)
    deed = str(uuid4())
    with two_desks(staffed) as (here, there):
        answers = at_once(
            lambda: move(here, REF, "book", ADA, deed=deed), lambda: move(there, REF, "book", ADA, deed=deed)
        )
    assert sorted(type(answer).__name__ for answer in answers) == ["PlacesReport", "Refused"]
    assert len(rows(staffed, "enrolments")) == 1


# ---- many people


def crowd(desk: Desk, size: int) -> list[int]:
    add_programme(desk, most=size)
    numbers = add_people(desk, [f"Delegate {number:05}" for number in range(size)])
    run(desk)
    return numbers


def test_two_thousand_people_are_booked_in_one_deed_and_taken_back_in_one(desk: Desk) -> None:
    people = crowd(desk, 2000)
    before = book_of(desk)
    assert book(desk, REF, *people).receipt.sentence == f"{REF}: 2000 booked."
    after = book_of(desk)
    undo(desk)
    assert book_of(desk) == before
    redo(desk)
    assert book_of(desk) == after
    assert faults(desk) == []


def test_many_people_cost_as_many_statements_as_a_few(desk: Desk, statements: Statements) -> None:
    people = crowd(desk, 400)
    counts = []
    for some in (people[:3], people[3:]):
        with statements(desk) as sent:
            book(desk, REF, *some)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_long_line_is_promoted_in_time_that_grows_with_its_length(desk: Desk) -> None:
    """Quadratic work would make the ten times longer line a hundred times slower; half of that is allowed here."""
    people = crowd(desk, 2200)
    seconds = []
    for size in (200, 2000):
        some, people = people[:size], people[size:]
        reference = run(desk, capacity_max=1)
        book(desk, reference, *some)
        edit_session(desk, EditSession(session=reference, capacity_max=size))  # offers all seats but one
        with desk.reading() as work:
            assert work.scalar(text("SELECT count(*) FROM enrolments WHERE place = 'offered'")) == size - 1
        begun = perf_counter()
        move(desk, reference, "accept", *some[1:])
        seconds.append(perf_counter() - begun)
    assert seconds[1] < 50 * seconds[0]


def test_whoever_waits_is_booked_in_the_order_of_the_line_when_seats_are_free(desk: Desk) -> None:
    people = crowd(desk, 50)
    edit_session(desk, EditSession(session=REF, capacity_max=1))
    book(desk, REF, *people)
    with desk.changing("prepare", kind="system") as change:
        session = change.work.get(Session, 1)
        assert session is not None
        session.capacity_max = 50  # without a deed that would offer them
    backwards = book(desk, REF, *reversed(people[1:]))
    assert backwards.receipt.sentence == f"{REF}: 1 booked, 48 cannot."
    forwards = book(desk, REF, *people[2:])
    assert forwards.receipt.sentence == f"{REF}: 48 booked."
