from datetime import UTC, datetime

import pytest

from acxdesk.actions.conflicts import RuleOnConflict, WithdrawRuling, declare, dismiss, withdraw_ruling
from acxdesk.actions.journal import undo
from acxdesk.actions.nominations import WithdrawNomination, withdraw
from acxdesk.actions.panels import (
    EnterScores,
    MakeShortlist,
    PanelRequest,
    add_member,
    enter_scores,
    make_shortlist,
    remove_member,
)
from acxdesk.actions.screening import Merge, merge
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Overtaken, Refused
from acxdesk.queries.conflictlist import conflicts
from acxdesk.queries.cycles import cycle
from acxdesk.queries.panels import panel_sheet
from acxdesk.records.people import Person
from acxdesk.rules.cycles import Phase
from acxdesk.rules.nominations import Answer
from tests.actions import awarding
from tests.actions.sample import add_organisation, add_people

ADA = 1  # her number
EVERYBODY = {"eligibility_years": 0, "seconds_needed": 0, "shortlist_size": 1}


@pytest.fixture
def screening(desk: Desk, clock: FrozenClock) -> tuple[int, int, int, int, int]:
    """A cycle that is screened on the day of the shortlist: two nominees, their nominator, two members of the panel."""
    clock.moment = datetime(2026, 7, 1, 9, tzinfo=UTC)
    award = awarding.cycle(desk, Phase.SCREENING, **EVERYBODY)
    ada, grace, peer, towers, brandt = add_people(desk, ("Ada", "Grace", "Peer", "Towers", "Brandt"))
    first = awarding.nomination(desk, award, ada, peer)
    second = awarding.nomination(desk, award, grace, peer)
    for member in (towers, brandt):
        add_member(desk, PanelRequest(person=member))
    return first, second, towers, brandt, peer


def scored(desk: Desk, nomination: int, member: int, points: str, version: int | None = None) -> str:
    cell = {"nomination": nomination, "member": member, "points": points, "version": version}
    return enter_scores(desk, EnterScores.read({"scores": [cell]})).sentence


def test_points_of_the_panel_become_a_figure_and_a_rank(desk: Desk, screening: tuple[int, ...]) -> None:
    ada, grace, towers, brandt, _ = screening
    assert scored(desk, ada, towers, "8.5") == "Ada: 8.5 of 10 by Towers."
    scored(desk, ada, brandt, "7")
    scored(desk, grace, towers, "9")
    rows = {row.standing.name: row for row in panel_sheet(desk).nominees}
    assert [(rows[name].figure, rows[name].rank) for name in ("Ada", "Grace")] == [(775, 2), (900, 1)]
    with pytest.raises(Overtaken):
        scored(desk, ada, towers, "9", version=7)
    scored(desk, ada, towers, "9", version=rows["Ada"].scores[1].version)
    scored(desk, grace, towers, "")
    assert panel_sheet(desk).nominees[1].figure is None
    for points in ("11", "1e1", "-1", "8.555", "٨", "[/oops]"):
        with pytest.raises(Refused):
            scored(desk, ada, towers, points)
    with pytest.raises(NotFound):
        scored(desk, ada, screening[4], "8")
    remove_member(desk, PanelRequest(person=towers))
    assert [member.name for member in panel_sheet(desk).members] == ["Brandt"]
    assert panel_sheet(desk).nominees[0].figure == 700
    undo(desk)
    assert panel_sheet(desk).nominees[0].figure == 800


def test_the_shortlist_is_of_the_best_and_leads_the_cycle_on(desk: Desk, screening: tuple[int, ...]) -> None:
    ada, grace, towers, brandt, _ = screening
    with pytest.raises(Refused, match="Nobody of 2026 is both eligible and scored"):
        make_shortlist(desk, MakeShortlist())
    for nomination, member, points in ((ada, towers, "8"), (ada, brandt, "6"), (grace, towers, "7")):
        scored(desk, nomination, member, points)
    receipt = make_shortlist(desk, MakeShortlist())
    assert receipt.ids == (ada, grace)  # equal: both
    assert receipt.lines == (
        "1 more than 1: they have as many points as the last one.",
        "! 1 of 4 points are not given.",
        "Ada: 7 of 10.",
        "Grace: 7 of 10.",
    )
    assert cycle(desk).phase is Phase.SHORTLISTED
    with pytest.raises(Refused, match="The panel of 2026 is done"):
        scored(desk, ada, towers, "9")
    undo(desk)
    assert cycle(desk).phase is Phase.SCREENING
    with pytest.raises(Refused, match="nobody is chosen"):
        make_shortlist(desk, MakeShortlist(reason="Ada left"))
    with pytest.raises(Refused, match="needs its reason"):
        make_shortlist(desk, MakeShortlist(nominations=(grace,)))
    assert make_shortlist(desk, MakeShortlist(nominations=(grace,), reason="Ada left")).ids == (grace,)


def test_it_is_not_made_before_its_day_nor_of_who_is_not_eligible(
    desk: Desk, clock: FrozenClock, screening: tuple[int, ...]
) -> None:
    ada, _, towers, _, peer = screening
    scored(desk, ada, towers, "8")
    clock.moment = datetime(2026, 6, 30, 22, tzinfo=UTC)  # 23:00 in London
    with pytest.raises(Refused, match="The shortlist is made on Wed 1 Jul 2026"):
        make_shortlist(desk, MakeShortlist())
    clock.moment = datetime(2026, 6, 30, 23, tzinfo=UTC)
    silent = awarding.nomination(
        desk, 1, add_people(desk, ["Silent"])[0], peer, answer=Answer.WAITING, answered_at=None
    )
    with pytest.raises(Refused, match="Silent cannot be on the shortlist"):
        make_shortlist(desk, MakeShortlist(nominations=(silent,), reason="she is good"))
    assert make_shortlist(desk, MakeShortlist()).ids == (ada,)


def test_a_member_with_a_conflict_gives_no_points_and_what_she_gave_counts_no_more(
    desk: Desk, screening: tuple[int, ...]
) -> None:
    ada, _, towers, brandt, peer = screening
    scored(desk, ada, towers, "10")
    scored(desk, ada, brandt, "6")
    declare(desk, RuleOnConflict(person=towers, nomination=ada, note="we wrote a book"))
    assert panel_sheet(desk).nominees[0].figure == 600
    with pytest.raises(Refused, match="Towers does not score Ada: declared a conflict of interest"):
        scored(desk, ada, towers, "9")
    assert scored(desk, ada, towers, "") == "Ada: the points of Towers taken away."
    add_member(desk, PanelRequest(person=peer))
    with pytest.raises(Refused, match="nominated her"):
        scored(desk, ada, peer, "9")
    dismiss(desk, RuleOnConflict(person=peer, nomination=ada, note="she only carried the letter"))
    assert scored(desk, ada, peer, "9") == "Ada: 9 of 10 by Peer."
    rows = {(row.person, row.nominee): (row.state, row.note) for row in conflicts(desk)}
    assert rows["Towers", "Ada"] == ("declared", "we wrote a book")
    assert rows["Peer", "Ada"] == ("dismissed", "she only carried the letter")
    assert rows["Peer", "Grace"] == ("proposed", "")
    withdraw_ruling(desk, WithdrawRuling(person=towers, nomination=ada))
    assert ("Towers", "Ada") not in {(row.person, row.nominee) for row in conflicts(desk)}


def test_nobody_dismisses_that_she_is_the_nominee_herself_nor_what_is_not_there(
    desk: Desk, screening: tuple[int, ...]
) -> None:
    ada, _, towers, _, _ = screening
    herself = panel_sheet(desk).nominees[0].standing.nominee_id
    with pytest.raises(Refused, match="nobody votes for herself"):
        dismiss(desk, RuleOnConflict(person=herself, nomination=ada, note="she insists"))
    with pytest.raises(Refused, match="No conflict stands between Towers and Ada"):
        dismiss(desk, RuleOnConflict(person=towers, nomination=ada, note="none"))
    with pytest.raises(NotFound):
        withdraw_ruling(desk, WithdrawRuling(person=towers, nomination=ada))
    with pytest.raises(NotFound):
        declare(desk, RuleOnConflict(person=towers, nomination=999, note="whom?"))


def test_what_was_dismissed_is_told_and_what_comes_up_later_stands(desk: Desk, screening: tuple[int, ...]) -> None:
    ada, _, _, _, peer = screening
    dismiss(desk, RuleOnConflict(person=peer, nomination=ada, note="she only carried the letter"))
    (row,) = (row for row in conflicts(desk) if (row.person, row.nominee) == ("Peer", "Ada"))
    assert (row.state, row.grounds, row.stands) == ("dismissed", "nominated her", False)
    office = add_organisation(desk)
    with desk.changing("move", kind="system") as change:
        for number in (peer, ADA):
            change.work.get_one(Person, number).organisation_id = office
    (row,) = (row for row in conflicts(desk) if (row.person, row.nominee) == ("Peer", "Ada"))
    assert (row.state, row.grounds, row.stands) == ("proposed", "is of the nominee's organisation", True)
    assert row.note == "she only carried the letter"
    dismiss(desk, RuleOnConflict(person=peer, nomination=ada, note="another building"))
    assert [row.stands for row in conflicts(desk) if (row.person, row.nominee) == ("Peer", "Ada")] == [False]


def test_points_and_rulings_stay_with_a_nominee_who_is_merged_or_nominated_again(
    desk: Desk, screening: tuple[int, ...]
) -> None:
    ada, grace, towers, brandt, peer = screening
    scored(desk, ada, towers, "9")
    scored(desk, grace, towers, "4")
    scored(desk, ada, brandt, "7")
    declare(desk, RuleOnConflict(person=peer, nomination=ada, note="we wrote a book"))
    dismiss(desk, RuleOnConflict(person=peer, nomination=grace, note="once, long ago"))
    merge(desk, Merge(nomination=ada, into=grace))
    (one,) = panel_sheet(desk).nominees
    assert {number: cell.points for number, cell in one.scores.items()} == {1: 400, 2: 700}
    assert [(row.person, row.state) for row in conflicts(desk)] == [("Peer", "declared")]
    assert scored(desk, grace, brandt, "8", version=one.scores[2].version) == "Grace: 8 of 10 by Brandt."
    assert panel_sheet(desk).nominees[0].figure == 600
    dismiss(desk, RuleOnConflict(person=peer, nomination=grace, note="it is not in print"))
    assert [(row.state, row.stands) for row in conflicts(desk)] == [("dismissed", False)]
    for _ in range(3):
        undo(desk)
    assert [row.standing.name for row in panel_sheet(desk).nominees] == ["Ada", "Grace"]

    withdraw(desk, WithdrawNomination(nomination=ada))
    awarding.nomination(desk, 1, ADA, brandt)
    assert {number: cell.points for number, cell in panel_sheet(desk).nominees[0].scores.items()} == {1: 900, 2: 700}
    assert ("Peer", "Ada", "declared") in {(row.person, row.nominee, row.state) for row in conflicts(desk)}
