"""`acxdesk doctor`: the data file, its journal, its backups and the zone data, examined without changing a byte."""

from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING

from acxdesk.cli import voice
from acxdesk.cli.call import Asked, Call
from acxdesk.cli.files import newest_good
from acxdesk.errors import DataFileProblem, Refused

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class Findings:
    """What was found."""

    data: "Path"
    state: str = "sound"  # or what stands at the path instead
    revision: str = ""  # of the tables
    faults: list[str] = field(default_factory=list)  # what is wrong, each a sentence
    entries: int = 0  # of the journal
    backups: int = 0
    newest_good_backup: "Path | None" = None
    warnings: list[str] = field(default_factory=list)  # what may become wrong
    tzdata: str = ""  # the version of the zone data


def doctor(*, call: Asked) -> int:
    """Examine the data file, its journal and its backups. Exit code 5 when something is wrong."""
    found = _examined(call)
    if call.as_json:
        voice.print_json(found)
    else:
        voice.print_pairs(_facts(found))
    for sentence in (*found.faults, *found.warnings):
        voice.say(f"acxdesk: {sentence}")
    if not found.faults:
        return 0
    if found.newest_good_backup:
        voice.say(f"acxdesk: `acxdesk restore {found.newest_good_backup}` puts that backup in its place.")
    return DataFileProblem.exit_code


def _examined(call: Call) -> Findings:
    from acxdesk.desk import backups, files, opening, settings

    path = call.settings.data
    found = Findings(path, tzdata=version("tzdata"))
    try:
        found.revision = f"{files.check(path).user_version:04d}"
        found.faults += [f"{path}: {each}." for each in opening.faults(path)]
    except Refused as refused:
        found.state = opening.look(path).kind.name.lower()
        found.faults.append(str(refused))
    if not found.faults:
        _journal(call, found)
    elif found.state == "sound":
        found.state = "damaged"
    found.backups = len(backups.listing(call.settings.backups, path.stem))
    found.newest_good_backup = newest_good(call)
    if not found.backups:
        found.warnings.append(f"There is no backup in {call.settings.backups}; `acxdesk backup` makes one.")
    found.warnings += filter(None, (files.sync_folder(path), *settings.strangers()))
    return found


def _journal(call: Call, found: Findings) -> None:
    """Recompute the chain over all entries."""
    from acxdesk.desk import journal

    with call.reading() as desk, desk.reading() as work:
        found.entries = journal.count(work)
        broken = journal.first_broken(work)
    if broken is not None:
        found.faults.append(f"The journal was rewritten: entry {broken} does not fit what it says or stands on.")


def _facts(found: Findings) -> list[tuple[str, str]]:
    return [
        ("Data file", str(found.data)),
        ("State", found.state if not found.faults else f"{found.state}: {len(found.faults)} wrong"),
        ("Tables", found.revision),
        ("Journal", f"{found.entries:,} entries" if found.revision else ""),
        ("Backups", f"{found.backups:,}"),
        ("Newest good backup", str(found.newest_good_backup or "none")),
        ("Zone data", f"tzdata {found.tzdata}"),
    ]
