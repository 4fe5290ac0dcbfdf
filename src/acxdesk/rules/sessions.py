"""Which way a session may go: the states that somebody decides, the phases that the clock decides."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from acxdesk.errors import Refused


class Status(StrEnum):
    """What was decided about a session. Running and delivered are not decisions: see `Phase`."""

    DRAFT = "draft"
    OPEN = "open"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """Where a session stands by the clock and its meetings."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    DELIVERED = "delivered"


class Delivery(StrEnum):
    """How a session is taught."""

    ONLINE = "online"
    CITY = "city"
    IN_HOUSE = "in-house"


class Role(StrEnum):
    """What a coach does in a session."""

    LEAD = "lead"
    ASSISTANT = "assistant"
    IN_TRAINING = "mentor in training"


class Answer(StrEnum):
    """How far a coach who is asked to teach a session has come."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CONFIRMED = "confirmed"


# Who has to hold what the programme asks of its coaches; a mentor in training is about to earn it.
ASKED_ROLES = frozenset({Role.LEAD, Role.ASSISTANT})


@dataclass(frozen=True, slots=True)
class Move:
    """One legal move of a coach who is asked: the verb, from where, to where."""

    verb: str
    done: str  # the verb as done: "Brandt accepted"
    sources: frozenset[Answer | None]  # None: she is not asked
    target: Answer | None  # None: the asking is gone
    needs_reason: bool = False


# Whoever declined may be asked again; whoever accepted, or was confirmed, may still have to call off.
MOVES: dict[str, Move] = {
    move.verb: move
    for move in (
        Move("ask", "is asked", frozenset({None, Answer.DECLINED}), Answer.ASKED),
        Move("accept", "accepted", frozenset({Answer.ASKED}), Answer.ACCEPTED),
        Move("decline", "declined", frozenset(Answer) - {Answer.DECLINED}, Answer.DECLINED, needs_reason=True),
        Move("confirm", "is confirmed", frozenset({Answer.ASKED, Answer.ACCEPTED}), Answer.CONFIRMED),
        Move("withdraw", "is asked no more", frozenset(Answer), None),
    )
}


def answer(name: str, before: Answer | None, verb: str, reason: str = "") -> Answer | None:
    """How far a coach is after a move of her asking; None when it is withdrawn.

    Args:
        name: hers, for the sentence of a refusal.
        before: how far she is; None when she is not asked.
        verb: one of `MOVES`.
        reason: why; declining asks for one.

    Raises:
        Refused: the move is not in the table, or its reason is missing.
    """
    move = MOVES[verb]
    if before not in move.sources:
        stands = f"{'has' if before in _ANSWERS else 'is'} {before}" if before else "is not asked"
        can = [other.verb for other in MOVES.values() if before in other.sources]
        raise Refused(f"{name} {stands}; {_CANNOT[verb]}.", remedy=f"What can be done: {', '.join(can)}.")
    if move.needs_reason and not reason.strip():
        raise Refused("Declining needs a reason.", remedy="Say why in a few words; it is kept.")
    return move.target


_ANSWERS = frozenset({Answer.ACCEPTED, Answer.DECLINED})
_CANNOT = {
    "ask": "only who is not asked, or declined, is asked",
    "accept": "only who is asked can accept",
    "decline": "only who is asked, accepted or confirmed can decline",
    "confirm": "only who is asked or accepted can be confirmed",
    "withdraw": "there is no asking to withdraw",
}
_SIGNS = {Answer.ASKED: "?", Answer.ACCEPTED: "+", Answer.DECLINED: "✕", Answer.CONFIRMED: "✓"}


def answer_words(answer: Answer | None, asked_at: datetime | None, now: datetime) -> str:
    """How far a coach is, by sign and word: "✓ confirmed", "? asked 3 days ago"; empty for one who was just put down.

    Args:
        answer: None for a coach without an asking.
        asked_at: when she was asked last (UTC).
        now: the instant of the reading (UTC).
    """
    if answer is None:
        return ""
    since = ""
    if answer is Answer.ASKED and asked_at is not None:
        days = (now - asked_at).days
        since = " today" if days < 1 else f" {days} day{'' if days == 1 else 's'} ago"
    return f"{_SIGNS[answer]} {answer}{since}"


_REFERENCE = re.compile(r"(?P<code>.+)-(?P<start>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:-[0-9]+)?")


def reference(code: str, start: date, run: int = 1) -> str:
    """What a session is called: ACXM-2026-11-16, a second run of that day ACXM-2026-11-16-2."""
    return f"{code}-{start.isoformat()}" + (f"-{run}" if run > 1 else "")


def start_in(said: str) -> date | None:
    """The start that a reference names, which a later move leaves as it was; None when it names none."""
    found = _REFERENCE.fullmatch(said)
    try:
        return date.fromisoformat(found["start"]) if found else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Turn:
    """One legal change of status: the verb, from where, to where."""

    verb: str
    sources: frozenset[Status]
    target: Status
    needs_reason: bool = False


# Reopening is missing here: it goes back to the status that a session had before it was cancelled.
TURNS: dict[str, Turn] = {
    turn.verb: turn
    for turn in (
        Turn("open", frozenset({Status.DRAFT}), Status.OPEN),
        Turn("confirm", frozenset({Status.OPEN}), Status.CONFIRMED),
        Turn("close", frozenset({Status.CONFIRMED}), Status.CLOSED),
        Turn(
            "cancel",
            frozenset({Status.DRAFT, Status.OPEN, Status.CONFIRMED}),
            Status.CANCELLED,
            needs_reason=True,
        ),
    )
}

# Statuses under which delegates may be booked, and meetings may still be changed.
TAKES_ENROLMENTS = frozenset({Status.OPEN, Status.CONFIRMED})
CAN_CHANGE = frozenset({Status.DRAFT, Status.OPEN, Status.CONFIRMED})


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What a change of status is decided on."""

    reference: str
    status: Status
    before: Status | None  # the status before it was cancelled; None when it is not
    phase: Phase


def turn(facts: SessionFacts, verb: str, reason: str = "") -> Status:
    """The status that `verb` leads to.

    Args:
        facts: the session as it stands.
        verb: open, confirm, close, cancel or reopen.
        reason: why; cancelling asks for one.

    Raises:
        Refused: the move is not in the table, or its reason is missing.
    """
    if verb == "reopen":
        return _reopened(facts)
    move = TURNS[verb]
    if facts.status not in move.sources:
        legal = " or ".join(sorted(move.sources))
        can = [name for name, other in TURNS.items() if facts.status in other.sources]
        can += ["reopen"] if facts.status is Status.CANCELLED else []
        raise Refused(
            f"{facts.reference} is {facts.status}; only a session that is {legal} can be {past(verb)}.",
            remedy=f"It can be {' or '.join(past(name) for name in can)}." if can else "",
        )
    if verb == "close" and facts.phase is not Phase.DELIVERED:
        raise Refused(
            f"{facts.reference} is {facts.phase}; it can be closed after its last meeting ends.",
            remedy="Cancel it if it will not be taught to the end.",
        )
    if move.needs_reason and not reason.strip():
        raise Refused(f"Cancelling {facts.reference} needs a reason.", remedy="Say why in a few words; it is kept.")
    return move.target


def _reopened(facts: SessionFacts) -> Status:
    if facts.status is not Status.CANCELLED:
        raise Refused(f"{facts.reference} is {facts.status}; only a cancelled session can be reopened.")
    return facts.before or Status.OPEN


def past(verb: str) -> str:
    """A verb of deciding as done: "cancel" is "cancelled"."""
    return {"open": "opened", "confirm": "confirmed", "close": "closed", "cancel": "cancelled", "reopen": "reopened"}[
        verb
    ]


def phase(now: datetime, starts_at: datetime | None, ends_at: datetime | None) -> Phase:
    """Where a session stands at the instant `now` (UTC); delivered comes after its last meeting ends.

    Args:
        now: the instant that it is read at.
        starts_at: when its first planned meeting starts (UTC); None without a meeting.
        ends_at: when its last planned meeting ends (UTC); None without a meeting.
    """
    if starts_at is None or ends_at is None or now < starts_at:
        return Phase.UPCOMING
    return Phase.RUNNING if now < ends_at else Phase.DELIVERED


def check_capacity(reference: str, minimum: int, maximum: int, taken: int = 0) -> None:
    """Refuse a capacity that makes no sense or takes seats from people who have them.

    Raises:
        Refused: below 1, the minimum above the maximum, or the maximum below the seats taken.
    """
    if minimum < 0 or maximum < 1:
        raise Refused(f"A capacity of {minimum} to {maximum} seats cannot be kept.", remedy="Give at least one seat.")
    if minimum > maximum:
        raise Refused(
            f"The minimum of {minimum} seats is above the maximum of {maximum}.",
            remedy="Give a minimum up to it.",
        )
    if maximum < taken:
        raise Refused(
            f"{reference} has {taken} seats taken; a capacity of {maximum} would be below that.",
            remedy=f"Give at least {taken}, or withdraw delegates first.",
        )
