"""The verbs that show the sessions by day: week, month, agenda."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import SESSION, Answer, Say


@pytest.fixture
def planned(desk: Say) -> Say:
    """Besides the session of January 2027, one of CPP in Rome this week, which Okafor teaches."""
    told = desk(
        *("session", "schedule", "--programme", "CPP", "--start", "2026-11-24", "--time", "10:00", "--coach", "okafor"),
        *("--zone", "Europe/Rome", "--delivery", "city", "--city", "Rome", "--venue", "Hall 1"),
    )
    assert told.code == 0, told.err
    return desk


def table(answer: Answer) -> list[list[str]]:
    """The words of each line."""
    return [line.split() for line in answer.lines]


def test_a_week_is_told_day_by_day_in_ones_own_time_and_the_sessions(planned: Say) -> None:
    answer = planned("session", "week")
    assert table(answer)[0] == ["Tue", "24", "Nov", "2026"]
    assert answer.lines[2].startswith("09:00-")
    assert "CPP-2026-11-24  1 of 2   Ngozi Okafor  Rome, Hall 1" in answer.lines[2]
    assert answer.lines[2].endswith("Europe/Rome")
    assert answer.lines[4] == "Wed 25 Nov 2026"
    assert planned("session", "week", "2027-01-20").lines[0] == "Mon 18 Jan 2027"


def test_a_week_without_meetings_says_so(planned: Say) -> None:
    answer = planned("session", "week", "2026-12-24")
    assert (answer.code, answer.out) == (0, "")
    assert "No meetings in the week of Mon 21 Dec 2026." in answer.err


def test_only_what_is_asked_for(planned: Say) -> None:
    def sessions(*options: str) -> set[str]:
        return {one["session"] for one in planned("session", "agenda", "2026-11-01", *options, "--json").json}

    assert sessions() == {"CPP-2026-11-24", SESSION}
    assert sessions("--coach", "okafor") == sessions("--room", "hall") == sessions("--ladder", "cpp")
    assert sessions("--coach", "okafor") == {"CPP-2026-11-24"}
    assert sessions("--words", "acxm") == {SESSION}
    assert planned("session", "week", "--room", "attic").code == 4


def test_a_month_counts_the_meetings_of_each_day(planned: Say) -> None:
    assert table(planned("session", "month", "2027-01-01"))[1] == ["Mon", "18", "Jan", "2027", "1", "ACXM"]
    (first, *_) = planned("session", "month", "--json").json
    assert (first["day"], first["codes"], len(first["meetings"])) == ("2026-11-24", ["CPP"], 1)
    assert "No meetings in Mar 2027." in planned("session", "month", "1 mar 2027").err


def test_an_agenda_begins_with_its_day(planned: Say) -> None:
    answer = planned("session", "agenda", "2027-01-20", "--columns", "day,yours,session,number")
    assert [row[:4] for row in table(answer)[1:]] == [["Wed", "20", "Jan", "2027"], ["Thu", "21", "Jan", "2027"]]
    assert planned("session", "agenda", "--json").json[0]["starts_at"] == "2026-11-24T09:00:00+00:00"


def test_a_week_tells_its_clashes(planned: Say, desk_file: Path) -> None:
    told = planned("session", "schedule", "--programme", "COIM", "--start", "2026-11-24", "--time", "10:00")
    assert told.code == 0
    with closing(sqlite3.connect(desk_file)) as connection:
        connection.execute(
            "INSERT INTO session_coaches (session_id, person_id, role) SELECT s.id, p.id, 'lead' "
            "FROM sessions s, people p WHERE s.reference = 'COIM-2026-11-24' AND p.name = 'Ngozi Okafor'"
        )
        connection.commit()
    (clash,) = [line for line in planned("session", "week").lines if line.startswith("!")]
    assert "Ngozi Okafor teaches CPP day 1 and COIM" in clash
    first = planned("session", "week", "--json").json[0]
    assert [one["kind"] for one in first["clashes"]] == ["coach"]
    assert clash == f"! {first['clashes'][0]['sentence']}"
