"""What a session waits for, in words, and when it is due."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from acxdesk.rules.marking import Waits, due

NOTHING = Waits(0, 0, 0, 0, 0, 0, 0)


def test_what_is_waited_for_is_told_in_the_order_in_which_it_is_done() -> None:
    assert list(Waits(1, 1200, 2, 3, 4, 1, 1).words()) == [
        *("1 attendance", "1,200 marks", "2 second marks", "3 to release", "4 to award", "1 resit", "1 review"),
    ]
    assert list(NOTHING.words()) == []


@pytest.mark.parametrize("name", [field.name for field in fields(Waits)])
def test_attendance_is_done_on_its_sheet_and_everything_else_among_the_marks(name: str) -> None:
    assert replace(NOTHING, **{name: 1}).side == ("attendance" if name == "attendance" else "marks")


def test_results_are_due_a_week_after_the_last_meeting() -> None:
    assert due(datetime(2026, 12, 10, 19, tzinfo=UTC)) == datetime(2026, 12, 17, 19, tzinfo=UTC)
