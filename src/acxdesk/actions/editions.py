"""Editions: which one an edit changes, and how a new one begins as the copy of all that the one before asked."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists, func, orm, select

from acxdesk.actions.people import counted
from acxdesk.queries.catalogue import resolved_programme
from acxdesk.records.base import Base
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.marks import Mark
from acxdesk.records.prerequisites import Requirement
from acxdesk.records.schemes import Component, Scheme
from acxdesk.records.sessions import Session
from acxdesk.rules.sessions import Status


def programme_row(work: orm.Session, said: str) -> Programme:
    """The programme that is meant, with its editions, the current one last.

    Raises:
        NotFound: there is none; the nearest codes are told.
    """
    number = resolved_programme(work, said).id
    return work.scalars(
        select(Programme).where(Programme.id == number).options(orm.selectinload(Programme.editions))
    ).one()


def scheme_row(work: orm.Session, edition: Edition) -> Scheme | None:
    """The scheme of an edition with its components; None when it has none yet."""
    return work.scalar(
        select(Scheme).where(Scheme.edition_id == edition.id).options(orm.selectinload(Scheme.components))
    )


def requirement_rows(work: orm.Session, edition: Edition) -> list[Requirement]:
    """What an edition requires of delegates and of coaches, in the order in which it was said."""
    return list(
        work.scalars(
            select(Requirement)
            .where(Requirement.edition_id == edition.id)
            .order_by(Requirement.group_number, Requirement.id)
        )
    )


def sessions_under(work: orm.Session, edition: Edition) -> int:
    """How many sessions stand under an edition, drafts left out: they promised nobody anything yet."""
    standing = select(func.count()).where(Session.edition_id == edition.id, Session.status != Status.DRAFT)
    return work.scalar(standing) or 0


def is_marked(work: orm.Session, scheme: Scheme) -> bool:
    """Whether anybody has a mark for one of its components: they stay as they are then."""
    given = exists().where(Mark.component_id == Component.id, Component.scheme_id == scheme.id)
    return bool(work.scalar(select(given)))


def add_edition(work: orm.Session, row: Programme, *, scheme: bool = True, requirements: bool = True) -> Edition:
    """Give a programme a new edition that promises, asks and requires what the current one does.

    Args:
        work: the deed's.
        row: the programme, with its editions.
        scheme: whether it takes the scheme over; False for who writes another one.
        requirements: whether it takes over what is required; False for who writes that anew.
    """
    current = row.editions[-1]
    edition = Edition(number=current.number + 1, **_copied(current, "programme_id", "number"))
    row.editions.append(edition)
    held = scheme_row(work, current) if scheme else None
    if held is not None:
        parts = [Component(**_copied(part, "scheme_id")) for part in held.components]
        work.add(Scheme(edition=edition, components=parts, **_copied(held, "edition_id")))
    for requirement in requirement_rows(work, current) if requirements else ():
        work.add(Requirement(edition=edition, **_copied(requirement, "edition_id")))
    return edition


def made_words(row: Programme, stand: int) -> str:
    """That a programme has a new edition, and who keeps the one before.

    Args:
        row: the programme, the new edition the last of its editions.
        stand: how many sessions stand under the edition before.
    """
    former, current = (edition.number for edition in row.editions[-2:])
    who = counted(stand, "session") if stand else "what was marked"
    keep = "keep" if stand > 1 else "keeps"
    return f"{row.code} has edition {current} now; {who} of edition {former} {keep} that one."


def _copied(row: Base, *besides: str) -> dict[str, Any]:
    """The columns of a row for a copy of it, without its number, its version and those that are named."""
    return dict(_columns(row, {"id", "version", *besides}))


def _columns(row: Base, without: set[str]) -> Iterator[tuple[str, Any]]:
    for column in row.__table__.columns:
        if column.key not in without:
            yield column.key, getattr(row, column.key)
