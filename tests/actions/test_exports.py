"""A list leaves the desk as it is filtered, sorted and picked, whole or not at all."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acxdesk.actions import exports
from acxdesk.actions.exports import export_list
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.actions.registers import ImportPeople, import_people
from acxdesk.desk.door import Desk
from acxdesk.errors import InputProblem, NotFound, Overtaken, Refused, SaveFailed
from acxdesk.exchange.tables import read_csv
from acxdesk.queries.people import everybody
from acxdesk.queries.sessions import sessions
from tests.actions.sample import book, run
from tests.conftest import Statements
from tests.desk.bare import names_in, room_for


def crowd(desk: Desk, count: int) -> None:
    data = "name,email\r\n" + "".join(f"Person {n:05},p{n}@example.org\r\n" for n in range(count))
    import_people(desk, ImportPeople(data=data.encode()))


def test_the_lines_come_filtered_sorted_and_with_the_columns_in_the_order_asked_for(desk: Desk, tmp_path: Path) -> None:
    for name, job in (("Zoë Brontë", "Head"), ("Ada Byron", "=SUM(A1)"), ("Bob", "Clerk")):
        add_person(
            desk, AddPerson(name=name, job_title=job, organisation="" if name == "Bob" else "Engines", coach=True)
        )
    out = tmp_path / "people.csv"
    listing = everybody(desk).arranged(words="engines", descending=True)
    receipt = export_list(desk, listing, ["job_title", "name", "coach", "sessions", "id"], out)
    assert out.read_bytes().decode() == (
        "job_title,name,coach,sessions,id\r\nHead,Zoë Brontë,yes,0,1\r\n'=SUM(A1),Ada Byron,yes,0,2\r\n"
    )
    assert (receipt.sentence, receipt.changed) == (f"2 lines written to {out}.", False)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_values_are_plain_where_the_screen_shows_signs(staffed: Desk, tmp_path: Path) -> None:
    reference = run(staffed)
    book(staffed, reference, 1)
    out = tmp_path / "sessions.csv"
    export_list(staffed, sessions(staffed), ["reference", "starts_on", "status", "booked", "capacity"], out)
    assert out.read_text() == f"reference,starts_on,status,booked,capacity\n{reference},2026-12-07,open,1,2\n"


def test_without_columns_those_shown_at_first_are_written(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    export_list(desk, everybody(desk), [], out)
    assert out.read_text() == "name,email,organisation,sessions\n"


def test_an_unknown_column_is_refused_before_anything_is_written(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotFound) as refused:
        export_list(desk, everybody(desk), ["name", "shoe\x1b[31m"], tmp_path / "people.csv")
    assert "\x1b" not in str(refused.value)
    assert refused.value.remedy.startswith("It has id, name, ")
    assert not (tmp_path / "people.csv").exists()


def test_a_long_list_is_read_by_pages_and_told(desk: Desk, tmp_path: Path, statements: Statements) -> None:
    crowd(desk, 2500)
    seen: list[int] = []
    out = tmp_path / "people.csv"
    with statements(desk) as sent:
        receipt = export_list(desk, everybody(desk), ["name"], out, told=seen.append)
    assert receipt.sentence == f"2,500 lines written to {out}."
    assert seen == [1000, 2000, 2500]
    assert len(sent) == 6  # the stamp twice, three pages, and the one that is empty
    table = read_csv(out.read_bytes(), required=("name",), optional=())
    assert [row.cells["name"] for row in table.rows] == [f"Person {n:05}" for n in range(2500)]


def test_what_is_written_comes_back_in_unchanged(desk: Desk, tmp_path: Path) -> None:
    names = ["[/oops]", "=1+1", "ليلى", "'quoted", "a;b,c", '"x"', "+44 20", "@home"]
    for name in names:
        add_person(desk, AddPerson(name=name, organisation="-1"))
    out = tmp_path / "people.csv"
    export_list(desk, everybody(desk), ["name", "organisation"], out)
    report = import_people(desk, ImportPeople(data=out.read_bytes()))
    assert report.of("there") == len(names)


def test_a_file_that_is_there_is_replaced_only_when_asked(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    out.write_text("mine")
    with pytest.raises(Refused):
        export_list(desk, everybody(desk), ["name"], out)
    assert out.read_text() == "mine"
    export_list(desk, everybody(desk), ["name"], out, overwrite=True)
    assert out.read_text() == "name\n"
    with pytest.raises(Refused, match="data file"):
        export_list(desk, everybody(desk), ["name"], desk.path, overwrite=True)


def test_a_folder_that_is_not_there_is_told(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InputProblem):
        export_list(desk, everybody(desk), ["name"], tmp_path / "nowhere" / "people.csv")


def test_a_full_disk_leaves_nothing_behind(desk: Desk, tmp_path: Path) -> None:
    crowd(desk, 500)
    folder = tmp_path / "out"
    folder.mkdir()
    with room_for(2048), pytest.raises(SaveFailed):
        export_list(desk, everybody(desk), ["name"], folder / "people.csv")
    assert names_in(folder) == set()


def test_a_deed_in_between_ends_the_export_and_leaves_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(desk, 30)
    monkeypatch.setattr(exports, "PAGE", 10)
    deeds: Iterator[Any] = iter([lambda: add_person(desk, AddPerson(name="A first one"))])

    def told(_count: int) -> None:
        next(deeds, lambda: None)()

    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(Overtaken):
        export_list(desk, everybody(desk), ["name"], folder / "people.csv", told=told)
    assert names_in(folder) == set()


def test_a_dry_run_counts_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    crowd(desk, 3)
    receipt = export_list(desk.rehearsing(), everybody(desk), ["name"], tmp_path / "people.csv")
    assert (receipt.sentence.split()[:2], receipt.rehearsed) == (["3", "lines"], True)
    assert not (tmp_path / "people.csv").exists()
