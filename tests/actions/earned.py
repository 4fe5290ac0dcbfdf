"""Accreditations for tests: put down as rows, as no deed, so that undo does not see them."""

import sqlite3
from datetime import date
from typing import Any

from sqlalchemy import select, text

from acxdesk.desk.door import Desk
from acxdesk.desk.journal import new_uid
from acxdesk.records.accreditations import Accreditation, Step
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.marks import Result
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session
from acxdesk.rules.accreditations import Origin, Renewal, State
from acxdesk.rules.codes import draw
from acxdesk.rules.outcomes import Verdict


def grant(desk: Desk, person: int, programme: str = "ACXM", **other: Any) -> int:
    """An accreditation of somebody, issued on 16 Nov 2025 and valid for a year unless said otherwise; its row."""
    with desk.changing("prepare", kind="system") as change:
        edition = change.work.scalars(
            select(Edition).join(Edition.programme).where(Programme.code == programme).order_by(Edition.number.desc())
        ).first()
        who = change.work.get(Person, person)
        assert edition is not None
        assert who is not None
        values: dict[str, Any] = {
            "number": f"{programme}-{person}-{len(change.work.scalars(select(Accreditation.id)).all()) + 1}",
            "code": draw(),
            "name": who.name,
            "awarded_on": date(2025, 11, 16),
            "valid_until": date(2026, 11, 16),
            "state": State.ISSUED,
            "origin": Origin.AWARD,
            "enrolment_id": None,
            "replaces_id": None,
            **other,
        }
        row = Accreditation(
            uid=new_uid(),
            person_id=person,
            programme_id=edition.programme_id,
            edition_id=edition.id,
            made_at=change.now,
            **values,
        )
        change.work.add(row)
        change.work.flush()
        change.work.add(_step(change.now, row, 1, "award", State.ISSUED, row.awarded_on))
        change.work.flush()
        return row.id


def crowd(desk: Desk, like: int, size: int) -> None:
    """So many more accreditations like one, by plain SQL and past the journal."""
    with sqlite3.connect(desk.path) as raw:
        raw.execute(
            "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1) "
            "INSERT INTO accreditations (uid, person_id, programme_id, edition_id, number, code, name, awarded_on, "
            "valid_until, state, origin, made_at, version) SELECT uid || n, person_id, programme_id, edition_id, "
            "number || '-' || n, code || n, name, awarded_on, valid_until, state, origin, made_at, 1 "
            "FROM accreditations, n WHERE id = ?2",
            (size, like),
        )
        raw.execute(
            "INSERT INTO accreditation_steps (accreditation_id, number, verb, state, holds_from, at, who, reason) "
            "SELECT id, 1, 'award', state, awarded_on, made_at, 'anna', '' FROM accreditations "
            "WHERE id NOT IN (SELECT accreditation_id FROM accreditation_steps)"
        )
    raw.close()


def note(desk: Desk, accreditation: int, verb: str, state: State, day: date, reason: str = "") -> None:
    """A further step of an accreditation: it is in that state from that day on."""
    with desk.changing("prepare", kind="system") as change:
        row = change.work.get(Accreditation, accreditation)
        assert row is not None
        row.state = state
        number = len(change.work.scalars(select(Step.id).where(Step.accreditation_id == accreditation)).all()) + 1
        change.work.add(_step(change.now, row, number, verb, state, day, reason))


def _step(now: Any, row: Accreditation, number: int, verb: str, state: State, day: date, reason: str = "") -> Step:
    return Step(
        accreditation_id=row.id,
        number=number,
        verb=verb,
        state=state,
        holds_from=day,
        at=now,
        who="anna",
        reason=reason,
    )


def terms(desk: Desk, programme: str = "ACXM", **values: Any) -> None:
    """Give every edition of a programme these terms of validity: validity_months, renewal, renewal_months, ..."""
    with desk.changing("prepare", kind="system") as change:
        for edition in change.work.scalars(select(Edition).join(Edition.programme).where(Programme.code == programme)):
            for name, value in {"validity_months": 12, "renewal": Renewal.FROM_EXPIRY, **values}.items():
                setattr(edition, name, value)


def release(desk: Desk, session: str, *people: int, verdict: Verdict = Verdict.PASSED) -> None:
    """Release an outcome of people in a session: after what was released before, if anything was."""
    with desk.changing("prepare", kind="system") as change:
        places = change.work.scalars(
            select(Enrolment)
            .join(Session, Session.id == Enrolment.session_id)
            .where(Session.reference == session, Enrolment.person_id.in_(people))
        ).all()
        assert len(places) == len(people)
        for place in places:
            earlier = change.work.scalars(select(Result.id).where(Result.enrolment_id == place.id)).all()
            change.work.add(
                Result(
                    enrolment_id=place.id,
                    number=len(earlier) + 1,
                    verdict=verdict,
                    total=7_000,
                    sentence=f"{verdict.value.capitalize()}.",
                    resit_by=None,
                    released_at=change.now,
                    released_by="anna",
                )
            )


def column_of(desk: Desk, column: str, table: str = "accreditations") -> list[Any]:
    """A column of every row of a table, as stored, by number."""
    with desk.reading() as work:
        return [row[0] for row in work.execute(text(f"SELECT {column} FROM {table} ORDER BY id"))]
