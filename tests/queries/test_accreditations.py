"""What people hold, and what a code answers with."""

from datetime import date

import pytest

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.accreditations import by_code, by_number, held
from acxdesk.rules.accreditations import Held, Origin, Renewal, State
from acxdesk.rules.codes import draw
from tests.actions.earned import column_of, grant, note, terms
from tests.actions.sample import add_people, add_programme
from tests.conftest import Statements


@pytest.fixture
def ladder(desk: Desk) -> Desk:
    """Ada (1), Bob (2) and عباس [/oops] (3), ACXM and ACXC, valid for a year, renewable 6 months before and 3 after."""
    for code in ("ACXM", "ACXC"):
        add_programme(desk, code)
        terms(desk, code, validity_months=12, renewal=Renewal.FROM_EXPIRY, renewal_months=6, grace_months=3)
    add_people(desk, ("Ada", "Bob", "عباس [/oops]"))
    return desk


def test_what_people_hold_has_its_window_and_its_end(ladder: Desk) -> None:
    old = grant(ladder, 1)
    grant(ladder, 1, awarded_on=date(2026, 11, 1), valid_until=date(2027, 11, 16), replaces_id=old)
    note(ladder, old, "renew", State.SUPERSEDED, date(2026, 11, 1))
    grant(ladder, 1, "ACXC", valid_until=None)
    grant(ladder, 3)
    with ladder.reading() as work:
        found = held(work, [1, 2, 3])
    assert found == {
        1: (
            Held(
                *("ACXM", date(2025, 11, 16), date(2026, 11, 16), State.SUPERSEDED),
                *(date(2026, 5, 16), date(2027, 2, 16), date(2026, 11, 1)),
            ),
            Held("ACXC", date(2025, 11, 16), None, State.ISSUED),
            Held(
                *("ACXM", date(2026, 11, 1), date(2027, 11, 16), State.ISSUED),
                *(date(2027, 5, 16), date(2028, 2, 16)),
            ),
        ),
        3: (
            Held(
                *("ACXM", date(2025, 11, 16), date(2026, 11, 16), State.ISSUED),
                *(date(2026, 5, 16), date(2027, 2, 16)),
            ),
        ),
    }


def test_what_people_hold_is_one_statement_for_any_number_of_them(ladder: Desk, statements: Statements) -> None:
    grant(ladder, 1)
    counts = []
    for people in ((), (1,), range(1, 100_000)):
        with ladder.reading() as work, statements(ladder) as sent:
            held(work, people)
        counts.append(len(sent))
    assert counts == [1, 1, 1]


def test_a_code_answers_with_what_was_awarded(ladder: Desk) -> None:
    row = grant(ladder, 3, code="ACEF-ACEF-ACE4")
    code = column_of(ladder, "code")[0]
    assert code == "ACEF-ACEF-ACE4"
    valid = draw()
    with pytest.raises(NotFound, match=f"Nothing was awarded under the code {valid}"):
        by_code(ladder, valid.lower())
    answer = by_number(ladder, "acxm-3-1 ")
    assert (answer.asked.id, answer.asked.name, answer.now) == (row, "عباس [/oops]", answer.asked)
    assert answer.asked.standing(date(2026, 11, 16)) == "issued"
    assert answer.asked.standing(date(2026, 11, 17)) == "expired"


def test_an_old_code_answers_with_where_it_went(ladder: Desk) -> None:
    codes = [draw() for _ in range(3)]
    first = grant(ladder, 1, number="ACXM-2025-0001", code=codes[0])
    second = grant(ladder, 1, number="ACXM-2025-0001/2", code=codes[1], replaces_id=first, origin=Origin.REISSUE)
    note(ladder, first, "reissue", State.SUPERSEDED, date(2026, 1, 5), "her name")
    third = grant(ladder, 1, number="ACXM-2026-0001", code=codes[2], replaces_id=second, origin=Origin.RENEWAL)
    note(ladder, second, "renew", State.SUPERSEDED, date(2026, 11, 1))
    answer = by_code(ladder, codes[0].lower().replace("-", " "))
    assert (answer.asked.number, answer.asked.state, answer.asked.since, answer.asked.reason) == (
        *("ACXM-2025-0001", State.SUPERSEDED),
        *(date(2026, 1, 5), "her name"),
    )
    assert [one.number for one in answer.after] == ["ACXM-2025-0001/2", "ACXM-2026-0001"]
    assert answer.now.id == third
    assert by_number(ladder, codes[1]).now == answer.now


def test_a_slip_in_a_code_is_told_from_a_number_that_nobody_has(ladder: Desk) -> None:
    grant(ladder, 1)
    with pytest.raises(Refused, match="mistyped"):
        by_number(ladder, "ACEF-ACEF-ACEF")
    for said in ("ACXM-2026-9999", "[/oops] [red]x", "", "\x1b[31m"):
        with pytest.raises(NotFound, match="There is no accreditation"):
            by_number(ladder, said)
