"""A roster comes in as a table: seats by the order of the file, the rest waits, one deed, one undo."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.actions.rosters import ImportEnrolments, import_enrolments
from acxdesk.actions.tables import CsvReport, State
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import InputProblem
from acxdesk.exchange.tables import write_csv
from tests.actions.sample import (
    add_people,
    add_programme,
    book,
    book_of,
    entries,
    faults,
    held,
    levels,
    move,
    rows,
    run,
)
from tests.conftest import Statements

HEADER = ("session", "email", "place")


def table(*lines: tuple[str, ...], header: tuple[str, ...] = HEADER) -> bytes:
    return b"".join(write_csv(header, lines))


def brought(desk: Desk, data: bytes) -> CsvReport:
    return import_enrolments(desk, ImportEnrolments(data=data))


def told(report: CsvReport) -> list[tuple[int, str, str]]:
    return [(line.line, line.state.value, line.sentence) for line in report.lines]


def mail(name: str) -> str:
    return f"{name.lower()}@example.org"


def test_each_line_gets_the_place_that_it_asks_for(staffed: Desk) -> None:
    first, second = run(staffed), run(staffed, "2027-01-11")
    report = brought(
        staffed,
        table(
            (first, mail("Ada"), "booked"),
            (second, mail("Bob"), "Confirmed"),
            (second.lower(), mail("Cleo"), ""),
            (first, mail("Dan"), "applied"),
        ),
    )
    assert told(report) == [
        (2, "new", f"Ada booked on {first}, seat 1 of 2."),
        (3, "new", f"Bob confirmed on {second}."),
        (4, "new", f"Cleo booked on {second}, seat 2 of 2."),
        (5, "new", f"Dan applied for {first}."),
    ]
    assert report.receipt.sentence == "4 places imported on 2 sessions: 1 confirmed, 2 booked, 1 applied."
    assert report.receipt.lines == ()
    assert held(staffed, first) == {"Ada": "booked", "Dan": "applied"}
    assert held(staffed, second) == {"Bob": "confirmed", "Cleo": "booked"}
    assert sorted(report.receipt.ids) == [row["id"] for row in rows(staffed, "enrolments")]
    assert faults(staffed) == []


def test_every_step_is_written_down(staffed: Desk) -> None:
    reference = run(staffed)
    brought(
        staffed,
        table((reference, mail("Bob"), "confirmed", "as agreed"), header=("session", "email", "place", "reason")),
    )
    assert [(row["verb"], row["before"], row["after"], row["who"], row["why"]) for row in rows(staffed, "moves")] == [
        ("book", None, "booked", "anna", "as agreed"),
        ("confirm", "booked", "confirmed", "anna", "as agreed"),
    ]


def test_who_comes_after_the_last_seat_waits_and_is_told(staffed: Desk) -> None:
    reference = run(staffed)
    names = ("Ada", "Bob", "Cleo", "Dan")
    report = brought(staffed, table(*((reference, mail(name), "confirmed") for name in names)))
    assert told(report)[2:] == [
        (4, "new", f"Cleo waits for a seat on {reference}: all 2 are taken, place 1 in line."),
        (5, "new", f"Dan waits for a seat on {reference}: all 2 are taken, place 2 in line."),
    ]
    assert report.receipt.sentence == "4 places imported on 1 session: 2 confirmed, 2 on the waiting list."
    assert report.receipt.lines == (f"{reference}: no seat is free for 2 people; on the waiting list.",)


def test_seats_go_to_those_who_ask_for_them_before_anybody_is_put_in_line(staffed: Desk) -> None:
    reference = run(staffed)
    report = brought(staffed, table((reference, mail("Ada"), "waitlisted"), (reference, mail("Bob"), "booked")))
    assert told(report) == [
        (2, "new", f"Ada waits for a seat on {reference}: 1 of 2 are free, place 1 in line."),
        (3, "new", f"Bob booked on {reference}, seat 1 of 2."),
    ]
    assert report.receipt.lines == ()


def test_one_import_is_one_entry_and_one_undo(staffed: Desk) -> None:
    first, second = run(staffed), run(staffed, "2027-01-11")
    book(staffed, first, 1)
    before, height, count = book_of(staffed), levels(staffed), entries(staffed)
    lines = [(reference, mail(name), "confirmed") for reference in (first, second) for name in ("Ada", "Bob", "Cleo")]
    brought(staffed, table(*lines))
    after = book_of(staffed)
    assert entries(staffed) == count + 1
    undo(staffed)
    assert book_of(staffed) == before
    assert height.keys() <= levels(staffed).keys()
    redo(staffed)
    assert book_of(staffed) == after
    assert faults(staffed) == []


def test_a_second_import_changes_nothing_and_says_so(staffed: Desk) -> None:
    reference = run(staffed)
    data = table(
        (reference, mail("Ada"), "confirmed"),
        (reference, mail("Bob"), "booked"),
        (reference, mail("Cleo"), "booked"),
        (reference, mail("Dan"), "waitlisted"),
        (reference, mail("Eve"), "applied"),
    )
    brought(staffed, data)
    before, count = book_of(staffed), entries(staffed)
    report = brought(staffed, data)
    assert told(report) == [
        (2, "there", f"Ada is confirmed on {reference} already."),
        (3, "there", f"Bob is booked on {reference} already."),
        (4, "there", f"Cleo waits for a seat on {reference} already."),
        (5, "there", f"Dan is waitlisted on {reference} already."),
        (6, "there", f"Eve is applied on {reference} already."),
    ]
    assert (report.receipt.sentence, report.receipt.changed) == ("Nothing new; 5 there already.", False)
    assert (book_of(staffed), entries(staffed)) == (before, count)


def test_a_place_goes_on_to_what_the_line_asks_for_and_never_back(staffed: Desk) -> None:
    reference = run(staffed)
    move(staffed, reference, "apply", 1)
    book(staffed, reference, 2)
    report = brought(staffed, table((reference, mail("Ada"), "booked"), (reference, mail("Bob"), "applied")))
    assert told(report) == [
        (2, "changed", f"Ada booked on {reference}, seat 2 of 2."),
        (3, "there", f"Bob is booked on {reference} already."),
    ]
    assert brought(staffed, table((reference, mail("Bob"), "confirmed"))).of("changed") == 1
    assert held(staffed, reference) == {"Ada": "booked", "Bob": "confirmed"}


def test_whoever_was_withdrawn_is_not_brought_back_by_an_old_table(staffed: Desk) -> None:
    reference = run(staffed)
    data = table((reference, mail("Ada"), "booked"))
    brought(staffed, data)
    move(staffed, reference, "withdraw", 1, reason="ill")
    assert told(brought(staffed, data)) == [
        (
            *(2, "refused"),
            f"Row 2: Ada is withdrawn on {reference} since Tue 24 Nov 2026. Book her by hand if she is back.",
        )
    ]
    assert held(staffed, reference) == {"Ada": "withdrawn"}


def test_a_line_that_cannot_be_done_is_told_and_keeps_no_other_from_coming(staffed: Desk) -> None:
    reference, draft = run(staffed), run(staffed, "2027-02-01", draft=True)
    report = brought(
        staffed,
        table(
            ("ACXM-2026-12-08", mail("Ada"), "booked"),
            (reference, "nobody@example.org", "booked"),
            (reference, mail("Bob"), "seated"),
            ("", "", ""),
            ("", mail("Bob"), "booked"),
            (draft, mail("Cleo"), "confirmed"),
            (reference, "", "booked"),
            (reference, mail("Dan"), "booked"),
        ),
    )
    assert told(report) == [
        (2, "refused", f"Row 2: No session ACXM-2026-12-08. Near it: {reference}, {draft}."),
        (3, "refused", 'Row 3: Nobody has the address "nobody@example.org". Import or add her first.'),
        (4, "refused", 'Row 4: Place "seated" is not one of applied, booked, confirmed, waitlisted.'),
        (6, "refused", "Row 6: Session is missing."),
        (7, "refused", f"Row 7: {draft} is draft; Cleo cannot be booked on it. Open it first."),
        (8, "refused", "Row 8: Nobody is named. Give her address, her number or her name."),
        (9, "new", f"Dan booked on {reference}, seat 1 of 2."),
    ]
    assert report.receipt.sentence == "1 place imported on 1 session: 1 booked; 6 refused."
    assert held(staffed, draft) == {}


def test_all_faults_of_a_line_come_at_once(staffed: Desk) -> None:
    report = brought(staffed, table(("NONE-1", "nobody@example.org", "booked")))
    assert told(report) == [
        (
            *(2, "refused"),
            (
                'Row 2: Nobody has the address "nobody@example.org". Import or add her first. '
                "No session NONE-1. session list shows them all."
            ),
        )
    ]


def test_a_person_is_named_by_number_address_or_name(staffed: Desk) -> None:
    first, second = run(staffed, capacity_max=9), run(staffed, "2027-01-11", capacity_max=9)
    add_people(staffed, ["Zed"])
    header = ("session", "person", "email", "name")
    report = brought(
        staffed,
        table(
            (first, "1", "", ""),
            (first, "#2", "", ""),
            (first, "", "CLEO@example.org", "who knows"),
            (first, "", "", "DÁN"),
            (first, "1", mail("Bob"), ""),
            (first, "99", "", ""),
            (first, "１", "", ""),
            (first, "", "", "Zedd"),
            (second, "", "", "Eve"),
            header=header,
        ),
    )
    assert [line.state for line in report.lines] == [State.NEW] * 4 + [State.REFUSED] * 4 + [State.NEW]
    assert [line.sentence for line in report.lines[4:8]] == [
        "Row 6: bob@example.org is the address of Bob (2), and 1 is Ada.",
        "Row 7: No person 99. Give her address or her name.",
        'Row 8: "１" is no whole number. Write it in the digits 0 to 9 alone: 12.',
        'Row 9: Nobody answers to "Zedd". Near it: Zed (zed@example.org, 8).',
    ]
    assert held(staffed, first) == {"Ada": "booked", "Bob": "booked", "Cleo": "booked", "Dan": "booked"}


def test_a_name_of_two_people_is_refused_with_both(staffed: Desk) -> None:
    reference = run(staffed)
    other = add_person(staffed, AddPerson(name="ÁDA", email="ada@example.net")).ids[0]
    report = brought(staffed, table((reference, "Ada"), header=("session", "name")))
    assert told(report) == [
        (
            *(2, "refused"),
            (
                f'Row 2: 2 people answer to "Ada": Ada (ada@example.org, 1); ÁDA (ada@example.net, {other}). '
                "Give the number."
            ),
        )
    ]


def test_the_same_person_twice_on_a_session_is_told_with_both_rows(staffed: Desk) -> None:
    reference = run(staffed)
    header = ("session", "email", "name")
    report = brought(staffed, table((reference, mail("Ada"), ""), (reference, "", "Ada"), header=header))
    assert told(report)[1] == (
        *(3, "refused"),
        f"Row 3: Ada stands on {reference} in row 2 already. Delete one of the two.",
    )


def test_a_cancelled_session_takes_nobody(staffed: Desk) -> None:
    reference = run(staffed)
    decide(staffed, Decide(session=reference, verb="cancel", reason="too few"))
    report = brought(staffed, table((reference, mail("Ada"), "booked")))
    assert told(report) == [
        (2, "refused", f"Row 2: {reference} is cancelled; Ada cannot be booked on it. Choose another session.")
    ]
    assert not report.receipt.changed


def test_a_dry_run_tells_the_same_and_writes_nothing(staffed: Desk) -> None:
    reference = run(staffed)
    before, count = book_of(staffed), entries(staffed)
    data = table(*((reference, mail(name), "confirmed") for name in ("Ada", "Bob", "Cleo")))
    dry = brought(staffed.rehearsing(), data)
    assert (book_of(staffed), entries(staffed)) == (before, count)
    assert [line.row for line in dry.lines] == [None] * 3
    real = brought(staffed, data)
    assert told(real) == told(dry)
    assert (real.receipt.sentence, real.receipt.lines) == (dry.receipt.sentence, dry.receipt.lines)


def test_an_offer_whose_time_is_over_lapses_before_seats_are_given(staffed: Desk, clock: FrozenClock) -> None:
    reference = run(staffed)
    book(staffed, reference, 1, 2, 3)
    move(staffed, reference, "withdraw", 1, reason="ill")
    assert held(staffed, reference)["Cleo"] == "offered"
    clock.moment = clock.moment.replace(day=28)
    report = brought(staffed, table((reference, mail("Dan"), "booked")))
    assert report.of("new") == 1
    assert [line for line in report.receipt.lines if "lapsed" in line] == [
        f"{reference}: the offer to Cleo lapsed; Cleo is at the end of the waiting list."
    ]
    seated = [name for name, place in held(staffed, reference).items() if place in {"booked", "offered"}]
    assert len(seated) <= 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'session,email\r\nX,"a@example.org\r\n', "The quote that opens in line 2 is never closed."),
        (b"session,email,Session\r\n", 'The header names "Session" twice'),
        (b"email\r\na@example.org\r\n", 'Missing column: "session".'),
        (b"session,place\r\nX,booked\r\n", "No column says whose places these are."),
        ("session,name\r\nX,Zoë\r\n".encode("cp1252"), "cp1252"),
        (b"session,email\r\n", "There is no row below the header line."),
    ],
    ids=["unclosed", "doubled", "missing", "nobody", "cp1252", "no row"],
)
def test_a_file_that_cannot_be_read_changes_nothing_and_says_why(staffed: Desk, data: bytes, words: str) -> None:
    count = entries(staffed)
    with pytest.raises(InputProblem) as problem:
        brought(staffed, data)
    assert words in str(problem.value)
    assert entries(staffed) == count


def test_hostile_cells_are_refused_or_harmless(staffed: Desk) -> None:
    reference = run(staffed)
    header = ("session", "name", "reason")
    report = brought(
        staffed,
        table(
            (reference, "\x1b[2J", ""),
            (reference, "' OR 1=1 --", ""),
            ("%", "Ada", ""),
            (reference, "x" * 5000, ""),
            (reference, "Ada", "=1+1 [bold]"),
            header=header,
        ),
    )
    assert [line.state for line in report.lines] == [State.REFUSED] * 4 + [State.NEW]
    assert all("\x1b" not in line.sentence for line in report.lines)
    assert rows(staffed, "moves")[0]["why"] == "=1+1 [bold]"


def test_a_thousand_lines_are_booked_up_to_the_last_seat(desk: Desk, statements: Statements) -> None:
    add_programme(desk, most=90)
    names = [f"Person{number}" for number in range(100)]
    add_people(desk, names)
    starts = [f"2027-{month:02}-{day:02}" for month in (1, 2, 3, 4, 5) for day in (4, 18)]
    references = [run(desk, start, weekend=()) for start in starts]
    before = book_of(desk)
    data = table(*((reference, mail(name), "confirmed") for reference in references for name in names))
    with statements(desk) as sent:
        report = brought(desk, data)
    assert report.receipt.sentence == ("1,000 places imported on 10 sessions: 900 confirmed, 100 on the waiting list.")
    assert report.receipt.lines == tuple(
        f"{reference}: no seat is free for 10 people; on the waiting list." for reference in references
    )
    assert len(sent) < 100  # by session, not by line
    assert faults(desk) == []
    assert brought(desk, data).of("there") == 1000
    undo(desk)
    assert book_of(desk) == before


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy import event
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.actions.rosters import ImportEnrolments, import_enrolments
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk

path, data, at = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes(), sys.argv[3]
desk = Desk.open(path, who="bob", clock=FrozenClock(datetime(2026, 11, 24, tzinfo=UTC)))

@event.listens_for(desk.engine, "after_cursor_execute")
def die(connection, cursor, statement, *rest):
    if statement.startswith(at):
        os.kill(os.getpid(), signal.SIGKILL)

import_enrolments(desk, ImportEnrolments(data=data))
"""


@pytest.mark.parametrize("at", ["INSERT INTO enrolments", "INSERT INTO moves", "INSERT INTO entry_subjects"])
def test_a_kill_in_the_middle_of_an_import_leaves_the_file_as_before(
    template: Path, clock: FrozenClock, tmp_path: Path, at: str
) -> None:
    path, data = tmp_path / "killed.acx", tmp_path / "places.csv"
    shutil.copy(template, path)
    desk = Desk.open(path, who="anna", clock=clock)
    add_programme(desk, most=400)
    names = [f"Person{number}" for number in range(400)]
    add_people(desk, names)
    reference = run(desk)
    before, count = book_of(desk), entries(desk)
    desk.close()
    data.write_bytes(table(*((reference, mail(name), "confirmed") for name in names)))
    ran = subprocess.run([sys.executable, "-c", KILLED, path, data, at], capture_output=True, text=True, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    desk = Desk.open(path, who="anna", clock=clock)
    assert (book_of(desk), entries(desk), faults(desk)) == (before, count, [])
    assert brought(desk, data.read_bytes()).of("new") == 400
    desk.close()
