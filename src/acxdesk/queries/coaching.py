"""A coach at work: what she is asked, what she teaches next, when she is away, how much it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from acxdesk.desk.door import Desk
from acxdesk.queries.diaries import ANY_TIME, Diary, Week, diary, weeks
from acxdesk.queries.teaching import CoachLoad, Taught, load, taught_between
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session, SessionCoach
from acxdesk.records.teaching import Asking
from acxdesk.rules.accreditations import months_from
from acxdesk.rules.localtime import wall
from acxdesk.rules.sessions import CAN_CHANGE, Answer, Role, answer_words

AHEAD = timedelta(days=366)
MOST_AHEAD = 50  # meetings to come that a diary lists
MONTHS = 6  # of which a diary tells the load


@dataclass(frozen=True, slots=True)
class AskingRow:
    """That a coach is asked to teach a session which has not ended."""

    reference: str
    starts_on: date
    role: Role
    answer: Answer
    asked_at: datetime  # UTC
    reason: str  # of declining

    def words(self, now: datetime) -> str:
        """How far it is, by sign and word."""
        return answer_words(self.answer, self.asked_at, now)


@dataclass(frozen=True, slots=True)
class CoachDiary:
    """All that concerns a coach's time from now on."""

    person: int
    name: str
    zone: str  # hers, IANA; empty where it is not known
    now: datetime  # UTC, when it was read
    askings: tuple[AskingRow, ...]  # what she has not answered first, then by start
    teaches: tuple[Taught, ...]  # by start, at most `MOST_AHEAD`
    diary: Diary
    load: CoachLoad


def coach_diary(desk: Desk, person: int, zone: str) -> CoachDiary:
    """What concerns a coach's time, in a constant number of statements.

    Args:
        desk: where to read.
        person: her number.
        zone: the IANA zone of whoever looks: months begin there.
    """
    now = desk.clock.now()
    month = wall(now, zone).date().replace(day=1)
    with desk.reading() as work:
        who = work.execute(select(Person.name, Person.zone).where(Person.id == person)).one()
        rows = work.execute(
            select(
                Session.reference,
                SessionCoach.role,
                Session.starts_on,
                Asking.answer,
                Asking.asked_at,
                Asking.reason,
            )
            .select_from(Asking)
            .join(Session, Session.id == Asking.session_id)
            .join(
                SessionCoach,
                (SessionCoach.session_id == Asking.session_id) & (SessionCoach.person_id == Asking.person_id),
            )
            .where(Asking.person_id == person, Session.ends_at > now, Session.status.in_(sorted(CAN_CHANGE)))
            .order_by(Asking.answer != Answer.ASKED, Session.starts_at, Session.id)
        )
        askings = tuple(
            AskingRow(row.reference, row.starts_on, row.role, row.answer, row.asked_at, row.reason) for row in rows
        )
        teaches = taught_between(work, person, now, now + AHEAD, MOST_AHEAD)
    (hers,) = load(desk, month, months_from(month, MONTHS), person)
    return CoachDiary(person, who.name, who.zone, now, askings, teaches, diary(desk, person, now, now + AHEAD), hers)


@dataclass(frozen=True, slots=True)
class CoachRow:
    """A coach in the list of all."""

    person: int
    name: str
    week: Week
    asked: int  # sessions that she has not answered for


def coach_rows(desk: Desk) -> tuple[CoachRow, ...]:
    """Everybody who is marked as a coach, by name: two statements."""
    unanswered = (
        select(func.count())
        .select_from(Asking)
        .join(Session, Session.id == Asking.session_id)
        .where(Asking.person_id == Person.id, Asking.answer == Answer.ASKED, Session.ends_at > desk.clock.now())
        .correlate(Person)
        .scalar_subquery()
    )
    with desk.reading() as work:
        rows = work.execute(
            select(Person.id, Person.name, unanswered.label("asked"))
            .where(Person.coach)
            .order_by(Person.sort_key, Person.id)
        ).all()
        known = weeks(work, (row.id for row in rows))
    return tuple(CoachRow(row.id, row.name, known.get(row.id, ANY_TIME), row.asked) for row in rows)
