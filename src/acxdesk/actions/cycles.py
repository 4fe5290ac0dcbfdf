"""The award's yearly cycle is planned, edited, led from phase to phase, or abandoned."""

from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import orm, select

from acxdesk.actions.openvoting import open_voting
from acxdesk.actions.requests import Day, GivenLine, GivenZone, Line, Reason, Request
from acxdesk.actions.versions import check_version
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.queries.cycles import dates_of, found_cycle
from acxdesk.queries.finding import resolved_organisation
from acxdesk.records.cycles import Cycle
from acxdesk.rules.cycles import (
    ACTIVE,
    DATES,
    Counting,
    PanelRule,
    Phase,
    advanced,
    check_dates,
    check_moved,
    check_unfrozen,
)
from acxdesk.rules.laureates import TITLE
from acxdesk.rules.localtime import reading, wall

MOST_YEARS: Final = 60  # of a rule; more is a slip of the finger
MOST_LISTED: Final = 1_000  # nominees on a shortlist, or seconds that are asked for

Year = Annotated[int, Field(ge=1990, le=2199)]
Years = Annotated[int, Field(ge=0, le=MOST_YEARS)]
Seconds = Annotated[int, Field(ge=0, le=MOST_LISTED)]
Size = Annotated[int, Field(ge=1, le=MOST_LISTED)]


class PlanCycle(Request):
    """A new cycle: its year, its dates, and the rules that it begins with."""

    year: Year = Field(description="the year that the award is of; one cycle each")
    title: GivenLine = Field(default=TITLE, description="what the winner is called")
    zone: GivenZone = Field(description="the IANA zone in which its days begin and end")
    organiser: Line = Field(default="", description="the organisation that gives it: its number or its name")
    nominating_from: Day = Field(description="the first day of nominations")
    nominating_until: Day = Field(description="the last day of nominations; eligibility is measured on it")
    shortlist_on: Day = Field(description="the day of the shortlist, after nominations")
    voting_from: Day = Field(description="the first day of voting")
    voting_until: Day = Field(description="the last day of voting")
    announce_on: Day = Field(description="the day of the announcement, after voting")
    eligibility_years: Years = Field(default=2, description="a nominee is accredited for at least so many years")
    winner_years: Years = Field(default=5, description="nobody who won in the last so many years")
    excludes_staff: bool = Field(default=True, description="whether the organiser's own people are left out")
    seconds_needed: Seconds = Field(default=2, description="peers who second a nomination, at least")
    panel_rule: PanelRule = Field(default=PanelRule.MEAN, description="what the panel's points become")
    shortlist_size: Size = Field(default=5, description="nominees on the shortlist")
    voter_years: Years = Field(default=0, description="a voter is accredited for at least so many years")
    counting: Counting = Field(default=Counting.SCHULZE, description="how ballots are counted")


class EditCycle(Request):
    """New dates or rules for a cycle. What is None stays as it is."""

    year: Year | None = None  # None: the active one, else the newest
    version: int | None = None  # as it was read; a change since then is not overwritten
    title: GivenLine | None = None
    zone: GivenZone | None = None
    organiser: Line | None = None
    nominating_from: Day | None = None
    nominating_until: Day | None = None
    shortlist_on: Day | None = None
    voting_from: Day | None = None
    voting_until: Day | None = None
    announce_on: Day | None = None
    eligibility_years: Years | None = None
    winner_years: Years | None = None
    excludes_staff: bool | None = None
    seconds_needed: Seconds | None = None
    panel_rule: PanelRule | None = None
    shortlist_size: Size | None = None
    voter_years: Years | None = None
    counting: Counting | None = None


class AdvanceCycle(Request):
    """Lead a cycle into its next phase."""

    year: Year | None = None
    version: int | None = None


class AbandonCycle(Request):
    """End a cycle without a winner."""

    year: Year | None = None
    reason: Annotated[Reason, Field(min_length=1)]


def plan(desk: Desk, request: PlanCycle) -> Receipt:
    """Put a year's cycle on the desk. It is planned: nominations open with `advance`.

    Raises:
        NotFound: there is no such organisation.
        Refused: the year has a cycle, or the dates are not in their order.
    """
    with desk.changing("award plan", deed=request.deed) as change:
        if change.work.scalar(select(Cycle.id).where(Cycle.year == request.year)):
            raise Refused(
                f"There is an award cycle of {request.year} already.",
                remedy="Edit that one, or give another year.",
            )
        values = request.model_dump(exclude={"deed", "organiser"})
        row = Cycle(
            **values,
            organiser_id=_organiser(change.work, request.organiser),
            uid=change.new_uid(),
            phase=Phase.PLANNED,
            sequence=0,
            changed_at=change.now,
            created_at=change.now,
            rules_text="",
            rules_hash="",
            sealed_box="",
        )
        check_dates(dates_of(row))
        change.work.add(row)
        change.work.flush()
        number = row.id
        change.say(f"{row.title} {row.year} planned: nominations from {reading(row.nominating_from)}.")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def edit(desk: Desk, request: EditCycle) -> Receipt:
    """Move the dates of a cycle or change its rules; calendars learn of moved dates by the next sequence.

    Raises:
        NotFound: there is no such cycle or organisation.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: a day that is past, or a rule of a cycle whose voting has opened; dates out of order.
    """
    with desk.changing("award edit", deed=request.deed) as change:
        row = found_cycle(change.work, request.year)
        number = row.id
        name = f"{row.title} {row.year}"
        check_version(change.work, row, name, read=request.version, now=row.version)
        before = dates_of(row)
        values = request.model_dump(exclude_none=True, exclude={"deed", "year", "version"})
        if "organiser" in values:
            values["organiser_id"] = _organiser(change.work, values.pop("organiser"))
        for field, value in values.items():
            if getattr(row, field) == value:
                continue
            if field not in DATES:
                check_unfrozen(row.phase, _rule(field))
            setattr(row, field, value)
        after = dates_of(row)
        with change.work.no_autoflush:
            check_dates(after)
            check_moved(row.phase, before, after)
        if before != after:
            row.sequence += 1
            row.changed_at = change.now
        if not change.changed:
            return Receipt(f"{name} is so already.", ids=(number,), changed=False)
        change.say(f"{name} edited.")
    moved = tuple(
        f"{_rule(field)}: {reading(getattr(after, field))}, was {reading(getattr(before, field))}."
        for field in DATES
        if getattr(after, field) != getattr(before, field)
    )
    return Receipt(change.sentence, moved, (number,), rehearsed=desk.rehearsal)


def advance(desk: Desk, request: AdvanceCycle) -> Receipt:
    """Lead a cycle into its next phase, on the day that is planned for it or later.

    Raises:
        NotFound: there is no such cycle.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: it is too early; another cycle is active; the next phase is entered by a deed of its own.
    """
    with desk.changing("award advance", deed=request.deed) as change:
        row = found_cycle(change.work, request.year)
        number = row.id
        name = f"{row.title} {row.year}"
        check_version(change.work, row, name, read=request.version, now=row.version)
        to = advanced(row.phase, dates_of(row), wall(change.now, row.zone).date())
        told = _entered(change, row, to)
        row.phase = to
        change.say(f"{name} is {to} now.{f' {told[0]}' if told else ''}")
    return Receipt(change.sentence, told[1:], (number,), rehearsed=desk.rehearsal)


def abandon(desk: Desk, request: AbandonCycle) -> Receipt:
    """End a cycle without a winner; what it holds stays.

    Raises:
        NotFound: there is no such cycle.
        Refused: it was announced, or is abandoned already.
    """
    with desk.changing("award abandon", deed=request.deed) as change:
        row = found_cycle(change.work, request.year)
        number = row.id
        if row.phase in {Phase.ANNOUNCED, Phase.ABANDONED}:
            raise Refused(f"{row.title} {row.year} is {row.phase} and cannot be abandoned.")
        row.phase = Phase.ABANDONED
        row.sequence += 1  # its dates are called off in every calendar
        row.changed_at = change.now
        change.say(f"{row.title} {row.year} abandoned: {request.reason}")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def _entered(change: Changing, row: Cycle, to: Phase) -> tuple[str, ...]:
    """Do what entering a phase asks for; sentences about it, the first of them for the journal."""
    if to is Phase.NOMINATING:
        _check_alone(change.work, row)
        return (f"Nominations are taken until the end of {reading(row.nominating_until)}.",)
    if to is Phase.VOTING:
        return open_voting(change, row)
    return ()


def _check_alone(work: orm.Session, row: Cycle) -> None:
    with work.no_autoflush:
        other = work.execute(select(Cycle.year, Cycle.phase).where(Cycle.phase.in_(ACTIVE), Cycle.id != row.id)).first()
    if other is not None:
        raise Refused(
            f"The cycle of {other.year} is {other.phase}, and one cycle is active at a time.",
            remedy="Announce or abandon that one first.",
        )


def _organiser(work: orm.Session, said: str) -> int | None:
    return resolved_organisation(work, said) if said else None


def _rule(field: str) -> str:
    return field.removesuffix("_id").replace("_", " ").capitalize()
