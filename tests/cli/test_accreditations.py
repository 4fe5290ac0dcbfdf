"""The verbs of `acxdesk accreditation`."""

from pathlib import Path

import pytest

from tests.cli.conftest import SESSION, Say

HOSTILE = "[/oops] [red]x"


@pytest.fixture
def earned(desk: Say) -> Say:
    """Ada (1) has CPPM-2018-0001 until 30 Mar 2021, Zoë (2) ACXM-2020-0001 for life, [/oops] (4) "old 7/01"."""
    desk("person", "add", HOSTILE)
    record = ("accreditation", "record", "--awarded-on")
    desk(*record, "2018-03-30", "--person", "Ada", "--programme", "cppm", "--valid-until", "2021-03-30")
    desk(*record, "30 mar 2020", "--person", "zoe@example.com", "--programme", "acxm", "--for-life")
    desk(*record, "2019-01-31", "--person", "4", "--programme", "CPP", "--number", "old 7/01", "--for-life")
    return desk


def test_what_was_earned_before_is_recorded_and_listed(earned: Say) -> None:
    again = earned(
        *("accreditation", "record", "--person", "Ada", "--programme", "ACXC", "--awarded-on", "5 may 2021"),
        *("--valid-until", "5 may 2022", "--certificate-name", "Ada, Countess"),
    )
    assert (again.code, again.out) == (0, "ACXC-2021-0001\n")
    assert again.err == (
        '"5 may 2021" is read as Wed 5 May 2021.\n"5 may 2022" is read as Thu 5 May 2022.\n'
        "Ada, Countess: ACXC of Wed 5 May 2021 recorded as ACXC-2021-0001, valid until Thu 5 May 2022.\n"
    )
    assert earned("accreditation", "list").lines == [
        "Number          Name            Programme  Awarded      Valid until  State",
        f"old 7/01        {HOSTILE}  CPP        31 Jan 2019  for life     ● issued",
        "CPPM-2018-0001  Ada Byron       CPPM       30 Mar 2018  30 Mar 2021  ○ expired",
        "ACXC-2021-0001  Ada, Countess   ACXC       5 May 2021   5 May 2022   ○ expired",
        "ACXM-2020-0001  Zoë Brontë      ACXM       30 Mar 2020  for life     ● issued",
    ]


def numbers(say: Say, *arguments: str) -> list[str]:
    return [f"{row['number']} {row['state']}" for row in say("accreditation", "list", "--json", *arguments).json]


def test_the_register_is_listed_as_of_a_day_and_narrowed(earned: Say) -> None:
    assert numbers(earned, "--as-of", "2019-06-01") == ["old 7/01 issued", "CPPM-2018-0001 issued"]
    assert numbers(earned, "--programme", "cppm") == ["CPPM-2018-0001 expired"]
    assert numbers(earned, "--state", "expired") == ["CPPM-2018-0001 expired"]
    assert numbers(earned, "--expiring-before", "31 mar 2021") == ["CPPM-2018-0001 expired"]
    assert numbers(earned, "--person", "Zoe") == ["ACXM-2020-0001 issued"]
    assert numbers(earned, "--words", "acxm") == ["ACXM-2020-0001 issued"]


def test_one_is_shown_by_its_number_or_its_code(earned: Say) -> None:
    card = earned("accreditation", "show", "OLD 7/01", "--json").json
    assert (card["told"]["name"], card["holder"], card["told"]["valid_until"]) == (HOSTILE, HOSTILE, None)
    code = card["told"]["code"]
    shown = earned("accreditation", "show", code.lower().replace("-", " "))
    assert shown.code == 0
    assert f"Holder       {HOSTILE} (4)" in shown.lines
    assert earned("accreditation", "show", "ACXM-1999-0001").code == 4
    wrong = earned("accreditation", "show", ("C" if code[0] == "A" else "A") + code[1:])
    assert (wrong.code, "mistyped" in wrong.err) == (3, True)


def test_they_are_suspended_reinstated_and_revoked(earned: Say) -> None:
    refused = earned("accreditation", "revoke", "ACXM-2020-0001")
    assert (refused.code, "without a reason" in refused.err) == (3, True)
    done = earned("accreditation", "suspend", "acxm-2020-0001", "old 7/01", "--reason", "a complaint", "--json").json
    assert (done["sentence"], done["changed"], done["ids"]) == ("2 accreditations suspended.", True, [2, 3])
    many = earned("accreditation", "reinstate", "ACXM-2020-0001", "CPPM-2018-0001")
    assert many.code == 0
    assert "acxdesk: CPPM-2018-0001 of Ada Byron is issued since" in many.err
    dry = earned("accreditation", "revoke", "ACXM-2020-0001", "--reason", "fraud", "--from", "2020-05-01", "--dry-run")
    assert dry.err == ("Dry run, nothing was written: ACXM-2020-0001 of Zoë Brontë revoked from Fri 1 May 2020 on.\n")
    earned("accreditation", "revoke", "ACXM-2020-0001", "--reason", "fraud", "--from", "2020-05-01")
    assert numbers(earned, "--as-of", "2020-04-30", "--programme", "ACXM") == ["ACXM-2020-0001 issued"]
    assert numbers(earned, "--as-of", "2020-05-01", "--programme", "ACXM") == ["ACXM-2020-0001 revoked"]


def test_a_name_is_put_right_and_the_old_number_says_where_it_went(earned: Say) -> None:
    done = earned("accreditation", "reissue", "CPPM-2018-0001", "--name", "Ada King", "--reason", "married")
    assert done.err == "CPPM-2018-0001 reissued as CPPM-2018-0001/2 to Ada King, before Ada Byron.\n"
    shown = earned("accreditation", "show", "CPPM-2018-0001")
    assert "Now          CPPM-2018-0001/2, expired" in shown.lines
    assert earned("undo").code == 0
    assert earned("accreditation", "show", "CPPM-2018-0001/2").code == 4


def test_a_renewal_needs_its_window(earned: Say) -> None:
    late = earned("accreditation", "renew", "CPPM-2018-0001")
    assert late.code == 3
    assert "cannot be renewed on Tue 24 Nov 2026 any more. Its window is" in late.err
    done = earned("accreditation", "renew", "CPPM-2018-0001", "--on", "2021-03-01")
    assert done.err.startswith("CPPM-2018-0001 of Ada Byron renewed as CPPM-2021-0001, valid ")


def test_a_decree_is_shown_one_by_one_before_it_is_done(earned: Say) -> None:
    asked = (
        *("accreditation", "decree", "--programme", "CPPM", "--expires-from", "2021-01-01"),
        *("--expires-until", "31/12/2021", "--months", "12", "--reason", "the pandemic"),
    )
    dry = earned(*asked, "--dry-run")
    line = "CPPM-2018-0001 of Ada Byron: Tue 30 Mar 2021 → Wed 30 Mar 2022, as CPPM-2018-0001/2."
    assert (dry.code, dry.lines) == (0, ["What will be", line])
    assert numbers(earned, "--state", "superseded") == []
    assert earned(*asked).code == 2
    done = earned(*asked, "--yes", "--json").json
    assert (done["changed"], done["accreditations"][0]["before"], done["accreditations"][0]["after"]) == (
        *(True, "2021-03-30"),
        "2022-03-30",
    )
    less = earned("accreditation", "decree", "CPPM-2018-0001/2", "--months", "-12", "--reason", "a slip", "--yes")
    assert less.err == "Decree, 1 accreditation 12 months less: a slip\n"
    assert earned("accreditation", "decree", "--months", "1", "--reason", "x").code == 3
    assert earned("accreditation", "decree", "--programme", "CPPM", "--months", "1").code == 3


def test_nothing_is_awarded_before_the_release(desk: Say) -> None:
    desk("enrolment", "book", "--session", SESSION, "--person", "Ada")
    refused = desk("accreditation", "award", SESSION, "--person", "Ada")
    assert refused.code == 3
    assert desk("accreditation", "award", "ACXM-1999-01-01").code == 4


def test_the_register_comes_in_again_as_it_was_written_out(earned: Say, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    earned("accreditation", "list", "--csv", str(path), "--columns", "all")
    again = earned("accreditation", "import", str(path), "--yes")
    assert (again.code, again.err) == (
        0,
        "Nothing new, 3 there already.\n  Passed over, since nothing is kept of it: title, country, session.\n",
    )
    path.write_text("name,programme,awarded_on,valid_until\nAda Byron,COIM,2019-01-31,life\nNobody,COIM,2019-01-31,\n")
    dry = earned("accreditation", "import", str(path), "--dry-run")
    assert dry.code == 6
    assert [line.split()[:2] for line in dry.lines[1:]] == [["2", "new"], ["3", "refused"]]
    done = earned("accreditation", "import", str(path), "--yes")
    assert "1 accreditation recorded, 1 refused." in done.err
    assert numbers(earned, "--programme", "COIM") == ["COIM-2019-0001 issued"]
