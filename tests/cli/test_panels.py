"""The verbs of `acxdesk panel` and `acxdesk conflict`: points, by hand and by file, conflicts, the shortlist."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from acxdesk.desk.clock import FrozenClock, SystemClock
from acxdesk.desk.door import Desk
from acxdesk.rules.cycles import Phase
from tests.actions import awarding
from tests.cli.conftest import NOW, Say

ADA, ZOE, NGOZI = "ada@example.com", "zoe@example.com", "3"


@pytest.fixture
def screening(desk: Say, desk_file: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Ada and Zo\u00eb are nominated by Ngozi and screened; it is the day of the shortlist."""
    opened = Desk.open(desk_file, who="anna", clock=FrozenClock(NOW))
    rules = {"eligibility_years": 0, "seconds_needed": 0, "shortlist_size": 1}
    award = awarding.cycle(opened, Phase.SCREENING, **rules)
    for nominee in (1, 2):
        awarding.nomination(opened, award, nominee, 3)
    opened.close()
    monkeypatch.setattr(SystemClock, "now", lambda _clock: datetime(2026, 7, 1, 9, tzinfo=UTC))
    return desk


def test_points_go_in_by_hand_and_by_file_and_make_the_shortlist(screening: Say, home: Path) -> None:
    assert screening("person", "add", "Imogen Towers", "--email", "towers@example.org").code == 0
    assert screening("panel", "add", "towers@example.org").err == "Imogen Towers is on the panel of 2026.\n"
    assert screening("panel", "add", "3").code == 0
    refused = screening("panel", "score", "--nominee", "1", "--by", "3", "--points", "9")
    assert (refused.code, "nominated her" in refused.err) == (3, True)
    assert screening("panel", "score", "--nominee", "1", "--by", "towers@example.org", "--points", "8.5").code == 0

    out = home / "points.csv"
    assert screening("panel", "export", "--out", str(out)).code == 0
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0] == "nominee,name,member,by,points"
    assert [line.rpartition(",")[2] for line in lines[1:]] == ["8.5", ""]
    data = out.read_text("utf-8-sig").replace("8.5", "7").rstrip().removesuffix(",") + ",9\n"
    data += "1,,towers@example.org,,3\n2,,nobody,,3\n1,,3,,9\n2,,1,,11\n"
    dry = screening("panel", "import", "-", "--dry-run", stdin=data.encode())
    assert dry.code == 6
    assert screening("panel", "import", "-", "--yes", stdin=data.encode()).code == 6
    told = {line["line"]: (line["state"], line["sentence"]) for line in dry_lines(screening, data)}
    assert told[2] == ("there", "Ada Byron by Imogen Towers: as it was.")
    assert "stand in row 2 already" in told[4][1]
    assert [told[number][0] for number in (5, 6, 7)] == ["refused", "refused", "refused"]

    sheet = screening("panel", "sheet", "--json").json
    assert [(row["figure"], row["rank"]) for row in sheet["nominees"]] == [(7, 2), (9, 1)]
    assert "does not score" in screening("panel", "sheet").err
    made = screening("panel", "shortlist")
    assert made.err.startswith("Change Architect of the Year 2026 is shortlisted now: Zo\u00eb Bront\u00eb.")
    assert screening("panel", "remove", "3").code == 3


def dry_lines(say: Say, data: str) -> list[dict[str, Any]]:
    """The lines of a dry run."""
    answer = say("panel", "import", "-", "--dry-run", "--json", stdin=data.encode())
    found = answer.json
    lines: list[dict[str, Any]] = found["lines"] if isinstance(found, dict) else found
    return lines


def test_conflicts_are_listed_declared_dismissed_and_withdrawn(screening: Say) -> None:
    rows = screening("conflict", "list", "--json").json
    assert [(row["person_id"], row["state"], row["grounds"]) for row in rows] == [
        (3, "proposed", "nominated her"),
        (3, "proposed", "nominated her"),
    ]
    assert screening("conflict", "dismiss", "--person", "3", "--nominee", "1", "--note", "").code == 3
    assert screening("conflict", "dismiss", "--person", "3", "--nominee", "1", "--note", "only the letter").code == 0
    assert screening("conflict", "declare", "--person", "1", "--nominee", "2", "--note", "[/oops] sisters").code == 0
    assert "[/oops] sisters" in screening("conflict", "list").out
    states = [row["state"] for row in screening("conflict", "list", "--json").json]
    assert sorted(states) == ["declared", "dismissed", "proposed"]
    assert screening("conflict", "withdraw", "--person", "1", "--nominee", "2").code == 0
    assert screening("conflict", "withdraw", "--person", "1", "--nominee", "2").code == 4
    assert screening("conflict", "declare", "--person", "1", "--nominee", "1", "--note", "me").code == 3
