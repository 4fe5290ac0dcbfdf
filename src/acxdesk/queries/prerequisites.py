"""What is asked of delegates and coaches, and the facts that it is decided on: read at once for all it is about."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, exists, func, or_, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.accreditations import held, last_step
from acxdesk.queries.requirements import requirements
from acxdesk.queries.sessioncoaches import has_declined
from acxdesk.records.accreditations import Accreditation, Step
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.prerequisites import Exemption, Requirement
from acxdesk.records.sessions import Meeting, Session, SessionCoach
from acxdesk.rules.accreditations import State as AccreditationState
from acxdesk.rules.enrolments import LEFT
from acxdesk.rules.prerequisites import Admission, Of, Standing, Unmet
from acxdesk.rules.sessions import ASKED_ROLES, TAKES_ENROLMENTS

CHUNK: Final = 500  # numbers of one statement
MOST_AHEAD: Final = 200  # sessions whose coaches are looked at for the opening screen
MOST: Final = 50  # coaches of a session who are told of at once; they need somebody one by one


def exempted(work: orm.Session, programmes: Iterable[int], people: Iterable[int]) -> dict[tuple[int, int], str]:
    """Who is exempted from what a programme asks: (person, programme) -> on which evidence and by whom, in words."""
    found: dict[tuple[int, int], str] = {}
    wanted = list(dict.fromkeys(programmes))
    for some in _chunks(people):
        rows = work.execute(
            select(Exemption.person_id, Exemption.programme_id, Exemption.evidence, Exemption.approver).where(
                Exemption.person_id.in_(some), Exemption.programme_id.in_(wanted)
            )
        )
        found.update(((row[0], row[1]), f"{row.evidence}, approved by {row.approver}") for row in rows)
    return found


def admission(work: orm.Session, row: Session, people: Iterable[int]) -> Admission:
    """What a session asks of its delegates on its first day, and what some people hold.

    One statement where nothing is asked; else some more for any 500 people.

    Args:
        work: a read or a deed.
        row: the session; its edition counts, and the day on which it starts now.
        people: their numbers.
    """
    groups = requirements(work, (row.edition_id,))[row.edition_id][Of.DELEGATE].groups
    if not groups:
        return Admission(row.starts_on)
    numbers = list(dict.fromkeys(people))
    exempt = exempted(work, (row.programme_id,), numbers)
    return Admission(row.starts_on, groups, held(work, numbers), {who: words for (who, _of), words in exempt.items()})


def _chunks(numbers: Iterable[int]) -> Iterable[list[int]]:
    wanted = list(dict.fromkeys(numbers))
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]


def lacking(desk: Desk, reference: str, people: Iterable[int] | None = None) -> dict[int, str]:
    """Who lacks what a session asks for on its first day, and what: person -> "needs ...; holds ...".

    Some statements, however many people they are.

    Args:
        desk: where to read.
        reference: of the session.
        people: whom to look at; None for everybody who has a place on it.

    Raises:
        NotFound: no such session.
    """
    with desk.reading() as work:
        row = work.scalar(select(Session).where(func.upper(Session.reference) == reference.upper()))
        if row is None:
            raise NotFound(f"No session {reference}.", remedy="session list shows them all.")
        if people is None:
            people = work.scalars(
                select(Enrolment.person_id).where(Enrolment.session_id == row.id, Enrolment.place.not_in(sorted(LEFT)))
            ).all()
        wanted = list(dict.fromkeys(people))
        facts = admission(work, row, wanted)
    verdicts = ((person, facts.verdict(person)) for person in wanted)
    return {person: verdict.words for person, verdict in verdicts if isinstance(verdict, Unmet)}


def lacking_at(desk: Desk, people: Iterable[int], sessions: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What some people lack for some sessions: the session's number -> a clause for each of them who lacks something.

    Some statements, however many people and sessions they are; a session for which nobody lacks anything is not in it.
    """
    wanted, numbers = list(dict.fromkeys(people)), list(dict.fromkeys(sessions))
    with desk.reading() as work:
        rows = work.execute(
            select(Session.id, Session.starts_on, Session.edition_id, Session.programme_id).where(
                Session.id.in_(numbers)
            )
        ).all()
        asks = requirements(work, {row.edition_id for row in rows})
        asking = [row for row in rows if asks[row.edition_id][Of.DELEGATE].groups]
        if not asking:
            return {}
        exempt = exempted(work, {row.programme_id for row in asking}, wanted)
        holds = held(work, wanted)
    found: dict[int, tuple[str, ...]] = {}
    for row in asking:
        of_it = {who: words for (who, programme), words in exempt.items() if programme == row.programme_id}
        facts = Admission(row.starts_on, asks[row.edition_id][Of.DELEGATE].groups, holds, of_it)
        verdicts = [facts.verdict(person) for person in wanted]
        missing = tuple(verdict.words for verdict in verdicts if isinstance(verdict, Unmet))
        if missing:
            found[row.id] = missing
    return found


# ---- coaches who lapse


def _last_day() -> ScalarSelect[Any]:
    """The local day of the row's last meeting that is held."""
    held_on = select(func.max(Meeting.day)).where(Meeting.session_id == Session.id, ~Meeting.cancelled)
    return held_on.correlate(Session).scalar_subquery()


def _is_in_doubt() -> ColumnElement[bool]:
    """Whether a coach may lack a group on the last day: it may yet be met by what is renewable, or replaced later."""
    asks, other, earned = orm.aliased(Requirement), orm.aliased(Requirement), orm.aliased(Accreditation)
    stands = or_(
        and_(other.standing == Standing.EVER, earned.state != AccreditationState.REVOKED),
        and_(
            earned.state == AccreditationState.ISSUED,
            or_(earned.valid_until.is_(None), earned.valid_until >= _last_day()),
        ),
    )
    met = exists().where(
        other.edition_id == asks.edition_id,
        other.asked_of == Of.COACH,
        other.group_number == asks.group_number,
        earned.person_id == SessionCoach.person_id,
        earned.programme_id == other.programme_id,
        earned.awarded_on <= _last_day(),
        stands,
    )
    return exists().where(
        asks.edition_id == Session.edition_id, asks.asked_of == Of.COACH, ~met.correlate(asks, SessionCoach, Session)
    )


# Those that end first: on a desk with thousands ahead, there is time for the others.
_AHEAD: Final = (
    select(Session.id)
    .where(Session.ends_at > bindparam("now"), Session.status.in_(sorted(TAKES_ENROLMENTS)))
    .order_by(Session.ends_at, Session.id)
    .limit(MOST_AHEAD)
)
_DOUBTED: Final = (
    select(
        SessionCoach.id,
        SessionCoach.person_id,
        Session.reference,
        Session.edition_id,
        Session.starts_at,
        _last_day().label("last"),
    )
    .select_from(SessionCoach)
    .join(SessionCoach.session)
    .where(
        Session.id.in_(_AHEAD),
        SessionCoach.role.in_(sorted(ASKED_ROLES)),
        ~has_declined(SessionCoach),
        _is_in_doubt(),
    )
    .order_by(Session.starts_at, SessionCoach.id)
    .limit(MOST)
    .subquery()
)
# A row for each accreditation that would do and each of hers of that programme; `todayrows.lapses` decides.
LAPSES: Final = (
    select(
        _DOUBTED.c.reference,
        Person.id,
        Person.name,
        _DOUBTED.c.last,
        Requirement.group_number,
        Requirement.standing,
        Programme.code,
        Accreditation.awarded_on,
        Accreditation.valid_until,
        Accreditation.state,
        last_step(Step.holds_from),
        *(Edition.validity_months, Edition.renewal, Edition.renewal_months, Edition.grace_months),
    )
    .select_from(_DOUBTED)
    .join(Person, Person.id == _DOUBTED.c.person_id)
    .join(Requirement, and_(Requirement.edition_id == _DOUBTED.c.edition_id, Requirement.asked_of == Of.COACH))
    .join(Programme, Programme.id == Requirement.programme_id)
    .outerjoin(
        Accreditation,
        # The 0 keeps SQLite off the index of programmes: a person holds some, a programme has thousands.
        and_(
            Accreditation.person_id == _DOUBTED.c.person_id,
            Accreditation.programme_id + 0 == Requirement.programme_id,
        ),
    )
    .outerjoin(Edition, Edition.id == Accreditation.edition_id)
    .order_by(_DOUBTED.c.starts_at, _DOUBTED.c.id, Requirement.group_number, Requirement.id, Accreditation.id)
)
