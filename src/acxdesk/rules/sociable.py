"""Hours that nobody should have to sit in class at: before 07:00 and after 22:00 on a person's own clock."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Final

from acxdesk.rules.localtime import city_of, wall

EARLIEST: Final = time(7)
LATEST: Final = time(22)
MOST_TOLD: Final = 3  # stretches of the clock that are told; a course across a clock change has two

Stretch = tuple[datetime, datetime]  # from, until: instants of a meeting


def unsocial(meetings: Sequence[Stretch], zones: Iterable[str]) -> str:
    """What of some meetings falls outside 07:00-22:00 for somebody, in words; empty where nothing does.

    Args:
        meetings: from when until when each lasts, in order.
        zones: the zones in which she may be, all of one country. Where their clocks do not agree on these meetings, it
            is not known what hers shows, and nothing is said.

    Returns:
        "4 of 4 meetings are outside 07:00-22:00 in New York: 02:00-07:00".
    """
    known = list(zones)
    told = {zone: [_clocks(one, zone) for one in meetings] for zone in known}
    if not known or any(told[zone] != told[known[0]] for zone in known):
        return ""
    outside = [clocks for clocks in told[known[0]] if clocks]
    if not outside:
        return ""
    stretches = list(dict.fromkeys(outside))
    listed = (
        " and ".join(stretches) if len(stretches) <= MOST_TOLD else f"{', '.join(stretches[:MOST_TOLD])} and others"
    )
    subject = f"{len(outside)} of {len(meetings)} meetings {'is' if len(outside) == 1 else 'are'}"
    return f"{subject} outside {EARLIEST:%H:%M}-{LATEST:%H:%M} in {city_of(known[0])}: {listed}"


def _clocks(meeting: Stretch, zone: str) -> str:
    """What the clock shows at both ends of a meeting that begins too early or ends too late; empty for another."""
    return f"{wall(meeting[0], zone):%H:%M}-{wall(meeting[1], zone):%H:%M}" if is_unsocial(meeting, zone) else ""


def is_unsocial(meeting: Stretch, zone: str) -> bool:
    """Whether a meeting begins before 07:00 or ends after 22:00 on the clock of a zone."""
    starts, ends = wall(meeting[0], zone), wall(meeting[1], zone)
    return starts.time() < EARLIEST or ends > datetime.combine(starts.date(), LATEST)
