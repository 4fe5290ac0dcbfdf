"""The verbs of `acxdesk award`."""

from tests.cli.conftest import Say

DATES = (
    *("--nominating-from", "24 nov 2026", "--nominating-until", "2026-12-20", "--shortlist-on", "2027-01-10"),
    *("--voting-from", "2027-01-11", "--voting-until", "2027-02-11", "--announce-on", "2027-03-01"),
)


def test_a_cycle_is_planned_changed_led_on_and_abandoned(desk: Say) -> None:
    made = desk("award", "plan", "2026", "--zone", "Europe/London", *DATES, "--panel-rule", "trimmed")
    assert (made.code, made.out) == (0, "2026\n")
    assert desk("award", "edit", "--dry-run", "--counting", "irv").err.startswith("Dry run")
    assert desk("award", "edit", "--voting-until", "2027-02-12", "--winner-years", "3").code == 0

    card = desk("award", "show", "--json").json
    assert (card["phase"], card["voting_until"], card["counting"]) == ("planned", "2027-02-12", "schulze")
    assert "A nominee has not won in the last 3 years." in card["rules"]
    assert "sealed_box" not in card
    assert "Voting        Mon 11 Jan 2027 to Fri 12 Feb 2027" in desk("award", "show", "2026").lines

    assert desk("award", "advance").code == 0
    assert [row["phase"] for row in desk("award", "list", "--json").json] == ["nominating"]
    assert desk("award", "advance").code == 3
    assert desk("award", "abandon", "--reason", "[/oops]").err == (
        "Change Architect of the Year 2026 abandoned: [/oops]\n"
    )


def test_what_cannot_be_done_is_said(desk: Say) -> None:
    assert desk("award", "show").code == 4
    assert desk("award", "list").err == "No cycle is planned yet: `acxdesk award plan`.\n"
    missing = desk("award", "plan", "2026", "--zone", "Europe/London")
    assert missing.code == 3
    assert "Announce on is missing." in missing.err
    desk("award", "plan", "2026", *DATES)
    assert desk("award", "edit").code == 2
    assert desk("award", "show", "2020").code == 4
