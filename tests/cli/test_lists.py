"""Lists: sorted, filtered, with columns of one's own, as CSV."""

import csv
import io
from pathlib import Path

from tests.cli.conftest import Say


def test_columns_are_picked_by_name(desk: Say) -> None:
    assert desk("person", "list", "--columns", "id,name").lines == [
        "No.  Name",
        "  1  Ada Byron",
        "  3  Ngozi Okafor",
        "  2  Zoë Brontë",
    ]
    assert "On certificates" in desk("person", "list", "--columns", "all").lines[0]


def test_a_column_that_is_not_there_is_told_with_those_that_are(desk: Say) -> None:
    answer = desk("person", "list", "--columns", "name,colour")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith('acxdesk: The list has no column "colour". It has id, name, certificate_name,')

    sort = desk("person", "list", "--sort", "email")
    assert (sort.code, "cannot be sorted by" in sort.err) == (4, True)


def test_a_list_is_sorted_and_turned_round(desk: Say) -> None:
    def numbers(*arranged: str) -> list[int]:
        return [row["id"] for row in desk("person", "list", "--json", *arranged).json]

    assert numbers() == [1, 3, 2]
    assert numbers("--descending") == [2, 3, 1]
    assert numbers("--sort", "id") == [1, 2, 3]
    assert numbers("--sort", "id", "--descending") == [3, 2, 1]
    assert numbers("-w", "brontë") == [2]


def test_a_list_that_finds_nothing_says_so_and_prints_no_heading(desk: Say) -> None:
    answer = desk("person", "list", "--words", "nobody")

    assert (answer.code, answer.out, answer.err) == (0, "", "Nothing on the list has all these words.\n")
    assert desk("person", "list", "--words", "nobody", "--json").json == []


def test_a_list_is_written_as_csv_with_full_names_and_plain_values(desk: Say, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"

    answer = desk("person", "list", "--csv", str(out), "--columns", "id,name,coach")

    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"3 lines written to {out}.\n"
    assert out.read_bytes() == b"id,name,coach\r\n1,Ada Byron,\r\n3,Ngozi Okafor,yes\r\n2,Zo\xc3\xab Bront\xc3\xab,\r\n"
    assert out.stat().st_mode & 0o777 == 0o600
    assert desk("person", "list", "--csv", str(out)).code == 3
    assert desk("person", "list", "--csv", str(out), "--overwrite").code == 0


def test_csv_goes_to_stdout_for_a_dash_and_nowhere_on_a_dry_run(desk: Say, tmp_path: Path) -> None:
    answer = desk("session", "list", "--csv", "-")
    assert [row["starts_on"] for row in csv.DictReader(io.StringIO(answer.out))] == ["2027-01-18"]

    out = tmp_path / "out.csv"
    dry = desk("session", "list", "--csv", str(out), "--dry-run", "--json")
    assert (dry.json["sentence"], dry.json["dry_run"]) == (f"1 line written to {out}.", True)
    assert not out.exists()


def test_a_list_longer_than_a_window_is_printed_whole_and_in_order(desk: Say) -> None:
    rows = "".join(f"Person {number:04d}\n" for number in range(1_201))
    desk("person", "import", "-", "--yes", stdin=f"name\n{rows}".encode())

    names = [row["name"] for row in desk("person", "list", "--words", "person", "--json").json]

    assert names == [f"Person {number:04d}" for number in range(1_201)]
