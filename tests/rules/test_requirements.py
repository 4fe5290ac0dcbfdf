"""Requirements are one line that prints and parses to itself, and are told in sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.catalogue import LONGEST_CODE, check_code
from acxdesk.rules.prerequisites import Of, Standing
from acxdesk.rules.requirements import Alternative, Groups, codes, parse_requirements, print_requirements, told
from acxdesk.rules.text import fold

CPPM, ACXM, ACXP = Alternative("CPPM"), Alternative("ACXM"), Alternative("ACXP")
WORDS_OF_THE_LINE = ["none", "or", "and", "valid", "ever", "held", "renewable", "NONE"]


def _is_code(said: str) -> bool:
    try:
        return bool(check_code(said))
    except Refused:
        return False


a_code = st.sampled_from(WORDS_OF_THE_LINE) | st.from_regex(
    rf"[A-Za-z][A-Za-z0-9-]{{0,{LONGEST_CODE - 1}}}", fullmatch=True
).filter(_is_code)
alternatives = st.builds(Alternative, a_code, st.sampled_from(Standing))
groups = st.lists(
    st.lists(alternatives, min_size=1, max_size=4, unique_by=lambda one: fold(one.programme)).map(tuple), max_size=4
).map(tuple)


@given(groups)
def test_requirements_print_and_parse_to_themselves(asked: Groups) -> None:
    assert parse_requirements(print_requirements(asked)) == asked


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", ()),
        (" none ", ()),
        ("CPPM", ((CPPM,),)),
        ("CPPM or ACXM; ACXP", ((CPPM, ACXM), (ACXP,))),
        ("CPPM OR ACXM and ACXP;", ((CPPM, ACXM), (ACXP,))),
        ("ACXP and CPPM or ACXM", ((ACXP,), (CPPM, ACXM))),
        ("CPPM valid or ACXM valid or renewable", ((CPPM, Alternative("ACXM", Standing.RENEWABLE)),)),
        ("CPPM ever  held;ACXM", ((Alternative("CPPM", Standing.EVER),), (ACXM,))),
    ],
)
def test_a_line_is_read_in_the_words_that_people_use(said: str, meant: Groups) -> None:
    assert parse_requirements(said) == meant


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("CPPM or", 'Something is missing behind "or".'),
        ("CPPM and", 'Something is missing behind "and".'),
        ("; CPPM", '";" is no programme\'s code.'),
        ("CPPM, ACXM", '"CPPM," is no programme\'s code.'),
        ("CPPM ACXM", '"ACXM" is not understood behind CPPM.'),
        ("CPPM ever", '"ever" is not understood behind CPPM.'),
        ("CPPM or cppm ever held", '"cppm" is asked for twice in one group.'),
        ("x" * 5_000, f'"{"x" * 59}…" is no programme\'s code.'),
        ("; ".join(f"P{number}" for number in range(31)), "At most 30 accreditations can be asked for."),
    ],
)
def test_a_line_that_is_none_is_refused(said: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_requirements(said)
    assert refused.value.sentence == sentence
    assert refused.value.remedy


def test_codes_stand_once_each() -> None:
    assert list(codes(((CPPM, ACXM), (ACXM, ACXP)))) == ["CPPM", "ACXM", "ACXP"]


def test_requirements_are_told_a_sentence_a_group() -> None:
    asked = ((CPPM, Alternative("ACXM", Standing.RENEWABLE)), (Alternative("ACXP", Standing.EVER),))
    assert told("ACXC", asked, Of.DELEGATE) == (
        "ACXC needs CPPM valid at the start, or ACXM valid or renewable at the start.",
        "ACXC needs ACXP ever held.",
    )
    assert told("ACXC", ((CPPM,),), Of.COACH) == ("A coach of ACXC holds CPPM valid at every meeting.",)
    assert told("ACXC", (), Of.COACH) == ()
