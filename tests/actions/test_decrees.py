"""Decrees: many at once, told before, one reason, one deed, one undo."""

from datetime import date

import pytest

from acxdesk.actions.accreditations import AccreditationsReport, MoveAccreditations, move_accreditations
from acxdesk.actions.decrees import Decree, Decreed, decree
from acxdesk.actions.journal import undo
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Refused
from acxdesk.queries.accreditations import by_number
from tests.actions.earned import column_of, crowd, grant
from tests.actions.sample import add_people, add_programme, book_of, entries, faults, rows
from tests.conftest import Statements

HOSTILE = "[/oops] [red]x"


@pytest.fixture
def earned(desk: Desk) -> Desk:
    """CPPM of Ada until 29 Feb 2020, of Bob until 31 Dec 2020, of [/oops] until 1 Jan 2021, of Dan for life; ACXM."""
    add_programme(desk, "CPPM")
    add_programme(desk, "ACXM")
    add_people(desk, ("Ada", "Bob", HOSTILE, "Dan"))
    ends = (date(2020, 2, 29), date(2020, 12, 31), date(2021, 1, 1), None)
    for person, last in enumerate(ends, start=1):
        grant(desk, person, "CPPM", number=f"CPPM-2018-000{person}", awarded_on=date(2018, 2, 28), valid_until=last)
    grant(desk, 1, "ACXM", number="ACXM-2018-0001", awarded_on=date(2018, 2, 28), valid_until=date(2020, 5, 1))
    return desk


def decreed(desk: Desk, **values: object) -> AccreditationsReport:
    asked = {"programme": "cppm", "months": 12, "reason": "the pandemic", **values}
    return decree(desk, Decree.read({name: value for name, value in asked.items() if value is not None}))


YEAR = {"expires_from": date(2020, 1, 1), "expires_until": date(2020, 12, 31)}


def test_all_of_a_programme_that_expire_in_a_year_are_extended(earned: Desk) -> None:
    before, done = book_of(earned), entries(earned)
    report = decreed(earned, **YEAR)
    assert report.receipt.sentence == "Decree, 2 accreditations 12 months longer: the pandemic"
    assert [each.sentence for each in report.outcomes] == [
        "CPPM-2018-0001 of Ada: Sat 29 Feb 2020 → Sun 28 Feb 2021, as CPPM-2018-0001/2.",
        "CPPM-2018-0002 of Bob: Thu 31 Dec 2020 → Fri 31 Dec 2021, as CPPM-2018-0002/2.",
    ]
    first = report.outcomes[0]
    assert isinstance(first, Decreed)
    assert (first.replaced, first.before, first.after) == ("CPPM-2018-0001", date(2020, 2, 29), date(2021, 2, 28))
    assert column_of(earned, "state") == ["superseded", "superseded", "issued", "issued", "issued", "issued", "issued"]
    assert column_of(earned, "valid_until")[-2:] == ["2021-02-28", "2021-12-31"]
    assert column_of(earned, "awarded_on")[-1] == "2018-02-28"
    assert len(set(column_of(earned, "code"))) == 7
    new = rows(earned, "accreditations")[-1]
    assert (new["origin"], new["replaces_id"], new["name"]) == ("decree", 2, "Bob")
    step = rows(earned, "accreditation_steps")[-1]
    assert (step["accreditation_id"], step["verb"], step["state"], step["holds_from"], step["reason"]) == (
        *(7, "extend", "issued"),
        *("2026-11-24", "the pandemic"),
    )
    assert by_number(earned, "CPPM-2018-0001").now.number == "CPPM-2018-0001/2"
    assert entries(earned) == done + 1
    assert faults(earned) == []
    undo(earned)
    assert book_of(earned) == before


def test_a_dry_run_tells_each_and_writes_nothing(earned: Desk) -> None:
    before, done = book_of(earned), entries(earned)
    report = decreed(earned.rehearsing(), **YEAR)
    assert (report.foreseen, len(report.outcomes)) == ("2 will be changed by decree.", 2)
    assert report.receipt.rehearsed
    assert (book_of(earned), entries(earned)) == (before, done)


def test_a_second_decree_takes_what_the_first_has_made(earned: Desk) -> None:
    decreed(earned, **YEAR)
    report = decreed(earned, expires_until=date(2021, 2, 28), months=-12, expires_from=date(2021, 2, 1))
    assert [each.sentence for each in report.outcomes] == [
        "CPPM-2018-0001/2 of Ada: Sun 28 Feb 2021 → Fri 28 Feb 2020, as CPPM-2018-0001/3."
    ]
    assert report.receipt.sentence == "Decree, 1 accreditation 12 months less: the pandemic"


def test_a_last_day_can_be_given_in_the_place_of_months(earned: Desk) -> None:
    report = decreed(earned, months=None, until=date(2021, 1, 1))
    assert report.receipt.sentence == ("Decree, 3 accreditations valid until Fri 1 Jan 2021; 1 cannot: the pandemic")
    assert [each.sentence for each in report.outcomes][2:] == [
        "CPPM-2018-0004 of Dan: for life → Fri 1 Jan 2021, as CPPM-2018-0004/2.",
        f"CPPM-2018-0003 of {HOSTILE} is valid until Fri 1 Jan 2021 already.",
    ]


def test_by_months_what_is_for_life_cannot_be_changed(earned: Desk) -> None:
    report = decreed(earned)
    assert [each.sentence for each in report.refused] == [
        "CPPM-2018-0004 of Dan is valid for life; months change nothing."
    ]


def test_suspended_ones_are_found_by_their_state_and_stay_so(earned: Desk) -> None:
    move_accreditations(earned, MoveAccreditations.read({"accreditations": [2], "verb": "suspend", "reason": "x"}))
    assert len(decreed(earned.rehearsing(), **YEAR).outcomes) == 1
    report = decreed(earned, **YEAR, state="suspended")
    assert [each.number for each in report.outcomes] == ["CPPM-2018-0002/2"]
    assert column_of(earned, "state")[-1] == "suspended"


def test_named_ones_are_changed_whatever_the_filter_would_find(earned: Desk) -> None:
    report = decreed(earned, programme=None, accreditations=[5, 4])
    assert [(each.done, each.name) for each in report.outcomes] == [(True, "Ada"), (False, "Dan")]
    with pytest.raises(Refused, match="is superseded by ACXM-2018-0001/2"):
        decreed(earned, programme=None, accreditations=[5])


@pytest.mark.parametrize(
    ("values", "kind", "why"),
    [
        ({"months": None}, Refused, "by months or to a last valid day"),
        ({"until": date(2022, 1, 1)}, Refused, "Give one of the two, and not both"),
        ({"months": 0}, Refused, "0 months changes nothing"),
        ({"programme": None}, Refused, "would be a slip"),
        ({"programme": "XYZ"}, NotFound, "No programme"),
        ({"expires_from": date(2030, 1, 1)}, Refused, "No accreditation fits"),
        ({"reason": " "}, Faulty, "Reason is missing"),
        ({"state": "revoked"}, Faulty, "is not one of issued, suspended"),
        ({"months": 100_000}, Faulty, "too large"),
    ],
)
def test_what_makes_no_sense_is_refused(earned: Desk, values: dict[str, object], kind: type[Refused], why: str) -> None:
    before = book_of(earned)
    with pytest.raises(kind, match=why):
        decreed(earned, **values)
    assert book_of(earned) == before


def test_a_last_day_before_the_award_is_told(earned: Desk) -> None:
    report = decreed(earned, months=-48, **YEAR)
    assert [each.sentence for each in report.refused] == [
        "CPPM-2018-0001 of Ada was awarded on Wed 28 Feb 2018, after Mon 29 Feb 2016.",
        "CPPM-2018-0002 of Bob was awarded on Wed 28 Feb 2018, after Sat 31 Dec 2016.",
    ]
    assert not report.receipt.changed


def test_hundreds_are_one_deed_with_as_many_statements_as_two(earned: Desk, statements: Statements) -> None:
    crowd(earned, 5, 400)
    counts = []
    for filtered in (YEAR, {"programme": "ACXM"}):
        with statements(earned) as sent:
            report = decreed(earned, **filtered)
        counts.append(len(sent))
    assert len(report.receipt.ids) == 401
    assert counts[0] == counts[1]
    undo(earned)
    assert set(column_of(earned, "state")[5:405]) == {"issued"}
