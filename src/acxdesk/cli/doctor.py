"""`acxdesk doctor`: the data file, its journal, its backups and the zone data, examined."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import voice
from acxdesk.cli.call import Asked
from acxdesk.cli.voice import Heading
from acxdesk.errors import DataFileProblem

if TYPE_CHECKING:
    from acxdesk.actions.care import Examination


def doctor(
    *,
    mend: Annotated[bool, Parameter(help="derive again what is only derived: instants, the search index")] = False,
    call: Asked,
) -> int:
    """Examine the data file, its journal and its backups. Exit code 5 when something is at fault."""
    from acxdesk.actions.care import State
    from acxdesk.actions.care import doctor as examine
    from acxdesk.desk.clock import SystemClock

    settings = call.settings
    seen = examine(
        settings.data,
        clock=SystemClock(),
        who=settings.who,
        backups=settings.backups,
        mend=mend and not call.dry_run,
    )
    _print(seen, as_json=call.as_json)
    if seen.mended is not None:
        voice.say(seen.mended.sentence)
        for line in seen.mended.lines:
            voice.say(f"  {line}")
    voice.warn(f"{one.sentence} {one.remedy}".strip() for one in (*seen.of(State.FAULT), *seen.of(State.WARNING)))
    return 0 if seen.is_sound else DataFileProblem.exit_code


def _print(seen: "Examination", *, as_json: bool) -> None:
    if as_json:
        voice.print_json({"sound": seen.is_sound, **voice.plain(seen)})
        return
    voice.print_table(
        tuple(map(Heading, ("State", "Check", "Finding"))),
        ((one.state.value, one.check, f"{one.sentence} {one.remedy}".strip()) for one in seen.findings),
    )
