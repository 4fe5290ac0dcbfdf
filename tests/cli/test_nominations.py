"""The verbs of `acxdesk nomination`."""

from pathlib import Path

import pytest

from tests.cli.conftest import Say
from tests.cli.test_award import DATES


@pytest.fixture
def award(desk: Say) -> Say:
    """A cycle that takes nominations, and five people: Ada, Bob, Cleo, Dan, Eve."""
    for name in ("Zoe Ada", "Zoe Bob", "Zoe Cleo", "Zoe Dan", "Zoe Eve"):
        assert desk("person", "add", name).code == 0
    desk("award", "plan", "2026", "--zone", "Europe/London", "--winner-years", "3", *DATES)
    assert desk("award", "advance").code == 0
    return desk


def test_a_nomination_from_draft_to_withdrawal(award: Say) -> None:
    made = award("nomination", "draft", "zoe ada", "--by", "zoe bob", "--category", "business")
    assert (made.code, made.out) == (0, "1\n")
    assert award("nomination", "submit", "1").code == 3
    award("nomination", "edit", "1", "--statement", "[/oops] \u202babc", "--evidence", "https://example.org")
    changed = award("nomination", "edit", "1", "--statement", "[/oops] مرحبا", "--evidence", "https://example.org")
    assert changed.code == 0
    assert award("nomination", "submit", "1").code == 0
    other = award("nomination", "add", "zoe ada", "--by", "zoe cleo", "--category", "personal", "--statement", "Yes")
    assert other.err == "Nomination 2 of Zoe Ada by Zoe Cleo submitted and merged into nomination 1.\n"
    assert award("nomination", "second", "2", "--by", "zoe dan", "--note", "gladly").code == 0
    assert award("nomination", "accept", "1").code == 0
    assert award("nomination", "except", "1", "--ground", "accredited", "--reason", "abroad").code == 0
    assert award("nomination", "lift", "1", "--ground", "accredited").code == 0
    assert award("nomination", "except", "1", "--ground", "accredited", "--reason", "abroad").code == 0
    assert award("nomination", "cite", "1", "--citation", "For her desk").code == 0

    shown = award("nomination", "show", "1").lines
    assert "Nominated by  Zoe Bob" in shown
    assert "Merged        2 by Zoe Cleo: Yes" in shown
    assert "Seconded by   Zoe Dan: gladly" in shown
    assert [line.split("  ")[-1].strip() for line in shown if line.startswith("Rule")] == [
        "accredited: excepted. She holds no accreditation on Sun 20 Dec 2026. Excepted: abroad",
        "not a winner: held. She is not among the known winners of 2023 to 2025.",
        "seconded: not held. 1 peer seconds her; 2 are needed.",
        "accepted: held. She accepted.",
    ]
    listed = award("nomination", "list", "--json").json
    assert [(row["state"], row["seconds"], row["eligible"]) for row in listed] == [
        ("submitted", 1, False),
        ("merged in 1", None, None),
    ]
    assert award("nomination", "decline", "1", "--reason", "no time").code == 0
    assert award("nomination", "withdraw", "1").code == 3
    assert award("nomination", "withdraw", "1", "--everything", "--dry-run").err.startswith("Dry run")
    assert award("nomination", "withdraw", "1", "--everything", "--reason", "left").code == 0
    assert award("nomination", "show", "9").code == 4
    assert award("nomination", "edit", "1").code == 2


def test_two_nominees_who_are_one_human(award: Say) -> None:
    for nominee in ("zoe ada", "zoe eve"):
        award("nomination", "add", nominee, "--by", "zoe bob", "--category", "personal", "--statement", "Yes")

    assert award("nomination", "merge", "2", "--into", "1").err == (
        "Nomination 2 of Zoe Eve by Zoe Bob merged into nomination 1 of Zoe Ada by Zoe Bob.\n"
    )


def test_nominations_by_mail_are_imported_after_a_dry_run(award: Say, tmp_path: Path) -> None:
    table = tmp_path / "mail.csv"
    table.write_text("nominee,nominator,category,statement\nZoe Ada,Zoe Bob,business,Yes\nZoe Ada,Nix,business,Yes\n")

    dry = award("nomination", "import", str(table), "--dry-run")
    assert (dry.code, len(award("nomination", "list", "--json").json)) == (6, 0)
    assert award("nomination", "import", str(table), "--yes").code == 6
    assert [row["name"] for row in award("nomination", "list", "--json").json] == ["Zoe Ada"]
