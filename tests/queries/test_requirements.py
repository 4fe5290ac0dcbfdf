"""What editions require is read at once, and a programme's card says what requires it."""

import pytest

from acxdesk.actions.requirements import SetRequirements, set_requirements
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.requirements import Required, RequiredBy, RequirementsCard, requirements, requirements_card
from acxdesk.rules.prerequisites import Of, Standing
from acxdesk.rules.requirements import Alternative
from tests.actions.sample import add_programme, run
from tests.conftest import Statements


def require(desk: Desk, code: str, **said: str) -> None:
    set_requirements(desk, SetRequirements.read({"programme": code, **said}))


def test_what_many_editions_require_costs_one_statement_and_none_costs_none(desk: Desk, statements: Statements) -> None:
    for code in ("ACXP", "ACXM", "ACXC"):
        add_programme(desk, code)
    require(desk, "ACXM", delegate="ACXP")
    require(desk, "ACXC", delegate="ACXP or ACXM; ACXM ever held", coach="ACXC")
    nothing = {Of.DELEGATE: Required(), Of.COACH: Required()}
    acxm = {Of.DELEGATE: Required(((Alternative("ACXP"),),)), Of.COACH: Required()}
    held = ((Alternative("ACXP"), Alternative("ACXM")), (Alternative("ACXM", Standing.EVER),))
    acxc = {Of.DELEGATE: Required(held), Of.COACH: Required(((Alternative("ACXC"),),))}
    asked: tuple[tuple[list[int], object, int], ...] = (
        ([2], {2: acxm}, 1),
        ([3, 1, 2, 2], {1: nothing, 2: acxm, 3: acxc}, 1),
        ([], {}, 0),
    )
    for editions, found, cost in asked:
        with statements(desk) as sent, desk.reading() as work:
            assert requirements(work, editions) == found
        assert len(sent) == cost


def test_the_card_says_what_a_programme_requires_and_what_requires_it(desk: Desk) -> None:
    for code in ("ACXP", "ACXM", "ACXC"):
        add_programme(desk, code)
    require(desk, "ACXM", delegate="ACXP", coach="ACXM")
    require(desk, "ACXC", delegate="ACXM ever held", coach="ACXM")
    assert requirements_card(desk, "acxm") == RequirementsCard(
        code="ACXM",
        edition=1,
        delegate=Required(((Alternative("ACXP"),),)),
        coach=Required(((Alternative("ACXM"),),)),
        required_by=(RequiredBy("ACXC", Of.DELEGATE), RequiredBy("ACXC", Of.COACH)),
        version=2,
    )
    with pytest.raises(NotFound):
        requirements_card(desk, "XYZ")


def test_what_an_older_edition_requires_is_not_told(desk: Desk) -> None:
    for code in ("ACXP", "ACXM"):
        add_programme(desk, code)
    require(desk, "ACXM", delegate="ACXP")
    run(desk)
    require(desk, "ACXM", delegate="none")
    assert requirements_card(desk, "ACXP").required_by == ()
    assert requirements_card(desk, "ACXM").edition == 2
    assert requirements_card(desk, "ACXM", 1).delegate == Required(((Alternative("ACXP"),),))
    with pytest.raises(NotFound) as missing:
        requirements_card(desk, "ACXP", 2)
    assert str(missing.value) == "ACXP has no edition 2. It has edition 1 alone."
