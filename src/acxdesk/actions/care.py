"""The examination of a data file in whatever state, and the mending of what in it is only derived."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import exc

from acxdesk.actions.checks import (
    INSIDE,
    Case,
    Finding,
    State,
    file,
    folder,
    guarded,
    index_is_sound,
    kept,
    newest_good,
    pages,
    versions,
)
from acxdesk.actions.people import counted
from acxdesk.actions.runs import sessions_of, settle, touch
from acxdesk.desk.backups import folder_of
from acxdesk.desk.clock import Clock
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.engine import make_engine, translate
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.searching import rebuild
from acxdesk.errors import Refused
from acxdesk.queries.care import Off, derived
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.localtime import reading
from acxdesk.rules.planning import replan_one

__all__ = ["Examination", "Finding", "State", "doctor"]


@dataclass(frozen=True, slots=True)
class Examination:
    """What an examination found, in the order of looking; after mending, what it found then."""

    path: Path
    findings: tuple[Finding, ...]
    newest_good: Path | None  # the newest backup that is sound; None where there is none
    mended: Receipt | None = None  # what mending changed; None where nobody asked for it

    @property
    def is_sound(self) -> bool:
        """Whether nothing is at fault; warnings may stand."""
        return not self.of(State.FAULT)

    def of(self, state: State) -> tuple[Finding, ...]:
        """The findings of this state."""
        return tuple(finding for finding in self.findings if finding.state is state)


def doctor(path: Path, *, clock: Clock, who: str, backups: Path | None = None, mend: bool = False) -> Examination:
    """Examine a data file. Without `mend` no byte of it is changed.

    Args:
        path: the data file, in whatever state; or what stands in its place.
        clock: for the age of backups and the instant of mending.
        who: whoever mends; the journal says it.
        backups: the folder of its backups; None for the one beside it.
        mend: derive instants again that do not follow from their wall times, as a deed that can be taken back, and
            make the search index anew where it is not sound. Only on a file that is sound otherwise.

    Raises:
        Refused: what could be mended could not be written. The examination itself refuses nothing.
    """
    beside = folder_of(path) if backups is None else backups
    case = Case(path, clock, beside, newest_good(path, beside))
    seen = _examined(case, who)
    if not mend:
        return seen
    checks = {finding.check for finding in seen.findings}
    at_fault = {finding.check for finding in seen.of(State.FAULT)}
    if "instants" not in checks or at_fault & {"references", "tables"}:
        return replace(seen, mended=Receipt("Nothing was mended: the file is not sound in itself.", changed=False))
    desk = _desk(case, who)
    try:
        receipt = _mended(desk)
    finally:
        desk.close()
    return replace(_examined(case, who), mended=receipt)


def _examined(case: Case, who: str) -> Examination:
    """The file first, then its pages; its tables only where both are as they should be."""
    findings = [file(case)]
    if findings[0].state is not State.FAULT:
        findings += guarded("pages", case, partial(pages, case))
    if all(finding.state is State.OK for finding in findings):
        findings += _inside(case, who)
    elif findings[0].state is State.OK:
        why = "What is in its tables was not examined: that needs a sound file."
        findings.append(Finding("inside", State.WARNING, why, case.restoring))
    findings += (folder(case), *guarded("backups", case, partial(kept, case)), versions(case))
    return Examination(case.path, tuple(findings), case.good)


def _inside(case: Case, who: str) -> Iterator[Finding]:
    """The checks that read the tables, each by itself: one that cannot be finished hides no other."""
    desk = _desk(case, who)
    try:
        for name, check in INSIDE:
            yield from guarded(name, case, partial(check, case, desk))
    finally:
        desk.close()


def _desk(case: Case, who: str) -> Desk:
    """The desk without `Desk.open`, which would bring an older file up to date."""
    return Desk(path=case.path, engine=make_engine(case.path), clock=case.clock, who=who)


def _mended(desk: Desk) -> Receipt:
    """Mend what is derived, and tell what was changed."""
    receipt = _derive_again(desk, derived(desk)[0])
    if index_is_sound(desk):
        return receipt
    try:
        with desk.engine.begin() as connection:
            rebuild(connection)
    except exc.DBAPIError as error:
        raise translate(error, desk.path) from error
    anew = "The search index was made anew."
    return Receipt(f"{receipt.sentence} {anew}" if receipt.changed else anew, receipt.lines, receipt.ids)


def _derive_again(desk: Desk, off: tuple[Off, ...]) -> Receipt:
    """Give each meeting the instants of its wall time, and each session those of its meetings, as one deed."""
    unreadable = {one.session for one in off if not one.can_read}
    wanted = dict.fromkeys(one.session for one in off if one.can_mend and one.session not in unreadable)
    if not wanted:
        return Receipt("There is nothing to mend.", changed=False)
    with desk.changing("instants derive") as change:
        rows = sessions_of(change.work, wanted)
        lines: list[str] = []
        for row in rows:
            lines += [told for meeting in row.meetings if (told := _put_right(change, row, meeting))]
            settle(row)
        meetings, sessions = counted(len(lines), "meeting"), counted(len(rows), "session")
        change.say(f"The instants of {meetings} of {sessions} derived again by zone data {version('tzdata')}.")
        changed = change.changed
    return Receipt(change.sentence, tuple(lines), tuple(row.id for row in rows), changed=changed)


def _put_right(change: Changing, row: Session, meeting: Meeting) -> str:
    """Give a meeting its instants; what was done, or nothing where it has them or none can be derived."""
    before = meeting.starts_at, meeting.ends_at
    try:
        meeting.starts_at, meeting.ends_at = _derived(row, meeting)
    except Refused:  # the clocks jump over its wall time now: somebody has to move it
        return ""
    if (meeting.starts_at, meeting.ends_at) == before:
        return ""
    touch(change, meeting)  # every calendar that was given out is to learn of it
    return (
        f"{row.reference}, meeting {meeting.number} ({reading(meeting.day)} {meeting.at:%H:%M} {row.zone}): "
        f"{meeting.starts_at:%Y-%m-%d %H:%M} UTC, was {before[0]:%Y-%m-%d %H:%M} UTC."
    )


def _derived(row: Session, meeting: Meeting) -> tuple[datetime, datetime]:
    planned = replan_one(number=meeting.number, day=meeting.day, at=meeting.at, minutes=meeting.minutes, zone=row.zone)
    return planned.starts_at, planned.ends_at
