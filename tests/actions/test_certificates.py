"""Certificates as files: of one, of somebody, of a session; stopped, refused, begun again."""

import errno
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from acxdesk.actions.certificates import NO_ISSUER, WriteCertificates, write_certificates
from acxdesk.actions.handing import HandedOut
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, InputProblem, NotFound, Refused, SaveFailed
from acxdesk.rules.accreditations import State
from tests.actions.awarded import add_award
from tests.actions.sample import add_people, add_programme, book, run
from tests.exchange.pages import texts

REF = "ACXM-2026-12-07"
UNDRAWN = "Ada ⴰ"


@pytest.fixture
def awarded(desk: Desk) -> Desk:
    """Ada (1), Zoë (2), Bob (3) and Cleo (4) sat with Grace (5); all but Cleo are accredited."""
    add_programme(desk)
    add_people(desk, ("Ada Byron", "Zoë Núñez", "Bob", "Cleo"))
    add_people(desk, ("Grace Hopper",), coach=True)
    run(desk, coaches=[{"person": 5}], capacity_max=9)
    book(desk, REF, 1, 2, 3, 4)
    for person in (1, 2, 3):
        add_award(desk, person, f"ACXM-2026-000{person}", REF)
    return desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "certificates"


def write(desk: Desk, told: Callable[[int, int], None] = lambda _done, _of: None, **values: Any) -> HandedOut:
    return write_certificates(desk, WriteCertificates.read({"issuer_name": "BP Group", **values}), told)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


ALL = ["Ada-Byron-ACXM-2026-0001.pdf", "Bob-ACXM-2026-0003.pdf", "Zoë-Núñez-ACXM-2026-0002.pdf"]


def test_a_session_has_a_file_for_each_who_earned_something(awarded: Desk, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    report = write(awarded, lambda *far: told.append(far), session=REF.lower(), folder=folder)
    assert report.receipt.sentence == f"3 certificates written to {folder}."
    assert (report.receipt.lines, report.receipt.changed, report.left) == ((), False, ())
    assert names(folder) == ALL
    assert {path.stat().st_mode & 0o777 for path in report.files} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert "Zoë Núñez" in texts((folder / ALL[2]).read_bytes())


def test_without_an_issuer_it_is_said_how_to_name_one(awarded: Desk, folder: Path) -> None:
    assert write(awarded, session=REF, folder=folder, issuer_name="").receipt.lines == (NO_ISSUER,)


def test_a_person_has_all_that_she_holds(awarded: Desk, folder: Path) -> None:
    add_award(awarded, 1, "OLD-7", awarded_on=date(2019, 5, 1), valid_until=None)
    report = write(awarded, person=1, folder=folder)
    assert names(folder) == ["Ada-Byron-ACXM-2026-0001.pdf", "Ada-Byron-OLD-7.pdf"]
    assert report.receipt.sentence.startswith("2 certificates written")
    with pytest.raises(Refused, match=r"There are several: OLD-7, ACXM-2026-0001\. Give one number"):
        write(awarded, person=1, out=folder / "ada.pdf")
    write(awarded, person=2, out=folder / "zoe.pdf")
    assert "zoe.pdf" in names(folder)


@pytest.mark.parametrize("whose", [{"number": "acxm-2026-0001"}, {"accreditations": [1]}])
def test_one_goes_to_the_file_that_is_named(awarded: Desk, tmp_path: Path, whose: dict[str, Any]) -> None:
    out = tmp_path / "ada.pdf"
    assert write(awarded, **whose, out=out).receipt.sentence == f"1 certificate written to {out}."
    assert write(awarded, **whose, out=out).receipt.sentence == f"0 certificates written, 1 there already: {out}."
    assert "Ada Byron" in texts(out.read_bytes())


def test_some_have_a_file_each(awarded: Desk, folder: Path) -> None:
    write(awarded, accreditations=(3, 1), folder=folder)
    assert names(folder) == ALL[:2]
    with pytest.raises(Refused, match=r"There are several: ACXM-2026-0001, ACXM-2026-0003\. Give one number"):
        write(awarded, accreditations=(3, 1), out=folder / "x.pdf")


def test_who_begins_again_leaves_what_is_there_already(awarded: Desk, folder: Path) -> None:
    write(awarded, session=REF, folder=folder)
    (folder / ALL[1]).unlink()
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    report = write(awarded, session=REF, folder=folder)
    assert report.receipt.sentence == f"1 certificate written, 2 there already: {folder}."
    assert [path.name for path in report.files] == [ALL[1]]
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_another_file_is_replaced_only_when_asked_for(awarded: Desk, folder: Path) -> None:
    folder.mkdir()
    (folder / ALL[0]).write_text("mine")
    report = write(awarded, session=REF, folder=folder)
    assert report.receipt.sentence == f"2 certificates written, 1 not written: {folder}."
    assert report.left == (f"{folder / ALL[0]}: another file is there already, and was not replaced.",)
    assert (folder / ALL[0]).read_text() == "mine"
    assert write(awarded, session=REF, folder=folder, overwrite=True).left == ()
    assert names(folder) == ALL
    assert (folder / ALL[0]).read_bytes().startswith(b"%PDF")


def test_a_link_and_a_data_file_are_never_written_over(awarded: Desk, folder: Path) -> None:
    folder.mkdir()
    (folder / ALL[0]).symlink_to(folder / "elsewhere")
    report = write(awarded, session=REF, folder=folder, overwrite=True)
    assert [sentence.partition(".pdf")[2] for sentence in report.left] == [
        " is a link. Nothing is written through a link: choose another name."
    ]
    held = awarded.path.read_bytes()
    with pytest.raises(Refused, match="is a data file of acxdesk"):
        write(awarded, number="ACXM-2026-0001", out=awarded.path, overwrite=True)
    assert awarded.path.read_bytes() == held


def test_one_that_cannot_be_printed_does_not_hold_up_the_others(awarded: Desk, folder: Path) -> None:
    add_award(awarded, 4, "ACXM-2026-0004", REF, name=UNDRAWN)
    report = write(awarded, session=REF, folder=folder)
    assert report.receipt.sentence == f"3 certificates written, 1 not written: {folder}."
    assert report.left == (
        (
            'ACXM-2026-0004 of "Ada ⴰ" cannot be printed: no font here has ⴰ (U+2D30) in the name. '
            "Reissue it with another name: `acxdesk accreditation reissue`."
        ),
    )
    assert names(folder) == ALL


def test_what_does_not_stand_has_none_and_is_told(awarded: Desk, folder: Path) -> None:
    add_award(awarded, 4, "ACXM-2026-0004", REF, state=State.REVOKED)
    report = write(awarded, session=REF, folder=folder)
    assert report.receipt.lines == ("ACXM-2026-0004 of Cleo is revoked: there is no certificate of it.",)
    assert (report.left, names(folder)) == ((), ALL)
    with pytest.raises(Refused, match=r"No certificate was written\. ACXM-2026-0004 of Cleo is revoked"):
        write(awarded, person=4, folder=folder)
    with pytest.raises(Refused, match=r"^ACXM-2026-0004 of Cleo is revoked"):
        write(awarded, number="ACXM-2026-0004", out=folder / "cleo.pdf")
    assert names(folder) == ALL


def test_what_was_replaced_says_by_what(awarded: Desk, folder: Path) -> None:
    old = add_award(awarded, 4, "ACXM-2026-0004", REF, state=State.SUPERSEDED)
    add_award(awarded, 4, "ACXM-2026-0004/2", REF, name="Cleopatra", replaces_id=old)
    with pytest.raises(Refused, match="ACXM-2026-0004/2 stands in its place"):
        write(awarded, number="ACXM-2026-0004", folder=folder)
    write(awarded, session=REF, folder=folder)
    assert names(folder) == [*ALL[:2], "Cleopatra-ACXM-2026-0004-2.pdf", ALL[2]]


def test_two_numbers_that_a_file_cannot_tell_apart_have_two_files(awarded: Desk, folder: Path) -> None:
    add_award(awarded, 4, "A/2", REF)
    add_award(awarded, 4, "A-2", REF)
    write(awarded, person=4, folder=folder)
    assert names(folder) == ["Cleo-A-2-1.pdf", "Cleo-A-2.pdf"]


class StoppedError(Exception):
    """Esc."""


def test_whoever_stops_keeps_what_is_whole_and_goes_on_from_there(awarded: Desk, folder: Path) -> None:
    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        write(awarded, stop, session=REF, folder=folder)
    assert names(folder) == ALL[:2]
    assert write(awarded, session=REF, folder=folder).receipt.sentence.startswith(
        "1 certificate written, 2 there already"
    )
    assert names(folder) == ALL


def test_a_disk_that_becomes_full_is_told_and_nothing_is_half_written(
    awarded: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def full(_descriptor: int) -> None:
        calls.append(1)
        if len(calls) > 4:  # each file is brought to the disk, then its folder
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(SaveFailed) as refused:
            write(awarded, session=REF, folder=folder)
    assert str(refused.value) == (
        f"There is no room for {folder / ALL[2]}: No space left on device. 2 of 3 certificates had been dealt with "
        "before. What is whole stays. Make room and do it again: it goes on from here."
    )
    assert names(folder) == ALL[:2]
    report = write(awarded, session=REF, folder=folder)
    assert report.receipt.sentence == f"1 certificate written, 2 there already: {folder}."


def test_a_rehearsal_prints_all_and_writes_nothing(awarded: Desk, folder: Path) -> None:
    report = write(awarded.rehearsing(), session=REF, folder=folder)
    assert report.receipt.rehearsed
    assert report.receipt.sentence == f"3 certificates written to {folder}."
    assert not folder.exists()


@pytest.mark.parametrize(
    ("values", "kind", "told"),
    [
        ({"session": "ACXM-2026-12-08"}, NotFound, "ACXM-2026-12-08"),
        ({"number": "ACXM-2026-0009"}, NotFound, 'There is no accreditation "ACXM-2026-0009"'),
        ({"accreditations": [99]}, NotFound, "is no more"),
        ({"person": 99}, NotFound, "No person 99"),
        ({"person": 4}, Refused, "Cleo was awarded nothing yet."),
    ],
)
def test_what_is_not_there_is_told(
    awarded: Desk, folder: Path, values: dict[str, Any], kind: type[Refused], told: str
) -> None:
    with pytest.raises(kind) as refused:
        write(awarded, **values, folder=folder)
    assert told in str(refused.value)
    assert not folder.exists()


def test_a_session_without_any_and_a_single_file_for_a_session_are_refused(awarded: Desk, tmp_path: Path) -> None:
    other = run(awarded, "2027-02-01")
    with pytest.raises(Refused, match=f"Nothing was awarded on {other} yet"):
        write(awarded, session=other, folder=tmp_path / "x")
    with pytest.raises(Refused, match="are several files"):
        write(awarded, session=REF, out=tmp_path / "x.pdf")


def test_a_folder_that_cannot_be_made_is_told(awarded: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name in ("file", "none/there", "a\0b"):
        with pytest.raises(InputProblem):
            write(awarded, session=REF, folder=tmp_path / name)


@pytest.mark.parametrize(
    "values",
    [{}, {"number": "x"}, {"number": "x", "person": 1, "out": "a"}, {"number": "x", "out": "a", "folder": "b"}],
)
def test_it_is_of_one_thing_and_goes_to_one_place(values: dict[str, Any]) -> None:
    with pytest.raises(Faulty):
        WriteCertificates.read(values)
