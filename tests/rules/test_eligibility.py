"""Eligibility, rule by rule, with the facts that each was measured by."""

from dataclasses import replace
from datetime import date

import pytest

from acxdesk.rules.accreditations import State
from acxdesk.rules.eligibility import Finding, Merits, eligibility, is_eligible
from acxdesk.rules.nominations import Answer, Ground
from acxdesk.rules.voting import Holding
from tests.rules.test_cycles import RULES

CLOSES = date(2026, 5, 29)
GOOD = Merits(
    held=(Holding(date(2024, 5, 29), None, State.ISSUED),),
    won=(2020,),
    organisation="Moorland Insurance",
    is_staff=False,
    seconds=2,
    answer=Answer.ACCEPTED,
)


def found(merits: Merits, ground: Ground) -> Finding:
    return next(each for each in eligibility(merits, RULES, CLOSES) if each.ground is ground)


def test_a_nominee_who_fulfils_every_rule_is_eligible_and_told_why() -> None:
    findings = eligibility(GOOD, RULES, CLOSES)

    assert is_eligible(findings)
    assert [each.words for each in findings] == [
        "accredited: held. Accredited since Wed 29 May 2024, 2 years or more before Fri 29 May 2026.",
        "not a winner: held. She is not among the known winners of 2021 to 2025.",
        "not staff: held. She comes from Moorland Insurance.",
        "seconded: held. 2 peers second her; 2 are needed.",
        "accepted: held. She accepted.",
    ]


@pytest.mark.parametrize(
    ("changes", "ground", "sentence"),
    [
        (
            {"held": (Holding(date(2024, 5, 30), None, State.ISSUED),)},
            Ground.ACCREDITED,
            (
                "Accredited since Thu 30 May 2024; 2 years are over on Sat 30 May 2026, and nominations close on "
                "Fri 29 May 2026."
            ),
        ),
        (
            {"held": (Holding(date(2020, 1, 1), date(2026, 5, 28), State.ISSUED),)},
            Ground.ACCREDITED,
            "She holds no accreditation on Fri 29 May 2026.",
        ),
        (
            {"held": (Holding(date(2020, 1, 1), None, State.REVOKED),)},
            Ground.ACCREDITED,
            "She holds no accreditation on Fri 29 May 2026.",
        ),
        ({"held": ()}, Ground.ACCREDITED, "She holds no accreditation on Fri 29 May 2026."),
        ({"won": (2021,)}, Ground.NOT_WINNER, "She won in 2021; not in 2021 to 2025 is asked for."),
        ({"is_staff": True}, Ground.NOT_STAFF, "She comes from Moorland Insurance."),
        ({"seconds": 1}, Ground.SECONDED, "1 peer seconds her; 2 are needed."),
        ({"answer": Answer.DECLINED}, Ground.ACCEPTED, "She declined."),
        ({"answer": Answer.WAITING}, Ground.ACCEPTED, "She has not answered yet."),
    ],
)
def test_a_rule_that_does_not_hold_says_by_which_facts(
    changes: dict[str, object], ground: Ground, sentence: str
) -> None:
    merits = replace(GOOD, **changes)  # type: ignore[arg-type]

    finding = found(merits, ground)
    assert (finding.holds, finding.sentence) == (False, sentence)
    assert not is_eligible(eligibility(merits, RULES, CLOSES))


def test_the_last_day_of_an_accreditation_counts() -> None:
    assert found(replace(GOOD, held=(Holding(date(2020, 1, 1), CLOSES, State.ISSUED),)), Ground.ACCREDITED).holds


def test_an_exception_lets_her_stand_and_is_told_but_nobody_is_excepted_from_accepting() -> None:
    merits = replace(GOOD, seconds=0, answer=Answer.WAITING)
    given = {Ground.SECONDED: "her peers are on leave", Ground.ACCEPTED: "she surely will"}
    findings = {each.ground: each for each in eligibility(merits, RULES, CLOSES, given)}

    assert findings[Ground.SECONDED].passes
    assert findings[Ground.SECONDED].words == (
        "seconded: excepted. 0 peers second her; 2 are needed. Excepted: her peers are on leave"
    )
    assert not findings[Ground.ACCEPTED].passes


def test_a_rule_that_the_cycle_has_not_is_not_measured() -> None:
    none = replace(RULES, eligibility_years=0, winner_years=0, excludes_staff=False, seconds_needed=0)

    assert [each.ground for each in eligibility(GOOD, none, CLOSES)] == [Ground.ACCEPTED]
