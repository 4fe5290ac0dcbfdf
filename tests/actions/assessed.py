"""A session with a scheme, people who attend it, and their marks, for the tests of everything that follows from marks.

reference = assessed(desk, "Ada", "Bob")
enter(desk, reference, (ADA, "Exam", "61"), (ADA, "Case study", "80"))
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import func, select

from acxdesk.actions.marks import EnterMarks, MarksReport, enter_marks
from acxdesk.desk.door import Desk
from acxdesk.records.attendance import Attendance
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.schemes import Component
from acxdesk.records.schemes import Scheme as SchemeRow
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.attendance import Attended
from acxdesk.rules.schemes import Agreement, Part, ResitRule, Scheme, SecondMarking, SecondRule
from tests.actions.sample import add_people, add_programme, book, run

PARTS: Final = (
    Part("Exam", 50, 100_00, 50_00, must_pass=True),
    Part("Case study", 40, 100_00, 60_00, must_pass=True),
    Part("Demonstration", 10, 10_00, 5_00, must_pass=False),
)
# 90 per cent of 20 hours, 60 of 100, one resit of what failed within 60 days; nobody marks twice.
SCHEME: Final = Scheme(PARTS, 60_00, attendance=90, resits=ResitRule(most=1, days=60))
# The same, everybody's work marked twice, agreed within 10 points and on one side of the pass mark.
TWICE: Final = replace(
    SCHEME, second=SecondRule(SecondMarking.ALL, agreement=Agreement.WITHIN, within=10_00, blind=True)
)


def add_scheme(desk: Desk, scheme: Scheme = SCHEME, code: str = "ACXM") -> None:
    """Give the current edition of a programme a scheme, as no deed: undo does not see it."""
    with desk.changing("prepare", kind="system") as change:
        edition = change.work.scalar(
            select(Edition.id)
            .join(Edition.programme)
            .where(Programme.code == code)
            .order_by(Edition.number.desc())
            .limit(1)
        )
        row = SchemeRow(
            edition_id=edition,
            pass_total=scheme.pass_total,
            attendance_percent=scheme.attendance,
            recording_counts=scheme.recording_counts,
            resits=scheme.resits.most,
            resit_only_failed=scheme.resits.only_failed,
            resit_cap_percent=scheme.resits.cap,
            resit_counts=scheme.resits.counts,
            resit_days=scheme.resits.days,
            second_marking=scheme.second.whose,
            sample_percent=scheme.second.sample,
            agreement=scheme.second.agreement,
            agreement_points=scheme.second.within,
            blind=scheme.second.blind,
            chosen=True,
        )
        for number, part in enumerate(scheme.parts, 1):
            component = Component(number=number, name=part.name, weight=part.weight, out_of=part.out_of)
            component.pass_mark, component.must_pass = part.pass_mark, part.must_pass
            component.scheme = row
        change.work.add(row)


def assessed(
    desk: Desk,
    *names: str,
    scheme: Scheme | None = SCHEME,
    code: str = "ACXM",
    start: str = "2026-11-16",
    coaches: Iterable[int] = (),
    sat: bool = True,
) -> str:
    """A session of four days from Mon 16 Nov 2026 on (over since Thursday), these people booked on it.

    Answers with its reference. `sat`: whether everybody was present all the time, else nobody has said. People get
    the numbers 1, 2, ... on an empty desk, and their places the same.
    """
    with desk.reading() as work:
        is_new = work.scalar(select(Programme.id).where(Programme.code == code)) is None
    if is_new:
        add_programme(desk, code, most=1000)
        if scheme is not None:
            add_scheme(desk, scheme, code)
    people = add_people(desk, names)
    reference = run(desk, start, programme=code, coaches=[{"person": number} for number in coaches])
    if people:
        book(desk, reference, *people)
    if sat:
        attend(desk, reference)
    return reference


def attend(desk: Desk, reference: str, attended: Attended = Attended.PRESENT) -> None:
    """Mark everybody who has no mark yet in every meeting, as no deed."""
    with desk.changing("prepare", kind="system") as change:
        cells = change.work.execute(
            select(Enrolment.id, Meeting.id)
            .join(Session, Session.id == Enrolment.session_id)
            .join(Meeting, Meeting.session_id == Session.id)
            .where(func.upper(Session.reference) == reference.upper())
            .where(~select(Attendance.id).where(Attendance.enrolment_id == Enrolment.id).exists())
        ).all()
        for place, meeting in cells:
            change.work.add(
                Attendance(enrolment_id=place, meeting_id=meeting, attended=attended, late=0, early=0, note="")
            )


def place(desk: Desk, name: str) -> int:
    """The number of the place of somebody who has one place."""
    with desk.reading() as work:
        found = work.scalar(select(Enrolment.id).join(Enrolment.person).where(Person.name == name))
    assert found is not None
    return found


def enter(desk: Desk, reference: str, *cells: tuple[int, str, str], **other: Any) -> MarksReport:
    """Enter marks: the number of a place, a component, what is typed. Nobody looked before, unless `version` says."""
    version = other.pop("version", None)
    marks = [
        {"enrolment": enrolment, "component": component, "points": said, "version": version}
        for enrolment, component, said in cells
    ]
    return enter_marks(desk, EnterMarks.read({"session": reference, "marks": marks, **other}))


def enter_all(desk: Desk, reference: str, place: int, *said: str, **other: Any) -> MarksReport:
    """Enter the marks of one person, a component each in the scheme's order; "" for none."""
    cells = [(place, str(number), each) for number, each in enumerate(said, 1) if each]
    return enter(desk, reference, *cells, **other)
