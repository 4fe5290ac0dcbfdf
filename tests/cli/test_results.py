"""The verbs of `acxdesk result`."""

from pathlib import Path

import pytest

from tests.actions.assessed import SCHEME
from tests.cli.conftest import Say
from tests.cli.markdesk import ADA, AT, BOB, REF, furnish
from tests.cli.test_marks import enter


@pytest.fixture
def results(home: Path, template: Path, say: Say) -> Say:
    """Ada Byron passes; Bob Okafor is not marked."""
    furnish(home, template, SCHEME)
    enter(say, ADA, "61", "80", "6")
    return say


def test_outcomes_are_shown_with_their_reasons(results: Say) -> None:
    passed = "Passed: 68.5 of 100, exam 61 >= 50, case study 80 >= 60, demonstration 6 >= 5, 20 of 20 hours."
    missing = "Incomplete: exam is not marked; case study is not marked; demonstration is not marked."
    assert results("result", "show", REF).lines == [
        "Name           Outcome",
        f"Ada Byron   *  {passed}",
        f"Bob Okafor  *  {missing}",
    ]
    shown = results("result", "show", REF, "--json").json
    assert [(one["name"], one["outcome"]["verdict"], one["is_released"]) for one in shown] == [
        ("Ada Byron", "passed", False),
        ("Bob Okafor", "incomplete", False),
    ]


def test_a_release_is_held_back_by_name_and_told_the_second_time(results: Say) -> None:
    refused = results("result", "release", *AT)
    assert refused.code == 3
    assert refused.err.startswith(f"acxdesk: {REF}: 1 person is incomplete (Bob Okafor: exam is not marked, ")
    assert results("result", "list").err == "The list is empty.\n"

    told = results("result", "release", *AT, "--incomplete", "--json")
    assert told.json["sentence"] == f"{REF}: 1 outcome released (1 passed); 1 incomplete."
    assert results("result", "show", REF).lines[1].startswith("Ada Byron      Passed")

    enter(results, BOB, "61", "47", "6")
    assert results("result", "release", *AT).err.startswith(f"{REF}: 1 outcome released (1 resit due).\n")
    assert results("result", "release", *AT).err.startswith(f"{REF}: nothing to release")
    listed = results("result", "list", *AT, "--json").json
    assert [(row["name"], row["outcome"], row["total"], row["resit_by"]) for row in listed] == [
        ("Ada Byron", "passed", "68.5", None),
        ("Bob Okafor", "resit due", "55.3", "2027-01-23"),
    ]
    assert len(results("result", "list", "--person", "Bob Okafor", "--json").json) == 1
    assert "● passed" in results("result", "list", "-w", "byron").out


def test_a_coach_who_alone_marked_is_overridden_with_a_reason_that_is_listed(results: Say) -> None:
    results("person", "add", "Grace Hopper", "--coach")
    results("session", "edit", *AT, "--coach", "Grace Hopper")
    enter(results, BOB, "61", "80", "6", more=("--by", "Grace Hopper"))
    refused = results("result", "release", *AT)
    assert refused.code == 3
    assert f"Grace Hopper taught {REF} and alone marked Bob Okafor." in refused.err
    assert results("result", "release", *AT, "--override", "no other marker").code == 0
    listed = results("result", "overrides", REF, "--json").json
    assert [(row["warning"], row["reason"], row["who"]) for row in listed] == [
        (f"Grace Hopper taught {REF} and alone marked Bob Okafor.", "no other marker", "anna")
    ]
    assert results("result", "overrides").out == results("result", "overrides", "-w", "acxm").out


def test_a_dry_run_releases_nothing(results: Say) -> None:
    answer = results("result", "release", *AT, "--incomplete", "--dry-run")
    assert answer.err.startswith(f"Dry run, nothing was written: {REF}: 1 outcome released")
    assert results("result", "list", "--json").json == []
