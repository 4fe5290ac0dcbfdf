"""Awarding: everybody who passed a session gets her accreditation, with its number and its code."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, orm, select

from acxdesk.actions.accreditations import AccreditationOutcome, AccreditationsReport, done, reported, until_words
from acxdesk.actions.issuing import Noted, effect_of, numbered, put_down, terms_of
from acxdesk.actions.people import counted
from acxdesk.actions.requests import Day, GivenLine, Request, RowNumber
from acxdesk.actions.runs import session_of
from acxdesk.desk.door import Changing, Desk
from acxdesk.errors import NotFound, Refused
from acxdesk.records.accreditations import Accreditation
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.marks import Result
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session
from acxdesk.rules.accreditations import Effect, Origin, State, valid_until
from acxdesk.rules.enrolments import ATTENDS, Place
from acxdesk.rules.localtime import reading
from acxdesk.rules.outcomes import Verdict


class Award(Request):
    """Award what a session leads to. Nobody is named: everybody whose last released outcome is that she passed."""

    session: GivenLine
    people: tuple[RowNumber, ...] = ()
    awarded_on: Day | None = None  # from the first day of the session up to today; None for today in its zone


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One delegate, as awarding looks at her."""

    enrolment: int
    person: int
    name: str  # as it stands on a certificate
    place: Place
    verdict: Verdict | None  # the last that was released; None while none was
    has: str | None  # the number of what she was awarded from this place already; the latest issue of it


def award(desk: Desk, request: Award) -> AccreditationsReport:
    """Award the session's accreditation to those who passed it, all as one deed with one undo.

    Whoever has one from this session already is passed by, so that awarding twice changes nothing. Whoever did not
    pass, or whose result is not released, is told with the reason.

    Raises:
        NotFound: no such session, or somebody who is named has no place in it.
        Refused: nobody can be awarded; the one person who is named did not pass; a day before the session or ahead.
    """
    with desk.changing("accreditation award", deed=request.deed) as change:
        row = session_of(change.work, request.session)
        effect = effect_of(desk, request.awarded_on, row.zone)
        _check_day(row, effect)
        asked = list(_asked(change.work, row, request.people))
        passed = [one for one in asked if one.verdict is Verdict.PASSED and one.has is None]
        if not passed and not any(one.has for one in asked):
            raise _nobody(row, asked)
        made = {one.person: each for one, each in zip(passed, _put_down(change, row, passed, effect), strict=True)}
        outcomes = [_outcome(row, one, made.get(one.person)) for one in asked]
        change.concern("session", row.id)
        change.say(_sentence(row, outcomes, made.values()))
        changed = change.changed
    return reported(desk, change, outcomes, "award", changed=changed)


def _check_day(row: Session, effect: Effect) -> None:
    if effect.day > effect.today:
        raise Refused(f"{reading(effect.day)} lies ahead; nothing is awarded on it.", remedy="Give a day up to today.")
    if effect.day < row.starts_on:
        raise Refused(
            f"{row.reference} starts on {reading(row.starts_on)}; nothing is awarded on {reading(effect.day)}.",
            remedy="Give a day from then on.",
        )


def _asked(work: orm.Session, row: Session, people: Iterable[int]) -> Iterator[_Candidate]:
    """Those who are named; without a name all who sit in the session or have a result, by name."""
    candidates = _candidates(work, row)
    named = dict.fromkeys(people)
    for person in named:
        if person not in candidates:
            raise NotFound(f"Person {person} has no place on {row.reference}.", remedy="enrolment list shows who has.")
    for one in candidates.values():
        if one.person in named or (not named and (one.place in ATTENDS or one.verdict is not None)):
            yield one


def _candidates(work: orm.Session, row: Session) -> dict[int, _Candidate]:
    """Everybody with a place, by person, in the order of names; one statement."""
    verdict = (
        select(Result.verdict)
        .where(Result.enrolment_id == Enrolment.id)
        .order_by(Result.number.desc())
        .limit(1)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    has = (
        select(Accreditation.number)
        .where(Accreditation.enrolment_id == Enrolment.id)
        .order_by(Accreditation.id.desc())
        .limit(1)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    called = func.coalesce(func.nullif(Person.certificate_name, ""), Person.name)
    rows = work.execute(
        select(Enrolment.id, Enrolment.person_id, called, Enrolment.place, verdict, has)
        .join(Enrolment.person)
        .where(Enrolment.session_id == row.id)
        .order_by(Person.sort_key, Enrolment.id)
    )
    return {each.person_id: _Candidate(*each) for each in rows}


def _put_down(change: Changing, row: Session, passed: list[_Candidate], effect: Effect) -> list[Accreditation]:
    if not passed:
        return []
    last = valid_until(effect.day, terms_of(row.edition))
    given = numbered(change.work, [(row.programme.code, effect.day)] * len(passed))
    made = [
        Accreditation(
            person_id=one.person,
            programme_id=row.programme_id,
            edition_id=row.edition_id,
            enrolment_id=one.enrolment,
            number=issue,
            name=one.name,
            awarded_on=effect.day,
            valid_until=last,
            state=State.ISSUED,
            origin=Origin.AWARD,
            replaces_id=None,
        )
        for one, issue in zip(passed, given, strict=True)
    ]
    put_down(change, made, Noted("award", effect.day))
    return made


def _outcome(row: Session, one: _Candidate, made: Accreditation | None) -> AccreditationOutcome:
    if made is not None:
        return done(made, f"{one.name}: {made.number}, valid {until_words(made.valid_until)}.")
    return AccreditationOutcome(one.name, _why_not(row, one), done=False)


def _why_not(row: Session, one: _Candidate) -> str:
    if one.has is not None:
        return f"{one.name} has {one.has} from {row.reference} already."
    if one.verdict is None:
        return f"{one.name}: no result of {row.reference} is released."
    return f"{one.name} has not passed {row.reference}: {one.verdict}."


def _nobody(row: Session, asked: list[_Candidate]) -> Refused:
    if len(asked) == 1:
        remedy = "Release the result first." if asked[0].verdict is None else ""
        return Refused(_why_not(row, asked[0]), remedy=remedy)
    if not any(one.verdict for one in asked):
        return Refused(f"No result of {row.reference} is released.", remedy="Release the results first.")
    return Refused(f"Nobody has passed {row.reference} yet.", remedy="The mark sheet shows what is missing.")


def _sentence(row: Session, outcomes: list[AccreditationOutcome], made: Iterable[Accreditation]) -> str:
    given = [each.number for each in made]
    if not given:
        return f"Everybody who passed {row.reference} was awarded already."
    if len(outcomes) == 1:
        return f"{row.reference}: {outcomes[0].sentence}"
    numbers = given[0] if len(given) == 1 else f"{given[0]} to {given[-1]}"
    others = len(outcomes) - len(given)
    return f"{row.reference}: {counted(len(given), 'accreditation')} awarded, {numbers}" + (
        f"; {others:,} not." if others else "."
    )
