"""The verbs of `acxdesk closure`."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, WrongUse, noun
from acxdesk.cli.said import DaySaid, given
from acxdesk.cli.voice import Heading
from acxdesk.rules.countries import country as known_country
from acxdesk.rules.localtime import reading

if TYPE_CHECKING:
    from acxdesk.queries.closures import ClosedSpan

app = noun("closure", "Closed days: the business's own, public holidays, what falls on them.")

Which = Annotated[str, Parameter(help="a closure by number or name")]
Name = Annotated[str, Parameter(help="what it is called, as Christmas closure")]
First = Annotated[DaySaid, Parameter(name=("--first", "--first-on", "--on"), help="its first day")]
Last = Annotated[DaySaid, Parameter(name=("--last", "--last-on"), help="its last day, included")]
Year = Annotated[int | None, Parameter(help="which year; this one unless given")]
Country = Annotated[str, Parameter(help="a country by name or code, as GB; repeatable")]

_HEADINGS = (
    Heading("No.", numeric=True),
    *map(Heading, ("First day", "Last day", "Name", "Holiday in")),
    Heading("Meetings", numeric=True),
)


@app.command
def add(name: Name, *, first: First, last: Last | None = None, call: Asked) -> None:
    """Close some days, and tell the meetings that fall on them; none is moved. Prints its number."""
    from acxdesk.actions import closures

    with call.writing() as desk:
        today = desk.clock.today(call.settings.zone)
        days = given(first_on=said.day(first, today), last_on=said.day_if_given(last, today))
        receipt = closures.add_closure(desk, closures.AddClosure.read({"name": name, **days}))
    call.answer(receipt, made=str(receipt.ids[0]), id=None if call.dry_run else receipt.ids[0])


@app.command
def edit(
    closure: Which, *, name: Name | None = None, first: First | None = None, last: Last | None = None, call: Asked
) -> None:
    """Change the days or the name of a closure, and tell the meetings that fall on it; none is moved."""
    from acxdesk.actions import closures

    with call.writing() as desk:
        today = desk.clock.today(call.settings.zone)
        values = given(name=name, first_on=said.day_if_given(first, today), last_on=said.day_if_given(last, today))
        if not values:
            raise WrongUse("Nothing to change is given.", remedy="See `acxdesk closure edit --help`.")
        receipt = closures.edit_closure(desk, closures.EditClosure.read({"closure": closure, **values}))
    call.answer(receipt, id=receipt.ids[0])


@app.command
def remove(closure: Which, *, call: Asked) -> None:
    """Open the days of a closure again; what was planned round it stays where it is."""
    from acxdesk.actions import closures

    with call.writing() as desk:
        receipt = closures.remove_closure(desk, closures.RemoveClosure.read({"closure": closure}))
    call.answer(receipt, id=receipt.ids[0])


@app.command(name="list")
def list_(*, year: Year = None, call: Asked) -> None:
    """The business's own closures of a year, and how many meetings fall on each."""
    from acxdesk.queries.closures import closed_year

    with call.reading() as desk:
        spans = closed_year(desk, year or desk.clock.today(call.settings.zone).year, ())
    _print(call, spans)


@app.command
def holidays(*countries: Country, year: Year = None, call: Asked) -> None:
    """Public holidays of a year, and how many meetings of sessions in their country fall on each.

    Without a country: those in which sessions lie ahead, and that of the settings' zone.
    """
    from acxdesk.queries.closures import closed_year, countries_ahead

    chosen = _known(countries)
    with call.reading() as desk:
        where = chosen or countries_ahead(desk, desk.clock.now(), call.settings.zone)
        spans = closed_year(desk, year or desk.clock.today(call.settings.zone).year, where)
    _print(call, [span for span in spans if not span.number])


@app.command
def check(*countries: Country, call: Asked) -> None:
    """The meetings ahead that fall on closed days: closures, and public holidays of their sessions' countries.

    Public holidays of the countries that are named, as those of delegates, count for every session besides.
    """
    from acxdesk.queries.closures import season_check

    with call.reading() as desk:
        found = season_check(desk, desk.clock.now(), _known(countries))
    if call.as_json:
        voice.print_json(found)
        return
    rows = [(one.reference, str(one.number), reading(one.day), f"{one.at:%H:%M}", one.zone, one.why) for one in found]
    headings = (Heading("Session"), Heading("No.", numeric=True), *map(Heading, ("Day", "Time", "Zone", "Why")))
    if not voice.print_table(headings, rows):
        voice.say("No meeting ahead falls on a closed day.")


def _known(countries: Iterable[str]) -> tuple[str, ...]:
    """Countries by their codes.

    Raises:
        NotFound, Refused: there is none of that name.
    """
    return tuple(dict.fromkeys(known_country(each) for each in countries))


def _print(call: Call, spans: "Sequence[ClosedSpan]") -> None:
    """As a table, or as an array with every meeting."""
    if call.as_json:
        voice.print_json(spans)
        return
    rows = [
        (
            str(span.number or ""),
            reading(span.first_on),
            "" if span.first_on == span.last_on else reading(span.last_on),
            span.name,
            ", ".join(span.countries),
            str(len(span.meetings) or ""),
        )
        for span in spans
    ]
    if not voice.print_table(_HEADINGS, rows):
        voice.say("The list is empty.")
