"""Two people who edit the same thing: the second is told who was first, and nothing is overwritten."""

from collections.abc import Collection

from sqlalchemy import orm, select

from acxdesk.errors import Overtaken
from acxdesk.records.accreditations import Accreditation
from acxdesk.records.base import Base
from acxdesk.records.catalogue import Programme
from acxdesk.records.closures import Closure
from acxdesk.records.cycles import Cycle, Laureate
from acxdesk.records.diaries import Leave
from acxdesk.records.journal import Change, Entry
from acxdesk.records.nominations import Nomination
from acxdesk.records.people import Organisation, Person
from acxdesk.records.sessions import Session
from acxdesk.rules.localtime import reading


def check_version(
    work: orm.Session,
    row: Person | Organisation | Programme | Session | Accreditation | Cycle | Laureate | Nomination | Leave | Closure,
    name: str,
    *,
    read: int | None,
    now: int,
) -> None:
    """Refuse an edit of something that changed since it was read.

    Args:
        work: the deed's.
        row: what is edited.
        name: what people call it.
        read: its version when it was read; None where nobody looked before, as on the command line.
        now: its version now.

    Raises:
        Overtaken: with who changed it last, and when.
    """
    if read is not None and read != now:
        _overtaken(work, type(row), [row.id], name)


def check_read(work: orm.Session, noun: type[Base], name: str, *, read: int | None, now: int) -> None:
    """As `check_version`, for what is written anew with each change: its version is the number of its row.

    Args:
        work: the deed's.
        noun: whose rows.
        name: what people call it.
        read: the number of its row when it was read, 0 for none; None where nobody looked before.
        now: that number now.

    Raises:
        Overtaken: with who changed it last, and when.
    """
    if read is not None and read != now:
        _overtaken(work, noun, [read, now], name)


def check_cell(
    work: orm.Session, noun: type[Base], name: str, *, read: tuple[int, int] | None, now: tuple[int, int]
) -> None:
    """As `check_version`, for what may come and go: it is told by the number of its row and its version.

    Args:
        work: the deed's.
        noun: whose rows.
        name: what people call it.
        read: both when it was read, 0 and 0 for nothing; None where nobody looked before.
        now: both now.

    Raises:
        Overtaken: with who changed it last, and when.
    """
    if read is not None and read != now:
        _overtaken(work, noun, [read[0], now[0]], name)


def _overtaken(work: orm.Session, noun: type[Base], rows: Collection[int], name: str) -> None:
    last = work.execute(
        select(Entry.who, Entry.at)
        .join(Change, Change.entry_id == Entry.id)
        .where(Change.table_name == noun.__tablename__, Change.row_id.in_(rows))
        .order_by(Entry.id.desc())
        .limit(1)
    ).first()
    by = f" by {last.who} on {reading(last.at.date())} at {last.at:%H:%M} UTC" if last else ""
    raise Overtaken(
        f"{name} was changed{by}, after you had read it.",
        remedy="Look at it again, then repeat your change.",
    )
