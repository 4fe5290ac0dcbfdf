"""The verbs of `acxdesk award` about who was named, and the dates as a calendar."""

from pathlib import Path

from tests.cli.conftest import Say
from tests.cli.test_award import DATES
from tests.exchange.readers import blocks, value_of


def test_the_hall_names_the_printed_winner_and_says_which_years_are_not_known(desk: Say) -> None:
    lines = desk("award", "hall").lines
    assert [line.split()[0] for line in lines[1:]] == [str(year) for year in range(2025, 2017, -1)]
    assert lines[6].split(maxsplit=1)[1].startswith("Roland D Naidoo, Head of Customer Operations, Multichoice")
    assert lines[8].split(maxsplit=1)[1].strip() == "not known"


def test_an_earlier_winner_is_recorded_linked_and_corrected(desk: Say) -> None:
    made = desk(
        *("award", "record", "2019", "--name", "[/oops] Ångström", "--country", "Sweden"),
        *("--source", "The programme of 2019.", "--person", "Zoë Brontë"),
    )
    assert (made.code, made.out) == (0, "2019\n")
    assert made.err == "The winner of 2019 is recorded: [/oops] Ångström, Sweden.\n"
    assert desk("award", "record", "2020", "--name", "Somebody", "--source", "A letter").code == 3
    assert desk("award", "correct", "2019", "--name", "Ida Ångström", "--unlinked").code == 0
    assert desk("award", "correct", "2019").code == 2
    assert desk("award", "correct", "2017", "--name", "Ida").code == 4
    (row,) = [row for row in desk("award", "hall", "--json").json if row["year"] == 2019]
    assert (row["winner"]["name"], row["winner"]["person_id"]) == ("Ida Ångström", None)


def test_the_dates_of_a_cycle_are_a_calendar_by_both_verbs(desk: Say, tmp_path: Path) -> None:
    assert desk("award", "calendar", "--out", str(tmp_path / "none.ics")).code == 4
    desk("award", "plan", "2026", "--zone", "Europe/London", *DATES)
    one, other = tmp_path / "award.ics", tmp_path / "same.ics"

    told = desk("award", "calendar", "--out", str(one)).err
    assert told.startswith(f"Change Architect of the Year 2026: 4 dates written to {one}.")
    desk("calendar", "export", "--award", "2026", "--out", str(other))

    assert one.read_bytes() == other.read_bytes()
    first = blocks(one.read_bytes(), "VEVENT")[0]
    assert (value_of(first, "DTSTART"), value_of(first, "DTEND")) == ("20261124", "20261221")
    assert desk("award", "calendar", "--out", "-").code == 2
    assert desk("award", "calendar", "--out", str(one)).code == 3
