"""What a programme requires is set from one line, in place or in a new edition, and goes back."""

import pytest

from acxdesk.actions.catalogue import EditProgramme, edit_programme
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.requirements import SetRequirements, set_requirements
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.queries.requirements import requirements, requirements_card
from acxdesk.rules.prerequisites import Of
from acxdesk.rules.requirements import print_requirements
from tests.actions.sample import add_programme, book_of, run

CODES = ("ACXM", "ACXP", "CPPM", "ACXC")


@pytest.fixture
def four(desk: Desk) -> Desk:
    """A desk with the programmes ACXM, ACXP, CPPM and ACXC, which require nothing."""
    for code in CODES:
        add_programme(desk, code)
    return desk


def said(desk: Desk, edition: int) -> tuple[str, str]:
    """What the edition of this number as a row requires of delegates and of coaches."""
    with desk.reading() as work:
        held = requirements(work, [edition])[edition]
    return print_requirements(held[Of.DELEGATE].groups), print_requirements(held[Of.COACH].groups)


def test_requirements_are_set_in_the_catalogues_own_codes(four: Desk) -> None:
    receipt = set_requirements(
        four,
        SetRequirements(programme="acxm", delegate="cppm or acxp valid or renewable; acxc EVER held", coach="acxm"),
    )
    assert receipt.sentence == "What ACXM requires was set."
    assert receipt.lines == (
        "Of a delegate: CPPM or ACXP valid or renewable; ACXC ever held, was none.",
        "Of a coach: ACXM, was none.",
    )
    assert receipt.ids == (1,)
    assert said(four, 1) == ("CPPM or ACXP valid or renewable; ACXC ever held", "ACXM")


def test_what_is_left_out_stays_and_none_takes_away(four: Desk) -> None:
    set_requirements(four, SetRequirements(programme="ACXM", delegate="ACXP", coach="ACXC"))
    receipt = set_requirements(four, SetRequirements(programme="ACXM", delegate="none"))
    assert receipt.lines == ("Of a delegate: none, was ACXP.",)
    assert said(four, 1) == ("none", "ACXC")


def test_what_is_so_already_writes_nothing(four: Desk) -> None:
    set_requirements(four, SetRequirements(programme="ACXM", delegate="ACXP"))
    before = book_of(four)
    receipt = set_requirements(four, SetRequirements(programme="ACXM", delegate="acxp", coach="none"))
    assert (receipt.sentence, receipt.changed) == ("What ACXM requires is so already.", False)
    assert book_of(four) == before


def test_under_a_session_a_new_edition_is_made_and_later_ones_take_it_over(four: Desk) -> None:
    set_requirements(four, SetRequirements(programme="ACXM", delegate="ACXP", coach="ACXC"))
    run(four)
    receipt = set_requirements(four, SetRequirements(programme="ACXM", delegate="ACXP or CPPM"))
    assert receipt.sentence == "ACXM has edition 2 now; 1 session of edition 1 keeps that one."
    assert said(four, 1) == ("ACXP", "ACXC")
    assert said(four, 5) == ("ACXP or CPPM", "ACXC")
    run(four, "2026-12-14")
    edit_programme(four, EditProgramme(programme="ACXM", title="Second title"))
    assert said(four, 6) == ("ACXP or CPPM", "ACXC")


def test_a_programme_cannot_require_itself_of_its_delegates(four: Desk) -> None:
    with pytest.raises(Refused) as refused:
        set_requirements(four, SetRequirements(programme="ACXM", delegate="ACXP; acxm"))
    assert str(refused.value) == "ACXM cannot require itself of its delegates. Leave it out."


def test_all_unknown_codes_are_named_with_the_nearest(four: Desk) -> None:
    with pytest.raises(NotFound) as missing:
        set_requirements(four, SetRequirements(programme="ACXM", delegate="ACPX or CPPM", coach="CCPM"))
    assert str(missing.value) == (
        'There is no programme "ACPX". There is no programme "CCPM". Near it: ACXP. Near it: CPPM.'
    )


@pytest.mark.parametrize("hostile", ["ACXP or", "ACXP, CPPM", "[/oops]\x1b[2J", "A" * 5_000, "\u202eACXP"])
def test_a_line_that_is_none_is_a_fault_of_its_field(hostile: str) -> None:
    with pytest.raises(Faulty) as faulty:
        SetRequirements.read({"programme": "ACXM", "delegate": hostile, "coach": hostile})
    assert [fault.field for fault in faulty.value.faults] == ["delegate", "coach"]


def test_a_change_on_what_somebody_else_changed_is_refused(four: Desk) -> None:
    read = requirements_card(four, "ACXM").version
    set_requirements(four, SetRequirements(programme="ACXM", version=read, coach="ACXC", delegate="ACXP"))
    with pytest.raises(Overtaken) as overtaken:
        set_requirements(four, SetRequirements(programme="ACXM", version=read, delegate="CPPM"))
    assert "What ACXM requires was changed by anna on Tue 24 Nov 2026" in str(overtaken.value)
    again = requirements_card(four, "ACXM").version
    set_requirements(four, SetRequirements(programme="ACXM", version=again, delegate="none"))
    with pytest.raises(Overtaken):
        set_requirements(four, SetRequirements(programme="ACXM", version=again, delegate="CPPM"))


def test_every_deed_is_taken_back_in_reverse_and_put_again(four: Desk) -> None:
    seen = [book_of(four)]
    requests: tuple[SetRequirements | None, ...] = (
        SetRequirements(programme="ACXM", delegate="ACXP or CPPM", coach="ACXC"),
        SetRequirements(programme="ACXM", delegate="CPPM or ACXP", coach="none"),
        None,
        SetRequirements(programme="ACXM", delegate="none"),
    )
    for request in requests:
        if request is None:
            run(four)
        else:
            set_requirements(four, request)
        seen.append(book_of(four))
    for expected in reversed(seen[:-1]):
        undo(four)
        assert book_of(four) == expected
    for expected in seen[1:]:
        redo(four)
        assert book_of(four) == expected
