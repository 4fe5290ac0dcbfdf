"""Badges as files, and the key that signs them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from acxdesk.actions.badges import WriteBadges, check_badge, own_key, write_badges
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.writing import Taken
from acxdesk.errors import InputProblem, NotFound, Refused
from acxdesk.exchange.badges import Verdict
from acxdesk.rules.accreditations import State
from tests.actions.awarded import add_award
from tests.actions.sample import add_people, add_programme

NOW = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def awarded(desk: Desk) -> Desk:
    add_programme(desk)
    add_people(desk, ("Ada Byron",))
    add_award(desk, 1, "ACXM-2026-0001")
    return desk


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "desk.acx.key"


def write(desk: Desk, out: Path | None, key: Path, **other: Any) -> Receipt:
    values = {"number": "ACXM-2026-0001", "out": out, "key": key, "issuer_name": "BP Group", **other}
    handed = write_badges(desk, WriteBadges.read(values))
    return handed.receipt


def test_a_key_is_made_once_and_kept_to_its_owner(key: Path) -> None:
    made = own_key(key)
    assert made.receipt.sentence == f"A new key was made in {key}."
    assert (made.receipt.changed, len(made.receipt.lines)) == (True, 2)
    assert key.stat().st_mode & 0o777 == 0o600
    again = own_key(key)
    assert (again.public, again.receipt.changed) == (made.public, False)


def test_a_rehearsal_makes_no_key(key: Path) -> None:
    assert own_key(key, rehearsal=True).receipt.rehearsed
    assert not key.exists()


def test_a_badge_is_written_and_verified_without_the_desk(awarded: Desk, tmp_path: Path, key: Path) -> None:
    public, out = own_key(key).public.multikey, tmp_path / "ada.json"
    receipt = write(awarded, out, key)
    assert receipt.sentence == f"1 badge written to {out}."
    assert (receipt.lines, receipt.changed) == ((), False)
    assert out.stat().st_mode & 0o777 == 0o600
    checked = check_badge(out.read_bytes(), public, NOW)
    assert (checked.verdict, checked.name, checked.issuer) == (Verdict.VALID, "Ada Byron", "BP Group")
    assert key.read_text().splitlines()[1] not in out.read_text()
    assert key.read_bytes() not in awarded.path.read_bytes()


def test_a_badge_is_not_written_over_a_file_unasked(awarded: Desk, tmp_path: Path, key: Path) -> None:
    own_key(key)
    out = tmp_path / "ada.json"
    out.write_text("mine")
    with pytest.raises(Taken):
        write(awarded, out, key)
    write(awarded.rehearsing(), out, key, overwrite=True)
    assert out.read_text() == "mine"
    write(awarded, out, key, overwrite=True)
    assert json.loads(out.read_bytes())["name"] == "Accredited ACXM"


def test_what_does_not_stand_has_no_badge(awarded: Desk, tmp_path: Path, key: Path) -> None:
    own_key(key)
    add_award(awarded, 1, "ACXM-2026-0002", state=State.SUSPENDED)
    with pytest.raises(Refused, match="is suspended"):
        write(awarded, tmp_path / "x.json", key, number="ACXM-2026-0002")
    with pytest.raises(NotFound):
        write(awarded, tmp_path / "x.json", key, number="ACXM-2026-0003")
    assert not (tmp_path / "x.json").exists()


def test_a_person_has_a_badge_for_each_that_she_holds(awarded: Desk, tmp_path: Path, key: Path) -> None:
    own_key(key)
    add_award(awarded, 1, "ACXM-2026-0002")
    receipt = write(awarded, None, key, number="", person=1, folder=tmp_path / "badges")
    assert receipt.sentence == f"2 badges written to {tmp_path / 'badges'}."
    assert sorted(path.name for path in (tmp_path / "badges").iterdir()) == [
        "Ada-Byron-ACXM-2026-0001.json",
        "Ada-Byron-ACXM-2026-0002.json",
    ]
    again = write(awarded, None, key, number="", person=1, folder=tmp_path / "badges")
    assert again.sentence == f"0 badges written, 2 there already: {tmp_path / 'badges'}."


def test_a_lost_key_is_told_and_no_other_is_made_in_its_place(awarded: Desk, tmp_path: Path, key: Path) -> None:
    with pytest.raises(InputProblem) as refused:
        write(awarded, tmp_path / "x.json", key)
    assert str(refused.value) == (
        f"There is no signing key {key}. Put its copy back there; or, if there was none yet, make one with "
        "`acxdesk certificate key`."
    )
    assert not key.exists()


@pytest.mark.parametrize("held", [b"", b"secret words", b"x" * 20_000])
def test_a_file_that_is_no_key_is_told_kept_and_not_repeated(key: Path, held: bytes) -> None:
    key.write_bytes(held)
    with pytest.raises(InputProblem, match="holds no private key that signs here") as refused:
        own_key(key)
    assert "secret" not in str(refused.value)
    assert key.read_bytes() == held


def test_a_folder_and_a_link_to_nowhere_are_no_keys(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputProblem, match="cannot be read: Is a directory"):
        own_key(tmp_path / "folder")
    with pytest.raises(InputProblem, match="There is no signing key"):
        own_key(tmp_path / "link")
    assert not (tmp_path / "nowhere").exists()


def test_a_key_that_others_can_read_is_warned_of(awarded: Desk, tmp_path: Path, key: Path) -> None:
    own_key(key)
    key.chmod(0o644)
    assert write(awarded, tmp_path / "ada.json", key).lines == (
        f"Others on this computer can read the signing key {key}: `chmod 600` keeps it to you.",
    )
