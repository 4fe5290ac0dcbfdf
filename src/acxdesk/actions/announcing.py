"""The result is announced: it ends the embargo, and the winner and the runner-up enter the Hall of Fame."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, orm, select

from acxdesk.actions.cycles import Year
from acxdesk.actions.requests import Line, Request
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.writing import refuse_taken, write_whole
from acxdesk.errors import Refused
from acxdesk.exchange.certificates import Press
from acxdesk.queries.cycles import dates_of, found_cycle
from acxdesk.queries.laureates import found_laureate
from acxdesk.records.ballots import Voter
from acxdesk.records.cycles import Cycle, Laureate
from acxdesk.records.nominations import Nomination
from acxdesk.records.people import Organisation, Person
from acxdesk.rules.announcing import Announcement, announcement_text
from acxdesk.rules.ballots import read_sealed, seal_of
from acxdesk.rules.certificates import Honoured
from acxdesk.rules.counting import count
from acxdesk.rules.cycles import Phase, check_due
from acxdesk.rules.laureates import Honour, Named
from acxdesk.rules.localtime import wall


class Announce(Request):
    """The cycle whose result is announced."""

    year: Year | None = None  # None: the active one


class WriteHonour(Request):
    """The certificate of who was named."""

    year: Year
    honour: Honour = Honour.WINNER
    issuer_name: Line = ""
    out: Path
    overwrite: bool = False


def announce(desk: Desk, request: Announce) -> Receipt:
    """Name the winner, and keep the runner-up. Both enter the Hall of Fame as what they are on that day.

    Raises:
        NotFound: there is no such cycle.
        Refused: the ballots are not counted, it is too early, or no ballot ranks anybody.
    """
    with desk.changing("award announce", deed=request.deed) as change:
        cycle = found_cycle(change.work, request.year)
        name = f"{cycle.title} {cycle.year}"
        if cycle.phase is not Phase.COUNTED:
            raise Refused(
                f"Nothing is to be announced of {name}: it is {cycle.phase}.", remedy="Count the ballots first."
            )
        check_due(Phase.ANNOUNCED, dates_of(cycle), wall(change.now, cycle.zone).date())
        result = count(read_sealed(cycle.sealed_box), seal_of(cycle.sealed_box))
        if result.winner is None:
            raise Refused(
                f"Nobody is to be named: no ballot of {name} ranks anybody.",
                remedy="Abandon it: `acxdesk award abandon`.",
            )
        named = [_named(change, cycle, result.winner, Honour.WINNER)]
        if result.runner_up is not None:
            named.append(_named(change, cycle, result.runner_up, Honour.RUNNER_UP))
        cycle.phase, cycle.announced_at = Phase.ANNOUNCED, change.now
        change.say(f"{name}: {named[0]}.")
    lines = (f"Runner-up: {named[1]}.",) if len(named) > 1 else ()
    return Receipt(change.sentence, lines, rehearsed=desk.rehearsal)


def announcement(desk: Desk, year: int | None = None) -> str:
    """The text of an announcement that was made.

    Raises:
        NotFound: there is no such cycle.
        Refused: it is not announced.
    """
    with desk.reading() as work:
        cycle = _announced(work, year)
        winner = found_laureate(work, cycle.year, Honour.WINNER)
        runner_up = work.scalar(
            select(Laureate).where(Laureate.year == cycle.year, Laureate.honour == Honour.RUNNER_UP)
        )
        voters = work.scalar(select(func.count()).select_from(Voter).where(Voter.cycle_id == cycle.id)) or 0
        return announcement_text(
            Announcement(
                title=cycle.title,
                year=cycle.year,
                announced_on=wall(_at(cycle), cycle.zone).date(),
                winner=_as_named(winner),
                citation=winner.citation,
                runner_up=_as_named(runner_up) if runner_up else None,
                counting=cycle.counting,
                ballots=sum(read_sealed(cycle.sealed_box).ballots.values()),
                voters=voters,
                rules_hash=cycle.rules_hash,
                seal=seal_of(cycle.sealed_box),
            )
        )


def write_announcement(desk: Desk, out: Path, year: int | None = None, *, overwrite: bool = False) -> Receipt:
    """Write the text to a file, whole or not at all.

    Raises:
        NotFound, Refused: as `announcement`; or something is there already.
        InputProblem, SaveFailed: as `desk.writing.write_whole`.
    """
    return _written(desk, [announcement(desk, year).encode()], out, "The announcement is", overwrite=overwrite)


def write_honour(desk: Desk, request: WriteHonour) -> Receipt:
    """Write the certificate of the winner or the runner-up as PDF.

    Raises:
        NotFound: nobody of that year is in the Hall.
        Refused: it is not announced, was not counted on this desk, or cannot be printed; or something is there.
        InputProblem, SaveFailed: as `desk.writing.write_whole`.
    """
    with desk.reading() as work:
        cycle = _announced(work, request.year)
        row = found_laureate(work, request.year, request.honour)
        person = work.get(Person, row.person_id) if row.person_id else None
        category = work.scalar(
            select(Nomination.category).where(
                Nomination.cycle_id == cycle.id, Nomination.nominee_id == row.person_id, Nomination.shortlisted
            )
        )
        honoured = Honoured(
            title=cycle.title,
            year=cycle.year,
            is_winner=row.honour is Honour.WINNER,
            name=row.name,
            country=row.country,
            languages=tuple(part.strip() for part in person.languages.split(",") if part.strip()) if person else (),
            about=_as_named(row).about,
            category=category.value if category else "",
            citation=row.citation,
            seal=seal_of(cycle.sealed_box),
            announced_on=row.announced_on or wall(_at(cycle), cycle.zone).date(),
            made_at=_at(cycle),
        )
    refuse_taken(request.out, overwrite=request.overwrite)
    page = Press(request.issuer_name, "").print_honour(honoured)
    whose = f"The certificate of {honoured.name} is"
    return _written(desk, [page], request.out, whose, overwrite=request.overwrite)


def _written(desk: Desk, pieces: Iterable[bytes], out: Path, what: str, *, overwrite: bool) -> Receipt:
    refuse_taken(out, overwrite=overwrite)
    if not desk.rehearsal:
        write_whole(out, pieces, overwrite=overwrite)
    return Receipt(f"{what} written to {shown(out)}.", changed=False, rehearsed=desk.rehearsal)


def _announced(work: orm.Session, year: int | None) -> Cycle:
    cycle = found_cycle(work, year)
    if cycle.phase is not Phase.ANNOUNCED:
        raise Refused(
            f"{cycle.title} {cycle.year} is {cycle.phase}; nothing of it is announced.",
            remedy="Announce it: `acxdesk award announce`.",
        )
    return cycle


def _at(cycle: Cycle) -> datetime:
    assert cycle.announced_at is not None  # of an announced one
    return cycle.announced_at


def _as_named(row: Laureate) -> Named:
    return Named(row.name, row.job_title, row.organisation, row.country)


def _named(change: Changing, cycle: Cycle, key: str, honour: Honour) -> str:
    """Put somebody in the Hall; how she is announced."""
    nomination, person, organisation = change.work.execute(
        select(Nomination, Person, Organisation.name)
        .join(Nomination.nominee)
        .outerjoin(Person.organisation)
        .where(Nomination.cycle_id == cycle.id, Nomination.ballot_key == key)
    ).one()
    row = Laureate(
        uid=change.new_uid(),
        year=cycle.year,
        honour=honour,
        cycle_id=cycle.id,
        person_id=person.id,
        name=person.name,
        job_title=person.job_title,
        organisation=organisation or "",
        country=person.country,
        citation=nomination.citation,
        source=f"counted on this desk, seal {seal_of(cycle.sealed_box)}",
        announced_on=wall(change.now, cycle.zone).date(),
    )
    change.work.add(row)
    return _as_named(row).in_full
