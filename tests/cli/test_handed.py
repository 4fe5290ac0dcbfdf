"""`acxdesk person import` and `acxdesk enrolment import`."""

from pathlib import Path

from tests.cli.conftest import ROOT, SESSION, Say

PEOPLE = "name,email,country\nHana Sato,hana@example.org,jp\nZoë Brontë,zoe@example.com,be\n,nobody@example.org,\n"


def test_people_are_shown_by_line_then_imported_as_one_deed(desk: Say, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)

    dry = desk("person", "import", str(path), "--dry-run")
    assert dry.code == 6
    assert [line.split()[:2] for line in dry.lines[1:]] == [["2", "new"], ["3", "changed"], ["4", "refused"]]
    assert dry.err.startswith("Dry run, nothing was written: 1 person imported, 1 changed, 1 row refused.")
    assert len(desk("person", "list", "--json").json) == 3

    assert desk("person", "import", str(path)).code == 2
    done = desk("person", "import", str(path), "--yes")
    assert done.code == 6
    assert "acxdesk: Row 4: Name is missing." in done.err
    assert {row["name"]: row["country"] for row in desk("person", "list", "--json").json} == {
        "Ada Byron": "GB",
        "Hana Sato": "JP",
        "Ngozi Okafor": "",
        "Zoë Brontë": "BE",
    }
    desk("undo")
    assert len(desk("person", "list", "--json").json) == 3


def test_again_there_is_nothing_to_do_and_refused_lines_alone_are_an_input_problem(desk: Say, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE.rsplit("\n", 2)[0])
    desk("person", "import", str(path), "--yes")
    again = desk("person", "import", str(path), "--yes", "--json")
    assert (again.code, again.json["changed"]) == (0, False)
    assert {line["state"] for line in again.json["lines"]} == {"there"}

    path.write_text("name,email\n,nobody@example.org\n")
    assert desk("person", "import", str(path), "--yes").code == 6


def test_coaches_can_be_marked_for_a_whole_file(desk: Say) -> None:
    answer = desk("person", "import", str(ROOT / "seed" / "coaches.csv"), "--coach", "--yes")

    assert answer.code == 0
    assert len(desk("person", "list", "--only", "coaches", "--json").json) == 1 + 6


def test_what_is_listed_as_csv_can_be_imported_again(desk: Say, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    columns = "name,certificate_name,email,country,zone,organisation,job_title,languages,coach"
    desk("person", "list", "--csv", str(path), "--columns", columns)

    again = desk("person", "import", str(path), "--yes")

    assert (again.code, again.err) == (0, "Nobody new, 3 there already.\n")


def test_a_wrong_encoding_and_a_wrong_column_are_told(desk: Say, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("name\nZoë\n".encode("cp1252"))
    wrong = desk("person", "import", str(path), "--yes")
    assert wrong.code == 6
    assert "--encoding cp1252" in wrong.err
    assert desk("person", "import", str(path), "--yes", "--encoding", "cp1252").code == 0

    path.write_text("nme\nZoë\n")
    assert "did you mean" in desk("person", "import", str(path), "--yes").err


def test_places_are_imported_by_address(desk: Say) -> None:
    text = f"session,email,place\n{SESSION},ada@example.org,booked\n{SESSION},nobody@example.org,booked\n"

    answer = desk("enrolment", "import", "-", "--yes", stdin=text.encode())

    assert answer.code == 6
    assert [line.split()[1] for line in answer.lines[1:]] == ["new", "refused"]
    assert [row["name"] for row in desk("enrolment", "list", "--session", SESSION, "--json").json] == ["Ada Byron"]


def test_a_list_that_was_written_out_comes_in_again(desk: Say, home: Path) -> None:
    people, places = str(home / "people.csv"), str(home / "places.csv")
    desk("enrolment", "book", "--session", SESSION, "--person", "1")
    desk("person", "list", "--columns", "all", "--csv", people)
    desk("enrolment", "list", "--columns", "all", "--csv", places)

    told = desk("person", "import", people, "--yes", "--json").json
    seated = desk("enrolment", "import", places, "--yes", "--json").json

    assert [line["state"] for line in (*told["lines"], *seated["lines"])] == ["there"] * 4
    assert told["notes"] == ["Passed over, since nothing is kept of it: id, country_name, sessions."]
