"""Data files of any size for the measurements, written by plain SQL: people, sessions with meetings, enrolments."""

import sqlite3
from contextlib import closing
from pathlib import Path

from acxdesk.desk.clock import SystemClock
from acxdesk.desk.door import Desk
from acxdesk.desk.files import create
from acxdesk.rules.text import fold

INSTANT = "2026-01-01T09:00:00.000000Z"
FIRST_NAMES = ("Ada", "José", "Zoë", "Łukasz", "Hana", "Siobhán", "Amir", "Ngozi", "Søren", "Mei")
LAST_NAMES = ("Byron", "Núñez", "Brontë", "Żółw", "Sato", "O'Neill", "Haddad", "Okafor", "Ærø", "Chen")


def make(path: Path, *, people: int, sessions: int, enrolments: int, meetings: int = 5) -> Desk:
    """A data file with so many rows of each; enrolments are spread over the sessions, none twice."""
    create(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        _catalogue(connection)
        _people(connection, people)
        _sessions(connection, sessions, meetings)
        _enrolments(connection, people, sessions, enrolments)
        connection.execute("INSERT INTO people_search(people_search) VALUES ('rebuild')")
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    return Desk.open(path, who="bench", clock=SystemClock())


def _catalogue(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO programmes VALUES (1, 'ACXM', 'acxm', 'ACX', 'Master', 0, 'acxm', 1)")
    connection.execute(
        "INSERT INTO editions VALUES "
        "(1, 1, 1, 'Accredited CX Master', 'ACXM', '5 days @ 5 hours per day', '', 1, 100000, NULL, '', 0, "
        "'from expiry', 6, 6, '', 1)"
    )


def _people(connection: sqlite3.Connection, count: int) -> None:
    def row(number: int) -> tuple[object, ...]:
        name = f"{FIRST_NAMES[number % 10]} {LAST_NAMES[number // 10 % 10]} {number:07d}"
        key = fold(name)
        mail = f"p{number}@example.org"
        return (number, f"p-{number}", name, "", mail, mail, "GB", "Europe/London", None, "", "en", 0, key, key, 1)

    places = ", ".join("?" * 15)
    connection.executemany(f"INSERT INTO people VALUES ({places})", map(row, range(1, count + 1)))


def _sessions(connection: sqlite3.Connection, count: int, meetings: int) -> None:
    columns = (
        "id, uid, reference, programme_id, edition_id, duration, zone, delivery, city, venue, organisation_id, link, "
        "language, capacity_min, capacity_max, decision_on, status, status_before, status_at, status_reason, chosen, "
        "search_key, starts_on, starts_at, ends_at, version"
    )

    def day(number: int, meeting: int) -> str:
        return f"20{26 + number // 5000:02d}-{number % 12 + 1:02d}-{number % 20 + 1 + meeting:02d}"

    def row(number: int) -> tuple[object, ...]:
        first, last = day(number, 0), day(number, meetings - 1)
        reference = f"ACXM-{first}-{number}"
        return (
            *(number, f"s-{number}", reference, 1, 1, "5 days @ 5 hours per day", "Europe/London", "online"),
            *("", "", None, "", "", 1, 100000, None, "open", None, INSTANT, "", "", reference.casefold(), first),
            *(f"{first}T14:00:00.000000Z", f"{last}T19:00:00.000000Z", 1),
        )

    places = ", ".join("?" * 26)
    connection.executemany(f"INSERT INTO sessions ({columns}) VALUES ({places})", map(row, range(1, count + 1)))
    connection.executemany(
        "INSERT INTO meetings (uid, session_id, number, day, at, minutes, starts_at, ends_at, place, cancelled, "
        "reason, was, sequence, made_at, changed_at, version) "
        "VALUES (?, ?, ?, ?, '14:00', 300, ?, ?, '', 0, '', '', 0, ?, ?, 1)",
        (
            (
                *(f"00000000-0000-4000-8000-{number * 100 + meeting:012d}", number, meeting + 1, day(number, meeting)),
                *(f"{day(number, meeting)}T14:00:00.000000Z", f"{day(number, meeting)}T19:00:00.000000Z"),
                *(INSTANT, INSTANT),
            )
            for number in range(1, count + 1)
            for meeting in range(meetings)
        ),
    )


def _enrolments(connection: sqlite3.Connection, people: int, sessions: int, count: int) -> None:
    connection.executemany(
        "INSERT INTO enrolments (uid, session_id, person_id, place, since, priority, attended_from, sequence, made_at, "
        "changed_at, version) VALUES (?, ?, ?, 'booked', ?, 0, ?, 0, ?, ?, 1)",
        (
            (
                f"00000000-0000-4000-9000-{number:012d}",
                # Each time round the people, everybody goes to the next session: no pair comes twice.
                (number % people + number // people) % sessions + 1,
                number % people + 1,
                *(INSTANT,) * 4,
            )
            for number in range(count)
        ),
    )
