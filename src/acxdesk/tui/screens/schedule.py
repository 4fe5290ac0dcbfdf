"""The forms of a session: schedule one, edit what it is, move the whole of it. Each reads back before it is saved.

Imported when a form is opened: the requests bring pydantic with them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from acxdesk.actions.meetings import MoveSession, move_session
from acxdesk.actions.sessions import EditSession, Schedule, edit_session, schedule
from acxdesk.desk.receipts import Receipt
from acxdesk.tui.screens.form import FormScreen, doubt
from acxdesk.tui.screens.sessionpicks import find_coaches, find_organisations, find_programmes, part_of
from acxdesk.tui.widgets.asks import Asking, Kind, asking, clearing, picking
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.actions.scheduleline import ReadBack
    from acxdesk.desk.door import Desk
    from acxdesk.desk.settings import Settings
    from acxdesk.queries.sessions import SessionCard

WIDTH: Final = 34  # cells of a meeting's line in a read-back: two stand beside each other
MOST_BESIDE: Final = 3  # more lines of meetings than this stand in two columns

_PLACE: Final = ("delivery", "city", "venue", "link", "language")
_WHAT: Final = ("delivery", "city", "venue", "organisation", "link", "language", "coaches")
_SEATS: Final = ("capacity_min", "capacity_max", "decision_on")
_CLOSED: Final = ("closed", "holidays")
_WORDS: Final[dict[str, Asking]] = {
    "city": asking(Kind.LINE, hint="when taught in one"),
    "venue": asking(Kind.LINE, hint="the building or room"),
    "link": asking(Kind.LINE, hint="where to join online, as https://example.org/room"),
    "language": asking(Kind.LINE, hint="that it is taught in, as en"),
    "at": asking(Kind.TIME, label="Time"),
    "capacity_min": asking(Kind.NUMBER, label="Seats at least", hint="to go ahead; the programme's by default"),
    "capacity_max": asking(Kind.NUMBER, label="Seats at most", hint="the programme's by default"),
    "decision_on": asking(Kind.DATE, label="Decision by", hint="whether it goes ahead"),
    "closed": asking(Kind.CHOICE, label="Closed days"),
    "holidays": asking(Kind.LINE, label="Holidays of", hint="the zone's country unless said: GB, India; or none"),
    "organisation": picking(find_organisations),
    "reason": asking(Kind.LINE, hint="why; the journal keeps it"),
    "coaches": picking(find_coaches, several=True),
}


def schedule_form(
    settings: "Settings", said: "ReadBack | None" = None, *, into: "Callable[[Desk, Schedule], Receipt]" = schedule
) -> FormScreen[Receipt, Schedule]:
    """Schedule a session; zone and time stand there as the settings have them.

    Args:
        settings: for the zone, the time and the weekend.
        said: what a line said of it so far, which stands in its fields.
        into: what becomes of what is asked for; it is scheduled, unless a plan takes it.
    """
    return FormScreen(
        "New session",
        Schedule,
        into,
        names=("programme", "start", "at", "zone", *_WHAT, *_SEATS, "duration", *_CLOSED, "draft"),
        given={"at": settings.time, "zone": settings.zone, **(_given(said) if said else {})},
        fixed={"weekend": tuple(sorted(settings.weekend_days)), "decision_days": settings.decision_days},
        otherwise={**_WORDS, "programme": picking(find_programmes)},
        preview=lambda desk, request: read_back(into(desk.rehearsing(), request)),
    )


def _given(said: "ReadBack") -> dict[str, Any]:
    """What a line said, as the fields of the form have it."""
    line = said.said
    given = {
        "programme": line.programme,
        "start": line.start,
        "at": line.at,
        "zone": line.zone,
        **{name: getattr(line, name) for name in (*_PLACE, "duration", "draft")},
        "organisation": None if said.organisation is None else Hit(said.organisation, line.organisation),
        "coaches": tuple(part_of(coach.person, coach.name, coach.role) for coach in said.coaches),
        "capacity_min": line.least,
        "capacity_max": line.most,
        "decision_on": line.decision_on,
        "closed": line.closed,
        "holidays": "" if line.holidays is None else ", ".join(line.holidays) or "none",
    }
    return {name: value for name, value in given.items() if value not in (None, "")}


def edit_form(card: "SessionCard") -> FormScreen[Receipt, EditSession]:
    """Edit what a session is apart from its times. What is not touched stays as it is."""
    organisation = None
    if card.organisation_id is not None:
        organisation = Hit(card.organisation_id, card.organisation)
    given: dict[str, Any] = {
        **{name: getattr(card, name) for name in (*_PLACE, *_SEATS)},
        "organisation": organisation,
        "coaches": tuple(part_of(coach.person, coach.name, coach.role) for coach in card.coaches),
    }
    return FormScreen(
        f"Edit {card.reference}",
        EditSession,
        edit_session,
        names=(*_WHAT, *_SEATS),
        given=given,
        fixed={"session": card.reference, "version": card.version},
        otherwise={**_WORDS, **{name: _cleared(_WORDS[name]) for name in ("organisation", "decision_on")}},
        only_changed=True,
        preview=lambda desk, request: [doubt(line) for line in edit_session(desk.rehearsing(), request).lines],
    )


def decision_form(reference: str, decide_by: date) -> FormScreen[Receipt, EditSession]:
    """By when it is decided whether a session goes ahead.

    Args:
        reference: the session's.
        decide_by: the date that holds now.
    """
    return FormScreen(
        f"When {reference} is decided about",
        EditSession,
        edit_session,
        names=("decision_on",),
        given={"decision_on": decide_by},
        fixed={"session": reference},
        otherwise={"decision_on": _cleared(_WORDS["decision_on"])},
    )


def move_form(card: "SessionCard", settings: "Settings") -> FormScreen[Receipt, MoveSession]:
    """Move the whole session: its meetings are planned again from another start, wall time or zone."""
    first = card.meetings[0]
    return FormScreen(
        f"Move the whole of {card.reference}",
        MoveSession,
        move_session,
        names=("start", "at", "zone", *_CLOSED, "reason"),
        given={"start": first.day, "at": first.at, "zone": card.zone},
        fixed={"session": card.reference, "weekend": tuple(sorted(settings.weekend_days))},
        otherwise=_WORDS,
        only_changed=True,
        preview=lambda desk, request: read_back(move_session(desk.rehearsing(), request)),
    )


def _cleared(asks: Asking) -> Asking:
    """The same question, with an answer that can be taken away."""
    return lambda ask: clearing(asks(ask))


def read_back(receipt: Receipt) -> Sequence[str]:
    """A rehearsed receipt as lines to read before saving: its sentence, its meetings, then what to know, with a "!"."""
    meetings = [line for line in receipt.lines if line.lstrip()[:1].isdigit()]
    notes = [doubt(line) for line in receipt.lines if not line.lstrip()[:1].isdigit()]
    return (receipt.sentence, *_beside(meetings), *notes)


def _beside(lines: Sequence[str]) -> Iterable[str]:
    """Many short lines in two columns, read downward."""
    if len(lines) <= MOST_BESIDE or any(len(line) > WIDTH for line in lines):
        return lines
    half = (len(lines) + 1) // 2
    right = (*lines[half:], *[""] * (2 * half - len(lines)))
    return [f"{one:<{WIDTH}}  {other}".rstrip() for one, other in zip(lines[:half], right, strict=True)]
