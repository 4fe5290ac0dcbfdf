"""What editions ask and require otherwise than the ones before."""

from acxdesk.actions.catalogue import EditProgramme, edit_programme
from acxdesk.actions.requirements import SetRequirements, set_requirements
from acxdesk.actions.schemes import SetScheme, set_scheme
from acxdesk.desk.door import Desk
from acxdesk.queries.editions import edition_changes
from tests.actions.sample import add_programme, add_scheme, run
from tests.conftest import Statements


def test_what_each_edition_asks_and_requires_otherwise_is_told(desk: Desk) -> None:
    for code in ("ACXM", "ACXP"):
        add_programme(desk, code)
    add_scheme(desk)
    assert edition_changes(desk, 1) == {}
    run(desk)
    set_scheme(desk, SetScheme(programme="ACXM", attendance=80))
    run(desk, "2026-12-14")
    set_requirements(desk, SetRequirements(programme="ACXM", delegate="ACXP", coach="ACXM"))
    run(desk, "2026-12-21")
    edit_programme(desk, EditProgramme(programme="ACXM", title="Another title"))
    assert edition_changes(desk, 1) == {
        2: ("Attendance: 80% of the hours; recordings do not count; was 90% of the hours; recordings do not count.",),
        3: ("Of a delegate: ACXP, was none.", "Of a coach: ACXM, was none."),
        4: (),
    }


def test_a_first_scheme_is_told(desk: Desk) -> None:
    add_programme(desk)
    run(desk)
    edit_programme(desk, EditProgramme(programme="ACXM", title="Another title"))
    set_scheme(desk, SetScheme(programme="ACXM", components=("Exam, 100%",)))
    assert edition_changes(desk, 1) == {2: ("It has a scheme, as the edition before had none.",)}


def test_many_editions_cost_as_much_as_one(desk: Desk, statements: Statements) -> None:
    add_programme(desk)
    add_scheme(desk)
    for day, attendance in (("2026-12-07", 80), ("2026-12-14", 70), ("2026-12-21", 60)):
        with statements(desk) as sent:
            edition_changes(desk, 1)
        assert len(sent) == 3
        run(desk, day)
        set_scheme(desk, SetScheme(programme="ACXM", attendance=attendance))
