"""A plan beside the real schedule, in words."""

from dataclasses import replace

from acxdesk.rules.comparing import Affected, Comparison, Done, Figures, compared, in_words, listed_people

BEFORE = Figures(2, 8, 2400, 24, 20, frozenset({"A and B.", "B and C."}))
AFTER = Figures(2, 9, 2670, 24, 20, frozenset({"B and C.", "C and D.", "D and E."}))
STEP = Done(1, "session move", "ACXM moved.", can=True)
ADA, GRACE = Affected(1, "Ada Byron", coach=False), Affected(2, "Grace Hopper", coach=True)
BOTH = Comparison("later", (STEP,), None, BEFORE, AFTER, (ADA, GRACE))


def test_clashes_are_those_that_come_and_those_that_go() -> None:
    assert BOTH.new_clashes == ("C and D.", "D and E.")
    assert BOTH.gone_clashes == ("A and B.",)


def test_figures_stand_beside_each_other_with_what_differs() -> None:
    assert list(compared(BOTH)) == [
        ("Clashes", "2", "3", "+1"),
        ("Sessions", "2", "2", ""),
        ("Meetings", "8", "9", "+1"),
        ("Hours", "40", "44.5", "+4.5"),
        ("Seats", "24", "24", ""),
        ("Booked", "20", "20", ""),
        ("Calendars that change", "", "1 delegate", "1 coach"),
    ]
    fewer = replace(BOTH, before=AFTER, after=BEFORE)
    assert ("Hours", "44.5", "40", "-4.5") in list(compared(fewer))


def test_a_plan_is_told_in_one_sentence() -> None:
    assert in_words(BOTH) == "1 step: clashes 2 to 3, meetings 8 to 9, hours 40 to 44.5; 2 calendars would change."
    assert in_words(replace(BOTH, after=BEFORE, people=())) == "1 step: no figure changes; 0 calendars would change."
    broken = replace(BOTH, steps=(STEP, replace(STEP, can=False)))
    assert in_words(broken) == "2 steps, 1 of them cannot be done as things are."


def test_it_can_be_kept_when_every_step_can_be_done() -> None:
    assert BOTH.can_keep
    assert not replace(BOTH, steps=()).can_keep
    assert not replace(BOTH, steps=(STEP, replace(STEP, can=False))).can_keep


def test_coaches_stand_first_among_the_people() -> None:
    assert listed_people((ADA, GRACE)) == ("Grace Hopper (teaches)", "Ada Byron")
