"""`acxdesk session page`."""

from pathlib import Path

import pytest

from tests.cli.conftest import SESSION, Say


def test_the_schedule_of_a_session_and_of_its_month_are_written(desk: Say, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    answer = desk("session", "page", SESSION, "--out", str(out), "--also", "Asia/Tokyo")
    assert (answer.code, answer.out) == (0, "")
    assert "Tokyo" in out.read_text()
    month = SESSION.removeprefix("ACXM-")[:7]
    answer = desk("session", "page", "--month", month, "--out", str(out), "--overwrite", "--json")
    assert answer.json["file"] == str(out)
    assert out.read_text().count("<h2>") == 4


@pytest.mark.parametrize("what", [(), (SESSION, "--month", "2026-12")])
def test_a_page_is_of_one_thing(desk: Say, tmp_path: Path, what: tuple[str, ...]) -> None:
    assert desk("session", "page", *what, "--out", str(tmp_path / "page.pdf")).code == 2


def test_a_dry_run_writes_nothing(desk: Say, tmp_path: Path) -> None:
    out = tmp_path / "page.pdf"
    assert desk("session", "page", SESSION, "--out", str(out), "--dry-run").code == 0
    assert not out.exists()
