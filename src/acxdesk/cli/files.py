"""`acxdesk init`, `backup` and `restore`: the data file as a whole."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from acxdesk.cli import voice
from acxdesk.cli.call import Asked, Call, WrongUse
from acxdesk.errors import DataFileProblem, Refused
from acxdesk.rules.text import visible


def init(
    *,
    demo: Annotated[
        bool, Parameter(help="fill it with demonstration data: people and places that are made up")
    ] = False,
    quiet: Annotated[bool, Parameter(help="say nothing when there was nothing to do")] = False,
    call: Asked,
) -> None:
    """Make a data file with the printed catalogue. One that is there already stays as it is. Prints its path."""
    from acxdesk.desk import files
    from acxdesk.desk.opening import Kind, look

    path = call.settings.data
    there = look(path).kind
    if there is not Kind.MISSING:
        files.check(path)
    elif call.dry_run:
        _tell(call, path, f"{path} would be made.", changed=False)
        return
    else:
        files.create(path)
        if warning := files.sync_folder(path):
            voice.say(f"acxdesk: {warning}")
    try:
        sentences = _filled(call, demo=demo)
    except Refused:
        if there is Kind.MISSING:
            files.discard(path)
        raise
    if there is Kind.MISSING:
        sentences.insert(0, f"{path} made.")
    elif not sentences and quiet:
        return
    _tell(call, path, " ".join(sentences) or f"{path} is there already.", changed=bool(sentences))


def demo(*, call: Asked) -> None:  # noqa: ARG001 - the options of every verb are read before they are refused
    """Open the terminal app on demonstration data, in a file of its own and on a day of its own: 24 November 2020."""
    raise WrongUse(
        "`acxdesk demo` opens the terminal app and takes no option.",
        remedy="For the same data in a file of yours: `acxdesk --data FILE init --demo`.",
    )


def backup(
    *,
    to: Annotated[Path | None, Parameter(help="the folder to put it in; else that of the settings")] = None,
    call: Asked,
) -> None:
    """Make a backup now, and check it. Prints its path."""
    from acxdesk.desk import backups
    from acxdesk.desk.clock import SystemClock
    from acxdesk.desk.files import check

    settings, now = call.settings, SystemClock().now()
    check(settings.data)
    folder = to or settings.backups
    if call.dry_run:
        _tell(call, folder, f"A backup would be made in {folder}.", changed=False)
        return
    made = backups.backup(settings.data, folder, now=now, why="by-hand")
    if to is None:
        backups.thin(folder, now)
    _tell(call, made, f"Backup made and checked: {made}.")


def restore(
    file: Annotated[Path | None, Parameter(help="the backup; else the newest good one")] = None, /, *, call: Asked
) -> None:
    """Put a backup in the place of the data file. The file that was there is kept under another name."""
    from acxdesk.actions.checks import newest_good
    from acxdesk.desk import backups
    from acxdesk.desk.clock import SystemClock

    path = call.settings.data
    source = file or newest_good(path, call.settings.backups)
    if source is None:
        raise DataFileProblem(
            f"There is no good backup of {path} in {call.settings.backups}.", remedy="Name one: `acxdesk restore FILE`."
        )
    backups.prove(source, path)
    if call.dry_run:
        _tell(call, source, f"{source} would be put in the place of {path}.", changed=False)
        return
    call.confirm(f"Put {source} in the place of {path}?")
    aside = backups.restore(source, path, SystemClock().now())
    kept = f" What was there is kept as {aside}." if aside else ""
    _tell(call, path, f"{path} is {source} now.{kept}", kept=aside)


def _filled(call: Call, *, demo: bool) -> list[str]:
    """Load what is missing of the catalogue and of the Hall of Fame, then the demonstration; what was done."""
    from acxdesk.actions.catalogue import load_catalogue
    from acxdesk.actions.laureates import load_hall

    with call.writing(upkeep=False) as desk:
        receipts = [load_catalogue(desk), load_hall(desk)]
        if demo:
            from acxdesk.actions.season import load_season

            receipts.append(load_season(desk))
    return [receipt.sentence for receipt in receipts if receipt.changed]


def _tell(call: Call, path: Path, sentence: str, *, changed: bool = True, **more: object) -> None:
    """What was done, in words on stderr; on stdout the path that it is about."""
    if call.as_json:
        voice.print_json({"sentence": sentence, "file": path, "changed": changed, "dry_run": call.dry_run, **more})
    else:
        voice.data(str(path))
    voice.say(visible(sentence) if not call.dry_run else f"Dry run, nothing was written: {visible(sentence)}")
