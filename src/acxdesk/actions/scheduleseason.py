"""What happens to the schedule of the demonstration, as in any autumn: a closure, a leave, a moved class, a plan.

Calendars were given out before a class was moved, so that somebody is to be told; a coach is asked; a plan is thought
through. Each step is done when its day has come, by the app's own deeds.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select

from acxdesk.actions.askings import Ask, ask
from acxdesk.actions.closures import AddClosure, add_closure
from acxdesk.actions.diaries import AddLeave, add_leave
from acxdesk.actions.givens import note_all
from acxdesk.actions.meetings import MoveMeeting, MoveSession, move_meeting
from acxdesk.actions.people import counted
from acxdesk.actions.scratch import NewPlan, add_step, new_plan
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.queries.givens import occasions_of
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session, SessionCoach
from acxdesk.rules.enrolments import ATTENDS
from acxdesk.rules.updates import Part, Way

WEEKLY: Final = "COIM-2020-11-17"  # seven weeks, the last of them in the closure
NEXT: Final = "COIC-2020-12-08"
PLAN: Final = "COIC after the holidays"


def load_schedule(desk: Desk) -> list[Receipt]:
    """Carry the schedule on until the desk's present; a receipt for each deed."""
    now = desk.clock.now()
    done: list[Receipt] = []
    for moment, step in _STEPS:
        if moment > now:
            break
        done += step(replace(desk, clock=FrozenClock(moment)))
    return done


def _closed(desk: Desk) -> Iterator[Receipt]:
    values = {"name": "Christmas closure", "first_on": "2020-12-24", "last_on": "2021-01-01"}
    yield add_closure(desk, AddClosure.read(values))


def _given(desk: Desk) -> Iterator[Receipt]:
    """Whoever sits in the weekly course, and its coach, have their calendars."""
    with desk.reading() as work:
        of_it = Session.reference == WEEKLY
        sits = select(Enrolment.person_id).join(Enrolment.session).where(of_it, Enrolment.place.in_(sorted(ATTENDS)))
        teaches = select(SessionCoach.person_id).join(SessionCoach.session).where(of_it)
        whose = [(number, Part.DELEGATE) for number in work.scalars(sits.order_by(Enrolment.id))]
        whose += [(number, Part.COACH) for number in work.scalars(teaches.order_by(SessionCoach.id))]
    occasions = {one: occasions_of(desk, *one) for one in whose}
    with desk.changing("calendars given", kind="system") as change:
        note_all(change, Way.FILE, occasions)
        change.say(f"{counted(len(occasions), 'calendar')} of {WEEKLY} given as files.")
        change.work.flush()
    yield Receipt(change.sentence)


def _moved(desk: Desk) -> Iterator[Receipt]:
    values = {"session": WEEKLY, "number": 5, "day": "2020-12-16", "reason": "the coach sits an examination"}
    yield move_meeting(desk, MoveMeeting.read(values))


def _on_leave(desk: Desk) -> Iterator[Receipt]:
    coach, _other = _coaches(desk)
    yield add_leave(desk, AddLeave.read({"person": str(coach), "first_on": "2020-12-08", "reason": "a family day"}))


def _asked(desk: Desk) -> Iterator[Receipt]:
    _coach, other = _coaches(desk)
    yield ask(desk, Ask.read({"session": NEXT, "coaches": [{"person": other}]}))


def _planned(desk: Desk) -> Iterator[Receipt]:
    yield new_plan(desk, NewPlan(name=PLAN))
    yield add_step(desk, PLAN, MoveSession.read({"session": NEXT, "start": "2021-01-12"}))


def _coaches(desk: Desk) -> tuple[int, int]:
    """Who teaches the weekly course, and a coach who has no part in the next one."""
    with desk.reading() as work:
        parts = select(SessionCoach.person_id).join(SessionCoach.session).order_by(SessionCoach.id)
        coach = work.scalars(parts.where(Session.reference == WEEKLY)).one()
        others = select(Person.id).where(
            Person.coach, Person.id != coach, Person.id.not_in(parts.where(Session.reference == NEXT))
        )
        return coach, work.scalars(others.order_by(Person.id)).first() or coach


_STEPS: Final[tuple[tuple[datetime, Callable[[Desk], Iterator[Receipt]]], ...]] = (
    (datetime(2020, 11, 2, 9, tzinfo=UTC), _closed),
    (datetime(2020, 11, 16, 9, tzinfo=UTC), _given),
    (datetime(2020, 11, 19, 9, tzinfo=UTC), _asked),
    (datetime(2020, 11, 20, 10, tzinfo=UTC), _moved),
    (datetime(2020, 11, 20, 15, tzinfo=UTC), _on_leave),
    (datetime(2020, 11, 23, 16, tzinfo=UTC), _planned),
)
