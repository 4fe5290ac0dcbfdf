"""That calendars were given out: what each of some has now, by which way."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select, tuple_

from acxdesk.desk.door import Changing
from acxdesk.queries.givens import CHUNK, Whose, given_to, standing
from acxdesk.records.calendars import GivenCalendar, GivenOccasion
from acxdesk.rules.calendars import Occasion
from acxdesk.rules.updates import Part, Way, updates

SYSTEM = "system"  # for the journal: it happened in the world, and undo passes over it


def note_given(change: Changing, person: int, part: Part, way: Way, occasions: Iterable[Occasion]) -> None:
    """Note what somebody was given; what she has besides stands.

    Args:
        change: an open deed, of kind `SYSTEM`.
        person: who.
        part: as what.
        way: how.
        occasions: what she was given: her whole calendar, or some updates of it.
    """
    note_all(change, way, {(person, part): tuple(occasions)})


def note_all(change: Changing, way: Way, given: Mapping[Whose, Sequence[Occasion]]) -> None:
    """Note what each of some was given by one way, as `note_given` does."""
    everybody = sorted(given)
    for start in range(0, len(everybody), CHUNK):
        _note(change, way, {whose: given[whose] for whose in everybody[start : start + CHUNK]})


def _note(change: Changing, way: Way, given: Mapping[Whose, Sequence[Occasion]]) -> None:
    _note_occasions(change, way, given)
    change.work.flush()
    has, stands = given_to(change.work, tuple(given), way), standing(change.work, given, change.now)
    calendars = {
        (row.person_id, row.part): row
        for row in change.work.scalars(
            select(GivenCalendar).where(
                tuple_(GivenCalendar.person_id, GivenCalendar.part).in_(tuple(given)), GivenCalendar.way == way
            )
        )
    }
    for whose in given:
        row = calendars.get(whose)
        left = updates(stands.get(whose, ()), has.get(whose, {}), change.now)
        # Whom a change concerns is asked by this instant: while something is left to be told it must not pass that.
        known = min((update.occasion.made_at for update in left), default=change.now)
        if row is None:
            person, part = whose
            change.work.add(GivenCalendar(person_id=person, part=part, way=way, given_at=known))
        elif not left:
            row.given_at = max(row.given_at, change.now)


def _note_occasions(change: Changing, way: Way, given: Mapping[Whose, Sequence[Occasion]]) -> None:
    rows = {
        (row.person_id, row.part, row.uid): row
        for row in change.work.scalars(
            select(GivenOccasion).where(
                tuple_(GivenOccasion.person_id, GivenOccasion.part).in_(tuple(given)), GivenOccasion.way == way
            )
        )
    }
    for (person, part), occasions in given.items():
        for one in occasions:
            row = rows.get((person, part, one.uid))
            if row is not None:
                _set(row, one)
                row.given_at = change.now
            elif one.ends_at > change.now and not one.cancelled:  # of the rest nobody hears again
                row = GivenOccasion(person_id=person, part=part, way=way, uid=one.uid, given_at=change.now)
                _set(row, one)
                change.work.add(row)


def _set(row: GivenOccasion, one: Occasion) -> None:
    row.sequence, row.cancelled = one.sequence, one.cancelled
    row.starts_at, row.ends_at, row.summary = one.starts_at, one.ends_at, one.summary
