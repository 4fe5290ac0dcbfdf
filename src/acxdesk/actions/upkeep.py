"""What is due when somebody sits down to write: a backup, offers whose time is over, e-mails that are in doubt."""

from pathlib import Path

from sqlalchemy import select

from acxdesk.actions.enrolments import OFFER_HOURS, lapse_offers
from acxdesk.desk import backups
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.records.calendars import Message
from acxdesk.rules.updates import Sending


def keep_up(desk: Desk, *, folder: Path, offer_hours: int = OFFER_HOURS, large: bool = False) -> tuple[str, ...]:
    """Do what is due. Nothing due: nothing is written.

    Args:
        desk: not a rehearsing one.
        folder: of the backups.
        offer_hours: how long the offers stand that lapsed ones lead to.
        large: whether a deed over many rows comes next: then a backup is made in any case.

    Returns:
        What was done, and what could not be, as sentences.

    Raises:
        Refused: the backup before a large deed cannot be made. Before a small one that is only told.
    """
    told: tuple[str, ...] = ()
    now = desk.clock.now()
    try:
        if large:
            backups.backup(desk.path, folder, now=now, why="before-import")
        elif backups.due(folder, desk.path, now):
            backups.backup(desk.path, folder, now=now, why="start")
            backups.thin(folder, now)
    except Refused as refused:
        if large:
            raise
        told = (f"No backup could be made: {refused}",)
    return (*told, *lapse_offers(desk, offer_hours).lines, *_interrupted(desk))


def _interrupted(desk: Desk) -> tuple[str, ...]:
    """What of the outbox was being sent when a desk was stopped: nobody knows whether it arrived."""
    with desk.reading() as work:
        if work.scalar(select(Message.id).where(Message.sending == Sending.SENDING).limit(1)) is None:
            return ()
    from acxdesk.actions.sending import settle_interrupted  # noqa: PLC0415 - it reads the formats, and is rarely needed

    return settle_interrupted(desk)
