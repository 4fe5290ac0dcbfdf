"""The verbs of `acxdesk scheme`."""

import pytest

from tests.cli.conftest import Say

EXAM = "Written exam, 40%, out of 100, pass 50, must pass"
CASE = "Case study, 60%, out of 100, pass 60"
SET = (
    *("scheme", "set", "ACXC", "--component", EXAM, "--component", "case study,60 %,pass 60", "--pass-total", "60"),
    *("--attendance", "90", "--recordings", "yes", "--resits", "2", "--resit-of", "all", "--resit-cap", "70"),
    *("--resit-counts", "last", "--resit-days", "30", "--second", "sample", "--sample", "25"),
    *("--agreement", "within", "--within", "5", "--blind", "no"),
)


@pytest.fixture
def bare(desk: Say) -> Say:
    """A desk on which nothing is asked of the delegates of ACXC."""
    desk(
        *("scheme", "set", "ACXC", "--component", "none", "--pass-total", "0", "--attendance", "0", "--resits", "0"),
        *("--resit-cap", "none", "--second", "none"),
    )
    return desk


def test_every_part_of_a_scheme_is_set_and_shown(bare: Say) -> None:
    answer = bare(*SET)

    assert (answer.code, answer.out) == (0, "")
    assert answer.err.splitlines()[0] == "The scheme of ACXC edited."
    assert bare("scheme", "show", "acxc").lines == [
        "Programme     ACXC, edition 1",
        "Title         Accredited CX Champion",
        "To pass       60 of 100 in total, and every component that must be passed",
        "Attendance    90% of the hours (13.5 of 15); recordings count",
        "Resits        2 within 30 days, of every component, 70% at most; last counts",
        (
            "Second marks  a sample of 25%, with the first mark in sight; agreed as their average within 5 points and "
            "on one side of the pass mark, else a third marker decides"
        ),
        "",
        "Component     Weight  Out of  Pass  Must",
        "Written exam     40%     100    50  must pass",
        "case study       60%     100    60",
    ]


def test_json_says_what_set_takes_and_the_words(bare: Say) -> None:
    bare(*SET)
    shown = bare("scheme", "show", "ACXC", "--json").json

    assert (shown["programme"], shown["edition"]) == ("ACXC", 1)
    words = shown["scheme"].pop("words")
    assert list(words) == ["To pass", "Attendance", "Resits", "Second marks"]
    assert shown["scheme"] == {
        "chosen": False,
        "components": [EXAM, CASE.replace("Case", "case")],
        "pass_total": "60",
        "attendance": 90,
        "recording_counts": True,
        "resits": 2,
        "resit_only_failed": False,
        "resit_cap": "70",
        "resit_counts": "last",
        "resit_days": 30,
        "second": "sample",
        "sample": 25,
        "agreement": "within",
        "within": "5",
        "blind": False,
    }


def test_a_scheme_that_changes_under_a_session_makes_a_new_edition_and_goes_back(desk: Say) -> None:
    answer = desk("scheme", "set", "ACXM", "--component", "Exam, 100%", "--json").json
    assert answer["sentence"] == "ACXM has edition 2 now; 1 session of edition 1 keeps that one."
    assert desk("scheme", "show", "ACXM", "--json").json["edition"] == 2
    desk("undo")
    assert desk("scheme", "show", "ACXM", "--json").json["edition"] == 1


def test_everything_that_is_wrong_is_told_at_once(desk: Say) -> None:
    wrong = desk("scheme", "set", "ACXC", "--component", "Exam", "--within", "1e3", "--resit-cap", "nan")
    assert wrong.code == 3
    assert wrong.err.splitlines() == [
        'acxdesk: "Exam" has no weight in per cent. Write it as "Written exam, 40%, out of 100, pass 50, must pass".',
        'acxdesk: Resit cap "nan" is no per cent. Give 0 to 100, or "none".',
        'acxdesk: Within "1e3" is no plain number. Write digits 0 to 9, as 60 or 62.5.',
    ]
    sums = desk("scheme", "set", "ACXC", "--component", "Exam, 40%")
    assert (sums.code, sums.err) == (3, "acxdesk: The weights of the components sum up to 40, not to 100.\n")


def test_a_dry_run_writes_nothing(bare: Say) -> None:
    before = bare("scheme", "show", "ACXC").out
    assert bare(*SET, "--dry-run").err.startswith("Dry run, nothing was written: The scheme of ACXC edited.")
    assert bare("scheme", "show", "ACXC").out == before


def test_nothing_to_set_is_wrong_use_and_an_unknown_programme_is_not_found(desk: Say) -> None:
    assert desk("scheme", "set", "ACXC").code == 2
    assert desk("scheme", "set", "ACXC", "--blind", "perhaps").code == 2
    missing = desk("scheme", "show", "ACXN")
    assert (missing.code, "ACXM" in missing.err) == (4, True)


def test_a_programme_without_a_scheme_says_so(desk: Say) -> None:
    desk("programme", "add", "NEW", "--title", "New", "--ladder", "ACX", "--rung", "Master")
    assert desk("scheme", "show", "NEW").lines == ["Programme  NEW, edition 1", "Title      New", "Scheme     none yet"]
    assert desk("scheme", "show", "NEW", "--json").json == {
        "programme": "NEW",
        "title": "New",
        "edition": 1,
        "scheme": None,
    }
    assert desk("scheme", "set", "NEW", "--component", "Exam, 100%").err.splitlines()[0] == (
        "NEW has a scheme of 1 component now."
    )


def test_the_scheme_of_an_older_edition_is_shown_and_what_differs(desk: Say) -> None:
    desk("scheme", "set", "ACXM", "--attendance", "80")
    desk("session", "schedule", "--programme", "ACXM", "--start", "2027-02-01", "--time", "14:00")
    desk("programme", "require", "ACXM", "--delegate", "ACXP")

    assert desk("scheme", "show", "ACXM", "--edition", "1", "--json").json["scheme"]["attendance"] == 90
    assert desk("programme", "require", "ACXM", "--edition", "2", "--json").json["delegate"] == "none"
    assert desk("scheme", "show", "ACXM", "--edition", "4").code == 4
    assert desk("programme", "require", "ACXM", "--edition", "2", "--coach", "ACXC").code == 2
    assert desk("programme", "show", "ACXM").lines[-2:] == [
        "Edition 3 against 2  Of a delegate: ACXP, was none.",
        (
            "Edition 2 against 1  Attendance: 80% of the hours; recordings do not count; was 90% of the hours; "
            "recordings do not count."
        ),
    ]
