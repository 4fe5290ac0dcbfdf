"""The verbs of `acxdesk certificate`."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.rules.accreditations import State
from tests.actions.awarded import add_award
from tests.cli.conftest import NOW, SESSION, Say, start
from tests.exchange.pages import texts

OTHER_KEY = "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"


@pytest.fixture
def awarded(desk: Say, desk_file: Path) -> Say:
    """Ada's ACXM, and Zoë's, which was replaced by another one with her name put right."""
    desk("enrolment", "book", "--session", SESSION, "--person", "1", "--person", "2")
    opened = Desk.open(desk_file, who="anna", clock=FrozenClock(NOW))
    add_award(opened, 1, "ACXM-2026-0001", SESSION, code="4K99-77PT-PCHA")
    old = add_award(opened, 2, "ACXM-2026-0002", SESSION, state=State.SUPERSEDED, code="NK4P-34HT-N9XC")
    add_award(opened, 2, "ACXM-2026-0002/2", SESSION, name="Zoë Brontë-Bell", replaces_id=old, code="HAT3-JEJN-RKPC")
    opened.close()
    return desk


def test_the_certificates_of_a_session_are_written_into_a_folder(awarded: Say, tmp_path: Path) -> None:
    folder = tmp_path / "certificates"
    awarded("settings", "set", "issuer_name", "BP Group")
    answer = awarded("certificate", "write", "--session", SESSION, "--folder", str(folder))
    assert (answer.code, answer.out, answer.err) == (0, "", f"2 certificates written to {folder}.\n")
    assert sorted(path.name for path in folder.iterdir()) == [
        "Ada-Byron-ACXM-2026-0001.pdf",
        "Zoë-Brontë-Bell-ACXM-2026-0002-2.pdf",
    ]
    again = awarded("certificate", "write", "--session", SESSION, "--folder", str(folder), "--json").json
    assert (again["sentence"], again["files"], len(again["there"]), again["left"]) == (
        f"0 certificates written, 2 there already: {folder}.",
        [],
        2,
        [],
    )


def test_the_settings_stand_on_a_certificate(awarded: Say, tmp_path: Path) -> None:
    out = tmp_path / "ada.pdf"
    awarded("settings", "set", "issuer_name", "BP Group")
    awarded("settings", "set", "verify_url", "https://example.org/v/{code}")
    answer = awarded("certificate", "write", "--person", "Ada Byron", "--out", str(out))
    assert answer.err == f"1 certificate written to {out}.\n"
    told = texts(out.read_bytes())
    assert (told[0], told[-1]) == ("BP Group", "Verify at example.org/v/4K99-77PT-PCHA")


def test_a_file_that_differs_is_left_and_that_is_an_exit_code(awarded: Say, tmp_path: Path) -> None:
    there = tmp_path / "Ada-Byron-ACXM-2026-0001.pdf"
    there.write_text("mine")
    whose = ("certificate", "write", "--number", "ACXM-2026-0001", "--folder", str(tmp_path))
    answer = awarded(*whose)
    assert answer.code == 3
    assert answer.err.endswith(f"acxdesk: {there}: another file is there already, and was not replaced.\n")
    assert awarded(*whose, "--overwrite", "--dry-run").code == 0
    assert there.read_text() == "mine"
    assert awarded(*whose, "--overwrite").code == 0
    assert there.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--out", "a.pdf"), "They are of one thing."),
        (("--number", "x", "--person", "1", "--out", "a.pdf"), "They are of one thing."),
        (("--number", "x"), "They go into a file or into a folder."),
        (("--number", "x", "--out", "a", "--folder", "b"), "They go into a file or into a folder."),
        (("--number", "x", "--out", "-"), "They are written to files, not to stdout."),
    ],
)
def test_what_is_asked_for_has_to_be_one_thing(desk: Say, arguments: tuple[str, ...], told: str) -> None:
    answer = desk("certificate", "write", *arguments)
    assert answer.code == 2
    assert answer.err.startswith(f"acxdesk: {told}")


# ---- verifying


def test_a_code_says_what_was_awarded(awarded: Say) -> None:
    answer = awarded("certificate", "verify", "4k99 77pt pcha")
    assert (answer.code, answer.err) == (0, "Valid until 20 November 2028: Accredited CX Master of Ada Byron.\n")
    assert answer.lines == [
        "Number       ACXM-2026-0001",
        "Code         4K99-77PT-PCHA",
        "Name         Ada Byron",
        "Programme    ACXM",
        "Title        Accredited CX Master",
        "Awarded on   Fri 20 Nov 2026",
        "Valid until  Mon 20 Nov 2028",
        "State        issued",
        "Since        Fri 20 Nov 2026",
    ]


def test_the_code_of_what_was_replaced_says_where_it_went(awarded: Say) -> None:
    answer = awarded("certificate", "verify", "NK4P-34HT-N9XC")
    assert answer.code == 0
    assert answer.err == (
        "ACXM-2026-0002 was replaced by ACXM-2026-0002/2, which is valid until 20 November 2028: "
        "Accredited CX Master of Zoë Brontë-Bell.\n"
    )
    assert answer.lines[-4:] == [
        "Replaced by  ACXM-2026-0002/2",
        "Now: Code    HAT3-JEJN-RKPC",
        "Now: Name    Zoë Brontë-Bell",
        "Now: State   issued",
    ]
    told = awarded("certificate", "verify", "NK4P-34HT-N9XC", "--json").json
    assert (told["valid"], told["state"], told["now"]["number"]) == (True, "superseded", "ACXM-2026-0002/2")


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"valid_until": date(2026, 11, 23)}, "Not valid today: {it} expired after 23 November 2026."),
        ({"state": State.REVOKED}, "Not valid today: {it} is revoked since 20 November 2026."),
        ({"state": State.SUSPENDED}, "Not valid today: {it} is suspended since 20 November 2026."),
    ],
)
def test_what_is_not_valid_today_is_an_exit_code(desk: Say, desk_file: Path, other: dict[str, Any], told: str) -> None:
    opened = Desk.open(desk_file, who="anna", clock=FrozenClock(NOW))
    add_award(opened, 1, "ACXM-2026-0001", code="4K99-77PT-PCHA", **other)
    opened.close()
    answer = desk("certificate", "verify", "4K99-77PT-PCHA")
    assert (answer.code, answer.err) == (3, told.format(it="Accredited CX Master of Ada Byron") + "\n")


def test_a_mistyped_code_is_told_from_one_that_nobody_has(awarded: Say) -> None:
    mistyped = awarded("certificate", "verify", "4K99-77PT-PCHC")
    assert (mistyped.code, mistyped.out) == (3, "")
    assert "its check character does not fit, so something in it is mistyped" in mistyped.err
    unknown = awarded("certificate", "verify", "AAAA-AAAA-AAAA")
    assert (unknown.code, unknown.out) == (4, "")
    assert unknown.err.startswith("acxdesk: Nothing was awarded under the code AAAA-AAAA-AAAA.")


# ---- badges


def test_a_badge_is_signed_and_verified_by_the_published_key_alone(awarded: Say, tmp_path: Path) -> None:
    made = awarded("certificate", "key")
    assert made.code == 0
    assert made.err.startswith(f"A new key was made in {tmp_path}/desk.acx.key.\n")
    key = made.out.strip()
    assert awarded("certificate", "key").out == made.out
    out = tmp_path / "ada.json"
    answer = awarded("certificate", "badge", "ACXM-2026-0001", "--out", str(out))
    assert (answer.code, answer.err) == (0, f"1 badge written to {out}.\n")
    (tmp_path / "desk.acx").unlink()

    checked = awarded("certificate", "check", str(out), "--key", key)
    assert (checked.code, checked.out) == (0, "")
    assert checked.err == "This badge is genuine: Accredited CX Master of Ada Byron, valid until 20 November 2028.\n"
    forged = out.read_bytes().replace(b"Ada", b"Eve")
    changed = awarded("certificate", "check", "-", "--key", key, stdin=forged)
    assert (changed.code, changed.err) == (3, "This badge is not as it was signed: something in it was changed.\n")
    other = awarded("certificate", "check", str(out), "--key", OTHER_KEY, "--json")
    assert (other.code, other.json["verdict"], other.json["valid"]) == (3, "other key", False)


def test_a_published_key_may_be_in_a_file(awarded: Say, tmp_path: Path) -> None:
    published, out = tmp_path / "published.json", tmp_path / "ada.json"
    published.write_text(awarded("certificate", "key", "--jwk").out)
    assert set(json.loads(published.read_text())) == {"kty", "crv", "x", "use", "alg"}
    awarded("certificate", "badge", "4k9977ptpcha", "--out", str(out))
    assert awarded("certificate", "check", str(out), "--key", str(published)).code == 0
    wrong = awarded("certificate", "check", str(out), "--key", str(tmp_path / "desk.acx"))
    assert (wrong.code, "holds no public key" in wrong.err) == (6, True)
    nothing = awarded("certificate", "check", str(out), "--key", "nothing")
    assert (nothing.code, "is no public key" in nothing.err) == (6, True)


def test_a_dry_run_makes_no_key_and_no_badge(awarded: Say, tmp_path: Path) -> None:
    assert awarded("certificate", "key", "--dry-run").err.startswith("Dry run, nothing was written: A new key was made")
    assert not (tmp_path / "desk.acx.key").exists()
    awarded("certificate", "key")
    out = tmp_path / "ada.json"
    assert awarded("certificate", "badge", "ACXM-2026-0001", "--out", str(out), "--dry-run").code == 0
    assert not out.exists()


def test_a_lost_key_and_a_file_that_is_no_badge_are_told(awarded: Say, tmp_path: Path) -> None:
    answer = awarded("certificate", "badge", "ACXM-2026-0001", "--out", str(tmp_path / "ada.json"))
    assert (answer.code, answer.err.startswith("acxdesk: There is no signing key")) == (6, True)
    assert awarded("certificate", "check", "-", "--key", OTHER_KEY, stdin=b"{}").code == 6
    assert awarded("certificate", "check", str(tmp_path / "none"), "--key", OTHER_KEY).code == 6
    assert awarded("certificate", "badge", "ACXM-2026-0001", "--out", "-").code == 2


def test_badges_are_checked_where_there_is_no_desk_and_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    answer = start("certificate", "check", str(tmp_path), "--key", OTHER_KEY, data=tmp_path / "none.acx")
    assert (answer.returncode, answer.stderr.startswith("acxdesk: ")) == (6, True)
