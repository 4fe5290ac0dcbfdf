"""A session in a few lines: the head of its screen, and the card beside the list."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from textual.content import Content

from acxdesk.rules.localtime import city_of, clock_hours, reading, wall
from acxdesk.rules.sessions import Status
from acxdesk.tui.paint import paint

if TYPE_CHECKING:
    from acxdesk.queries.sessions import MeetingRow, SessionCard

BETWEEN = " · "


def head(card: "SessionCard", now: datetime) -> Content:
    """What a coordinator asks first about a session, a line for each; a line with nothing to say is left out."""
    return Content("\n").join(_head_lines(card, now))


def _head_lines(card: "SessionCard", now: datetime) -> Iterable[Content]:
    yield _state(card)
    if card.status_reason:
        yield paint(f"{card.status.capitalize()}: {card.status_reason}")
    yield _joined((f"{card.title} ({card.programme})", card.duration, _edition(card)))
    yield _joined((card.zone, *_whereabouts(card), card.language, card.link))
    yield _coaches(card, now)
    if card.differences:
        yield paint(f"! Differs from its duration: {'; '.join(card.differences)}.", "$text-warning")
    if card.chosen:
        yield paint(f"Chosen, not printed: {card.chosen}", "$text-muted")


def _state(card: "SessionCard") -> Content:
    from acxdesk.queries.sessions import status_words

    decision = f"decision by {reading(card.decision_on)}" if card.decision_on else ""
    status = paint(status_words(card.status), "bold $text-error" if card.status is Status.CANCELLED else "bold")
    seats = f"{card.seats} seats, at least {card.capacity_min}"
    return Content.assemble(status, BETWEEN, _joined((card.phase, seats, decision)))


def _edition(card: "SessionCard") -> str:
    if card.current_edition > card.edition:
        return f"edition {card.edition}; {card.current_edition} is newer"
    return f"edition {card.edition}"


def _whereabouts(card: "SessionCard") -> tuple[str, ...]:
    place = ", ".join(filter(None, (card.city, card.venue)))
    return (card.delivery.value, place, f"for {card.organisation}" if card.organisation else "")


def _coaches(card: "SessionCard", now: datetime) -> Content:
    if not card.coaches:
        return paint("No coach yet: A asks one, e names one.", "$text-muted")
    return paint(f"Coaches: {', '.join(coach.words(now) for coach in card.coaches)}")


def _joined(parts: Iterable[str]) -> Content:
    return paint(BETWEEN.join(filter(None, parts)))


def aside(card: "SessionCard", viewer: str, now: datetime) -> Content:
    """The card beside the list: what the list has no room for, and every meeting.

    Args:
        card: the session.
        viewer: the IANA zone of whoever looks; times in it stand behind those of the session.
        now: UTC: a coach was asked so many days ago.
    """
    lines = [
        paint(card.title, "bold"),
        paint(card.duration),
        paint(f"{card.zone}, {', '.join(filter(None, _whereabouts(card)))}"),
        _coaches(card, now),
    ]
    if card.status_reason:
        lines.append(paint(f"{card.status.capitalize()}: {card.status_reason}"))
    if card.decision_on:
        lines.append(paint(f"Decision by {reading(card.decision_on)}"))
    lines += [paint(f"! {difference}", "$text-warning") for difference in card.differences]
    yours = "" if viewer == card.zone else f"Times of {city_of(card.zone)}, then of {city_of(viewer)}"
    lines += [Content(""), paint(yours, "$text-muted")]
    lines += [_meeting(meeting, card.zone, viewer) for meeting in card.meetings]
    return Content("\n").join(lines)


def _meeting(meeting: "MeetingRow", zone: str, viewer: str) -> Content:
    """A meeting beside the list; behind it, when it starts on the viewer's clocks where they differ."""
    sign = "✕" if meeting.cancelled else " "
    stands_in = "".join(f" with {one.name.split()[-1]}" for one in meeting.substitutes)
    said = paint(f"{meeting.number:>2}{sign}{reading(meeting.day):<15} {clock_words(meeting, zone)}{stands_in}")
    if viewer == zone:
        return said
    return Content.assemble(said, paint(f" {wall(meeting.starts_at, viewer):%H:%M}", "$text-muted"))


def clock_words(meeting: "MeetingRow", zone: str, *, beside: date | None = None) -> str:
    """From when to when a meeting lasts on the clocks of a zone: "14:00-19:00".

    Args:
        meeting: the meeting.
        zone: an IANA name.
        beside: the date that stands beside it; where the clocks show another one, the weekday goes before.
    """
    return clock_hours(meeting.starts_at, meeting.ends_at, zone, beside=beside)
