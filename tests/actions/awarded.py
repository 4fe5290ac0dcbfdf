"""Accreditations as no deed: rows for those who print and verify them."""

from datetime import date
from typing import Any

from sqlalchemy import select

from acxdesk.desk.door import Desk
from acxdesk.desk.journal import new_uid
from acxdesk.records.accreditations import Accreditation, Step
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session
from acxdesk.rules.accreditations import Origin, State
from acxdesk.rules.codes import draw


def add_award(desk: Desk, person: int, number: str, session: str = "", **other: Any) -> int:
    """What somebody was awarded on 20 Nov 2026 for two years, in a session or nowhere; answers with the row.

    Args:
        desk: with the programme ACXM.
        person: who.
        number: of the accreditation.
        session: the reference of the one that she earned it in; she has a place there.
        other: further columns.
    """
    with desk.changing("prepare", kind="system") as change:
        work = change.work
        holder = work.get_one(Person, person)
        edition = work.scalars(select(Edition).join(Edition.programme).where(Programme.code == "ACXM")).first()
        assert edition is not None
        place = select(Enrolment.id).join(Enrolment.session).where(Session.reference == session)
        values: dict[str, Any] = {
            "uid": new_uid(),
            "person_id": person,
            "programme_id": edition.programme_id,
            "edition_id": edition.id,
            "enrolment_id": work.scalar(place.where(Enrolment.person_id == person)) if session else None,
            "number": number,
            "code": draw(),
            "name": holder.certificate_name or holder.name,
            "awarded_on": date(2026, 11, 20),
            "valid_until": date(2028, 11, 20),
            "state": State.ISSUED,
            "origin": Origin.AWARD,
            "replaces_id": None,
            "made_at": change.now,
        }
        row = Accreditation(**{**values, **other})
        work.add(row)
        work.flush()
        work.add(
            Step(
                accreditation_id=row.id,
                number=1,
                verb="award",
                state=row.state,
                holds_from=row.awarded_on,
                at=change.now,
                who=change.who,
                reason="",
            )
        )
        return row.id
