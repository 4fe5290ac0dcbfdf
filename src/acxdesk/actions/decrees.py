"""Decrees: the validity of many accreditations is changed at once, for one reason, as one deed with one undo."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from sqlalchemy import ColumnElement

from acxdesk.actions.accreditations import AccreditationOutcome, AccreditationsReport, called, not_done, reported
from acxdesk.actions.issuing import (
    Kept,
    Noted,
    beginnings,
    edition_of,
    effect_of,
    kept_of,
    kept_where,
    put_down,
    shift,
    successor,
)
from acxdesk.actions.people import counted
from acxdesk.actions.requests import Day, GivenZone, Line, Reason, Request, RowNumber, among, kept
from acxdesk.desk.door import Changing, Desk
from acxdesk.errors import Refused
from acxdesk.records.accreditations import Accreditation
from acxdesk.rules.accreditations import (
    MOST_MONTHS,
    Effect,
    Origin,
    State,
    anchored,
    move,
    next_issue,
)
from acxdesk.rules.localtime import reading


def _given(value: str, what: str) -> str:
    if not value.strip():
        raise Refused(f"{what} is missing.", remedy="Say why in a few words; it is kept with each.")
    return value


class Decree(Request):
    """A change of the last valid day of all accreditations that a filter finds, or of those that are named."""

    programme: Line = Field(default="", description="the programme's code, as CPPM; empty for all")
    expires_from: Day | None = Field(default=None, description="those whose last valid day is this one or later")
    expires_until: Day | None = Field(default=None, description="those whose last valid day is this one or earlier")
    state: Annotated[str, among(State.ISSUED, State.SUSPENDED)] = Field(
        default=State.ISSUED, description="issued (also when expired) or suspended"
    )
    months: int | None = Field(
        default=None, ge=-MOST_MONTHS, le=MOST_MONTHS, description="how many months longer; below zero shorter"
    )
    until: Day | None = Field(default=None, description="the last valid day to be, in the place of months")
    reason: Annotated[Reason, AfterValidator(kept(_given))] = Field(description="why; it is kept with each")
    accreditations: tuple[RowNumber, ...] = ()  # these and no others, in the place of the filter
    zone: GivenZone = "UTC"  # whose today


@dataclass(frozen=True, slots=True)
class Decreed(AccreditationOutcome):
    """What a decree does to one accreditation."""

    replaced: str = ""  # the number that it had
    before: date | None = None  # its last valid day so far
    after: date | None = None  # and the one to be; None when nothing is changed


def decree(desk: Desk, request: Decree) -> AccreditationsReport:
    """Change the last valid day of many: new records point at the old ones; on a rehearsing desk each is told.

    A new record keeps number, name, day of award and state of the old one, and has a code of its own; certificates
    that were given out answer with where they went.

    Raises:
        NotFound: no such programme, or one of those that are named is not there.
        Refused: neither months nor a day, or both; no filter; nothing is found; the one that is named cannot be.
    """
    _check(request)
    with desk.changing("accreditation decree", deed=request.deed) as change:
        effect = effect_of(desk, None, request.zone, request.reason)
        found = _found(change, request)
        begun = beginnings(change.work, found)
        outcomes: list[AccreditationOutcome] = []
        pairs: list[tuple[Kept, Accreditation]] = []
        for one in found:
            try:
                last = _after(one, request, begun[one.row.id], effect)
            except Refused as refused:
                outcomes.append(not_done(one, refused, alone=len(request.accreditations) == 1))
                continue
            made = successor(one, Origin.DECREE, next_issue(one.row.number, one.row.origin))
            made.valid_until = last
            pairs.append((one, made))
        _carried_out(change, pairs, Noted("extend", effect.day, request.reason))
        outcomes = [*(_told(one, made) for one, made in pairs), *outcomes]
        change.say(_sentence(request, outcomes))
        changed = bool(pairs) and change.changed
    return reported(desk, change, outcomes, "extend", changed=changed)


def _check(request: Decree) -> None:
    if (request.months is None) is (request.until is None):
        raise Refused(
            "A decree changes validity by months or to a last valid day.", remedy="Give one of the two, and not both."
        )
    if request.months == 0:
        raise Refused("A decree by 0 months changes nothing.", remedy="Give the months, below zero to shorten.")
    filtered = request.programme or request.expires_from or request.expires_until
    if not filtered and not request.accreditations:
        raise Refused(
            "A decree about every accreditation there is would be a slip.",
            remedy="Give the programme, or between which days they expire.",
        )


def _found(change: Changing, request: Decree) -> list[Kept]:
    """Those that the decree is about.

    Raises:
        NotFound: one of those that are named is not there, or there is no such programme.
        Refused: the filter finds nothing.
    """
    if request.accreditations:
        return kept_of(change.work, request.accreditations)
    found = kept_where(change.work, *_conditions(change, request))
    if not found:
        raise Refused("No accreditation fits that.", remedy="accreditation list shows what there is.")
    return found


def _conditions(change: Changing, request: Decree) -> Iterator[ColumnElement[bool]]:
    yield Accreditation.state == State(request.state)
    if request.programme:
        yield Accreditation.programme_id == edition_of(change.work, request.programme)[0].id
    if request.expires_from:
        yield Accreditation.valid_until >= request.expires_from
    if request.expires_until:
        yield Accreditation.valid_until <= request.expires_until


def _after(one: Kept, request: Decree, began: date, effect: Effect) -> date:
    """The last valid day to be.

    Raises:
        Refused: it cannot be changed so.
    """
    row = one.row
    move(one.facts, "extend", effect)
    if request.until is not None:
        last = request.until
    elif row.valid_until is None:
        raise Refused(f"{called(row)} is valid for life; months change nothing.")
    else:
        last = anchored(row.valid_until, request.months or 0, began)
    if last == row.valid_until:
        raise Refused(f"{called(row)} is valid until {reading(last)} already.")
    if last < row.awarded_on:
        raise Refused(f"{called(row)} was awarded on {reading(row.awarded_on)}, after {reading(last)}.")
    return last


def _carried_out(change: Changing, pairs: Sequence[tuple[Kept, Accreditation]], noted: Noted) -> None:
    if not pairs:
        return
    shift(change, [one for one, _made in pairs], State.SUPERSEDED, noted)
    put_down(change, [made for _one, made in pairs], noted)


def _told(one: Kept, made: Accreditation) -> Decreed:
    row = one.row
    assert made.valid_until is not None
    before = "for life" if row.valid_until is None else reading(row.valid_until)
    sentence = f"{called(row)}: {before} → {reading(made.valid_until)}, as {made.number}."
    values: dict[str, Any] = {"replaced": row.number, "before": row.valid_until, "after": made.valid_until}
    return Decreed(made.name, sentence, made.id, made.number, **values)


def _sentence(request: Decree, outcomes: Sequence[AccreditationOutcome]) -> str:
    some = sum(outcome.done for outcome in outcomes)
    if request.until is not None:
        how = f"valid until {reading(request.until)}"
    else:
        months = counted(abs(request.months or 0), "month")
        how = f"{months} {'longer' if (request.months or 0) > 0 else 'less'}"
    cannot = f"; {len(outcomes) - some:,} cannot" if some < len(outcomes) else ""
    return f"Decree, {counted(some, 'accreditation')} {how}{cannot}: {request.reason}"
