"""`acxdesk calendar push`: everybody's calendar on a CalDAV server."""

import signal
from typing import Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked
from acxdesk.cli.stopping import stopping
from acxdesk.errors import Refused


def push(
    *,
    person: Annotated[tuple[str, ...], Parameter(help="only hers; by number, address or name; can be repeated")] = (),
    first: Annotated[bool, Parameter(help="also whoever has no calendar on the server yet")] = False,
    call: Asked,
) -> int:
    """Bring people's calendars on the CalDAV server of the settings up to date, and print where they are subscribed to.

    Ctrl+C stops between two people. What the server did not take is put there the next time. Exit code 3 when some of
    it was not taken.
    """
    from acxdesk.actions.caldav import PushCalendars, push_calendars
    from acxdesk.desk.caldavserver import server_of

    with call.writing() as desk:
        server = server_of(call.settings)
        request = PushCalendars.read({"people": said.people(desk, person), "first": first})
        with stopping("this person") as stop:
            pushed = push_calendars(desk, request, server, lambda done, _all: voice.progress(done, "people"), stop)
    call.answer(pushed.receipt, calendars=pushed.calendars)
    if pushed.is_stopped:
        return 128 + signal.SIGINT
    return 0 if pushed.is_whole else Refused.exit_code
