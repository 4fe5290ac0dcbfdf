"""The verbs of `acxdesk settings`."""

from pathlib import Path

from tests.cli.conftest import Say


def test_every_setting_is_shown_with_its_source_and_what_it_is_for(say: Say, home: Path) -> None:
    answer = say("settings")
    rows = {row["name"]: row for row in say("settings", "show", "--json").json}

    assert answer.code == 0
    assert answer.lines[0].split() == ["Setting", "Value", "From", "What", "it", "is", "for"]
    assert rows["zone"]["value"] == "Europe/London"
    assert rows["zone"]["source"] == "default"
    assert (rows["data"]["value"], rows["data"]["source"]) == (str(home / "desk.acx"), "ACXDESK_DATA")


def test_a_setting_is_kept_and_holds_for_the_next_verb(desk: Say, home: Path) -> None:
    answer = desk("settings", "set", "zone", "Asia/Kolkata")

    assert (answer.code, answer.err) == (0, "zone is Asia/Kolkata now.\n")
    assert 'zone = "Asia/Kolkata"' in (home / "config" / "acxdesk" / "acxdesk.toml").read_text()
    assert "the zone Asia/Kolkata" in desk("session", "schedule", "--programme", "ACXC", "--start", "2027-02-01").err
    assert desk("settings", "set", "zone", "").err == "zone has its default again.\n"
    assert {row["name"]: row["value"] for row in desk("settings", "--json").json}["zone"] == "Europe/London"


def test_a_wrong_value_or_name_is_refused_also_on_a_dry_run(say: Say, home: Path) -> None:
    for dry in ((), ("--dry-run",)):
        assert say("settings", "set", "zone", "Europe/Londn", *dry).code == 6
        assert say("settings", "set", "zoen", "Europe/London", *dry).code in {3, 4}
    assert say("settings", "set", "zone", "Asia/Kolkata", "--dry-run", "--json").json["changed"] is False
    assert not (home / "config" / "acxdesk" / "acxdesk.toml").exists()


def test_a_wrong_file_of_settings_is_named(say: Say, home: Path) -> None:
    path = home / "config" / "acxdesk" / "acxdesk.toml"
    path.parent.mkdir(parents=True)
    path.write_text("zoen = 1\n")

    answer = say("session", "list")

    assert answer.code == 6
    assert str(path) in answer.err
    assert "zoen" in answer.err
