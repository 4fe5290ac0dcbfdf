"""Renewing in the window, and issuing again with a name put right."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from acxdesk.actions.accreditations import AccreditationsReport, MoveAccreditations, move_accreditations
from acxdesk.actions.journal import undo
from acxdesk.actions.renewals import Reissue, Renew, reissue, renew
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Overtaken, Refused
from acxdesk.queries.accreditations import by_code, by_number
from acxdesk.records.people import Person
from acxdesk.rules.accreditations import Origin, Renewal
from tests.actions.earned import column_of, grant, terms
from tests.actions.sample import add_people, add_programme, book_of, faults, rows
from tests.conftest import Statements

HOSTILE = "[/oops] [red]x"


@pytest.fixture
def earned(desk: Desk) -> Desk:
    """Ada (1), ليلى (2) and [/oops] (3) hold ACXM until 16 Nov 2026, renewable from 6 months before to 3 after."""
    add_programme(desk)
    terms(desk, validity_months=12, renewal=Renewal.FROM_EXPIRY, renewal_months=6, grace_months=3)
    for person in add_people(desk, ("Ada", "ليلى عباس", HOSTILE)):
        grant(desk, person, number=f"ACXM-2025-000{person}")
    return desk


def renewed(desk: Desk, *numbers: int, **other: object) -> AccreditationsReport:
    return renew(desk, Renew.read({"accreditations": numbers, **other}))


def reissued(desk: Desk, *numbers: int, **other: object) -> AccreditationsReport:
    return reissue(desk, Reissue.read({"accreditations": numbers, **other}))


def test_a_renewal_is_a_new_record_that_points_at_the_old_one(earned: Desk) -> None:
    before = book_of(earned)
    report = renewed(earned, 1)
    assert report.receipt.sentence == "ACXM-2025-0001 of Ada renewed as ACXM-2026-0001, valid until Tue 16 Nov 2027."
    old, new = rows(earned, "accreditations")[0], rows(earned, "accreditations")[-1]
    assert (old["state"], old["valid_until"], old["number"]) == ("superseded", "2026-11-16", "ACXM-2025-0001")
    wanted = {
        "person_id": 1,
        "number": "ACXM-2026-0001",
        "name": "Ada",
        "awarded_on": "2026-11-24",
        "valid_until": "2027-11-16",
        "state": "issued",
        "origin": "renewal",
        "replaces_id": 1,
        "enrolment_id": None,
    }
    assert {name: new[name] for name in wanted} == wanted
    assert [
        (step["accreditation_id"], step["number"], step["verb"], step["state"], step["holds_from"])
        for step in rows(earned, "accreditation_steps")[3:]
    ] == [(1, 2, "renew", "superseded", "2026-11-24"), (4, 1, "renew", "issued", "2026-11-24")]
    answer = by_code(earned, old["code"])
    assert (answer.asked.number, answer.now.number) == ("ACXM-2025-0001", "ACXM-2026-0001")
    assert faults(earned) == []
    undo(earned)
    assert book_of(earned) == before


def test_the_number_after_a_gap_of_years_is_that_of_its_year(earned: Desk) -> None:
    grant(earned, 1, number="ACXM-2026-0041")
    renewed(earned, 1, 2, 3)
    assert column_of(earned, "number")[-3:] == ["ACXM-2026-0042", "ACXM-2026-0043", "ACXM-2026-0044"]


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (date(2026, 5, 15), "cannot be renewed on Fri 15 May 2026 yet. Its window is Sat 16 May 2026 to "),
        (date(2027, 2, 17), "cannot be renewed on Wed 17 Feb 2027 any more. Its window is "),
    ],
)
def test_outside_the_window_nothing_is_renewed(earned: Desk, clock: FrozenClock, on: date, why: str) -> None:
    clock.moment = datetime(2027, 6, 1, tzinfo=UTC)
    before = book_of(earned)
    with pytest.raises(Refused, match=why):
        renewed(earned, 1, day=on)
    assert book_of(earned) == before


@pytest.mark.parametrize("on", [date(2026, 5, 16), date(2027, 2, 16)])
def test_on_the_edges_of_the_window_it_counts_from_expiry(earned: Desk, clock: FrozenClock, on: date) -> None:
    clock.moment = datetime(2027, 6, 1, tzinfo=UTC)
    renewed(earned, 1, day=on)
    assert column_of(earned, "valid_until")[-1] == "2027-11-16"


def test_renewals_after_a_short_month_do_not_creep(earned: Desk, clock: FrozenClock) -> None:
    terms(earned, validity_months=6, renewal_months=1, grace_months=1)
    last = grant(earned, 1, awarded_on=date(2026, 8, 31), valid_until=date(2027, 2, 28))
    ends = []
    for on in (date(2027, 2, 20), date(2027, 8, 20), date(2028, 2, 20)):
        clock.moment = datetime(on.year, on.month, on.day, tzinfo=UTC)
        last = renewed(earned, last).receipt.ids[0]
        last = reissued(earned, last, name=f"Ada {on.year}-{on.month}").receipt.ids[0]
        ends.append(column_of(earned, "valid_until")[-1])
    assert ends == ["2027-08-31", "2028-02-29", "2028-08-31"]


def test_the_new_record_stands_under_the_present_edition(earned: Desk) -> None:
    terms(earned, validity_months=0)
    renewed(earned, 1)
    assert column_of(earned, "valid_until")[-1] is None


def test_of_many_those_in_their_window_are_renewed(earned: Desk) -> None:
    grant(earned, 2, number="ACXM-2020-0007", valid_until=None)
    move_accreditations(
        earned, MoveAccreditations.read({"accreditations": [3], "verb": "suspend", "reason": "a complaint"})
    )
    before = book_of(earned)
    report = renewed(earned, 1, 2, 3, 4)
    remedy = "It can be reinstated or revoked or reissued or changed by decree."
    assert report.foreseen == "2 will be renewed, 2 cannot."
    assert [(each.done, each.sentence) for each in report.outcomes] == [
        (True, "ACXM-2025-0001 of Ada renewed as ACXM-2026-0001, valid until Tue 16 Nov 2027."),
        (True, "ACXM-2025-0002 of ليلى عباس renewed as ACXM-2026-0002, valid until Tue 16 Nov 2027."),
        (False, f"ACXM-2025-0003 of {HOSTILE} is suspended since Tue 24 Nov 2026 and cannot be renewed. {remedy}"),
        (False, "ACXM-2020-0007 of ليلى عباس is valid for life; there is nothing to renew."),
    ]
    undo(earned)
    assert book_of(earned) == before


def test_a_second_renewal_of_the_same_names_what_took_its_place(earned: Desk) -> None:
    renewed(earned, 1)
    with pytest.raises(Refused, match=r"is superseded by ACXM-2026-0001 since .* Take ACXM-2026-0001\."):
        renewed(earned, 1)


# ---- reissues


def test_a_reissue_has_a_new_code_and_the_old_one_tells_where_it_went(earned: Desk) -> None:
    before = book_of(earned)
    report = reissued(earned, 2, name="ليلى محمود عباس", reason="married")
    assert report.receipt.sentence == (
        "ACXM-2025-0002 reissued as ACXM-2025-0002/2 to ليلى محمود عباس, before ليلى عباس."
    )
    old, new = rows(earned, "accreditations")[1], rows(earned, "accreditations")[-1]
    same = ("person_id", "programme_id", "edition_id", "awarded_on", "valid_until", "enrolment_id")
    assert {name: old[name] for name in same} == {name: new[name] for name in same}
    assert (new["number"], new["state"], new["origin"], old["state"]) == (
        *("ACXM-2025-0002/2", "issued"),
        *("reissue", "superseded"),
    )
    assert old["code"] != new["code"]
    assert by_code(earned, old["code"]).now.name == "ليلى محمود عباس"
    assert by_number(earned, "ACXM-2025-0002/2").asked.code == new["code"]
    reissued(earned, 4, name="Layla Abbas")
    assert column_of(earned, "number")[-1] == "ACXM-2025-0002/3"
    undo(earned)
    undo(earned)
    assert book_of(earned) == before


def test_without_a_name_it_is_that_of_the_person_now(earned: Desk) -> None:
    with earned.changing("prepare", kind="system") as change:
        for number, name in ((1, "Ada Byron"), (3, HOSTILE)):
            person = change.work.get(Person, number)
            assert person is not None
            person.certificate_name = name
    report = reissued(earned, 1, 3)
    assert [(each.done, each.sentence) for each in report.outcomes] == [
        (True, "ACXM-2025-0001 reissued as ACXM-2025-0001/2 to Ada Byron, before Ada."),
        (
            False,
            f"ACXM-2025-0003 has the name {HOSTILE} already. Give the name as it is to stand on the certificate.",
        ),
    ]


def test_a_suspended_accreditation_stays_suspended_when_it_is_reissued(earned: Desk) -> None:
    move_accreditations(earned, MoveAccreditations.read({"accreditations": [1], "verb": "suspend", "reason": "x"}))
    reissued(earned, 1, name="Ada Byron")
    assert rows(earned, "accreditations")[-1]["state"] == "suspended"
    assert rows(earned, "accreditation_steps")[-1]["state"] == "suspended"


def test_a_reissue_of_what_was_changed_meanwhile_is_not_done(earned: Desk) -> None:
    move_accreditations(earned, MoveAccreditations.read({"accreditations": [1], "verb": "suspend", "reason": "x"}))
    with pytest.raises(Overtaken, match="ACXM-2025-0001 was changed by anna"):
        reissued(earned, 1, name="Ada Byron", version=1)
    with pytest.raises(Refused, match="One name cannot stand on several"):
        reissued(earned, 1, 2, name="Ada Byron")


def test_an_expired_one_can_be_reissued_under_a_number_from_elsewhere(earned: Desk) -> None:
    old = grant(earned, 1, number="2015/0123", valid_until=date(2016, 1, 1), origin=Origin.RECORDED)
    assert reissued(earned, old, name="Ada Byron").outcomes[0].number == "2015/0123/2"


@pytest.mark.parametrize("deed", [renewed, reissued])
def test_many_cost_as_many_statements_as_one(
    earned: Desk, statements: Statements, deed: Callable[..., AccreditationsReport]
) -> None:
    with earned.changing("prepare", kind="system") as change:
        for person in change.work.scalars(select(Person)):
            person.certificate_name = f"{person.name} II"
    counts = []
    for numbers in ((1, 2), (1, 2, 3)):
        with statements(earned) as sent:
            assert len(deed(earned, *numbers).receipt.ids) == len(numbers)
        counts.append(len(sent))
        undo(earned)
    assert counts[0] == counts[1]
