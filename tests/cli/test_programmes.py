"""The verbs of `acxdesk programme`."""

from tests.cli.conftest import Say


def test_a_programme_is_added_with_its_first_edition(desk: Say) -> None:
    answer = desk(
        *("programme", "add", "ACXT", "--title", "Accredited CX Trainer", "--ladder", "acx", "--rung", "coach"),
        *("--duration", "2 weeks @ 3 hours per week", "--min", "3", "--max", "8", "--price", "£860"),
        *("--validity", "36", "--post-nominal", "ACXT"),
    )

    assert (answer.code, answer.out, answer.err) == (0, "ACXT\n", "ACXT added: Accredited CX Trainer.\n")
    card = desk("programme", "show", "acxt", "--json").json
    assert card["editions"][0] == {
        "number": 1,
        "title": "Accredited CX Trainer",
        "post_nominal": "ACXT",
        "duration": "2 weeks @ 3 hours per week",
        "printed": "",
        "capacity_min": 3,
        "capacity_max": 8,
        "price": "£860.00",
        "validity_months": 36,
        "chosen": [],
        "sessions": 0,
    }


def test_what_is_missing_is_told_at_once(desk: Say) -> None:
    answer = desk("programme", "add", "ACXT")

    assert answer.code == 3
    assert answer.err == ("acxdesk: Title is missing.\nacxdesk: Ladder is missing.\nacxdesk: Rung is missing.\n")


def test_a_session_keeps_the_edition_that_it_was_scheduled_under(desk: Say) -> None:
    answer = desk("programme", "edit", "ACXM", "--duration", "5 days @ 4 hours per day")

    assert answer.code == 0
    assert "ACXM has edition 2 now" in answer.err
    assert "edition 1 of 2" in desk("session", "show", "ACXM-2027-01-18").out
    assert [line.split()[0] for line in desk("programme", "show", "ACXM").lines[-2:]] == ["2", "1"]


def test_a_retired_programme_schedules_nothing_until_it_is_reinstated(desk: Say) -> None:
    schedule = ("session", "schedule", "--programme", "ACXC", "--start", "2027-02-01")
    assert desk("programme", "retire", "ACXC", "--reason", "replaced").err == "ACXC retired: replaced.\n"

    assert desk(*schedule).code == 3
    assert desk("programme", "list", "--words", "champion cx", "--json").json[0]["status"] == "retired"
    assert desk("programme", "reinstate", "acxc").code == 0
    assert desk(*schedule).code == 0


def test_a_code_that_is_not_there_names_the_nearest(desk: Say) -> None:
    answer = desk("programme", "show", "ACXN")

    assert answer.code == 4
    assert "ACXM" in answer.err


def test_edit_without_anything_to_change_is_wrong_use(desk: Say) -> None:
    assert desk("programme", "edit", "ACXM").code == 2


def test_a_programme_is_given_by_options_alone_and_its_seats_by_the_names_of_the_list(desk: Say) -> None:
    added = desk(
        *("programme", "add", "--code", "QX", "--title", "Quality", "--ladder", "ACX", "--rung", "Master"),
        *("--duration", "2 days @ 5 hours per day", "--capacity", "9", "--capacity-min", "3"),
    )
    assert (added.code, added.out) == (0, "QX\n")
    assert [row["capacity"] for row in desk("programme", "list", "--json").json if row["code"] == "QX"] == ["3-9"]
    assert desk("programme", "retire", "--programme", "QX").code == 0
