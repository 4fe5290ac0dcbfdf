"""A meeting in the words of the views: in its box of a grid, and in some lines below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.content import Content

from acxdesk.rules.localtime import city_of, clock_hours, reading, wall
from acxdesk.rules.sessions import Status
from acxdesk.tui.paint import paint
from acxdesk.tui.screens.weekmoves import Pending
from acxdesk.tui.widgets.weekgrid import Drawn

if TYPE_CHECKING:
    from acxdesk.queries.clashes import FoundClash
    from acxdesk.queries.weeks import DatedMeeting

CLASH, MOVED = "!", "»"


def coaches_named(meetings: Iterable["DatedMeeting"]) -> Iterable[str]:
    """The coaches of some meetings, in the order in which they teach."""
    return (name for meeting in meetings for name in meeting.coaches)


def state(meeting: "DatedMeeting") -> str:
    """The state of its session with its sign; a meeting that is cancelled by itself says so."""
    from acxdesk.queries.sessions import status_words

    return status_words(Status.CANCELLED if meeting.cancelled else meeting.status)


def boxed(
    meeting: "DatedMeeting", signs: Mapping[str, str], zone: str, *, clashes: bool = False, is_moved: bool = False
) -> Drawn:
    """What stands in its box.

    Args:
        meeting: the meeting.
        signs: of each coach, by name.
        zone: the IANA zone of whoever looks.
        clashes: whether it clashes with another.
        is_moved: whether it is to be moved there.
    """
    letters = "".join(signs[name] for name in meeting.coaches)
    coaches = ", ".join(f"{signs[name]} {name.split()[-1]}" for name in meeting.coaches)
    sign, code = state(meeting)[:1], meeting.programme
    clock = clock_hours(meeting.starts_at, meeting.ends_at, zone)
    return Drawn(
        title=(f"{code} {meeting.number}/{meeting.of}", f"{code} {meeting.number}", code),
        signs=f"{MOVED if is_moved else ''}{CLASH if clashes else ''}",
        lines=(
            (f"{sign} {coaches}".rstrip(), f"{sign} {letters}".rstrip()),
            (clock, clock.partition("-")[0]),
            (meeting.seats, meeting.seats.partition(" of ")[0]),
            (meeting.room,),
        ),
        short=letters,
        is_muted=meeting.cancelled,
        is_moved=is_moved,
    )


def told(
    meeting: "DatedMeeting", zone: str, signs: Mapping[str, str], clashes: Sequence["FoundClash"]
) -> list[Content]:
    """All about it: what and when, by whom and where, its clashes, and whose the signs are."""
    return [
        Content.assemble(paint(named(meeting), "bold"), paint(f"  {when(meeting, zone)}")),
        paint(" · ".join(filter(None, (state(meeting), meeting.seats, ", ".join(meeting.coaches), meeting.room)))),
        *(_clash(one) for one in sorted(clashes, key=lambda one: bool(one.accepted))),
        paint("  ".join(f"{sign} {name}" for name, sign in signs.items()), "$text-muted"),
    ]


def _clash(found: "FoundClash") -> Content:
    if found.accepted:
        return paint(f"Accepted ({found.accepted}): {found.sentence}", "$text-muted")
    return paint(f"{CLASH} {found.sentence}", "$text-warning")


def told_of_move(pending: Pending, zone: str, *, is_known: bool) -> list[Content]:
    """A move that is not saved: where it leads, what it would make, and the keys.

    Args:
        pending: the move.
        zone: the IANA zone of whoever looks.
        is_known: whether it was rehearsed.
    """
    place = pending.places().get(pending.meeting.number)
    meeting = pending.meeting
    at = meeting if place is None else replace(meeting, starts_at=place.starts_at, ends_at=place.ends_at)
    what = f"all of {meeting.session}" if pending.is_whole else named(meeting)
    keys = f"⏎ saves, Esc drops it; * moves {'this meeting alone' if pending.is_whole else 'the whole session'}"
    lines = [Content.assemble(paint(f"{MOVED} {what} ", "bold"), paint(f"to {when(at, zone)}"))]
    if pending.refused:
        lines.append(paint(f"✕ {pending.refused}", "$text-error"))
    elif pending.clashes:
        more = f" ({len(pending.clashes) - 1} more)" if len(pending.clashes) > 1 else ""
        lines.append(paint(f"{pending.clashes[0]}{more}", "$text-warning"))
    else:
        lines.append(paint("No clash." if is_known else "Looking for clashes…", "$text-muted"))
    return [*lines, paint(keys, "$text-muted")]


def named(meeting: "DatedMeeting") -> str:
    """Which one it is: "CPPM-2026-11-23 2 of 4"."""
    return f"{meeting.session} {meeting.number} of {meeting.of}"


def when(meeting: "DatedMeeting", zone: str) -> str:
    """Its time on the session's clocks, and on those of whoever looks where they differ."""
    local = wall(meeting.starts_at, meeting.zone).date()
    said = f"{reading(local)} {clock_hours(meeting.starts_at, meeting.ends_at, meeting.zone)} {city_of(meeting.zone)}"
    if zone == meeting.zone:
        return said
    return f"{said}, {clock_hours(meeting.starts_at, meeting.ends_at, zone, beside=local)} {city_of(zone)}"
