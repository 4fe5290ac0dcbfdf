"""Whatever is done, taken back and put again, in any order: the book stays whole, and every reader learns of it."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.enrolments import lapse_offers
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.meetings import (
    AddMeeting,
    CancelMeeting,
    MoveMeeting,
    MoveSession,
    ResizeMeeting,
    RestoreMeeting,
    add_meeting,
    cancel_meeting,
    move_meeting,
    move_session,
    resize_meeting,
    restore_meeting,
)
from acxdesk.actions.prerequisites import Exempt, Unexempt, exempt, unexempt
from acxdesk.actions.sessions import EditSession, edit_session
from acxdesk.actions.transfers import Transfer, transfer
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.queries.calendars import CalendarOf, of_all, of_coach, of_delegate
from acxdesk.queries.enrolments import enrolments
from acxdesk.records.base import INSTANT
from acxdesk.rules.calendars import Occasion
from acxdesk.rules.enrolments import ATTENDS, TAKES_SEAT, Place, Waiting, line
from acxdesk.rules.localtime import instant
from tests.actions.sample import add_people, add_programme, book_of, entries, faults, levels, move, rows, run, utc

PEOPLE = (1, 2, 3, 4)
COACHES = (5, 6)
ZONES = ("Europe/London", "America/New_York", "Asia/Kathmandu")

people = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4, unique=True)
which = st.integers(0, 2)  # one of the sessions on the desk, however many there are
numbers = st.integers(1, 5)
days = st.dates(min_value=date(2027, 3, 22), max_value=date(2027, 4, 9))  # clocks change in between
times = st.times().map(lambda at: at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0))


def moment(stored: str) -> datetime:
    return datetime.strptime(stored, INSTANT).replace(tzinfo=UTC)


class Histories(RuleBasedStateMachine):
    """A desk with a programme, four delegates and two coaches, and everything that was done since."""

    def __init__(self, template: Path) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        shutil.copy(template, self.folder / "desk.acx")
        self.clock = FrozenClock(utc(2027, 3, 1, 9))
        self.desk = Desk.open(self.folder / "desk.acx", who="anna", clock=self.clock)
        add_programme(self.desk, "COIM", "3 weeks @ 3 hours per week", most=2)
        add_people(self.desk, ("Ada", "Bob", "Cleo", "Dan"))
        add_people(self.desk, ("Grace Hopper", "Alan Turing"), coach=True)
        self.done: list[tuple[dict[Any, Any], dict[Any, Any]]] = []  # before and after each deed that can go back
        self.undone: list[tuple[dict[Any, Any], dict[Any, Any]]] = []
        self.highest: dict[Any, Any] = {}
        self.held: dict[tuple[str, str], Occasion] = {}  # what each reader was told last

    def teardown(self) -> None:
        try:
            for before, _after in reversed(self.done):
                undo(self.desk)
                assert book_of(self.desk) == before
            self.readers_learn_of_every_change()
            for _before, after in self.done:
                redo(self.desk)
                assert book_of(self.desk) == after
            self.readers_learn_of_every_change()
            assert faults(self.desk) == []  # a chain that broke on the way is broken at the end
        finally:
            self.desk.close()
            shutil.rmtree(self.folder)

    def try_to(self, deed: Callable[[Desk, str], object], place: int) -> None:
        """Do a deed about one of the sessions; refused, or with nothing to do, it must leave no trace."""
        sessions = rows(self.desk, "sessions")
        if not sessions:
            return
        reference = sessions[place % len(sessions)]["reference"]
        self.attempt(lambda: deed(self.desk, reference))

    def attempt(self, deed: Callable[[], object]) -> None:
        before, count = book_of(self.desk), entries(self.desk)
        try:
            deed()
        except Refused:
            assert entries(self.desk) == count
        after = book_of(self.desk)
        if entries(self.desk) == count:
            assert after == before
            return
        self.done.append((before, after))
        self.undone.clear()

    # ---- sessions

    @initialize(seats=st.integers(1, 2), whom=people)
    def begin_with_a_session(self, seats: int, whom: list[int]) -> None:
        self.schedule(date(2027, 3, 23), time(14), ZONES[0], seats)
        self.book(0, whom)

    @precondition(lambda self: len(rows(self.desk, "sessions")) < 3)
    @rule(start=days, at=times, zone=st.sampled_from(ZONES), seats=st.integers(1, 3))
    def schedule(self, start: date, at: object, zone: str, seats: int) -> None:
        self.attempt(
            lambda: run(
                self.desk,
                start,  # type: ignore[arg-type]
                programme="COIM",
                at=at,
                zone=zone,
                capacity_max=seats,
                coaches=[{"person": COACHES[0]}],
            )
        )

    @rule(place=which, verb=st.sampled_from(("confirm", "close", "cancel", "reopen", "reopen")))
    def decide(self, place: int, verb: str) -> None:
        self.try_to(lambda d, ref: decide(d, Decide(session=ref, verb=verb, reason="why")), place)

    @rule(
        place=which,
        values=st.fixed_dictionaries(
            {},
            optional={
                "capacity_max": st.integers(1, 4),
                "city": st.sampled_from(("", "Rome")),
                "delivery": st.sampled_from(("online", "city")),
                "link": st.sampled_from(("", "https://example.org/room")),
                "coaches": st.sampled_from(([], [{"person": 5}], [{"person": 6}, {"person": 5}])),
                "decision_on": st.sampled_from((None, "2027-03-15")),
            },
        ),
    )
    def edit(self, place: int, values: dict[str, Any]) -> None:
        self.try_to(lambda d, ref: edit_session(d, EditSession.read({"session": ref, **values})), place)

    @rule(place=which, start=st.none() | days, at=st.none() | times, zone=st.sampled_from(("", *ZONES)))
    def move_session(self, place: int, start: date | None, at: object, zone: str) -> None:
        values = {"start": start, "at": at, "zone": zone}
        self.try_to(lambda d, ref: move_session(d, MoveSession.read({"session": ref, **values})), place)

    @rule(
        place=which,
        number=numbers,
        kind=st.sampled_from(("move", "move", "resize", "cancel", "restore", "add")),
        day=days,
        at=st.none() | times,
        minutes=st.integers(1, 600),
    )
    def change_a_meeting(self, place: int, number: int, kind: str, day: date, at: object, minutes: int) -> None:
        values = {"number": number, "day": day, "at": at}
        deeds: dict[str, Callable[[Desk, str], object]] = {
            "move": lambda d, ref: move_meeting(d, MoveMeeting.read({"session": ref, **values})),
            "resize": lambda d, ref: resize_meeting(d, ResizeMeeting(session=ref, number=number, minutes=minutes)),
            "cancel": lambda d, ref: cancel_meeting(d, CancelMeeting(session=ref, number=number)),
            "restore": lambda d, ref: restore_meeting(d, RestoreMeeting(session=ref, number=number)),
            "add": lambda d, ref: add_meeting(d, AddMeeting(session=ref, day=day)),
        }
        self.try_to(deeds[kind], place)

    # ---- places

    @rule(place=which, whom=people)
    def book(self, place: int, whom: list[int]) -> None:
        self.try_to(lambda d, ref: move(d, ref, "book", *whom), place)

    @rule(place=which, whom=people)
    def apply(self, place: int, whom: list[int]) -> None:
        self.try_to(lambda d, ref: move(d, ref, "apply", *whom), place)

    @precondition(lambda self: self.standing(Place.BOOKED, Place.CONFIRMED))
    @rule(one=st.integers(0, 11), verb=st.sampled_from(("withdraw", "cancel")), hours=st.integers(1, 48))
    def leave(self, one: int, verb: str, hours: int) -> None:
        reference, person = self.standing(Place.BOOKED, Place.CONFIRMED)[one]
        self.attempt(lambda: move(self.desk, reference, verb, person, reason="why", offer_hours=hours))

    @precondition(lambda self: self.standing(*Place))
    @rule(one=st.integers(0, 11), to=which, whom=people, wait=st.booleans())
    def transfer(self, one: int, to: int, whom: list[int], wait: bool) -> None:
        here, person = self.standing(*Place)[one]
        values = {"session": here, "people": (person, *whom), "reason": "why", "wait": wait}
        self.try_to(lambda d, ref: transfer(d, Transfer.read({**values, "to": ref})), to)

    @rule(person=st.sampled_from(PEOPLE), evidence=st.sampled_from(("practice", "a degree", "")))
    def exempt(self, person: int, evidence: str) -> None:
        given = {"person": person, "programme": "COIM"}
        if evidence:
            request = Exempt.read({**given, "evidence": evidence, "approver": "Towers"})
            self.attempt(lambda: exempt(self.desk, request))
        else:
            self.attempt(lambda: unexempt(self.desk, Unexempt.read(given)))

    @precondition(lambda self: self.standing(Place.OFFERED))
    @rule(one=st.integers(0, 11), verb=st.sampled_from(("accept", "accept", "decline", "book")))
    def answer_an_offer(self, one: int, verb: str) -> None:
        reference, person = self.standing(Place.OFFERED)[one]
        self.attempt(lambda: move(self.desk, reference, verb, person))

    @precondition(lambda self: self.standing(*Place))
    @rule(one=st.integers(0, 11), verb=st.sampled_from(("confirm", "decline", "withdraw", "book")))
    def move_any_place(self, one: int, verb: str) -> None:
        reference, person = self.standing(*Place)[one]
        self.attempt(lambda: move(self.desk, reference, verb, person, reason="why"))

    def standing(self, *places: Place) -> list[tuple[str, int]]:
        """Sessions and people who have one of the places in them, over and over; empty for none."""
        names = {row["id"]: row["reference"] for row in rows(self.desk, "sessions")}
        found = [
            (names[row["session_id"]], row["person_id"])
            for row in rows(self.desk, "enrolments")
            if row["place"] in places
        ]
        return found * 12

    # ---- the desk

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.clock.moment += timedelta(hours=hours)

    @rule()
    def the_clock_is_set_back(self) -> None:
        self.clock.moment -= timedelta(minutes=10)

    @precondition(lambda self: self.standing(Place.OFFERED))
    @rule()
    def offers_lapse(self) -> None:
        self.clock.moment += timedelta(hours=49)
        assert lapse_offers(self.desk).changed
        # The desk did that by itself; nothing can be taken back past it.
        self.done.clear()
        self.undone.clear()

    @precondition(lambda self: self.done)
    @rule(count=st.integers(1, 3))
    def take_back(self, count: int) -> None:
        for _each in range(min(count, len(self.done))):
            before, after = self.done.pop()
            undo(self.desk)
            assert book_of(self.desk) == before
            self.undone.append((before, after))

    @precondition(lambda self: self.undone)
    @rule(count=st.integers(1, 3))
    def put_again(self, count: int) -> None:
        for _each in range(min(count, len(self.undone))):
            before, after = self.undone.pop()
            redo(self.desk)
            assert book_of(self.desk) == after
            self.done.append((before, after))

    @precondition(lambda self: self.done)
    @rule(count=st.integers(1, 6))
    def go_back_and_forth(self, count: int) -> None:
        self.take_back(count)
        self.readers_learn_of_every_change()
        self.put_again(count)

    # ---- what always holds

    @invariant()
    def no_level_goes_down(self) -> None:
        now = levels(self.desk)
        assert {key: value for key, value in now.items() if value < self.highest.get(key, value)} == {}
        self.highest |= now

    @invariant()
    def seats_and_lines_are_kept(self) -> None:
        places = rows(self.desk, "enrolments")
        for session in rows(self.desk, "sessions"):
            here = [row for row in places if row["session_id"] == session["id"]]
            assert sum(row["place"] in TAKES_SEAT for row in here) <= session["capacity_max"]
            waiting = [row for row in here if row["place"] == Place.WAITLISTED]
            ordered = line([Waiting(row["id"], moment(row["waiting_since"]), row["priority"]) for row in waiting])
            shown = {each.id: each.values[9] for each in enrolments(self.desk, session=session["id"]).after(None, 9)}
            assert [shown.pop(one.enrolment) for one in ordered] == list(range(1, len(ordered) + 1))
            assert set(shown.values()) <= {None}

    @invariant()
    def a_place_is_what_its_last_move_made_it(self) -> None:
        last = {row["enrolment_id"]: row["after"] for row in rows(self.desk, "moves")}
        for row in rows(self.desk, "enrolments"):
            place = Place(row["place"])
            assert last[row["id"]] == place
            assert (row["offered_until"] is not None) is (place is Place.OFFERED)
            sits = row["attended_from"] is not None and row["left_at"] is None
            assert sits is (place in ATTENDS)
            if place is Place.WAITLISTED:
                assert row["waiting_since"] is not None

    @invariant()
    def what_is_derived_from_meetings_is_right(self) -> None:
        meetings = rows(self.desk, "meetings")
        for session in rows(self.desk, "sessions"):
            here = [row for row in meetings if row["session_id"] == session["id"]]
            for row in here:
                at = datetime.strptime(row["at"], "%H:%M").time()  # noqa: DTZ007 - a wall time
                starts = instant(date.fromisoformat(row["day"]), at, session["zone"])
                assert (moment(row["starts_at"]), moment(row["ends_at"])) == (
                    starts,
                    starts + timedelta(minutes=row["minutes"]),
                )
            held = [row for row in here if not row["cancelled"]]
            assert held
            assert session["starts_at"] == min(row["starts_at"] for row in held)
            assert session["ends_at"] == max(row["ends_at"] for row in held)
            assert session["starts_on"] == min(row["day"] for row in held)

    @invariant()
    def readers_learn_of_every_change(self) -> None:
        calendars: dict[str, CalendarOf] = {str(number): of_delegate(self.desk, number) for number in PEOPLE[:2]}
        calendars |= {"everything": of_all(self.desk)}
        if all(coach["person_id"] == COACHES[0] for coach in rows(self.desk, "session_coaches")):
            calendars["coach"] = of_coach(self.desk, COACHES[0])
        for name, calendar in calendars.items():
            now = {(name, one.uid): one for one in calendar.occasions()}
            for key, one in now.items():
                known = self.held.get(key, one)
                assert known == one or one.sequence > known.sequence, (known, one)
                assert one.changed_at >= known.changed_at
            if name != "coach":  # a coach who is off a session is told by hand
                for key in {key for key in self.held if key[0] == name} - now.keys():
                    assert self.held[key].cancelled, self.held[key]
            self.held |= now


def test_any_history_can_be_taken_back_and_put_again(template: Path) -> None:
    run_state_machine_as_test(
        lambda: Histories(template),  # type: ignore[arg-type]  # a maker of one will do
        settings=settings(
            max_examples=20,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
