"""The form that narrows the journal. Imported when it is asked for: it brings the requests with it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from acxdesk.actions.requests import Day, Request
from acxdesk.queries.sessions import sessions
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.journal import Narrowed
from acxdesk.tui.screens.sessionpicks import find_people
from acxdesk.tui.widgets.asks import picking
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk

MOST = 30  # hits of a search


class Narrow(Request):
    """What the journal is to show; nothing given shows everything."""

    person: int | None = None
    session: int | None = None
    since: Day | None = None
    until: Day | None = None


def narrowing(now: Narrowed) -> "FormScreen[Narrowed, Narrow]":
    """The form, filled with what the journal is narrowed to now."""
    return FormScreen(
        "Narrow the journal",
        Narrow,
        _narrowed,
        names=("person", "session", "since", "until"),
        given={"person": now.person, "session": now.session, "since": now.since, "until": now.until},
        otherwise={"person": picking(find_people), "session": picking(_sessions)},
    )


def _narrowed(desk: "Desk", request: Narrow) -> Narrowed:
    person = None if request.person is None else _person(desk, request.person)
    session = None if request.session is None else _session(desk, request.session)
    return Narrowed(person, session, request.since, request.until)


def _sessions(desk: "Desk", words: str) -> Sequence[Hit[int]]:
    listing = sessions(desk).arranged(words=words)
    return [Hit(line.id, line.cells[0], line.cells[2]) for line in listing.after(None, MOST)]


def _person(desk: "Desk", number: int) -> Hit[int] | None:
    from acxdesk.queries.people import person

    card = person(desk, number)
    return None if card is None else Hit(number, card.name)


def _session(desk: "Desk", number: int) -> Hit[int] | None:
    return next((Hit(line.id, line.cells[0]) for line in sessions(desk).of([number])), None)
