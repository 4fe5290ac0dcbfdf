"""What is done before somebody writes: backups that are due, offers that lapse."""

from datetime import timedelta
from pathlib import Path

import pytest

from acxdesk.actions.catalogue import load_catalogue
from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.actions.sessions import Schedule, schedule
from acxdesk.actions.upkeep import keep_up
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from tests.actions.sample import require_nothing


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_work_without_a_backup_gets_one_and_then_none_for_half_an_hour(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"

    assert keep_up(desk, folder=folder) == ()
    assert keep_up(desk, folder=folder) == ()
    assert names(folder) == ["desk-20261124T090000Z-start.acx"]


def test_a_large_deed_gets_one_in_any_case(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    keep_up(desk, folder=folder)

    keep_up(desk, folder=folder, large=True)

    assert names(folder) == ["desk-20261124T090000Z-before-import.acx", "desk-20261124T090000Z-start.acx"]


def test_a_backup_that_fails_is_told_before_a_small_deed_and_refuses_a_large_one(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.write_text("in the way")

    (told,) = keep_up(desk, folder=folder)
    assert told.startswith("No backup could be made: ")
    with pytest.raises(Refused):
        keep_up(desk, folder=folder, large=True)


def test_an_offer_whose_time_is_over_lapses(desk: Desk, clock: FrozenClock, tmp_path: Path) -> None:
    load_catalogue(desk)
    require_nothing(desk)
    ids = [add_person(desk, AddPerson(name=name)).ids[0] for name in ("Ada", "Zoë")]
    reference = schedule(
        desk,
        Schedule.read(
            {"programme": "ACXM", "start": "2027-01-18", "at": "14:00", "zone": "Europe/London", "capacity_max": 1}
        ),
    ).reference
    for person in ids:
        move_places(desk, MovePlaces(session=reference, people=(person,), verb="book"))
    move_places(desk, MovePlaces(session=reference, people=(ids[0],), verb="withdraw", reason="ill"))

    folder = tmp_path / "backups"
    assert keep_up(desk, folder=folder) == ()
    clock.moment += timedelta(hours=49)
    assert keep_up(desk, folder=folder)[0] == (
        f"{reference}: the offer to Zoë lapsed; Zoë is at the end of the waiting list."
    )
