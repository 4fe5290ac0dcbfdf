"""The opening screen's first rows by plain SQLite: the first frame has them before SQLAlchemy is loaded.

The texts are those of the statements of `queries.today`, which takes over; a test compiles them again and compares.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from acxdesk.desk.connection import open_to_read
from acxdesk.desk.opening import APPLICATION_ID, USER_VERSION
from acxdesk.queries.todayrows import Stretch, Today, made

INSTANT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"  # as records.base stores it, which brings SQLAlchemy with it
WEEK: Final = (
    "SELECT sessions.reference, programmes.code, meetings.number, (SELECT count(*) AS count_1 FROM meetings WHERE "
    "meetings.session_id = sessions.id) AS anon_1, meetings.starts_at, meetings.ends_at, sessions.zone, (SELECT "
    "coalesce(group_concat(anon_3.name, ', '), '') AS coalesce_1 FROM (SELECT people.name AS name FROM "
    "session_coaches AS session_coaches_1 LEFT OUTER JOIN substitutions AS substitutions_1 ON "
    "substitutions_1.meeting_id = meetings.id AND substitutions_1.absent_id = session_coaches_1.person_id JOIN people"
    " ON people.id = coalesce(substitutions_1.person_id, session_coaches_1.person_id) WHERE "
    "session_coaches_1.session_id = meetings.session_id AND (substitutions_1.id IS NOT NULL OR NOT (EXISTS (SELECT "
    "askings.id FROM askings WHERE askings.session_id = session_coaches_1.session_id AND askings.person_id = "
    "session_coaches_1.person_id AND askings.answer = 'declined'))) GROUP BY people.id ORDER BY "
    "min(session_coaches_1.role != 'lead'), min(session_coaches_1.id)) AS anon_3) AS anon_2, (SELECT count(*) AS "
    "count_2 FROM enrolments WHERE enrolments.session_id = sessions.id AND enrolments.place IN ('booked', "
    "'confirmed', 'offered')) AS anon_4, (SELECT count(*) AS count_3 FROM enrolments WHERE enrolments.session_id = "
    "sessions.id AND enrolments.place IN ('waitlisted')) AS anon_5, sessions.capacity_min, sessions.capacity_max, "
    "meetings.cancelled OR sessions.status = 'cancelled' AS anon_6 FROM meetings JOIN sessions ON sessions.id = "
    "meetings.session_id JOIN programmes ON programmes.id = sessions.programme_id WHERE meetings.starts_at >= :first "
    "AND meetings.starts_at < :after ORDER BY meetings.starts_at, meetings.id LIMIT 200 OFFSET 0"
)
OFFERS: Final = (
    "SELECT sessions.reference, enrolments.id, people.id AS id_1, people.name, enrolments.offered_until, "
    "sessions.zone FROM enrolments JOIN sessions ON sessions.id = enrolments.session_id JOIN people ON people.id = "
    "enrolments.person_id WHERE enrolments.place = 'offered' ORDER BY enrolments.offered_until, enrolments.id LIMIT "
    "200 OFFSET 0"
)
SHORT: Final = (
    "SELECT sessions.reference, sessions.starts_on, (SELECT count(*) AS count_1 FROM enrolments WHERE "
    "enrolments.session_id = sessions.id AND enrolments.place IN ('booked', 'confirmed')) AS anon_1, "
    "sessions.capacity_min, sessions.decision_on FROM sessions WHERE sessions.starts_at > :now AND sessions.starts_at "
    "< :soon AND sessions.status IN ('confirmed', 'open') AND sessions.capacity_min > (SELECT count(*) AS count_1 "
    "FROM enrolments WHERE enrolments.session_id = sessions.id AND enrolments.place IN ('booked', 'confirmed')) ORDER "
    "BY sessions.starts_at, sessions.id LIMIT 200 OFFSET 0"
)
DUE: Final = (
    "SELECT anon_1.reference, anon_1.attendance, anon_1.release, anon_1.award, anon_1.ends_at, anon_1.zone FROM "
    "(SELECT sessions.id AS id, sessions.reference AS reference, CASE WHEN (schemes.attendance_percent > 0) THEN "
    "(SELECT count(*) AS count_1 FROM meetings JOIN enrolments ON enrolments.session_id = meetings.session_id WHERE "
    "meetings.session_id = sessions.id AND meetings.cancelled IS 0 AND meetings.ends_at <= :sat AND enrolments.place "
    "IN ('booked', 'confirmed') AND NOT (enrolments.attended_from >= meetings.ends_at AND enrolments.attended_from < "
    "sessions.ends_at) AND NOT (EXISTS (SELECT * FROM results WHERE results.enrolment_id = enrolments.id)) AND NOT "
    "(EXISTS (SELECT * FROM attendances WHERE attendances.enrolment_id = enrolments.id AND attendances.meeting_id = "
    "meetings.id))) ELSE 0 END AS attendance, CASE WHEN (sessions.ends_at <= :taught) THEN (SELECT count(*) AS "
    "count_2 FROM enrolments WHERE enrolments.session_id = sessions.id AND enrolments.place IN ('booked', "
    "'confirmed') AND NOT (EXISTS (SELECT * FROM results WHERE results.enrolment_id = enrolments.id))) ELSE 0 END AS "
    "release, (SELECT count(*) AS count_3 FROM enrolments WHERE enrolments.session_id = sessions.id AND "
    "enrolments.place IN ('booked', 'confirmed') AND (EXISTS (SELECT * FROM results WHERE results.enrolment_id = "
    "enrolments.id AND results.verdict = 'passed' AND NOT (EXISTS (SELECT * FROM results AS results_1 WHERE "
    "results_1.enrolment_id = results.enrolment_id AND results_1.number > results.number)))) AND NOT (EXISTS (SELECT "
    "* FROM accreditations WHERE accreditations.enrolment_id = enrolments.id))) AS award, sessions.ends_at AS "
    "ends_at, sessions.zone AS zone FROM sessions JOIN schemes ON schemes.edition_id = sessions.edition_id WHERE "
    "sessions.id IN (SELECT sessions.id FROM sessions WHERE sessions.ends_at >= :since AND sessions.starts_at <= :now "
    "AND sessions.status IN ('confirmed', 'open') ORDER BY sessions.ends_at DESC, sessions.id DESC LIMIT 200 OFFSET "
    "0)) AS anon_1 WHERE anon_1.attendance > 0 OR anon_1.release > 0 OR anon_1.award > 0 ORDER BY anon_1.ends_at, "
    "anon_1.id LIMIT 200 OFFSET 0"
)
LAPSES: Final = (
    "SELECT anon_1.reference, people.id, people.name, anon_1.last, requirements.group_number, "
    "requirements.standing, programmes.code, accreditations.awarded_on, accreditations.valid_until, "
    "accreditations.state, (SELECT accreditation_steps.holds_from FROM accreditation_steps WHERE "
    "accreditation_steps.accreditation_id = accreditations.id ORDER BY accreditation_steps.number DESC LIMIT 1 "
    "OFFSET 0) AS anon_2, editions.validity_months, editions.renewal, editions.renewal_months, "
    "editions.grace_months FROM (SELECT session_coaches.id AS id, session_coaches.person_id AS person_id, "
    "sessions.reference AS reference, sessions.edition_id AS edition_id, sessions.starts_at AS starts_at, (SELECT "
    "max(meetings.day) AS max_1 FROM meetings WHERE meetings.session_id = sessions.id AND NOT meetings.cancelled) "
    "AS last FROM session_coaches JOIN sessions ON sessions.id = session_coaches.session_id WHERE sessions.id IN "
    "(SELECT sessions.id FROM sessions WHERE sessions.ends_at > :now AND sessions.status IN ('confirmed', 'open') "
    "ORDER BY sessions.ends_at, sessions.id LIMIT 200 OFFSET 0) AND session_coaches.role IN ('assistant', 'lead') AND"
    " NOT (EXISTS (SELECT askings.id FROM askings WHERE askings.session_id = session_coaches.session_id AND "
    "askings.person_id = session_coaches.person_id AND askings.answer = 'declined')) AND (EXISTS (SELECT * FROM "
    "requirements AS requirements_1 WHERE requirements_1.edition_id = sessions.edition_id AND requirements_1.asked_of"
    " = 'coach' AND NOT (EXISTS (SELECT * FROM requirements AS "
    "requirements_2, accreditations AS accreditations_1 WHERE requirements_2.edition_id = requirements_1.edition_id "
    "AND requirements_2.asked_of = 'coach' AND requirements_2.group_number = requirements_1.group_number AND "
    "accreditations_1.person_id = session_coaches.person_id AND accreditations_1.programme_id = "
    "requirements_2.programme_id AND accreditations_1.awarded_on <= (SELECT max(meetings.day) AS max_2 FROM "
    "meetings WHERE meetings.session_id = sessions.id AND NOT meetings.cancelled) AND (requirements_2.standing = "
    "'ever held' AND accreditations_1.state != 'revoked' OR accreditations_1.state = 'issued' AND "
    "(accreditations_1.valid_until IS NULL OR accreditations_1.valid_until >= (SELECT max(meetings.day) AS max_3 "
    "FROM meetings WHERE meetings.session_id = sessions.id AND NOT meetings.cancelled))))))) ORDER BY "
    "sessions.starts_at, session_coaches.id LIMIT 50 OFFSET 0) AS anon_1 JOIN people ON people.id = "
    "anon_1.person_id JOIN requirements ON requirements.edition_id = anon_1.edition_id AND requirements.asked_of = "
    "'coach' JOIN programmes ON programmes.id = requirements.programme_id LEFT OUTER JOIN accreditations ON "
    "accreditations.person_id = anon_1.person_id AND accreditations.programme_id + 0 = requirements.programme_id "
    "LEFT OUTER JOIN editions ON editions.id = accreditations.edition_id ORDER BY anon_1.starts_at, anon_1.id, "
    "requirements.group_number, requirements.id, accreditations.id"
)
CYCLES: Final = (
    "SELECT cycles.year, cycles.phase, cycles.zone, cycles.nominating_from, cycles.nominating_until, "
    "cycles.shortlist_on, cycles.voting_from, cycles.voting_until, cycles.announce_on FROM cycles WHERE cycles.phase "
    "IN ('counted', 'nominating', 'planned', 'screening', 'shortlisted', 'voting') ORDER BY cycles.year LIMIT 200 "
    "OFFSET 0"
)
EMPTY: Final = "SELECT sessions.id FROM sessions LIMIT 1 OFFSET 0"


def first_look(path: Path, now: datetime, zone: str) -> Today | None:
    """The opening screen of a data file that can be read at once; None leaves it to the opening, which says why.

    Args:
        path: the data file; not a byte of it is written.
        now: the instant of the reading (UTC).
        zone: the IANA zone of whoever looks.
    """
    try:
        with closing(open_to_read(path, busy_seconds=0)) as connection:
            pragmas = [
                connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
            ]
            return _read(connection, now, zone) if pragmas == [APPLICATION_ID, USER_VERSION] else None
    except sqlite3.Error:
        return None


def _read(connection: sqlite3.Connection, now: datetime, zone: str) -> Today:
    stretch = Stretch.of(now, zone)
    week = connection.execute(WEEK, {"first": _text(stretch.first), "after": _text(stretch.after)})
    offers = connection.execute(OFFERS)
    short = connection.execute(SHORT, {"now": _text(stretch.now), "soon": _text(stretch.soon)})
    due = connection.execute(
        DUE,
        {name: _text(getattr(stretch, name)) for name in ("now", "since", "sat", "taught")},
    )
    return made(
        stretch,
        zone,
        week=[(*row[:4], _instant(row[4]), _instant(row[5]), *row[6:]) for row in week],
        offers=[(*row[:4], _instant(row[4]), row[5]) for row in offers],
        short=[(row[0], date.fromisoformat(row[1]), row[2], row[3], _day(row[4])) for row in short],
        due=[(*row[:4], _instant(row[4]), row[5]) for row in due],
        lapses=[
            (*row[:3], _day(row[3]), *row[4:7], _day(row[7]), _day(row[8]), row[9], _day(row[10]), *row[11:])
            for row in connection.execute(LAPSES, {"now": _text(stretch.now)})
        ],
        cycles=[(*row[:3], *map(date.fromisoformat, row[3:])) for row in connection.execute(CYCLES)],
        is_empty=connection.execute(EMPTY).fetchone() is None,
    )


def _text(moment: datetime) -> str:
    return moment.strftime(INSTANT)


def _instant(text: str) -> datetime:
    return datetime.strptime(text, INSTANT).replace(tzinfo=UTC)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
