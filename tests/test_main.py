"""The start of the program: what is answered before anything loads, and what happens when all else fails."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

import acxdesk
from acxdesk import __main__
from acxdesk.__main__ import main
from tests.cli.conftest import environment


def program(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "acxdesk", *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=environment(home / "desk.acx"),
        timeout=60,
    )


def test_the_version_is_one_line(tmp_path: Path) -> None:
    for arguments in (("--version",), ("--data", "desk.acx", "--version")):
        answer = program(*arguments, home=tmp_path)

        assert (answer.returncode, answer.stdout, answer.stderr) == (0, f"acxdesk {acxdesk.__version__}\n", "")


@pytest.mark.parametrize("arguments", [(), ("--data", "desk.acx"), ("--data=desk.acx",), ("demo",)])
def test_without_a_verb_and_without_a_terminal_it_names_the_verbs(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    answer = program(*arguments, home=tmp_path)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        "acxdesk: The terminal app needs a terminal. In a script use a verb, as `acxdesk session list`; "
        "`acxdesk --help` has them all.\n"
    )


def test_without_a_verb_the_terminal_app_opens_on_the_file_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str | None] = []

    def open_app(data: str | None) -> int:
        opened.append(data)
        return 0

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(__main__, "_terminal_app", open_app)

    assert [main([]), main(["--data", "a.acx"]), main(["--data=b.acx"]), main(["demo"])] == [0, 0, 0, 0]
    assert opened == ["", "a.acx", "b.acx", None]


def test_a_crash_leaves_a_reference_in_a_private_log_and_no_word_of_what_it_was_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(_arguments: list[str]) -> int:
        raise ValueError("Ada Byron <ada@example.org>")

    monkeypatch.setattr(__main__, "_command", crash)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    assert main(["session", "list"]) == 1

    printed = capsys.readouterr()
    log = tmp_path / "acxdesk" / "acxdesk.log"
    line = log.read_text()
    reference = line.split()[1]
    assert printed.out == ""
    assert printed.err == (
        f"acxdesk: acxdesk itself failed (ValueError); {log} has the place under {reference}. "
        "A deed that was under way was not saved.\n"
    )
    assert "builtins.ValueError at" in line
    assert "Ada" not in line + printed.err
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_is_no_second_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(_arguments: list[str]) -> int:
        raise ValueError

    monkeypatch.setattr(__main__, "_command", crash)
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))

    assert main(["session", "list"]) == 1
    assert "the log could not be written either" in capsys.readouterr().err


@pytest.mark.parametrize("closed", ["2>&-", ">&-", "<&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_nothing_and_no_other(tmp_path: Path, closed: str) -> None:
    command = f'"$0" -m acxdesk init {closed} && "$0" -m acxdesk session import - --year 2020 --yes {closed}'
    answer = subprocess.run(
        ["sh", "-c", command, sys.executable],
        capture_output=True,
        text=True,
        check=False,
        input="Accredited CX Master\n(ACXM)\n",
        env=environment(tmp_path / "desk.acx"),
        timeout=60,
    )

    made = "" if ">&- 2" in closed or closed == ">&-" else f"{tmp_path / 'desk.acx'}\n"
    assert (answer.returncode, answer.stdout[: len(made)]) == (6, made)
    assert "failed" not in answer.stderr
    assert "made" not in answer.stdout
