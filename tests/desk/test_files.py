import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from acxdesk.desk import files
from acxdesk.desk.connection import open_connection
from acxdesk.desk.files import check, create, sync_folder
from acxdesk.desk.opening import USER_VERSION, faults
from acxdesk.errors import DataFileProblem, InputProblem, Refused, SaveFailed
from tests.desk.bare import as_nobody, names_in, room_for, without_rights


def test_a_new_file_can_be_opened_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "acx" / "desk" / "desk.acx"
    found = create(path)
    assert (found, found.at_head, found.user_version) == (check(path), True, USER_VERSION)
    assert faults(path) == ()
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent, path.parent.parent)] == [
        0o600,
        0o700,
        0o700,
    ]
    assert names_in(path.parent) == {"desk.acx"}


def test_a_new_file_takes_a_deed(tmp_path: Path) -> None:
    path = create(tmp_path / "desk.acx").path
    connection = open_connection(path)
    connection.execute(
        "INSERT INTO organisations (name, name_key, country, note, sort_key, version) "
        "VALUES ('A', 'a', 'GB', '', 'a', 1)"
    )
    connection.close()
    assert check(path).at_head


def test_the_mode_of_a_folder_that_was_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o750)
    create(folder / "desk.acx")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750


@pytest.mark.parametrize("there", ["data file", "text", "empty", "folder", "link"])
def test_what_is_there_stays_as_it_is(there: str, tmp_path: Path) -> None:
    path = tmp_path / "desk.acx"
    match there:
        case "data file":
            create(path)
        case "text":
            path.write_bytes(b"mine")
        case "empty":
            path.touch()
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to(tmp_path / "nowhere")
    before = names_in(tmp_path), path.lstat()
    with pytest.raises(Refused) as caught:
        create(path)
    assert str(caught.value) == f"{path} is there already. Open it, or name another file with --data FILE."
    after = names_in(tmp_path), path.lstat()
    assert [after[0], after[1].st_mtime_ns, after[1].st_size] == [before[0], before[1].st_mtime_ns, before[1].st_size]


def test_of_two_desks_that_make_the_same_file_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "desk.acx"
    program = f"""
import sys
from pathlib import Path
from acxdesk.desk.files import create
from acxdesk.errors import Refused
sys.stdin.readline()
try:
    create(Path({str(path)!r}))
    print("made")
except Refused:
    print("refused")
"""
    desks = [
        subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for desk in desks:
        assert desk.stdin is not None
        desk.stdin.write("\n")
        desk.stdin.flush()
    told = [desk.communicate()[0] for desk in desks]
    assert sorted(told) == ["made\n", "refused\n", "refused\n"]
    assert check(path).at_head
    assert names_in(tmp_path) == {"desk.acx"}


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "desk.acx"
    with room_for(8192), pytest.raises(SaveFailed) as caught:
        create(path)
    assert caught.value.sentence.startswith(f"The disk that holds {path} ")
    assert names_in(tmp_path) == set()


def test_a_folder_without_the_right_to_write_is_refused() -> None:
    with without_rights() as folder:
        with as_nobody(), pytest.raises(SaveFailed, match="Permission denied"):
            create(folder / "desk.acx")
        with as_nobody(), pytest.raises(SaveFailed, match="Permission denied"):
            create(folder / "new" / "desk.acx")
        assert names_in(folder) == set()


def test_a_file_above_it_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("mine")
    with pytest.raises(Refused):
        create(tmp_path / "note" / "desk.acx")
    with pytest.raises(InputProblem):
        create(tmp_path / "note" / "below" / "desk.acx")
    assert names_in(tmp_path) == {"note"}


def test_a_kill_while_it_is_made_leaves_no_half_data_file(tmp_path: Path) -> None:
    path = tmp_path / "desk.acx"
    program = f"""
import os
from pathlib import Path
from acxdesk.desk import files
files.publish = lambda part, path: os.kill(os.getpid(), 9)
files.create(Path({str(path)!r}))
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -9
    with pytest.raises(DataFileProblem, match="There is no data file"):
        check(path)
    assert create(path).at_head


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox (Personal)/desk", "Dropbox"),
        ("OneDrive - Example Ltd", "OneDrive"),
        ("Google Drive/My Drive", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Nextcloud", "Nextcloud"),
    ],
)
def test_a_folder_that_a_cloud_service_copies_is_warned_of(folder: str, service: str, tmp_path: Path) -> None:
    path = tmp_path / folder / "desk.acx"
    assert sync_folder(path) == (
        f"{path} lies in a folder that {service} copies: deeds can be lost there when two machines write. Keep it on a "
        "disk of this machine, and only its backups there."
    )


def test_a_link_into_such_a_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "plain").symlink_to(tmp_path / "Dropbox")
    assert "that Dropbox copies" in sync_folder(tmp_path / "plain" / "desk.acx")


def test_a_folder_on_another_machine_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    share = tmp_path / "team share"
    escaped = os.fspath(share).replace(" ", "\\040")
    table = tmp_path / "mounts"
    table.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        f"//server/team {escaped} cifs rw 0 0\n"
        f"me@host:/ {escaped}/ssh fuse.sshfs rw 0 0\n"
        f"/dev/sdb1 {escaped}/disk ext4 rw 0 0\n"
        f"server:/x {tmp_path}/over nfs4 rw 0 0\n"
        f"/dev/sdc1 {tmp_path}/over ext4 rw 0 0\n"
    )
    monkeypatch.setattr(files, "_MOUNTS", table)
    kinds = {
        name: sync_folder(tmp_path / name / "desk.acx").partition(" lies in a folder ")[2].partition(":")[0]
        for name in ("team share", "team share/ssh/deep", "team share/disk", "over", "team share beside")
    }
    assert kinds == {
        "team share": "on another machine (cifs)",
        "team share/ssh/deep": "on another machine (fuse.sshfs)",
        "team share/disk": "",
        "over": "",
        "team share beside": "",
    }


def test_a_folder_of_this_machine_is_not_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sync_folder(tmp_path / "desk.acx") == ""
    monkeypatch.setattr(files, "_MOUNTS", tmp_path / "no such table")
    assert sync_folder(tmp_path / "desk.acx") == ""
