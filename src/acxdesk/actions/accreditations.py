"""Accreditations: suspending, reinstating and revoking them, and how any deed over many of them is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from acxdesk.actions.issuing import Kept, Noted, effect_of, kept_of, shift
from acxdesk.actions.people import counted
from acxdesk.actions.requests import Day, GivenZone, Reason, Request, RowNumber, among
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.records.accreditations import Accreditation
from acxdesk.rules.accreditations import MOVES, PAST, Effect, check_reason, move
from acxdesk.rules.localtime import reading

Numbers = Annotated[tuple[RowNumber, ...], Field(min_length=1)]


class MoveAccreditations(Request):
    """One change of state, of one accreditation or of many."""

    accreditations: Numbers
    verb: Annotated[str, among("suspend", "reinstate", "revoke")]
    reason: Reason = ""
    day: Day | None = None  # that it holds from, up to today; None for today
    zone: GivenZone = "UTC"  # whose today


@dataclass(frozen=True, slots=True)
class AccreditationOutcome:
    """What became of one accreditation, or of one person of an award."""

    name: str  # the holder's
    sentence: str  # what was done, or why not
    accreditation: int | None = None  # the record that was made or changed; None when nothing was, and on a dry run
    number: str = ""  # of that record; empty when nothing was done
    done: bool = True  # False: it could not be done


@dataclass(frozen=True, slots=True)
class AccreditationsReport:
    """What a deed did to each, or would do."""

    receipt: Receipt
    outcomes: tuple[AccreditationOutcome, ...]
    verb: str

    @property
    def foreseen(self) -> str:
        """What a rehearsal foresees: "12 will be renewed, 2 cannot."."""
        will = f"{len(self.outcomes) - len(self.refused):,} will be {PAST[self.verb]}"
        return f"{will}, {len(self.refused):,} cannot." if self.refused else f"{will}."

    @property
    def refused(self) -> tuple[AccreditationOutcome, ...]:
        """Those for which it could not be done."""
        return tuple(outcome for outcome in self.outcomes if not outcome.done)


def move_accreditations(desk: Desk, request: MoveAccreditations) -> AccreditationsReport:
    """Suspend, reinstate or revoke. Of many, those that can be are, and the others are told; one deed, one undo.

    Raises:
        NotFound: no such accreditation.
        Refused: the one accreditation's state does not allow it, or its reason is missing.
    """
    verb = request.verb
    check_reason(verb, request.reason)
    with desk.changing(f"accreditation {verb}", deed=request.deed) as change:
        effect = effect_of(desk, request.day, request.zone, request.reason)
        kept = kept_of(change.work, request.accreditations)
        outcomes: list[AccreditationOutcome] = []
        moved: list[Kept] = []
        for one in kept:
            try:
                move(one.facts, verb, effect)
            except Refused as refused:
                outcomes.append(not_done(one, refused, alone=len(kept) == 1))
                continue
            moved.append(one)
            outcomes.append(done(one.row, f"{called(one.row)} {PAST[verb]}{_from(effect)}."))
        shift(change, moved, MOVES[verb].target, Noted(verb, effect.day, request.reason))
        change.say(summary(verb, outcomes))
        changed = change.changed
    return reported(desk, change, outcomes, verb, changed=changed)


# ---- how it is told


def called(row: Accreditation) -> str:
    """An accreditation by its number and its holder."""
    return f"{row.number} of {row.name}"


def until_words(last: date | None) -> str:
    """How long something is valid: "until Mon 16 Nov 2026", "for life"."""
    return "for life" if last is None else f"until {reading(last)}"


def done(row: Accreditation, sentence: str) -> AccreditationOutcome:
    """What was done with a record."""
    return AccreditationOutcome(row.name, sentence, row.id, row.number)


def not_done(one: Kept, refused: Refused, *, alone: bool) -> AccreditationOutcome:
    """Why it could not be done with a record.

    Raises:
        Refused: it is the only one that the deed was for.
    """
    if alone:
        raise refused
    return AccreditationOutcome(one.row.name, str(refused), done=False)


def summary(verb: str, outcomes: Sequence[AccreditationOutcome], what: str = "accreditation") -> str:
    """A deed over many in a sentence; over one, what became of it."""
    if len(outcomes) == 1:
        return outcomes[0].sentence
    some = sum(outcome.done for outcome in outcomes)
    cannot = len(outcomes) - some
    return f"{counted(some, what)} {PAST[verb]}{f', {cannot:,} cannot' if cannot else ''}."


def reported(
    desk: Desk, change: Changing, outcomes: Sequence[AccreditationOutcome], verb: str, *, changed: bool
) -> AccreditationsReport:
    """The report of a deed that is over."""
    lines = tuple(outcome.sentence for outcome in outcomes) if len(outcomes) > 1 else ()
    ids = tuple(outcome.accreditation for outcome in outcomes if outcome.accreditation is not None)
    receipt = Receipt(change.sentence, lines, ids, changed=changed, rehearsed=desk.rehearsal)
    return AccreditationsReport(receipt, tuple(outcomes), verb)


def _from(effect: Effect) -> str:
    return "" if effect.day == effect.today else f" from {reading(effect.day)} on"
