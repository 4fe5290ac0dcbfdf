"""Whom somebody means: people by number, address or name; and the nearest, where nobody answers to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Select, case, func, or_, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.people import found_by
from acxdesk.queries.sqllisting import MOST_WORDS, readable, words_of
from acxdesk.records.people import Organisation, Person
from acxdesk.rules.people import email_key, sort_key, tokens
from acxdesk.rules.text import fold, quoted

NEAR: Final = 70  # of 100; how much of a name must be there to be meant
_MOST_NEAR: Final = 3  # names that a refusal offers
_MOST_LISTED: Final = 5  # people of one name that a refusal lists
_MOST_COMPARED: Final = 2_000  # names that are held against one that was mistyped
_MOST_DIGITS: Final = 18  # of a number that SQLite can hold


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that somebody may want to go to."""

    noun: str  # person, session, programme, organisation
    id: int
    label: str  # its name, as it is
    detail: str  # what tells it from others of that name


def find(desk: Desk, words: str, limit: int) -> tuple[Hit, ...]:
    """The people whom the words may mean, at most `limit`: names that begin with the first word, then the others.

    Every word begins a word of the name, address, organisation or job title, in any order and any spelling.
    """
    sought = words_of(words)
    if not sought:
        return ()
    begins = case((func.instr(Person.sort_key, sought[0]) == 1, 0), else_=1)
    with desk.reading() as work:
        rows = work.execute(
            select(Person.id, Person.name, Person.email, func.coalesce(Organisation.name, "").label("organisation"))
            .outerjoin(Person.organisation)
            .where(found_by(sought))
            .order_by(begins, Person.sort_key, Person.id)
            .limit(limit)
        )
        return tuple(
            Hit("person", row.id, row.name, ", ".join(part for part in (row.email, row.organisation) if part))
            for row in rows
        )


def resolve(desk: Desk, said: str) -> int:
    """The number of the person who is meant, by her number, her address or a name that only she answers to.

    A name is her whole name, or whole words of it; on her certificate counts as well.

    Raises:
        NotFound: nobody; the nearest names are told.
        Refused: several answer to it; they are listed with their numbers.
    """
    with desk.reading() as work:
        return resolved(work, said)


def resolved(work: orm.Session, said: str) -> int:
    """As `resolve`, in a read or a deed that is under way."""
    said = readable(said).strip()
    if found := _by_number(work, said.removeprefix("#"), Person) or _by_address(work, said):
        return found
    people = _named(work, said)
    if len(people) == 1:
        return people[0].id
    if people:
        listed = "; ".join(_told(person) for person in people[:_MOST_LISTED])
        more = f"; and {len(people) - _MOST_LISTED} more" if len(people) > _MOST_LISTED else ""
        raise Refused(f"{len(people)} people answer to {quoted(said)}: {listed}{more}.", remedy="Give the number.")
    near = _near(work, said)
    raise NotFound(
        f"Nobody answers to {quoted(said)}.",
        remedy=f"Near it: {'; '.join(near)}." if near else "Give a number, an address or a name.",
    )


def resolve_organisation(desk: Desk, said: str) -> int:
    """The number of the organisation that is meant, by its number or its name in any spelling.

    Raises:
        NotFound: there is none; the nearest names are told.
    """
    with desk.reading() as work:
        return resolved_organisation(work, said)


def resolved_organisation(work: orm.Session, said: str) -> int:
    """As `resolve_organisation`, in a read or a deed that is under way."""
    said = readable(said).strip()
    by_name = select(Organisation.id).where(Organisation.name_key == fold(said))
    if found := work.scalar(by_name) or _by_number(work, said.removeprefix("#"), Organisation):
        return found
    names = {row.id: row.sort_key for row in work.execute(select(Organisation.id, Organisation.sort_key))}
    near = [number for _key, _score, number in _closest(said, names)]
    told = work.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(near)))
    listed = "; ".join(f"{row.name} ({row.id})" for row in sorted(told, key=lambda row: near.index(row.id)))
    raise NotFound(
        f"There is no organisation {quoted(said)}.",
        remedy=f"Near it: {listed}." if listed else "Give its number or its name.",
    )


def _by_number(work: orm.Session, said: str, noun: type[Person | Organisation]) -> int | None:
    if not said.isascii() or not said.isdigit() or len(said) > _MOST_DIGITS:
        return None
    return work.scalar(select(noun.id).where(noun.id == int(said)))


def _by_address(work: orm.Session, said: str) -> int | None:
    return work.scalar(select(Person.id).where(Person.email_key == email_key(said))) if "@" in said else None


def _named(work: orm.Session, said: str) -> Sequence[Person]:
    """Everybody of just this name; where there is nobody, everybody whose names hold its words."""
    if not (key := sort_key(said)):
        return ()
    people = work.scalars(select(Person).where(Person.sort_key == key).order_by(Person.id)).all()
    if people:
        return people
    wanted = set(tokens(key))
    found = work.scalars(_matching(found_by(words_of(said)))).all()
    return [person for person in found if wanted <= _words(person.name) | _words(person.certificate_name)]


def _words(name: str) -> set[str]:
    return set(tokens(sort_key(name)))


def _matching(condition: ColumnElement[bool]) -> Select[Person]:
    return select(Person).where(condition).order_by(Person.sort_key, Person.id).limit(_MOST_COMPARED)


def _near(work: orm.Session, said: str) -> tuple[str, ...]:
    """The people whose names have nearly the same letters; compared are those of which a word begins alike."""
    words = tokens(sort_key(said))[:MOST_WORDS]
    if not words:
        return ()
    for beginning in (3, 1):
        alike = or_(*(found_by([word[:beginning]]) for word in words))
        people = {person.id: person for person in work.scalars(_matching(alike))}
        near = _closest(said, {number: person.sort_key for number, person in people.items()})
        if near:
            return tuple(_told(people[number]) for _key, _score, number in near)
    return ()


def _closest(said: str, names: dict[int, str]) -> Iterable[tuple[str, float, int]]:
    return process.extract(sort_key(said), names, scorer=fuzz.WRatio, score_cutoff=NEAR, limit=_MOST_NEAR)


def _told(person: Person) -> str:
    return f"{person.name} ({person.email}, {person.id})" if person.email else f"{person.name} ({person.id})"
