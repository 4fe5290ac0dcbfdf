"""The verbs of `acxdesk journal`, undo and redo."""

from tests.cli.conftest import SESSION, Say


def test_undo_and_redo_say_what_and_then_that_nothing_is_left(desk: Say) -> None:
    desk("session", "edit", SESSION, "--city", "Leeds")

    assert desk("undo", "--dry-run").err == f"Dry run, nothing was written: Taken back: {SESSION} edited.\n"
    assert desk("session", "show", SESSION, "--json").json["city"] == "Leeds"
    assert desk("undo").err == f"Taken back: {SESSION} edited.\n"
    assert desk("session", "show", SESSION, "--json").json["city"] == ""
    assert desk("redo", "--json").json["sentence"] == f"Put again: {SESSION} edited."
    nothing = desk("redo")
    assert (nothing.code, nothing.err) == (0, "Nothing is left to put again.\n")


def test_the_journal_is_listed_last_first_by_person_session_and_day(desk: Say) -> None:
    desk("enrolment", "book", "--session", SESSION, "--person", "1")

    def sentences(*narrowed: str) -> list[str]:
        return [row["sentence"] for row in desk("journal", "list", "--json", *narrowed).json]

    assert sentences()[0] == f"Ada Byron booked on {SESSION}, seat 1 of 2."
    assert sentences("--person", "Ada Byron") == [
        f"Ada Byron booked on {SESSION}, seat 1 of 2.",
        "Ada Byron added (ada@example.org).",
    ]
    assert len(sentences("--session", SESSION)) == 2
    assert len(sentences("--since", "today", "--until", "24 nov 2026")) == 8
    assert sentences("--since", "tomorrow") == []
    assert sentences("--until", "yesterday") == []
    assert sentences("--ascending")[0].endswith("of the printed catalogue loaded.")


def test_one_entry_is_shown_with_its_rows(desk: Say) -> None:
    desk("session", "edit", SESSION, "--city", "Leeds")
    number = str(desk("journal", "list", "--json").json[0]["entry"])

    shown = desk("journal", "show", number)
    card = desk("journal", "show", number, "--json").json

    assert "What was done  ACXM-2027-01-18 edited." in shown.lines
    assert any(line.split() == ["sessions", "1", "city", "Leeds"] for line in shown.lines)
    assert (card["who"], card["verb"], card["changes"][0]["after"]["city"]) == ("anna", "session edit", "Leeds")


def test_an_entry_that_is_not_there_is_not_found(desk: Say) -> None:
    assert desk("journal", "show", "999").err == (
        "acxdesk: The journal has no entry 999. `acxdesk journal list` shows them.\n"
    )


def test_without_a_verb_the_journal_is_listed(desk: Say) -> None:
    assert desk("journal", "--json").out == desk("journal", "list", "--json").out
    assert desk("journal", "--person", "1").out == desk("journal", "list", "--person", "1").out
    assert desk("journal", "lst").code == 2
