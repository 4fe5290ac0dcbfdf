"""Delegates, coaches and organisations as lists, and one person's card."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from acxdesk.actions.catalogue import load_catalogue
from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.actions.organisations import AddOrganisation, add_organisation
from acxdesk.actions.people import AddPerson, EditPerson, RemovePerson, add_person, edit_person, remove_person
from acxdesk.actions.sessions import Coaching, Schedule, schedule
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.queries.listing import Listing
from acxdesk.queries.people import (
    CoachingRow,
    OrganisationCard,
    PlaceRow,
    coaches,
    delegates,
    everybody,
    members,
    organisation,
    organisations,
    person,
)
from acxdesk.rules.enrolments import Place
from acxdesk.rules.sessions import Delivery, Role
from tests.actions.sample import require_nothing
from tests.conftest import Statements


def add(desk: Desk, name: str, **fields: str | bool) -> int:
    return add_person(desk, AddPerson.read({"name": name, **fields})).ids[0]


def session(desk: Desk, *, coach: int | None = None, seats: int = 16, day: date = date(2026, 12, 7)) -> int:
    coaching = () if coach is None else (Coaching(person=coach, role=Role.ASSISTANT),)
    request = Schedule(
        programme="ACXM", start=day, at=time(14), zone="Europe/London", coaches=coaching, capacity_max=seats
    )
    return schedule(desk, request).ids[0]


def book(desk: Desk, *people: int, reference: str = "ACXM-2026-12-07", verb: str = "book", reason: str = "") -> None:
    move_places(desk, MovePlaces(session=reference, people=people, verb=verb, reason=reason))


def names(listing: Listing) -> list[str]:
    return [line.cells[1] for line in listing.after(None, 100)]


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Ada and Ben sit in a session that Cleo teaches; Dora waits; Cleo sat in one herself, Ed only teaches."""
    load_catalogue(desk)
    require_nothing(desk)
    ada = add(
        desk, "Ada Byron", email="ada@example.org", organisation="Analytical Engines", country="GB", languages="en"
    )
    ben = add(desk, "Ben Okri", job_title="Poet")
    cleo = add(desk, "Cleo Brandt", coach=True)
    dora = add(desk, "Dora Ek")
    ed = add(desk, "Ed Towers", coach=True)
    session(desk, coach=cleo, seats=2)
    session(desk, coach=ed, day=date(2026, 12, 14))
    book(desk, ada, ben, dora)
    book(desk, cleo, reference="ACXM-2026-12-14")
    return desk


def test_a_line_has_every_field_as_text_and_as_value(busy: Desk) -> None:
    (line,) = delegates(busy).arranged(words="ada").after(None, 5)
    assert dict(zip((column.name for column in everybody(busy).columns), line.values, strict=True)) == {
        "id": line.id,
        "name": "Ada Byron",
        "certificate_name": "Ada Byron",
        "email": "ada@example.org",
        "country": "GB",
        "country_name": "United Kingdom",
        "zone": "",
        "organisation": "Analytical Engines",
        "job_title": "",
        "languages": "en",
        "coach": False,
        "sessions": 1,
    }
    assert line.cells == (
        *(str(line.id), "Ada Byron", "Ada Byron", "ada@example.org", "GB", "United Kingdom", "", "Analytical Engines"),
        *("", "en", "", "1"),
    )


def test_delegates_are_all_but_the_coaches_who_never_sat_in_a_session(busy: Desk) -> None:
    assert names(delegates(busy)) == ["Ada Byron", "Ben Okri", "Cleo Brandt", "Dora Ek"]
    assert delegates(busy).count() == 4


def test_coaches_are_those_who_are_marked(busy: Desk) -> None:
    assert names(coaches(busy)) == ["Cleo Brandt", "Ed Towers"]


def test_everybody_is_everybody(busy: Desk) -> None:
    assert names(everybody(busy)) == ["Ada Byron", "Ben Okri", "Cleo Brandt", "Dora Ek", "Ed Towers"]


def test_sessions_count_what_a_list_is_about(busy: Desk) -> None:
    def counted(listing: Listing) -> dict[str, str]:
        return {line.cells[1]: line.cells[-1] for line in listing.after(None, 10)}

    assert counted(delegates(busy)) == {"Ada Byron": "1", "Ben Okri": "1", "Cleo Brandt": "1", "Dora Ek": "0"}
    assert counted(coaches(busy)) == {"Cleo Brandt": "1", "Ed Towers": "1"}
    assert counted(everybody(busy))["Cleo Brandt"] == "2"


@pytest.mark.parametrize("words", ["poet", "okri b", "BEN"])
def test_a_person_is_found_by_any_of_her_words_in_any_order(busy: Desk, words: str) -> None:
    assert names(everybody(busy).arranged(words=words)) == ["Ben Okri"]


@pytest.mark.parametrize("words", ['"', "* XOR", "NEAR(", "ada) OR (ben", "-", "^ada$ x", "search_key:x", "'; --"])
def test_a_search_is_never_read_as_a_query_language(busy: Desk, words: str) -> None:
    assert names(everybody(busy).arranged(words=words)) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("山田 花子", "花"),
        ("佐藤花子", "藤花"),
        ("김민수", "민수"),
        ("ليلى عباس", "عبا"),
        ("Siobhán O\u2019Neill", "oneill si"),
    ],
)
def test_names_of_every_script_are_found_by_their_parts(desk: Desk, name: str, words: str) -> None:
    add(desk, name)
    add(desk, "Somebody Else")
    assert names(everybody(desk).arranged(words=words)) == [name]


def test_a_card_has_places_and_coaching_the_latest_first(busy: Desk, clock: FrozenClock) -> None:
    number = everybody(busy).arranged(words="cleo").after(None, 1)[0].id
    card = person(busy, number)
    assert card is not None
    assert card.coaching == (
        CoachingRow(
            card.coaching[0].session, "ACXM-2026-12-07", "Accredited CX Master", date(2026, 12, 7), Role.ASSISTANT
        ),
    )
    assert card.places == (
        PlaceRow(
            card.places[0].enrolment,
            card.places[0].session,
            "ACXM-2026-12-14",
            "Accredited CX Master",
            date(2026, 12, 14),
            Place.BOOKED,
            datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
            None,
        ),
    )
    assert card.places[0].session != card.coaching[0].session


def test_a_card_says_how_many_wait_before_her(busy: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    fay, gus = add(busy, "Fay Ito"), add(busy, "Gus Li")
    book(busy, gus, fay)
    waiting = {}
    for name in ("Ada", "Dora", "Fay", "Gus"):
        card = person(busy, everybody(busy).arranged(words=name).after(None, 1)[0].id)
        assert card is not None
        waiting[name] = (card.places[0].place, card.places[0].waiting)
    assert waiting == {
        "Ada": (Place.BOOKED, None),
        "Dora": (Place.WAITLISTED, 1),
        "Gus": (Place.WAITLISTED, 2),
        "Fay": (Place.WAITLISTED, 3),
    }


def test_nobody_has_no_card(desk: Desk) -> None:
    assert person(desk, 7) is None
    assert organisation(desk, 7) is None


def test_a_card_is_three_statements_however_many_places(busy: Desk, statements: Statements) -> None:
    for line in everybody(busy).after(None, 5):
        with statements(busy) as sent:
            person(busy, line.id)
        assert len(sent) == 3


def test_the_members_of_an_organisation_are_who_comes_from_it(busy: Desk) -> None:
    add(busy, "Zoë Ångström", organisation="Nordic AB")
    ada = add(busy, "Ada Lovelace", organisation="analytical ENGINES")
    engines, nordic = (line.id for line in organisations(busy).after(None, 5))
    assert names(members(busy, engines)) == ["Ada Byron", "Ada Lovelace"]
    assert names(members(busy, engines).arranged(words="love")) == ["Ada Lovelace"]
    assert [line.id for line in members(busy, engines).of([ada])] == [ada]
    assert names(members(busy, nordic)) == ["Zoë Ångström"]


def test_organisations_count_their_people_and_in_house_sessions(busy: Desk) -> None:
    other = add_organisation(busy, AddOrganisation(name="Böck & Co", country="AT", note="a\nb")).ids[0]
    schedule(
        busy,
        Schedule(
            programme="ACXM", start=date(2026, 12, 21), at=time(9), zone="Europe/Vienna", delivery=Delivery.IN_HOUSE,
            organisation=other,
        ),
    )  # fmt: skip
    lines = organisations(busy).after(None, 5)
    assert [line.cells[1:] for line in lines] == [
        ("Analytical Engines", "", "", "1", "0", ""),
        ("Böck & Co", "AT", "Austria", "0", "1", "a\nb"),
    ]
    assert [line.cells[1] for line in organisations(busy).arranged(words="co BOCK").after(None, 5)] == ["Böck & Co"]
    assert organisation(busy, other) == OrganisationCard(other, 1, "Böck & Co", "AT", "Austria", "a\nb", 0, 1)


@pytest.mark.parametrize("listing", [delegates, coaches, everybody, organisations], ids=lambda one: one.__name__)
def test_a_list_is_one_statement_for_one_line_and_for_three(
    desk: Desk, statements: Statements, listing: Callable[[Desk], Listing]
) -> None:
    counts = []
    for people in (["Ada"], ["Ben", "Cleo"]):
        for name in people:
            add(desk, name, coach=True, organisation=f"House of {name}")
        with statements(desk) as sent:
            listing(desk).after(None, 50)
        counts.append(len(sent))
    assert counts == [1, 1]


def test_somebody_with_places_or_sessions_is_not_removed(busy: Desk) -> None:
    def refusal(who: str) -> str:
        with pytest.raises(Refused) as refused:
            remove_person(busy, RemovePerson(person=who))
        return refused.value.sentence

    assert refusal("Ada Byron") == "Ada Byron has 1 place and cannot be removed."
    assert refusal("Cleo Brandt") == "Cleo Brandt has 1 place and teaches 1 session and cannot be removed."
    assert refusal("Ed Towers") == "Ed Towers teaches 1 session and cannot be removed."


def test_a_coach_with_sessions_ahead_stays_one(busy: Desk, clock: FrozenClock) -> None:
    with pytest.raises(Refused) as refused:
        edit_person(busy, EditPerson(person="Ed Towers", coach=False))
    assert refused.value.sentence == "Ed Towers has 1 session to teach yet."
    clock.moment = datetime(2027, 1, 4, tzinfo=UTC)
    assert edit_person(busy, EditPerson(person="Ed Towers", coach=False)).changed
    assert names(coaches(busy)) == ["Cleo Brandt"]
