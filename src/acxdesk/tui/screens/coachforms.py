"""Forms about coaches: who is asked, who stands in, leave and hours. Each reads back what speaks against it.

Imported when a form is opened: the requests and queries bring pydantic and SQLAlchemy with them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from acxdesk.actions.askings import Ask, Asked, ask
from acxdesk.actions.diaries import AddLeave, EditLeave, SetHours, add_leave, edit_leave, set_hours
from acxdesk.actions.substitutes import Substitute, substitute
from acxdesk.desk.receipts import Receipt
from acxdesk.queries.standins import stand_ins
from acxdesk.rules.diaries import hours_words
from acxdesk.rules.localtime import reading
from acxdesk.tui.screens.form import FormScreen, whole
from acxdesk.tui.screens.sessionpicks import find_coaches
from acxdesk.tui.widgets.asks import Asking, Kind, asking, choosing, picking
from acxdesk.tui.widgets.hits import Hit, matching

if TYPE_CHECKING:
    from acxdesk.actions.requests import Request
    from acxdesk.desk.door import Desk
    from acxdesk.queries.coaching import CoachDiary
    from acxdesk.queries.diaries import LeaveRow
    from acxdesk.queries.sessions import MeetingRow, SessionCard

R = TypeVar("R", bound="Request")

_LEAVE_WORDS: Final[dict[str, Asking]] = {
    "first_on": asking(Kind.DATE, label="First day"),
    "last_on": asking(Kind.DATE, label="Last day", hint="the first day alone where it is empty"),
    "zone": asking(Kind.ZONE, hint="where her days begin and end; hers where it is empty"),
    "reason": asking(Kind.LINE, hint="why, if it is to be kept"),
}


class AskedPart(Asked):
    """A coach as she is picked to be asked: picking her again, in another part, takes the place of the first."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AskedPart) and other.person == self.person

    def __hash__(self) -> int:
        return hash(self.person)


def ask_form(card: "SessionCard", margins: Mapping[str, int]) -> FormScreen[Receipt, Ask]:
    """Ask coaches to teach a session."""
    return FormScreen(
        f"Ask coaches to teach {card.reference}",
        Ask,
        ask,
        names=("coaches",),
        fixed={"session": card.reference, **margins},
        otherwise={"coaches": picking(_find_asked, several=True)},
        preview=_reading_back(ask),
    )


def _find_asked(desk: "Desk", words: str) -> Sequence[Hit[AskedPart]]:
    """Coaches, each in every part."""
    return [
        Hit(AskedPart(person=str(hit.value.person), role=hit.value.role), hit.text, hit.note)
        for hit in find_coaches(desk, words)
    ]


def substitute_form(
    card: "SessionCard", meeting: "MeetingRow", margins: Mapping[str, int]
) -> FormScreen[Receipt, Substitute]:
    """Let somebody else teach a meeting; who is free and holds what is asked stands first."""
    teaching = [coach for coach in card.coaches if coach.teaches]
    return FormScreen(
        f"A substitute for meeting {meeting.number} of {card.reference}, {reading(meeting.day)}",
        Substitute,
        substitute,
        names=("absent", "by", "reason"),
        given={"absent": str(teaching[0].person)} if teaching else {},
        fixed={"session": card.reference, "number": meeting.number, **margins},
        otherwise={
            "absent": choosing(Hit(str(coach.person), f"{coach.name} ({coach.role})") for coach in teaching),
            "by": picking(partial(_find_stand_ins, meeting.id)),
            "reason": asking(Kind.LINE, hint="why; it is kept"),
        },
        preview=_reading_back(substitute),
    )


def _find_stand_ins(meeting: int, desk: "Desk", words: str) -> Sequence[Hit[str]]:
    """Who could teach a meeting, and what speaks against each."""
    hits = [
        Hit(str(one.person), one.name, f"! {'; '.join(one.against)}" if one.against else "✓ free")
        for one in stand_ins(desk, meeting)
    ]
    return list(matching(hits, words))


def leave_form(diary: "CoachDiary", zone: str) -> FormScreen[Receipt, AddLeave]:
    """New leave.

    Args:
        diary: the coach's.
        zone: IANA, of her days where her own is not known.
    """
    return FormScreen(
        f"Leave of {diary.name}",
        AddLeave,
        add_leave,
        names=("first_on", "last_on", "zone", "reason"),
        fixed={"person": str(diary.person), "otherwise": zone},
        otherwise=_LEAVE_WORDS,
        preview=_reading_back(add_leave),
    )


def edit_leave_form(diary: "CoachDiary", leave: "LeaveRow") -> FormScreen[Receipt, EditLeave]:
    """Other days for a leave."""
    return FormScreen(
        f"Leave of {diary.name}",
        EditLeave,
        edit_leave,
        names=("first_on", "last_on", "zone", "reason"),
        given={name: getattr(leave, name) for name in ("first_on", "last_on", "zone", "reason")},
        fixed={"leave": leave.id, "version": leave.version},
        otherwise=_LEAVE_WORDS,
        only_changed=True,
        preview=_reading_back(edit_leave),
    )


def hours_form(diary: "CoachDiary", zone: str) -> FormScreen[Receipt, SetHours]:
    """The hours of her week.

    Args:
        diary: the coach's.
        zone: IANA, of her hours where her own is not known.
    """
    week = diary.diary.week
    return FormScreen(
        f"When {diary.name} can teach",
        SetHours,
        set_hours,
        names=("hours", "zone"),
        given={"hours": hours_words(week.hours) if week.hours else "", "zone": week.zone},
        fixed={"person": str(diary.person), "otherwise": zone},
        otherwise={
            "hours": asking(Kind.LINE, hint="mon-thu 9-17, fri 9-12; empty for any time"),
            "zone": asking(Kind.ZONE, hint="the zone of these hours; hers where it is empty"),
        },
        preview=lambda desk, request: whole(set_hours(desk.rehearsing(), request)),
    )


def _reading_back(deed: "Callable[[Desk, R], Receipt]") -> "Callable[[Desk, R], Sequence[str]]":
    """What a rehearsal says, every line of it a doubt."""

    def read_back(desk: "Desk", request: R) -> Sequence[str]:
        receipt = deed(desk.rehearsing(), request)
        return (receipt.sentence, *(f"! {line.removeprefix('! ')}" for line in receipt.lines))

    return read_back
