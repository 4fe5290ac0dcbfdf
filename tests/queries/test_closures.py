"""Which days are closed, and why; in one statement whatever there is."""

from datetime import date

import pytest

from acxdesk.desk.door import Desk
from acxdesk.queries.closures import closed_days
from acxdesk.records.closures import Closure
from tests.conftest import Statements


def close(desk: Desk, name: str, first: str, last: str) -> None:
    with desk.changing("prepare", kind="system") as change:
        change.work.add(
            Closure(
                uid=change.new_uid(), name=name, first_on=date.fromisoformat(first), last_on=date.fromisoformat(last)
            )
        )


def closed(desk: Desk, countries: tuple[str, ...], first: str, last: str) -> dict[str, str]:
    with desk.reading() as work:
        days = closed_days(work, countries, date.fromisoformat(first), date.fromisoformat(last))
    return {day.isoformat(): why for day, why in days.items()}


def test_public_holidays_and_closures_in_the_order_of_days(desk: Desk) -> None:
    close(desk, "Christmas closure", "2026-12-25", "2026-12-27")
    close(desk, "Audit", "2026-12-27", "2026-12-27")
    assert closed(desk, ("GB", "US"), "2026-11-20", "2026-12-28") == {
        "2026-11-26": "Thu 26 Nov 2026 is Thanksgiving Day in US",
        "2026-12-25": "Fri 25 Dec 2026 is closed: Christmas closure",
        "2026-12-26": "Sat 26 Dec 2026 is closed: Christmas closure",
        "2026-12-27": "Sun 27 Dec 2026 is closed: Christmas closure and Audit",
        "2026-12-28": "Mon 28 Dec 2026 is Boxing Day (observed) in GB",
    }


def test_only_the_days_between_count(desk: Desk) -> None:
    close(desk, "Move", "2026-11-01", "2026-11-30")
    assert list(closed(desk, (), "2026-11-29", "2026-12-05")) == ["2026-11-29", "2026-11-30"]
    assert list(closed(desk, ("GB",), "2026-12-24", "2027-01-01")) == [
        "2026-12-25",
        "2026-12-26",
        "2026-12-28",
        "2027-01-01",
    ]
    assert closed(desk, ("XX",), "2026-12-01", "2026-12-31") == {}


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_one_statement(desk: Desk, statements: Statements, count: int) -> None:
    for number in range(count):
        close(desk, f"Closure {number}", f"2026-12-{10 + number}", f"2026-12-{20 + number}")
    with desk.reading() as work, statements(desk) as sent:
        closed_days(work, ("GB", "US", "IN")[:count], date(2026, 12, 1), date(2027, 12, 31))
    assert len([one for one in sent if one.startswith("SELECT")]) == 1
