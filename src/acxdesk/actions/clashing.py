"""What a deed that puts a meeting or a coach somewhere asks: that it makes no clash, or why the clash is accepted.

Works on an open deed; `actions.clashes` accepts those that stand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import orm

from acxdesk.actions.requests import Reason, Request
from acxdesk.desk.door import Changing, Desk
from acxdesk.errors import Fault, Faulty
from acxdesk.queries.clashes import FoundClash, clashes_of, signature
from acxdesk.records.clashes import AcceptedClash
from acxdesk.rules.clashes import AWAY, Margins

FIELD: Final = "accept"  # the field of a request that a refusal for clashes is at
MOST_TOLD: Final = 20  # clashes that are told one by one; the rest are counted

MarginMinutes = Annotated[int, Field(ge=0, le=1440)]


class Heeding(Request):
    """A request that heeds how much time lies between two meetings."""

    rest_minutes: MarginMinutes = Field(default=0, description="how many minutes a coach rests between two meetings")
    travel_minutes: MarginMinutes = Field(default=0, description="how many minutes lie between two cities")

    @property
    def margins(self) -> Margins:
        """How much time lies between two meetings at least."""
        return Margins(timedelta(minutes=self.rest_minutes), timedelta(minutes=self.travel_minutes))


class Placing(Heeding):
    """A request that puts meetings or coaches somewhere."""

    accept: Reason = Field(default="", description="why the clashes that it makes are accepted; it is kept")


class Clashing(Faulty):
    """A deed would make clashes, and nobody said why they are accepted."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        remedy = "Choose another time, coach or room, or say with accept why it stays so; that is kept."
        super().__init__([Fault(FIELD, " ".join((*self.sentences, remedy)))])


@dataclass(frozen=True, slots=True)
class Stood:
    """What there was before a deed."""

    request: Placing | None  # of the deed; None where it puts nothing anywhere, so that no clash is looked for
    clashes: frozenset[tuple[object, ...]] = frozenset()  # by what they were of, and where both sides stood


def standing(work: orm.Session, request: Request, *sessions: int) -> Stood:
    """The clashes of some sessions before a deed, for `settle_clashes`; none are looked for where it makes none."""
    if not isinstance(request, Placing):
        return Stood(None)
    return Stood(request, frozenset(signature(one.clash) for one in clashes_of(work, sessions, request.margins)))


def settle_clashes(desk: Desk, change: Changing, stood: Stood, *sessions: int) -> tuple[str, ...]:
    """Look for the clashes that a deed makes: they are refused, or kept with the reason for which they are accepted.

    A rehearsal refuses nothing: it tells what would be.

    Args:
        desk: whether it rehearses.
        change: the deed, with everything done that it does.
        stood: what there was before it, and its request.
        sessions: the numbers of those whose meetings, coaches or rooms it changes.

    Returns:
        A sentence for each clash that it makes; one that would be refused begins with "! ".

    Raises:
        Clashing: it makes a clash, and no reason is given.
    """
    request = stood.request
    if request is None:
        return ()
    change.work.flush()
    made = [
        one
        for one in clashes_of(change.work, sessions, request.margins)
        if not one.accepted and signature(one.clash) not in stood.clashes
    ]
    if not made:
        return ()
    if request.accept:
        keep(change, made, request.accept)
        return _told(made, "Accepted: ")
    if desk.rehearsal:
        return _told(made, "! ")
    raise Clashing(_told(made))


def keep(change: Changing, found: Iterable[FoundClash], reason: str) -> None:
    """Write down that clashes are accepted, where both sides stand now."""
    for one in found:
        first, second = one.clash.sides
        assert first.meeting is not None  # what is written has a number
        change.work.add(
            AcceptedClash(
                kind=one.clash.kind,
                meeting_id=first.meeting,
                other_id=second.meeting,
                person_id=one.clash.person,
                starts_at=first.starts_at,
                ends_at=first.ends_at,
                other_starts_at=second.starts_at,
                other_ends_at=second.ends_at,
                reason=reason,
                who=change.who,
                at=change.now,
            )
        )


def warned_of_people(work: orm.Session, session: int, people: Iterable[int]) -> tuple[str, ...]:
    """A sentence for each clash of some people with what they sit or teach beside a session: it keeps nobody out.

    That they are away from it, by leave or by their own calendars, is not among them.
    """
    wanted = frozenset(people)
    found = [
        one
        for one in clashes_of(work, (session,))
        if one.clash.person in wanted and one.clash.kind not in AWAY and not one.accepted
    ]
    return _told(found, "! ")


def _told(found: list[FoundClash], sign: str = "") -> tuple[str, ...]:
    sentences = tuple(f"{sign}{one.sentence}" for one in found)
    if len(sentences) <= MOST_TOLD:
        return sentences
    return (*sentences[:MOST_TOLD], f"And {len(sentences) - MOST_TOLD:,} more clashes like these.")
