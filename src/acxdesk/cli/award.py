"""`acxdesk award ...`: the yearly cycle of the Change Architect award."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, WrongUse, noun
from acxdesk.cli.said import DaySaid, given
from acxdesk.cli.voice import Heading
from acxdesk.rules.cycles import DATES, PanelRule, rules_text
from acxdesk.rules.localtime import reading

if TYPE_CHECKING:
    from datetime import date

    from acxdesk.queries.cycles import CycleCard

app = noun("award", "The Change Architect award of a year: its dates, its rules, its phases.")
app.command("acxdesk.cli.counting:count", name="count", help="Seal and count the ballots, or count published ones.")
app.command("acxdesk.cli.counting:result", name="result", help="What the count came to, with every round.")
app.command("acxdesk.cli.counting:ballots", name="ballots", help="Write the sealed ballots, to be counted again.")
app.command("acxdesk.cli.laureates:announce", name="announce", help="Announce the result, which ends the embargo.")
app.command("acxdesk.cli.laureates:announcement", name="announcement", help="The text that announces the winner.")
app.command("acxdesk.cli.laureates:certificate", name="certificate", help="Write the winner's certificate as PDF.")
app.command("acxdesk.cli.laureates:hall", name="hall", help="The Hall of Fame by year.")
app.command("acxdesk.cli.laureates:record", name="record", help="Record who was named in an earlier year.")
app.command("acxdesk.cli.laureates:correct", name="correct", help="Correct what is kept of one who was named.")
app.command("acxdesk.cli.laureates:calendar", name="calendar", help="Write the dates of a cycle as a calendar.")

Year = Annotated[int | None, Parameter(help="the year; else the cycle that is active, else the newest")]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Plan:
    """The dates and rules of a cycle; None where an option was left out."""

    title: Annotated[str | None, Parameter(help="what the winner is called")] = None
    zone: Annotated[str | None, Parameter(help="the IANA zone in which its days begin and end")] = None
    organiser: Annotated[str | None, Parameter(help="the organisation that gives it, by number or name")] = None
    nominating_from: Annotated[DaySaid | None, Parameter(help="the first day of nominations")] = None
    nominating_until: Annotated[DaySaid | None, Parameter(help="their last day; eligibility is measured on it")] = None
    shortlist_on: Annotated[DaySaid | None, Parameter(help="the day of the shortlist, after nominations")] = None
    voting_from: Annotated[DaySaid | None, Parameter(help="the first day of voting")] = None
    voting_until: Annotated[DaySaid | None, Parameter(help="the last day of voting")] = None
    announce_on: Annotated[DaySaid | None, Parameter(help="the day of the announcement, after voting")] = None
    eligibility_years: Annotated[int | None, Parameter(help="a nominee is accredited for at least so many")] = None
    winner_years: Annotated[int | None, Parameter(help="a nominee has not won in the last so many")] = None
    excludes_staff: Annotated[
        bool | None, Parameter(negative="--includes-staff", help="whether the organiser's own people are left out")
    ] = None
    seconds_needed: Annotated[int | None, Parameter(help="peers who second a nomination, at least")] = None
    panel_rule: Annotated[
        Literal["mean", "median", "trimmed"] | None,
        Parameter(help="what the panel's points become; trimmed: the mean without the extremes"),
    ] = None
    shortlist_size: Annotated[int | None, Parameter(help="nominees on the shortlist")] = None
    voter_years: Annotated[int | None, Parameter(help="a voter is accredited for at least so many")] = None
    counting: Annotated[Literal["schulze", "irv"] | None, Parameter(help="how ballots are counted")] = None

    def values(self, today: "date") -> dict[str, Any]:
        """What was given, with its days read.

        Raises:
            Refused: a day cannot be read.
        """
        values = given(**asdict(self))
        for field in DATES:
            if field in values:
                values[field] = said.day(values[field], today, was=True)
        if self.panel_rule is not None:
            values["panel_rule"] = PanelRule[self.panel_rule.upper()]
        return values


NOTHING_GIVEN = Plan()


@app.command(name="plan")
def plan_(
    year: Annotated[int, Parameter(help="the year that the award is of; one cycle each")],
    *,
    plan: Plan = NOTHING_GIVEN,
    call: Asked,
) -> None:
    """Plan the cycle of a year: six dates and its rules. Prints the year."""
    from acxdesk.actions import cycles

    zone = plan.zone or call.settings.zone
    if plan.zone is None:
        voice.say(f"Chosen by the settings: the zone {zone}.")
    with call.writing() as desk:
        values = {"zone": zone, **plan.values(desk.clock.today(zone)), "year": year}
        receipt = cycles.plan(desk, cycles.PlanCycle.read(values))
    call.answer(receipt, made=str(year), year=year)


@app.command
def edit(year: Year = None, *, plan: Plan = NOTHING_GIVEN, call: Asked) -> None:
    """Move dates that are still to come, or change rules until voting opens."""
    from acxdesk.actions import cycles
    from acxdesk.queries.cycles import cycle

    with call.writing() as desk:
        card = cycle(desk, year)
        values = plan.values(desk.clock.today(card.zone))
        if not values:
            raise WrongUse("Nothing to change is given.", remedy="See `acxdesk award edit --help`.")
        receipt = cycles.edit(desk, cycles.EditCycle.read({"year": card.year, **values}))
    call.answer(receipt, year=card.year)


@app.command
def advance(year: Year = None, *, call: Asked) -> None:
    """Lead the cycle into its next phase, on its day or later: nominating, screening, voting."""
    from acxdesk.actions import cycles

    with call.writing() as desk:
        receipt = cycles.advance(desk, cycles.AdvanceCycle.read(given(year=year)))
    call.answer(receipt)


@app.command
def abandon(year: Year = None, *, reason: said.Reason, call: Asked) -> None:
    """End the cycle without a winner; what it holds stays."""
    from acxdesk.actions import cycles

    with call.writing() as desk:
        receipt = cycles.abandon(desk, cycles.AbandonCycle.read({"reason": reason, **given(year=year)}))
    call.answer(receipt)


@app.command(name="list")
def list_(*, call: Asked) -> None:
    """Every cycle, the newest first."""
    from acxdesk.queries.cycles import cycles

    with call.reading() as desk:
        rows = cycles(desk)
    if call.as_json:
        voice.print_json(rows)
        return
    headings = [Heading("Year", numeric=True), *map(Heading, ("Title", "Phase", "Nominations", "Voting", "Announced"))]
    voice.print_table(
        headings,
        (
            (
                str(row.year),
                row.title,
                row.phase,
                f"from {reading(row.nominating_from)}",
                f"until {reading(row.voting_until)}",
                reading(row.announce_on),
            )
            for row in rows
        ),
    )
    if not rows:
        voice.say("No cycle is planned yet: `acxdesk award plan`.")


@app.command
def show(year: Year = None, *, call: Asked) -> None:
    """The phase, the dates and the rules of a cycle; nothing of a result before it is announced."""
    from acxdesk.queries.cycles import cycle

    with call.reading() as desk:
        card = cycle(desk, year)
    declared = card.rules_text or rules_text(card.rules)
    if call.as_json:
        voice.print_json({**voice.plain(card), "rules": declared.splitlines()})
        return
    voice.print_pairs(_facts(card))
    for line in declared.splitlines():
        voice.data(f"  {line}")


def _facts(card: "CycleCard") -> list[tuple[str, str]]:
    return [
        ("Award", f"{card.title} {card.year}"),
        ("Phase", card.phase.value),
        ("Nominations", f"{reading(card.nominating_from)} to {reading(card.nominating_until)}"),
        ("Shortlist", reading(card.shortlist_on)),
        ("Voting", f"{reading(card.voting_from)} to {reading(card.voting_until)}"),
        ("Announcement", reading(card.announce_on)),
        ("Zone", card.zone),
        ("Organiser", card.organiser),
        ("Rules frozen", f"{card.frozen_at:%Y-%m-%d %H:%M} UTC" if card.frozen_at else "when voting opens"),
        ("Rules hash", card.rules_hash),
    ]
