import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, exc, text

from acxdesk.desk.connection import open_connection
from acxdesk.desk.engine import make_engine, translate
from acxdesk.errors import Busy, DataFileProblem, Refused, SaveFailed
from tests.desk.bare import as_nobody, made, seats, without_rights

ADD = text("INSERT INTO seats (who) VALUES (:who)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "desk #1?%41.acx")


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    engine = make_engine(path, busy_seconds=0.05)
    yield engine
    engine.dispose()


def failure(engine: Engine, who: str = "late") -> exc.DBAPIError:
    with pytest.raises(exc.DBAPIError) as caught, engine.begin() as connection:
        connection.execute(ADD, {"who": who})
    return caught.value


def test_every_connection_is_set_up_for_a_commit_that_lasts(engine: Engine) -> None:
    names = (
        *("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "cell_size_check"),
        *("secure_delete", "trusted_schema"),
    )
    with engine.connect() as one, engine.connect() as two:
        found = [
            {
                name: connection.connection.driver_connection.execute(f"PRAGMA {name}").fetchone()[0]  # type: ignore[union-attr]
                for name in names
            }
            for connection in (one, two)
        ]
    assert found == [dict(zip(names, ("truncate", 2, 1, 1, 1, 1, 0), strict=True))] * 2


def test_an_engine_for_migrations_leaves_foreign_keys_off(path: Path) -> None:
    engine = make_engine(path, foreign_keys=False)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0
    engine.dispose()


def test_a_file_in_wal_mode_leaves_it(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    with closing(open_connection(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("truncate",)


def test_a_missing_file_is_refused_and_never_made(tmp_path: Path) -> None:
    path = tmp_path / "mistyped.acx"
    engine = make_engine(path)
    refused = translate(failure(engine), path)
    engine.dispose()
    assert type(refused) is DataFileProblem
    assert str(refused) == f"There is no data file {path}. Make one with `acxdesk init --data {path}`."
    assert not path.exists()


def test_a_deed_is_whole_or_not_at_all(engine: Engine, path: Path) -> None:
    def deed() -> None:
        with engine.begin() as connection:
            connection.execute(ADD, {"who": "first"})
            connection.exec_driver_sql("CREATE TABLE half (id INTEGER) STRICT")
            connection.execute(ADD, {"who": "first"})

    with pytest.raises(exc.IntegrityError):
        deed()
    assert seats(path) == 3
    with engine.begin() as connection:
        connection.execute(ADD, {"who": "first"})
    assert seats(path) == 4


def test_a_reading_transaction_cannot_write_and_the_next_one_can(engine: Engine, path: Path) -> None:
    reading = engine.execution_options(acxdesk_read=True)
    failure(reading)
    with reading.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM seats").scalar() == 3
    with engine.begin() as connection:
        connection.execute(ADD, {"who": "next"})
    assert seats(path) == 4


def test_readers_do_not_wait_for_each_other_nor_for_a_deed_under_way(engine: Engine) -> None:
    reading = engine.execution_options(acxdesk_read=True)
    with engine.begin() as deed:
        deed.execute(ADD, {"who": "under way"})
        with reading.connect() as one, reading.connect() as two:
            counts = [connection.exec_driver_sql("SELECT count(*) FROM seats").scalar() for connection in (one, two)]
    assert counts == [3, 3]


def test_two_deeds_at_once_the_second_is_told_who_is_writing(engine: Engine, path: Path) -> None:
    with closing(open_connection(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = translate(failure(engine), path, waited=0.05)
    assert type(refused) is Busy
    assert refused.sentence == f"Another desk has been writing to {path} for over 0.05 seconds."
    assert "Nothing was changed." in refused.remedy
    with engine.begin() as connection:  # the connection that failed to begin is as good as before
        connection.execute(ADD, {"who": "later"})
    assert seats(path) == 4


def test_a_deed_waits_for_a_short_one(path: Path) -> None:
    engine = make_engine(path, busy_seconds=5)
    with closing(open_connection(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.1, other.execute, ("COMMIT",))
        release.start()
        with engine.begin() as connection:
            connection.execute(ADD, {"who": "waited"})
        release.join()
    engine.dispose()
    assert seats(path) == 4


def test_connections_serve_threads_one_after_the_other(path: Path) -> None:
    engine = make_engine(path)
    faults: list[BaseException] = []

    def deeds(who: str) -> None:
        try:
            for number in range(10):
                with engine.begin() as connection:
                    connection.execute(ADD, {"who": f"{who} {number}"})
        except BaseException as fault:  # noqa: BLE001 - a thread's failure must reach the test
            faults.append(fault)

    threads = [threading.Thread(target=deeds, args=(f"thread {number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    assert faults == []
    assert seats(path) == 63


def test_after_a_restore_the_next_transaction_reads_the_new_file(engine: Engine, path: Path, tmp_path: Path) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM seats").scalar() == 3
    made(tmp_path / "restored.acx", seats=9).replace(path)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM seats").scalar() == 9


def test_a_deed_on_a_file_that_was_moved_meanwhile_is_refused(engine: Engine, path: Path) -> None:
    moved = path.with_name("moved.acx")

    def deed() -> None:
        with engine.begin() as connection:
            path.rename(moved)
            connection.execute(ADD, {"who": "nowhere"})

    with pytest.raises(exc.OperationalError) as caught:
        deed()
    refused = translate(caught.value, path)
    assert type(refused) is DataFileProblem
    assert refused.sentence == f"{path} was moved, replaced or removed while it was open."
    assert seats(moved) == 3


def test_a_file_without_the_right_to_write_can_still_be_read() -> None:
    with without_rights() as folder:
        path = made(folder / "desk.acx")
        path.chmod(0o444)
        folder.chmod(0o555)
        with as_nobody():
            engine = make_engine(path)
            with engine.execution_options(acxdesk_read=True).connect() as connection:
                assert connection.exec_driver_sql("SELECT count(*) FROM seats").scalar() == 3
            refused = translate(failure(engine), path)
            engine.dispose()
    assert type(refused) is DataFileProblem
    assert refused.sentence.startswith(f"{path} is read-only")


def test_a_file_without_any_right_is_refused() -> None:
    with without_rights() as folder:
        path = made(folder / "desk.acx")
        with as_nobody():
            engine = make_engine(path)
            refused = translate(failure(engine), path)
            engine.dispose()
    assert type(refused) is DataFileProblem
    assert refused.sentence.startswith(f"{path} cannot be opened (SQLITE_CANTOPEN")


@pytest.mark.parametrize("damage", ["header", "page"])
def test_a_damaged_file_is_named_with_the_way_back(damage: str, tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx", seats=2000)
    content = bytearray(path.read_bytes())
    if damage == "header":
        content[:16] = b"x" * 16
    else:
        content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    engine = make_engine(path)
    refused = translate(failure(engine), path)
    engine.dispose()
    assert type(refused) is DataFileProblem
    assert refused.sentence.startswith(f"{path} is damaged (SQLITE_")
    assert "acxdesk doctor" in refused.remedy
    assert "acxdesk restore" in refused.remedy
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("code", "name", "refusal"),
    [
        (sqlite3.SQLITE_FULL, "SQLITE_FULL", SaveFailed("The disk that holds /d/desk.acx is full.")),
        (
            sqlite3.SQLITE_IOERR_FSYNC,
            "SQLITE_IOERR_FSYNC",
            SaveFailed("The disk that holds /d/desk.acx reported an error (SQLITE_IOERR_FSYNC)."),
        ),
        (
            sqlite3.SQLITE_BUSY_SNAPSHOT,
            "SQLITE_BUSY_SNAPSHOT",
            Busy("Another desk has been writing to /d/desk.acx for over 5 seconds."),
        ),
        (sqlite3.SQLITE_CORRUPT, "SQLITE_CORRUPT", DataFileProblem("/d/desk.acx is damaged (SQLITE_CORRUPT).")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_trouble_of_the_disk_has_its_sentence(code: int, name: str, refusal: Refused) -> None:
    fault = sqlite3.OperationalError("in the words of SQLite")
    fault.sqlite_errorcode, fault.sqlite_errorname = code, name
    refused = translate(exc.OperationalError("SELECT 1", {}, fault), Path("/d/desk.acx"))
    assert (type(refused), refused.sentence) == (type(refusal), refusal.sentence)
    assert refused.remedy


def test_a_full_disk_is_refused_and_what_was_saved_stays(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx")
    program = f"""
import resource, signal
from pathlib import Path
from sqlalchemy import exc, text
from acxdesk.desk.engine import make_engine, translate
path = Path({str(path)!r})
engine = make_engine(path)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 4096, resource.RLIM_INFINITY))
try:
    with engine.begin() as connection:
        for number in range(500):
            connection.execute(text("INSERT INTO seats (who) VALUES (:who)"), {{"who": f"{{number}}" + "x" * 1000}})
except exc.DBAPIError as fault:
    print(type(translate(fault, path)).__name__)
with engine.begin() as connection:
    connection.exec_driver_sql("UPDATE seats SET who = 'still writable' WHERE id = 1")
engine.dispose()
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "SaveFailed\n"
    assert seats(path) == 3
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_constraint_is_refused_without_the_value(engine: Engine, path: Path) -> None:
    fault = failure(engine, who="Delegate 1")
    refused = translate(fault, path)
    assert type(refused) is Refused
    assert refused.sentence == "The data file does not take this: UNIQUE constraint failed: seats.who."
    assert "Delegate 1" not in f"{refused} {fault}"


def test_a_mistake_of_ours_is_no_refusal(engine: Engine, path: Path) -> None:
    with pytest.raises(exc.OperationalError) as caught, engine.connect() as connection:
        connection.exec_driver_sql("SELECT nothing FROM seats")
    with pytest.raises(exc.OperationalError) as raised:
        translate(caught.value, path)
    assert raised.value is caught.value


def test_a_name_with_control_characters_is_shown_as_pictures() -> None:
    fault = sqlite3.OperationalError("")
    fault.sqlite_errorcode, fault.sqlite_errorname = sqlite3.SQLITE_FULL, "SQLITE_FULL"
    refused = translate(exc.OperationalError("", {}, fault), Path("/d/\x1b]0;oops\x07.acx"))
    assert refused.sentence == "The disk that holds /d/␛]0;oops␇.acx is full."


def test_what_was_committed_survives_a_kill(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx", seats=0)
    program = f"""
import itertools
from pathlib import Path
from sqlalchemy import text
from acxdesk.desk.engine import make_engine
engine = make_engine(Path({str(path)!r}))
for number in itertools.count():
    with engine.begin() as connection:
        for part in range(3):
            statement = text("INSERT INTO seats (who) VALUES (hex(randomblob(16)))")
            connection.execute(statement)
    print(number, flush=True)
"""
    told = 0
    for stop_after in (1, 7, 23):
        child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        with child:
            assert child.stdout is not None
            for line in child.stdout:
                if int(line) == stop_after:
                    os.kill(child.pid, signal.SIGKILL)
                    break
            told += stop_after + 1 + len(child.stdout.readlines())
        with closing(open_connection(path)) as connection:  # rolls back the deed that was under way
            kept = connection.execute("SELECT count(*) FROM seats").fetchone()[0]
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert kept % 3 == 0
        # A kill may fall between COMMIT and the line that tells of it: one more may be there, none may be missing.
        assert told <= kept // 3 <= told + 1
        told = kept // 3
