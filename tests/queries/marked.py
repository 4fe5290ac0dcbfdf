"""Schemes, marks, results and accreditations as plain rows, for tests of what is read of them."""

from datetime import date
from typing import Any

from sqlalchemy import select

from acxdesk.desk.door import Desk
from acxdesk.desk.journal import new_uid
from acxdesk.records.accreditations import Accreditation
from acxdesk.records.catalogue import Edition
from acxdesk.records.marks import Mark, Result
from acxdesk.records.schemes import Component, Scheme
from acxdesk.rules import accreditations, marks
from acxdesk.rules.outcomes import Verdict
from acxdesk.rules.schemes import Agreement, Counts, SecondMarking
from tests.actions.sample import utc


def add(desk: Desk, *rows: Any) -> None:
    with desk.changing("prepare", kind="system") as change:
        change.work.add_all(rows)


def add_scheme(desk: Desk, *, second: SecondMarking = SecondMarking.NONE, attendance: int = 90) -> None:
    """Two components, for every edition there is."""
    with desk.changing("prepare", kind="system") as change:
        for edition in change.work.scalars(select(Edition)):
            components = [
                Component(number=number, name=name, weight=50, out_of=10000, pass_mark=5000, must_pass=True)
                for number, name in ((1, "Exam"), (2, "Case"))
            ]
            change.work.add(
                Scheme(
                    edition_id=edition.id,
                    pass_total=6000,
                    attendance_percent=attendance,
                    recording_counts=False,
                    resits=1,
                    resit_only_failed=True,
                    resit_cap_percent=None,
                    resit_counts=Counts.BEST,
                    resit_days=60,
                    second_marking=second,
                    sample_percent=20,
                    agreement=Agreement.AVERAGE,
                    agreement_points=0,
                    blind=True,
                    chosen=True,
                    components=components,
                )
            )


def mark(enrolment: int, component: int, *, series: marks.Series = marks.Series.FIRST) -> Mark:
    return Mark(
        enrolment_id=enrolment,
        component_id=component,
        attempt=1,
        series=series,
        revision=0,
        points=6000,
        marked_by="Grace",
        marked_at=utc(2026, 12, 11),
        state=marks.MarkState.ENTERED,
        origin=marks.Origin.MARKING,
        replaces_id=None,
        reason="",
    )


def result(enrolment: int, verdict: Verdict, number: int = 1) -> Result:
    return Result(
        enrolment_id=enrolment,
        number=number,
        verdict=verdict,
        total=7000,
        sentence="",
        resit_by=None,
        released_at=utc(2026, 12, 12),
        released_by="anna",
    )


def accreditation(desk: Desk) -> Accreditation:
    return Accreditation(
        uid=new_uid(),
        person_id=1,
        programme_id=1,
        edition_id=1,
        enrolment_id=1,
        number="ACXM-2026-0001",
        code="ABCD",
        name="Ada",
        awarded_on=date(2026, 12, 12),
        valid_until=None,
        state=accreditations.State.ISSUED,
        origin=accreditations.Origin.AWARD,
        replaces_id=None,
        made_at=desk.clock.now(),
    )
