"""What tests of screens share: they wait for what is going on and no longer."""

import pytest

from tests.tui.waiting import idle


@pytest.fixture(autouse=True)
def _no_sleep_where_nothing_is_going_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pause, key and click of a pilot ends with a wait that sleeps for at least a fiftieth of a second."""
    monkeypatch.setattr("textual.app.wait_for_idle", idle)
    monkeypatch.setattr("textual.pilot.wait_for_idle", idle)
