"""A list, a card or the opening screen costs as many statements for three as for one, and searches by indexes."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from acxdesk.actions.enrolments import lapse_offers
from acxdesk.actions.laureates import RecordLaureate, record_laureate
from acxdesk.actions.prerequisites import Exempt, exempt
from acxdesk.desk.door import Desk
from acxdesk.queries.accreditations import by_number
from acxdesk.queries.attendance import attendance_sheet, sat
from acxdesk.queries.conflictlist import conflicts
from acxdesk.queries.cycles import cycles
from acxdesk.queries.deciding import alternatives, decisions
from acxdesk.queries.editions import edition_changes
from acxdesk.queries.enrolments import enrolment, enrolments
from acxdesk.queries.exemptions import exemptions
from acxdesk.queries.journal import back, entry, journal
from acxdesk.queries.ladders import ladder, letters
from acxdesk.queries.laureates import hall, honours
from acxdesk.queries.marking import waiting
from acxdesk.queries.marks import sheet
from acxdesk.queries.marksheets import paper
from acxdesk.queries.nominationlist import nominations
from acxdesk.queries.nominations import nomination
from acxdesk.queries.outcomes import outcomes, results
from acxdesk.queries.panels import panel_sheet
from acxdesk.queries.prerequisites import lacking, lacking_at
from acxdesk.queries.register import accreditation, register
from acxdesk.queries.requirements import requirements_card
from acxdesk.queries.reviews import overrides, reviews
from acxdesk.queries.schemes import scheme
from acxdesk.queries.sessions import session, sessions
from acxdesk.queries.today import today
from acxdesk.queries.voters import roll, turnout
from acxdesk.queries.weeks import agenda, days_between, meetings_between
from acxdesk.records.ballots import Voter
from acxdesk.records.cycles import PanelMember
from acxdesk.records.nominations import ConflictRuling, Evidence, Score, Second
from acxdesk.rules.conflicts import Ruling
from acxdesk.rules.cycles import Phase
from acxdesk.rules.enrolments import Place
from acxdesk.rules.nominations import Kind
from tests.actions import awarding
from tests.actions.earned import grant
from tests.actions.sample import add_people, add_programme, book, hold, require, run
from tests.conftest import Statements


def everybody_sat(desk: Desk) -> object:
    """Read what everybody sat of all sessions."""
    with desk.reading() as work:
        return sat(work)


READS: dict[str, tuple[int, Callable[[Desk], object]]] = {
    "sessions": (1, lambda desk: sessions(desk).after(None, 50)),
    "sessions of a coach": (1, lambda desk: sessions(desk, coach=1).after(None, 50)),
    "a session's card": (7, lambda desk: session(desk, "ACXM-2026-11-24")),
    "a roster": (1, lambda desk: enrolments(desk, session=1).after(None, 50)),
    "everybody's places": (1, lambda desk: enrolments(desk).after(None, 50)),
    "a person's places": (1, lambda desk: enrolments(desk, person=2).after(None, 50)),
    "the ladders of a person": (4, lambda desk: ladder(desk, 1, "Europe/London")),
    "what follows her name": (2, lambda desk: letters(desk, 1, "Europe/London")),
    "exemptions": (1, lambda desk: exemptions(desk).after(None, 50)),
    "exemptions of a programme": (1, lambda desk: exemptions(desk, programme=1).after(None, 50)),
    "who lacks something on a session": (5, lambda desk: lacking(desk, "ACXM-2026-11-24")),
    "what is lacked for sessions": (4, lambda desk: lacking_at(desk, range(1, 9), range(1, 9))),
    "a place's card": (2, lambda desk: enrolment(desk, 1)),
    "what everybody sat": (1, everybody_sat),
    "an attendance sheet": (4, lambda desk: attendance_sheet(desk, "ACXM-2026-11-24")),
    "the register": (1, lambda desk: register(desk, date(2026, 11, 24)).after(None, 50)),
    "how many the register has": (1, lambda desk: register(desk, date(2026, 11, 24)).count()),
    "an accreditation's card": (3, lambda desk: accreditation(desk, 1)),
    "an accreditation by its number": (3, lambda desk: by_number(desk, "ACXM-2-1")),
    "a programme's scheme": (4, lambda desk: scheme(desk, "ACXM")),
    "what a programme requires": (5, lambda desk: requirements_card(desk, "ACXM")),
    "what editions ask otherwise": (3, lambda desk: edition_changes(desk, 1)),
    "the journal": (1, lambda desk: journal(desk, zone="Europe/London").after(None, 50)),
    "the journal of a session": (1, lambda desk: journal(desk, zone="Europe/London", session=1).after(None, 50)),
    "a mark sheet": (6, lambda desk: sheet(desk, "ACXM-2026-11-24")),
    "a mark sheet for a file": (9, lambda desk: paper(desk, "ACXM-2026-11-24", since=0)),
    "all outcomes": (7, lambda desk: list(outcomes(desk))),
    "the results of a session": (1, lambda desk: results(desk, session=1).after(None, 50)),
    "all results": (1, lambda desk: results(desk).after(None, 50)),
    "open reviews": (1, lambda desk: reviews(desk).after(None, 50)),
    "overrides": (1, lambda desk: overrides(desk).after(None, 50)),
    "an entry": (3, lambda desk: entry(desk, 4)),
    "what goes back": (3, back),
    "sessions that wait": (1, lambda desk: waiting(desk).after(None, 50)),
    "what must be decided": (3, lambda desk: decisions(desk, "Europe/London")),
    "where people could go": (2, lambda desk: alternatives(desk, "ACXM-2026-11-24")),
    "award cycles": (1, cycles),
    "nominations": (9, lambda desk: nominations(desk).after(None, 50)),
    "a nomination": (11, lambda desk: nomination(desk, 1)),
    "the panel's sheet": (20, panel_sheet),
    "conflicts of interest": (16, conflicts),
    "the roll": (2, lambda desk: roll(desk).after(None, 50)),
    "the turnout": (3, turnout),
    "the Hall of Fame": (2, lambda desk: hall(desk, 2026)),
    "what she was named": (1, lambda desk: honours(desk, 1)),
    "a week": (
        1,
        lambda desk: meetings_between(desk, datetime(2026, 11, 23, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
    ),
    "a month": (1, lambda desk: days_between(desk, date(2026, 11, 1), date(2026, 12, 7), "Europe/London")),
    "an agenda": (1, lambda desk: agenda(desk, desk.clock.now(), "Europe/London").after(None, 50)),
    "today": (7, lambda desk: today(desk, "Europe/London")),
}


def fill(desk: Desk, size: int) -> None:
    """So many sessions of this week with so many coaches and meetings; the first has as many delegates, and a line."""
    add_programme(desk, duration=f"{size} days @ 1 hour per day", least=9, most=12)
    coaches = add_people(desk, [f"Coach {number}" for number in range(size)], coach=True)
    people = add_people(desk, [f"Delegate {number}" for number in range(2 * size)])
    for _each in range(size):
        run(desk, "2026-11-24", coaches=[{"person": number} for number in coaches], capacity_max=9, accept="why")
    for person in people:
        book(desk, "ACXM-2026-11-24", person)
    require(desk, "ACXM", "ACXM", "ACXM")
    for person in (*coaches, *people[:size]):
        hold(desk, person, "ACXM")
    for person in people[size:]:
        exempt(desk, Exempt(person=person, programme="ACXM", evidence="practice", approver="Towers"))
    grant(desk, 2, number="ACXM-2-1")
    for person in people[1:]:
        grant(desk, person)
    award(desk, coaches, people)


def award(desk: Desk, coaches: Sequence[int], people: Sequence[int]) -> None:
    """As many nominees, with as many seconds, scores, conflicts and voters each as there are coaches."""
    number = awarding.cycle(desk, Phase.VOTING)
    for nominee, coach in zip(people, coaches, strict=False):
        named = awarding.nomination(desk, number, nominee, people[-1])
        awarding.nomination(desk, number, nominee, coach, merged_into_id=named)
        with desk.changing("prepare", kind="system") as change:
            member = PanelMember(cycle_id=number, person_id=coach, number=coach)
            change.work.add_all([member, Voter(cycle_id=number, person_id=nominee, ballots_cast=0)])
            change.work.flush()
            about = {"at": awarding.MADE, "who": "anna", "grounds": "", "ruling": Ruling.DECLARED}
            change.work.add_all(
                [
                    Second(nomination_id=named, person_id=coach, note="", at=awarding.MADE),
                    Evidence(nomination_id=named, number=1, kind=Kind.FILE, title="", place="a.pdf"),
                    Score(member_id=member.id, nomination_id=named, points=900, scored_at=awarding.MADE),
                    ConflictRuling(cycle_id=number, person_id=coach, nomination_id=named, note="", **about),
                ]
            )
    record_laureate(desk, RecordLaureate(year=2019, person=people[0], source="remembered"))


@pytest.mark.parametrize("name", READS)
def test_three_cost_as_many_statements_as_one(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory, template: Any, statements: Statements, name: str
) -> None:
    expected, read = READS[name]
    other = Desk.open(_copy(template, tmp_path_factory), who="anna", clock=desk.clock)
    counts = []
    for size, where in ((1, desk), (3, other)):
        fill(where, size)
        with statements(where) as sent:
            assert read(where) is not None
        counts.append(len(sent))
    other.close()
    assert counts == [expected, expected]


def _copy(template: Any, folders: pytest.TempPathFactory) -> Any:
    path = folders.mktemp("other") / "desk.acx"
    path.write_bytes(template.read_bytes())
    return path


# ---- how SQLite goes about it


@pytest.fixture(scope="module")
def crowded(template: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A file with 3,000 people in 300 sessions of 20 each, by plain SQL; nothing in it was analysed."""
    path = _copy(template, tmp_path_factory)
    at = "2026-11-24T09:00:00.000000Z"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("INSERT INTO programmes VALUES (1, 'ACXM', 'acxm', 'ACX', 'Master', 0, 'acxm', 1)")
        raw.execute(
            "INSERT INTO editions (id, programme_id, number, title, post_nominal, duration, printed, capacity_min, "
            "capacity_max, currency, validity_months, renewal, renewal_months, grace_months, chosen, version) "
            "VALUES (1, 1, 1, 'A', '', '1 day @ 1 hour per day', '', 1, 20, '', 0, 'from expiry', 6, 6, '', 1)"
        )
        raw.executemany(
            "INSERT INTO people (id, uid, name, certificate_name, email, country, zone, job_title, languages, coach, "
            "sort_key, search_key, version) VALUES (?1, 'p' || ?1, 'D' || ?1, '', '', '', '', '', '', 0, ?2, ?2, 1)",
            [(number, f"d{number * 7919 % 3001:05}") for number in range(1, 3001)],
        )
        raw.executemany(
            "INSERT INTO sessions (id, uid, reference, programme_id, edition_id, duration, zone, delivery, city, "
            "venue, link, language, capacity_min, capacity_max, status, status_at, status_reason, chosen, search_key, "
            "starts_on, starts_at, ends_at, version) "
            "VALUES (?1, 's' || ?1, 'ACXM-' || ?1, 1, 1, '1 day @ 1 hour per day', "
            "'Europe/London', 'online', '', '', '', '', 1, 20, 'open', ?2, '', '', '', '2026-12-07', ?2, ?2, 1)",
            [(number, at) for number in range(1, 301)],
        )
        raw.executemany(
            "INSERT INTO enrolments (uid, session_id, person_id, place, since, priority, sequence, made_at, "
            "changed_at, version) VALUES (?1 || '-' || ?2, ?1, ?2, 'booked', ?3, 0, 0, ?3, ?3, 1)",
            [(session, (session * 20 + seat) % 3000 + 1, at) for session in range(1, 301) for seat in range(20)],
        )
        raw.commit()
    return path


def plan_of(desk: Desk, statements: Statements, read: Callable[[], object]) -> list[str]:
    """How SQLite goes about the one statement of a read, by its own words."""
    with statements(desk) as sent:
        read()
    (statement,) = sent
    with desk.reading() as work:
        plan = work.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("",) * statement.count("?"))
        return [str(row.detail) for row in plan]


@pytest.fixture
def many(crowded: Any, desk: Desk) -> Any:
    opened = Desk.open(crowded, who="anna", clock=desk.clock)
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", ["first", "next", "previous", "last", "backwards"])
def test_a_page_of_everybodys_places_walks_the_index_of_names(many: Desk, statements: Statements, kind: str) -> None:
    listing = enrolments(many)
    key = listing.after(None, 50)[-1].key
    reads: dict[str, Callable[[], object]] = {
        "first": lambda: listing.after(None, 50),
        "next": lambda: listing.after(key, 50),
        "previous": lambda: listing.before(key, 50),
        "last": lambda: listing.before(None, 50),
        "backwards": lambda: listing.arranged(descending=True).after(key, 50),
    }
    plan = plan_of(many, statements, reads[kind])
    assert "ix_people_sort_key_id" in plan[0], plan
    assert any("SEARCH enrolments USING INDEX ix_enrolments_person_id" in step for step in plan), plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan  # a short sort of namesakes may be


@pytest.mark.parametrize("kind", ["first", "next", "count", "rank"])
def test_a_roster_is_found_by_its_session(many: Desk, statements: Statements, kind: str) -> None:
    listing = enrolments(many, session=7)
    key = listing.after(None, 5)[-1].key
    reads: dict[str, Callable[[], object]] = {
        "first": lambda: listing.after(None, 50),
        "next": lambda: listing.after(key, 50),
        "count": listing.count,
        "rank": lambda: listing.rank(key),
    }
    plan = plan_of(many, statements, reads[kind])
    assert any("enrolments" in step and "(session_id=?" in step for step in plan), plan
    assert not any(step.startswith("SCAN") and "people" in step for step in plan), plan
    assert not any("ix_people_sort_key_id" in step for step in plan), plan


def test_a_persons_places_are_found_by_her(many: Desk, statements: Statements) -> None:
    plan = plan_of(many, statements, lambda: enrolments(many, person=7).after(None, 50))
    assert any("ix_enrolments_person_id (person_id=?)" in step for step in plan), plan


def test_offers_are_listed_by_their_index(many: Desk, statements: Statements) -> None:
    plan = plan_of(many, statements, lambda: enrolments(many, place=Place.OFFERED).after(None, 50))
    assert plan[0] == "SCAN enrolments USING INDEX ix_enrolments_offers", plan
    assert enrolments(many, place=Place.BOOKED).after(None, 50) == enrolments(many).after(None, 50)


@pytest.mark.parametrize("kind", ["first", "next", "backwards"])
def test_the_register_walks_the_index_of_names_or_of_days(many: Desk, statements: Statements, kind: str) -> None:
    for sort, index in (("name", "ix_people_sort_key_id"), ("awarded_on", "ix_accreditations_awarded_on_id")):
        listing = register(many, date(2026, 11, 24)).arranged(sort=sort)
        reads: dict[str, Callable[[], object]] = {
            "first": lambda: listing.after(None, 50),  # noqa: B023 - called at once
            "next": lambda: listing.after(("2020-01-01", 5), 50),  # noqa: B023
            "backwards": lambda: listing.arranged(descending=True).after(("2020-01-01", 5), 50),  # noqa: B023
        }
        plan = plan_of(many, statements, reads[kind])
        assert index in plan[0], plan
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def test_pages_fit_together(many: Desk) -> None:
    listing = enrolments(many)
    assert listing.count() == 6000
    whole = [line.id for line in listing.after(None, 6000)]
    paged: list[int] = []
    key = None
    while page := listing.after(key, 700):
        paged += [line.id for line in page]
        key = page[-1].key
    assert paged == whole
    assert len(set(whole)) == 6000


def test_offers_that_stand_are_found_by_their_index(many: Desk, statements: Statements) -> None:
    with statements(many) as sent:
        lapse_offers(many)
        today(many, "Europe/London")
    asked = [statement for statement in sent if "= 'offered'" in statement]
    assert len(asked) == 2
    with many.reading() as work:
        for statement in asked:
            plan = work.execute(text(f"EXPLAIN QUERY PLAN {statement.replace('?', '1')}"))
            assert "ix_enrolments_offers" in str(plan.all())


def test_open_reviews_are_found_by_their_index(many: Desk, statements: Statements) -> None:
    plan = plan_of(many, statements, lambda: reviews(many).after(None, 50))
    assert any("ix_marks_open_reviews" in step for step in plan), plan


def test_results_are_listed_along_their_numbers_and_found_by_session(many: Desk, statements: Statements) -> None:
    plan = plan_of(many, statements, lambda: results(many).after(None, 50))
    assert plan[0] == "SCAN results", plan
    assert not any("TEMP B-TREE" in step for step in plan), plan
    plan = plan_of(many, statements, lambda: results(many, session=7).after(None, 50))
    assert any("enrolments" in step and "(session_id=?" in step for step in plan), plan
