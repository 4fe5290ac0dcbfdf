"""Nominations: drafted, submitted and merged, answered, seconded, screened, withdrawn."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from acxdesk.actions.journal import undo
from acxdesk.actions.nominations import (
    AnswerNomination,
    EditNomination,
    Nominate,
    OfNomination,
    SecondNomination,
    WithdrawNomination,
    answer,
    edit_nomination,
    nominate,
    second,
    submit,
    withdraw,
)
from acxdesk.actions.screening import Cite, Except, LiftException, Merge, cite, except_, lift, merge
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.queries.nominationlist import nominations
from acxdesk.queries.nominations import NominationCard, Standing, nomination, standing
from acxdesk.rules.cycles import Phase
from acxdesk.rules.nominations import Answer, Category, Ground, Kind, State
from tests.actions import awarding
from tests.actions.earned import grant

ADA, BOB, CLEO, DAN, EVE = 1, 2, 3, 4, 5


@pytest.fixture
def award(staffed: Desk, clock: FrozenClock) -> Desk:
    """A cycle that takes nominations until 29 May; it is 20 May 2026."""
    awarding.cycle(staffed)
    clock.moment = datetime(2026, 5, 20, 9, tzinfo=UTC)
    return staffed


def nominated(desk: Desk, nominee: int = ADA, nominator: int = BOB, **values: Any) -> int:
    given = {"category": "business", "statement": "She rebuilt claims.", **values}
    return nominate(desk, Nominate.read({"nominee": nominee, "nominator": nominator, **given})).ids[0]


def seconded(desk: Desk, number: int, *people: int) -> None:
    for person in people:
        second(desk, SecondNomination(nomination=number, person=person))


def stands(desk: Desk) -> tuple[Standing, ...]:
    with desk.reading() as work:
        return standing(work, 1)


def card(desk: Desk, number: int = 1) -> NominationCard:
    return nomination(desk, number)


def test_a_draft_is_kept_edited_and_submitted(award: Desk) -> None:
    number = nominated(award, statement="", submitted=False, evidence=("https://example.org/claims", "letter.pdf"))
    with pytest.raises(Refused, match="statement is missing"):
        submit(award, OfNomination(nomination=number))
    edit_nomination(award, EditNomination.read({"nomination": number, "statement": "[/oops] Ada\nrebuilt claims"}))
    assert card(award).state is State.DRAFT
    assert stands(award) == ()

    assert submit(award, OfNomination(nomination=number)).sentence == "Nomination 1 of Ada by Bob submitted."
    it = card(award)
    assert (it.state, it.stands, it.statement) == (State.SUBMITTED, True, "[/oops] Ada\nrebuilt claims")
    assert [(piece.kind, piece.place) for piece in it.evidence] == [
        (Kind.LINK, "https://example.org/claims"),
        (Kind.FILE, "letter.pdf"),
    ]
    undo(award)
    assert card(award).state is State.DRAFT


def test_an_edit_replaces_the_evidence_as_a_whole(award: Desk) -> None:
    number = nominated(award, evidence=("a.pdf", "b.pdf"))
    before = card(award).version
    edit_nomination(award, EditNomination(nomination=number, evidence=("b.pdf", "c.pdf"), category=Category.PERSONAL))

    assert [piece.place for piece in card(award).evidence] == ["b.pdf", "c.pdf"]
    assert not edit_nomination(award, EditNomination(nomination=number, evidence=("b.pdf", "c.pdf"))).changed
    with pytest.raises(Overtaken, match="Nomination 1 was changed"):
        edit_nomination(award, EditNomination(nomination=number, version=before, statement="Other"))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"nominator": ADA}, "cannot nominate herself"),
        ({"nominee": 99}, "no person 99"),
        ({"statement": ""}, "statement is missing"),
        ({"evidence": ("ftp://example.org/x",)}, "is no web address"),
        ({"evidence": tuple(f"{number}.pdf" for number in range(21))}, "at most 20"),
        ({"category": "heroic"}, "is not one of"),
        ({"statement": "a\x1b[2Jb"}, "control character"),
        ({"statement": "x" * 5000}, "at most 4,000"),
    ],
)
def test_what_cannot_be_a_nomination_is_refused_and_nothing_is_kept(
    award: Desk, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        nominated(award, **values)
    assert nominations(award).count() == 0


def test_a_second_nomination_of_one_person_is_merged_and_both_nominators_stay(award: Desk) -> None:
    first = nominated(award, ADA, BOB)
    further = nominated(award, ADA, CLEO, evidence=("cleo.pdf",))

    (it,) = stands(award)
    assert (it.id, it.nominators) == (first, frozenset({BOB, CLEO}))
    assert card(award, further).merged_into_id == first
    (merged,) = card(award, first).merged
    assert (merged.nominator, [piece.place for piece in merged.evidence]) == ("Cleo", ["cleo.pdf"])
    with pytest.raises(Refused, match="Cleo has nominated Ada already: nomination 2"):
        nominated(award, ADA, CLEO)


def test_seconds_count_over_all_merged_once_each_and_without_the_nominators(award: Desk) -> None:
    first = nominated(award, ADA, BOB)
    seconded(award, first, CLEO, DAN)
    further = nominated(award, ADA, CLEO)  # who seconded before
    seconded(award, further, EVE)

    assert [each.seconds for each in stands(award)] == [2]
    for person, sentence in ((ADA, "second herself"), (BOB, "nominated Ada"), (DAN, "seconds Ada already")):
        with pytest.raises(Refused, match=sentence):
            seconded(award, further, person)


def test_two_nominees_who_are_one_human_are_merged_by_hand(award: Desk) -> None:
    first, other = nominated(award, ADA, BOB), nominated(award, EVE, CLEO)
    answer(award, AnswerNomination(nomination=other, accepted=True))
    seconded(award, other, DAN)
    merge(award, Merge(nomination=other, into=first))

    (it,) = stands(award)
    assert (it.id, it.nominators, it.seconds, it.answer) == (first, frozenset({BOB, CLEO}), 1, Answer.ACCEPTED)
    assert card(award, nominated(award, EVE, DAN)).merged_into_id == first
    with pytest.raises(Refused, match="are one already"):
        merge(award, Merge(nomination=other, into=first))


def test_the_nominee_answers_on_the_nomination_that_stands(award: Desk) -> None:
    first, further = nominated(award, ADA, BOB), nominated(award, ADA, CLEO)
    answer(award, AnswerNomination(nomination=further, accepted=False, reason="no time"))
    assert (card(award, first).answer, card(award, first).reason) == (Answer.DECLINED, "no time")

    assert answer(award, AnswerNomination(nomination=first, accepted=True)).sentence == "Ada accepted her nomination."
    assert not answer(award, AnswerNomination(nomination=first, accepted=True)).changed
    draft = nominated(award, DAN, BOB, submitted=False)
    with pytest.raises(Refused, match="is a draft"):
        answer(award, AnswerNomination(nomination=draft, accepted=True))


def test_a_nomination_that_carries_others_is_not_withdrawn_by_itself(award: Desk) -> None:
    first, further = nominated(award, ADA, BOB), nominated(award, ADA, CLEO)
    with pytest.raises(Refused, match="stands for 2 as well"):
        withdraw(award, WithdrawNomination(nomination=first))
    withdraw(award, WithdrawNomination(nomination=first, everything=True, reason="she leaves"))

    assert stands(award) == ()
    assert {card(award, each).state for each in (first, further)} == {State.WITHDRAWN}
    with pytest.raises(Refused, match="is withdrawn"):
        seconded(award, first, DAN)
    assert card(award, nominated(award, ADA, BOB)).stands


def test_nominations_are_taken_until_the_last_day_ends_in_the_cycles_zone(award: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 5, 29, 22, 59, tzinfo=UTC)  # 23:59 in London
    number = nominated(award)
    clock.moment = datetime(2026, 5, 29, 23, 0, tzinfo=UTC)

    with pytest.raises(Refused, match=r"until the end of Fri 29 May 2026\. Give nominations a later last day"):
        nominated(award, ADA, CLEO)
    with pytest.raises(Refused, match="took seconds until"):
        seconded(award, number, DAN)
    assert nominated(award, ADA, CLEO, submitted=False)


@pytest.mark.parametrize("phase", [Phase.VOTING, Phase.COUNTED, Phase.ANNOUNCED])
def test_after_the_shortlist_only_leaving_is_possible_and_after_the_count_nothing(staffed: Desk, phase: Phase) -> None:
    awarding.nomination(staffed, awarding.cycle(staffed, phase), ADA, BOB)
    for deed in (
        lambda: nominated(staffed, CLEO, BOB),
        lambda: answer(staffed, AnswerNomination(nomination=1, accepted=False)),
        lambda: except_(staffed, Except(nomination=1, ground=Ground.SECONDED, reason="late")),
        lambda: seconded(staffed, 1, DAN),
    ):
        with pytest.raises(Refused, match=phase.value):
            deed()
    if phase is Phase.VOTING:
        assert withdraw(staffed, WithdrawNomination(nomination=1)).changed
    else:
        with pytest.raises(Refused, match="Nothing can be withdrawn"):
            withdraw(staffed, WithdrawNomination(nomination=1))


def test_eligibility_is_measured_on_the_desk(award: Desk) -> None:
    grant(award, ADA, awarded_on=date(2024, 1, 10))
    number = nominated(award)
    seconded(award, number, CLEO)
    answer(award, AnswerNomination(nomination=number, accepted=True))
    assert not stands(award)[0].is_eligible

    with pytest.raises(Refused, match="Ada needs no exception: Accredited since"):
        except_(award, Except(nomination=number, ground=Ground.ACCREDITED, reason="x"))
    with pytest.raises(Refused, match="no rule “not staff”"):
        except_(award, Except(nomination=number, ground=Ground.NOT_STAFF, reason="x"))
    with pytest.raises(Refused, match="excepted from accepting"):
        except_(award, Except(nomination=number, ground=Ground.ACCEPTED, reason="x"))
    with pytest.raises(Faulty, match="Reason is missing"):
        Except.read({"nomination": number, "ground": "seconded", "reason": ""})
    except_(award, Except(nomination=number, ground=Ground.SECONDED, reason="her peers are on leave"))
    assert stands(award)[0].is_eligible
    lift(award, LiftException(nomination=number, ground=Ground.SECONDED))
    assert not stands(award)[0].is_eligible
    with pytest.raises(Refused, match="is not excepted"):
        lift(award, LiftException(nomination=number, ground=Ground.SECONDED))

    seconded(award, number, DAN)
    (line,) = nominations(award).after(None, 10)
    titles = [column.name for column in nominations(award).columns]
    cells = dict(zip(titles, line.cells, strict=True))
    assert (cells["name"], cells["nominator"], cells["seconds"], cells["eligible"]) == ("Ada", "Bob", "2", "✓ yes")


def test_a_citation_is_written_for_who_stands(award: Desk) -> None:
    nominated(award, ADA, BOB)
    further = nominated(award, ADA, CLEO)
    cite(award, Cite(nomination=further, citation="For a claims desk that people like to call."))

    assert card(award, 1).citation == "For a claims desk that people like to call."
    assert not cite(award, Cite(nomination=1, citation="For a claims desk that people like to call.")).changed


def test_a_nomination_that_is_not_there_is_not_found(award: Desk) -> None:
    with pytest.raises(NotFound, match="no nomination 7"):
        card(award, 7)
    with pytest.raises(NotFound, match="no nomination 7"):
        submit(award, OfNomination(nomination=7))
