"""People come to the desk, change, and leave it again."""

import re
from collections.abc import Callable
from typing import Annotated, Any, Final

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field
from sqlalchemy import func, orm, select

from acxdesk.actions.requests import GivenLine, Line, Request, Zone, kept
from acxdesk.actions.versions import check_version
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.queries.finding import resolved
from acxdesk.records.accreditations import Accreditation
from acxdesk.records.diaries import BusyTime, Leave, TeachingHours
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Organisation, Person
from acxdesk.records.prerequisites import Exemption
from acxdesk.records.sessions import Meeting, Session, SessionCoach
from acxdesk.records.teaching import Substitution
from acxdesk.rules.countries import country
from acxdesk.rules.languages import languages
from acxdesk.rules.people import email_key, search_key, sort_key
from acxdesk.rules.text import fold, quoted

_MOST_TWINS: Final = 3  # people of the same name that a receipt warns of
# "Ada Byron <ada@example.org>" as mail programs copy it; also "Byron, Ada <ada@example.org>", which is no RFC 5322.
_IN_BRACKETS: Final = re.compile(r"[^<>]*<(?P<address>[^<>]*)>")


def _address(value: str, what: str) -> str:
    if not value:
        return ""
    found = _IN_BRACKETS.fullmatch(value)
    address = (found["address"] if found else value).strip().removeprefix("mailto:")
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise Refused(f"{what} {quoted(value)} is no address.", remedy=str(error)) from error


def _unless_empty(rule: Callable[[str], str]) -> Callable[[str, str], str]:
    return lambda value, _what: rule(value) if value else ""


def _as_said(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Email = Annotated[Line, AfterValidator(kept(_address))]
Country = Annotated[Line, AfterValidator(kept(_unless_empty(country)))]
Languages = Annotated[Line, AfterValidator(kept(_unless_empty(languages)))]
Who = Annotated[GivenLine, BeforeValidator(_as_said)]


class AddPerson(Request):
    """A new person: somebody who may sit in sessions or, marked as a coach, teach them."""

    name: GivenLine = Field(description="her name, as she writes it")
    certificate_name: Line = Field(default="", description="as it stands on certificates, where it differs")
    email: Email = Field(default="", description="her address, as ada@example.org; nobody else may have it")
    country: Country = Field(default="", description="where she lives: an English name or a code of two letters")
    zone: Zone = Field(default="", description="her time zone, as Europe/London")
    organisation: Line = Field(default="", description="the organisation that she comes from; made when it is new")
    job_title: Line = Field(default="", description="what she does there")
    languages: Languages = Field(default="", description="what she speaks, the preferred one first, as en, fr")
    coach: bool = Field(default=False, description="whether she teaches sessions")


class EditPerson(Request):
    """New values for a person. What is None stays as it is, what is empty is taken away."""

    person: Who = Field(description="who: her number, address or name")
    version: int | None = Field(default=None, description="as it was read; a change since then is not overwritten")
    name: GivenLine | None = Field(default=None, description="her name, as she writes it")
    certificate_name: Line | None = Field(default=None, description="as it stands on certificates, where it differs")
    email: Email | None = Field(default=None, description="her address; nobody else may have it")
    country: Country | None = Field(default=None, description="where she lives: a name or a code of two letters")
    zone: Zone | None = Field(default=None, description="her time zone, as Europe/London")
    organisation: Line | None = Field(default=None, description="where she comes from; made when it is new")
    job_title: Line | None = Field(default=None, description="what she does there")
    languages: Languages | None = Field(default=None, description="what she speaks, the preferred one first")
    coach: bool | None = Field(default=None, description="whether she teaches sessions")


class RemovePerson(Request):
    """Take a person off the desk who has neither places nor sessions."""

    person: Who = Field(description="who: her number, address or name")


def add_person(desk: Desk, request: AddPerson) -> Receipt:
    """Put somebody new on the desk. Another person of the same name is no hindrance, but told in a line.

    Raises:
        Refused: somebody else has the address.
    """
    with desk.changing("person add", deed=request.deed) as change:
        lines = _twins(change.work, request.name, None)
        row = Person(
            uid=change.new_uid(),
            organisation=None,
            email_key=None,
            sort_key="",
            search_key="",
            **request.model_dump(exclude={"deed", "organisation"}),
        )
        lines += _settle(change, row, request.organisation)
        change.work.add(row)
        change.work.flush()
        number = row.id
        change.say(f"{row.name} added{f' ({row.email})' if row.email else ''}.")
    return Receipt(change.sentence, lines, ids=(number,), rehearsed=desk.rehearsal)


def edit_person(desk: Desk, request: EditPerson) -> Receipt:
    """Change what is kept of a person.

    Raises:
        NotFound: nobody is meant; the nearest are told.
        Overtaken: somebody else changed her since `request.version` was read.
        Refused: several are meant, somebody else has the address, or she is to be no coach and teaches yet.
    """
    with desk.changing("person edit", deed=request.deed) as change:
        row = person_of(change.work, request.person)
        check_version(change.work, row, row.name, read=request.version, now=row.version)
        values = request.model_dump(exclude_none=True, exclude={"deed", "person", "version", "organisation"})
        if values.get("coach") is False and row.coach:
            _check_free(change, row)
        renamed = sort_key(values.get("name", row.name)) != row.sort_key
        lines = _twins(change.work, values["name"], row.id) if renamed else ()
        for name, value in values.items():
            setattr(row, name, value)
        lines += _settle(change, row, request.organisation)
        number = row.id
        if not change.changed:
            return Receipt(f"{row.name} is so already.", ids=(number,), changed=False)
        change.say(f"{row.name} edited.")
    return Receipt(change.sentence, lines, ids=(number,), rehearsed=desk.rehearsal)


def remove_person(desk: Desk, request: RemovePerson) -> Receipt:
    """Take somebody off the desk; the journal keeps her until it is purged.

    Raises:
        NotFound: nobody is meant.
        Refused: several are meant, or she has places, sessions or accreditations: they would lose her.
    """
    with desk.changing("person remove", deed=request.deed) as change:
        row = person_of(change.work, request.person)
        places = change.work.scalar(select(func.count()).where(Enrolment.person_id == row.id)) or 0
        taught = change.work.scalar(select(func.count()).where(SessionCoach.person_id == row.id)) or 0
        earned = change.work.scalar(select(func.count()).where(Accreditation.person_id == row.id)) or 0
        exempted = change.work.scalar(select(func.count()).where(Exemption.person_id == row.id)) or 0
        stands_in = change.work.scalar(select(func.count()).where(Substitution.person_id == row.id)) or 0
        held = [
            words
            for number, words in (
                (places, f"has {counted(places, 'place')}"),
                (taught, f"teaches {counted(taught, 'session')}"),
                (stands_in, f"stands in at {counted(stands_in, 'meeting')}"),
                (earned, f"holds {counted(earned, 'accreditation')}"),
                (exempted, f"has {counted(exempted, 'exemption')}"),
            )
            if number
        ]
        if held:
            raise Refused(
                f"{row.name} {' and '.join(held)} and cannot be removed.",
                remedy="Only somebody without any can; a place is kept even when she has withdrawn from it.",
            )
        _forget_diary(change.work, row)
        change.work.delete(row)
        change.say(f"{row.name} removed.")
        number = row.id
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def _forget_diary(work: orm.Session, row: Person) -> None:
    """Remove what is kept of her time: it is nobody else's."""
    for noun in (Leave, TeachingHours, BusyTime):
        for kept_of_her in work.scalars(select(noun).where(noun.person_id == row.id)):
            work.delete(kept_of_her)
    work.flush()


def person_of(work: orm.Session, said: str) -> Person:
    """The person who is meant, with her organisation, to be changed in this transaction.

    Raises:
        NotFound, Refused: as `queries.finding.resolve`.
    """
    number = resolved(work, said)
    return work.scalars(select(Person).where(Person.id == number).options(orm.joinedload(Person.organisation))).one()


def rekeyed(row: Person) -> str:
    """What a person is found by, with the organisation that she has now."""
    organisation = row.organisation.name if row.organisation else ""
    return search_key((row.name, row.certificate_name), (row.email, organisation, row.job_title))


def called(work: orm.Session, name: str) -> tuple[Organisation, bool]:
    """The organisation of this name in any spelling, made where it is new; and whether it was made."""
    with work.no_autoflush:
        row = work.scalar(select(Organisation).where(Organisation.name_key == fold(name)))
    if row is not None:
        return row, False
    row = Organisation(name=name, name_key=fold(name), country="", note="", sort_key=sort_key(name))
    work.add(row)
    return row, True


def counted(number: int, noun: str, plural: str = "") -> str:
    """How many of something: "1 place", "3 places", "1,200 people"."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def _settle(change: Changing, row: Person, organisation: str | None) -> tuple[str, ...]:
    """Give a person her organisation (None: the one that she has), then what follows from her values."""
    lines: tuple[str, ...] = ()
    key = email_key(row.email)
    if key is not None and key != row.email_key:
        _check_address(change.work, row, key)
    row.email_key = key
    if row.certificate_name == row.name:
        row.certificate_name = ""
    if organisation is not None:
        row.organisation, made = called(change.work, organisation) if organisation else (None, False)
        if made:
            lines = (f"{organisation} is new among the organisations.",)
    row.sort_key = sort_key(row.name)
    row.search_key = rekeyed(row)
    return lines


def _check_address(work: orm.Session, row: Person, key: str) -> None:
    with work.no_autoflush:
        holder = work.execute(select(Person.id, Person.name).where(Person.email_key == key)).first()
    if holder is not None and holder.id != row.id:
        raise Refused(
            f"{row.email} is the address of {holder.name} ({holder.id}).",
            remedy="Give another one, or edit that person.",
        )


def _check_free(change: Changing, row: Person) -> None:
    """Refuse to take the mark of a coach from somebody who has sessions yet to teach."""
    ahead = (
        select(func.count())
        .join(SessionCoach.session)
        .where(SessionCoach.person_id == row.id, Session.ends_at > change.now)
    )
    stands_in = (
        select(func.count())
        .select_from(Substitution)
        .join(Meeting, Meeting.id == Substitution.meeting_id)
        .where(Substitution.person_id == row.id, Meeting.ends_at > change.now)
    )
    if number := change.work.scalar(stands_in):
        raise Refused(
            f"{row.name} stands in at {counted(number, 'meeting')} to come.",
            remedy="Give them to somebody else first.",
        )
    if number := change.work.scalar(ahead):
        raise Refused(
            f"{row.name} has {counted(number, 'session')} to teach yet.",
            remedy="Give them to somebody else first.",
        )


def _twins(work: orm.Session, name: str, but: int | None) -> tuple[str, ...]:
    """A line for each other person of the same name, in whatever spelling."""
    with work.no_autoflush:
        rows = work.execute(
            select(Person.id, Person.name, Person.email)
            .where(Person.sort_key == sort_key(name), Person.id.is_distinct_from(but))
            .limit(_MOST_TWINS)
        )
        return tuple(f"There is another {row.name} already ({row.email or row.id})." for row in rows)
