"""One decision about many sessions is one deed: those that can are decided about, the others are told why not."""

import pytest

from acxdesk.actions.deciding import Decide, DecideMany, SessionsReport, decide, decide_many
from acxdesk.actions.journal import undo
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Refused
from acxdesk.queries.sessions import session
from acxdesk.rules.sessions import Status
from tests.actions.sample import run
from tests.conftest import Statements


def many(desk: Desk, verb: str, *numbers: int, reason: str = "") -> SessionsReport:
    return decide_many(desk, DecideMany.read({"sessions": numbers, "verb": verb, "reason": reason}))


def statuses(desk: Desk, *references: str) -> list[Status]:
    return [session(desk, reference).status for reference in references]


def ids(desk: Desk, *references: str) -> tuple[int, ...]:
    return tuple(session(desk, reference).id for reference in references)


def test_those_that_can_are_decided_about_and_the_others_told(staffed: Desk) -> None:
    first, second, third = run(staffed), run(staffed, "2026-12-14"), run(staffed, "2027-01-04", draft=True)
    report = many(staffed, "confirm", *ids(staffed, first, second, third))
    assert report.receipt.sentence == "2 sessions confirmed, 1 cannot."
    assert [(one.reference, one.status) for one in report.outcomes] == [
        (first, Status.CONFIRMED),
        (second, Status.CONFIRMED),
        (third, None),
    ]
    assert [one.sentence for one in report.refused] == [
        "ACXM-2027-01-04 is draft; only a session that is open can be confirmed. It can be opened or cancelled."
    ]
    assert report.receipt.ids == ids(staffed, first, second)
    assert statuses(staffed, first, second, third) == [Status.CONFIRMED, Status.CONFIRMED, Status.DRAFT]


def test_one_undo_takes_all_of_it_back(staffed: Desk) -> None:
    references = [run(staffed), run(staffed, "2026-12-14"), run(staffed, "2027-01-04")]
    many(staffed, "cancel", *ids(staffed, *references), reason="the office moves")
    assert statuses(staffed, *references) == [Status.CANCELLED] * 3
    assert undo(staffed).changed
    assert statuses(staffed, *references) == [Status.OPEN] * 3


def test_a_rehearsal_writes_nothing(staffed: Desk) -> None:
    reference = run(staffed)
    report = many(staffed.rehearsing(), "cancel", *ids(staffed, reference, run(staffed, "2026-12-14")), reason="fire")
    assert report.receipt.rehearsed
    assert report.receipt.sentence == "2 sessions cancelled: fire."
    assert statuses(staffed, reference) == [Status.OPEN]


def test_a_single_session_reads_as_if_it_were_decided_alone(staffed: Desk) -> None:
    report = many(staffed, "cancel", *ids(staffed, run(staffed)), reason="too few")
    assert report.receipt.sentence == "ACXM-2026-12-07 cancelled: too few."
    with pytest.raises(Refused, match="is cancelled; only a session that is"):
        many(staffed, "confirm", *ids(staffed, "ACXM-2026-12-07"))


def test_every_meeting_of_each_is_told_to_calendars(staffed: Desk) -> None:
    references = [run(staffed), run(staffed, "2026-12-14")]
    many(staffed, "cancel", *ids(staffed, *references), reason="fire")
    with staffed.reading() as work:
        assert [row[0] for row in work.connection().exec_driver_sql("SELECT sequence FROM meetings")] == [1] * 8


def test_reopening_goes_back_to_what_each_was(staffed: Desk) -> None:
    confirmed, open_ = run(staffed), run(staffed, "2026-12-14")
    decide(staffed, Decide(session=confirmed, verb="confirm"))
    numbers = ids(staffed, confirmed, open_)
    many(staffed, "cancel", *numbers, reason="fire")
    assert many(staffed, "reopen", *numbers).receipt.sentence == "2 sessions reopened."
    assert statuses(staffed, confirmed, open_) == [Status.CONFIRMED, Status.OPEN]


def test_a_session_named_twice_is_decided_about_once(staffed: Desk) -> None:
    number = ids(staffed, run(staffed))[0]
    assert many(staffed, "confirm", number, number).receipt.sentence == "ACXM-2026-12-07 confirmed."


def test_a_session_that_is_not_there_refuses_all(staffed: Desk) -> None:
    number = ids(staffed, run(staffed))[0]
    with pytest.raises(NotFound, match="No session 4711"):
        many(staffed, "confirm", number, 4711)
    assert statuses(staffed, "ACXM-2026-12-07") == [Status.OPEN]


def test_no_session_is_a_fault() -> None:
    with pytest.raises(Faulty):
        DecideMany.read({"sessions": (), "verb": "confirm"})


def test_eight_sessions_are_read_with_as_many_statements_as_three(staffed: Desk, statements: Statements) -> None:
    references = [run(staffed, f"2027-{month:02}-04") for month in (1, 2, 3, 5, 6, 8, 10, 11)]
    numbers = ids(staffed, *references)
    read = []
    for count in (3, 8):
        with statements(staffed) as sent:
            many(staffed.rehearsing(), "confirm", *numbers[:count])
        read.append(sum(one.startswith("SELECT") for one in sent))
    assert read[0] == read[1]
