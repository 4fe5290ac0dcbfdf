"""The README's chapter of one delegate, carried out: every command as it stands there, at the moment that it names.

In its `sh` blocks a line `# Thu 10 Dec 2026 19:30` sets the clock (UTC), `acxdesk ...` is run, and what is printed has
to hold each line behind `#>`. CODE stands for the code of the accreditation that the line before has told of.
"""

import re
import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from acxdesk.__main__ import main
from acxdesk.desk.clock import SystemClock

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
CODE = re.compile("(?:[ACEFHJKMNPRTWXY3479]{4}-){2}[ACEFHJKMNPRTWXY3479]{4}")
CHAPTER = "## From the first class to the certificate"


@dataclass
class Told:
    """A command, when it is given, and what it has to say."""

    at: datetime
    command: str
    expected: list[str] = field(default_factory=list)


def chapter() -> str:
    """The chapter, without its heading."""
    return README.split(CHAPTER)[1].split("\n## ")[0]


def story(text: str) -> Iterator[Told]:
    """The commands of the chapter in their order."""
    at, told = None, None
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("#> "):
                assert told is not None, line
                told.expected.append(line.removeprefix("#> "))
            elif line.startswith("# "):
                at = datetime.strptime(line, "# %a %d %b %Y %H:%M").replace(tzinfo=UTC)
            elif line:
                assert at is not None, line
                if told is not None:
                    yield told
                told = Told(at, line)
    assert told is not None
    yield told


Say = Callable[[Told], str]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Give a command on a desk of its own; answers with all that it says, blanks made even."""
    monkeypatch.setenv("ACXDESK_DATA", str(tmp_path / "desk.acx"))
    monkeypatch.setenv("ACXDESK_NAME", "anna")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    code: list[str] = []  # the last that was told of

    def run(told: Told) -> str:
        monkeypatch.setattr(SystemClock, "now", lambda _clock: told.at)
        program, *words = shlex.split(told.command.replace("CODE", code[-1] if code else "CODE"))
        assert program == "acxdesk"
        into = words.pop(words.index(">") + 1) if ">" in words else ""
        main([word for word in words if word != ">"])
        printed = capsys.readouterr()
        if into:
            Path(into).write_text(printed.out, encoding="utf-8")
        said = " ".join(f"{printed.out} {printed.err}".split())
        code.extend(CODE.findall(said)[-1:])
        return said

    return run


def test_the_chapter_is_true_word_by_word(say: Say) -> None:
    say(Told(datetime(2026, 11, 24, 9, tzinfo=UTC), "acxdesk init"))
    told = list(story(chapter()))
    assert len(told) > 20
    assert sum(len(one.expected) for one in told) > 20
    for one in told:
        said = say(one)
        for line in one.expected:
            assert " ".join(line.split()) in said, f"{one.command}\n{said}"


def test_every_deed_of_the_chapter_stands_in_the_journal_and_goes_back(say: Say) -> None:
    say(Told(datetime(2026, 11, 24, 9, tzinfo=UTC), "acxdesk init"))
    told = list(story(chapter()))
    for one in told:
        say(one)
    end = told[-1].at
    undone = 0
    while "Nothing" not in (said := say(Told(end, "acxdesk undo"))):
        undone += 1
        assert undone < 100, said
    assert undone >= 20
    assert "ok" in say(Told(end, "acxdesk doctor")).lower()
