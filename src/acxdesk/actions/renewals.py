"""Renewing an accreditation, and issuing it again with a name put right: new records that point at the old ones."""

from datetime import date

from sqlalchemy import orm, select

from acxdesk.actions.accreditations import (
    AccreditationOutcome,
    AccreditationsReport,
    Numbers,
    called,
    done,
    not_done,
    reported,
    summary,
    until_words,
)
from acxdesk.actions.issuing import (
    Kept,
    Noted,
    beginnings,
    effect_of,
    kept_of,
    numbered,
    put_down,
    shift,
    successor,
    terms_of,
)
from acxdesk.actions.requests import Day, GivenZone, Line, Reason, Request
from acxdesk.actions.versions import check_version
from acxdesk.desk.door import Changing, Desk
from acxdesk.errors import Refused
from acxdesk.queries.accreditations import among
from acxdesk.records.accreditations import Accreditation
from acxdesk.records.catalogue import Edition
from acxdesk.rules.accreditations import Effect, Origin, Renewed, State, move, next_issue, valid_until, window
from acxdesk.rules.localtime import reading


class Renew(Request):
    """Renew accreditations that are in their renewal window."""

    accreditations: Numbers
    day: Day | None = None  # of the renewal, up to today; None for today
    reason: Reason = ""
    zone: GivenZone = "UTC"  # whose today


class Reissue(Request):
    """Issue accreditations again with a name put right."""

    accreditations: Numbers
    name: Line = ""  # as it is to stand on the one certificate; empty for what the person is called there now
    version: int | None = None  # of the one, as it was read
    reason: Reason = ""
    zone: GivenZone = "UTC"  # whose today


def renew(desk: Desk, request: Renew) -> AccreditationsReport:
    """Renew: a new record with a number of its own, under the programme's current edition, takes the old one's place.

    The window is that of the edition that the old one was awarded under. The name is the one that the person has on
    certificates now. Of many, those that can be renewed are, and the others are told; one deed, one undo.

    Raises:
        NotFound: no such accreditation.
        Refused: the one accreditation's state or window does not allow it.
    """
    with desk.changing("accreditation renew", deed=request.deed) as change:
        effect = effect_of(desk, request.day, request.zone, request.reason)
        kept = kept_of(change.work, request.accreditations)
        current = _current(change.work, kept)
        begun = beginnings(change.work, kept)
        outcomes: list[AccreditationOutcome | Accreditation] = []
        for one in kept:
            try:
                outcomes.append(_renewal(one, current[one.row.programme_id], begun[one.row.id], effect))
            except Refused as refused:
                outcomes.append(not_done(one, refused, alone=len(kept) == 1))
        made = _issued(change, kept, outcomes, Noted("renew", effect.day, request.reason))
        told = [_told(one, each) for one, each in zip(kept, outcomes, strict=True)]
        change.say(summary("renew", told))
        changed = bool(made) and change.changed
    return reported(desk, change, told, "renew", changed=changed)


def reissue(desk: Desk, request: Reissue) -> AccreditationsReport:
    """Issue again: a new record with a new code takes the old one's place, and keeps its number, days and state.

    Raises:
        NotFound: no such accreditation.
        Overtaken: the one was changed since it was read.
        Refused: its state does not allow it; its name is so already; one name for several.
    """
    alone = len(dict.fromkeys(request.accreditations)) == 1
    if request.name and not alone:
        raise Refused("One name cannot stand on several accreditations.", remedy="Reissue each by itself.")
    with desk.changing("accreditation reissue", deed=request.deed) as change:
        effect = effect_of(desk, None, request.zone, request.reason)
        kept = kept_of(change.work, request.accreditations)
        if alone:
            row = kept[0].row
            check_version(change.work, row, row.number, read=request.version, now=row.version)
        outcomes: list[AccreditationOutcome | Accreditation] = []
        for one in kept:
            try:
                outcomes.append(_renamed(one, request.name or one.certificate_name, effect))
            except Refused as refused:
                outcomes.append(not_done(one, refused, alone=alone))
        made = _issued(change, kept, outcomes, Noted("reissue", effect.day, request.reason))
        told = [_told(one, each) for one, each in zip(kept, outcomes, strict=True)]
        change.say(summary("reissue", told))
        changed = bool(made) and change.changed
    return reported(desk, change, told, "reissue", changed=changed)


def _renewal(one: Kept, edition: Edition, began: date, effect: Effect) -> Accreditation:
    """The record that renews another; it has no number yet."""
    row = one.row
    move(one.facts, "renew", effect)
    opens, closes = window(row.valid_until, one.terms)
    if row.valid_until is None or opens is None or closes is None:
        raise Refused(f"{called(row)} is valid for life; there is nothing to renew.")
    if not opens <= effect.day <= closes:
        when = "yet" if effect.day < opens else "any more"
        raise Refused(
            f"{called(row)} cannot be renewed on {reading(effect.day)} {when}.",
            remedy=f"Its window is {reading(opens)} to {reading(closes)}.",
        )
    made = successor(one, Origin.RENEWAL, "")
    made.edition_id, made.enrolment_id = edition.id, None
    made.name, made.awarded_on, made.state = one.certificate_name, effect.day, State.ISSUED
    made.valid_until = valid_until(effect.day, terms_of(edition), Renewed(row.valid_until, closes, began))
    return made


def _renamed(one: Kept, name: str, effect: Effect) -> Accreditation:
    row = one.row
    move(one.facts, "reissue", effect)
    if row.name == name:
        raise Refused(
            f"{row.number} has the name {name} already.", remedy="Give the name as it is to stand on the certificate."
        )
    made = successor(one, Origin.REISSUE, next_issue(row.number, row.origin))
    made.name = name
    return made


def _issued(
    change: Changing, kept: list[Kept], outcomes: list[AccreditationOutcome | Accreditation], noted: Noted
) -> list[Accreditation]:
    """Put the new records down, with numbers where they have none, and the old ones out of their place."""
    pairs = [(one, made) for one, made in zip(kept, outcomes, strict=True) if isinstance(made, Accreditation)]
    unnumbered = [(one.code, made.awarded_on) for one, made in pairs if not made.number]
    given = iter(numbered(change.work, unnumbered))
    for _one, made in pairs:
        made.number = made.number or next(given)
    rows = [made for _one, made in pairs]
    shift(change, [one for one, _made in pairs], State.SUPERSEDED, noted)
    put_down(change, rows, noted)
    return rows


def _told(one: Kept, made: AccreditationOutcome | Accreditation) -> AccreditationOutcome:
    if not isinstance(made, Accreditation):
        return made
    if made.origin is Origin.RENEWAL:
        return done(made, f"{called(one.row)} renewed as {made.number}, valid {until_words(made.valid_until)}.")
    return done(made, f"{one.row.number} reissued as {made.number} to {made.name}, before {one.row.name}.")


def _current(work: orm.Session, kept: list[Kept]) -> dict[int, Edition]:
    """The current edition of each programme in question."""
    rows = work.scalars(
        select(Edition)
        .where(among(Edition.programme_id, {one.row.programme_id for one in kept}))
        .order_by(Edition.number)
    )
    return {edition.programme_id: edition for edition in rows}
