"""Organisations come to the desk, change, and leave it again."""

from pydantic import Field
from sqlalchemy import func, orm, select

from acxdesk.actions.people import Country, Who, counted, rekeyed
from acxdesk.actions.requests import GivenLine, Request, Text
from acxdesk.actions.versions import check_version
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.queries.finding import resolved_organisation
from acxdesk.records.people import Organisation, Person
from acxdesk.records.sessions import Session
from acxdesk.rules.people import sort_key
from acxdesk.rules.text import fold


class AddOrganisation(Request):
    """A new company or institution that delegates come from, or that sessions are held for."""

    name: GivenLine = Field(description="its name; no other may have it in any spelling")
    country: Country = Field(default="", description="where it is: an English name or a code of two letters")
    note: Text = Field(default="", description="what else is to be known about it")


class EditOrganisation(Request):
    """New values for an organisation. What is None stays as it is, what is empty is taken away."""

    organisation: Who = Field(description="which one: its number or its name")
    version: int | None = Field(default=None, description="as it was read; a change since then is not overwritten")
    name: GivenLine | None = Field(default=None, description="its name; no other may have it in any spelling")
    country: Country | None = Field(default=None, description="where it is: an English name or a code of two letters")
    note: Text | None = Field(default=None, description="what else is to be known about it")


class RemoveOrganisation(Request):
    """Take an organisation off the desk that nobody comes from and no session is held for."""

    organisation: Who = Field(description="which one: its number or its name")


def add_organisation(desk: Desk, request: AddOrganisation) -> Receipt:
    """Put a new organisation on the desk.

    Raises:
        Refused: there is one of that name.
    """
    with desk.changing("organisation add", deed=request.deed) as change:
        _check_name(change.work, request.name, None)
        row = Organisation(
            name=request.name,
            name_key=fold(request.name),
            country=request.country,
            note=request.note,
            sort_key=sort_key(request.name),
        )
        change.work.add(row)
        change.work.flush()
        number = row.id
        change.say(f"{row.name} added.")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def edit_organisation(desk: Desk, request: EditOrganisation) -> Receipt:
    """Change what is kept of an organisation. Its people are found by its new name from then on.

    Raises:
        NotFound: there is none; the nearest are told.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: another one has the name.
    """
    with desk.changing("organisation edit", deed=request.deed) as change:
        row = _organisation(change.work, request.organisation)
        check_version(change.work, row, row.name, read=request.version, now=row.version)
        before = row.name
        values = request.model_dump(exclude_none=True, exclude={"deed", "organisation", "version"})
        for name, value in values.items():
            setattr(row, name, value)
        if row.name != before:
            _rename(change.work, row)
        number = row.id
        if not change.changed:
            return Receipt(f"{row.name} is so already.", ids=(number,), changed=False)
        change.say(f"{before} edited." if row.name == before else f"{before} is {row.name} now.")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def remove_organisation(desk: Desk, request: RemoveOrganisation) -> Receipt:
    """Take an organisation off the desk.

    Raises:
        NotFound: there is none.
        Refused: people come from it or sessions are held for it.
    """
    with desk.changing("organisation remove", deed=request.deed) as change:
        row = _organisation(change.work, request.organisation)
        number = row.id
        people = change.work.scalar(select(func.count()).where(Person.organisation_id == number)) or 0
        sessions = change.work.scalar(select(func.count()).where(Session.organisation_id == number)) or 0
        if people or sessions:
            raise Refused(
                f"{row.name} is the organisation of {counted(people, 'person', 'people')} and of "
                f"{counted(sessions, 'in-house session')}, and cannot be removed.",
                remedy="Give them another organisation first.",
            )
        change.work.delete(row)
        change.say(f"{row.name} removed.")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def _organisation(work: orm.Session, said: str) -> Organisation:
    number = resolved_organisation(work, said)
    return work.scalars(select(Organisation).where(Organisation.id == number)).one()


def _check_name(work: orm.Session, name: str, but: int | None) -> None:
    with work.no_autoflush:
        holder = work.execute(
            select(Organisation.id, Organisation.name).where(
                Organisation.name_key == fold(name), Organisation.id.is_distinct_from(but)
            )
        ).first()
    if holder is not None:
        raise Refused(
            f"There is an organisation {holder.name} ({holder.id}) already.",
            remedy="Use that one, or give another name.",
        )


def _rename(work: orm.Session, row: Organisation) -> None:
    _check_name(work, row.name, row.id)
    row.name_key, row.sort_key = fold(row.name), sort_key(row.name)
    with work.no_autoflush:
        people = work.scalars(
            select(Person).where(Person.organisation_id == row.id).options(orm.joinedload(Person.organisation))
        )
        for person in people:
            person.search_key = rekeyed(person)
