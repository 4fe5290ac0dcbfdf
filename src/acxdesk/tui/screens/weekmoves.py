"""Moving in the week: where a meeting would go, what that would make, and the deed. No step is saved by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from acxdesk.errors import Refused
from acxdesk.rules.planning import Planned, replan_one, stepped

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.desk.settings import Settings
    from acxdesk.queries.weeks import DatedMeeting

CLASHES: Final = "! "  # how a receipt's line begins that tells of a clash


@dataclass(frozen=True, slots=True)
class Pending:
    """A move that is not saved yet."""

    meeting: "DatedMeeting"  # as it stands
    days: int = 0
    hours: int = 0
    is_whole: bool = False  # all meetings of its session go with it
    planned: tuple[Planned, ...] = ()  # where the deed would put them; empty until it was rehearsed
    sentence: str = ""  # what the deed would say
    clashes: tuple[str, ...] = ()  # that it would make, a sentence each
    refused: str = ""  # why it would be refused

    @property
    def is_back(self) -> bool:
        """Whether it is where it was."""
        return not (self.days or self.hours)

    def by(self, *, days: int = 0, hours: int = 0) -> "Pending":
        """A step further; what was told of it before does not hold any more."""
        return Pending(self.meeting, self.days + days, self.hours + hours, self.is_whole)

    def turned(self) -> "Pending":
        """The same for the whole session, or for the one meeting again."""
        return Pending(self.meeting, self.days, self.hours, not self.is_whole)

    def places(self) -> dict[int, Planned]:
        """Where meetings of the session would be, by number: as far as is known now.

        Until the deed was rehearsed that is the one meeting, where the steps lead on the wall.
        """
        if self.planned:
            return {one.number: one for one in self.planned}
        one = self.meeting
        day, at = stepped(one.day, one.at, days=self.days, hours=self.hours)
        try:
            return {one.number: replan_one(number=one.number, day=day, at=at, minutes=one.minutes, zone=one.zone)}
        except Refused:  # the clocks jump over it: told by the rehearsal
            return {}

    def told(self, receipt: "Receipt") -> "Pending":
        """With what a rehearsal said."""
        clashes = tuple(line for line in receipt.lines if line.startswith(CLASHES))
        return replace(self, planned=receipt.planned, sentence=receipt.sentence, clashes=clashes, refused="")


def overlaid(meetings: Mapping[int, "DatedMeeting"], pending: Pending | None) -> dict[int, "DatedMeeting"]:
    """The meetings of a week by their numbers, those that are to be moved where they would be."""
    kept = dict(meetings)
    if pending is None:
        return kept
    known = {one.number: one for one in meetings.values() if one.session == pending.meeting.session}
    known[pending.meeting.number] = pending.meeting
    for number, place in pending.places().items():
        # One that stands in another week has no number of its own here; no row has a negative one.
        one = known.get(number) or replace(pending.meeting, id=-number, number=number, starts_at=_NEVER)
        if one.starts_at != place.starts_at:
            kept[one.id] = replace(one, day=place.day, at=place.at, starts_at=place.starts_at, ends_at=place.ends_at)
    return kept


_NEVER: Final = datetime.min.replace(tzinfo=UTC)


def moved(meetings: Mapping[int, "DatedMeeting"], shown: Mapping[int, "DatedMeeting"], pending: Pending) -> set[int]:
    """Which of the shown meetings are not where they stand."""
    at = {**{key: one.starts_at for key, one in meetings.items()}, pending.meeting.id: pending.meeting.starts_at}
    return {key for key, one in shown.items() if at.get(key) != one.starts_at}


def carried_out(desk: "Desk", pending: Pending, settings: "Settings", accept: str = "") -> "Receipt":
    """Carry the move out, or rehearse it on a desk that rehearses.

    Args:
        desk: the desk.
        pending: the move.
        settings: for the margins of clashes, and for the weekend.
        accept: why the clashes that it makes are accepted.

    Raises:
        Refused: as `actions.meetings.move_meeting` and `move_session`.
    """
    from acxdesk.actions.meetings import MoveMeeting, MoveSession, move_meeting, move_session

    values: dict[str, Any] = {
        "session": pending.meeting.session,
        "by_days": pending.days,
        "by_hours": pending.hours,
        "accept": accept,
        "rest_minutes": settings.rest_minutes,
        "travel_minutes": settings.travel_minutes,
    }
    if pending.is_whole:
        return move_session(desk, MoveSession.read({**values, "weekend": tuple(sorted(settings.weekend_days))}))
    return move_meeting(desk, MoveMeeting.read({**values, "number": pending.meeting.number}))
