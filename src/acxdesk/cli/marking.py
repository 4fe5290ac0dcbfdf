"""`acxdesk marking`: what area 5 of the terminal app shows."""

from typing import Annotated

from cyclopts import Parameter

from acxdesk.cli.call import Asked
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list


def marking(
    *,
    coach: Annotated[str, Parameter(help="only the sessions that somebody of this name coaches")] = "",
    shown: Shown = AS_IT_IS,
    call: Asked,
) -> int:
    """Sessions that wait for attendance, marks, second marks, release or awarding."""
    from acxdesk.queries.marking import waiting

    with call.reading() as desk:
        return print_list(call, desk, waiting(desk, coach=coach), shown)
