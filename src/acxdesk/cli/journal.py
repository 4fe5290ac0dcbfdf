"""The verbs of `acxdesk journal`, and undo and redo."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, noun
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import DaySaid
from acxdesk.cli.voice import Heading
from acxdesk.errors import NotFound
from acxdesk.rules.localtime import day_begins, reading, wall

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.journal import ChangeRow, EntryCard
    from acxdesk.queries.sqllisting import SqlListing

app = noun("journal", "Who did what, and when. Without a verb it lists it.")


@app.default
@app.command(name="list")
def list_(
    *,
    person: Annotated[str | None, Parameter(help="only what is about this person")] = None,
    session: Annotated[str | None, Parameter(help="only what is about this session, by its reference")] = None,
    since: Annotated[DaySaid | None, Parameter(help="only from this day on")] = None,
    until: Annotated[DaySaid | None, Parameter(help="only up to this day, which is included")] = None,
    shown: Shown = AS_IT_IS,
    call: Asked,
) -> int:
    """List what was done, the last first."""
    with call.reading() as desk:
        return print_list(call, desk, _listing(call, desk, (person, session), (since, until)), shown)


@app.command
def show(number: Annotated[int, Parameter(help="the entry's number")], /, *, call: Asked) -> None:
    """One entry, with every row before and after."""
    from acxdesk.queries.journal import entry

    with call.reading() as desk:
        card = entry(desk, number)
    if card is None:
        raise NotFound(f"The journal has no entry {number}.", remedy="`acxdesk journal list` shows them.")
    if call.as_json:
        voice.print_json(card)
        return
    voice.print_pairs(_facts(card, call.settings.zone))
    voice.data("")
    headings = (Heading("Table"), Heading("Row", numeric=True), *map(Heading, ("Field", "Before", "After")))
    voice.print_table(headings, (cells for change in card.changes for cells in _cells(change)))
    if card.more:
        voice.say(f"And {card.more:,} more rows.")


def undo(
    *,
    past_ballots: Annotated[
        bool, Parameter(help="pass over ballots and seals, which cannot be taken back, to the deed before them")
    ] = False,
    call: Asked,
) -> None:
    """Take the last deed back, whoever did it and however many rows it changed."""
    from acxdesk.actions import journal

    with call.writing(upkeep=False) as desk:
        receipt = journal.undo(desk, past_ballots=past_ballots)
    call.answer(receipt)


def redo(*, call: Asked) -> None:
    """Put the deed again that was taken back last; a new deed in between ends that."""
    from acxdesk.actions import journal

    with call.writing(upkeep=False) as desk:
        receipt = journal.redo(desk)
    call.answer(receipt)


def _listing(
    call: Call, desk: "Desk", about: tuple[str | None, str | None], days: tuple[str | None, str | None]
) -> "SqlListing":
    from acxdesk.queries.journal import journal

    (person, session), (since, until) = about, days
    zone = call.settings.zone
    today = desk.clock.today(zone)
    return journal(
        desk,
        zone=zone,
        person=None if person is None else said.people(desk, [person])[0],
        session=None if session is None else said.session_number(desk, session),
        since=None if since is None else day_begins(said.day(since, today), zone),
        until=None if until is None else day_begins(said.day(until, today) + timedelta(days=1), zone),
    )


def _facts(card: "EntryCard", zone: str) -> list[tuple[str, str]]:
    local = wall(card.at, zone)
    return [
        ("Entry", str(card.id)),
        ("When", f"{reading(local.date())} {local:%H:%M:%S} {zone}"),
        ("Who", card.who),
        ("Deed", f"{card.verb} ({card.kind})"),
        ("What was done", card.sentence),
        ("Takes back", "" if card.undoes is None else f"entry {card.undoes}"),
        ("Hash", card.hash),
    ]


def _cells(change: "ChangeRow") -> list[tuple[str, ...]]:
    """A changed row as lines of a table, one for each field."""
    before, after = change.before or {}, change.after or {}
    return [
        (change.table, str(change.row), field, _text(before.get(field)), _text(after.get(field)))
        for field in {**before, **after}
    ]


def _text(value: object) -> str:
    return "" if value is None else str(value)
