"""`acxdesk person ladder` and the exemptions."""

import pytest

from tests.cli.conftest import Say

ADA = ("--person", "Ada Byron")
EXEMPT = ("person", "exempt", *ADA, "--programme", "acxc")
GIVEN = ("--evidence", "ten years", "--approver", "Towers")


def test_a_ladder_is_printed_with_its_lines_and_every_rung(desk: Say) -> None:
    answer = desk("person", "ladder", "ada")
    assert answer.code == 0
    assert answer.lines[0] == "Ada Byron on Tue 24 Nov 2026"
    assert answer.lines[2] == "ACX  ◇ Professional → ◇ Specialist → ◇ Master → ◇ Champion → ◇ Mentor"
    (master,) = [line for line in answer.lines if line.startswith("ACXM")]
    assert "◇ Master" in master
    assert "not held" in master


def test_a_ladder_as_json_has_every_rung(desk: Say) -> None:
    told = desk("person", "ladder", "ada", "--json").json
    assert told["name"] == "Ada Byron"
    assert told["post_nominals"] == []
    assert set(told["lines"]) == {"ACX", "CPP", "COI", "OKR"}
    rungs = {rung["programme"]: rung for ladder in told["ladders"] for rung in ladder["rungs"]}
    assert rungs["ACXM"]["stand"]["state"] == "not held"
    assert rungs["ACXM"]["next"] == {
        "session": "ACXM-2027-01-18",
        "starts_on": "2027-01-18",
        "seats_left": 2,
        "place": None,
    }


def test_an_exemption_is_made_listed_and_taken_back(desk: Say) -> None:
    assert desk(*EXEMPT, *GIVEN, "--dry-run").err == (
        "Dry run, nothing was written: Ada Byron is exempted from what ACXC asks for: ten years, approved by Towers.\n"
    )
    assert desk(*EXEMPT, *GIVEN).code == 0
    (row,) = desk("person", "exemptions", "--programme", "ACXC", "--json").json
    assert (row["name"], row["evidence"], row["approver"], row["who"]) == ("Ada Byron", "ten years", "Towers", "anna")
    assert desk("person", "exemptions", "--person", "zoe", "--json").json == []
    assert desk("person", "unexempt", *ADA, "--programme", "ACXC", "--reason", "forged").err == (
        "Ada Byron is no longer exempted from what ACXC asks for: forged.\n"
    )
    assert desk("person", "exemptions", "--json").json == []
    assert desk("person", "unexempt", *ADA, "--programme", "ACXC").code == 4


@pytest.mark.parametrize("missing", ["--evidence", "--approver"])
def test_an_exemption_needs_its_evidence_and_its_approver(desk: Say, missing: str) -> None:
    given = dict(zip(GIVEN[::2], GIVEN[1::2], strict=True))
    assert (
        desk(*EXEMPT, *(word for name, value in given.items() if name != missing for word in (name, value))).code == 2
    )
    given[missing] = " "
    assert desk(*EXEMPT, *(word for pair in given.items() for word in pair)).code == 3


def test_nobody_has_no_ladder(desk: Say) -> None:
    assert desk("person", "ladder", "nobody").code == 4
