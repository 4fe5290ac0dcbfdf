"""`acxdesk completion`."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Say


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_each_shell_knows_every_noun(say: Say, shell: str) -> None:
    answer = say("completion", shell)

    assert (answer.code, answer.err) == (0, "")
    assert all(noun in answer.out for noun in ("session", "enrolment", "schedule", "--programme"))


def test_bash_takes_the_script_as_it_is(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "completion.bash"
    path.write_text(say("completion", "bash").out)

    assert subprocess.run(["bash", "-n", str(path)], check=False, capture_output=True).stderr == b""


def test_another_shell_is_refused(say: Say) -> None:
    assert say("completion", "tcsh").code == 2
