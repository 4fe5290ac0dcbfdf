"""What is stored comes back as it was, sorts as it should, and what does not belong is refused by the file itself."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator

from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.records.ballots import Ballot
from acxdesk.records.base import Day, Editable, Flag, Instant, Unreadable, Wall, Word
from acxdesk.records.people import Organisation
from acxdesk.records.sessions import Session
from acxdesk.records.whole import TABLES
from acxdesk.rules.sessions import Status
from tests.actions.sample import add_organisation, add_programme, rows, run

DIALECT = sqlite.dialect()
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1), timezones=zones)  # noqa: DTZ001 - zones are drawn


def stored(kind: TypeDecorator[Any], value: object) -> Any:
    return kind.process_bind_param(value, DIALECT)


def back(kind: TypeDecorator[Any], value: object) -> Any:
    return kind.process_result_value(kind.process_bind_param(value, DIALECT), DIALECT)


@settings(max_examples=100, deadline=None)
@given(instants, instants)
def test_instants_come_back_and_sort_as_text(one: datetime, other: datetime) -> None:
    assert back(Instant(), one) == one
    assert back(Instant(), one).tzinfo is UTC
    assert (stored(Instant(), one) < stored(Instant(), other)) is (one < other)


def test_a_naive_instant_is_never_stored() -> None:
    with pytest.raises(ValueError, match="a naive datetime is no instant"):
        stored(Instant(), datetime(2026, 11, 24))  # noqa: DTZ001 - on purpose


@settings(max_examples=60, deadline=None)
@given(st.dates(), st.times(), st.booleans(), st.sampled_from(Status))
def test_days_wall_times_facts_and_words_come_back(day: date, at: time, fact: bool, status: Status) -> None:
    at = at.replace(second=0, microsecond=0)
    assert (back(Day(), day), back(Wall(), at), back(Flag(), fact), back(Word(Status), status)) == (
        day,
        at,
        fact,
        status,
    )
    assert stored(Flag(), fact) in {0, 1}


@pytest.mark.parametrize("kind", [Instant(), Day(), Wall(), Flag(), Word(Status)])
def test_nothing_stays_nothing(kind: TypeDecorator[Any]) -> None:
    assert back(kind, None) is None


def test_a_word_that_is_not_on_the_list_is_never_stored() -> None:
    class Other(StrEnum):
        ELSE = "else"

    with pytest.raises(ValueError, match="else"):
        stored(Word(Status), Other.ELSE)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sessions SET status = 'else'",
        "UPDATE sessions SET capacity_max = 'many'",
        "UPDATE sessions SET capacity_max = 0",
        "UPDATE sessions SET capacity_min = capacity_max + 1",
        "UPDATE sessions SET starts_at = NULL",
        "UPDATE sessions SET programme_id = 99",
        "UPDATE meetings SET minutes = 0",
        "UPDATE meetings SET number = 1",
    ],
)
def test_the_file_itself_refuses_what_does_not_belong(desk: Desk, statement: str) -> None:
    add_programme(desk)
    run(desk)
    before = rows(desk, "sessions"), rows(desk, "meetings")
    with pytest.raises(Refused), desk.changing("damage") as change:
        change.work.connection().exec_driver_sql(statement)
    assert (rows(desk, "sessions"), rows(desk, "meetings")) == before


def test_every_table_is_strict_and_gives_no_number_twice() -> None:
    for table in TABLES.values():
        assert table.dialect_options["sqlite"]["strict"], table.name
        # Ballots have no number at all: their order must not tell when they came in.
        assert table.dialect_options["sqlite"]["autoincrement"] or table is Ballot.__table__, table.name


def test_a_version_goes_up_with_every_change_of_an_editable_row(desk: Desk) -> None:
    number = add_organisation(desk)
    for version in (1, 2, 3):
        assert rows(desk, "organisations")[0]["version"] == version
        with desk.changing("organisation edit") as change:
            row = change.work.get(Organisation, number)
            assert row is not None
            row.note = f"note {version}"
    assert issubclass(Session, Editable)


@pytest.mark.parametrize(
    "text",
    ["2026-11-24", "2026-11-24T09:00:00Z", "2026-11-24T09:00:00.000000+", "2026-13-24T09:00:00.000000Z", "x" * 27],
)
def test_what_is_no_instant_is_not_read_as_one(text: str) -> None:
    with pytest.raises(Unreadable):
        Instant().process_result_value(text, DIALECT)


def test_a_word_that_is_not_on_the_list_is_not_read() -> None:
    with pytest.raises(Unreadable):
        Word(Status).process_result_value("oops", DIALECT)
