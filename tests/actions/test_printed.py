"""The printed schedule comes to the desk once, told by line; what is there is left alone, whatever became of it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from acxdesk.actions.catalogue import load_catalogue
from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.meetings import MoveSession, move_session
from acxdesk.actions.printed import ImportPrinted, ImportReport, import_printed
from acxdesk.actions.sharing import Share, share
from acxdesk.desk.door import Desk
from acxdesk.desk.schema import resource
from acxdesk.errors import Faulty, InputProblem
from tests.actions.sample import add_programme, book_of, entries, faults, rows

UNEVEN = """\
Accredited CX Master (ACXM) 18th Aug 4 days @ 5 hours per day
Accredited CX Wizard (ACXW) 18th Aug 4 days @ 5 hours per day
Certified Process Champion (CPPC) 9th Nov 3 days @ 5 hours per day
Accredited CX Master (ACXM) 31st Nov 4 days @ 5 hours per day
Accredited CX Master (ACXM) 15th Aug 4 days @ 5 hours per day
Accredited CX Master (ACXM) 1st Sep 2021 4 days @ 5 hours per day
Accredited CX Master (ACXM) 1st Oct on demand, 25 lessons
Accredited CX Master (ACXM) 5th Oct 4 days @ 5 hours per day
"""
LISTS = tuple((resource("seed") / f"schedule-{number}.txt").read_text(encoding="utf-8") for number in (1, 2))


def imported(desk: Desk, text: str, **values: Any) -> ImportReport:
    asked = {"text": text, "year": 2020, "at": "14:00", "zone": "Europe/London", **values}
    return import_printed(desk, ImportPrinted.read(asked))


def told(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(line.first_line, line.state, line.sentence) for line in report.lines]


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """A desk with the printed catalogue."""
    load_catalogue(desk)
    return desk


@pytest.fixture
def small(desk: Desk) -> Desk:
    """A desk with ACXM, and CPPC that is retired."""
    add_programme(desk)
    add_programme(desk, "CPPC", "3 days @ 5 hours per day", retired=True)
    return desk


def test_both_lists_are_fourteen_sessions_with_fifty_five_meetings(stocked: Desk) -> None:
    first, second = (imported(stocked, text) for text in LISTS)
    assert first.of("new") + second.of("new") == 14
    assert [report.of("unread") for report in (first, second)] == [0, 0]
    assert len(rows(stocked, "sessions")) == 14
    assert len(rows(stocked, "meetings")) == 55
    assert {row["chosen"] for row in rows(stocked, "sessions")} == {"year, time, zone, capacity"}
    assert faults(stocked) == []


def test_what_starts_with_a_longer_one_of_its_ladder_could_be_taught_with_it(stocked: Desk) -> None:
    first, second = (imported(stocked, text) for text in LISTS)
    assert first.receipt.lines == ()
    (line,) = second.receipt.lines
    assert line == (
        "CPP-2020-11-23 starts with CPPM-2020-11-23: `acxdesk session share CPP-2020-11-23 --with CPPM-2020-11-23` "
        "would teach its 2 meetings together."
    )
    receipt = share(stocked, Share(session="CPP-2020-11-23", host="CPPM-2020-11-23"))
    assert receipt.sentence == "CPP-2020-11-23: meetings 1 and 2 are taught with CPPM-2020-11-23."
    assert imported(stocked, LISTS[1]).receipt.lines == ()


def test_what_was_imported_is_taken_back_and_put_again_whole(stocked: Desk) -> None:
    before = book_of(stocked)
    report = imported(stocked, LISTS[0])
    after = book_of(stocked)
    assert undo(stocked).sentence == f"Taken back: {report.receipt.sentence}"
    assert book_of(stocked) == before
    redo(stocked)
    assert book_of(stocked) == after


def test_a_second_import_changes_nothing(stocked: Desk) -> None:
    imported(stocked, LISTS[0])
    stored, count = book_of(stocked), entries(stocked)
    report = imported(stocked, LISTS[0])
    assert (report.of("new"), report.of("there")) == (0, len(report.lines))
    assert report.receipt.changed is False
    assert report.receipt.sentence == f"Nothing new, {len(report.lines)} there already."
    assert (book_of(stocked), entries(stocked)) == (stored, count)


def test_a_dry_run_tells_the_same_lines_and_writes_nothing(stocked: Desk) -> None:
    stored = stocked.path.read_bytes()
    dry = imported(stocked.rehearsing(), "\n".join(LISTS))
    assert dry.receipt.rehearsed
    assert stocked.path.read_bytes() == stored
    done = imported(stocked, "\n".join(LISTS))
    assert (dry.lines, dry.receipt.sentence) == (done.lines, done.receipt.sentence)
    assert done.receipt.sentence == "14 sessions with 55 meetings imported."


def test_a_session_that_was_moved_or_called_off_is_recognised(small: Desk) -> None:
    text = "Accredited CX Master (ACXM) 18th Aug 4 days @ 5 hours per day"
    imported(small, text)
    move_session(small, MoveSession(session="ACXM-2020-08-18", start="2020-09-07"))
    assert told(imported(small, text)) == [(1, "there", "is there already.")]
    decide(small, Decide(session="ACXM-2020-08-18", verb="cancel", reason="too few"))
    assert told(imported(small, text)) == [(1, "there", "is there already, cancelled.")]
    assert len(rows(small, "sessions")) == 1


def test_another_duration_of_what_is_there_is_told_and_left(small: Desk) -> None:
    imported(small, "Accredited CX Master (ACXM) 18th Aug 4 days @ 5 hours per day")
    report = imported(small, "Accredited CX Master (acxm) 18th Aug 3 days @ 5 hours per day")
    assert told(report) == [
        (
            1,
            "there",
            "is there already as 4 days @ 5 hours per day; printed is 3 days @ 5 hours per day. Left as it is.",
        )
    ]


def test_a_run_that_is_printed_twice_is_one_session(small: Desk) -> None:
    line = "Accredited CX Master (ACXM) 18th Aug 4 days @ 5 hours per day"
    report = imported(small, f"{line}\n{line}")
    assert [state for _line, state, _sentence in told(report)] == ["new", "there"]
    assert report.receipt.sentence == "1 session with 4 meetings imported, 1 there already."


def test_each_line_that_cannot_be_imported_says_why_and_keeps_none_of_the_others(small: Desk) -> None:
    report = imported(small, UNEVEN)
    assert [(line.first_line, line.state) for line in report.lines] == [
        (1, "new"),
        *((number, "unread") for number in range(2, 8)),
        (8, "new"),
    ]
    why = [line.sentence for line in report.lines if line.state == "unread"]
    for sentence, words in zip(
        why,
        (
            "Accredited CX Wizard (ACXW): No programme ACXW.",
            "Certified Process Champion (CPPC): CPPC is retired.",
            "31st Nov is no date",
            "Accredited CX Master (ACXM): Sat 15 Aug 2020 is a weekend. The nearest working days are Fri 14 Aug 2020",
            "Line 6: ACXM is printed for 2021, not for 2020.",
            "has no meetings",
        ),
        strict=True,
    ):
        assert words in sentence
    assert report.receipt.sentence == "2 sessions with 8 meetings imported, 6 could not be read."


def test_a_wrong_year_is_told_by_its_weekends(stocked: Desk) -> None:
    report = imported(stocked, LISTS[0], year=2024)
    unread = [line for line in report.lines if line.state == "unread"]
    assert unread
    assert all("is a weekend. The nearest working days are" in line.sentence for line in unread)
    assert report.of("new") == len(rows(stocked, "sessions")) == len(report.lines) - len(unread)


def test_days_that_are_passed_over_are_told(small: Desk) -> None:
    report = imported(small, "Accredited CX Master (ACXM) 18th Aug 4 days @ 5 hours per day", year=2021)
    assert told(report) == [
        (
            1,
            "new",
            (
                "4 days @ 5 hours per day, Wed 18 Aug 2021 to Mon 23 Aug 2021, 14:00 Europe/London. "
                "Skipped: Sat 21 Aug 2021 is a weekend; Sun 22 Aug 2021 is a weekend"
            ),
        )
    ]


def test_a_closed_day_that_is_printed_is_kept_and_told(small: Desk) -> None:
    report = imported(small, "Accredited CX Master (ACXM) 25th Dec 2 days @ 5 hours per day")
    assert [meeting["day"] for meeting in rows(small, "meetings")] == ["2020-12-25", "2020-12-28"]
    assert report.lines[0].sentence.endswith(
        "Fri 25 Dec 2020 is Christmas Day in GB; it meets all the same. "
        "Mon 28 Dec 2020 is Boxing Day (observed) in GB; it meets all the same."
    )


def test_a_clock_change_on_the_way_is_told(small: Desk) -> None:
    report = imported(small, "Accredited CX Master (ACXM) 20th Oct 2 weeks @ 3 hours per week")
    assert report.lines[0].sentence == (
        "2 weeks @ 3 hours per week, Tue 20 Oct 2020 to Tue 27 Oct 2020, 14:00 Europe/London. "
        "UTC offset changes from +01:00 to +00:00 between meeting 1 and 2; the wall time 14:00 is kept."
    )


def test_a_start_in_the_gap_of_a_clock_change_is_told(small: Desk) -> None:
    line = "Accredited CX Master (ACXM) 29th Mar 4 weeks @ 3 hours per week"
    report = imported(small, line, at="01:30")
    ((line_number, state, why),) = told(report)
    assert (line_number, state) == (1, "unread")
    assert why == (
        "Accredited CX Master (ACXM): Meeting 1: Sun 29 Mar 2020 01:30 does not exist in Europe/London: "
        "the clocks go forward over it. The nearest times are 00:59 and 02:00."
    )
    assert rows(small, "sessions") == []
    assert imported(small, line, at="02:00").of("new") == 1


def test_lines_are_counted_from_the_first_one_that_was_handed_in(small: Desk) -> None:
    report = imported(small, "\n\n  \nAccredited CX Master (ACXM) 18th Aug 4 days @ 5 hours per day\n\n")
    assert [line.first_line for line in report.lines] == [4]


@pytest.mark.parametrize("text", ["", "\n\n", "Join our upcoming sessions"])
def test_a_text_without_a_session_is_refused(small: Desk, text: str) -> None:
    with pytest.raises(InputProblem, match="There is no session in this text"):
        imported(small, text)


def test_a_text_that_is_too_large_is_refused(small: Desk) -> None:
    with pytest.raises(InputProblem, match="1,000,001 characters"):
        imported(small, "x" * 1_000_001)


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"year": 20}, "Year 20 is too small; at least 1990."),
        ({"year": "MMXX"}, "Year “MMXX” is no whole number."),
        ({"zone": ""}, "Zone is missing."),
        ({"at": "2 pm"}, "At “2 pm” is no time of day."),
    ],
)
def test_what_the_text_does_not_say_must_be_said(small: Desk, values: dict[str, Any], fault: str) -> None:
    with pytest.raises(Faulty) as refused:
        imported(small, LISTS[0], **values)
    assert str(refused.value).startswith(fault)


KILLED = """
import os, signal, sys
from pathlib import Path
from acxdesk.actions import printed, runs
from acxdesk.desk.clock import SystemClock
from acxdesk.desk.door import Desk

path, text, at = Path(sys.argv[1]), Path(sys.argv[2]).read_text(encoding="utf-8"), int(sys.argv[3])
put_down, seen = printed.put_down, []

def dying(*args):
    row = put_down(*args)
    seen.append(row)
    if len(seen) == at:
        args[0].work.connection().exec_driver_sql("PRAGMA cache_spill = 1")
        os.kill(os.getpid(), signal.SIGKILL)
    return row

printed.put_down = dying
desk = Desk.open(path, who="anna", clock=SystemClock())
printed.import_printed(
    desk, printed.ImportPrinted.read({"text": text, "year": 2020, "at": "14:00", "zone": "Europe/London"})
)
"""


@pytest.mark.parametrize("at", [1, 6, 99])
def test_an_import_that_is_killed_in_the_middle_leaves_nothing(stocked: Desk, at: int) -> None:
    before, count = book_of(stocked), entries(stocked)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, stocked.path, resource("seed") / "schedule-1.txt", str(at)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        check=False,
        capture_output=True,
        text=True,
    )
    if at == 99:  # the control: nobody dies
        assert done.returncode == 0, done.stderr
        assert entries(stocked) == count + 1
        return
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (book_of(stocked), entries(stocked)) == (before, count)
    assert faults(stocked) == []
    assert imported(stocked, LISTS[0]).of("unread") == 0
