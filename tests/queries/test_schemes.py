"""Schemes are read for many editions at once, and for one programme to be looked at."""

from dataclasses import replace

import pytest

from acxdesk.actions.schemes import SetScheme, set_scheme
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.schemes import SchemeCard, scheme, schemes
from acxdesk.rules.schemes import Agreement, Counts, ResitRule, Scheme, SecondMarking, SecondRule
from tests.actions.sample import CASE, DEMO, EXAM, SCHEME, add_programme, add_scheme, run
from tests.conftest import Statements

STRICT = Scheme(
    parts=(replace(EXAM, weight=100),),
    pass_total=7_050,
    attendance=80,
    recording_counts=True,
    resits=ResitRule(2, only_failed=False, cap=60, counts=Counts.LAST, days=30),
    second=SecondRule(SecondMarking.SAMPLE, 10, Agreement.WITHIN, 500, blind=False),
)


def test_a_scheme_is_read_as_it_was_written_with_the_rows_of_its_components(desk: Desk) -> None:
    add_programme(desk)
    exam, case, demo = add_scheme(desk)
    with desk.reading() as work:
        read = schemes(work, [1])
    parts = (replace(EXAM, id=exam), replace(CASE, id=case), replace(DEMO, id=demo))
    assert read == {1: replace(SCHEME, parts=parts)}


def test_every_rule_of_a_scheme_is_read(desk: Desk) -> None:
    add_programme(desk)
    (exam,) = add_scheme(desk, STRICT)
    with desk.reading() as work:
        assert schemes(work, [1]) == {1: replace(STRICT, parts=(replace(STRICT.parts[0], id=exam),))}


def test_schemes_of_many_editions_cost_one_statement_and_none_costs_none(desk: Desk, statements: Statements) -> None:
    for code in ("ACXM", "ACXC", "ACXP"):
        add_programme(desk, code)
    add_scheme(desk)
    add_scheme(desk, Scheme(), edition=2)
    for asked, found, cost in (([1], {1}, 1), ([3, 2, 1, 1], {1, 2}, 1), ([], set(), 0)):
        with statements(desk) as sent, desk.reading() as work:
            assert set(schemes(work, asked)) == found
        assert len(sent) == cost


def test_the_card_shows_the_scheme_of_the_current_edition(desk: Desk) -> None:
    add_programme(desk)
    empty = SchemeCard("ACXM", "Accredited ACXM", edition=1, taught_minutes=1_200, scheme=None, chosen=False, version=0)
    assert scheme(desk, "acxm") == empty
    add_scheme(desk, Scheme())
    assert scheme(desk, "Accredited ACXM") == replace(empty, scheme=Scheme(), version=1)


def test_the_scheme_of_an_older_edition_can_be_looked_at(desk: Desk) -> None:
    add_programme(desk)
    add_scheme(desk)
    run(desk)
    set_scheme(desk, SetScheme(programme="ACXM", attendance=80))
    for number, attendance in ((None, 80), (2, 80), (1, 90)):
        held = scheme(desk, "ACXM", number).scheme
        assert held is not None
        assert held.attendance == attendance
    with pytest.raises(NotFound) as missing:
        scheme(desk, "ACXM", 3)
    assert str(missing.value) == "ACXM has no edition 3. It has editions 1 to 2."


def test_without_a_duration_no_hours_are_known(desk: Desk) -> None:
    add_programme(desk, duration="")
    assert scheme(desk, "ACXM").taught_minutes == 0


def test_the_card_of_no_programme_is_refused_with_the_near_ones(desk: Desk) -> None:
    add_programme(desk)
    with pytest.raises(NotFound) as missing:
        scheme(desk, "ACMX")
    assert str(missing.value) == 'There is no programme "ACMX". Near it: ACXM.'
