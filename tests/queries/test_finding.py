"""Whom somebody means: by number, address or name."""

import pytest

from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.finding import Hit, find, resolve, resolve_organisation
from tests.conftest import Statements


@pytest.fixture
def ids(desk: Desk) -> dict[str, int]:
    """Six people, two of one name."""
    people = [
        AddPerson(name="Ada Byron", email="ada@example.org", organisation="Analytical Engines Ltd"),
        AddPerson(name="Zoë Brontë", certificate_name="Charlotte Brontë", organisation="Moorland Insurance"),
        AddPerson(name="José Núñez Peña", email="jose@example.org"),
        AddPerson(name="山田 花子", certificate_name="Hanako Yamada"),
        AddPerson(name="John Smith", email="john@example.org"),
        AddPerson(name="JOHN  SMITH", email="smith@example.org", organisation="Byron Cars"),
    ]
    return {person.email or person.name: add_person(desk, person).ids[0] for person in people}


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("ada@example.org", "ada@example.org"),
        (" ADA@example.org ", "ada@example.org"),
        ("Ada Byron", "ada@example.org"),
        ("byron", "ada@example.org"),
        ("nunez pena", "jose@example.org"),
        ("zoe bronte", "Zoë Brontë"),
        ("Charlotte", "Zoë Brontë"),
        ("Hanako", "山田 花子"),
        ("花子", "山田 花子"),
    ],
)
def test_a_person_is_meant_by_address_or_by_a_name_of_her_own(
    desk: Desk, ids: dict[str, int], said: str, who: str
) -> None:
    assert resolve(desk, said) == ids[who]


def test_a_person_is_meant_by_her_number(desk: Desk, ids: dict[str, int]) -> None:
    for number in ids.values():
        assert resolve(desk, str(number)) == number
        assert resolve(desk, f"#{number}") == number


def test_several_of_one_name_are_listed_with_their_numbers(desk: Desk, ids: dict[str, int]) -> None:
    with pytest.raises(Refused) as refused:
        resolve(desk, "john smith")
    first, second = ids["john@example.org"], ids["smith@example.org"]
    assert refused.value.sentence == (
        f'2 people answer to "john smith": John Smith (john@example.org, {first}); '
        f"JOHN SMITH (smith@example.org, {second})."
    )
    assert refused.value.remedy == "Give the number."


def test_a_crowd_of_one_name_is_cut_short(desk: Desk) -> None:
    for _ in range(8):
        add_person(desk, AddPerson(name="Ana Lima"))
    with pytest.raises(Refused) as refused:
        resolve(desk, "Ana Lima")
    assert refused.value.sentence.startswith('8 people answer to "Ana Lima": Ana Lima (1); ')
    assert refused.value.sentence.endswith("; and 3 more.")


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("Ada Bryon", "Ada Byron (ada@example.org, 1)"),
        ("Adda Byron", "Ada Byron (ada@example.org, 1)"),
        ("Zoe Brönti", "Zoë Brontë (2)"),
        ("Bryon", "Zoë Brontë (2); Ada Byron (ada@example.org, 1)"),
    ],
)
def test_a_slip_of_the_keyboard_is_answered_with_who_is_near(
    desk: Desk, ids: dict[str, int], said: str, near: str
) -> None:
    with pytest.raises(NotFound) as missing:
        resolve(desk, said)
    assert missing.value.sentence == f'Nobody answers to "{said}".'
    assert missing.value.remedy == f"Near it: {near}."


@pytest.mark.parametrize("said", ["", "  ", "#", "99999", "9" * 40, "nobody@example.org", "🎉", "%", "x\ud800"])
def test_who_is_nobody_is_not_found(desk: Desk, ids: dict[str, int], said: str) -> None:
    with pytest.raises(NotFound):
        resolve(desk, said)


def test_a_part_of_a_word_means_nobody(desk: Desk, ids: dict[str, int]) -> None:
    with pytest.raises(NotFound):
        resolve(desk, "byr")


def test_an_organisation_is_no_name_of_a_person(desk: Desk, ids: dict[str, int]) -> None:
    with pytest.raises(NotFound):
        resolve(desk, "Analytical")


def test_go_to_finds_names_that_begin_so_before_the_others(desk: Desk, ids: dict[str, int]) -> None:
    add_person(desk, AddPerson(name="Byron Abel"))
    hits = find(desk, "byr", 10)
    assert [(hit.label, hit.detail) for hit in hits] == [
        ("Byron Abel", ""),
        ("Ada Byron", "ada@example.org, Analytical Engines Ltd"),
        ("JOHN SMITH", "smith@example.org, Byron Cars"),
    ]
    assert hits[1] == Hit("person", ids["ada@example.org"], "Ada Byron", "ada@example.org, Analytical Engines Ltd")
    assert find(desk, "byr", 1) == hits[:1]


@pytest.mark.parametrize("words", ["", "  ", "-", "%", "zzz"])
def test_go_to_finds_nobody_by_nothing(desk: Desk, ids: dict[str, int], words: str) -> None:
    assert find(desk, words, 10) == ()


def test_go_to_is_one_statement_for_one_and_for_three(desk: Desk, ids: dict[str, int], statements: Statements) -> None:
    for words, number in (("ada", 1), ("byr", 2), ("example", 4)):
        with statements(desk) as sent:
            assert len(find(desk, words, 10)) == number
        assert len(sent) == 1


@pytest.mark.parametrize("said", ["Moorland Insurance", "MOORLAND  insurance", "2", "#2"])
def test_an_organisation_is_meant_by_name_or_number(desk: Desk, ids: dict[str, int], said: str) -> None:
    assert resolve_organisation(desk, said) == 2


def test_an_organisation_that_is_not_there_is_answered_with_what_is_near(desk: Desk, ids: dict[str, int]) -> None:
    with pytest.raises(NotFound) as missing:
        resolve_organisation(desk, "Moreland Insurance")
    assert str(missing.value) == 'There is no organisation "Moreland Insurance". Near it: Moorland Insurance (2).'
    with pytest.raises(NotFound) as missing:
        resolve_organisation(desk, "💥")
    assert missing.value.remedy == "Give its number or its name."


@pytest.mark.parametrize(
    "said", ["x" * 100_000, " ".join(f"q{n}" for n in range(5_000)), "%" * 60_000, "花" * 5_000], ids=len
)
def test_a_pasted_page_means_nobody(desk: Desk, ids: dict[str, int], said: str) -> None:
    assert find(desk, said, 10) == ()
    with pytest.raises(NotFound) as missing:
        resolve(desk, said)
    assert len(str(missing.value)) < 300
    with pytest.raises(NotFound):
        resolve_organisation(desk, said)
