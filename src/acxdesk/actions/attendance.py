"""Taking attendance: how people sat the meetings of a session, one cell or many, each time one deed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import select

from acxdesk.actions.meetings import Number
from acxdesk.actions.requests import GivenLine, Request, RowNumber, kept
from acxdesk.actions.runs import session_of
from acxdesk.actions.tables import chunks
from acxdesk.actions.versions import check_cell
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.numbering import number
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.writing import refuse_taken, write_whole
from acxdesk.errors import NotFound, Refused
from acxdesk.exchange.tables import write_csv
from acxdesk.queries.attendance import AttendanceSheet, Sitter, asked_of, attendance_sheet, sitters
from acxdesk.records.attendance import Attendance
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.marks import Result
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.attendance import MOST_NOTE, Attended, Sat, check_missed, hours_words, plain, shortfall, words
from acxdesk.rules.durations import MOST_MINUTES, Duration, at_meeting, meeting_name
from acxdesk.rules.enrolments import ATTENDS
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.sessions import Status
from acxdesk.rules.text import clean_line

Missed = Annotated[int, Field(ge=0, le=MOST_MINUTES)]
Note = Annotated[str, AfterValidator(kept(lambda value, what: clean_line(value, what=what, limit=MOST_NOTE)))]
_MINUTES: Final = ("counted_minutes", "open_minutes", "taught_minutes", "asked_minutes")
# What can be known before a meeting begins: that somebody will not come, and why.
FORESEEN: Final = frozenset({None, Attended.EXCUSED})


class Marking(BaseModel):
    """How one person sat one meeting."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    person: RowNumber
    meeting: Number
    attended: Attended | None  # None: nobody has said; what was marked is taken away
    late: Missed = 0
    early: Missed = 0
    note: Note = ""
    read: tuple[int, int] | None = None  # `queries.attendance.CellRow.read` as it was; None where nobody looked


class MarkAttendance(Request):
    """How people sat meetings of one session."""

    session: GivenLine
    marks: Annotated[tuple[Marking, ...], Field(min_length=1)]


class MarkAll(Request):
    """Everybody whom nobody has marked yet sat one meeting in the same way."""

    session: GivenLine
    meeting: Number
    attended: Attended = Attended.PRESENT


@dataclass(frozen=True, slots=True)
class AttendanceReport:
    """What became of a request."""

    receipt: Receipt
    people: tuple[Sitter, ...]  # whom it was about, as they stand now


@dataclass(slots=True)
class _Book:
    """What a deed reads before it decides: the session, its meetings, the people and their cells."""

    row: Session
    meetings: dict[int, Meeting]  # by number, the cancelled ones too
    people: dict[int, tuple[Enrolment, str]]  # by person, with the name
    cells: dict[tuple[int, int], Attendance]  # by enrolment and meeting
    released: frozenset[int]  # enrolments whose outcome was released
    touched: dict[int, None] = field(default_factory=dict)  # enrolments in their order

    def meeting(self, number: int) -> Meeting:
        """The meeting with this number.

        Raises:
            NotFound: there is none.
        """
        if number not in self.meetings:
            known = ", ".join(map(str, self.meetings))
            raise NotFound(f"{self.row.reference} has no meeting {number}.", remedy=f"It has {known}.")
        return self.meetings[number]

    def name(self, meeting: Meeting) -> str:
        """What the meeting is called: "day 2"."""
        return meeting_name(Duration.parse(self.row.duration), meeting.number)

    def at(self, meeting: Meeting) -> str:
        """The meeting in a sentence: "on day 2"."""
        return at_meeting(Duration.parse(self.row.duration), meeting.number)


def mark_attendance(desk: Desk, request: MarkAttendance) -> AttendanceReport:
    """Mark how people sat meetings: all of the request, or nothing of it.

    Attendance may be corrected at any time, also of a closed session, until the outcome of the person was released.

    Raises:
        NotFound: no such session, meeting or person.
        Refused: the session or the meeting is cancelled, the meeting has not begun (an excuse may be marked before),
            the person does not attend, the minutes leave nothing of the meeting, or her outcome was released.
        Overtaken: somebody else marked the cell after it was read.
    """
    with desk.changing("attendance", deed=request.deed) as change:
        book = _read(change, request.session, [mark.person for mark in request.marks])
        done = [_mark(change, book, mark) for mark in request.marks]
        return _told(desk, change, book, _sentence(book, request.marks, done))


def mark_all(desk: Desk, request: MarkAll) -> AttendanceReport:
    """Mark everybody of one meeting whom nobody has marked yet, as one deed.

    Who came to the session after that meeting, and whose outcome was released, is left as she is.

    Raises:
        NotFound: no such session or meeting.
        Refused: the session or the meeting is cancelled, or it has not begun.
    """
    with desk.changing("attendance", deed=request.deed) as change:
        book = _read(change, request.session, None)
        meeting = book.meeting(request.meeting)
        _check_meeting(change, book, meeting, request.attended)
        due = [
            Marking(person=person, meeting=meeting.number, attended=request.attended)
            for person, (enrolment, _) in book.people.items()
            if _is_due(book, enrolment, meeting)
        ]
        for mark in due:
            _mark(change, book, mark)
        counted = f"{len(due)} {'person' if len(due) == 1 else 'people'}"
        where = f"{book.at(meeting)} of {book.row.reference}"
        nobody = f"Nobody is left to be marked {where}."
        return _told(desk, change, book, f"{counted} {request.attended} {where}." if due else nobody)


def _is_due(book: _Book, enrolment: Enrolment, meeting: Meeting) -> bool:
    if enrolment.place not in ATTENDS or enrolment.id in book.released or (enrolment.id, meeting.id) in book.cells:
        return False
    came = enrolment.attended_from
    return came is None or meeting.ends_at > came or came >= book.row.ends_at


def _read(change: Changing, reference: str, people: Iterable[int] | None) -> _Book:
    """What the deed is about; `people` None for everybody who attends."""
    work, row = change.work, session_of(change.work, reference, meetings=True)
    if row.status is Status.CANCELLED:
        raise Refused(f"{row.reference} is cancelled; nobody sat it.", remedy="Reopen it first.")
    statement = select(Enrolment, Person.name).join(Enrolment.person).where(Enrolment.session_id == row.id)
    found: list[tuple[Enrolment, str]] = []
    if people is None:
        attending = statement.where(Enrolment.place.in_(sorted(ATTENDS))).order_by(Person.sort_key, Enrolment.id)
        found += [(one, name) for one, name in work.execute(attending)]
    else:
        for some in chunks(people):
            found += [(one, name) for one, name in work.execute(statement.where(Enrolment.person_id.in_(some)))]
    cells: dict[tuple[int, int], Attendance] = {}
    released: set[int] = set()
    for some in chunks(one.id for one, _ in found):
        for cell in work.scalars(select(Attendance).where(Attendance.enrolment_id.in_(some))):
            cells[cell.enrolment_id, cell.meeting_id] = cell
        released.update(work.scalars(select(Result.enrolment_id).where(Result.enrolment_id.in_(some))))
    return _Book(
        row=row,
        meetings={meeting.number: meeting for meeting in row.meetings},
        people={one.person_id: (one, name) for one, name in found},
        cells=cells,
        released=frozenset(released),
    )


def _mark(change: Changing, book: _Book, mark: Marking) -> bool:
    """Mark one cell. Returns whether it was changed."""
    meeting = book.meeting(mark.meeting)
    enrolment, name = _attending(book, mark.person)
    _check_meeting(change, book, meeting, mark.attended)
    if enrolment.id in book.released:
        raise Refused(
            f"The outcome of {name} on {book.row.reference} was released; it stands on the hours as they are.",
            remedy="Take the release back before you correct the attendance.",
        )
    check_missed(Sat(meeting.minutes, mark.attended, mark.late, mark.early))
    cell = book.cells.get((enrolment.id, meeting.id))
    now = (0, 0) if cell is None else (cell.id or 0, cell.version or 0)
    check_cell(change.work, Attendance, f"{name} {book.at(meeting)}", read=mark.read, now=now)
    book.touched[enrolment.id] = None
    changed = _write(change, book, (enrolment.id, meeting.id), mark)
    if changed:
        change.concern("session", book.row.id)
        change.concern("person", mark.person)
    return changed


def _write(change: Changing, book: _Book, at: tuple[int, int], mark: Marking) -> bool:
    cell = book.cells.get(at)
    if mark.attended is None:
        if cell is not None:
            change.work.delete(book.cells.pop(at))
        return cell is not None
    if cell is None:
        enrolment, meeting = at
        book.cells[at] = Attendance(
            enrolment_id=enrolment,
            meeting_id=meeting,
            attended=mark.attended,
            late=mark.late,
            early=mark.early,
            note=mark.note,
        )
        change.work.add(book.cells[at])
        return True
    said = (mark.attended, mark.late, mark.early, mark.note)
    if (cell.attended, cell.late, cell.early, cell.note) == said:
        return False
    cell.attended, cell.late, cell.early, cell.note = said
    return True


def _attending(book: _Book, person: int) -> tuple[Enrolment, str]:
    if person not in book.people:
        raise NotFound(
            f"Person {person} has no place on {book.row.reference}.", remedy="enrolment list shows who has one."
        )
    enrolment, name = book.people[person]
    if enrolment.place not in ATTENDS:
        raise Refused(
            f"{name} is {enrolment.place} on {book.row.reference} and sits in none of its meetings.",
            remedy="Book a seat first.",
        )
    return enrolment, name


def _check_meeting(change: Changing, book: _Book, meeting: Meeting, attended: Attended | None) -> None:
    unit, count = book.name(meeting).split()
    name = f"{unit.capitalize()} {count} of {book.row.reference}"
    if meeting.cancelled:
        raise Refused(f"{name} is cancelled; nobody sat it.", remedy="Hold it after all first.")
    if attended not in FORESEEN and meeting.starts_at > change.now:
        local = wall(meeting.starts_at, book.row.zone)
        raise Refused(
            f"{name} begins on {reading(local.date())} at {local:%H:%M}; nobody has sat it yet.",
            remedy="Mark it once it has begun. Who told before that she will not come can be excused now.",
        )


def _sentence(book: _Book, marks: Sequence[Marking], done: Sequence[bool]) -> str:
    if len(marks) > 1:
        count = sum(done)
        return f"{count} {'attendance' if count == 1 else 'attendances'} marked on {book.row.reference}."
    (mark,) = marks
    meeting, (_, name) = book.meetings[mark.meeting], book.people[mark.person]
    said = words(Sat(meeting.minutes, mark.attended, mark.late, mark.early))
    return f"{name} {said} {book.at(meeting)}"


def _told(desk: Desk, change: Changing, book: _Book, sentence: str) -> AttendanceReport:
    """Read again whom the deed was about, and say what they have sat by now."""
    number(change.work)
    change.work.flush()
    asked = asked_of(change.work, book.row.edition_id)
    people = sitters(change.work, book.row.id, asked, book.touched) if book.touched else ()
    if not sentence.endswith("."):
        sentence = f"{sentence}: {hours_words(people[0].hours)}."
    change.say(sentence)
    short = ((one.name, shortfall(one.hours)) for one in people)
    lines = tuple(f"{name} {why}." for name, why in short if why)
    return AttendanceReport(Receipt(sentence, lines, changed=change.changed, rehearsed=desk.rehearsal), people)


def export_attendance(desk: Desk, reference: str, out: Path, *, overwrite: bool = False) -> Receipt:
    """Write the attendance sheet of a session as CSV: a row a person, a column a meeting, and the hours in minutes.

    Args:
        desk: read only; a rehearsing one writes nothing.
        reference: of the session.
        out: the file to be.
        overwrite: whether a file that is there may be replaced.

    Raises:
        NotFound: no such session.
        Refused: something is there already that may not be replaced.
        InputProblem, SaveFailed: as `desk.writing.write_whole`.
    """
    sheet = attendance_sheet(desk, reference)
    refuse_taken(out, overwrite=overwrite)
    if not desk.rehearsal:
        write_whole(out, write_csv(*csv_of(sheet)), overwrite=overwrite)
    counted = f"{len(sheet.people)} {'person' if len(sheet.people) == 1 else 'people'}"
    sentence = f"Attendance of {counted} on {sheet.reference} written to {shown(out)}."
    return Receipt(sentence, changed=False, rehearsed=desk.rehearsal)


def csv_of(sheet: AttendanceSheet) -> tuple[list[str], Iterator[list[str | int]]]:
    """The sheet as a header line and a record a person, for `exchange.tables.write_csv`."""
    meetings = [meeting.name.replace(" ", "_") for meeting in sheet.meetings]
    header = ["session", "person", "name", "email", *meetings, *_MINUTES]
    return header, (
        [
            sheet.reference,
            one.person,
            one.name,
            one.email,
            *(plain(cell.sat) for cell in one.cells),
            *(one.hours.counted, one.hours.open, one.hours.taught, one.hours.asked),
        ]
        for one in sheet.people
    )
