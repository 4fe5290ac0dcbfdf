"""What a session is called, which way its status goes, where the clock puts it, which capacity it can have."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.sessions import (
    TURNS,
    Phase,
    SessionFacts,
    Status,
    check_capacity,
    past,
    phase,
    reference,
    start_in,
    turn,
)

START = datetime(2026, 12, 7, 14, tzinfo=UTC)
END = datetime(2026, 12, 10, 19, tzinfo=UTC)
# From where each verb leads where; what is not here is refused.
LEADS = {
    ("open", Status.DRAFT): Status.OPEN,
    ("confirm", Status.OPEN): Status.CONFIRMED,
    ("close", Status.CONFIRMED): Status.CLOSED,
    ("cancel", Status.DRAFT): Status.CANCELLED,
    ("cancel", Status.OPEN): Status.CANCELLED,
    ("cancel", Status.CONFIRMED): Status.CANCELLED,
}
codes = st.from_regex(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,2}", fullmatch=True)
starts = st.dates(min_value=date(1970, 1, 1), max_value=date(2199, 12, 31))


def facts(status: Status, at: Phase = Phase.DELIVERED, before: Status | None = None) -> SessionFacts:
    return SessionFacts("ACXM-2026-12-07", status, before, at)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", TURNS)
def test_a_verb_leads_where_the_table_says_and_nowhere_else(verb: str, status: Status) -> None:
    if (verb, status) in LEADS:
        assert turn(facts(status), verb, "why") is LEADS[verb, status]
        return
    with pytest.raises(Refused) as refused:
        turn(facts(status), verb, "why")
    assert refused.value.sentence.startswith(f"ACXM-2026-12-07 is {status}; only a session that is ")
    assert refused.value.sentence.endswith(f"can be {past(verb)}.")


@pytest.mark.parametrize(
    ("status", "verb", "remedy"),
    [
        (Status.OPEN, "open", "It can be confirmed or cancelled."),
        (Status.CONFIRMED, "confirm", "It can be closed or cancelled."),
        (Status.DRAFT, "close", "It can be opened or cancelled."),
        (Status.CANCELLED, "confirm", "It can be reopened."),
        (Status.CLOSED, "cancel", ""),
    ],
)
def test_a_refused_verb_is_told_with_those_that_are_open(status: Status, verb: str, remedy: str) -> None:
    with pytest.raises(Refused) as refused:
        turn(facts(status), verb, "why")
    assert refused.value.remedy == remedy


@pytest.mark.parametrize("before", [Status.DRAFT, Status.OPEN, Status.CONFIRMED])
def test_reopening_goes_back_to_what_was(before: Status) -> None:
    assert turn(facts(Status.CANCELLED, before=before), "reopen") is before


def test_a_cancelled_session_of_unknown_past_is_reopened_open() -> None:
    assert turn(facts(Status.CANCELLED), "reopen") is Status.OPEN


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.CANCELLED}))
def test_only_a_cancelled_session_is_reopened(status: Status) -> None:
    with pytest.raises(Refused, match=f"is {status}; only a cancelled session can be reopened"):
        turn(facts(status), "reopen")


@pytest.mark.parametrize("at", [Phase.UPCOMING, Phase.RUNNING])
def test_a_session_is_closed_after_its_last_meeting_ends(at: Phase) -> None:
    with pytest.raises(Refused, match=f"is {at}; it can be closed after its last meeting ends"):
        turn(facts(Status.CONFIRMED, at), "close")


@pytest.mark.parametrize("reason", ["", " ", "\u3000"])
def test_cancelling_asks_for_a_reason(reason: str) -> None:
    with pytest.raises(Refused, match="needs a reason"):
        turn(facts(Status.OPEN), "cancel", reason)


@settings(max_examples=100, deadline=None)
@given(codes, starts, st.integers(1, 99))
def test_a_reference_names_its_start(code: str, start: date, run: int) -> None:
    assert start_in(reference(code, start, run)) == start


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("ACX-Mentor-2020-09-01", date(2020, 9, 1)),
        ("ACXM-2026-12-07-2", date(2026, 12, 7)),
        ("ACXM-2026-02-30", None),
        ("ACXM", None),
        ("2026-12-07", None),
        ("ACXM-2026-12-07-", None),
        ("ACXM-２０２６-12-07", None),
        ("", None),
    ],
)
def test_a_start_is_read_from_a_whole_reference_alone(said: str, start: date | None) -> None:
    assert start_in(said) == start


@pytest.mark.parametrize(
    ("now", "where"),
    [
        (START - timedelta(microseconds=1), Phase.UPCOMING),
        (START, Phase.RUNNING),
        (END - timedelta(microseconds=1), Phase.RUNNING),
        (END, Phase.DELIVERED),
    ],
)
def test_the_clock_decides_the_phase(now: datetime, where: Phase) -> None:
    assert phase(now, START, END) is where


def test_without_meetings_a_session_stays_upcoming() -> None:
    assert phase(END, None, None) is Phase.UPCOMING


@settings(max_examples=100, deadline=None)
@given(st.integers(-2, 30), st.integers(-2, 30), st.integers(0, 30))
def test_a_capacity_holds_its_minimum_and_everybody_in_it(least: int, most: int, taken: int) -> None:
    good = 0 <= least <= most and most >= 1 and taken <= most
    try:
        check_capacity("ACXM-2026-12-07", least, most, taken)
    except Refused:
        assert not good
    else:
        assert good
