"""`acxdesk marking`."""

from tests.cli.conftest import Say


def test_nothing_waits_on_a_desk_whose_sessions_have_not_begun(desk: Say) -> None:
    assert desk("marking", "--json").json == []
    assert desk("marking", "--coach", "Ngozi Okafor").err == "The list is empty.\n"
