"""Awarding a session: who gets what, who not and why, once and no more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest

from acxdesk.actions.awards import Award, award
from acxdesk.actions.journal import undo
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Refused
from acxdesk.records.people import Person
from acxdesk.rules.accreditations import Renewal
from acxdesk.rules.codes import read_code
from acxdesk.rules.outcomes import Verdict
from tests.actions.earned import column_of, release, terms
from tests.actions.sample import add_people, add_programme, book, book_of, entries, faults, move, rows, run
from tests.conftest import Statements

SESSION = "ACXM-2026-11-02"
HOSTILE = "[/oops] [red]x"


@pytest.fixture
def taught(desk: Desk) -> Desk:
    """ACXM, valid for 12 months, taught from Mon 2 Nov 2026 on; Ada (1), ليلى عباس (2) and [/oops] (3) sit in it."""
    add_programme(desk, most=600)
    terms(desk, validity_months=12, renewal=Renewal.FROM_EXPIRY)
    add_people(desk, ("Ada", "ليلى عباس", HOSTILE))
    assert run(desk, "2026-11-02") == SESSION
    book(desk, SESSION, 1, 2, 3)
    return desk


def request(**values: object) -> Award:
    return Award.read({"session": SESSION, **values})


def test_everybody_who_passed_is_awarded(taught: Desk) -> None:
    release(taught, SESSION, 1, 2)
    release(taught, SESSION, 3, verdict=Verdict.RESIT)
    before = book_of(taught)
    report = award(taught, request(session=SESSION.lower()))
    assert report.receipt.sentence == (f"{SESSION}: 2 accreditations awarded, ACXM-2026-0001 to ACXM-2026-0002; 1 not.")
    assert [(each.name, each.done, each.sentence) for each in report.outcomes] == [
        (HOSTILE, False, f"{HOSTILE} has not passed {SESSION}: resit due."),
        ("Ada", True, "Ada: ACXM-2026-0001, valid until Wed 24 Nov 2027."),
        ("ليلى عباس", True, "ليلى عباس: ACXM-2026-0002, valid until Wed 24 Nov 2027."),
    ]
    assert report.foreseen == "2 will be awarded, 1 cannot."
    kept = rows(taught, "accreditations")
    assert [
        {name: row[name] for name in ("person_id", "enrolment_id", "number", "awarded_on", "valid_until", "state")}
        for row in kept
    ] == [
        {
            "person_id": person,
            "enrolment_id": person,
            "number": f"ACXM-2026-000{person}",
            "awarded_on": "2026-11-24",
            "valid_until": "2027-11-24",
            "state": "issued",
        }
        for person in (1, 2)
    ]
    assert [read_code(row["code"]) for row in kept] == [row["code"] for row in kept]
    assert [(step["accreditation_id"], step["number"], step["verb"], step["state"], step["holds_from"], step["who"])
            for step in rows(taught, "accreditation_steps")] == [
        (row, 1, "award", "issued", "2026-11-24", "anna") for row in (1, 2)
    ]  # fmt: skip
    assert faults(taught) == []
    undo(taught)
    assert book_of(taught) == before


def test_a_dry_run_foresees_it_and_writes_nothing(taught: Desk) -> None:
    release(taught, SESSION, 1)
    before = book_of(taught)
    report = award(taught.rehearsing(), request())
    assert (report.foreseen, report.receipt.rehearsed) == ("1 will be awarded, 2 cannot.", True)
    assert book_of(taught) == before


def test_awarding_twice_changes_nothing(taught: Desk) -> None:
    release(taught, SESSION, 1, 2, 3)
    award(taught, request())
    before, done = book_of(taught), entries(taught)
    report = award(taught, request())
    assert report.receipt.sentence == f"Everybody who passed {SESSION} was awarded already."
    assert not report.receipt.changed
    assert report.refused[1].sentence == f"Ada has ACXM-2026-0002 from {SESSION} already."
    assert (book_of(taught), entries(taught)) == (before, done)


def test_who_passes_later_gets_the_next_number(taught: Desk) -> None:
    release(taught, SESSION, 1)
    award(taught, request())
    release(taught, SESSION, 2, verdict=Verdict.RESIT)
    release(taught, SESSION, 2)
    report = award(taught, request())
    assert report.receipt.sentence == f"{SESSION}: 1 accreditation awarded, ACXM-2026-0002; 2 not."


def test_after_an_undo_the_same_number_is_given_again(taught: Desk) -> None:
    release(taught, SESSION, 1)
    award(taught, request())
    codes = column_of(taught, "code")
    undo(taught)
    award(taught, request())
    assert column_of(taught, "number") == ["ACXM-2026-0001"]
    assert column_of(taught, "code") != codes


def test_the_last_result_holds(taught: Desk) -> None:
    release(taught, SESSION, 1)
    release(taught, SESSION, 1, verdict=Verdict.FAILED)
    with pytest.raises(Refused, match=f"Nobody has passed {SESSION} yet"):
        award(taught, request())


def test_the_name_is_that_for_certificates_and_stays(taught: Desk) -> None:
    with taught.changing("prepare", kind="system") as change:
        person = change.work.get(Person, 1)
        assert person is not None
        person.certificate_name = "Augusta Ada, Countess of Lovelace"
    release(taught, SESSION, 1)
    award(taught, request())
    assert column_of(taught, "name") == ["Augusta Ada, Countess of Lovelace"]


def test_whoever_is_named_alone_is_awarded_or_refused(taught: Desk) -> None:
    release(taught, SESSION, 1)
    release(taught, SESSION, 2, verdict=Verdict.FAILED)
    assert award(taught, request(people=[1])).receipt.sentence == (
        f"{SESSION}: Ada: ACXM-2026-0001, valid until Wed 24 Nov 2027."
    )
    for person, why in ((2, "has not passed .*: failed"), (3, "no result of .* is released")):
        with pytest.raises(Refused, match=why):
            award(taught, request(people=[person]))


@pytest.mark.parametrize(
    ("values", "kind", "why"),
    [
        ({}, Refused, "No result of ACXM-2026-11-02 is released. Release the results first."),
        ({"session": "ACXM-2026-11-03"}, NotFound, "No session ACXM-2026-11-03"),
        ({"people": [99]}, NotFound, "Person 99 has no place on"),
        ({"awarded_on": date(2026, 11, 25)}, Refused, "lies ahead"),
        ({"awarded_on": date(2026, 11, 1)}, Refused, "starts on Mon 2 Nov 2026"),
    ],
)
def test_what_cannot_be_awarded_is_refused(
    taught: Desk, values: dict[str, object], kind: type[Refused], why: str
) -> None:
    before = book_of(taught)
    with pytest.raises(kind, match=why):
        award(taught, request(**values))
    assert book_of(taught) == before


def test_today_is_that_of_the_sessions_zone(taught: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    there = run(taught, "2026-11-09", zone="Asia/Tokyo")
    book(taught, there, 1)
    release(taught, there, 1)
    award(taught, request(session=there))
    assert (column_of(taught, "number"), column_of(taught, "awarded_on")) == (["ACXM-2027-0001"], ["2027-01-01"])


def test_a_withdrawn_delegate_without_a_result_is_passed_over(taught: Desk) -> None:
    release(taught, SESSION, 1)
    move(taught, SESSION, "withdraw", 2, reason="ill")
    assert [each.name for each in award(taught, request()).outcomes] == [HOSTILE, "Ada"]


def test_two_desks_that_award_at_once_award_once(taught: Desk) -> None:
    release(taught, SESSION, 1, 2)
    other = Desk.open(taught.path, who="ben", clock=taught.clock)
    one, two = request(), request()
    assert len(award(taught, one).receipt.ids) == 2
    assert award(other, two).receipt.changed is False
    other.close()
    assert column_of(taught, "number") == ["ACXM-2026-0001", "ACXM-2026-0002"]


def test_of_desks_that_award_at_the_same_moment_one_does(taught: Desk) -> None:
    release(taught, SESSION, 1, 2, 3)
    ready = Barrier(3)

    def awarded(name: str) -> bool:
        other = Desk.open(taught.path, who=name, clock=taught.clock)
        ready.wait()
        try:
            return award(other, request()).receipt.changed
        finally:
            other.close()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(awarded, ("ben", "cleo", "dan"))) == [False, False, True]
    assert column_of(taught, "number") == ["ACXM-2026-0001", "ACXM-2026-0002", "ACXM-2026-0003"]
    assert faults(taught) == []


def test_the_same_deed_is_not_done_twice(taught: Desk) -> None:
    release(taught, SESSION, 1)
    again = request(deed="7f0f7f7e-1111-4111-8111-7f0f7f7e1111")
    award(taught, again)
    with pytest.raises(Refused, match="done already"):
        award(taught, again)


def test_five_hundred_cost_as_many_statements_as_one(taught: Desk, statements: Statements) -> None:
    counts = []
    release(taught, SESSION, 1)
    with statements(taught) as sent:
        award(taught, request(people=[1]))
    counts.append(len(sent))
    people = add_people(taught, [f"Delegate {number:03}" for number in range(500)])
    book(taught, SESSION, *people)
    release(taught, SESSION, *people)
    with statements(taught) as sent:
        report = award(taught, request(people=people))
    counts.append(len(sent))
    assert len(report.receipt.ids) == 500
    assert counts[0] == counts[1]
    assert column_of(taught, "number")[-1] == "ACXM-2026-0501"
