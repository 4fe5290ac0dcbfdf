"""What an examination of the data file reads of accreditations: whether states, successors, numbers and codes fit.

Values are read as stored: an examination must not fail on one that cannot be what it should be.
"""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Row, text

from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.rules.accreditations import Origin, State, is_first_issue, next_issue
from acxdesk.rules.codes import read_code
from acxdesk.rules.text import visible

_RECORDS: Final = text(
    "SELECT a.number, a.code, a.state, a.origin, a.awarded_on, p.code AS programme, "
    "b.number AS before, b.origin AS before_origin, "
    "(SELECT s.state FROM accreditation_steps s WHERE s.accreditation_id = a.id ORDER BY s.number DESC LIMIT 1) "
    "AS last_step, "
    "(SELECT count(*) FROM accreditations c WHERE c.replaces_id = a.id) AS successors "
    "FROM accreditations a JOIN programmes p ON p.id = a.programme_id "
    "LEFT JOIN accreditations b ON b.id = a.replaces_id ORDER BY a.id"
)
_AT_ONCE: Final = 1_000  # rows that are held in memory


def unfit(desk: Desk) -> tuple[tuple[str, ...], int]:
    """What does not fit together among the accreditations, each a sentence; and how many were read."""
    found: list[str] = []
    count = 0
    with desk.reading() as work:
        for row in work.execute(_RECORDS, execution_options={"yield_per": _AT_ONCE}):
            count += 1
            found += [f"{visible(str(row.number))} {what}." for what in _wrong(row)]
    return tuple(found), count


def _wrong(row: Row[Any]) -> Iterator[str]:
    """What is wrong with one record, each as the rest of a sentence."""
    if row.last_step is None:
        yield "has no step that says how it came about"
    elif row.last_step != row.state:
        yield f"is {visible(str(row.state))}, but its last step says {visible(str(row.last_step))}"
    if (row.state == State.SUPERSEDED) is not (row.successors > 0):
        what = "is superseded, but no record took" if not row.successors else "is not superseded, but another took"
        yield f"{what} its place"
    if row.successors > 1:
        yield f"has {row.successors} records in its place"
    if not _fits(row):
        yield "has a number that does not fit what it is"
    if not _is_code(str(row.code)):
        yield "has a code that is none"


def _fits(row: Row[Any]) -> bool:
    """Whether the number is one that a record of this kind is given; what was recorded may have any."""
    if row.origin in {Origin.REISSUE, Origin.DECREE}:
        return row.before is not None and row.number == next_issue(str(row.before), row.before_origin)
    return row.origin == Origin.RECORDED or is_first_issue(str(row.number), row.programme, str(row.awarded_on)[:4])


def _is_code(said: str) -> bool:
    try:
        return read_code(said) == said
    except Refused:
        return False
