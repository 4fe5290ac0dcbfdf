"""The verbs of `acxdesk plan`."""

import pytest

from tests.cli.conftest import SESSION, Say


@pytest.fixture
def planned(desk: Say) -> Say:
    assert desk("plan", "new", "later").code == 0
    assert desk("plan", "move", "later", SESSION, "--start", "2027-01-11").code == 0
    return desk


def test_a_plan_is_made_shown_and_kept(planned: Say) -> None:
    step = planned("plan", "cancel-meeting", "later", SESSION, "2", "--reason", "short week")
    assert (step.code, step.out) == (0, "")
    assert f'Plan "later", step 2: {SESSION}: meeting 2' in step.err

    shown = planned("plan", "show", "later")
    assert shown.out.startswith(f"Plan later\n 1  {SESSION} moved from ")
    assert "Meetings  " in shown.out
    assert "2 steps: " in shown.err

    assert planned("session", "show", SESSION, "--json").json["starts_on"] != "2027-01-11"
    assert planned("plan", "keep", "later").code == 0
    assert planned("session", "show", SESSION, "--json").json["starts_on"] == "2027-01-11"
    assert planned("plan", "list", "--json").json == []
    assert planned("undo").code == 0
    assert [row["name"] for row in planned("plan", "list", "--json").json] == ["later"]


def test_its_figures_are_there_as_json(planned: Say) -> None:
    seen = planned("plan", "show", "later", "--json").json
    assert (seen["plan"], [step["can"] for step in seen["steps"]], seen["new_clashes"]) == ("later", [True], [])
    assert seen["before"]["meetings"] == seen["after"]["meetings"] == 4


def test_steps_and_plans_are_taken_out(planned: Say) -> None:
    assert planned("plan", "move-meeting", "later", SESSION, "3", "--time", "9:00").code == 0
    assert planned("plan", "cancel", "later", SESSION, "--reason", "too few").code == 0
    assert planned("plan", "coaches", "later", SESSION, "--coach", "3").code == 3  # it is cancelled by then
    assert planned("plan", "unstep", "later").code == 0
    assert planned("plan", "coaches", "later", SESSION, "--coach", "3").code == 0
    assert planned("plan", "unstep", "later", "1").code == 0
    assert planned("plan", "list").out.splitlines()[-1].split()[1:3] == ["later", "2"]
    assert planned("plan", "drop", "later").code == 0
    assert planned("plan", "show", "later").code == 4


def test_a_move_says_where_to_and_a_dry_run_keeps_nothing(planned: Say) -> None:
    assert planned("plan", "move", "later", SESSION).code == 2
    assert planned("plan", "move-meeting", "later", SESSION, "1").code == 2
    assert planned("plan", "keep", "later", "--dry-run").code == 0
    assert len(planned("plan", "list", "--json").json) == 1


def test_a_session_is_said_in_one_line_in_a_plan(planned: Say) -> None:
    added = planned("plan", "add", "later", "ACXM 1 feb 2027 9:00 London")
    assert (added.code, 'Plan "later", step 2: ACXM-2027-02-01 scheduled' in added.err) == (0, True)
    assert planned("session", "show", "ACXM-2027-02-01").code == 4
    refused = planned("plan", "add", "later", "NIX 1 feb 2027 25:00")
    assert (refused.code, "NIX" in refused.err, "25:00" in refused.err) == (3, True, True)
    assert planned("plan", "keep", "later").code == 0
    assert planned("session", "show", "ACXM-2027-02-01").code == 0
