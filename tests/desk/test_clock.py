from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from acxdesk.desk.clock import Clock, FrozenClock, SystemClock
from acxdesk.errors import Refused


def test_system_clock_gives_the_present_instant_in_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert before <= now <= datetime.now(UTC)


def test_no_variable_turns_the_system_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACXDESK_NOW", "2001-01-01T00:00:00Z")
    assert SystemClock().now().year > 2001


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Auckland", date(2026, 11, 17)),
        ("Europe/London", date(2026, 11, 16)),
        ("Pacific/Honolulu", date(2026, 11, 16)),
    ],
)
def test_today_is_the_date_that_the_clocks_of_a_zone_show(zone: str, day: date) -> None:
    assert FrozenClock(datetime(2026, 11, 16, 22, 30, tzinfo=UTC)).today(zone) == day


def test_today_refuses_a_zone_that_does_not_exist() -> None:
    with pytest.raises(Refused, match="Europe/London"):
        SystemClock().today("Europe/Londn")


def test_frozen_clock_stands_still_until_it_is_set() -> None:
    clock = FrozenClock(datetime(2026, 11, 16, 15, tzinfo=timezone(timedelta(hours=1))))
    the_protocol: Clock = clock
    assert (the_protocol.now(), the_protocol.now()) == (datetime(2026, 11, 16, 14, tzinfo=UTC),) * 2
    clock.moment += timedelta(minutes=5)
    assert clock.now() == datetime(2026, 11, 16, 14, 5, tzinfo=UTC)


def test_frozen_clock_does_not_take_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="no zone"):
        FrozenClock(datetime(2026, 11, 16)).now()  # noqa: DTZ001 - that is the case
