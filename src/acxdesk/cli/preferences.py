"""The verbs of `acxdesk settings`."""

from typing import Annotated

from cyclopts import Parameter

from acxdesk.cli import voice
from acxdesk.cli.call import Asked, noun
from acxdesk.cli.voice import Heading

app = noun("settings", "Settings: who you are, zone, folders. Without a verb it shows them.")


@app.command
def show(*, call: Asked) -> None:
    """Every setting: its value, where that was said, and what it is for."""
    from acxdesk.desk.settings import explain
    from acxdesk.desk.settingsfile import settings_file

    explained = explain(call.settings)
    if call.as_json:
        voice.print_json(explained)
        return
    voice.print_table(
        tuple(map(Heading, ("Setting", "Value", "From", "What it is for"))),
        ((each.name, each.value, each.source, each.description) for each in explained),
    )
    voice.say(f"They are kept in {settings_file()}.")


@app.command(name="set")
def set_(
    name: Annotated[str, Parameter(help="the setting")],
    value: Annotated[str, Parameter(help='its value; "" for the default')],
    /,
    *,
    call: Asked,
) -> None:
    """Write one setting into the file of settings. Its comments and everything else in it stay."""
    from acxdesk.desk.settings import save
    from acxdesk.desk.settingsfile import settings_file

    if call.dry_run:
        _try(name, value)
    else:
        save(name, value)
    sentence = f"{name} is {value} now." if value else f"{name} has its default again."
    if call.as_json:
        voice.print_json(
            {"sentence": sentence, "file": settings_file(), "changed": not call.dry_run, "dry_run": call.dry_run}
        )
    voice.say(f"Dry run, nothing was written: {sentence}" if call.dry_run else sentence)


@app.default
def _(*, call: Asked) -> None:
    show(call=call)


def _try(name: str, value: str) -> None:
    """Find out whether the setting would take the value.

    Raises:
        Refused, InputProblem: as it would be when written.
    """
    from acxdesk.desk.settings import Settings, load
    from acxdesk.errors import NotFound

    if name not in Settings.model_fields:
        raise NotFound(f"There is no setting {name}.", remedy="`acxdesk settings` shows them.")
    load(**{name: value})
