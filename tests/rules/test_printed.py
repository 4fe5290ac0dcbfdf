"""The schedule is read as it is pasted, and what cannot be read is told without harm to its neighbours."""

import re
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.durations import Duration
from acxdesk.rules.localtime import reading
from acxdesk.rules.planning import plan
from acxdesk.rules.printed import PrintedRun, PrintedSchedule, Unread, read_printed

LAWS = settings(max_examples=100, deadline=None)
SEED = Path(__file__).parents[2] / "seed"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

PUBLISHED = {
    "schedule-1.txt": [
        ("CPPM", "Certified Process Professional Master", "Mon 10 Aug 2020", "4 days @ 5 hours per day"),
        ("ACXM", "Accredited CX Master", "Tue 18 Aug 2020", "4 days @ 5 hours per day"),
        ("ACX-Mentor", "Accredited CX Mentor", "Tue 1 Sep 2020", "4 weeks @ 3 hours per week"),
        ("ACXC", "Accredited CX Champion", "Tue 8 Sep 2020", "3 days @ 5 hours per day"),
        ("CPPC", "Certified Process Professional Champion", "Tue 22 Sep 2020", "3 days @ 5 hours per day"),
        ("COIM", "Certified Outside In Master", "Tue 8 Sep 2020", "7 weeks @ 3 hours per week"),
    ],
    "schedule-2.txt": [
        ("ACXM", "Accredited CX Master", "Mon 16 Nov 2020", "4 days @ 5 hours per day"),
        ("CPP-Coach", "Certified Process Professional Coach", "Tue 3 Nov 2020", "4 weeks @ 3 hours per week"),
        ("CPPC", "Certified Process Professional Champion", "Mon 9 Nov 2020", "3 days @ 5 hours per day"),
        ("COIM", "Certified Outside In Master", "Tue 17 Nov 2020", "7 weeks @ 3 hours per week"),
        ("CPP", "Certified Process Professional", "Mon 23 Nov 2020", "2 days @ 5 hours per day"),
        ("CPPM", "Certified Process Professional Master", "Mon 23 Nov 2020", "4 days @ 5 hours per day"),
        ("ACXC", "Accredited CX Champion", "Tue 1 Dec 2020", "3 days @ 5 hours per day"),
        ("COIC", "Certified Outside In Champion", "Tue 8 Dec 2020", "3 weeks @ 3 hours per week"),
    ],
}


def published(name: str) -> str:
    return (SEED / name).read_text(encoding="utf-8")


def facts(run: PrintedRun, year: int = 2020) -> tuple[str, str, str, str]:
    return run.code, run.title, reading(run.starts_on(year)), str(run.duration)


def assert_each_line_belongs_to_one_part(text: str, schedule: PrintedSchedule) -> None:
    lines = re.split(r"\r\n|\r|\n", text)
    filled = [number for number, line in enumerate(lines, start=1) if line.strip("\ufeff\u200b\u2060\xad \t").strip()]
    parts: list[PrintedRun | Unread] = [*schedule.runs, *schedule.unread]
    covered = list(schedule.headings)
    for part in parts:
        assert part.first_line in filled
        assert part.last_line in filled
        covered += [number for number in filled if part.first_line <= number <= part.last_line]
    assert sorted(covered) == filled


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_schedule_is_read_whole(name: str) -> None:
    schedule = read_printed(published(name))
    assert [facts(run) for run in schedule.runs] == PUBLISHED[name]
    assert schedule.unread == ()
    assert schedule.headings == ((1,) if name == "schedule-1.txt" else (1, 3))
    assert {run.year for run in schedule.runs} == {None}
    assert_each_line_belongs_to_one_part(published(name), schedule)


def test_lines_are_counted_from_one() -> None:
    runs = read_printed(published("schedule-2.txt")).runs
    assert [(run.first_line, run.last_line) for run in runs[:4]] == [(4, 7), (8, 11), (12, 13), (14, 17)]


def test_the_published_schedules_plan_to_55_meetings_without_a_weekend() -> None:
    runs = [run for name in PUBLISHED for run in read_printed(published(name)).runs]
    timetables = [plan(run.duration, start=run.starts_on(2020), at=time(14), zone="Europe/London") for run in runs]
    assert sum(len(timetable.meetings) for timetable in timetables) == 55
    assert [timetable.skipped for timetable in timetables] == [()] * 14
    met = [meeting.day for timetable in timetables for meeting in timetable.meetings]
    assert max(day.isoweekday() for day in met) == 5
    assert met.count(date(2020, 11, 24)) == 4
    assert max(met) == date(2020, 12, 29)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n", "  \n\t "),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", " \u2003 "),
        lambda text: text.replace(" ", " \u200b"),
        lambda text: "\ufeff" + text,
        lambda text: text.rstrip("\n"),
        lambda text: text.upper().replace("ACX-MENTOR", "ACX-Mentor").replace("CPP-COACH", "CPP-Coach"),
        lambda text: text.replace("(", "\n( ").replace(")", " )\n"),
        lambda text: text.replace(" @", "\n@\n"),
        lambda text: text.replace("per ", "per\n"),
        lambda text: text.replace("th ", "th\n").replace("st ", "st\n").replace("rd ", "rd\n"),
        lambda text: text.replace("th ", "\nth "),
        lambda text: text.replace("ACX-", "ACX-\n").replace("CPP-", "CPP-\n"),
        lambda text: text.replace("Nov", "November ").replace("Aug", "August").replace("Sep", "Sept."),
        lambda text: text.replace("Accredited ", "• Accredited "),
        lambda text: text.replace("@", "at"),
    ],
    ids=[
        *("CRLF", "CR", "double spaced", "outer blanks", "hard blanks", "wide blanks", "zero-width blanks", "BOM"),
        *("no last line feed", "capitals", "code alone", "at sign alone", "per alone", "month on a new line"),
        *("ordinal on a new line", "code broken", "long months", "bullets", "the word at"),
    ],
)
@pytest.mark.parametrize("name", PUBLISHED)
def test_the_mess_of_a_paste_does_not_count(name: str, change: Callable[[str], str]) -> None:
    text = change(published(name))
    schedule = read_printed(text)
    expected = [(code, title.casefold(), day, duration) for code, title, day, duration in PUBLISHED[name]]
    read = [(code, title.casefold(), day, duration) for code, title, day, duration in map(facts, schedule.runs)]
    assert read == expected
    assert schedule.unread == ()
    assert_each_line_belongs_to_one_part(text, schedule)


@pytest.mark.parametrize(
    "heading",
    [
        "Join our upcoming Coaching and Accreditation sessions online, LIVE & Interactive",
        "Join our upcoming Coaching\nand Accreditation\nsessions online,\nLIVE & Interactive",
        "JOIN OUR UPCOMING SESSIONS",
        "All our courses, live and interactive!",
        "Professional WebclassStartsDuration",
        "Professional Webclass Starts Duration",
        "Professional Webclass\nStarts\nDuration",
        "Coach WebclassStartsDuration",
    ],
)
def test_headings_are_passed_over_and_told(heading: str) -> None:
    schedule = read_printed(f"{RUN}\n{heading}\n{RUN}")
    assert [run.code for run in schedule.runs] == ["ACXM", "ACXM"]
    assert schedule.unread == ()
    assert schedule.headings == tuple(range(5, 6 + heading.count("\n")))


RUN = "Accredited CX Master\n(ACXM)\n16th Nov4 days @\n5 hours per day"


@pytest.mark.parametrize(
    ("printed", "day", "month", "year"),
    [
        ("16th Nov4 days", 16, 11, None),
        ("16th Nov 4 days", 16, 11, None),
        ("16 Nov4 days", 16, 11, None),
        ("16th November4 days", 16, 11, None),
        ("16thNov4 days", 16, 11, None),
        ("16th of November 4 days", 16, 11, None),
        ("22th Nov4 days", 22, 11, None),
        ("1th sept4 days", 1, 9, None),
        ("1st Sept. 4 days", 1, 9, None),
        ("10th Aug 2020 4 days", 10, 8, 2020),
        ("10th Aug 20204 days", 10, 8, 2020),
        ("10th Aug, 2020, 4 days", 10, 8, 2020),
        ("10th August2020\n4 days", 10, 8, 2020),
        ("10th Aug\n2020\n4 days", 10, 8, 2020),
        ("29th Feb4 days", 29, 2, None),
        ("29th Feb 2024 4 days", 29, 2, 2024),
        (": 16th Nov, 4 days", 16, 11, None),
    ],
)
def test_dates_are_read_in_the_ways_they_are_printed(printed: str, day: int, month: int, year: int | None) -> None:
    schedule = read_printed(f"Accredited CX Master (ACXM){printed} @ 5 hours per day")
    assert schedule.unread == ()
    assert [(run.day, run.month, run.year, str(run.duration)) for run in schedule.runs] == [
        (day, month, year, "4 days @ 5 hours per day")
    ]


def test_a_course_on_demand_is_read() -> None:
    run = read_printed("CX Specialist (ACXS)\n1st Dec\non demand,\n25 video\nlessons").runs[0]
    assert facts(run) == ("ACXS", "CX Specialist", "Tue 1 Dec 2020", "on demand, 25 lessons")


def test_a_title_may_hold_another_bracket() -> None:
    run = read_printed("Accredited Customer Experience Professional\n(ACX Professional)\n(ACXP)\n" + RUN[28:]).runs[0]
    assert (run.code, run.title) == ("ACXP", "Accredited Customer Experience Professional (ACX Professional)")


def test_a_code_without_a_title_is_read() -> None:
    run = read_printed("(ACXM)16th Nov4 days @ 5 hours per day.").runs[0]
    assert facts(run) == ("ACXM", "", "Mon 16 Nov 2020", "4 days @ 5 hours per day")


BEFORE = "Certified Process Professional\nMaster (CPPM)\n10th Aug4 days @ 5 hours per day"
BEHIND = "stands after the duration; begin each session on a line of its own"
AFTER = "Certified Outside In Master\n(COIM)\n8th Sep7 weeks @ 3 hours per week"


@pytest.mark.parametrize(
    ("faulty", "why"),
    [
        ("Accredited CX Master\n(ACXM)\n31st Nov4 days @ 5 hours per day", "31st Nov is no date"),
        ("Accredited CX Master\n(ACXM)\n30th Feb4 days @\n5 hours per day", "30th Feb is no date"),
        ("Accredited CX Master\n(ACXM)\n0th Nov4 days @\n5 hours per day", "0th Nov is no date"),
        ("Accredited CX Master\n(ACXM)\n116th Nov4 days @\n5 hours per day", "116th Nov is no date"),
        ("Accredited CX Master\n(ACXM)\n16th Nvo4 days @\n5 hours per day", "16th Nvo is no date"),
        ("Accredited CX Master\n(ACXM)\n29th Feb 2021 4 days @\n5 hours per day", "29th Feb 2021 is no date"),
        ("Accredited CX Master\n(ACXM)\n16th Nov", "no duration after 16th Nov"),
        ("Accredited CX Master (ACXM)16th Nov 2020", "no duration after 16th Nov 2020"),
        ("Accredited CX Master\n(ACXM)\n16th Nov4 days @", '"4 days @" is no duration'),
        ("Accredited CX Master\n(ACXM)\n16th Nov4 days @\n5 hours", '"4 days @ 5 hours" is no duration'),
        (
            "Accredited CX Master\n(ACXM)\n16th Nov4 dyas @\n5 hours per day",
            '"4 dyas @ 5 hours per day" is no duration',
        ),
        (
            "Accredited CX Master\n(ACXM)\n16th Nov4\ndyas @\n5 hours per day",
            '"4 dyas @ 5 hours per day" is no duration',
        ),
        (
            "Accredited CX Master\n(ACXM)\n16th Nov4 days @\n5 hours\nper dya",
            '"4 days @ 5 hours per dya" is no duration',
        ),
        (
            "Accredited CX Master\n(ACXM)\n16th Nov4 days @\n5 hours\npre day",
            '"4 days @ 5 hours pre day" is no duration',
        ),
        (
            "Accredited CX Master\n(ACXM)\n16th Nov4 days @ 5 hours per week",
            '"4 days @ 5 hours per week" counts days but says how long it is taught per week',
        ),
        ("Accredited CX Master\n16th Nov4 days @\n5 hours per day", "no programme code in brackets before 16th Nov"),
        ("16th Nov4 days @ 5 hours per day", "no programme code in brackets before 16th Nov"),
        ("Accredited CX Master\n16th Nov", "no programme code in brackets before 16th Nov"),
        (
            "Accredited CX Master\n(ACXM\n16th Nov4 days @ 5 hours per day",
            "no programme code in brackets before 16th Nov",
        ),
        ("Accredited CX Master\n16th Nov\n(ACXM)", None),
        ("Accredited CX Master\n16th Nvo", "no programme code in brackets and no date"),
        ("Accredited CX Master\n(ACXM)", "no date after (ACXM)"),
        ("Accredited CX Master\n(ACXM)\n4 days @ 5 hours per day", "no date after (ACXM)"),
        ("Accredited CX Master\n(ACXM)\n4 days @\n5 hours per day", "no date after (ACXM)"),
        ("4 days @ 5 hours per day", "no programme code in brackets and no date"),
        ("Ask us for the dates of our other courses!", "no programme code in brackets and no date"),
        (
            "Accredited CX Master (ACXM) begins 16th Nov4 days @ 5 hours per day",
            '"begins" stands between (ACXM) and 16th Nov',
        ),
        (
            "Accredited CX Master (ACXM) (ONLINE)16th Nov4 days @ 5 hours per day",
            "more than one code in brackets before 16th Nov",
        ),
        (
            "5 hours 10th Aug CX Master (ACXM)16th Nov4 days @ 5 hours per day",
            '"5 hours 10th Aug CX Master" before (ACXM) is no title',
        ),
        (
            "Accredited CX Master\n(ACXM)\n16th Nov4 days @ 5 hours per day; book now",
            f'"; book now" {BEHIND}',
        ),
        (
            "CX Master (ACXM)16th Nov4 days @ 5 hours per day CX (ACXC)1st Dec3 days @ 5 hours per day",
            f'"CX (ACXC)1st Dec3 days @ 5 hours per day" {BEHIND}',
        ),
        (
            "Accredited \x1b[2J Master\n(ACXM)\n16th Nov4 days @ 5 hours per day",
            "The title has a control character (ESC, U+001B) at place 12",
        ),
    ],
)
def test_a_fault_is_told_and_leaves_its_neighbours_whole(faulty: str, why: str | None) -> None:
    text = f"{BEFORE}\n{faulty}\n{AFTER}\n"
    schedule = read_printed(text)
    assert [facts(run) for run in schedule.runs] == [PUBLISHED["schedule-1.txt"][0], PUBLISHED["schedule-1.txt"][5]]
    if why is not None:
        last = 3 + len(faulty.split("\n"))
        assert schedule.unread == (Unread(4, last, faulty, why),)
    assert_each_line_belongs_to_one_part(text, schedule)


def test_lines_too_far_before_a_code_belong_to_no_title() -> None:
    prose = [f"{word} words about nothing that is taught here" for word in ("Some", "More", "Other")]
    schedule = read_printed("\n".join([*prose, *RUN.split("\n")]))
    assert [(part.first_line, part.text) for part in schedule.unread] == [(1, prose[0])]
    assert schedule.runs[0].title == f"{prose[1]} {prose[2]} Accredited CX Master"


def test_a_sentence_before_a_title_belongs_to_none() -> None:
    schedule = read_printed(f"All of our coaches\nare accredited.\n{'Prose ' * 30}\n{RUN}")
    assert [(part.first_line, part.last_line) for part in schedule.unread] == [(1, 2), (3, 3)]
    assert schedule.runs[0].title == "Accredited CX Master"


def test_a_date_of_a_leap_day_needs_a_leap_year() -> None:
    run = read_printed("CX Master\n(ACXM)29th Feb4 days @ 5 hours per day").runs[0]
    assert run.starts_on(2024) == date(2024, 2, 29)
    with pytest.raises(Refused) as refused:
        run.starts_on(2026)
    assert refused.value.sentence == "Line 1: ACXM cannot start on 29 Feb 2026, which is no date."
    assert refused.value.remedy == "Give the year that the schedule is for."


@pytest.mark.parametrize("year", [-1, 0, 10_000])
def test_a_year_outside_the_calendar_is_refused(year: int) -> None:
    with pytest.raises(Refused, match="is no date"):
        read_printed(RUN).runs[0].starts_on(year)


def test_a_printed_year_holds() -> None:
    run = read_printed("CX Master\n(ACXM)10th Aug 20204 days @ 5 hours per day").runs[0]
    assert run.starts_on(2020) == date(2020, 8, 10)
    with pytest.raises(
        Refused, match=r"^Line 1: ACXM is printed for 2020, not for 2021\. Read it with the year 2020\.$"
    ):
        run.starts_on(2021)


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", " \r\n\u00a0\r\n\u200b", "\r\r"])
def test_an_empty_paste_has_nothing(text: str) -> None:
    assert read_printed(text) == PrintedSchedule((), (), ())


words = st.sampled_from(["Accredited", "Certified", "CX", "Outside", "In", "Process", "Master", "Level", "Mentor"])
runs = st.tuples(
    st.lists(words, min_size=1, max_size=6).map(" ".join),
    st.sampled_from(["ACXM", "CPP-Coach", "COI2", "ACX-Mentor"]),
    st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    st.sampled_from(
        ["4 days @ 5 hours per day", "7 weeks @ 3 hours per week", "on demand, 25 lessons", "1 day @ 1 hour per day"]
    ),
)
Run = tuple[str, str, date, str]


def pasted(run: Run, random: Random) -> str:
    """A run as a page might print it: each blank may be a line break, date and duration may run together."""
    title, code, day, duration = run
    ordinal = {1: "st", 2: "nd", 3: "rd"}.get(day.day, "th")
    breaks = [" ", " ", "\n", "\r\n", "\n\n", "\u00a0"]
    joined = random.choice(["", *breaks] if duration[0].isdigit() else breaks)
    printed = f"{title} ({code}) {day.day}{ordinal} {MONTHS[day.month - 1]}\0{duration}"
    return "".join(random.choice(breaks) if letter == " " else letter for letter in printed).replace("\0", joined)


@LAWS
@given(st.lists(runs, max_size=6), st.randoms(use_true_random=False))
def test_runs_are_read_however_their_lines_are_broken(printed: list[Run], random: Random) -> None:
    text = "\n".join(pasted(run, random) for run in printed)
    schedule = read_printed(text)
    assert [(run.title, run.code, run.month, run.day, str(run.duration)) for run in schedule.runs] == [
        (title, code, day.month, day.day, duration) for title, code, day, duration in printed
    ]
    assert schedule.unread == ()
    assert_each_line_belongs_to_one_part(text, schedule)


@LAWS
@given(st.tuples(runs, runs, runs), st.integers(0, 3), st.randoms(use_true_random=False))
def test_a_part_left_out_of_one_run_harms_no_other(printed: tuple[Run, Run, Run], missing: int, random: Random) -> None:
    before, faulty, after = printed
    parts = [faulty[0], f"({faulty[1]})", "16th Nov", faulty[3]]
    parts[missing] = ""
    middle = random.choice([" ", "\n"]).join(part for part in parts if part)
    text = "\n".join([pasted(before, random), middle, pasted(after, random)])
    schedule = read_printed(text)
    known = [(run.title, run.code, run.month, run.day, str(run.duration)) for run in schedule.runs]
    whole = [(title, code, day.month, day.day, duration) for title, code, day, duration in (before, after)]
    assert [known[0], known[-1]] == whole
    assert len(known) + len(schedule.unread) == 3
    assert_each_line_belongs_to_one_part(text, schedule)


pieces = st.sampled_from(
    [
        *re.findall(r"\S+|\s", BEFORE + AFTER),
        "(ACXM)",
        "31st",
        "of",
        "\n",
        "\r",
        "(",
        ")",
        "Starts",
        "on demand,",
        "2020",
    ]
)


@LAWS
@given(st.text() | st.lists(pieces, max_size=60).map(" ".join) | st.lists(pieces, max_size=60).map("".join))
def test_every_line_belongs_to_exactly_one_part(text: str) -> None:
    schedule = read_printed(text)
    assert_each_line_belongs_to_one_part(text, schedule)
    for part in schedule.unread:
        assert part.why
        assert not part.why.endswith(".")


@LAWS
@given(st.lists(pieces, max_size=30).map(" ".join))
def test_rubbish_before_a_heading_does_no_harm_behind_it(rubbish: str) -> None:
    schedule = read_printed(f"{rubbish}\nProfessional WebclassStartsDuration\n{RUN}")
    assert facts(schedule.runs[-1]) == PUBLISHED["schedule-2.txt"][0]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "(" * 100_000,
        "(A-" * 100_000,
        "1" * 100_000,
        "10th Aug" * 50_000,
        "(ACXM)\n" * 20_000,
        "10th\n" * 20_000,
        "a\n" * 20_000,
        "Join\n" * 20_000,
        "live & " * 50_000,
    ],
    ids=lambda text: text[:6],
)
def test_a_huge_paste_is_answered_soon(text: str) -> None:
    schedule = read_printed(text)
    assert schedule.runs == ()
    assert schedule.unread


def test_durations_are_values() -> None:
    assert read_printed(RUN).runs[0].duration == Duration.parse("4 days @ 5 hours per day")
