"""What was earned before this desk kept it: one, or a table of them."""

from datetime import date

import pytest

from acxdesk.actions.journal import undo
from acxdesk.actions.recorded import (
    ImportAccreditations,
    RecordAccreditation,
    import_accreditations,
    record_accreditation,
)
from acxdesk.actions.tables import CsvReport
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Faulty, InputProblem, NotFound, Refused
from tests.actions.earned import column_of, terms
from tests.actions.sample import add_people, add_programme, book_of, faults, rows
from tests.conftest import Statements

HOSTILE = "[/oops] [red]x"


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """Ada (1), ليلى عباس (2) and [/oops] (3); CPPM valid for 36 months, ACXC for life."""
    add_programme(desk, "CPPM")
    add_programme(desk, "ACXC")
    terms(desk, "CPPM", validity_months=36)
    add_people(desk, ("Ada", "ليلى عباس", HOSTILE))
    return desk


def record(desk: Desk, **values: object) -> Receipt:
    asked = {"person": "1", "programme": "cppm", "awarded_on": "2018-03-30", **values}
    return record_accreditation(desk, RecordAccreditation.read(asked))


def imported(desk: Desk, text: str) -> CsvReport:
    return import_accreditations(desk, ImportAccreditations.read({"data": text.encode()}))


def test_what_was_earned_before_is_recorded_as_the_programme_has_it(staffed: Desk) -> None:
    before = book_of(staffed)
    receipt = record(staffed)
    assert receipt.sentence == ("Ada: CPPM of Fri 30 Mar 2018 recorded as CPPM-2018-0001, valid until Tue 30 Mar 2021.")
    (row,) = rows(staffed, "accreditations")
    assert (row["origin"], row["state"], row["enrolment_id"], row["name"]) == ("recorded", "issued", None, "Ada")
    (step,) = rows(staffed, "accreditation_steps")
    assert (step["verb"], step["holds_from"]) == ("record", "2018-03-30")
    assert faults(staffed) == []
    undo(staffed)
    assert book_of(staffed) == before


def test_its_own_number_name_and_last_day_are_kept(staffed: Desk) -> None:
    receipt = record(
        staffed, person=HOSTILE, number="№ 7/0123", certificate_name="x [/y]", valid_until=date(2019, 1, 1)
    )
    assert receipt.sentence == "x [/y]: CPPM of Fri 30 Mar 2018 recorded as № 7/0123, valid until Tue 1 Jan 2019."
    record(staffed, person=2, programme="ACXC")
    record(staffed, person=2, for_life=True)
    assert column_of(staffed, "valid_until") == ["2019-01-01", None, None]
    assert column_of(staffed, "number") == ["№ 7/0123", "ACXC-2018-0001", "CPPM-2018-0001"]


@pytest.mark.parametrize(
    ("values", "kind", "why"),
    [
        ({"person": "nobody"}, NotFound, "Nobody"),
        ({"programme": "XYZ"}, NotFound, 'No programme "XYZ"'),
        ({"awarded_on": "2026-11-25"}, Refused, "Wed 25 Nov 2026 lies ahead"),
        ({"valid_until": "2018-03-29"}, Refused, "lies before its award"),
        ({"valid_until": "2019-03-29", "for_life": True}, Refused, "cannot be for life and have"),
        ({"number": "CPPM-2018-0001/2"}, Refused, "later issue"),
        ({"number": "x-1"}, Refused, "The number x-1 is that of Ada"),
        ({"awarded_on": "2018-01-01"}, Refused, "Ada has CPPM of Mon 1 Jan 2018 already: X-1."),
        ({"awarded_on": "30/3/2018"}, Faulty, "is no date"),
        ({"number": "\x1b[31m"}, Faulty, "control character"),
        ({"certificate_name": "x" * 5000}, Faulty, "at most 200"),
    ],
)
def test_what_cannot_be_is_refused(staffed: Desk, values: dict[str, object], kind: type[Refused], why: str) -> None:
    record(staffed, awarded_on="2018-01-01", number="X-1")
    before = book_of(staffed)
    with pytest.raises(kind, match=why):
        record(staffed, **values)
    assert book_of(staffed) == before


TABLE = """name,programme,awarded_on,valid_until,number,certificate_name,state,title
Ada,CPPM,2018-03-30,,CPPM-2018-0001,,expired,
ada,acxc,2019-05-02,,,"Ada, Countess of Lovelace",issued,
ليلى عباس,CPPM,2018-06-01,life,,,,
[/oops] [red]x,CPPM,2018-07-01,2021-07-31,2015/0123,,,
,,,,,,,
Nobody,CPPM,2018-07-01,,,,,
Ada,CPPM,2018-03-30,,,,,
Ada,CPPM,2030-01-01,,,,,
Ada,CPPM,01.02.2018,soon,,,,
Ada,XYZ,2018-01-01,,,,,
Ada,CPPM,2018-01-01,,,,revoked,
ليلى عباس,CPPM,2018-01-01,,cppm-2018-0001,,,
,CPPM,2018-01-01,,,,,
"""


def test_a_table_is_told_by_line_and_put_down_as_one_deed(staffed: Desk) -> None:
    before = book_of(staffed)
    rehearsed = imported(staffed.rehearsing(), TABLE)
    assert book_of(staffed) == before
    report = imported(staffed, TABLE)
    assert [(line.line, line.state, line.sentence) for line in report.lines] == [
        (line.line, line.state, line.sentence) for line in rehearsed.lines
    ]
    assert [(line.line, line.state.value, line.sentence, line.row) for line in report.lines][:4] == [
        (2, "new", "Ada: CPPM of Fri 30 Mar 2018 recorded as CPPM-2018-0001, valid until Tue 30 Mar 2021.", 1),
        (3, "new", "Ada, Countess of Lovelace: ACXC of Thu 2 May 2019 recorded as ACXC-2019-0001, valid for life.", 3),
        (4, "new", "ليلى عباس: CPPM of Fri 1 Jun 2018 recorded as CPPM-2018-0002, valid for life.", 4),
        (5, "new", f"{HOSTILE}: CPPM of Sun 1 Jul 2018 recorded as 2015/0123, valid until Sat 31 Jul 2021.", 2),
    ]
    assert [(line.line, line.state.value) for line in report.lines][4:] == [
        (number, "refused") for number in (7, 8, 9, 10, 11, 12, 13, 14)
    ]
    for line, why in zip(
        report.lines[4:],
        (
            "Nobody answers to|Nobody",
            "It stands in row 2 already",
            "Tue 1 Jan 2030 lies ahead",
            "is no date",
            "No programme",
            "is .revoked. there",
            "It stands in row 2 already",
            "Nobody is named",
        ),
        strict=True,
    ):
        assert why.split("|")[-1].replace(".revoked.", "“revoked”").replace("“", '"').replace("”", '"') in line.sentence
    assert report.receipt.sentence == "4 accreditations recorded, 8 refused."
    assert report.receipt.lines == ("Passed over, since nothing is kept of it: title.",)
    assert faults(staffed) == []
    again = imported(staffed, "\n".join(TABLE.splitlines()[:5]))
    assert again.receipt.sentence == "Nothing new, 4 there already."
    assert again.lines[0].sentence == "Ada has CPPM of Fri 30 Mar 2018 already: CPPM-2018-0001."
    undo(staffed)
    assert book_of(staffed) == before


def test_a_table_without_a_column_that_says_who_is_refused(staffed: Desk) -> None:
    with pytest.raises(InputProblem, match="No column says whose"):
        imported(staffed, "programme,awarded_on\nCPPM,2018-01-01\n")


def test_three_hundred_lines_cost_as_many_statements_as_three(staffed: Desk, statements: Statements) -> None:
    counts = []
    for start, size in ((0, 3), (3, 300)):
        people = add_people(staffed, [f"Delegate {number}" for number in range(start, start + size)])
        text = "person,programme,awarded_on,number\n" + "".join(
            f"{person},CPPM,2018-{person % 12 + 1:02}-01,{'' if person % 2 else f'old {person}'}\n" for person in people
        )
        with statements(staffed) as sent:
            assert imported(staffed, text).of("new") == size
        counts.append(len(sent))
    assert counts[0] == counts[1]
