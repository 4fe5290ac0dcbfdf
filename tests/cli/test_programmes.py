"""The verbs of `acxdesk programme`."""

from tests.cli.conftest import Say


def test_a_programme_is_added_with_its_first_edition(desk: Say) -> None:
    answer = desk(
        *("programme", "add", "ACXT", "--title", "Accredited CX Trainer", "--ladder", "acx", "--rung", "coach"),
        *("--duration", "2 weeks @ 3 hours per week", "--min", "3", "--max", "8", "--price", "£860"),
        *("--validity", "36", "--post-nominal", "ACXT", "--renewal", "end-of-year", "--grace-months", "0"),
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
        "renewal": "end of year",
        "renewal_months": 6,
        "grace_months": 0,
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


def test_renewal_terms_are_edited_and_shown_in_words(desk: Say) -> None:
    edited = desk(
        *("programme", "edit", "ACXC", "--validity", "24", "--renewal", "from-award"),
        *("--renewal-months", "3", "--grace-months", "1"),
    )

    assert edited.err.splitlines()[1:] == [
        "  Validity: 24 months, was 36 months.",
        "  Renewed: from award, was from expiry.",
        "  Renewable, months before: 3, was 6.",
        "  Renewable, months after: 1, was 6.",
    ]
    told = "valid 24 months, renewed from award, from 3 months before to 1 month after"
    assert f"What it grants       {told}" in desk("programme", "show", "ACXC").lines
    assert desk("programme", "edit", "ACXC", "--renewal", "never").code == 2


def test_what_a_programme_requires_is_set_and_shown(desk: Say) -> None:
    assert desk("programme", "require", "CPPC", "--delegate", "none", "--coach", "none").code == 0
    answer = desk("programme", "require", "cppc", "--delegate", "cppm or acxm ever held; cpp", "--coach", "cppc")

    assert (answer.code, answer.out) == (0, "")
    assert answer.err.splitlines() == [
        "What CPPC requires was set.",
        "  Of a delegate: CPPM or ACXM ever held; CPP, was none.",
        "  Of a coach: CPPC, was none.",
    ]
    assert desk("programme", "require", "CPPC").lines[:3] == [
        "Programme      CPPC, edition 1",
        "Of a delegate  CPPM or ACXM ever held; CPP",
        "Of a coach     CPPC",
    ]
    shown = desk("programme", "require", "CPPC", "--json").json
    assert {name: shown[name] for name in ("programme", "edition", "delegate", "coach", "chosen")} == {
        "programme": "CPPC",
        "edition": 1,
        "delegate": "CPPM or ACXM ever held; CPP",
        "coach": "CPPC",
        "chosen": [],
    }
    desk("undo")
    assert desk("programme", "require", "CPPC", "--json").json["delegate"] == "none"


def test_a_requirement_that_cannot_be_is_refused_with_what_is_near(desk: Say) -> None:
    wrong = desk("programme", "require", "ACXM", "--delegate", "ACPX")
    assert (wrong.code, wrong.err) == (4, 'acxdesk: There is no programme "ACPX". Near it: ACXP.\n')
    assert desk("programme", "require", "ACXM", "--delegate", "ACXP or").code == 3


def test_a_requirement_that_changes_under_a_session_makes_a_new_edition(desk: Say) -> None:
    answer = desk("programme", "require", "ACXM", "--delegate", "CPPM", "--coach", "CPPC", "--dry-run")
    assert answer.err.startswith("Dry run, nothing was written: ACXM has edition 2 now; 1 session of edition 1 keeps")
    assert desk("programme", "require", "ACXM", "--json").json["edition"] == 1
