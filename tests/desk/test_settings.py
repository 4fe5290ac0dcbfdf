import datetime as dt
import getpass
import os
import subprocess
import sys
from pathlib import Path

import pytest

from acxdesk.desk.settings import Explained, Settings, explain, load, save, strangers
from acxdesk.desk.settingsfile import settings_file
from acxdesk.errors import InputProblem, Refused, SaveFailed
from tests.desk.bare import as_nobody, without_rights


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of settings of somebody who has set nothing yet."""
    for name in [name for name in os.environ if name.upper().startswith("ACXDESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("LOGNAME", "ada")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "config" / "acxdesk").mkdir(parents=True)
    return tmp_path / "config" / "acxdesk" / "acxdesk.toml"


def told(settings: Settings) -> dict[str, tuple[str, str]]:
    return {each.name: (each.value, each.source) for each in explain(settings)}


def test_without_anything_said_the_defaults_hold(tmp_path: Path) -> None:
    settings = load()
    assert settings.model_dump() == {
        "data": tmp_path / "share" / "acxdesk" / "desk.acx",
        "name": "ada",
        "zone": "Europe/London",
        "time": dt.time(14),
        "offer_hours": 48,
        "rest_minutes": 30,
        "travel_minutes": 180,
        "coach_hours": 80,
        "weekend": ("Sat", "Sun"),
        "decision_days": 14,
        "theme": "dark",
        "keymap": {},
        "organizer_name": "",
        "organizer_mailbox": "",
        "feed_url": "",
        "smtp_host": "",
        "smtp_port": 587,
        "smtp_security": "starttls",
        "smtp_user": "",
        "smtp_password_file": None,
        "caldav_url": "",
        "caldav_user": "",
        "caldav_password_file": None,
        "issuer_name": "",
        "verify_url": "",
        "signing_key": None,
        "backup_folder": None,
    }
    assert (settings.who, settings.weekend_days) == ("ada", frozenset({6, 7}))
    assert settings.backups == tmp_path / "share" / "acxdesk" / "backups"


def test_a_flag_wins_over_a_variable_over_the_file_over_the_default(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('zone = "Asia/Kathmandu"\noffer_hours = 24\ntheme = "light"\nweekend = ["fri", "Saturday"]\n')
    monkeypatch.setenv("ACXDESK_ZONE", "America/Lima")
    monkeypatch.setenv("ACXDESK_OFFER_HOURS", "12")
    monkeypatch.setenv("ACXDESK_THEME", "")
    settings = load(zone="Pacific/Auckland", name="", data=None)
    found = told(settings)
    assert {name: found[name] for name in ("zone", "offer_hours", "theme", "weekend", "name", "time")} == {
        "zone": ("Pacific/Auckland", "flag"),
        "offer_hours": ("12", "ACXDESK_OFFER_HOURS"),
        "theme": ("light", str(file)),
        "weekend": ("Fri, Sat", str(file)),
        "name": ("ada", "default"),
        "time": ("14:00", "default"),
    }


def test_every_setting_explains_itself() -> None:
    rows = explain(load())
    assert [row.name for row in rows] == list(Settings.model_fields)
    assert all(row.description.endswith(".") for row in rows)
    assert rows[2] == Explained(
        "zone",
        "Europe/London",
        "default",
        "The time zone of new sessions, and the one that times are shown in, as IANA names it.",
    )


def test_values_are_read_as_people_write_them(file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file.write_text(
        'data = "~/desk.acx"\ntime = 09:30:00\nname = "  Zoë   Ångström "\norganizer_mailbox = "Office@EXAMPLE.org"\n'
        '[keymap]\n"session.add" = "n,ctrl+n"\n'
    )
    monkeypatch.setenv("ACXDESK_WEEKEND", "thu, Fri")
    monkeypatch.setenv("ACXDESK_KEYMAP", '{"undo": "ctrl+z"}')
    monkeypatch.setenv("ACXDESK_BACKUP_FOLDER", str(tmp_path / "kept"))
    settings = load()
    assert settings.data == tmp_path / "home" / "desk.acx"
    assert settings.time == dt.time(9, 30)
    assert settings.name == "Zoë Ångström"
    assert settings.organizer_mailbox == "Office@example.org"
    assert settings.weekend == ("Thu", "Fri")
    assert settings.keymap == {"session.add": "n,ctrl+n", "undo": "ctrl+z"}
    assert settings.backups == tmp_path / "kept"
    assert settings.key_file == tmp_path / "home" / "desk.acx.key"
    assert told(settings)["keymap"][0] == "session.add=n,ctrl+n, undo=ctrl+z"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('zoen = "Europe/London"', "zoen: there is no such setting. Did you mean zone?"),
        ('zone = "Europe/Londn"', 'zone: There is no time zone "Europe/Londn". Did you mean Europe/London'),
        ('time = "2pm"', "time: give a time of day as HH:MM, such as 14:00."),
        ("time = 14", "time: give a time of day as HH:MM, such as 14:00."),
        ("offer_hours = 0", 'offer_hours: "0" does not do. Input should be greater than or equal to 1.'),
        ('theme = "pink"', "theme: \"pink\" does not do. Input should be 'dark', 'light' or 'ansi'."),
        ('weekend = ["Sat", "Son"]', 'weekend: "Son" is no weekday; write them as Sat, Sun.'),
        ("weekend = 6", 'weekend: "6" does not do. Input should be a valid tuple.'),
        ('organizer_mailbox = "nobody"', 'organizer_mailbox: "nobody" is no address'),
        ("organizer_mailbox = 5", 'organizer_mailbox: "5" does not do.'),
        ('verify_url = "example.org/{code}"', 'verify_url: "example.org/{code}" is no address with {code} in it;'),
        ('verify_url = "https://example.org/"', 'verify_url: "https://example.org/" is no address with {code} in it;'),
        ('verify_url = "https://e.org/{code}{code}"', 'verify_url: "https://e.org/{code}{code}" is no address with'),
        ('verify_url = "https://e.org/ {code}"', 'verify_url: "https://e.org/ {code}" is no address with {code}'),
        ('signing_key = "my.key"', 'signing_key: "my.key" is no whole path.'),
        ('name = ""', 'name: "" does not do. String should have at least 1 character.'),
        ('name = "Ada\\u001b[31m"', "name: The value has a control character (ESC, U+001B) at place 4."),
        ('data = "desk.acx"', 'data: "desk.acx" is no whole path.'),
        ("[keymap]\nundo = 5", 'keymap.undo: "5" does not do. Input should be a valid string.'),
        (f'theme = "{"x" * 5000}"', f'theme: "{"x" * 59}…" does not do.'),
    ],
)
def test_a_wrong_line_of_the_file_is_named_with_its_key(line: str, said: str, file: Path) -> None:
    file.write_text(line + "\n")
    with pytest.raises(InputProblem) as caught:
        load()
    assert caught.value.sentence.startswith(f"{file}, {said}")


def test_a_wrong_variable_and_a_wrong_flag_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACXDESK_THEME", "pink")
    monkeypatch.setenv("ACXDESK_OFFER_HOURS", "1_")
    with pytest.raises(InputProblem) as caught:
        load(zone="Nowhere", organizer_name="x" * 81)
    assert [sentence.partition(":")[0] for sentence in str(caught.value).split(". ") if ":" in sentence] == [
        "--zone",
        "ACXDESK_OFFER_HOURS",
        "ACXDESK_THEME",
        "--organizer-name",
    ]


def test_a_variable_that_should_hold_json_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACXDESK_KEYMAP", "undo=ctrl+z")
    with pytest.raises(InputProblem, match="ACXDESK_KEYMAP is not a JSON object"):
        load()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'zone = "Europe/London"\nname = Ada\n', "is not TOML: Invalid value (at line 2, column 8)."),
        ('name = "Zoë"'.encode("latin-1"), "is not UTF-8 at byte 11."),
    ],
)
def test_a_file_that_cannot_be_read_as_toml_is_named_with_the_place(content: bytes, said: str, file: Path) -> None:
    file.write_bytes(content)
    with pytest.raises(InputProblem) as caught:
        load()
    assert caught.value.sentence == f"{file} {said}"
    with pytest.raises(InputProblem):
        save("theme", "light")
    assert file.read_bytes() == content


def test_a_file_that_was_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "mine.toml"
    monkeypatch.setenv("ACXDESK_SETTINGS", str(named))
    with pytest.raises(InputProblem) as caught:
        load()
    assert str(caught.value) == f"There is no file of settings {named}. Make it, or unset ACXDESK_SETTINGS."
    named.write_text('theme = "ansi"\n')
    assert (settings_file(), told(load())["theme"]) == (named, ("ansi", str(named)))


def test_a_file_that_may_not_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with without_rights() as folder:
        (folder / "mine.toml").write_text("")
        (folder / "mine.toml").chmod(0o600)
        monkeypatch.setenv("ACXDESK_SETTINGS", str(folder / "mine.toml"))
        with as_nobody(), pytest.raises(InputProblem, match="cannot be read: Permission denied"):
            load()


def test_a_variable_that_is_none_of_ours_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert strangers() == ()
    monkeypatch.setenv("ACXDESK_ZOEN", "x")
    monkeypatch.setenv("ACXDESK_NOW", "2001-01-01")
    monkeypatch.setenv("ACXDESK_SETTINGS", "x")
    assert strangers() == (
        "The variable ACXDESK_NOW is no setting.",
        "The variable ACXDESK_ZOEN is no setting. Did you mean ACXDESK_ZONE?",
    )


def test_one_setting_is_written_and_the_comments_stay(file: Path) -> None:
    file.write_text(
        '# Mine.\ntheme = "dark"  # at night\n\nzone = "Europe/Londn"\n\n'
        '[keymap]  # own keys\n"undo" = "u"  # as in vi\n'
    )
    assert save("zone", "Asia/Kathmandu") == file
    save("time", "9:30")
    save("weekend", ("Fri", "saturday"))
    save("offer_hours", "24")
    save("keymap", {"undo": "u", "redo": "ctrl+r"})
    assert file.read_text() == (
        '# Mine.\ntheme = "dark"  # at night\n\nzone = "Asia/Kathmandu"\n'
        'time = "09:30"\nweekend = ["Fri", "Sat"]\noffer_hours = 24\n\n'
        '[keymap]  # own keys\n"undo" = "u"  # as in vi\nredo = "ctrl+r"\n'
    )
    assert (load().zone, load().time, load().keymap) == (
        "Asia/Kathmandu",
        dt.time(9, 30),
        {"undo": "u", "redo": "ctrl+r"},
    )
    save("keymap", {"redo": "ctrl+r"})
    save("theme", "")
    save("backup_folder", None)
    assert file.read_text().count("undo") == 0
    assert (load().theme, told(load())["theme"][1]) == ("dark", "default")


def test_the_first_setting_makes_the_file(file: Path, tmp_path: Path) -> None:
    file.parent.rmdir()
    save("data", tmp_path / "desk.acx")
    assert file.read_text() == f'data = "{tmp_path / "desk.acx"}"\n'
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_file_that_is_a_link_stays_one(file: Path, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("# kept elsewhere\n")
    file.symlink_to(kept)
    save("theme", "light")
    assert file.is_symlink()
    assert kept.read_text() == '# kept elsewhere\ntheme = "light"\n'


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("zoen", "x", 'There is no setting "zoen". Did you mean zone?'),
        ("zone", "Europe/Londn", 'zone: There is no time zone "Europe/Londn". Did you mean Europe/London'),
        ("offer_hours", "many", 'offer_hours: "many" does not do. '),
        ("backup_folder", "kept", 'backup_folder: "kept" is no whole path. '),
    ],
)
def test_a_wrong_value_is_not_written(name: str, value: str, said: str, file: Path) -> None:
    with pytest.raises(Refused) as caught:
        save(name, value)
    assert said in str(caught.value)
    assert not file.exists()


def test_a_folder_without_the_right_to_write_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with without_rights() as folder:
        monkeypatch.setenv("ACXDESK_SETTINGS", str(folder / "deep" / "mine.toml"))
        with as_nobody(), pytest.raises(SaveFailed, match="Permission denied"):
            save("theme", "light")


def test_a_user_without_a_name_is_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError("no username")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert load().name == "desk"
    monkeypatch.setattr(getpass, "getuser", lambda: "\x1b[31m")
    assert load().name == "desk"


def test_the_start_loads_none_of_it() -> None:
    program = """
import sys
from acxdesk.desk import backups, clock, files, opening, schema, writing
heavy = {"sqlalchemy", "alembic", "pydantic", "pydantic_settings", "tomlkit", "platformdirs"}
print(sorted(heavy & set(sys.modules)))
"""
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "[]\n"
