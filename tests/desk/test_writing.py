import errno
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from acxdesk.desk import writing
from acxdesk.desk.writing import refuse_taken, safe_name, write_whole
from acxdesk.errors import InputProblem, Refused, SaveFailed
from tests.desk.bare import as_nobody, made, names_in, room_for, without_rights


def test_a_file_is_written_whole_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    assert write_whole(path, iter([b"name,email\n", b"", "Zoë\n".encode()])) == 16
    assert path.read_bytes() == "name,email\nZoë\n".encode()
    assert path.stat().st_mode & 0o777 == 0o600
    assert names_in(tmp_path) == {"roster.csv"}


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(b"theirs")
    with pytest.raises(Refused) as caught:
        write_whole(path, [b"ours"])
    assert str(caught.value) == f"{path} is there already. Choose another name, or replace it with --overwrite."
    assert path.read_bytes() == b"theirs"


def test_a_name_that_is_taken_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"

    def chunks() -> Iterator[bytes]:
        yield b"ours"
        path.write_bytes(b"theirs")

    with pytest.raises(Refused, match="--overwrite"):
        write_whole(path, chunks())
    assert path.read_bytes() == b"theirs"
    assert names_in(tmp_path) == {"roster.csv"}


def test_a_file_is_replaced_when_asked_and_is_then_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(b"old and longer")
    path.chmod(0o644)
    write_whole(path, [b"new"], overwrite=True)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("overwrite", [False, True])
def test_nothing_is_written_through_a_link(overwrite: bool, tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link.csv"
    target.write_bytes(b"theirs")
    link.symlink_to(target)
    with pytest.raises(Refused, match="is a link"):
        write_whole(link, [b"ours"], overwrite=overwrite)
    target.unlink()
    with pytest.raises(Refused, match="is a link"):
        write_whole(link, [b"ours"], overwrite=overwrite)
    assert names_in(tmp_path) == {"link.csv"}


def test_a_folder_and_a_pipe_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, said in (("folder", "is a folder"), ("pipe", "is a device or a pipe")):
        with pytest.raises(Refused, match=said):
            write_whole(tmp_path / name, [b"x"], overwrite=True)


def test_an_export_never_replaces_a_data_file(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx")
    before = path.read_bytes()
    with pytest.raises(Refused, match="is a data file of acxdesk"):
        write_whole(path, [b"name,email\n"], overwrite=True)
    assert path.read_bytes() == before


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "calendar.ics"
    with room_for(100_000), pytest.raises(SaveFailed) as caught:
        write_whole(path, (b"x" * 1000 for _ in range(1000)))
    assert caught.value.sentence == f"There is no room for {path}: File too large."
    assert names_in(tmp_path) == set()


def test_a_disk_that_is_full_at_the_last_moment_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "calendar.ics"
    path.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveFailed, match="No space left on device"):
        write_whole(path, [b"new"], overwrite=True)
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == {"calendar.ics"}


def test_a_refusal_halfway_through_leaves_nothing_behind(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise Refused("The session was cancelled meanwhile.")

    with pytest.raises(Refused, match="cancelled meanwhile"):
        write_whole(tmp_path / "calendar.ics", chunks())
    assert names_in(tmp_path) == set()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as caught:
        write_whole(tmp_path / "none" / "calendar.ics", [b"x"])
    assert caught.value.sentence == f"There is no folder {tmp_path / 'none'}."


@pytest.mark.parametrize("name", ["a" * 300, "nul\0byte"])
def test_a_name_that_no_file_can_have_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        write_whole(tmp_path / name, [b"x"])
    assert names_in(tmp_path) == set()


def test_a_name_that_is_too_long_is_not_called_taken(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="cannot be a file's name here"):
        refuse_taken(tmp_path / ("x" * 300))


def test_a_folder_without_the_right_to_write_is_named() -> None:
    with without_rights() as folder:
        with as_nobody(), pytest.raises(SaveFailed) as caught:
            write_whole(folder / "calendar.ics", [b"x"])
        assert names_in(folder) == set()
    assert caught.value.sentence == f"{folder} cannot be written: Permission denied."


def test_a_file_system_without_links_is_written_to_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(_path: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", unsupported)
    path = tmp_path / "roster.csv"
    write_whole(path, [b"whole"])
    assert path.read_bytes() == b"whole"
    with pytest.raises(Refused, match="--overwrite"):
        write_whole(path, [b"again"])
    assert names_in(tmp_path) == {"roster.csv"}


def test_a_file_that_cannot_take_its_name_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_path: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", fails)
    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(SaveFailed):
        write_whole(tmp_path / "roster.csv", [b"whole"])
    assert names_in(tmp_path) == set()


def test_a_name_that_may_not_last_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_folder: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(writing, "sync_folder_entry", fails)
    path = tmp_path / "roster.csv"
    with pytest.raises(SaveFailed) as caught:
        write_whole(path, [b"whole"])
    assert caught.value.sentence == f"{path} was written, but its folder could not be: Input/output error."
    assert names_in(tmp_path) == {"roster.csv"}


def test_the_folder_is_synced_after_the_name_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "roster.csv"
    seen: list[bool] = []
    monkeypatch.setattr(writing, "sync_folder_entry", lambda folder: seen.append((folder / path.name).exists()))
    write_whole(path, [b"x"])
    assert seen == [True]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Byron", "Ada-Byron"),
        ("ACXM-2020-11-16", "ACXM-2020-11-16"),
        ("Łukasz Żółć", "Łukasz-Żółć"),
        ("هدى الزهراء", "هدى-الزهراء"),
        ("हिन्दी", "हिन्दी"),
        ("ﬁnal ①", "final-1"),
        ("../../etc/passwd", "etc-passwd"),
        ("--help", "help"),
        ("a\r\nb\x1b[31mc", "a-b-31mc"),
        ("CON", "CON_"),
        ("com1", "com1_"),
        ("...", "unnamed"),
        ("", "unnamed"),
        ("Ada\u200b\u3164Byron", "Ada-Byron"),
    ],
)
def test_a_text_becomes_the_name_of_a_file(text: str, name: str) -> None:
    assert safe_name(text) == name


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
@example("é" * 100)
@example("👩‍🚀" * 50)
def test_every_name_is_safe_and_stays_itself(text: str) -> None:
    name = safe_name(text)
    assert 1 <= len(name.encode()) <= 120
    assert name == safe_name(name)
    assert name == unicodedata.normalize("NFKC", name)
    assert not set(name) & set('/\\:*?"<>|.\0 \n')
    assert not name.startswith("-")
