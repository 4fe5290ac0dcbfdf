"""Programmes come into the catalogue, change under editions, and are retired."""

import tomllib
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from acxdesk.actions.catalogue import (
    AddProgramme,
    EditProgramme,
    ReinstateProgramme,
    RetireProgramme,
    add_programme,
    edit_programme,
    load_catalogue,
    reinstate_programme,
    retire_programme,
)
from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.requirements import SetRequirements, set_requirements
from acxdesk.actions.schemes import SetScheme, set_scheme
from acxdesk.actions.sessions import Schedule, schedule
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.schema import resource
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.queries.catalogue import ProgrammeCard, programme, programmes
from acxdesk.queries.requirements import RequiredBy, requirements, requirements_card
from acxdesk.queries.schemes import scheme, schemes
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.sessions import Session
from acxdesk.rules.catalogue import LADDERS
from acxdesk.rules.prerequisites import Of
from acxdesk.rules.requirements import print_requirements
from tests.actions.sample import book_of

ACXM = AddProgramme(
    code="ACXM",
    title="Accredited CX Master",
    ladder="acx",
    rung="master",
    post_nominal="ACXM",
    duration="4 days at 5 hours per day",
    capacity_min=6,
    capacity_max=16,
    price="£860",
)


def rows(desk: Desk) -> list[tuple[object, ...]]:
    """Everything kept of programmes and editions but the versions, which only go up."""
    with desk.reading() as work:
        found = work.execute(select(*(c for c in Programme.__table__.c if c.key != "version")).order_by("id"))
        editions = work.execute(select(*(c for c in Edition.__table__.c if c.key != "version")).order_by("id"))
        return [tuple(row) for row in (*found, *editions)]


def card_of(desk: Desk, code: str = "ACXM") -> ProgrammeCard:
    card = programme(desk, code)
    assert card is not None
    return card


def scheduled(desk: Desk, *, day: date = date(2026, 12, 7), draft: bool = False) -> str:
    request = Schedule(programme="ACXM", start=day, at=time(14), zone="Europe/London", draft=draft)
    return schedule(desk, request).sentence.split()[0]


def test_a_programme_is_added_with_its_first_edition(desk: Desk) -> None:
    receipt = add_programme(desk, ACXM)
    assert receipt.sentence == "ACXM added: Accredited CX Master."
    card = card_of(desk, "acxm")
    assert (card.id, card.code, card.ladder, card.ladder_title, card.rung, card.retired) == (
        receipt.ids[0],
        "ACXM",
        "ACX",
        "Accredited Customer Experience",
        "Master",
        False,
    )
    assert len(card.editions) == 1
    edition = card.current
    assert (edition.number, edition.duration, edition.price, edition.validity_months) == (
        1,
        "4 days @ 5 hours per day",
        "£860.00",
        0,
    )
    assert (edition.capacity_min, edition.capacity_max, edition.chosen, edition.sessions) == (6, 16, (), 0)


def test_a_code_is_one_programme_in_any_case(desk: Desk) -> None:
    add_programme(desk, ACXM)
    with pytest.raises(Refused) as refused:
        add_programme(desk, AddProgramme(code="acxm", title="Other", ladder="ACX", rung="Master"))
    assert str(refused.value) == "There is a programme ACXM already. Edit it, or give another code."


def test_a_senseless_capacity_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused):
        add_programme(desk, ACXM.model_copy(update={"capacity_min": 17}))
    assert rows(desk) == []


def test_all_wrong_values_are_told_at_once() -> None:
    with pytest.raises(Faulty) as faulty:
        AddProgramme.read(
            {
                "code": "A CX",
                "title": "",
                "ladder": "XYZ",
                "rung": "Wizard",
                "duration": "4 days @ 5 hours per week",
                "price": "$5",
                "validity_months": "-1",
            }
        )
    assert [fault.field for fault in faulty.value.faults] == [
        "code",
        "title",
        "ladder",
        "rung",
        "duration",
        "price",
        "validity_months",
    ]


def test_an_edit_without_sessions_changes_the_edition_in_place(desk: Desk) -> None:
    add_programme(desk, ACXM)
    receipt = edit_programme(desk, EditProgramme(programme="acxm", price="900", validity_months=36, rung="Champion"))
    assert receipt.sentence == "ACXM edited."
    assert receipt.lines == (
        "Ladder and rung: ACX Champion, was ACX Master.",
        "Price: £900.00, was £860.00.",
        "Validity: 36 months, was for life.",
    )
    card = card_of(desk)
    assert [edition.number for edition in card.editions] == [1]
    assert (card.current.price, card.current.validity_months, card.rung) == ("£900.00", 36, "Champion")


def test_a_promise_that_changes_under_a_session_makes_a_new_edition(desk: Desk) -> None:
    add_programme(desk, ACXM)
    scheduled(desk)
    receipt = edit_programme(desk, EditProgramme(programme="ACXM", title="Accredited CX Grand Master", capacity_max=12))
    assert receipt.sentence == "ACXM has edition 2 now; 1 session of edition 1 keeps that one."
    card = card_of(desk)
    assert [(e.number, e.title, e.capacity_max, e.sessions) for e in card.editions] == [
        (2, "Accredited CX Grand Master", 12, 0),
        (1, "Accredited CX Master", 16, 1),
    ]
    scheduled(desk, day=date(2026, 12, 14))
    assert [edition.sessions for edition in card_of(desk).editions] == [1, 1]


@pytest.mark.parametrize(
    ("edit", "editions"),
    [
        ({"title": "Other"}, 2),
        ({"post_nominal": ""}, 2),
        ({"duration": "2 days @ 5 hours per day"}, 2),
        ({"price": ""}, 2),
        ({"price": "860 EUR"}, 2),
        ({"validity_months": 36}, 2),
        ({"renewal": "end of year"}, 2),
        ({"renewal_months": 3}, 2),
        ({"grace_months": 0}, 2),
        ({"capacity_max": 20}, 1),
        ({"capacity_min": 1}, 1),
        ({"printed": "four days"}, 1),
        ({"rung": "Champion"}, 1),
    ],
)
def test_only_what_a_session_promised_makes_an_edition(desk: Desk, edit: dict[str, str | int], editions: int) -> None:
    add_programme(desk, ACXM)
    scheduled(desk)
    assert edit_programme(desk, EditProgramme.read({"programme": "ACXM", **edit})).changed
    assert len(card_of(desk).editions) == editions


def test_a_draft_promised_nothing_and_a_cancelled_session_did(desk: Desk) -> None:
    add_programme(desk, ACXM)
    scheduled(desk, draft=True)
    edit_programme(desk, EditProgramme(programme="ACXM", title="Second title"))
    assert len(card_of(desk).editions) == 1
    reference = scheduled(desk, day=date(2026, 12, 14))
    decide(desk, Decide(session=reference, verb="cancel", reason="too few"))
    edit_programme(desk, EditProgramme(programme="ACXM", title="Third title"))
    assert len(card_of(desk).editions) == 2


def test_a_draft_is_found_by_the_title_that_it_has_now(desk: Desk) -> None:
    add_programme(desk, ACXM)
    scheduled(desk, draft=True)
    edit_programme(desk, EditProgramme(programme="ACXM", title="Second title"))
    with desk.reading() as work:
        assert work.scalars(select(Session.search_key)).all() == ["acxm-2026-12-07 second title"]
    undo(desk)
    with desk.reading() as work:
        assert work.scalars(select(Session.search_key)).all() == ["acxm-2026-12-07 accredited cx master"]


def test_an_edit_that_changes_nothing_writes_nothing(desk: Desk) -> None:
    add_programme(desk, ACXM)
    receipt = edit_programme(desk, EditProgramme(programme="ACXM", title="Accredited CX Master", price="860 GBP"))
    assert (receipt.sentence, receipt.lines, receipt.changed) == ("ACXM is so already.", (), False)


def test_a_price_without_a_currency_stays_in_the_one_it_had(desk: Desk) -> None:
    add_programme(desk, ACXM.model_copy(update={"price": "800 EUR"}))
    edit_programme(desk, EditProgramme(programme="ACXM", price="900"))
    assert card_of(desk).current.price == "900.00 EUR"


def test_an_edit_on_what_somebody_else_changed_is_refused(desk: Desk) -> None:
    add_programme(desk, ACXM)
    scheduled(desk)
    read = card_of(desk).version
    edit_programme(desk, EditProgramme(programme="ACXM", version=read, title="Second title"))
    with pytest.raises(Overtaken):
        edit_programme(desk, EditProgramme(programme="ACXM", version=read, title="Third title"))
    again = card_of(desk).version
    edit_programme(desk, EditProgramme(programme="ACXM", version=again, capacity_max=20))
    with pytest.raises(Overtaken):
        edit_programme(desk, EditProgramme(programme="ACXM", version=again, capacity_max=21))


def test_a_retired_programme_takes_no_new_session_until_it_is_reinstated(desk: Desk) -> None:
    add_programme(desk, ACXM)
    scheduled(desk)
    receipt = retire_programme(desk, RetireProgramme(programme="ACXM", reason="merged with ACXC"))
    assert (receipt.sentence, receipt.lines) == ("ACXM retired: merged with ACXC.", ("1 session of it goes on.",))
    with pytest.raises(Refused):
        scheduled(desk, day=date(2026, 12, 14))
    assert not retire_programme(desk, RetireProgramme(programme="ACXM")).changed
    assert reinstate_programme(desk, ReinstateProgramme(programme="ACXM")).sentence == "ACXM is in the catalogue again."
    assert not reinstate_programme(desk, ReinstateProgramme(programme="ACXM")).changed
    scheduled(desk, day=date(2026, 12, 14))


def test_an_unknown_programme_is_refused_with_the_near_ones(desk: Desk) -> None:
    load_catalogue(desk)
    with pytest.raises(NotFound) as missing:
        edit_programme(desk, EditProgramme(programme="ACMX", title="x"))
    assert str(missing.value) == 'There is no programme "ACMX". Near it: ACXM.'


def test_the_printed_catalogue_is_loaded_once(desk: Desk) -> None:
    receipt = load_catalogue(desk)
    assert (receipt.sentence, len(receipt.ids)) == ("13 programmes of the printed catalogue loaded.", 13)
    before = rows(desk)
    again = load_catalogue(desk)
    assert (again.sentence, again.changed) == ("The printed catalogue is on the desk already.", False)
    assert rows(desk) == before


def test_the_printed_catalogue_says_what_was_chosen_until_it_is_put_right(desk: Desk) -> None:
    load_catalogue(desk)
    terms = ("validity_months", "renewal", "renewal_months", "grace_months")
    assert card_of(desk).current.chosen == ("post_nominal", "capacity_min", "capacity_max", *terms)
    edit_programme(desk, EditProgramme(programme="ACXM", capacity_min=4, validity_months=36, grace_months=3))
    assert card_of(desk).current.chosen == ("post_nominal", "capacity_max", *terms[:3])
    assert scheme(desk, "ACXM").chosen
    set_scheme(desk, SetScheme(programme="ACXM", attendance=80))
    assert not scheme(desk, "ACXM").chosen
    set_requirements(desk, SetRequirements(programme="ACXM", delegate="ACXP"))
    card = requirements_card(desk, "ACXM")
    assert (card.delegate.chosen, card.coach.chosen) == (False, True)


def test_the_printed_catalogue_comes_with_chosen_schemes_and_requirements(desk: Desk) -> None:
    load_catalogue(desk)
    with desk.reading() as work:
        assert set(schemes(work, range(1, 14))) == set(range(1, 14))
    held = scheme(desk, "ACXM").scheme
    assert held is not None
    assert [str(part) for part in held.parts] == [
        "Written exam, 40%, out of 100, pass 50, must pass",
        "Case study, 40%, out of 100, pass 60, must pass",
        "Demonstration, 20%, out of 10, pass 5",
    ]
    card = requirements_card(desk, "ACXM")
    assert print_requirements(card.delegate.groups) == "ACXP or ACXS"
    assert print_requirements(card.coach.groups) == "ACXC or ACX-Mentor ever held"
    assert card.required_by == (RequiredBy("ACXC", Of.DELEGATE),)


def test_programmes_of_an_older_file_are_completed_in_every_edition_once_and_by_nobody(desk: Desk) -> None:
    add_programme(desk, ACXM)  # as they all were before schemes were kept
    scheduled(desk)
    edit_programme(desk, EditProgramme(programme="ACXM", title="Second title"))
    before = rows(desk)
    receipt = load_catalogue(desk)
    assert receipt.sentence == (
        "12 programmes of the printed catalogue loaded. 1 programme completed with a scheme and what is required."
    )
    with desk.reading() as work:
        held = schemes(work, [1, 2])
        asked = requirements(work, [1, 2])
    assert held[1].bare == held[2].bare
    assert asked[1] == asked[2]
    assert [print_requirements(one.groups) for one in asked[1].values()] == [
        "ACXP or ACXS",
        "ACXC or ACX-Mentor ever held",
    ]
    assert rows(desk)[:1] == before[:1]
    whole = book_of(desk)
    assert not load_catalogue(desk).changed
    assert book_of(desk) == whole


def test_what_people_set_is_not_completed(desk: Desk) -> None:
    add_programme(desk, ACXM)
    set_scheme(desk, SetScheme(programme="ACXM", components=("Exam, 100%",)))
    set_requirements(desk, SetRequirements(programme="ACXM", coach="ACXM"))
    assert load_catalogue(desk).sentence == "12 programmes of the printed catalogue loaded."
    held = scheme(desk, "ACXM").scheme
    assert held is not None
    assert [part.name for part in held.parts] == ["Exam"]
    assert requirements_card(desk, "ACXM").delegate.groups == ()


def test_a_programme_that_was_completed_cannot_be_taken_back_unseen(desk: Desk) -> None:
    add_programme(desk, ACXM)
    load_catalogue(desk)
    before = book_of(desk)
    with pytest.raises(Refused):
        undo(desk)
    assert book_of(desk) == before


def test_loading_leaves_what_people_changed_as_it_is(desk: Desk) -> None:
    add_programme(desk, ACXM)
    edit_programme(desk, EditProgramme(programme="ACXM", title="Our own title"))
    assert len(load_catalogue(desk).ids) == 12
    assert card_of(desk).current.title == "Our own title"


def test_loading_is_nobodys_deed_and_is_not_taken_back(desk: Desk) -> None:
    load_catalogue(desk)
    assert not undo(desk).changed
    assert programmes(desk).count() == 13


def test_the_ladders_of_the_printed_catalogue_are_those_of_the_desk() -> None:
    with (resource("seed") / "catalogue.toml").open("rb") as file:
        printed = tomllib.load(file)
    assert {entry["code"]: entry["title"] for entry in printed["ladders"]} == dict(LADDERS)


def test_every_deed_on_the_catalogue_is_taken_back_in_reverse_and_put_again(desk: Desk) -> None:
    seen = [rows(desk)]
    deeds: tuple[Callable[[], Receipt | str], ...] = (
        lambda: add_programme(desk, ACXM),
        lambda: edit_programme(desk, EditProgramme(programme="ACXM", price="900", rung="Champion")),
        lambda: scheduled(desk),
        lambda: edit_programme(desk, EditProgramme(programme="ACXM", title="Second title")),
        lambda: retire_programme(desk, RetireProgramme(programme="ACXM")),
        lambda: reinstate_programme(desk, ReinstateProgramme(programme="ACXM")),
    )
    for deed in deeds:
        deed()
        seen.append(rows(desk))
    for expected in reversed(seen[:-1]):
        undo(desk)
        assert rows(desk) == expected
    for expected in seen[1:]:
        redo(desk)
        assert rows(desk) == expected


@given(
    edits=st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "title": st.sampled_from(["One", "Two"]),
                "price": st.sampled_from(["", "£860", "900 EUR"]),
                "capacity_max": st.integers(6, 20),
                "validity_months": st.sampled_from([0, 36]),
                "schedule": st.just(1),
            },
        ),
        max_size=5,
    )
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_edit_changes_what_a_scheduled_session_promised(desk: Desk, edits: list[dict[str, str | int]]) -> None:
    code = f"P{programmes(desk).count()}"
    add_programme(desk, ACXM.model_copy(update={"code": code}))
    promised: dict[int, tuple[object, ...]] = {}
    for place, edit in enumerate(edits):
        fields = dict(edit)
        if fields.pop("schedule", None):
            start = date(2027, 1, 4) + timedelta(weeks=place)
            schedule(desk, Schedule(programme=code, start=start, at=time(9), zone="Europe/London"))
            current = card_of(desk, code).current
            promised[current.number] = (current.title, current.price, current.validity_months, current.duration)
        edit_programme(desk, EditProgramme.read({"programme": code, **fields}))
        for edition in card_of(desk, code).editions:
            now = (edition.title, edition.price, edition.validity_months, edition.duration)
            assert promised.get(edition.number, now) == now
