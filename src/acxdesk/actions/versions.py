"""Two people who edit the same thing: the second is told who was first, and nothing is overwritten."""

from sqlalchemy import orm, select

from acxdesk.errors import Overtaken
from acxdesk.records.catalogue import Programme
from acxdesk.records.journal import Change, Entry
from acxdesk.records.people import Organisation, Person
from acxdesk.records.sessions import Session
from acxdesk.rules.localtime import reading


def check_version(
    work: orm.Session, row: Person | Organisation | Programme | Session, name: str, *, read: int | None, now: int
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
    if read is None or read == now:
        return
    last = work.execute(
        select(Entry.who, Entry.at)
        .join(Change, Change.entry_id == Entry.id)
        .where(Change.table_name == row.__tablename__, Change.row_id == row.id)
        .order_by(Entry.id.desc())
        .limit(1)
    ).first()
    by = f" by {last.who} on {reading(last.at.date())} at {last.at:%H:%M} UTC" if last else ""
    raise Overtaken(
        f"{name} was changed{by}, after you had read it.",
        remedy="Look at it again, then repeat your change.",
    )
