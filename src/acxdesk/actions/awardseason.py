"""The award in the demonstration: a cycle that has come as far as the desk's present, by the app's own deeds."""

import csv
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from acxdesk.actions.announcing import Announce, announce
from acxdesk.actions.ballots import Cast, cast
from acxdesk.actions.cycles import AdvanceCycle, PlanCycle, advance, plan
from acxdesk.actions.nominations import AnswerNomination, Nominate, SecondNomination, answer, nominate, second
from acxdesk.actions.panels import EnterScores, MakeShortlist, PanelRequest, add_member, enter_scores, make_shortlist
from acxdesk.actions.screening import Cite, cite
from acxdesk.actions.voting import GiveCodes, give_codes, seal_box
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.schema import resource
from acxdesk.queries.panels import panel_sheet
from acxdesk.records.people import Person

ZONE: Final = "Europe/London"
_PLANNED_BEFORE: Final = timedelta(days=14)
Step = tuple[datetime, Callable[[Desk], Iterator[Receipt]]]  # when it was done, and what


def load_award(desk: Desk) -> list[Receipt]:
    """Carry the cycle of `seed/award.toml` on until the desk's present; a receipt for each deed."""
    with (resource("seed") / "award.toml").open("rb") as file:
        told = tomllib.load(file)
    with desk.reading() as work:
        people = {address: number for address, number in work.execute(select(Person.email_key, Person.id)) if address}
    now = desk.clock.now()
    done: list[Receipt] = []
    for moment, step in _steps(told, people):
        if moment > now:
            break
        done += step(replace(desk, clock=FrozenClock(moment)))
    return done


def _steps(told: Mapping[str, Any], people: Mapping[str, int]) -> Iterator[Step]:
    cycle: Mapping[str, Any] = told["cycle"]
    made = [Nominated(one, people) for one in told["nominations"]]
    yield _at(cycle["nominating_from"] - _PLANNED_BEFORE), lambda desk: iter([_planned(desk, cycle)])
    yield _at(cycle["nominating_from"]), lambda desk: iter([advance(desk, AdvanceCycle())])
    yield _at(cycle["nominating_from"] + timedelta(days=3)), lambda desk: _nominated(desk, made)
    yield _at(cycle["nominating_until"] + timedelta(days=1)), lambda desk: _screened(desk, made, told["panel"], people)
    yield _at(cycle["shortlist_on"]), lambda desk: _shortlisted(desk, made)
    yield _at(cycle["voting_from"]), lambda desk: _voted(desk, told["ballots"])
    yield _at(cycle["voting_until"] + timedelta(days=1)), lambda desk: iter([seal_box(desk)])
    yield _at(cycle["announce_on"]), lambda desk: iter([announce(desk, Announce())])


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


class Nominated:
    """A nomination of the file, and its number once it is made.

    Args:
        said: as the file has it.
        people: numbers by address.
    """

    def __init__(self, said: Mapping[str, Any], people: Mapping[str, int]) -> None:
        self.said = said
        self.nominee = people[said["nominee"]]
        self.nominator = people[said["nominator"]]
        self.seconds = [people[address] for address in said.get("seconds", ())]
        self.number = 0


def _planned(desk: Desk, cycle: Mapping[str, Any]) -> Receipt:
    return plan(desk, PlanCycle.read({"zone": ZONE, **cycle}))


def _nominated(desk: Desk, made: list[Nominated]) -> Iterator[Receipt]:
    for one in made:
        fields = {name: one.said[name] for name in ("category", "statement")}
        evidence = tuple(one.said.get("evidence", ()))
        values = {"nominee": one.nominee, "nominator": one.nominator, "evidence": evidence, **fields}
        receipt = nominate(desk, Nominate.read(values))
        (one.number,) = receipt.ids
        yield receipt
        for peer in one.seconds:
            yield second(desk, SecondNomination(nomination=one.number, person=peer))
    for number in dict.fromkeys(one.number for one in made if one.seconds):
        yield answer(desk, AnswerNomination(nomination=number, accepted=True))


def _screened(desk: Desk, made: list[Nominated], panel: list[str], people: Mapping[str, int]) -> Iterator[Receipt]:
    yield advance(desk, AdvanceCycle())
    members = [people[address] for address in panel]
    for member in members:
        yield add_member(desk, PanelRequest(person=member))
    known = {row.standing.id for row in panel_sheet(desk).nominees}
    scores = [
        {"nomination": one.number, "member": member, "points": points}
        for one in made
        if one.number in known
        for member, points in zip(members, one.said.get("scores", ()), strict=False)
    ]
    yield enter_scores(desk, EnterScores.read({"scores": scores}))


def _shortlisted(desk: Desk, made: list[Nominated]) -> Iterator[Receipt]:
    yield make_shortlist(desk, MakeShortlist())
    for one in made:
        if citation := one.said.get("citation"):
            yield cite(desk, Cite(nomination=one.number, citation=citation))


def _voted(desk: Desk, ballots: list[Mapping[str, str]]) -> Iterator[Receipt]:
    """Open voting, give the codes out, and cast the ballots of those who vote. Nobody keeps the codes."""
    yield advance(desk, AdvanceCycle())
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "codes.csv")
        yield replace(give_codes(desk, GiveCodes(), out), lines=())
        with out.open(encoding="utf-8-sig", newline="") as file:
            codes = {row["email"]: row["code"] for row in csv.DictReader(file)}
    for one in ballots:
        yield cast(desk, Cast(code=codes[one["voter"]], ranking=one["ranking"]))
