"""`acxdesk session add`: sessions said in one line each, read back, and made as one deed or not at all."""

from tests.cli.conftest import Say

SEASON = """# the first printed season
CPPM mon 10 aug 2020
ACXM tue 18 aug 2020

ACX-Mentor tue 1 sep 2020
ACXC tue 8 sep 2020
COIM tue 8 sep 2020
CPPC tue 22 sep 2020
"""
MADE = [
    ("CPPM-2020-08-10", ["2020-08-10", "2020-08-11", "2020-08-12", "2020-08-13"]),
    ("ACXM-2020-08-18", ["2020-08-18", "2020-08-19", "2020-08-20", "2020-08-21"]),
    ("ACX-Mentor-2020-09-01", ["2020-09-01", "2020-09-08", "2020-09-15", "2020-09-22"]),
    ("ACXC-2020-09-08", ["2020-09-08", "2020-09-09", "2020-09-10"]),
    (
        "COIM-2020-09-08",
        ["2020-09-08", "2020-09-15", "2020-09-22", "2020-09-29", "2020-10-06", "2020-10-13", "2020-10-20"],
    ),
    ("CPPC-2020-09-22", ["2020-09-22", "2020-09-23", "2020-09-24"]),
]


def count(desk: Say) -> int:
    return len(desk("session", "list", "--json").json)


def test_the_first_printed_season_is_read_from_stdin_as_one_deed(desk: Say) -> None:
    answer = desk("session", "add", "-", stdin=SEASON.encode())
    assert (answer.code, answer.lines) == (0, [reference for reference, _ in MADE])
    assert answer.err.splitlines()[-1] == "6 sessions with 25 meetings scheduled."
    for reference, days in MADE:
        meetings = desk("session", "show", reference, "--json").json["meetings"]
        assert [(one["day"], one["at"]) for one in meetings] == [(day, "14:00") for day in days]
    desk("undo")
    assert count(desk) == 1


def test_a_line_is_read_back_on_stderr_and_its_reference_printed(desk: Say) -> None:
    answer = desk("session", "add", "acxm mon 14 dec 9.30 New York coach:okafor max:12")
    assert (answer.code, answer.out) == (0, "ACXM-2026-12-14\n")
    assert answer.err.splitlines()[:4] == [
        "1  acxm mon 14 dec 9.30 New York coach:okafor max:12",
        "  Accredited CX Master, 4 days @ 5 hours per day, edition 1, online, 6 to 12 places",
        "  Ngozi Okafor (lead), decision by Mon 30 Nov 2026",
        "                       New York     London",
    ]
    assert "   1  Mon 14 Dec 2026  09:30-14:30  14:30-19:30" in answer.err.splitlines()
    card = desk("session", "show", "ACXM-2026-12-14", "--json").json
    assert (card["zone"], card["capacity_max"], card["coaches"][0]["name"]) == ("America/New_York", 12, "Ngozi Okafor")


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(desk: Say) -> None:
    answer = desk("session", "add", "ACXM 14 dec draft", "ACXC 14 dec", "--dry-run", "--json")
    assert (answer.code, count(desk)) == (0, 1)
    said = answer.json
    assert (said["changed"], said["dry_run"], said["sentence"]) == (
        False,
        True,
        "2 sessions with 7 meetings scheduled.",
    )
    first, second = said["lines"]
    assert (first["said"], first["reference"], first["faults"]) == ("ACXM 2026-12-14 draft", "ACXM-2026-12-14", [])
    assert second["meetings"][2] == {
        "number": 3,
        "day": "Wed 16 Dec 2026",
        "hours": "14:00-19:00",
        "elsewhere": {},
    }


def test_with_a_fault_in_one_line_all_faults_are_told_and_none_is_written(desk: Say) -> None:
    text = b"ACXM 14 dec\n# or\nACXX 14 dec Londn\nACXC sat 5 dec\n"
    answer = desk("session", "add", "-", stdin=text)
    assert (answer.code, answer.out, count(desk)) == (6, "", 1)
    told = [line for line in answer.err.splitlines() if line.startswith("acxdesk: Line ")]
    assert [line.split(":")[1].strip() for line in told] == ["Line 3, place 1", "Line 3, place 13", "Line 4, place 6"]
    assert 'Line 3, place 13: "Londn" is not understood. Did you mean London?' in answer.err
    assert answer.err.splitlines()[-1] == "Nothing was written: 2 lines of 3 cannot stay so."


def test_two_lines_of_one_start_get_references_of_their_own(desk: Say) -> None:
    answer = desk("session", "add", "ACXM 14 dec", "ACXM 14 dec 20:00")
    assert answer.lines == ["ACXM-2026-12-14", "ACXM-2026-12-14-2"]


def test_without_a_session_it_says_how_to_say_one(desk: Say) -> None:
    answer = desk("session", "add", "-", stdin=b"\n# nothing\n")
    assert answer.code == 2
    assert answer.err == 'acxdesk: No session is said. Say one, as "ACXM mon 16 nov 14:00 London".\n'


def test_hostile_bytes_are_shown_as_pictures_and_refused(desk: Say) -> None:
    answer = desk("session", "add", "ACXM 14 dec \x1b]0;x\x07")
    assert answer.code == 6
    assert "\x1b" not in answer.err
