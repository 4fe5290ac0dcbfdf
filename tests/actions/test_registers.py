"""A register of people comes in as a table: told by line, one deed, one undo, nothing half."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from acxdesk.actions.journal import redo, undo
from acxdesk.actions.people import AddPerson, EditPerson, add_person, edit_person
from acxdesk.actions.registers import ImportPeople, import_people
from acxdesk.actions.sessions import Coaching
from acxdesk.actions.tables import CsvReport, State
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import InputProblem
from acxdesk.exchange.spreadsheets import Sheet, write_xlsx
from acxdesk.exchange.tables import write_csv
from acxdesk.queries.people import coaches, delegates, everybody, person
from acxdesk.records.journal import Entry
from acxdesk.records.people import Organisation, Person
from tests.actions.sample import add_programme, run
from tests.conftest import Statements

HEADER = ("name", "email", "country", "zone", "organisation", "job_title", "languages")
ADA = ("Ada Byron", "ada@example.org", "GB", "Europe/London", "Analytical Engines Ltd", "Head of Operations", "en fr")
ZOE = ("Zoë Brontë", "zoe@example.com", "Belgium", "Europe/Brussels", "Moorland Insurance", "", "nl")


def table(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> bytes:
    return b"".join(write_csv(header, rows))


def thousand(count: int, job: str = "Head") -> bytes:
    rows = [
        (f"Zoë Person {n}", f"p{n}@example.org", "BE", "", f"House {n % 40}", f"{job} {n}", "en") for n in range(count)
    ]
    return table(*rows)


def brought(desk: Desk, data: bytes, *, coach: bool = False) -> CsvReport:
    return import_people(desk, ImportPeople(data=data, coach=coach))


def told(report: CsvReport) -> list[tuple[int, str, str]]:
    return [(line.line, line.state.value, line.sentence) for line in report.lines]


def test_a_spreadsheet_is_read_as_the_same_table_in_csv_is(desk: Desk) -> None:
    sheet = Sheet("Delegates", HEADER, (ADA, ZOE))

    report = brought(desk.rehearsing(), write_xlsx([sheet], made_at=desk.clock.now()))

    assert told(report) == told(brought(desk, table(ADA, ZOE)))


def kept(desk: Desk) -> list[tuple[object, ...]]:
    """Everything kept of people and organisations but the versions, which only go up."""
    with desk.reading() as work:
        return [
            tuple(row)
            for noun in (Person, Organisation)
            for row in work.execute(select(*(c for c in noun.__table__.c if c.key != "version")).order_by("id"))
        ]


def entries(desk: Desk) -> int:
    with desk.reading() as work:
        return work.scalar(select(func.count()).select_from(Entry)) or 0


def test_every_line_of_a_new_register_is_put_down_with_all_its_values(desk: Desk) -> None:
    report = brought(desk, table(ADA, ZOE))
    assert told(report) == [
        (2, "new", "Ada Byron (ada@example.org) is new."),
        (3, "new", "Zoë Brontë (zoe@example.com) is new."),
    ]
    assert report.receipt.sentence == "2 people imported, 2 organisations made."
    assert report.receipt.ids == tuple(line.row for line in report.lines)
    card = person(desk, report.receipt.ids[1])
    assert card is not None
    assert (card.name, card.email, card.country, card.zone, card.organisation, card.job_title) == (
        *("Zoë Brontë", "zoe@example.com", "BE", "Europe/Brussels", "Moorland Insurance", ""),
    )
    assert (card.languages, card.coach, card.version) == ("nl", False, 1)
    assert [line.values[1] for line in everybody(desk).arranged(words="bronte moor").after(None, 9)] == ["Zoë Brontë"]


def test_one_import_is_one_entry_and_one_undo(desk: Desk) -> None:
    before = kept(desk)
    brought(desk, table(ADA, ZOE))
    after = kept(desk)
    assert entries(desk) == 1
    assert undo(desk).sentence == "Taken back: 2 people imported, 2 organisations made."
    assert kept(desk) == before == []
    assert everybody(desk).arranged(words="ada").count() == 0
    redo(desk)
    assert kept(desk) == after
    assert everybody(desk).arranged(words="ada").count() == 1


def test_a_second_import_changes_nothing_and_says_so(desk: Desk) -> None:
    first = brought(desk, table(ADA, ZOE))
    before = kept(desk)
    report = brought(desk, table(ADA, ZOE))
    assert (report.receipt.sentence, report.receipt.changed) == ("Nobody new, 2 there already.", False)
    assert told(report)[0] == (2, "there", "Ada Byron (ada@example.org) is there already.")
    assert [line.row for line in report.lines] == [line.row for line in first.lines]
    assert kept(desk) == before
    assert entries(desk) == 1


def test_other_values_of_somebody_who_is_there_are_put_right_and_named(desk: Desk) -> None:
    number = brought(desk, table(ADA)).receipt.ids[0]
    report = brought(desk, table(("Ada King", "ADA@example.org", "FR", "", "Kings", "", "fr")))
    assert told(report) == [
        (2, "changed", "Ada King (ada@example.org): other name, country, languages and organisation.")
    ]
    assert report.receipt.sentence == "Nobody new, 1 changed, 1 organisation made."
    card = person(desk, number)
    assert card is not None
    assert (card.name, card.email, card.country, card.organisation, card.languages) == (
        *("Ada King", "ada@example.org", "FR", "Kings", "fr"),
    )
    assert (card.zone, card.job_title) == ("Europe/London", "Head of Operations")  # empty cells say nothing
    assert everybody(desk).arranged(words="king").count() == 1
    assert everybody(desk).arranged(words="byron").count() == 0
    undo(desk)
    back = person(desk, number)
    assert back is not None
    assert (back.name, back.organisation) == ("Ada Byron", "Analytical Engines Ltd")


def test_a_column_that_is_not_there_changes_nothing(desk: Desk) -> None:
    brought(desk, table(ADA))
    report = brought(desk, table(("Ada Byron", "ada@example.org"), header=("name", "email")))
    assert [line.state for line in report.lines] == [State.THERE]


def test_a_refused_line_names_all_its_faults_and_keeps_no_other_from_coming(desk: Desk) -> None:
    bad = ("Bob\x1b[31m", "bob", "Narnia", "Europe/Londn", "", "", "elvish")
    report = brought(desk, table(ADA, bad, ZOE))
    assert [line.state for line in report.lines] == [State.NEW, State.REFUSED, State.NEW]
    sentence = report.lines[1].sentence
    assert sentence.startswith("Row 3: Name ")
    for part in ("U+001B", 'Email "bob" is no address.', '"Narnia"', "Europe/London", '"elvish"'):
        assert part in sentence
    assert report.receipt.sentence == "2 people imported, 2 organisations made, 1 row refused."
    assert everybody(desk).count() == 2


def test_a_line_without_a_name_or_with_too_few_cells_is_refused_by_its_number(desk: Desk) -> None:
    data = b"name,email\r\n,x@example.org\r\nAda\r\n\r\nZoe,zoe@example.com\r\n"
    report = brought(desk, data)
    assert told(report) == [
        (2, "refused", "Row 2: Name is missing."),
        (3, "refused", "Row 3: 1 cell, but the header names 2. Add the cells that are missing, empty ones too."),
        (5, "new", "Zoe (zoe@example.com) is new."),
    ]


def test_the_same_person_twice_in_a_file_is_told_with_both_rows(desk: Desk) -> None:
    report = brought(desk, table(ADA, ZOE, ("Ada K.", "Ada@Example.org", "", "", "", "", "")))
    assert told(report)[2] == (
        *(4, "refused"),
        "Row 4: Ada K. (Ada@example.org) stands in row 2 already. Delete one of the two.",
    )
    assert report.receipt.sentence == "2 people imported, 2 organisations made, 1 row refused."


def test_without_an_address_the_name_and_organisation_tell_who_it_is(desk: Desk) -> None:
    header = ("name", "organisation")
    data = table(("Ada Byron", "Engines"), ("ADA  BYRÓN", "engines"), ("Ada Byron", ""), header=header)
    report = brought(desk, data)
    assert told(report) == [
        (2, "new", "Ada Byron (Engines) is new."),
        (3, "refused", "Row 3: ADA BYRÓN (engines) stands in row 2 already. Delete one of the two."),
        (4, "new", "Ada Byron is new."),
    ]
    again = brought(desk, table(("ada byron", "ENGINES"), ("Ada Byron", ""), header=header))
    assert [(line.state, line.row) for line in again.lines] == [
        (State.THERE, report.lines[0].row),
        (State.THERE, report.lines[2].row),
    ]
    assert not again.receipt.changed


def test_a_namesake_is_new_and_told(desk: Desk) -> None:
    number = add_person(desk, AddPerson(name="Ada Byron", email="ada@example.net")).ids[0]
    report = brought(desk, table(ADA))
    assert told(report) == [(2, "new", f"Ada Byron (ada@example.org) is new. There is another Ada Byron ({number}).")]


def test_coaches_are_marked_by_the_request_or_by_their_column(desk: Desk) -> None:
    brought(desk, table(ADA), coach=True)
    header = ("name", "email", "coach")
    rows = (("Bob", "bob@example.org", "yes"), ("Cleo", "cleo@example.org", "no"), ("Dora", "dora@example.org", ""))
    brought(desk, table(*rows, header=header))
    assert {line.values[1] for line in coaches(desk).after(None, 9)} == {"Ada Byron", "Bob"}
    report = brought(desk, table(("Eve", "eve@example.org", "perhaps"), header=header))
    assert [line.state for line in report.lines] == [State.REFUSED]
    assert report.lines[0].sentence.startswith("Row 2: Coach ")
    assert report.lines[0].sentence.endswith(" is neither yes nor no.")


def test_a_coach_with_sessions_ahead_stays_one(desk: Desk) -> None:
    number = brought(desk, table(ADA), coach=True).receipt.ids[0]
    add_programme(desk)
    run(desk, coaches=[Coaching(person=number)])
    data = table(("Ada Byron", "ada@example.org", "no"), header=("name", "email", "coach"))
    report = brought(desk, data)
    assert told(report) == [
        (
            *(2, "refused"),
            "Row 2: Ada Byron has sessions to teach yet and stays a coach. Give them to somebody else first.",
        )
    ]
    assert coaches(desk).count() == 1


def test_a_dry_run_tells_the_same_and_writes_nothing(desk: Desk) -> None:
    brought(desk, table(ADA))
    before = kept(desk)
    data = table((*ADA[:2], "FR", *ADA[3:]), ZOE)
    dry = brought(desk.rehearsing(), data)
    assert dry.receipt.rehearsed
    assert [line.row for line in dry.lines] == [1, None]
    assert kept(desk) == before
    real = brought(desk, data)
    assert told(real) == told(dry)
    assert real.receipt.sentence == dry.receipt.sentence


def test_names_of_every_kind_come_in_as_they_are(desk: Desk) -> None:
    names = [
        "[/oops]",
        "=1+1",
        "ليلى عباس",
        "👩‍👩‍👧 Ada",
        "Robert'); DROP TABLE people;--",
        "a" * 200,
        "مه\u200cسا",
        "'quoted'",
    ]
    report = brought(desk, table(*((name,) for name in names), header=("name",)))
    assert report.of("new") == len(names)
    assert {line.values[1] for line in everybody(desk).after(None, 20)} == set(names)
    refused = brought(desk, table(("a" * 5000,), ("a\u202eb",), ("x\x07",), header=("name",)))
    assert refused.of("refused") == 3
    assert everybody(desk).count() == len(names)
    assert all("\u202e" not in line.sentence and "\x07" not in line.sentence for line in refused.lines)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'name,email\r\nAda,"ada@example.org\r\nZoe,z@example.com\r\n', "The quote that opens in line 2"),
        (b"name,email,Name\r\nAda,a@example.org,x\r\n", 'The header names "Name" twice: in columns 1 and 3.'),
        (b"email,country\r\na@example.org,GB\r\n", 'Missing column: "name".'),
        (b"name,e-mail,shoe size\r\nAda,a@example.org,39\r\n", 'Unknown column: "shoe size".'),
        (b"name,e_mial\r\nAda,a@example.org\r\n", 'Unknown column: "e_mial" (did you mean "email"?).'),
        ("name\r\nZoë\r\n".encode("cp1252"), "cp1252 (Windows, western Europe) would fit"),
        ("name\r\nZoë\r\n".encode("utf-16"), "Give --encoding utf-16."),
        (b"", "The file is empty."),
        (b"name\r\n\r\n", "There is no row below the header line."),
    ],
    ids=["unclosed", "doubled", "missing", "unknown", "misspelt", "cp1252", "utf-16", "empty", "no row"],
)
def test_a_file_that_cannot_be_read_changes_nothing_and_says_why(desk: Desk, data: bytes, words: str) -> None:
    with pytest.raises(InputProblem) as problem:
        brought(desk, data)
    assert words in str(problem.value)
    assert kept(desk) == []


def test_another_encoding_is_read_when_it_is_named(desk: Desk) -> None:
    import_people(desk, ImportPeople(data="name;country\r\nZoë;Belgium\r\n".encode("cp1252"), encoding="cp1252"))
    assert [line.values[1] for line in everybody(desk).after(None, 2)] == ["Zoë"]


def test_what_the_desk_exports_it_takes_back_in(desk: Desk) -> None:
    brought(desk, table(ADA, ZOE, ("=cmd|' /C calc'!A0", "", "", "", "", "+44 1", "")))
    names = [column.name for column in delegates(desk).columns]
    at = [names.index(name) for name in HEADER]
    rows = [[str(line.values[place]) for place in at] for line in delegates(desk).after(None, 9)]
    report = brought(desk, b"".join(write_csv(HEADER, rows)))
    assert [line.state for line in report.lines] == [State.THERE] * 3


def test_a_thousand_rows_take_as_many_statements_as_a_thousand_others(desk: Desk, statements: Statements) -> None:
    brought(desk, thousand(1000))
    with statements(desk) as sent:
        report = brought(desk, thousand(1000))
    assert report.receipt.sentence == "Nobody new, 1,000 there already."
    assert len(sent) == 5  # by address and by name in chunks of 500, and the organisations
    changed = brought(desk, thousand(1000, job="Chief"))
    assert changed.of("changed") == 1000
    undo(desk)
    assert brought(desk, thousand(1000)).of("there") == 1000


def test_an_edit_made_after_an_import_is_taken_back_first(desk: Desk) -> None:
    brought(desk, table(ADA))
    edit_person(desk, EditPerson(person="ada@example.org", job_title="Countess"))
    undo(desk)
    undo(desk)
    assert kept(desk) == []


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy import event
from acxdesk.actions.registers import ImportPeople, import_people
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk

path, data, at = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes(), sys.argv[3]
desk = Desk.open(path, who="bob", clock=FrozenClock(datetime(2026, 11, 24, tzinfo=UTC)))

@event.listens_for(desk.engine, "after_cursor_execute")
def die(connection, cursor, statement, *rest):
    if statement.startswith(at):
        os.kill(os.getpid(), signal.SIGKILL)

import_people(desk, ImportPeople(data=data))
print("done")
"""


@pytest.mark.parametrize(
    "at",
    ["INSERT INTO organisations", "INSERT INTO people ", "INSERT INTO people_search", "INSERT INTO entries", "never"],
)
def test_a_kill_in_the_middle_of_an_import_leaves_the_file_as_before(
    template: Path, clock: FrozenClock, tmp_path: Path, at: str
) -> None:
    path, data = tmp_path / "killed.acx", tmp_path / "people.csv"
    shutil.copy(template, path)
    desk = Desk.open(path, who="anna", clock=clock)
    brought(desk, table(ADA))
    before = kept(desk)
    desk.close()
    data.write_bytes(thousand(3000))
    ran = subprocess.run([sys.executable, "-c", KILLED, path, data, at], capture_output=True, text=True, check=False)
    desk = Desk.open(path, who="anna", clock=clock)
    if at == "never":  # the control: the same program, left alone, does import
        assert (ran.returncode, ran.stdout) == (0, "done\n")
        assert everybody(desk).count() == 3001
    else:
        assert ran.returncode == -signal.SIGKILL, ran.stderr
        assert kept(desk) == before
        assert entries(desk) == 1
        assert brought(desk, data.read_bytes()).of("new") == 3000
    desk.close()


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co"]), max_size=20
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Iterator[Desk]:
    """A desk that goes through many imports, each of which is taken back."""
    path = tmp_path_factory.mktemp("shared") / "desk.acx"
    shutil.copy(template, path)
    opened = Desk.open(path, who="anna", clock=FrozenClock(datetime(2026, 11, 24, tzinfo=UTC)))
    yield opened
    opened.close()


@given(st.lists(NAMES, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_register_comes_in_once_and_goes_back_whole(shared: Desk, names: list[str]) -> None:
    before = kept(shared)
    data = table(*((name, "x") for name in names), header=("name", "job_title"))
    first = brought(shared, data)
    assert len(first.lines) == len(names)
    assert all(line.sentence for line in first.lines)
    second = brought(shared, data)
    assert not second.receipt.changed
    assert second.of("there") == first.of("new")
    if first.receipt.changed:
        undo(shared)
    assert kept(shared) == before
