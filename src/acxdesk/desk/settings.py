"""The settings: what each is, where it may be said, and which place won.

A setting is taken from the first of these that says it: a flag of the command, a variable `ACXDESK_<NAME>`, the file
of settings, the default. The file is `acxdesk.toml` in the user's folder for configuration, or what
`ACXDESK_SETTINGS` names. Importing this module loads pydantic: do it where settings are read, not at the top.
"""

import datetime as dt
import getpass
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import platformdirs
from pydantic import BeforeValidator, Field, PrivateAttr, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from acxdesk.desk import settingvalues
from acxdesk.desk.backups import folder_of
from acxdesk.desk.settingsfile import FILE_VARIABLE, read, settings_file, write
from acxdesk.desk.troubles import shown
from acxdesk.errors import InputProblem, Refused
from acxdesk.rules import localtime
from acxdesk.rules.clashes import Margins
from acxdesk.rules.deciding import DECISION_DAYS, MOST_DECISION_DAYS
from acxdesk.rules.text import clean_line

PREFIX: Final = "ACXDESK_"
# Variables that are ours and no settings: what they say is never shown, saved or written down.
_NO_SETTINGS: Final = (FILE_VARIABLE.removeprefix(PREFIX), "SMTP_PASSWORD", "CALDAV_PASSWORD")

_LONGEST_MARGIN: Final = 1440  # minutes: a day
_HOURS_OF_A_MONTH: Final = 31 * 24
_LONGEST_OFFER: Final = 24 * 60  # hours; an offer that stands for two months is a reservation


def _default_data() -> Path:
    return platformdirs.user_data_path("acxdesk", appauthor=False) / "desk.acx"


def _default_name() -> str:
    try:
        return clean_line(getpass.getuser(), what="Name", limit=80) or "desk"
    except (OSError, KeyError, ImportError, Refused):  # no such user, as in some containers
        return "desk"


class Settings(BaseSettings):
    """All settings, as they hold. Made by `load`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    data: Annotated[Path, BeforeValidator(settingvalues.path)] = Field(
        default_factory=_default_data, description="The data file. It is made by `acxdesk init`."
    )
    name: Annotated[str, BeforeValidator(settingvalues.line)] = Field(
        default_factory=_default_name,
        min_length=1,
        description="Who sits at the desk, as the journal writes it; without it the name of the system's user.",
    )
    zone: Annotated[str, BeforeValidator(settingvalues.zone)] = Field(
        default="Europe/London",
        description="The time zone of new sessions, and the one that times are shown in, as IANA names it.",
    )
    time: Annotated[dt.time, BeforeValidator(settingvalues.wall_time)] = Field(
        default=dt.time(14), description="The wall time at which new sessions begin, HH:MM."
    )
    offer_hours: int = Field(
        default=48,
        ge=1,
        le=_LONGEST_OFFER,
        description="How many hours a seat that was offered from the waiting list is held.",
    )
    weekend: Annotated[tuple[str, ...], NoDecode, BeforeValidator(settingvalues.weekdays)] = Field(
        default=("Sat", "Sun"), max_length=6, description="The weekdays on which a course of days does not meet."
    )
    rest_minutes: int = Field(
        default=30,
        ge=0,
        le=_LONGEST_MARGIN,
        description="How many minutes a coach rests between two meetings at least; less is told as a clash.",
    )
    travel_minutes: int = Field(
        default=180,
        ge=0,
        le=_LONGEST_MARGIN,
        description="How many minutes lie at least between two meetings of one person in different cities.",
    )
    decision_days: int = Field(
        default=DECISION_DAYS,
        ge=0,
        le=MOST_DECISION_DAYS,
        description="How many days before its start it is decided whether a new session goes ahead; 0 for no date.",
    )
    coach_hours: int = Field(
        default=80,
        ge=1,
        le=_HOURS_OF_A_MONTH,
        description="How many hours a coach teaches in a month at most; more has a sign on the board of coaches.",
    )
    theme: Literal["dark", "light", "ansi"] = Field(
        default="dark", description="The colours: dark, light, or ansi for the terminal's own sixteen."
    )
    keymap: dict[str, str] = Field(
        default_factory=dict, description="Keys of your own: the id of an action, and the key or keys that do it."
    )
    organizer_name: Annotated[str, BeforeValidator(settingvalues.line)] = Field(
        default="", description="The office that calendars name as the organizer; empty for none."
    )
    organizer_mailbox: Annotated[str, BeforeValidator(settingvalues.mailbox)] = Field(
        default="", description="The mailbox of that office, which delegates answer to; empty for none."
    )
    feed_url: Annotated[str, BeforeValidator(settingvalues.folder_url)] = Field(
        default="", description="The address under which a web server shows the feeds' folder; empty for none."
    )
    smtp_host: Annotated[str, BeforeValidator(settingvalues.host)] = Field(
        default="", description="The server that e-mails are handed to; empty for none: they are then written as files."
    )
    smtp_port: int = Field(default=587, ge=1, le=65_535, description="The port of that server.")
    smtp_security: Literal["starttls", "tls", "none", "none-anywhere"] = Field(
        default="starttls",
        description="How the line to it is kept private: starttls, tls from the start, or none, which is for this "
        "computer alone; none-anywhere sends everything but a password readable over the network.",
    )
    smtp_user: Annotated[str, BeforeValidator(settingvalues.line)] = Field(
        default="", description="Who signs in at that server; empty for nobody."
    )
    smtp_password_file: Annotated[Path | None, BeforeValidator(settingvalues.path)] = Field(
        default=None,
        description="A file with the password, which nobody else may read; or say it in `ACXDESK_SMTP_PASSWORD`.",
    )
    caldav_url: Annotated[str, BeforeValidator(settingvalues.server_url)] = Field(
        default="", description="The CalDAV server on which everybody's calendar is kept; empty for none."
    )
    caldav_user: Annotated[str, BeforeValidator(settingvalues.line)] = Field(
        default="", description="Who signs in at that server, and in whose home the calendars are."
    )
    caldav_password_file: Annotated[Path | None, BeforeValidator(settingvalues.path)] = Field(
        default=None,
        description="A file with the password, which nobody else may read; or say it in `ACXDESK_CALDAV_PASSWORD`.",
    )
    issuer_name: Annotated[str, BeforeValidator(settingvalues.line)] = Field(
        default="", description="Who awards, as certificates and badges name it; empty for nobody."
    )
    verify_url: Annotated[str, BeforeValidator(settingvalues.verify_url)] = Field(
        default="",
        description="The page on which the code of a certificate is looked up, with {code} in its place; empty for "
        "none: the QR code then has the code alone.",
    )
    signing_key: Annotated[Path | None, BeforeValidator(settingvalues.path)] = Field(
        default=None,
        description="The private key that badges are signed with; empty for the data file's name and `.key` behind it.",
    )
    backup_folder: Annotated[Path | None, BeforeValidator(settingvalues.path)] = Field(
        default=None, description="Where backups go; empty for the folder `backups` beside the data file."
    )

    _sources: dict[str, str] = PrivateAttr(default_factory=dict)

    @property
    def who(self) -> str:
        """Who sits at the desk."""
        return self.name

    @property
    def backups(self) -> Path:
        """The folder of the backups, whether or not it was set."""
        return self.backup_folder or folder_of(self.data)

    @property
    def key_file(self) -> Path:
        """The file of the private key, whether or not it was set or is there."""
        return self.signing_key or self.data.with_name(f"{self.data.name}.key")

    @property
    def margins(self) -> Margins:
        """What lies between two meetings of one person at least."""
        return Margins(dt.timedelta(minutes=self.rest_minutes), dt.timedelta(minutes=self.travel_minutes))

    @property
    def margin_fields(self) -> dict[str, int]:
        """The same as the fields of a request that puts a meeting or a coach somewhere."""
        return {"rest_minutes": self.rest_minutes, "travel_minutes": self.travel_minutes}

    @property
    def weekend_days(self) -> frozenset[int]:
        """The weekend as ISO weekdays, 1 Monday to 7 Sunday."""
        return frozenset(localtime.WEEKDAYS.index(day) + 1 for day in self.weekend)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic-settings hands it in
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flag, variable, file; pydantic adds the default."""
        return init_settings, env_settings, InitSettingsSource(settings_cls, read())


@dataclass(frozen=True, slots=True)
class Explained:
    """One setting, and why it is as it is."""

    name: str
    value: str  # as a person writes it; empty for none
    source: str  # "flag", the variable's name, the file's path, or "default"
    description: str


def load(**flags: object) -> Settings:
    """The settings as they hold for this run.

    Args:
        flags: what the command line says, by the settings' names; "" and None stand for a flag that was not given.

    Raises:
        InputProblem: a value is wrong, or a key of the file is unknown; each is named with its place.
    """
    given = {name: value for name, value in flags.items() if value not in ("", None)}
    said = read()
    _refuse_relative(said)
    try:
        settings = Settings(**given)  # type: ignore[arg-type]  # pydantic judges the values
    except ValidationError as fault:
        sentences = [f"{_place(each, given, said)}: {_reason(each)}" for each in fault.errors()]
        raise InputProblem(" ".join(sentences), remedy="`acxdesk settings` lists them all.") from fault
    except SettingsError as fault:  # a variable that should hold JSON; its value is not repeated
        raise InputProblem(
            f"{PREFIX}KEYMAP is not a JSON object.", remedy="""Write it as '{"session.add": "n"}'."""
        ) from fault
    settings._sources.update({name: _source(name, given, said) for name in Settings.model_fields})  # noqa: SLF001
    return settings


def explain(settings: Settings) -> tuple[Explained, ...]:
    """Every setting with its value, where that was said, and what it is for, in the order of declaration."""
    return tuple(
        Explained(
            name,
            _as_text(getattr(settings, name)),
            settings._sources.get(name, "default"),  # noqa: SLF001 - written by `load`
            field.description or "",
        )
        for name, field in Settings.model_fields.items()
    )


def strangers() -> tuple[str, ...]:
    """A sentence for each variable that begins as ours do and is none: a slip that would change nothing silently."""
    known = {name.upper() for name in Settings.model_fields} | set(_NO_SETTINGS)
    ours = sorted(name for name in os.environ if name.upper().startswith(PREFIX))
    unknown = {name: bare for name in ours if (bare := name.upper().removeprefix(PREFIX)) not in known}
    return tuple(
        f"The variable {settingvalues.bare(name)} is no setting.{_near(bare, known, prefix=PREFIX)}"
        for name, bare in unknown.items()
    )


def save(name: str, value: object) -> Path:
    """Write one setting into the file; its comments, its order and everything else in it stay.

    Args:
        name: of the setting.
        value: as its type or as text; "" or None takes the setting out, so that the default holds.

    Returns:
        The file.

    Raises:
        Refused: there is no such setting.
        InputProblem: the value is wrong, or the file cannot be read.
        SaveFailed: it cannot be written.
    """
    if name not in Settings.model_fields:
        raise Refused(f'There is no setting "{settingvalues.bare(name)}".{_near(name, Settings.model_fields)}')
    if value in ("", None):
        return write(name, None)
    field = Settings.model_fields[name]
    try:
        # The field alone: what else is wrong in the file does not stand in the way of putting one thing right.
        kind: Any = Annotated[field.annotation, Field(), *field.metadata]
        judged: Any = TypeAdapter(kind).validate_python(value)
    except ValidationError as fault:
        raise InputProblem(f"{name}: {_reason(fault.errors()[0])}") from fault
    made = _as_toml(judged)
    _refuse_relative({name: made})
    return write(name, made)


def _refuse_relative(said: Mapping[str, Any]) -> None:
    """A path in the file would mean another file in each folder that acxdesk is started from."""
    for name in ("data", "backup_folder", "signing_key", "smtp_password_file", "caldav_password_file"):
        path = said.get(name)
        if isinstance(path, str) and path and not Path(path).expanduser().is_absolute():
            raise InputProblem(
                f"{shown(settings_file())}, {name}: {settingvalues.short(path)} is no whole path.",
                remedy="Begin it with / or ~.",
            )


def _source(name: str, given: Mapping[str, object], said: Mapping[str, Any]) -> str:
    if name in given:
        return "flag"
    if any(variable.upper() == PREFIX + name.upper() and value for variable, value in os.environ.items()):
        return PREFIX + name.upper()
    return str(settings_file()) if name in said else "default"


def _place(fault: ErrorDetails, given: Mapping[str, object], said: Mapping[str, Any]) -> str:
    """Where a wrong value was said: --zone, ACXDESK_ZONE, or the file and its key."""
    name = str(fault["loc"][0])
    source = _source(name, given, said)
    if source == "flag":
        return f"--{settingvalues.bare(name).replace('_', '-')}"
    return (
        source
        if source.startswith(PREFIX)
        else f"{shown(source)}, {settingvalues.bare('.'.join(map(str, fault['loc'])))}"
    )


def _reason(fault: ErrorDetails) -> str:
    if fault["type"] == "extra_forbidden":
        return f"there is no such setting.{_near(str(fault['loc'][0]), Settings.model_fields)}"
    said = fault["msg"].removeprefix("Value error, ")
    said = said if said.endswith((".", "?")) else f"{said}."
    return said if fault["type"] == "value_error" else f"{settingvalues.short(fault['input'])} does not do. {said}"


def _near(name: str, known: Iterable[str], *, prefix: str = "") -> str:
    near = get_close_matches(name, list(known), n=1)
    return f" Did you mean {prefix}{near[0]}?" if near else ""


def _as_text(value: object) -> str:
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, dict):
        return ", ".join(f"{key}={each}" for key, each in value.items())
    return "" if value is None else str(value)


def _as_toml(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, int | dict) else _as_text(value)
