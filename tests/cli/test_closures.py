"""The verbs of `acxdesk closure`."""

from tests.cli.conftest import Say

CHRISTMAS = ("closure", "add", "Christmas closure", "--first", "2026-12-24", "--last", "2027-01-01")


def booked_over_christmas(desk: Say) -> None:
    desk(
        *("session", "schedule", "--programme", "CPPM", "--start", "2026-12-23", "--time", "14:00"),
        *("--zone", "Europe/London", "--closed", "keep"),
    )


def test_a_closure_is_added_edited_and_removed(desk: Say) -> None:
    booked_over_christmas(desk)
    added = desk(*CHRISTMAS)
    assert (added.code, added.out) == (0, "1\n")
    assert "Christmas closure, Thu 24 Dec 2026 to Fri 1 Jan 2027, added." in added.err
    assert "On it falls CPPM-2026-12-23, meeting 2: Thu 24 Dec 2026 14:00 Europe/London." in added.err
    assert "Office shut, Thu 24 Dec 2026" in desk("closure", "edit", "1", "--name", "Office shut").err
    rehearsed = desk("closure", "remove", "office shut", "--dry-run", "--json").json
    assert (rehearsed["dry_run"], rehearsed["changed"]) == (True, False)
    assert desk("closure", "remove", "office shut").code == 0
    assert "The list is empty." in desk("closure", "list", "--year", "2026").err
    assert desk("closure", "edit", "1").code == 2
    assert desk("closure", "remove", "1").code == 4


def test_closures_and_holidays_are_listed_with_what_falls_on_them(desk: Say) -> None:
    booked_over_christmas(desk)
    desk(*CHRISTMAS)
    (own,) = desk("closure", "list", "--year", "2026", "--json").json
    assert (own["number"], own["name"], len(own["meetings"])) == (1, "Christmas closure", 3)
    listed = desk("closure", "holidays", "GB", "united states", "--year", "2026").out
    assert "Fri 25 Dec 2026" in listed
    assert "GB, US" in listed
    assert "Thanksgiving Day" in listed
    assert "Christmas closure" not in listed
    here = desk("closure", "holidays", "--json").json
    assert {country for one in here for country in one["countries"]} >= {"GB"}
    assert desk("closure", "holidays", "Atlantis").code in {3, 4}


def test_the_season_is_checked(desk: Say) -> None:
    booked_over_christmas(desk)
    checked = desk("closure", "check")
    assert "CPPM-2026-12-23" in checked.out
    assert "Fri 25 Dec 2026 is Christmas Day in GB" in checked.out
    assert [one["number"] for one in desk("closure", "check", "--json").json if "CPPM-2026-12-23" in str(one)] == [3, 4]
    besides = desk("closure", "check", "us", "nepal").out
    assert "Fri 25 Dec 2026 is Christmas Day in US and NP" in besides
