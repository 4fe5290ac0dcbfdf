"""The verbs of `acxdesk result`."""

from typing import Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, noun
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import Reference, Who
from acxdesk.cli.voice import Heading

app = noun("result", "Outcomes: what became of everybody in a session, and its release.")

Session = Annotated[str, Parameter(help="the session's reference, as ACXM-2026-11-16")]


@app.command
def show(session: Session, /, *, call: Asked) -> int:
    """Say what becomes of everybody in a session as things stand, and why; with * what is not released so."""
    from acxdesk.queries.marks import sheet

    with call.reading() as desk:
        found = sheet(desk, session)
    if call.as_json:
        voice.print_json_array(
            {
                "enrolment": one.enrolment,
                "person": one.person,
                "name": one.name,
                "outcome": one.outcome,
                "is_released": one.is_released,
                "released": one.released,
            }
            for one in found.people
        )
        return 0
    headings = (Heading("Name"), Heading(""), Heading("Outcome"))
    rows = [(one.name, "" if one.is_released else "*", one.outcome.sentence) for one in found.people]
    if not voice.print_table(headings, rows):
        voice.say(f"Nobody attends {found.reference}.")
    return 0


@app.command
def release(
    *,
    session: Reference,
    incomplete: Annotated[bool, Parameter(help="release the others where somebody's outcome is incomplete")] = False,
    override: Annotated[str, Parameter(metavar="REASON", help="why whoever taught alone marked; it is kept")] = "",
    call: Asked,
) -> None:
    """Tell everybody in a session her outcome, where it is another than the last; her marks stay from then on."""
    from acxdesk.actions.results import Release
    from acxdesk.actions.results import release as tell

    with call.writing() as desk:
        receipt = tell(desk, Release.read({"session": session, "incomplete": incomplete, "reason": override}))
    call.answer(receipt)


@app.command(name="list")
def list_(
    *,
    session: Annotated[Reference | None, Parameter(name="--session")] = None,
    person: Annotated[Who | None, Parameter(name="--person")] = None,
    shown: Shown = AS_IT_IS,
    call: Asked,
) -> int:
    """List the outcomes that were told, those that hold and those before them."""
    from acxdesk.queries.outcomes import results

    with call.reading() as desk:
        listing = results(
            desk,
            session=None if session is None else said.session_number(desk, session),
            person=None if person is None else said.people(desk, [person])[0],
        )
        return print_list(call, desk, listing, shown)


@app.command
def overrides(session: Session = "", /, *, shown: Shown = AS_IT_IS, call: Asked) -> int:
    """List the warnings that somebody went past, with the reason; of one session or of all."""
    from acxdesk.queries.reviews import overrides as went_past

    with call.reading() as desk:
        number = said.session_number(desk, session) if session else None
        return print_list(call, desk, went_past(desk, session=number), shown)
