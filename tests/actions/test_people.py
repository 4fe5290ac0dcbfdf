"""People come to the desk, change, and leave it again."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from acxdesk.actions.journal import redo, undo
from acxdesk.actions.organisations import (
    AddOrganisation,
    EditOrganisation,
    RemoveOrganisation,
    add_organisation,
    edit_organisation,
    remove_organisation,
)
from acxdesk.actions.people import AddPerson, EditPerson, RemovePerson, add_person, edit_person, remove_person
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.queries.people import everybody, organisation, person
from acxdesk.records.people import Organisation, Person
from tests.actions.awarded import add_award

ADA = AddPerson(
    name="Ada Byron",
    certificate_name="Augusta Ada Byron",
    email="ada@example.org",
    country="United Kingdom",
    zone="Europe/London",
    organisation="Analytical Engines Ltd",
    job_title="Head of Customer Operations",
    languages="English, fr",
)


def rows(desk: Desk) -> list[tuple[object, ...]]:
    """Everything kept of people and organisations but the versions, which only go up."""
    with desk.reading() as work:
        people = work.execute(select(*(c for c in Person.__table__.c if c.key != "version")).order_by("id"))
        houses = work.execute(select(*(c for c in Organisation.__table__.c if c.key != "version")).order_by("id"))
        return [tuple(row) for row in (*people, *houses)]


def test_a_person_is_added_with_what_is_known_of_her(desk: Desk) -> None:
    receipt = add_person(desk, ADA)
    assert receipt.sentence == "Ada Byron added (ada@example.org)."
    assert receipt.lines == ("Analytical Engines Ltd is new among the organisations.",)
    card = person(desk, receipt.ids[0])
    assert card is not None
    assert (card.name, card.certificate_name, card.on_certificate) == (
        "Ada Byron",
        "Augusta Ada Byron",
        "Augusta Ada Byron",
    )
    assert (card.email, card.country, card.country_name, card.zone) == (
        "ada@example.org",
        "GB",
        "United Kingdom",
        "Europe/London",
    )
    assert (card.organisation, card.job_title, card.languages, card.coach, card.version) == (
        "Analytical Engines Ltd",
        "Head of Customer Operations",
        "en, fr",
        False,
        1,
    )


def test_an_organisation_is_found_again_in_another_spelling(desk: Desk) -> None:
    add_person(desk, ADA)
    receipt = add_person(desk, AddPerson(name="Charles Babbage", organisation="ANALYTICAL  engines ltd"))
    assert receipt.lines == ()
    assert [line.cells[7] for line in everybody(desk).after(None, 5)] == ["Analytical Engines Ltd"] * 2


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Ada <ada@Example.ORG>", "ada@example.org"),
        ("Byron, Ada <ada@example.org>", "ada@example.org"),
        (" mailto:ada@example.org ", "ada@example.org"),
        ("josé@example.org", "josé@example.org"),
        ("", ""),
    ],
)
def test_an_address_is_taken_out_of_what_is_pasted(said: str, kept: str) -> None:
    assert AddPerson(name="Ada", email=said).email == kept


@pytest.mark.parametrize("said", ["ada", "ada@", "a@b.org, c@d.org", "ada@exa mple.org", "<>", "a@b.org>", "@"])
def test_what_is_no_address_is_refused_beside_its_field(said: str) -> None:
    with pytest.raises(Faulty) as faulty:
        AddPerson.read({"name": "Ada", "email": said})
    assert [fault.field for fault in faulty.value.faults] == ["email"]
    assert faulty.value.faults[0].sentence.startswith(f'Email "{said}" is no address.')


def test_all_wrong_values_are_told_at_once() -> None:
    with pytest.raises(Faulty) as faulty:
        AddPerson.read(
            {"name": "A\x1bda", "country": "Narnia", "zone": "Europe/Londn", "languages": "elvish", "coach": "maybe"}
        )
    assert [fault.field for fault in faulty.value.faults] == ["name", "country", "zone", "languages", "coach"]


def test_an_address_belongs_to_one_person(desk: Desk) -> None:
    receipt = add_person(desk, ADA)
    before = rows(desk)
    with pytest.raises(Refused) as refused:
        add_person(desk, AddPerson(name="Ada King", email="ADA@example.org"))
    assert str(refused.value) == (
        f"ADA@example.org is the address of Ada Byron ({receipt.ids[0]}). Give another one, or edit that person."
    )
    assert rows(desk) == before


def test_a_second_person_of_the_same_name_is_told(desk: Desk) -> None:
    add_person(desk, ADA)
    receipt = add_person(desk, AddPerson(name="ADA BYRÓN"))
    assert receipt.lines == ("There is another Ada Byron already (ada@example.org).",)
    assert everybody(desk).count() == 2


def test_a_certificate_name_that_is_the_name_follows_it(desk: Desk) -> None:
    number = add_person(desk, AddPerson(name="Ada Byron", certificate_name="Ada Byron")).ids[0]
    edit_person(desk, EditPerson(person=str(number), name="Ada King"))
    card = person(desk, number)
    assert card is not None
    assert card.on_certificate == "Ada King"


def test_only_what_is_given_changes(desk: Desk) -> None:
    number = add_person(desk, ADA).ids[0]
    before = person(desk, number)
    receipt = edit_person(desk, EditPerson(person="ada@example.org", country="fr", organisation=""))
    after = person(desk, number)
    assert before is not None
    assert after is not None
    assert receipt.sentence == "Ada Byron edited."
    assert (after.country, after.organisation, after.organisation_id, after.version) == ("FR", "", None, 2)
    assert (after.name, after.email, after.zone, after.job_title) == (
        before.name,
        before.email,
        before.zone,
        before.job_title,
    )


def test_an_edit_that_changes_nothing_writes_nothing(desk: Desk) -> None:
    number = add_person(desk, ADA).ids[0]
    receipt = edit_person(desk, EditPerson(person=str(number), name="Ada Byron", country="GB", email="ada@example.org"))
    assert (receipt.sentence, receipt.changed) == ("Ada Byron is so already.", False)
    card = person(desk, number)
    assert card is not None
    assert card.version == 1


def test_a_person_is_found_by_what_she_is_called_now(desk: Desk) -> None:
    add_person(desk, ADA)
    edit_person(desk, EditPerson(person="Ada Byron", name="Ada Lovelace", certificate_name=""))
    assert everybody(desk).arranged(words="byron").count() == 0
    assert everybody(desk).arranged(words="lovelace analyt").count() == 1


def test_an_edit_on_what_somebody_else_changed_is_refused_with_who_it_was(desk: Desk) -> None:
    number = add_person(desk, ADA).ids[0]
    edit_person(desk, EditPerson(person=str(number), version=1, job_title="Countess"))
    with pytest.raises(Overtaken) as overtaken:
        edit_person(desk, EditPerson(person=str(number), version=1, job_title="Analyst"))
    assert overtaken.value.sentence == (
        "Ada Byron was changed by anna on Tue 24 Nov 2026 at 09:00 UTC, after you had read it."
    )
    card = person(desk, number)
    assert card is not None
    assert card.job_title == "Countess"


def test_nobody_is_changed_who_is_not_meant(desk: Desk) -> None:
    add_person(desk, ADA)
    with pytest.raises(NotFound):
        edit_person(desk, EditPerson(person="Grace Hopper", country="US"))


def test_a_person_without_places_is_removed_and_comes_back(desk: Desk) -> None:
    add_person(desk, ADA)
    before = rows(desk)
    assert remove_person(desk, RemovePerson(person="ada byron")).sentence == "Ada Byron removed."
    assert everybody(desk).count() == 0
    undo(desk)
    assert rows(desk) == before
    assert everybody(desk).arranged(words="ada").count() == 1


def test_every_deed_on_people_is_taken_back_in_reverse_and_put_again(desk: Desk) -> None:
    seen = [rows(desk)]
    deeds: tuple[Callable[[], Receipt], ...] = (
        lambda: add_person(desk, ADA),
        lambda: add_person(desk, AddPerson(name="山田 花子", organisation="見本鉄道", coach=True)),
        lambda: edit_person(desk, EditPerson(person="Ada Byron", name="Ada King", organisation="Kings", email="")),
        lambda: add_organisation(desk, AddOrganisation(name="Empty House", country="BE", note="a\nb")),
        lambda: edit_organisation(desk, EditOrganisation(organisation="Kings", name="Queens", country="GB")),
        lambda: remove_organisation(desk, RemoveOrganisation(organisation="empty house")),
        lambda: remove_person(desk, RemovePerson(person="山田 花子")),
    )
    for deed in deeds:
        assert deed().changed
        seen.append(rows(desk))
    for expected in reversed(seen[:-1]):
        undo(desk)
        assert rows(desk) == expected
    for expected in seen[1:]:
        redo(desk)
        assert rows(desk) == expected
    assert everybody(desk).arranged(words="queens").count() == 1


def test_a_rehearsal_answers_and_writes_nothing(desk: Desk) -> None:
    receipt = add_person(desk.rehearsing(), ADA)
    assert receipt.sentence == "Ada Byron added (ada@example.org)."
    assert receipt.rehearsed
    assert rows(desk) == []


def test_names_of_every_kind_are_kept_as_they_are(desk: Desk) -> None:
    names = ["[/oops]", "=1+1", "ليلى عباس", "👩‍👩‍👧 Ada", "Robert'); DROP TABLE people;--", "a" * 200, "Łukasz Żółć"]
    for name in names:
        add_person(desk, AddPerson(name=name))
    assert {line.values[1] for line in everybody(desk).after(None, 20)} == set(names)


def test_an_organisation_has_its_name_alone(desk: Desk) -> None:
    number = add_organisation(desk, AddOrganisation(name="Böck & Co")).ids[0]
    with pytest.raises(Refused) as refused:
        add_organisation(desk, AddOrganisation(name="BOCK & CO"))
    assert refused.value.sentence == f"There is an organisation Böck & Co ({number}) already."
    other = add_organisation(desk, AddOrganisation(name="Other")).ids[0]
    with pytest.raises(Refused):
        edit_organisation(desk, EditOrganisation(organisation=str(other), name="bock & co"))


def test_an_organisation_may_change_how_its_own_name_is_written(desk: Desk) -> None:
    number = add_organisation(desk, AddOrganisation(name="Bock & co")).ids[0]
    receipt = edit_organisation(desk, EditOrganisation(organisation="bock & co", name="Böck & Co"))
    assert receipt.sentence == "Bock & co is Böck & Co now."
    card = organisation(desk, number)
    assert card is not None
    assert (card.name, card.version, card.people, card.sessions) == ("Böck & Co", 2, 0, 0)


def test_the_people_of_a_renamed_organisation_are_found_by_its_new_name(desk: Desk) -> None:
    add_person(desk, ADA)
    edit_organisation(desk, EditOrganisation(organisation="Analytical Engines Ltd", name="Difference Works"))
    assert everybody(desk).arranged(words="difference").count() == 1
    assert everybody(desk).arranged(words="analytical").count() == 0


def test_somebody_who_has_earned_something_is_not_removed(staffed: Desk) -> None:
    add_award(staffed, 1, "ACXM-2026-0001")
    with pytest.raises(Refused) as refused:
        remove_person(staffed, RemovePerson(person="Ada"))
    assert refused.value.sentence == "Ada holds 1 accreditation and cannot be removed."


def test_an_organisation_with_people_is_not_removed(desk: Desk) -> None:
    add_person(desk, ADA)
    with pytest.raises(Refused) as refused:
        remove_organisation(desk, RemoveOrganisation(organisation="Analytical Engines Ltd"))
    assert refused.value.sentence == (
        "Analytical Engines Ltd is the organisation of 1 person and of 0 in-house sessions, and cannot be removed."
    )


def test_an_organisation_edited_meanwhile_is_not_overwritten(desk: Desk) -> None:
    number = add_organisation(desk, AddOrganisation(name="Böck & Co")).ids[0]
    edit_organisation(desk, EditOrganisation(organisation=str(number), version=1, country="AT"))
    with pytest.raises(Overtaken):
        edit_organisation(desk, EditOrganisation(organisation=str(number), version=1, country="DE"))
    receipt = edit_organisation(desk, EditOrganisation(organisation=str(number), version=2, country="AT"))
    assert not receipt.changed
