"""The README's chapters that tell a story, carried out: every command as it stands there, at the moment that it names.

In its `sh` blocks a line `# Thu 10 Dec 2026 19:30` sets the clock (UTC), `acxdesk ...` is run, and what is printed has
to hold each line behind `#>`. CODE stands for the code of the accreditation that the line before has told of; where a
voter is named, for hers as it was written to codes.csv.
"""

import csv
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
AWARD = "## The Change Architect of the Year"
HOLDS = "## Schedules that hold"


@dataclass
class Told:
    """A command, when it is given, and what it has to say."""

    at: datetime
    command: str
    expected: list[str] = field(default_factory=list)


def chapter(heading: str = CHAPTER) -> str:
    """A chapter, without its heading."""
    return README.split(heading)[1].split("\n## ")[0]


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


def _code(command: str) -> str:
    """The voting code of the voter whom a command names; empty where it names none."""
    _, named, rest = command.partition("--voter ")
    if not named:
        return ""
    with Path("codes.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(row["code"] for row in csv.DictReader(file) if row["email"] == rest.split()[0])


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
        program, *words = shlex.split(told.command.replace("CODE", _code(told.command) or (code or ["CODE"])[-1]))
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


@pytest.mark.parametrize("heading", [CHAPTER, HOLDS])
def test_the_chapter_is_true_word_by_word(say: Say, heading: str) -> None:
    say(Told(datetime(2026, 11, 24, 9, tzinfo=UTC), "acxdesk init"))
    told = list(story(chapter(heading)))
    assert len(told) > 20
    assert sum(len(one.expected) for one in told) > 20
    for one in told:
        said = say(one)
        for line in one.expected:
            assert " ".join(line.split()) in said, f"{one.command}\n{said}"


@pytest.mark.parametrize("heading", [CHAPTER, HOLDS])
def test_every_deed_of_the_chapter_stands_in_the_journal_and_goes_back(say: Say, heading: str) -> None:
    say(Told(datetime(2026, 11, 24, 9, tzinfo=UTC), "acxdesk init"))
    told = list(story(chapter(heading)))
    for one in told:
        say(one)
    end = told[-1].at
    undone = 0
    while "Nothing" not in (said := say(Told(end, "acxdesk undo"))):
        undone += 1
        assert undone < 100, said
    assert undone >= 18
    assert "ok" in say(Told(end, "acxdesk doctor")).lower()


def test_a_whole_cycle_of_the_award_is_true_word_by_word_and_counted_again_to_the_same_bytes(
    say: Say, tmp_path: Path
) -> None:
    told = list(story(chapter(AWARD)))
    say(Told(told[0].at, "acxdesk init --demo"))
    for one in told:
        said = say(one)
        for line in one.expected:
            assert " ".join(line.split()) in said, f"{one.command}\n{said}"
    end = told[-1].at
    say(Told(end, "acxdesk award count --from ballots.txt > again.txt"))
    assert (tmp_path / "again.txt").read_bytes() == (tmp_path / "result.txt").read_bytes()
    assert (tmp_path / "winner.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "award.ics").read_text(encoding="utf-8").count("BEGIN:VEVENT") == 4
    assert "Change Architect of the Year 2027" in say(Told(end, "acxdesk undo"))
    assert "cannot be taken back" in say(Told(end, "acxdesk undo"))  # the seal
    assert "ok" in say(Told(end, "acxdesk doctor")).lower()
