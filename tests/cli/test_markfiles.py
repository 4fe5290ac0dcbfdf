"""`acxdesk mark export`, `import`, `pack` and `unpack`."""

from pathlib import Path

import pytest

from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from tests.actions.assessed import TWICE, assessed, enter_all
from tests.cli.conftest import NOW, Say
from tests.exchange.filled import csv_of, csv_rows, filled, typed

REF = "ACXM-2026-11-16"


@pytest.fixture
def marked(say: Say, home: Path, template: Path) -> Say:
    """The command line of a desk where Ada and Bob sat ACXM-2026-11-16; Ada has 61 in the exam."""
    path = home / "desk.acx"
    path.write_bytes(template.read_bytes())
    path.chmod(0o600)
    desk = Desk.open(path, who="anna", clock=FrozenClock(NOW))
    assessed(desk, "Ada", "Bob", scheme=TWICE)
    enter_all(desk, REF, 1, "61")
    desk.close()
    return say


def exported(say: Say, path: Path) -> list[list[str]]:
    assert say("mark", "export", REF, "--out", str(path), "--overwrite").code == 0
    return csv_rows(path.read_bytes())


def test_a_mark_sheet_goes_out_is_filled_in_and_comes_back(marked: Say, home: Path) -> None:
    path = home / "marks.csv"
    answer = marked("mark", "export", REF, "--out", str(path))
    assert (answer.code, answer.err) == (0, f"The mark sheet of 2 people written to {path}.\n")
    path.write_bytes(csv_of(typed(csv_rows(path.read_bytes()), {("Ada", "Exam"): "64", ("Bob", "Exam"): "4_7"})))

    dry = marked("mark", "import", REF, str(path), "--dry-run")
    assert [line.split(maxsplit=2)[:2] for line in dry.lines] == [["Line", "State"], ["2", "changed"], ["3", "refused"]]
    assert dry.code == 6
    assert dry.err.splitlines()[0] == f"Dry run, nothing was written: {REF}: 1 changed, 1 refused."

    done = marked("mark", "import", REF, str(path), "--yes")
    assert done.code == 6
    assert done.err.splitlines()[0] == f"{REF}: Exam of Ada: 64 of 100, was 61 by anna."
    assert exported(marked, path)[1][4] == "64"
    marked("undo")
    assert exported(marked, path)[1][4] == "61"


def test_nothing_is_entered_unasked(marked: Say, home: Path) -> None:
    path = home / "marks.csv"
    path.write_bytes(b"person,Exam\n2,47\n")
    answer = marked("mark", "import", REF, str(path))
    assert answer.code == 2
    assert "Enter 1 mark? Nobody can be asked here." in answer.err
    assert marked("mark", "import", REF, "-", stdin=path.read_bytes(), terminal=True).code == 2


def test_json_tells_every_cell(marked: Say, home: Path) -> None:
    answer = marked("mark", "import", REF, "-", "--json", "--yes", stdin=b"person,Exam\n1,61\n2,47\n")
    assert answer.code == 0
    assert answer.json == {
        "sentence": f"{REF}: Exam of Bob: 47 of 100.",
        "changed": True,
        "dry_run": False,
        "lines": [
            {
                "line": 2,
                "state": "same",
                "person": 1,
                "component": "Exam",
                "points": "61",
                "sentence": "Ada, Exam: 61, as it is.",
            },
            {
                "line": 3,
                "state": "new",
                "person": 2,
                "component": "Exam",
                "points": "47",
                "sentence": "Bob, Exam: 47 of 100.",
            },
        ],
        "notes": [],
        "left": [],
    }


def test_a_pack_comes_back_with_its_conflicts(marked: Say, home: Path) -> None:
    path = home / "pack.xlsx"
    answer = marked("mark", "pack", REF, "--out", str(path), "--by", "Grace")
    assert (answer.code, answer.err) == (0, f"A pack for Grace to mark 2 people written to {path}.\n")
    path.write_bytes(filled(path.read_bytes(), {("Ada", "Exam"): 64, ("Bob", "Exam"): 47}))
    marked("mark", "import", REF, "-", "--yes", stdin=b"person,Exam\n1,70\n")

    ours = marked("mark", "unpack", str(path), "--yes")
    assert ours.code == 0
    assert ours.lines[1].split()[:2] == ["2", "conflict"]
    assert exported(marked, home / "m.csv")[1][4] == "70"
    assert exported(marked, home / "m.csv")[2][4] == "47"

    theirs = marked("mark", "unpack", str(path), "--yes", "--take", "theirs")
    assert theirs.err.splitlines()[-1] == f"{REF}: Exam of Ada: 64 of 100, was 70 by anna."


def test_a_second_markers_pack_is_blind(marked: Say, home: Path) -> None:
    path = home / "pack.xlsx"
    assert marked("mark", "pack", REF, "--out", str(path), "--by", "Grace", "--series", "second").code == 0
    answer = marked("mark", "unpack", str(path), "--dry-run")
    assert answer.code == 0
    assert answer.err.splitlines() == [
        "  A pack of second marks for Grace, made on Tue 24 Nov 2026 at 09:00.",
        f"Dry run, nothing was written: {REF}: the file has no mark.",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("export", REF, "--out", "m.ods"), 6, "neither CSV nor XLSX"),
        (("export", "NOPE", "--out", "m.csv"), 4, "No session NOPE"),
        (("import", REF, "nowhere.csv"), 6, "cannot be read"),
        (("pack", REF, "--out", "p.csv"), 6, "no XLSX file"),
        (("unpack", "-"), 6, "no XLSX file"),
        (("pack", REF, "--out", "p.xlsx", "--attempt", "2"), 3, "Nobody on"),
        (("pack", REF, "--out", "p.xlsx", "--attempt", "0"), 3, "Attempt 0 is too small"),
    ],
)
def test_refusals_have_their_exit_codes(
    marked: Say, home: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, words: str
) -> None:
    monkeypatch.chdir(home)
    answer = marked("mark", *arguments)
    assert answer.code == code
    assert words in answer.err
    assert not list(home.glob("*.xlsx"))
