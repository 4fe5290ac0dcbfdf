"""The verbs of `acxdesk enrolment`."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, noun
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import Reason
from acxdesk.rules.enrolments import Place

if TYPE_CHECKING:
    from acxdesk.actions.enrolments import PlacesReport

app = noun("enrolment", "Places in sessions: apply, book, confirm, withdraw, transfer.")
app.command(
    "acxdesk.cli.handed:enrolments",
    name="import",
    help="Import places from a CSV or XLSX file: first shown by line, then as one deed.",
)

WISH = "the delegate's wish"  # why somebody withdraws whose reason is not told
Session = Annotated[str, Parameter(help="the session's reference, as ACXM-2026-11-16")]
People = Annotated[
    list[str],
    Parameter(name="--person", help="a person by number, e-mail address or unambiguous name; repeatable"),
]

Wish = Annotated[str, Parameter(help=f'why; it is kept; else "{WISH}"')]


@app.command
def apply(*, session: Session, person: People, reason: Reason = "", call: Asked) -> None:
    """Note that somebody wants a place, before it is decided."""
    _move(call, "apply", session, person, reason)


@app.command
def book(*, session: Session, person: People, reason: Reason = "", call: Asked) -> None:
    """Give somebody a seat; of a full session, a place on its waiting list."""
    _move(call, "book", session, person, reason)


@app.command
def accept(*, session: Session, person: People, reason: Reason = "", call: Asked) -> None:
    """Take the seat that was offered."""
    _move(call, "accept", session, person, reason)


@app.command
def decline(*, session: Session, person: People, reason: Reason = "", call: Asked) -> None:
    """Turn down an offer, an application, or a place on the waiting list."""
    _move(call, "decline", session, person, reason)


@app.command
def confirm(*, session: Session, person: People, reason: Reason = "", call: Asked) -> None:
    """Confirm a booked seat."""
    _move(call, "confirm", session, person, reason)


@app.command
def withdraw(*, session: Session, person: People, reason: Wish = WISH, call: Asked) -> None:
    """Leave a session, by the delegate's wish. The freed seat is offered to the first in line."""
    _move(call, "withdraw", session, person, reason)


@app.command
def cancel(*, session: Session, person: People, reason: Reason = "", call: Asked) -> None:
    """End somebody's place, by the desk's decision. The freed seat is offered to the first in line."""
    _move(call, "cancel", session, person, reason)


@app.command
def transfer(
    *,
    person: People,
    session: Annotated[str, Parameter(name="--from", help="the session that is left, as ACXM-2026-11-16")],
    to: Annotated[str, Parameter(name="--to", help="the session that is gone to")],
    reason: Wish = WISH,
    wait: Annotated[bool, Parameter(help="wait for a seat where it is full, rather than stay")] = False,
    call: Asked,
) -> None:
    """Transfer somebody to another session: booked there as by hand, her place here ends, its seat is offered."""
    from acxdesk.actions.transfers import Transfer, transfer

    with call.writing() as desk:
        values = {"session": session, "to": to, "reason": reason, "wait": wait}
        people = said.people(desk, person)
        report = transfer(desk, Transfer.read({**values, "people": people, "offer_hours": call.settings.offer_hours}))
    _answer(call, report, to.upper())


@app.command
def lapse(*, call: Asked) -> None:
    """Let every offer lapse whose time is over, and ask the next in line. Any verb that writes does so first."""
    from acxdesk.actions.enrolments import lapse_offers

    with call.writing(upkeep=False) as desk:
        receipt = lapse_offers(desk, call.settings.offer_hours)
    call.answer(receipt)


@app.command(name="list")
def list_(
    *,
    session: Session | None = None,
    person: Annotated[str | None, Parameter(help="only hers, by number, address or name")] = None,
    place: Annotated[Place | None, Parameter(help="only those who have this place")] = None,
    shown: Shown = AS_IT_IS,
    call: Asked,
) -> int:
    """List places: who stands where in which session."""
    from acxdesk.queries.enrolments import enrolments

    with call.reading() as desk:
        listing = enrolments(
            desk,
            session=None if session is None else said.session_number(desk, session),
            person=None if person is None else said.people(desk, [person])[0],
            place=place,
        )
        return print_list(call, desk, listing, shown)


def _move(call: Call, verb: str, session: str, people: list[str], reason: str) -> None:
    from acxdesk.actions.enrolments import MovePlaces, move_places

    with call.writing() as desk:
        request = MovePlaces.read(
            {
                "session": session,
                "people": said.people(desk, people),
                "verb": verb,
                "reason": reason,
                "offer_hours": call.settings.offer_hours,
            }
        )
        report = move_places(desk, request)
    _answer(call, report, session.upper())


def _answer(call: Call, report: "PlacesReport", reference: str) -> None:
    """Of many, those for whom it could not be done are told as well; the deed is done for the others."""
    people = [
        {"person": each.person, "name": each.name, "place": each.place, "sentence": each.sentence}
        for each in report.outcomes
    ]
    call.answer(report.receipt, reference=reference, people=people)
    for each in report.refused:
        voice.say(f"acxdesk: {each.sentence}")
