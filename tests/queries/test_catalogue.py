"""Programmes by ladder and rung, and what a code names."""

from datetime import date, time

import pytest

from acxdesk.actions.catalogue import (
    AddProgramme,
    EditProgramme,
    RetireProgramme,
    add_programme,
    edit_programme,
    load_catalogue,
    retire_programme,
)
from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.sessions import Schedule, schedule
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.catalogue import ProgrammeRow, programme, programmes, resolve_programme
from tests.conftest import Statements


def codes(desk: Desk, **arranged: str | bool) -> list[str]:
    return [line.cells[0] for line in programmes(desk).arranged(**arranged).after(None, 50)]  # type: ignore[arg-type]


def test_programmes_stand_by_ladder_and_rung(desk: Desk) -> None:
    load_catalogue(desk)
    assert codes(desk) == [
        *("ACXP", "ACXS", "ACXM", "ACXC", "ACX-Mentor", "CPP", "CPPM", "CPPC", "CPP-Coach"),
        *("COIM", "COIC", "OI-Vision", "OKR-Coach"),
    ]


def test_programmes_are_sorted_and_filtered_otherwise(desk: Desk) -> None:
    load_catalogue(desk)
    assert codes(desk, sort="code")[:3] == ["ACX-Mentor", "ACXC", "ACXM"]
    assert codes(desk, sort="title", descending=True)[0] == "OI-Vision"
    assert codes(desk, words="master acx") == ["ACXM"]
    assert codes(desk, words="outside") == ["COIM", "COIC", "OI-Vision"]


def test_a_line_has_every_field(desk: Desk) -> None:
    load_catalogue(desk)
    schedule(desk, Schedule(programme="ACXM", start=date(2026, 12, 7), at=time(14), zone="Europe/London"))
    cancelled = schedule(desk, Schedule(programme="ACXM", start=date(2026, 12, 14), at=time(14), zone="Europe/London"))
    decide(desk, Decide(session=cancelled.sentence.split()[0], verb="cancel", reason="too few"))
    lines = {line.cells[0]: line for line in programmes(desk).after(None, 50)}
    titles = [column.name for column in programmes(desk).columns]
    assert dict(zip(titles, lines["ACXM"].values, strict=True)) == {
        "code": "ACXM",
        "title": "Accredited CX Master",
        "ladder": "ACX",
        "rung": "Master",
        "duration": "4 days @ 5 hours per day",
        "taught_hours": "20",
        "capacity": "6-16",
        "price": "",
        "edition": 1,
        "sessions": 1,
        "status": "active",
        "printed": "4 days @ 5 hours per day",
    }
    assert lines["ACXS"].cells[4:8] == ("on demand, 25 lessons", "", "1-500", "£860.00")
    assert lines["ACXP"].cells[4:6] == ("", "")


def test_a_list_shows_the_current_edition_alone(desk: Desk) -> None:
    load_catalogue(desk)
    schedule(desk, Schedule(programme="ACXM", start=date(2026, 12, 7), at=time(14), zone="Europe/London"))
    edit_programme(desk, EditProgramme(programme="ACXM", title="Second title"))
    retire_programme(desk, RetireProgramme(programme="ACXM"))
    (line,) = [line for line in programmes(desk).after(None, 50) if line.cells[0] == "ACXM"]
    assert (line.values[1], line.values[8], line.values[9], line.values[10]) == ("Second title", 2, 1, "retired")
    assert programmes(desk).count() == 13
    assert codes(desk, words="second") == ["ACXM"]


@pytest.mark.parametrize("said", ["ACXM", "acxm", "accredited cx master"])
def test_a_programme_is_meant_by_code_or_title(desk: Desk, said: str) -> None:
    load_catalogue(desk)
    found = resolve_programme(desk, said)
    assert found == ProgrammeRow(found.id, "ACXM", "Accredited CX Master", 1, retired=False)


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("ACMX", "Near it: ACXM."),
        ("CPP-Coahc", "Near it: CPP-Coach."),
        ("outside in", "Near it: COIM, COIC."),
        ("xyzzy", "The list of programmes shows their codes."),
        ("", "The list of programmes shows their codes."),
        ("\x1b]0;", "The list of programmes shows their codes."),
    ],
)
def test_an_unknown_programme_is_answered_with_what_is_near(desk: Desk, said: str, remedy: str) -> None:
    load_catalogue(desk)
    with pytest.raises(NotFound) as missing:
        resolve_programme(desk, said)
    assert missing.value.remedy == remedy
    assert "\x1b" not in str(missing.value)


def test_no_programme_has_no_card(desk: Desk) -> None:
    assert programme(desk, "ACXM") is None


def test_reads_are_as_many_statements_for_one_programme_as_for_three(desk: Desk, statements: Statements) -> None:
    seen = []
    for code in ("A", "B", "C"):
        add_programme(desk, AddProgramme(code=code, title=code, ladder="OKR", rung="Coach"))
        with statements(desk) as sent:
            programmes(desk).after(None, 50)
            programme(desk, code)
            resolve_programme(desk, code)
        seen.append(len(sent))
    assert seen == [4, 4, 4]
