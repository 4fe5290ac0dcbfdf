"""`acxdesk manual`, and docs/cli.md, which is made of it."""

import pytest

from tests.cli.conftest import ROOT, Say

HEAD = "# The command line\n\nThis is what `COLUMNS=100 acxdesk manual` prints; a test holds the two alike.\n\n"


def test_the_reference_in_the_docs_is_what_the_verbs_say_of_themselves(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")

    answer = say("manual")

    assert answer.code == 0
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == HEAD + answer.out


def test_every_verb_has_its_page(say: Say) -> None:
    pages = say("manual", "--json").json

    said = [page["verb"] for page in pages]
    assert {"acxdesk", "acxdesk session import", "acxdesk meeting move", "acxdesk undo"} <= set(said)
    assert all(page["help"].startswith(f"Usage: {page['verb']}") for page in pages)
