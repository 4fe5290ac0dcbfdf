import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text, create_engine

from acxdesk.desk import opening, schema
from acxdesk.desk.backups import listing
from acxdesk.desk.connection import open_connection
from acxdesk.desk.engine import make_engine
from acxdesk.desk.opening import APPLICATION_ID
from acxdesk.desk.schema import HEAD, USER_VERSION, Upgraded, is_at_head, resource, upgrade
from acxdesk.errors import Busy, DataFileProblem, Refused
from acxdesk.records.base import Instant
from acxdesk.records.triggers import TRIGGERS
from migrations.draft import all_tables, draft
from tests.desk.bare import made, names_in

NOW = datetime(2026, 11, 16, 14, 30, 5, tzinfo=UTC)
KEEP = "CREATE TRIGGER seats_keep BEFORE DELETE ON seats BEGIN SELECT RAISE(ABORT, 'kept'); END"
FIRST = """
    op.create_table(
        "seats",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("who", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("seat_id", sa.Integer, sa.ForeignKey("seats.id", ondelete="CASCADE"), nullable=False),
        sqlite_strict=True,
    )
"""
REBUILD = """
    with op.batch_alter_table("seats", table_kwargs={"sqlite_strict": True}) as batch:
        batch.alter_column("who", new_column_name="name")
        batch.create_unique_constraint("uq_seats_name", ["name"])
"""


class Steps:
    """A folder of steps, each written as a release would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "versions").mkdir(parents=True)
        shutil.copy(resource("migrations") / "env.py", folder)

    def add(self, body: str, *, retires: tuple[str, ...] = ()) -> str:
        number = len(list((self.folder / "versions").glob("*.py"))) + 1
        (self.folder / "versions" / f"{number:04d}_step.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = '{number:04d}'\n"
            f"down_revision = {f'{number - 1:04d}' if number > 1 else None!r}\n"
            f"RETIRES = {retires!r}\n"
            f"def upgrade() -> None:\n    {body.strip()}\n"
        )
        return f"{number:04d}"


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    monkeypatch.setattr(opening, "USER_VERSION", 99)
    steps = Steps(tmp_path / "100% steps: new")
    steps.add(FIRST)
    return steps


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A file of ours without tables, as `files.create` has it before the first step."""
    path = tmp_path / "desk.acx"
    path.touch()
    with closing(open_connection(path)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    return path


@pytest.fixture
def old(bare: Path, steps: Steps) -> Path:
    """A file of the first step, with rows and a trigger."""
    upgrade(bare, "0001", steps=steps.folder, triggers={"seats_keep": KEEP})
    with closing(open_connection(bare)) as connection:
        connection.execute("INSERT INTO seats VALUES (1, 'Ada Byron'), (2, 'Zoë Ångström'), (7, 'هدى')")
        connection.execute("INSERT INTO marks VALUES (10, 1), (11, 7)")
    return bare


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return [
            *connection.iterdump(),
            *map(str, connection.execute("PRAGMA user_version")),
            *map(str, connection.execute("PRAGMA application_id")),
        ]


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(statement).fetchall()


def test_the_newest_step_is_the_one_that_the_code_names() -> None:
    names = sorted(path.name for path in (resource("migrations") / "versions").glob("[0-9]*.py"))
    assert [name[:4] for name in names] == [f"{number:04d}" for number in range(1, USER_VERSION + 1)]
    assert f"{USER_VERSION:04d}" == HEAD


def test_the_steps_make_the_tables_of_the_records(bare: Path) -> None:
    upgrade(bare)
    engine = create_engine("sqlite://")
    all_tables().create_all(engine)

    def shape(connection: sqlite3.Connection) -> dict[str, object]:
        of_tables = {
            row[0]: row[1:]
            for row in connection.execute(
                "SELECT name, type, ncol, wr, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                "AND name <> 'alembic_version' AND name NOT LIKE 'sqlite%'"
            )
        }
        words = {
            name: sorted(" ".join(line.split()).rstrip(",") for line in sql.splitlines())
            for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
            if name in of_tables or name.startswith("ix_")
        }
        return {"tables": of_tables, "words": words}

    with engine.connect() as connection, closing(sqlite3.connect(bare)) as migrated:
        expected = connection.connection.driver_connection
        assert expected is not None
        assert shape(migrated) == shape(expected)
    engine.dispose()


def test_a_migrated_file_has_the_triggers_of_the_code(bare: Path) -> None:
    assert upgrade(bare) == Upgraded("", HEAD, None)
    made_now = rows(bare, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    assert sorted(made_now) == sorted(TRIGGERS.items())
    assert rows(bare, "PRAGMA user_version") == [(USER_VERSION,)]
    assert rows(bare, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_a_file_at_head_is_told_by_one_select_and_left_alone(bare: Path) -> None:
    engine = make_engine(bare)
    with engine.connect() as connection:
        assert not is_at_head(connection)
    upgrade(bare)
    before = bare.read_bytes()
    with engine.connect() as connection:
        assert is_at_head(connection)
    engine.dispose()
    assert upgrade(bare) == Upgraded(HEAD, HEAD, None)
    assert bare.read_bytes() == before


def test_every_row_and_its_children_outlive_a_table_that_is_rebuilt(old: Path, steps: Steps) -> None:
    to = steps.add(REBUILD)
    done = upgrade(old, to, now=NOW, steps=steps.folder, triggers={"seats_keep": KEEP})
    assert rows(old, "SELECT id, name FROM seats") == [(1, "Ada Byron"), (2, "Zoë Ångström"), (7, "هدى")]
    assert rows(old, "SELECT id, seat_id FROM marks") == [(10, 1), (11, 7)]
    assert rows(old, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'") == [(KEEP,)]
    assert rows(old, "PRAGMA user_version") == [(2,)]
    assert done == Upgraded("0001", "0002", old.parent / "backups" / "desk-20261116T143005Z-before-migration.acx")


def test_what_is_migrated_is_backed_up_as_it_was(old: Path, steps: Steps, tmp_path: Path) -> None:
    before = dump(old)
    done = upgrade(old, steps.add(REBUILD), now=NOW, folder=tmp_path / "kept", steps=steps.folder, triggers={})
    assert done.backup is not None
    assert done.backup.parent == tmp_path / "kept"
    assert dump(done.backup) == before


def test_a_file_without_rows_needs_no_backup(bare: Path, steps: Steps) -> None:
    upgrade(bare, "0001", steps=steps.folder, triggers={})
    assert upgrade(bare, steps.add(REBUILD), steps=steps.folder, triggers={}).backup is None
    assert "backups" not in names_in(bare.parent)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("op.execute('DELETE FROM marks WHERE id = 10')", "1 of 2 rows of marks would be lost"),
        ("op.drop_table('marks')", "2 of 2 rows of marks would be lost"),
        (
            "op.execute('UPDATE marks SET seat_id = 99 WHERE id = 11')",
            "row 11 of marks points at a row of seats that is not there",
        ),
        (
            "op.execute('CREATE TABLE half (id INTEGER)'); op.execute(\"INSERT INTO seats VALUES (1, 'twice')\")",
            "The data file does not take this: UNIQUE constraint failed: seats.id",
        ),
    ],
    ids=["rows", "table", "reference", "constraint"],
)
def test_a_step_that_would_lose_something_changes_nothing(body: str, said: str, old: Path, steps: Steps) -> None:
    before = dump(old)
    steps.add(REBUILD)
    to = steps.add(body)
    with pytest.raises(Refused) as caught:
        upgrade(old, to, now=NOW, steps=steps.folder, triggers={"seats_keep": KEEP})
    assert said in caught.value.sentence
    assert "Nothing was changed." in caught.value.remedy
    assert dump(old) == before
    assert len(listing(old.parent / "backups")) == 1


def test_a_step_that_fails_by_a_mistake_of_ours_changes_nothing(old: Path, steps: Steps) -> None:
    before = dump(old)
    steps.add(REBUILD)
    to = steps.add("raise ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        upgrade(old, to, steps=steps.folder)
    assert dump(old) == before


def test_a_step_may_take_away_what_it_names(old: Path, steps: Steps) -> None:
    to = steps.add("op.drop_table('marks')", retires=("marks",))
    upgrade(old, to, steps=steps.folder, triggers={})
    assert rows(old, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") == [
        ("alembic_version",),
        ("seats",),
    ]


def test_a_kill_in_the_middle_of_a_migration_leaves_the_file_as_it_was(old: Path, steps: Steps) -> None:
    before = dump(old)
    steps.add("for number in range(100, 4000):\n        op.execute(f\"INSERT INTO seats VALUES ({number}, 'x')\")")
    to = steps.add("import os; os.kill(os.getpid(), 9)")
    program = f"""
from pathlib import Path
from acxdesk.desk.schema import upgrade
upgrade(Path({str(old)!r}), {to!r}, steps=Path({str(steps.folder)!r}), triggers={{}})
"""
    killed = subprocess.run([sys.executable, "-c", program], check=False)
    assert killed.returncode == -9
    with closing(open_connection(old)):
        assert dump(old) == before


def test_a_damaged_file_is_not_migrated(old: Path, steps: Steps) -> None:
    with closing(open_connection(old, foreign_keys=False)) as connection:
        connection.execute("INSERT INTO marks VALUES (12, 99)")
    before = dump(old)
    with pytest.raises(DataFileProblem, match="is damaged"):
        upgrade(old, steps.add(REBUILD), steps=steps.folder, triggers={})
    assert dump(old) == before


def test_an_older_acxdesk_does_not_write_a_newer_file(old: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade(old, steps.add(REBUILD), steps=steps.folder, triggers={})
    before = old.read_bytes()
    (steps.folder / "versions" / "0002_step.py").unlink()
    with pytest.raises(DataFileProblem) as caught:
        upgrade(old, "0001", steps=steps.folder, triggers={})
    assert caught.value.sentence == f"{old} has tables that this acxdesk does not know (revision 0002)."
    monkeypatch.setattr(opening, "USER_VERSION", 1)
    with pytest.raises(DataFileProblem, match="newer acxdesk"):
        upgrade(old, "0001", steps=steps.folder, triggers={})
    assert old.read_bytes() == before


def test_a_database_of_another_program_is_not_migrated(tmp_path: Path) -> None:
    path = made(tmp_path / "photos.db", application_id=7)
    before = path.read_bytes()
    with pytest.raises(DataFileProblem, match="another program"):
        upgrade(path)
    assert path.read_bytes() == before


def test_a_migration_waits_for_a_deed(old: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "acxdesk.desk.engine.make_engine",
        lambda path, *, foreign_keys: make_engine(path, busy_seconds=0.05, foreign_keys=foreign_keys),
    )
    to = steps.add(REBUILD)
    with closing(open_connection(old)) as deed:
        deed.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy):
            upgrade(old, to, steps=steps.folder)
    assert "backups" not in names_in(old.parent)


def test_a_drafted_step_makes_the_tables_that_the_records_have_become(
    old: Path, steps: Steps, capsys: pytest.CaptureFixture[str]
) -> None:
    to_be = MetaData()
    seats = Table("seats", to_be, Column("id", Integer, primary_key=True), Column("who", Text, nullable=False))
    to_seat: Column[int] = Column("seat_id", ForeignKey(seats.c.id, ondelete="CASCADE"), nullable=False)
    Table("marks", to_be, Column("id", Integer, primary_key=True), to_seat)
    seats.append_column(Column("since", Instant))
    shutil.copy(resource("migrations") / "script.py.mako", steps.folder)
    written = draft("Seats know since when", to_be, steps.folder)
    assert written.name == "0002_seats_know_since_when.py"
    assert "sa.Column('since', sa.Text(), nullable=True)" in written.read_text()
    upgrade(old, "0002", steps=steps.folder, triggers={})
    assert rows(old, "SELECT who, since FROM seats WHERE id = 1") == [("Ada Byron", None)]
    assert "Generating" in capsys.readouterr().out


def test_what_comes_with_acxdesk_is_found_in_a_checkout_and_in_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (resource("migrations") / "env.py").is_file()
    assert resource("seed").is_dir()
    package = tmp_path / "site-packages" / "acxdesk"
    (package / "_seed").mkdir(parents=True)
    monkeypatch.setattr(schema, "_PACKAGE", package)
    assert resource("seed") == package / "_seed"
    with pytest.raises(RuntimeError, match="not installed whole"):
        resource("migrations")


@pytest.fixture(autouse=True)
def _nothing_said(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    assert capsys.readouterr() == ("", "")
