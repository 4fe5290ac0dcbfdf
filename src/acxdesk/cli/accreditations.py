"""The verbs of `acxdesk accreditation`."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, noun
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import DaySaid, Reason, Who, given
from acxdesk.cli.voice import Heading
from acxdesk.rules.localtime import reading, wall

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acxdesk.actions.accreditations import AccreditationsReport
    from acxdesk.desk.door import Desk
    from acxdesk.queries.accreditations import Told
    from acxdesk.queries.register import AccreditationCard

app = noun("accreditation", "What people have earned: award, renew, suspend, revoke, change by decree.")
app.command(
    "acxdesk.cli.handed:accreditations",
    name="import",
    help="Import accreditations from a CSV or XLSX file: first shown by line, then as one deed.",
)

Numbers = Annotated[tuple[str, ...], Parameter(help="the numbers or codes of one accreditation or of several")]
From = Annotated[
    str | None, Parameter(name="--from", metavar="DATE", help="from when it holds, up to today; else today")
]
State = Annotated[
    Literal["", "issued", "expired", "suspended", "revoked", "superseded", "all"],
    Parameter(help="only those in this state that day; else all but superseded ones"),
]


@app.command(name="list")
def list_(
    *,
    as_of: Annotated[DaySaid | None, Parameter(help="as of which day; else today")] = None,
    programme: Annotated[str, Parameter(help="only those of this programme, by its code")] = "",
    state: State = "",
    expiring_before: Annotated[DaySaid | None, Parameter(help="only those valid until a day before this one")] = None,
    person: Annotated[str | None, Parameter(help="only hers, by number, address or name")] = None,
    shown: Shown = AS_IT_IS,
    call: Asked,
) -> int:
    """List the register of accreditations as of any day."""
    from acxdesk.queries.register import register

    with call.reading() as desk:
        today = desk.clock.today(call.settings.zone)
        listing = register(
            desk,
            said.day_if_given(as_of, today, was=True) or today,
            programme=programme,
            standing=state,
            expiring_before=said.day_if_given(expiring_before, today, was=True),
            person=None if person is None else said.people(desk, [person])[0],
        )
        return print_list(call, desk, listing, shown)


@app.command
def show(number: Annotated[str, Parameter(help="its number or its code")], *, call: Asked) -> None:
    """All that is kept of one accreditation: where it came from, where it went, and what was decided about it."""
    from acxdesk.queries.accreditations import by_number
    from acxdesk.queries.register import accreditation

    with call.reading() as desk:
        card = accreditation(desk, by_number(desk, number).asked.id)
        today = desk.clock.today(call.settings.zone)
    assert card is not None  # found a moment ago
    if call.as_json:
        voice.print_json(card)
        return
    voice.print_pairs(_facts(card, today))
    chain = [(one.number, one.name, _until(one), one.standing(today)) for one in (*card.before, *card.after)]
    if chain:
        voice.data("")
        voice.print_table(tuple(map(Heading, ("Other records of it", "Name", "Valid until", "State"))), chain)
    voice.data("")
    steps = [
        (
            reading(step.holds_from),
            step.verb,
            step.state.value,
            step.who,
            reading(wall(step.at, "UTC").date()),
            step.reason,
        )
        for step in card.steps
    ]
    voice.print_table(tuple(map(Heading, ("From", "Step", "State", "By", "On", "Why"))), steps)


@app.command
def award(
    session: Annotated[str, Parameter(help="the session's reference, as ACXM-2026-11-16")],
    *,
    person: Annotated[tuple[str, ...], Parameter(help="only this person, by number, address or name; repeatable")] = (),
    awarded_on: Annotated[DaySaid | None, Parameter(help="the day of the award, up to today; else today")] = None,
    call: Asked,
) -> None:
    """Award everybody whose released outcome is that she passed; who has hers already is passed by."""
    from acxdesk.actions.awards import Award, award

    with call.writing() as desk:
        day = said.day_if_given(awarded_on, desk.clock.today(call.settings.zone), was=True)
        values = given(session=session, people=said.people(desk, person), awarded_on=day)
        report = award(desk, Award.read(values))
    _answer(call, report)


@app.command
def record(
    *,
    person: Who,
    programme: Annotated[str, Parameter(help="the programme's code, as CPPM")],
    awarded_on: Annotated[DaySaid, Parameter(help="the day that it was awarded on")],
    valid_until: Annotated[DaySaid | None, Parameter(help="its last valid day; else as the programme has it")] = None,
    for_life: Annotated[bool, Parameter(help="it has no last valid day")] = False,
    number: Annotated[str, Parameter(help="the number that it has; else the next of its year is given")] = "",
    certificate_name: Annotated[str, Parameter(help="her name as it stands there, where it differs")] = "",
    call: Asked,
) -> None:
    """Put down what somebody earned before this desk kept it. Prints its number."""
    from acxdesk.actions.recorded import RecordAccreditation, record_accreditation
    from acxdesk.queries.accreditations import number_of

    with call.writing() as desk:
        today = desk.clock.today(call.settings.zone)
        values = given(
            person=person,
            programme=programme,
            awarded_on=said.day(awarded_on, today, was=True),
            valid_until=said.day_if_given(valid_until, today, was=True),
            for_life=for_life,
            number=number,
            certificate_name=certificate_name,
            zone=call.settings.zone,
        )
        receipt = record_accreditation(desk, RecordAccreditation.read(values))
        made = "" if call.dry_run else number_of(desk, receipt.ids[0])
    call.answer(receipt, made=made, number=made or None)


@app.command
def suspend(numbers: Numbers, *, reason: Reason = "", day: From = None, call: Asked) -> None:
    """Suspend accreditations: they do not count until they are reinstated."""
    _move(call, "suspend", numbers, reason, day)


@app.command
def reinstate(numbers: Numbers, *, reason: Reason = "", day: From = None, call: Asked) -> None:
    """Let suspended accreditations count again."""
    _move(call, "reinstate", numbers, reason, day)


@app.command
def revoke(numbers: Numbers, *, reason: Reason = "", day: From = None, call: Asked) -> None:
    """Take accreditations away for good."""
    _move(call, "revoke", numbers, reason, day)


@app.command
def renew(
    numbers: Numbers,
    *,
    reason: Reason = "",
    on: Annotated[DaySaid | None, Parameter(help="the day of the renewal, up to today; else today")] = None,
    call: Asked,
) -> None:
    """Renew accreditations that are in their window: new records with numbers of their own take their place."""
    from acxdesk.actions.renewals import Renew, renew

    with call.writing() as desk:
        request = Renew.read(_about(call, desk, numbers, reason=reason, day=on))
        report = renew(desk, request)
    _answer(call, report)


@app.command
def reissue(
    numbers: Numbers,
    *,
    name: Annotated[str, Parameter(help="the name as it is to stand; else what the person is called there now")] = "",
    reason: Reason = "",
    call: Asked,
) -> None:
    """Issue accreditations again with a name put right; the old code answers with where they went."""
    from acxdesk.actions.renewals import Reissue, reissue

    with call.writing() as desk:
        values = _about(call, desk, numbers, reason=reason, name=name)
        report = reissue(desk, Reissue.read(values))
    _answer(call, report)


@app.command
def decree(
    numbers: Numbers = (),
    /,
    *,
    programme: Annotated[str, Parameter(help="the programme's code; else every programme")] = "",
    expires_from: Annotated[DaySaid | None, Parameter(help="those whose last valid day is this one or later")] = None,
    expires_until: Annotated[DaySaid | None, Parameter(help="those whose last day is this one or earlier")] = None,
    state: Annotated[Literal["issued", "suspended"], Parameter(help="issued, also expired; or suspended")] = "issued",
    months: Annotated[
        int | None, Parameter(help="how many months longer; below zero shorter", allow_leading_hyphen=True)
    ] = None,
    until: Annotated[DaySaid | None, Parameter(help="the last valid day to be, in the place of months")] = None,
    reason: Reason = "",
    call: Asked,
) -> None:
    """Change the last valid day of many at once: shown one by one, asked, then done as one deed with one undo."""
    from acxdesk.actions.decrees import Decree
    from acxdesk.actions.decrees import decree as carry_out

    with call.reading() as desk:
        today = desk.clock.today(call.settings.zone)
        about = _about(call, desk, numbers, reason=reason) if numbers else {}
        values = given(
            programme=programme,
            expires_from=said.day_if_given(expires_from, today, was=True),
            expires_until=said.day_if_given(expires_until, today, was=True),
            state=state,
            months=months,
            until=said.day_if_given(until, today, was=True),
            reason=reason,
            zone=call.settings.zone,
        )
        request = Decree.read({**values, **about})
        report = carry_out(desk.rehearsing(), request)
    if not call.as_json:
        voice.print_table((Heading("What will be"),), ((one.sentence,) for one in report.outcomes))
        voice.flush()
    due = len(report.outcomes) - len(report.refused)
    if due and not call.dry_run:
        call.confirm(f"Change {due:,} accreditation{'' if due == 1 else 's'}?")
        with call.writing(large=True) as desk:
            report = carry_out(desk, request)
    _answer(call, report, lines=False)


def _move(call: Call, verb: str, numbers: tuple[str, ...], reason: str, day: str | None) -> None:
    from acxdesk.actions.accreditations import MoveAccreditations, move_accreditations

    with call.writing() as desk:
        request = MoveAccreditations.read({"verb": verb, **_about(call, desk, numbers, reason=reason, day=day)})
        report = move_accreditations(desk, request)
    _answer(call, report)


def _about(
    call: Call, desk: "Desk", numbers: tuple[str, ...], *, day: str | None = None, **others: Any
) -> "Mapping[str, Any]":
    """The values of a request about some accreditations."""
    from acxdesk.queries.accreditations import rows_of

    zone = call.settings.zone
    found = rows_of(desk, numbers)
    return given(
        accreditations=found, zone=zone, day=said.day_if_given(day, desk.clock.today(zone), was=True), **others
    )


def _answer(call: Call, report: "AccreditationsReport", *, lines: bool = True) -> None:
    """Of many, those for which it could not be done are told as well; the deed is done for the others."""
    from dataclasses import replace

    receipt = report.receipt if lines else replace(report.receipt, lines=())
    call.answer(receipt, accreditations=report.outcomes)
    if len(report.outcomes) > 1 and lines:
        for one in report.refused:
            voice.say(f"acxdesk: {one.sentence}")


def _until(one: "Told") -> str:
    return "for life" if one.valid_until is None else reading(one.valid_until)


def _facts(card: "AccreditationCard", today: Any) -> list[tuple[str, str]]:
    one = card.told
    window = ""
    if card.renewable_from and card.renewable_until and not card.after:
        window = f"{reading(card.renewable_from)} to {reading(card.renewable_until)}"
    return [
        ("Number", one.number),
        ("Code", one.code),
        ("Name", one.name),
        ("Holder", f"{card.holder} ({one.person})"),
        ("Country", card.country_name),
        ("Programme", f"{one.programme}, {one.title}"),
        ("Session", card.session),
        ("Awarded on", reading(one.awarded_on)),
        ("Valid until", _until(one)),
        ("State", f"{one.standing(today)} since {reading(one.since)}"),
        ("Why", one.reason),
        ("Renewal", window),
        ("Now", "" if not card.after else f"{card.now.number}, {card.now.standing(today)}"),
    ]
