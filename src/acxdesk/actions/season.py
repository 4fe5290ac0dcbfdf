"""The demonstration with a past: its sessions were taught, marked and awarded until the desk's present.

Everything is done by the app's own deeds, each by somebody and at a moment that fit.

Sessions that ended some weeks before the desk's present are done with. The last ones are left as a coordinator finds
them on a morning: attendance that is missing, marks half entered, results that are overdue.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import orm, select

from acxdesk.actions.attendance import MarkAttendance, mark_attendance
from acxdesk.actions.awards import Award, award
from acxdesk.actions.awardseason import load_award
from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.demo import load_demo
from acxdesk.actions.marks import EnterMarks, enter_marks
from acxdesk.actions.moderation import AgreeMarks, agree_marks
from acxdesk.actions.results import Release, release
from acxdesk.actions.scheduleseason import load_schedule
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.queries.marks import MarkSheet, sheet
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session, SessionCoach
from acxdesk.rules.marks import Series
from acxdesk.rules.outcomes import Verdict
from acxdesk.rules.schemes import Part, points_words

BEGAN: Final = datetime(2020, 7, 27, 9, tzinfo=UTC)  # when the season was put on the desk, two weeks before it began
DONE_WITH: Final = timedelta(days=21)  # after the last meeting; what ended later still waits for somebody
MARKED_AFTER: Final = timedelta(days=2)
RELEASED_AFTER: Final = timedelta(days=5)
RESAT_AFTER: Final = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class _Taught:
    """A session of which at least one meeting is over."""

    reference: str
    coach: str  # who teaches it
    ends_at: datetime  # UTC
    meetings: tuple[tuple[int, datetime], ...]  # number, and when it ended; only those that are over


def load_season(desk: Desk) -> Receipt:
    """Fill an empty desk as `demo.load_demo` does, and with what has happened on it since.

    Raises:
        Refused: somebody or some session is on the desk already.
    """
    began = load_demo(_at(desk, BEGAN, desk.who))
    if began.rehearsed:
        return began
    done = (
        *load_award(desk),
        *load_schedule(desk),
        *_taught_until_now(desk),
    )  # a ballot that no undo takes back is not what was done last
    return replace(began, lines=(*began.lines, *(receipt.sentence for receipt in done)))


def _taught_until_now(desk: Desk) -> list[Receipt]:
    """Write down what has happened in every session; a receipt for each deed."""
    now = desk.clock.now()
    receipts: list[Receipt] = []
    with desk.reading() as work:
        coaches = list(work.scalars(select(Person.name).where(Person.coach).order_by(Person.id)))
        taught = list(_taught(work, now))
    for place, session in enumerate(taught):
        seen = sheet(desk, session.reference)
        is_forgotten = session is taught[-1] and session.ends_at > now  # so that there is something to put right
        if seen.scheme is None or not seen.people or is_forgotten:
            continue
        receipts.append(_attended(desk, session, seen))
        others = [name for name in coaches if name != session.coach]
        markers = (others[place % len(others)], others[(place + 1) % len(others)])
        if session.ends_at <= now - DONE_WITH:
            receipts += _done_with(desk, session, markers)
        elif session.ends_at <= now and seen.scheme.parts:
            marking = _at(desk, session.ends_at + MARKED_AFTER, markers[0])
            receipts.append(_entered(marking, session, Series.FIRST, seen.scheme.parts[:1]))
    return receipts


def _taught(work: orm.Session, now: datetime) -> Iterator[_Taught]:
    rows = work.scalars(
        select(Session)
        .where(Session.starts_at <= now)
        .options(orm.selectinload(Session.meetings), orm.selectinload(Session.coaches).joinedload(SessionCoach.person))
        .order_by(Session.ends_at, Session.id)
    )
    for row in rows:
        over = tuple((one.number, one.ends_at) for one in row.meetings if one.ends_at <= now and not one.cancelled)
        if over:
            coach = row.coaches[0].person.name if row.coaches else ""
            yield _Taught(row.reference, coach, row.ends_at, over)


def _at(desk: Desk, moment: datetime, who: str) -> Desk:
    """The desk as somebody sat at it then."""
    return replace(desk, clock=FrozenClock(min(moment, desk.clock.now())), who=who or desk.who)


def _attended(desk: Desk, session: _Taught, seen: MarkSheet) -> Receipt:
    """All meetings that are over, after the last of them."""
    marks = [
        {"person": one.person, "meeting": number, **_sat(place, number)}
        for number, _ in session.meetings
        for place, one in enumerate(seen.people)
    ]
    request = MarkAttendance.read({"session": session.reference, "marks": marks})
    return mark_attendance(_at(desk, session.meetings[-1][1], session.coach), request).receipt


def _sat(place: int, number: int) -> dict[str, object]:
    """How somebody sat a meeting; one in ten comes late to the second one, one in fifteen watches the first."""
    if number == 2 and place % 10 == 3:  # noqa: PLR2004 - the second meeting
        return {"attended": "present", "late": 10}
    if number == 1 and place % 15 == 7:  # noqa: PLR2004 - the eighth of them
        return {"attended": "make-up", "note": "sat it with the session before"}
    return {"attended": "present"}


def _done_with(desk: Desk, session: _Taught, markers: tuple[str, str]) -> Iterator[Receipt]:
    """Mark, mark a second time, agree, release and award; whoever failed a component resits it a month later."""
    reference, day = session.reference, session.ends_at + MARKED_AFTER
    first, second, telling = (
        _at(desk, day, markers[0]),
        _at(desk, day + timedelta(days=1), markers[1]),
        _at(desk, session.ends_at + RELEASED_AFTER, desk.who),
    )
    seen = sheet(desk, reference)
    if seen.scheme is not None and seen.scheme.parts:
        yield _entered(first, session, Series.FIRST, seen.scheme.parts)
        if any(one.twice for one in seen.people):
            yield _entered(second, session, Series.SECOND, seen.scheme.parts)
            yield agree_marks(telling, AgreeMarks(session=reference))
    yield from _told(telling, reference)
    if session.ends_at + RESAT_AFTER <= desk.clock.now():
        yield from _resat(desk, session, markers)


def _told(desk: Desk, reference: str) -> Iterator[Receipt]:
    """Release what is new, award who passed, close what nobody resits."""
    yield release(desk, Release(session=reference))
    told = [one.outcome.verdict for one in sheet(desk, reference).people]
    if Verdict.PASSED in told:
        yield award(desk, Award(session=reference)).receipt
    if Verdict.RESIT not in told:
        for verb in ("confirm", "close"):
            yield decide(desk, Decide(session=reference, verb=verb))


def _resat(desk: Desk, session: _Taught, markers: tuple[str, str]) -> Iterator[Receipt]:
    day = session.ends_at + RESAT_AFTER
    seen = sheet(_at(desk, day, desk.who), session.reference)
    again = [one for one in seen.people if one.outcome.verdict is Verdict.RESIT]
    if not again:
        return
    for series, marker in ((Series.FIRST, markers[0]), (Series.SECOND, markers[1])):
        marks = [
            {"enrolment": one.enrolment, "component": part.name, "points": points_words(part.out_of * 7 // 10)}
            for one in again
            for part in one.outcome.resits
            if series is Series.FIRST or one.twice
        ]
        if marks:
            values = {"session": session.reference, "series": series, "attempt": 2, "marks": marks}
            yield enter_marks(_at(desk, day, marker), EnterMarks.read(values)).receipt
    telling = _at(desk, day + timedelta(days=2), desk.who)
    if any(one.twice for one in again):
        yield agree_marks(telling, AgreeMarks(session=session.reference))
    yield from _told(telling, session.reference)


def _entered(desk: Desk, session: _Taught, series: Series, parts: Sequence[Part]) -> Receipt:
    marks = [
        {"enrolment": one.enrolment, "component": part.name, "points": _points(place, number, part)}
        for place, one in enumerate(sheet(desk, session.reference).people)
        for number, part in enumerate(parts)
        if series is Series.FIRST or one.twice
    ]
    return enter_marks(desk, EnterMarks.read({"session": session.reference, "series": series, "marks": marks})).receipt


def _points(place: int, number: int, part: Part) -> str:
    """A mark between 62 and 97 per cent; the fifth of every eleven does not pass the second component."""
    share = 41 if (place % 11, number) == (4, 1) else 62 + (place * 13 + number * 7) % 36
    return points_words(part.out_of * share // 100 // 50 * 50)
