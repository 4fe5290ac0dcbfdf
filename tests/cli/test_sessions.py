"""The verbs of `acxdesk session`."""

from tests.cli.conftest import SESSION, Say


def test_scheduling_prints_the_reference_alone_on_stdout_and_the_meetings_on_stderr(desk: Say) -> None:
    answer = desk(
        *("session", "schedule", "--programme", "cppm", "--start", "mon 7 dec", "--time", "2pm"),
        *("--zone", "Europe/London", "--coach", "okafor:assistant"),
    )

    assert (answer.code, answer.out) == (0, "CPPM-2026-12-07\n")
    assert answer.err.splitlines() == [
        '"mon 7 dec" is read as Mon 7 Dec 2026.',
        (
            "CPPM-2026-12-07 scheduled: 4 days @ 5 hours per day, Mon 7 Dec 2026 to Thu 10 Dec 2026 "
            "at 14:00 Europe/London."
        ),
        "   1  Mon 7 Dec 2026 14:00, 5 hours",
        "   2  Tue 8 Dec 2026 14:00, 5 hours",
        "   3  Wed 9 Dec 2026 14:00, 5 hours",
        "   4  Thu 10 Dec 2026 14:00, 5 hours",
    ]


def test_time_and_zone_that_are_not_given_are_told_as_chosen(desk: Say) -> None:
    answer = desk("session", "schedule", "--programme", "ACXC", "--start", "2026-12-07")

    assert "Chosen by the settings: the time 14:00 and the zone Europe/London." in answer.err


def test_every_detail_of_a_session_can_be_given_and_is_shown(desk: Say) -> None:
    desk("organisation", "add", "Moorland Insurance")
    answer = desk(
        *("session", "schedule", "--programme", "ACXM", "--start", "2026-12-03", "--time", "09:30"),
        *("--zone", "Asia/Riyadh", "--delivery", "in-house", "--city", "Riyadh", "--venue", "Room 2"),
        *("--organisation", "moorland insurance", "--link", "https://example.org/room", "--language", "ar"),
        *("--coach", "Ngozi Okafor", "--min", "3", "--max", "9", "--decision", "2026-11-30"),
        *("--duration", "3 days @ 4.5 hours per day", "--weekend", "fri,sat", "--draft", "--json"),
    )
    assert answer.json["reference"] == "ACXM-2026-12-03"

    card = desk("session", "show", "acxm-2026-12-03", "--json").json

    assert {name: card[name] for name in ("zone", "delivery", "city", "venue", "organisation", "link", "language")} == {
        "zone": "Asia/Riyadh",
        "delivery": "in-house",
        "city": "Riyadh",
        "venue": "Room 2",
        "organisation": "Moorland Insurance",
        "link": "https://example.org/room",
        "language": "ar",
    }
    assert (card["capacity_min"], card["capacity_max"], card["decision_on"]) == (3, 9, "2026-11-30")
    assert (card["status"], card["phase"], card["duration"]) == ("draft", "upcoming", "3 days @ 4.5 hours per day")
    assert [(row["day"], row["at"]) for row in card["meetings"]] == [
        ("2026-12-03", "09:30"),
        ("2026-12-06", "09:30"),
        ("2026-12-07", "09:30"),
    ]
    assert [(coach["name"], coach["role"]) for coach in card["coaches"]] == [("Ngozi Okafor", "lead")]


def test_a_dry_run_answers_as_the_deed_would_and_writes_nothing(desk: Say) -> None:
    before = desk("journal", "list", "--json").json

    answer = desk("session", "schedule", "--programme", "ACXC", "--start", "2026-12-07", "--dry-run", "--json")

    assert answer.code == 0
    assert (answer.json["reference"], answer.json["changed"], answer.json["dry_run"]) == (
        "ACXC-2026-12-07",
        False,
        True,
    )
    assert "Dry run, nothing was written: ACXC-2026-12-07 scheduled" in answer.err
    assert desk("session", "show", "ACXC-2026-12-07").code == 4
    assert desk("journal", "list", "--json").json == before


def test_a_dry_run_prints_no_reference_that_does_not_exist(desk: Say) -> None:
    assert desk("session", "schedule", "--programme", "ACXC", "--start", "2026-12-07", "--dry-run").out == ""


def test_a_list_is_a_table_of_what_is_shown_and_json_of_everything(desk: Say) -> None:
    table = desk("session", "list")
    listed = desk("session", "list", "--json").json

    assert table.lines == [
        "Session          Starts           Status  Phase     Seats",
        f"{SESSION}  Mon 18 Jan 2027  ○ open  upcoming  ◐ 0 of 2",
    ]
    assert len(listed) == 1
    assert listed[0]["reference"] == SESSION
    assert listed[0]["starts_on"] == "2027-01-18"
    assert listed[0]["capacity"] == 2
    assert listed[0]["taught_minutes"] == 1200
    assert {"id", "coaches", "waitlisted", "zone", "ends_on"} <= listed[0].keys()


def test_a_list_is_narrowed_by_status_programme_coach_and_words(desk: Say) -> None:
    desk("session", "schedule", "--programme", "CPPM", "--start", "2027-02-01", "--coach", "okafor", "--draft")

    def listed(*narrowed: str) -> list[str]:
        return [row["reference"] for row in desk("session", "list", "--json", *narrowed).json]

    assert listed("--status", "draft") == ["CPPM-2027-02-01"]
    assert listed("--programme", "acxm") == [SESSION]
    assert listed("--coach", "Ngozi Okafor") == ["CPPM-2027-02-01"]
    assert listed("--words", "process master") == ["CPPM-2027-02-01"]
    assert listed("--sort", "reference", "--descending") == ["CPPM-2027-02-01", SESSION]


def test_what_is_not_given_to_edit_stays(desk: Say) -> None:
    answer = desk("session", "edit", SESSION, "--city", "Leeds", "--delivery", "city")

    card = desk("session", "show", SESSION, "--json").json
    assert (answer.code, answer.err) == (0, f"{SESSION} edited.\n")
    assert (card["city"], card["delivery"], card["capacity_max"]) == ("Leeds", "city", 2)


def test_coaches_are_replaced_and_taken_away(desk: Say) -> None:
    desk("session", "edit", SESSION, "--coach", "3:mentor in training")
    assert desk("session", "show", SESSION, "--json").json["coaches"][0]["role"] == "mentor in training"

    desk("session", "edit", SESSION, "--coach", "none")
    assert desk("session", "show", SESSION, "--json").json["coaches"] == []


def test_a_role_that_does_not_exist_is_refused_with_those_that_do(desk: Say) -> None:
    answer = desk("session", "edit", SESSION, "--coach", "3:boss")

    assert answer.code == 3
    assert answer.err == 'acxdesk: "boss" is no role of a coach. Give lead, assistant, mentor in training.\n'


def test_edit_without_anything_to_change_is_wrong_use(desk: Say) -> None:
    answer = desk("session", "edit", SESSION)

    assert (answer.code, answer.err) == (
        2,
        "acxdesk: Nothing to change is given. See `acxdesk session edit --help`.\n",
    )


def test_a_session_goes_through_its_decisions(desk: Say) -> None:
    def status() -> str:
        return str(desk("session", "show", SESSION, "--json").json["status"])

    assert desk("session", "confirm", SESSION).code == 0
    assert status() == "confirmed"
    assert desk("session", "cancel", SESSION, "--reason", "too few").err == f"{SESSION} cancelled: too few.\n"
    assert status() == "cancelled"
    assert desk("session", "reopen", SESSION).code == 0
    assert status() == "confirmed"
    assert desk("session", "close", SESSION).code == 3  # it was not delivered yet
    assert desk("session", "open", SESSION).code == 3


def test_cancelling_needs_a_reason(desk: Say) -> None:
    answer = desk("session", "cancel", SESSION)

    assert answer.code == 3
    assert answer.err == f"acxdesk: Cancelling {SESSION} needs a reason. Say why in a few words; it is kept.\n"


def test_a_session_is_moved_and_keeps_its_reference(desk: Say) -> None:
    answer = desk("session", "move", SESSION, "--start", "2027-01-25", "--zone", "Asia/Kolkata", "--json")

    card = desk("session", "show", SESSION, "--json").json
    assert answer.json["reference"] == SESSION
    assert (card["zone"], card["meetings"][0]["day"]) == ("Asia/Kolkata", "2027-01-25")
    assert card["meetings"][0]["was"].startswith("Mon 18 Jan 2027 14:00 Europe/London")


def test_moving_nowhere_is_wrong_use(desk: Say) -> None:
    assert desk("session", "move", SESSION).code == 2


def test_a_session_is_shown_with_its_facts_and_meetings(desk: Say) -> None:
    lines = desk("session", "show", SESSION).lines

    assert lines[0] == f"Session      {SESSION}"
    assert "Seats        ◐ 0 of 2, at least 2" in lines
    assert "Decision by  Mon 4 Jan 2027" in lines
    assert lines[-5:] == [
        "No.  Day              Time   Length   Place  Remark",
        "  1  Mon 18 Jan 2027  14:00  5 hours",
        "  2  Tue 19 Jan 2027  14:00  5 hours",
        "  3  Wed 20 Jan 2027  14:00  5 hours",
        "  4  Thu 21 Jan 2027  14:00  5 hours",
    ]


def test_a_decision_about_several_sessions_is_one_deed_and_tells_those_that_cannot(desk: Say) -> None:
    desk("session", "schedule", "--programme", "CPPM", "--start", "2027-02-01", "--draft")

    answer = desk("session", "confirm", SESSION, "cppm-2027-02-01", "--json")

    assert answer.code == 0
    assert [(one["reference"], one["status"]) for one in answer.json["sessions"]] == [
        (SESSION, "confirmed"),
        ("CPPM-2027-02-01", None),
    ]
    assert "acxdesk: CPPM-2027-02-01 is draft" in answer.err
    assert desk("session", "cancel", SESSION, "CPPM-2027-02-01", "--reason", "flood").code == 0
    desk("undo")
    assert {row["status"] for row in desk("session", "list", "--json").json} == {"confirmed", "draft"}


def test_a_decision_about_no_session_is_wrong_use(desk: Say) -> None:
    assert desk("session", "confirm").err == "acxdesk: --session is missing. See `acxdesk session confirm --help`.\n"


def test_an_organisation_and_a_decision_date_are_taken_away_by_giving_them_empty(desk: Say) -> None:
    desk("organisation", "add", "Bank")
    desk("session", "edit", SESSION, "--organisation", "Bank", "--decision", "2027-01-04")
    card = desk("session", "show", SESSION, "--json").json
    assert (card["organisation"], card["decision_on"]) == ("Bank", "2027-01-04")

    desk("session", "edit", SESSION, "--organisation", "", "--decision", "")
    card = desk("session", "show", SESSION, "--json").json
    assert (card["organisation"], card["decision_on"]) == ("", None)


def test_a_session_is_given_by_options_alone_with_the_names_of_the_list(desk: Say) -> None:
    scheduled = desk(
        *("session", "schedule", "--programme", "ACXM", "--starts-on", "2027-03-01", "--time", "10:00"),
        *("--zone", "Asia/Kolkata", "--capacity", "3", "--capacity-min", "1"),
    )
    assert (scheduled.code, scheduled.out) == (0, "ACXM-2027-03-01\n")
    assert desk("session", "show", "--session", "ACXM-2027-03-01", "--json").json["capacity_max"] == 3
    assert desk("meeting", "move", "--session", SESSION, "--meeting", "1", "--time", "15:00").code == 0
    assert desk("session", "cancel", "--session", SESSION, "--session", "ACXM-2027-03-01", "--reason", "ill").code == 0
    assert {row["status"] for row in desk("session", "list", "--json").json} == {"cancelled"}


def test_closed_days_are_shifted_over_skipped_or_kept_as_it_is_said(desk: Say) -> None:
    scheduled = ("session", "schedule", "--programme", "CPPM", "--time", "14:00", "--zone", "Europe/London", "--start")
    assert "Skipped: Fri 25 Dec 2026 is Christmas Day in GB" in desk(*scheduled, "2026-12-23").err
    skipped = desk(*scheduled, "2026-12-23", "--closed", "skip", "--dry-run").err
    assert "Left out: Fri 25 Dec 2026 is Christmas Day in GB" in skipped
    assert "2 of 4 days planned; 10 of 20 hours." in skipped
    kept = desk(*scheduled, "2026-12-23", "--closed", "keep", "--holidays", "gb,us", "--dry-run").err
    assert "Fri 25 Dec 2026 is Christmas Day in GB and US; it meets all the same." in kept
    assert desk(*scheduled, "2026-12-25", "--holidays", "none").out == "CPPM-2026-12-25\n"
    refused = desk("session", "move", "CPPM-2026-12-23", "--start", "2026-11-26", "--holidays", "US")
    assert (refused.code, "Thanksgiving Day in US" in refused.err) == (3, True)
    moved = desk("session", "move", "CPPM-2026-12-23", "--start", "2026-11-25", "--holidays", "US")
    assert "Skipped: Thu 26 Nov 2026 is Thanksgiving Day in US" in moved.err
