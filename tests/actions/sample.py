"""Programmes, people and sessions for the tests of deeds, and what a whole data file holds."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, orm, select, text

from acxdesk.actions.enrolments import MovePlaces, PlacesReport, move_places
from acxdesk.actions.sessions import Schedule, schedule
from acxdesk.desk.door import Desk
from acxdesk.desk.journal import first_broken, new_uid
from acxdesk.records.accreditations import Accreditation, Step
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.people import Organisation, Person
from acxdesk.records.prerequisites import Requirement
from acxdesk.records.schemes import Component
from acxdesk.records.schemes import Scheme as SchemeRow
from acxdesk.records.sessions import Session, SessionCoach
from acxdesk.records.whole import TABLES
from acxdesk.rules.accreditations import Origin, Renewal, State
from acxdesk.rules.people import sort_key
from acxdesk.rules.prerequisites import Of, Standing
from acxdesk.rules.schemes import Part, Scheme
from acxdesk.rules.sessions import Role

JOURNAL = {"entries", "entry_changes", "entry_subjects"}
APART = JOURNAL | {"ballots"}  # rows without a number of their own; they are in no journal
Row = dict[str, Any]


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """An instant."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def add_programme(
    desk: Desk,
    code: str = "ACXM",
    duration: str = "4 days @ 5 hours per day",
    *,
    least: int = 1,
    most: int = 2,
    retired: bool = False,
) -> None:
    """A programme of one edition, as no deed: undo does not see it."""
    with desk.changing("prepare", kind="system") as change:
        programme = Programme(
            code=code, code_key=code.lower(), ladder="ACX", rung="Master", retired=retired, search_key=code.lower()
        )
        edition = Edition(
            programme=programme,
            number=1,
            title=f"Accredited {code}",
            post_nominal=code,
            duration=duration,
            printed=duration,
            capacity_min=least,
            capacity_max=most,
            price_minor=None,
            currency="",
            validity_months=0,
            renewal=Renewal.FROM_EXPIRY,
            renewal_months=6,
            grace_months=6,
            chosen="",
        )
        change.work.add_all((programme, edition))


EXAM = Part("Written exam", weight=40, out_of=10_000, pass_mark=5_000, must_pass=True)
CASE = Part("Case study", weight=40, out_of=10_000, pass_mark=6_000, must_pass=True)
DEMO = Part("Demonstration", weight=20, out_of=1_000, pass_mark=500, must_pass=False)
SCHEME = Scheme(parts=(EXAM, CASE, DEMO), pass_total=6_000, attendance=90)


def add_scheme(desk: Desk, scheme: Scheme = SCHEME, *, edition: int = 1) -> list[int]:
    """The scheme of an edition, as no deed; answers with the numbers of its components."""
    with desk.changing("prepare", kind="system") as change:
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
            chosen=False,
        )
        parts = [
            Component(
                scheme=row,
                number=number,
                name=part.name,
                weight=part.weight,
                out_of=part.out_of,
                pass_mark=part.pass_mark,
                must_pass=part.must_pass,
            )
            for number, part in enumerate(scheme.parts, start=1)
        ]
        change.work.add_all((row, *parts))
        change.work.flush()
        return [part.id for part in parts]


def require_nothing(desk: Desk) -> None:
    """What programmes require of delegates and coaches goes, as no deed: for tests that are about something else."""
    with desk.changing("prepare", kind="system") as change:
        for row in change.work.scalars(select(Requirement)):
            change.work.delete(row)


def add_people(desk: Desk, names: Iterable[str], *, coach: bool = False) -> list[int]:
    """People with an address each; answers with their numbers."""
    with desk.changing("prepare", kind="system") as change:
        rows = [
            Person(
                uid=new_uid(),
                name=name,
                certificate_name="",
                email=f"{name.lower().replace(' ', '.')}@example.org",
                email_key=f"{name.lower()}@example.org",
                country="",
                zone="",
                organisation_id=None,
                job_title="",
                languages="",
                coach=coach,
                sort_key=sort_key(name),
                search_key=name.lower(),
            )
            for name in names
        ]
        change.work.add_all(rows)
        change.work.flush()
        return [row.id for row in rows]


def require(
    desk: Desk, programme: str, *groups: str, of: Of = Of.DELEGATE, standing: Standing = Standing.VALID
) -> None:
    """What every edition of a programme asks for besides, as no deed: each group as "CPPM or ACXM"."""
    with desk.changing("prepare", kind="system") as change:
        codes = dict(change.work.execute(select(Programme.code, Programme.id)).all())
        editions = change.work.scalars(select(Edition.id).where(Edition.programme_id == codes[programme])).all()
        for edition in editions:
            asked = change.work.scalar(
                select(func.max(Requirement.group_number)).where(
                    Requirement.edition_id == edition, Requirement.asked_of == of
                )
            )
            for number, group in enumerate(groups, (asked or 0) + 1):
                for code in group.split(" or "):
                    change.work.add(
                        Requirement(
                            edition_id=edition,
                            asked_of=of,
                            group_number=number,
                            programme_id=codes[code],
                            standing=standing,
                            chosen=False,
                        )
                    )


def hold(
    desk: Desk,
    person: int,
    programme: str,
    awarded_on: date = date(2026, 1, 15),
    valid_until: date | None = None,
    *,
    state: State = State.ISSUED,
) -> int:
    """An accreditation of somebody, as no deed; answers with its number. None: valid for life."""
    with desk.changing("prepare", kind="system") as change:
        edition = change.work.scalars(
            select(Edition).join(Edition.programme).where(Programme.code == programme).order_by(Edition.number.desc())
        ).first()
        who = change.work.get(Person, person)
        assert edition is not None
        assert who is not None
        uid = new_uid()
        row = Accreditation(
            uid=uid,
            person_id=person,
            programme_id=edition.programme_id,
            edition_id=edition.id,
            enrolment_id=None,
            number=f"{programme}-{uid[:8]}",
            code=uid,
            name=who.name,
            awarded_on=awarded_on,
            valid_until=valid_until,
            state=state,
            origin=Origin.RECORDED,
            replaces_id=None,
            made_at=change.now,
        )
        change.work.add(row)
        change.work.flush()
        step = {"accreditation_id": row.id, "at": change.now, "who": change.who, "reason": ""}
        change.work.add(Step(**step, number=1, verb="award", state=State.ISSUED, holds_from=awarded_on))
        if state is not State.ISSUED:
            change.work.add(Step(**step, number=2, verb=state.value, state=state, holds_from=change.now.date()))
        return row.id


def add_organisation(desk: Desk, name: str = "Analytical Engines") -> int:
    """An organisation; answers with its number."""
    with desk.changing("prepare", kind="system") as change:
        row = Organisation(name=name, name_key=name.lower(), country="", note="", sort_key=name.lower())
        change.work.add(row)
        change.work.flush()
        return row.id


def run(desk: Desk, start: str = "2026-12-07", **other: Any) -> str:
    """A session of ACXM from Mon 7 Dec 2026 on, 14:00 in London unless said otherwise; answers with its reference."""
    values = {"programme": "ACXM", "start": start, "at": "14:00", "zone": "Europe/London", **other}
    values.setdefault("accept", "as the test wants it")
    return schedule(desk, Schedule.read(values)).reference


def teach(desk: Desk, session: str, person: int) -> None:
    """Make somebody a session's lead coach, as no deed: whatever she teaches at that time."""
    with desk.changing("prepare", kind="system") as change:
        number = change.work.scalars(select(Session.id).where(Session.reference == session)).one()
        change.work.add(SessionCoach(session_id=number, person_id=person, role=Role.LEAD))


def move(desk: Desk, session: str, verb: str, *people: int, reason: str = "", **other: Any) -> PlacesReport:
    """Move the places of people by a verb."""
    values = {"session": session, "people": people, "verb": verb, "reason": reason, **other}
    return move_places(desk, MovePlaces.read(values))


def book(desk: Desk, session: str, *people: int) -> PlacesReport:
    """Book people."""
    return move(desk, session, "book", *people)


def held(desk: Desk, session: str) -> dict[str, str]:
    """Who has which place in a session, by name."""
    sql = text(
        "SELECT p.name, e.place FROM enrolments e JOIN people p ON p.id = e.person_id "
        "JOIN sessions s ON s.id = e.session_id WHERE s.reference = :said ORDER BY p.name"
    )
    with desk.reading() as work:
        return {row.name: row.place for row in work.execute(sql, {"said": session})}


def rows(desk: Desk, table: str) -> list[Row]:
    """Every row of a table, as stored."""
    with desk.reading() as work:
        return _rows(work, table)


def book_of(desk: Desk) -> dict[tuple[str, int], Row]:
    """Every row outside the journal, as stored, without the columns that only go up."""
    return {key: _split(key[0], row)[0] for key, row in _whole(desk).items()}


def levels(desk: Desk) -> dict[tuple[str, int, str], int | str]:
    """The columns that only go up, of every row."""
    return {
        (*key, column): value for key, row in _whole(desk).items() for column, value in _split(key[0], row)[1].items()
    }


def entries(desk: Desk) -> int:
    """How many entries the journal has."""
    return len(rows(desk, "entries"))


def faults(desk: Desk) -> list[str]:
    """What is wrong with the file as a whole: broken keys, a broken chain, damage."""
    with desk.reading() as work:
        found = [f"key {tuple(row)}" for row in work.execute(text("SELECT * FROM pragma_foreign_key_check"))]
        checked = work.execute(text("SELECT * FROM pragma_integrity_check")).scalar_one()
        broken = first_broken(work)
    if broken is not None:
        found.append(f"entry {broken}")
    return found if checked == "ok" else [*found, checked]


def _rows(work: orm.Session, table: str) -> list[Row]:
    return [dict(row) for row in work.connection().exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2").mappings()]


def _whole(desk: Desk) -> dict[tuple[str, int], Row]:
    with desk.reading() as work:
        return {(table, row["id"]): row for table in TABLES if table not in APART for row in _rows(work, table)}


def _split(table: str, row: Row) -> tuple[Row, Row]:
    up = {column.key for column in TABLES[table].columns if column.info.get("monotone")}
    return {key: value for key, value in row.items() if key not in up}, {key: row[key] for key in row.keys() & up}
