"""A schedule written as a page: of what, into which kind of file, and what is refused before anything is written."""

from pathlib import Path

import pytest

from acxdesk.actions.meetings import CancelMeeting, cancel_meeting
from acxdesk.actions.timetables import WriteTimetable, write_timetable
from acxdesk.desk.door import Desk
from acxdesk.desk.writing import Taken
from acxdesk.errors import Faulty, NotFound, Refused
from tests.actions.sample import book, run
from tests.conftest import Statements

REF = "ACXM-2026-12-07"


@pytest.fixture
def ready(staffed: Desk) -> Desk:
    run(staffed, "2026-12-07")
    return staffed


def asked(**values: object) -> WriteTimetable:
    return WriteTimetable.read({"zone": "Europe/London", **values})


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF-"), ("html", b"<!DOCTYPE html>"), ("HTM", b"<!DOC")])
def test_a_session_is_written_by_the_ending_of_the_file(
    ready: Desk, tmp_path: Path, ending: str, begins: bytes
) -> None:
    out = tmp_path / f"acxm.{ending}"
    receipt = write_timetable(ready, asked(session=REF.lower(), out=out))
    assert receipt.sentence == f"Accredited ACXM: 4 meetings written to {out}."
    assert not receipt.changed
    assert out.read_bytes().startswith(begins)
    assert out.stat().st_mode & 0o777 == 0o600


def test_nobody_who_attends_is_on_it_and_what_is_cancelled_is_told(ready: Desk, tmp_path: Path) -> None:
    book(ready, REF, 1)
    cancel_meeting(ready, CancelMeeting(session=REF, number=2, reason="the coach is ill"))
    write_timetable(ready, asked(session=REF, out=tmp_path / "acxm.html"))
    page = (tmp_path / "acxm.html").read_text()
    assert "Ada" not in page
    assert "cancelled" in page
    assert "ill" not in page


def test_a_month_holds_what_is_held_in_it_and_its_cost_does_not_grow(
    ready: Desk, tmp_path: Path, statements: Statements
) -> None:
    write_timetable(ready, asked(month="2026-12", out=tmp_path / "one.html"))
    with statements(ready) as few:
        write_timetable(ready, asked(month="2026-12", out=tmp_path / "two.html"))
    run(ready, "2026-12-14")
    run(ready, "2026-12-14")
    with statements(ready) as many:
        receipt = write_timetable(ready, asked(month="2026-12", programme="acxm", out=tmp_path / "more.html"))
    assert "Sessions in December 2026" in receipt.sentence
    assert len(many) == len(few) + 1  # which programme is meant


def test_what_does_not_go_together_is_refused_before_a_file_is_there(ready: Desk, tmp_path: Path) -> None:
    out = tmp_path / "page.pdf"
    for values, sentence in (
        ({"out": out}, "A page is of one session or of one month. Give one of the two."),
        ({"session": REF, "month": "2026-12", "out": out}, "A page is of one session or of one month."),
        ({"month": "2026-13", "out": out}, "Month “2026-13” is no month. Write it as 2026-11."),
        ({"session": REF, "out": tmp_path / "page.doc"}, "“page.doc” says not which kind of page it is."),
        ({"session": REF, "out": out, "also": ["Mars/Base"]}, 'There is no time zone "Mars/Base".'),
    ):
        with pytest.raises(Faulty) as caught:
            asked(**values)
        assert sentence in str(caught.value)
    with pytest.raises(NotFound):
        write_timetable(ready, asked(session="ACXM-2030-01-01", out=out))
    with pytest.raises(Refused, match="No meeting is held in 2030-01"):
        write_timetable(ready, asked(month="2030-01", out=out))
    assert not out.exists()


def test_a_file_that_is_there_is_replaced_only_when_asked_for(ready: Desk, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    out.write_text("mine")
    with pytest.raises(Taken):
        write_timetable(ready, asked(session=REF, out=out))
    write_timetable(ready.rehearsing(), asked(session=REF, out=out, overwrite=True))
    assert out.read_text() == "mine"
    write_timetable(ready, asked(session=REF, out=out, overwrite=True))
    assert out.read_text().startswith("<!DOCTYPE")
