"""A scheme is set as one deed: in place while nobody relies on it, else in a new edition; and goes back."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acxdesk.actions.catalogue import EditProgramme, edit_programme
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.schemes import GiveComponent, SetScheme, asking_for, merged, rule_values, set_scheme
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.queries.catalogue import programme
from acxdesk.queries.schemes import scheme, schemes
from acxdesk.records.marks import Mark
from acxdesk.records.sessions import Session
from acxdesk.rules.marks import MarkState, Origin, Series
from acxdesk.rules.schemes import Agreement, Counts, ResitRule, Scheme, SecondMarking, SecondRule
from acxdesk.rules.sessions import Status
from tests.actions.sample import (
    CASE,
    DEMO,
    EXAM,
    SCHEME,
    add_people,
    add_programme,
    add_scheme,
    book,
    book_of,
    rows,
    run,
)

LINES = tuple(map(str, SCHEME.parts))
FIRST = SetScheme(programme="ACXM", components=LINES, pass_total="60", attendance=90)


@pytest.fixture
def acxm(desk: Desk) -> Desk:
    """A desk with ACXM, which has no scheme yet."""
    add_programme(desk)
    return desk


def now(desk: Desk) -> Scheme:
    held = scheme(desk, "ACXM").scheme
    assert held is not None
    return held.bare


def of_editions(desk: Desk, *editions: int) -> list[Scheme | None]:
    with desk.reading() as work:
        held = schemes(work, editions)
    return [held[edition].bare if edition in held else None for edition in editions]


def test_a_programme_gets_its_first_scheme(acxm: Desk) -> None:
    receipt = set_scheme(acxm, FIRST)
    assert receipt.sentence == "ACXM has a scheme of 3 components now."
    assert receipt.lines == (
        "New component: Written exam, 40%, out of 100, pass 50, must pass.",
        "New component: Case study, 40%, out of 100, pass 60, must pass.",
        "New component: Demonstration, 20%, out of 10, pass 5.",
        "To pass: 60 of 100 in total, and every component that must be passed.",
        "Attendance: 90% of the hours; recordings do not count.",
        "Resits: none.",
        "Second marks: none.",
    )
    assert receipt.ids == (1,)
    assert now(acxm) == SCHEME
    assert not scheme(acxm, "ACXM").chosen


def test_the_first_scheme_comes_in_place_also_under_sessions(acxm: Desk) -> None:
    run(acxm)
    set_scheme(acxm, FIRST)
    assert of_editions(acxm, 1, 2) == [SCHEME, None]


def test_every_rule_is_set_and_what_is_left_out_stays(acxm: Desk) -> None:
    set_scheme(acxm, FIRST)
    receipt = set_scheme(
        acxm,
        SetScheme.read(
            {
                "programme": "acxm",
                "pass_total": "65,5",
                "recording_counts": True,
                "resits": 2,
                "resit_only_failed": False,
                "resit_cap": "60",
                "resit_counts": "last",
                "resit_days": 30,
                "second": "sample",
                "sample": 10,
                "agreement": "within",
                "within": "5",
                "blind": False,
            }
        ),
    )
    assert receipt.sentence == "The scheme of ACXM edited."
    assert now(acxm) == replace(
        SCHEME,
        pass_total=6_550,
        recording_counts=True,
        resits=ResitRule(2, only_failed=False, cap=60, counts=Counts.LAST, days=30),
        second=SecondRule(SecondMarking.SAMPLE, 10, Agreement.WITHIN, 500, blind=False),
    )
    set_scheme(acxm, SetScheme(programme="ACXM", resit_cap="none", resits=1))
    assert now(acxm).resits == ResitRule(1, only_failed=False, cap=None, counts=Counts.LAST, days=30)


def test_components_are_set_as_a_whole_in_their_order(acxm: Desk) -> None:
    set_scheme(acxm, FIRST)
    receipt = set_scheme(acxm, SetScheme(programme="ACXM", components=(str(DEMO), str(CASE), str(EXAM))))
    assert receipt.lines == ("In the order Demonstration, Case study, Written exam.",)
    assert now(acxm).parts == (DEMO, CASE, EXAM)
    set_scheme(acxm, SetScheme(programme="ACXM", components=()))
    assert now(acxm).parts == ()


def test_what_is_so_already_writes_nothing(acxm: Desk) -> None:
    set_scheme(acxm, FIRST)
    before = book_of(acxm)
    receipt = set_scheme(acxm, FIRST)
    assert (receipt.sentence, receipt.changed) == ("The scheme of ACXM is so already.", False)
    assert book_of(acxm) == before


def test_a_scheme_that_changes_under_a_session_makes_a_new_edition(acxm: Desk) -> None:
    set_scheme(acxm, FIRST)
    run(acxm)
    receipt = set_scheme(acxm, SetScheme(programme="ACXM", attendance=80))
    assert receipt.sentence == "ACXM has edition 2 now; 1 session of edition 1 keeps that one."
    assert of_editions(acxm, 1, 2) == [SCHEME, replace(SCHEME, attendance=80)]
    card = programme(acxm, "ACXM")
    assert card is not None
    new, old = card.editions
    assert replace(new, number=1, sessions=1) == old


def test_a_draft_relies_on_nothing(acxm: Desk) -> None:
    set_scheme(acxm, FIRST)
    run(acxm, draft=True)
    assert set_scheme(acxm, SetScheme(programme="ACXM", attendance=80)).sentence == "The scheme of ACXM edited."


def test_a_component_that_somebody_was_marked_for_stays_as_it_is(acxm: Desk) -> None:
    (exam, _case, _demo) = add_scheme(acxm)
    session = run(acxm)
    (ada,) = add_people(acxm, ["Ada"])
    book(acxm, session, ada)
    _mark(acxm, exam)
    with acxm.changing("prepare", kind="system") as change:
        change.work.get_one(Session, 1).status = Status.DRAFT  # so that no session holds the edition
    receipt = set_scheme(acxm, SetScheme(programme="ACXM", components=(str(replace(EXAM, weight=100)),)))
    assert receipt.sentence == "ACXM has edition 2 now; what was marked of edition 1 keeps that one."
    assert of_editions(acxm, 1, 2) == [SCHEME, replace(SCHEME, parts=(replace(EXAM, weight=100),))]


def _mark(desk: Desk, component: int) -> None:
    with desk.changing("prepare", kind="system") as change:
        change.work.add(
            Mark(
                enrolment_id=1,
                component_id=component,
                attempt=1,
                series=Series.FIRST,
                revision=0,
                points=6_000,
                marked_by="Grace",
                marked_at=change.now,
                state=MarkState.ENTERED,
                origin=Origin.MARKING,
                replaces_id=None,
                reason="",
            )
        )


def test_a_new_edition_for_another_reason_keeps_the_scheme(acxm: Desk) -> None:
    set_scheme(acxm, FIRST)
    run(acxm)
    edit_programme(acxm, EditProgramme(programme="ACXM", title="Second title"))
    assert of_editions(acxm, 1, 2) == [SCHEME, SCHEME]


def test_all_that_is_wrong_with_a_scheme_is_told_at_once(acxm: Desk) -> None:
    before = book_of(acxm)
    with pytest.raises(Refused) as refused:
        set_scheme(acxm, SetScheme(programme="ACXM", components=("Exam, 40%", "exam, 40%, out of 10, pass 20")))
    assert str(refused.value) == (
        'The weights of the components sum up to 80, not to 100. There are two components "Exam". '
        '"exam" cannot be passed at 20 out of 10.'
    )
    assert book_of(acxm) == before


def test_all_wrong_fields_are_told_at_once() -> None:
    with pytest.raises(Faulty) as faulty:
        SetScheme.read(
            {
                "programme": "",
                "components": ("Exam, 40%", "Exam"),
                "pass_total": "1e2",
                "attendance": 101,
                "resits": -1,
                "resit_cap": "٩٥",
                "resit_counts": "worst",
                "resit_days": 1_001,
                "second": "some",
                "within": " ",
                "sample": "x",
                "blind": "perhaps",
            }
        )
    assert [fault.field for fault in faulty.value.faults] == [
        *("programme", "components", "pass_total", "attendance", "resits", "resit_cap", "resit_counts", "resit_days"),
        *("second", "sample", "within", "blind"),
    ]
    assert {fault.field: fault.sentence for fault in faulty.value.faults}["pass_total"] == (
        'Pass total "1e2" is no plain number. Write digits 0 to 9, as 60 or 62.5.'
    )


@pytest.mark.parametrize("wrong", ["1_0", "٩٥", "1e2", "nan", "-5", "101", "5.5", "x" * 5_000])
def test_a_cap_is_a_per_cent_or_none(wrong: str) -> None:
    with pytest.raises(Faulty):
        SetScheme.read({"programme": "ACXM", "resit_cap": wrong})


def test_an_unknown_programme_is_refused_with_the_near_ones(acxm: Desk) -> None:
    with pytest.raises(NotFound):
        set_scheme(acxm, SetScheme(programme="ACMX", attendance=80))


def test_a_change_on_what_somebody_else_changed_is_refused(acxm: Desk) -> None:
    read = scheme(acxm, "ACXM").version
    set_scheme(acxm, FIRST.model_copy(update={"version": read}))
    with pytest.raises(Overtaken) as overtaken:
        set_scheme(acxm, FIRST.model_copy(update={"version": read, "attendance": 80}))
    assert str(overtaken.value) == (
        "The scheme of ACXM was changed by anna on Tue 24 Nov 2026 at 09:00 UTC, after you had read it. "
        "Look at it again, then repeat your change."
    )
    again = scheme(acxm, "ACXM").version
    components = (str(replace(EXAM, weight=100)),)
    set_scheme(acxm, SetScheme(programme="ACXM", version=again, components=components))
    with pytest.raises(Overtaken):
        set_scheme(acxm, SetScheme(programme="ACXM", version=again, attendance=80))
    undo(acxm)
    set_scheme(acxm, SetScheme(programme="ACXM", version=again, attendance=80))


def test_the_journal_of_the_programme_has_it(acxm: Desk) -> None:
    set_scheme(acxm, FIRST)
    subjects = [(row["noun"], row["row_id"]) for row in rows(acxm, "entry_subjects")]
    assert subjects[-1] == ("programme", 1)


def test_a_dry_run_writes_nothing(acxm: Desk) -> None:
    before = book_of(acxm)
    assert set_scheme(acxm.rehearsing(), FIRST).rehearsed
    assert book_of(acxm) == before


def test_every_deed_is_taken_back_in_reverse_and_put_again(acxm: Desk) -> None:
    seen = [book_of(acxm)]
    requests: tuple[SetScheme | None, ...] = (
        FIRST,
        SetScheme(programme="ACXM", components=(LINES[1], LINES[0], LINES[2])),
        SetScheme(programme="ACXM", components=("Exam, 100%",), attendance=0),
        None,
        SetScheme(programme="ACXM", components=LINES),
    )
    for request in requests:
        if request is None:
            run(acxm, date(2026, 12, 7).isoformat())
        else:
            set_scheme(acxm, request)
        seen.append(book_of(acxm))
    for expected in reversed(seen[:-1]):
        undo(acxm)
        assert book_of(acxm) == expected
    for expected in seen[1:]:
        redo(acxm)
        assert book_of(acxm) == expected


a_scheme = st.builds(
    Scheme,
    parts=st.sampled_from([(), SCHEME.parts, (replace(EXAM, weight=100),)]),
    pass_total=st.integers(0, 10_000),
    attendance=st.integers(0, 100),
    recording_counts=st.booleans(),
    resits=st.builds(
        ResitRule,
        st.integers(0, 9),
        only_failed=st.booleans(),
        cap=st.none() | st.integers(0, 100),
        counts=st.sampled_from(Counts),
        days=st.integers(0, 1_000),
    ),
    second=st.builds(
        SecondRule,
        st.sampled_from(SecondMarking),
        st.integers(0, 100),
        st.sampled_from(Agreement),
        st.integers(0, 100_000),
        blind=st.booleans(),
    ),
)


@given(a_scheme, a_scheme)
def test_a_request_for_a_scheme_says_all_of_it(old: Scheme, new: Scheme) -> None:
    assert merged(old, asking_for("ACXM", new)) == new
    assert set(rule_values(new)) == set(SetScheme.model_fields) - {"deed", "programme", "version", "components"}


@given(a_scheme)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_set_is_what_is_read(desk: Desk, wanted: Scheme) -> None:
    code = f"P{chr(65 + len(_codes(desk)) // 26)}{chr(65 + len(_codes(desk)) % 26)}"
    add_programme(desk, code)
    set_scheme(desk, asking_for(code, wanted))
    held = scheme(desk, code).scheme
    assert held is not None
    assert held.bare == wanted


def _codes(desk: Desk) -> list[Any]:
    with desk.reading() as work:
        return list(work.connection().exec_driver_sql("SELECT code FROM programmes"))


def test_a_component_is_given_field_by_field() -> None:
    given_fields = {"name": "Demonstration", "weight": "20", "out_of": "10", "pass_mark": "5"}
    assert GiveComponent.read(given_fields).part() == DEMO
    with pytest.raises(Refused) as refused:
        GiveComponent.read({"name": "A, b", "weight": "0", "pass_mark": "101"}).part()
    assert str(refused.value) == (
        '"A, b" has a comma, which ends a component\'s name. "A, b" weighs 0 per cent; give 1 to 100. '
        '"A, b" cannot be passed at 101 out of 100.'
    )


@pytest.mark.parametrize("hostile", ["[/oops] [red]x", "امتحان", "試験"])
def test_a_component_may_be_called_anything_on_one_line(acxm: Desk, hostile: str) -> None:
    set_scheme(acxm, SetScheme(programme="ACXM", components=(f"{hostile}, 100%",)))
    assert [part.name for part in now(acxm).parts] == [hostile]


@pytest.mark.parametrize("hostile", ["Exam\x1b[2J, 100%", "x" * 5_000 + ", 100%", "\u202eExam, 100%"])
def test_what_steers_a_terminal_or_is_too_long_is_no_component(hostile: str) -> None:
    with pytest.raises(Faulty):
        SetScheme.read({"programme": "ACXM", "components": (hostile,)})
