"""What is due when somebody sits down to write: a backup of the work since the last one, offers whose time is over."""

from pathlib import Path

from acxdesk.actions.enrolments import OFFER_HOURS, lapse_offers
from acxdesk.desk import backups
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused


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
    return (*told, *lapse_offers(desk, offer_hours).lines)
