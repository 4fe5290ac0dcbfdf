"""`acxdesk today`: what the opening screen of the terminal app shows."""

from typing import TYPE_CHECKING, Final

from acxdesk.cli import voice
from acxdesk.cli.call import Asked
from acxdesk.cli.voice import Heading
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.updates import briefly

if TYPE_CHECKING:
    from acxdesk.queries.givens import PersonUpdates
    from acxdesk.queries.today import AwardRow, DueRow, LapseRow, OfferRow, ShortRow, WeekRow

MOST_LOOKED_AT: Final = 50  # people whose calendars are held against what they have; calendar updates looks at all


def today(*, call: Asked) -> None:
    """What needs you now, and this week's meetings; times are each session's own."""
    from acxdesk.queries.givens import changed_calendars
    from acxdesk.queries.today import today as seen

    with call.reading() as desk:
        now = seen(desk, call.settings.zone)
        calendars = [next(iter(ways.values())) for ways in changed_calendars(desk, MOST_LOOKED_AT).values()]
    if call.as_json:
        voice.print_json({**voice.plain(now), "calendars": [_as_fields(one) for one in calendars]})
        return
    voice.data(reading(now.day))
    panels = (
        ("Overdue", ("Session", "Attendances", "To release", "To award", "Last meeting"), map(_due, now.due)),
        ("Offers that stand", ("Session", "Delegate", "Until", "Zone"), map(_offer, now.offers)),
        ("Fewer booked than needed", ("Session", "Starts", "Booked", "Decision by"), map(_short, now.short)),
        ("Coaches who lapse", ("Session", "Coach", "What", "Last meeting"), map(_lapse, now.lapses)),
        ("Calendars to give out", ("Who", "Part", "What changed"), map(_calendar, calendars)),
        ("The award", ("Year", "Phase", "What", "When"), map(_award, now.awards)),
        ("This week", ("Session", "Meeting", "When", "Zone", "Coaches", "Seats", ""), map(_week, now.week)),
    )
    for title, titles, rows in panels:
        listed = list(rows)
        voice.data("")
        voice.data(title if listed else f"{title}: none")
        voice.print_table(tuple(map(Heading, titles)), listed)


def _due(row: "DueRow") -> tuple[str, ...]:
    ended = reading(wall(row.ends_at, row.zone).date())
    return (row.session, *(f"{count or ''}" for count in (row.attendance, row.release, row.award)), ended)


def _offer(row: "OfferRow") -> tuple[str, ...]:
    local = wall(row.until, row.zone) if row.until else None
    until = f"{reading(local.date())} {local:%H:%M}" if local else ""
    return (row.session, row.name, until, row.zone)


def _short(row: "ShortRow") -> tuple[str, ...]:
    decision = reading(row.decision_on) if row.decision_on else ""
    return (row.session, reading(row.starts_on), f"{row.booked} of {row.minimum}", decision)


def _lapse(row: "LapseRow") -> tuple[str, ...]:
    return (row.session, row.name, row.what, reading(row.last))


def _calendar(one: "PersonUpdates") -> tuple[str, ...]:
    return (one.name, one.part, briefly(one.updates))


def _as_fields(one: "PersonUpdates") -> dict[str, object]:
    return {"person": one.person, "name": one.name, "part": one.part.value, "changed": briefly(one.updates)}


def _award(row: "AwardRow") -> tuple[str, ...]:
    what = f"it is time to {row.what}" if row.is_due else row.what
    return (str(row.year), row.phase, what, reading(row.day))


def _week(row: "WeekRow") -> tuple[str, ...]:
    starts, ends = wall(row.starts_at, row.zone), wall(row.ends_at, row.zone)
    when = f"{reading(starts.date())} {starts:%H:%M}-{ends:%H:%M}"
    cancelled = "cancelled" if row.cancelled else ""
    return (row.session, f"{row.number} of {row.of}", when, row.zone, row.coaches, row.seats, cancelled)
