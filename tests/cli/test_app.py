"""The command line as a whole: options, help, exit codes, signals."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from acxdesk.cli import call
from acxdesk.cli.app import EXIT_CODES, build
from acxdesk.errors import Busy, DataFileProblem, InputProblem, NotFound, Overtaken, Refused, SaveFailed
from tests.cli.conftest import SESSION, Say, environment, start


@pytest.mark.parametrize(
    "arguments",
    [
        ("--json", "session", "list", "--status", "open"),
        ("session", "--json", "list", "--status", "open"),
        ("session", "list", "--status", "open", "--json"),
        ("session", "list", "--json", "--status=open"),
    ],
)
def test_options_of_every_verb_stand_before_or_after_it(desk: Say, arguments: tuple[str, ...]) -> None:
    answer = desk(*arguments)

    assert (answer.code, [row["reference"] for row in answer.json]) == (0, [SESSION])


def test_the_data_file_is_named_by_the_option_before_the_variable(desk: Say, desk_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.acx"
    desk_file.rename(other)

    assert desk("session", "list").code == 5
    assert desk("session", "list", "--data", str(other)).code == 0
    assert desk(f"--data={other}", "session", "list").code == 0


def test_an_unknown_variable_of_ours_is_told(desk: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACXDESK_ZOEN", "Europe/London")

    assert "ACXDESK_ZOEN is no setting" in desk("session", "list").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sesion", "list"), 'Unknown command "sesion". Did you mean "session"? See `acxdesk --help`.'),
        (("session", "lst"), 'Unknown command "lst". Did you mean "list"? See `acxdesk session --help`.'),
        (("--jsn", "session", "list"), "There is no option --jsn. See `acxdesk --help`."),
        (
            ("session", "list", "--stat", "open"),
            "Unknown option: --stat. Did you mean --status? See `acxdesk session list --help`.",
        ),
        (("session", "show"), "--session is missing. See `acxdesk session show --help`."),
        (("session", "list", "--words"), "--words needs a value. See `acxdesk session list --help`."),
        (("session", "show", "A", "B"), 'Too many arguments: "B". See `acxdesk session show --help`.'),
        (
            ("session", "edit", "A", "--max", "ten"),
            '--max: "ten" is no whole number. See `acxdesk session edit --help`.',
        ),
        (
            ("session", "list", "--status", "lost"),
            (
                '--status: "lost" is not one of draft, open, confirmed, closed, cancelled. '
                "See `acxdesk session list --help`."
            ),
        ),
        (("completion", "tcsh"), 'SHELL: "tcsh" is not one of bash, zsh, fish. See `acxdesk completion --help`.'),
        (
            ("session", "cancel", "A", "--reason", "x", "--reason", "y"),
            "--reason is given twice. See `acxdesk session cancel --help`.",
        ),
        (("session", "import", "--yeer", "2020"), "There is no option --yeer. See `acxdesk session import --help`."),
    ],
)
def test_a_slip_of_the_hand_is_told_in_a_sentence_with_the_help_that_explains(
    desk: Say, arguments: tuple[str, ...], said: str
) -> None:
    answer = desk(*arguments)

    assert (answer.code, answer.out, answer.err) == (2, "", f"acxdesk: {said}\n")


def test_a_noun_without_a_verb_is_wrong_use_and_names_its_verbs(desk: Say) -> None:
    answer = desk("meeting")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "acxdesk: `acxdesk meeting` needs a verb: move, resize, cancel, restore, add, list. "
        "See `acxdesk meeting --help`.\n"
    )


def test_help_of_every_verb_is_printed_and_needs_no_data_file(say: Say) -> None:
    app = build()
    nouns = [name for name in app if not name.startswith("-")]
    assert {"session", "person", "enrolment", "calendar", "undo"} <= set(nouns)

    for noun in nouns:
        for verb in [None, *(name for name in app[noun] if not name.startswith("-"))]:
            words = [noun] if verb is None else [noun, verb]
            answer = say(*words, "--help")
            assert answer.code == 0, words
            assert answer.out.startswith(f"Usage: acxdesk {' '.join(words)}"), words
            assert "--dry-run" in answer.out, words
            assert max(map(len, answer.lines)) <= 80, words


def test_the_help_lists_every_exit_code(say: Say) -> None:
    lines = say("--help").lines

    for code, meaning in EXIT_CODES:
        assert f"{code:>5}  {meaning}" in lines


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (Refused, 3),
        (NotFound, 4),
        (DataFileProblem, 5),
        (InputProblem, 6),
        (SaveFailed, 7),
        (Busy, 8),
        (Overtaken, 9),
    ],
)
def test_each_refusal_has_its_exit_code_and_reads_as_sentence_and_remedy(
    desk: Say, monkeypatch: pytest.MonkeyPatch, refusal: type[Refused], code: int
) -> None:
    def refuse(_settings: object) -> None:
        raise refusal("It cannot be done.", remedy="Do something else.")

    monkeypatch.setattr(call, "_opened", refuse)
    answer = desk("session", "list")

    assert (answer.code, answer.out) == (code, "")
    assert answer.err == "acxdesk: It cannot be done. Do something else.\n"
    assert code in dict(EXIT_CODES)


def test_ctrl_c_ends_with_130_and_one_line(desk: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_settings: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(call, "_opened", stop)
    answer = desk("session", "list")

    assert (answer.code, answer.out, answer.err) == (130, "", "acxdesk: stopped.\n")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells which signals are caught")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_ends_a_verb_that_waits_with_its_code_and_writes_nothing(
    desk_file: Path, number: signal.Signals, code: int
) -> None:
    waiting = subprocess.Popen(
        [sys.executable, "-m", "acxdesk", "session", "import", "-", "--year", "2020"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(desk_file),
        text=True,
        # A test run in the background has Ctrl+C ignored, and its children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - nothing else runs in it
    )
    try:
        assert waiting.stdin is not None
        deadline = time.monotonic() + 30
        while not _catches(waiting.pid, number):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        waiting.send_signal(number)
        out, err = waiting.communicate(timeout=30)
    finally:
        waiting.kill()
    assert (waiting.returncode, out) == (code, "")
    assert "Traceback" not in err


def _catches(pid: int, number: int) -> bool:
    """Whether the program has put up its own handlers."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = int(next(line for line in status.splitlines() if line.startswith("SigCgt")).split()[1], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1) and bool(caught >> (number - 1) & 1)


def test_nobody_reads_on_and_nothing_is_said_about_it(desk_file: Path) -> None:
    ended = subprocess.run(
        f'"{sys.executable}" -m acxdesk session --help | true; exit "${{PIPESTATUS[0]}}"',
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        check=False,
        env=environment(desk_file),
        timeout=60,
    )

    assert (ended.returncode, ended.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_stdout_is_told(desk_file: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "acxdesk", "programme", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=environment(desk_file),
            text=True,
            timeout=60,
        )

    assert ended.returncode == 7
    assert ended.stderr == (
        "acxdesk: The output cannot be written: No space left on device. Redirect it to another place.\n"
    )


def test_names_print_in_a_terminal_that_knows_no_unicode(desk_file: Path) -> None:
    answer = start("person", "list", data=desk_file, PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Zo\\xeb Bront\\xeb" in answer.stdout


def test_a_backup_is_made_of_work_that_has_none_and_a_failure_of_it_holds_nothing_up(desk: Say, home: Path) -> None:
    (home / "backups").write_text("in the way")

    answer = desk("person", "add", "Hana Sato")

    assert answer.code == 0
    assert answer.err.startswith("No backup could be made: ")
    (home / "backups").unlink()
    desk("person", "add", "Emi Sato")
    assert len(list((home / "backups").iterdir())) == 1
