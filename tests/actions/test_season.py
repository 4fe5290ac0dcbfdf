"""The demonstration with a past: what is done with, what is overdue, and that all of it holds together."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from acxdesk.actions.checks import INSIDE, Case
from acxdesk.actions.journal import undo
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.actions.season import load_season
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.queries.cycles import cycle
from acxdesk.queries.laureates import hall
from acxdesk.queries.marking import waiting
from acxdesk.queries.today import DueRow, today
from acxdesk.queries.voters import turnout
from acxdesk.rules.cycles import Phase
from tests.actions.sample import add_people, entries, faults, rows

LONDON = "Europe/London"


def test_what_ended_weeks_ago_is_done_with_and_the_rest_waits(desk: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2020, 11, 24, 8, 30, tzinfo=UTC)
    receipt = load_season(desk)
    assert receipt.sentence == "14 sessions, 6 coaches, 48 delegates and 96 places loaded for demonstration."
    assert len(receipt.lines) == entries(desk)

    assert [row["status"] for row in rows(desk, "sessions")].count("closed") == 5
    assert {line.cells[0]: line.cells[3] for line in waiting(desk).after(None, 20)} == {
        "COIM-2020-09-08": "1 resit",
        "CPPC-2020-11-09": "5 marks, 10 second marks, 5 to release",
        "ACXM-2020-11-16": "20 marks, 6 second marks, 10 to release",
        "COIM-2020-11-17": "7 attendances",
    }
    assert today(desk, LONDON).due == (
        DueRow("CPPC-2020-11-09", 0, 5, 0, datetime(2020, 11, 11, 19, tzinfo=UTC), LONDON),
        DueRow("COIM-2020-11-17", 7, 0, 0, datetime(2020, 12, 29, 17, tzinfo=UTC), LONDON),
    )
    assert cycle(desk).phase is Phase.VOTING
    assert [(row.what, row.is_due) for row in today(desk, LONDON).awards] == [("voting ends", False)]
    assert turnout(desk).voted == 5
    at = [row["at"] for row in rows(desk, "entries")]
    assert at[0].startswith("2020-07-27")
    assert all(moment < "2020-11-24T08:31" for moment in at)

    assert faults(desk) == []
    case = Case(desk.path, clock, desk.path.parent, None)
    found = [finding for _, check in INSIDE for finding in check(case, desk)]
    assert [finding.sentence for finding in found if finding.state != "ok"] == []
    assert undo(desk).sentence.startswith("Taken back: 5 attendances")


def test_years_later_everything_of_it_is_done_with(desk: Desk) -> None:
    load_season(desk)
    verdicts = {row["verdict"] for row in rows(desk, "results")}
    assert verdicts == {"passed", "resit due", "failed"}
    assert waiting(desk).count() == 0
    assert {row["status"] for row in rows(desk, "sessions")} == {"closed"}
    named = {row.year: row.words for row in hall(desk, 2026)}
    assert named[2021].startswith("Þóra Guðmundsdóttir")
    assert named[2020].startswith("Roland D Naidoo")


def test_two_of_them_are_alike_and_what_is_done_on_them_has_names_of_its_own(
    desk: Desk, clock: FrozenClock, tmp_path: Path, template: Path
) -> None:
    clock.moment = datetime(2020, 11, 24, 8, 30, tzinfo=UTC)
    shutil.copy(template, tmp_path / "other.acx")
    other = Desk.open(tmp_path / "other.acx", who="anna", clock=clock)
    assert load_season(desk) == load_season(other)
    told = [
        [(row["at"], row["who"], row["verb"], row["sentence"]) for row in rows(one, "entries")] for one in (desk, other)
    ]
    assert told[0] == told[1]
    for table in ("people", "sessions", "meetings", "enrolments", "attendances", "marks", "results", "scores"):
        assert rows(desk, table) == rows(other, table) != []
    for one in (desk, other):
        add_person(one, AddPerson(name="Ada Byron"))
    assert rows(desk, "people")[-1]["uid"] != rows(other, "people")[-1]["uid"]
    other.close()


def test_a_desk_with_somebody_on_it_is_left_alone_and_a_dry_run_writes_nothing(desk: Desk) -> None:
    assert load_season(desk.rehearsing()).rehearsed
    assert entries(desk) == 0
    add_people(desk, ["Ada"])
    with pytest.raises(Refused):
        load_season(desk)
