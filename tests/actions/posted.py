"""A desk whose delegates have something to be told by mail."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from acxdesk.actions.meetings import MoveMeeting, move_meeting
from acxdesk.actions.outbox import FillOutbox, fill_outbox
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.queries.givens import pending
from acxdesk.rules.updates import Way
from tests.actions.sample import add_people, add_programme, book, rows, run

REF = "ACXM-2026-12-07"
ADA, BOB, CLEO = 1, 2, 3


def furnish(desk: Desk, *names: str) -> None:
    """People in one session of two days."""
    add_programme(desk, duration="2 days @ 5 hours per day", most=9)
    people = add_people(desk, names or ("Ada Byron", "Bob Kahn"))
    run(desk, capacity_max=9)
    book(desk, REF, *people)


def fill(desk: Desk, *people: int, first: bool = True) -> Receipt:
    """Fill the outbox."""
    values = {"people": people, "first": first, "organizer_name": "Desk", "organizer_mailbox": "desk@example.org"}
    return fill_outbox(desk, FillOutbox.read(values))


def moved(desk: Desk, day: str = "2026-12-12", number: int = 2) -> None:
    """Move a meeting, an hour later."""
    cast("FrozenClock", desk.clock).moment += timedelta(hours=1)
    move_meeting(desk, MoveMeeting.read({"session": REF, "number": number, "day": day}))


def states(desk: Desk) -> list[str]:
    """How the messages stand, in the order of their writing."""
    return [str(row["sending"]) for row in rows(desk, "messages")]


def column(desk: Desk, name: str) -> list[Any]:
    """One column of the messages."""
    return [row[name] for row in rows(desk, "messages")]


def due(desk: Desk, *, first: bool = True) -> Sequence[tuple[str, int]]:
    """Who has how much to be told by mail."""
    return [(one.name, len(one.updates)) for one in pending(desk, Way.MAIL, first=first)]
