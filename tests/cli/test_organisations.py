"""The verbs of `acxdesk organisation`."""

from tests.cli.conftest import Say


def test_an_organisation_comes_changes_and_leaves(desk: Say) -> None:
    added = desk("organisation", "add", "Moorland Insurance", "--country", "be", "--note", "since 2019")
    assert (added.code, added.out, added.err) == (0, "1\n", "Moorland Insurance added.\n")

    assert desk("organisation", "edit", "moorland insurance", "--name", "Moorland AG").code == 0
    card = desk("organisation", "show", "1", "--json").json
    assert (card["name"], card["country"], card["note"], card["people"]) == ("Moorland AG", "BE", "since 2019", 0)
    assert "Note               since 2019" in desk("organisation", "show", "1").lines
    assert [row["name"] for row in desk("organisation", "list", "--json").json] == ["Moorland AG"]

    assert desk("organisation", "remove", "Moorland AG").code == 0
    assert desk("organisation", "show", "Moorland AG").code == 4
    assert desk("organisation", "list").err == "The list is empty.\n"


def test_one_that_somebody_comes_from_stays(desk: Say) -> None:
    desk("person", "edit", "1", "--organisation", "Bank")

    assert desk("organisation", "remove", "Bank").code == 3
    assert desk("organisation", "edit", "Bank").code == 2


def test_an_organisation_is_named_by_an_option_as_well(desk: Say) -> None:
    assert desk("organisation", "add", "--name", "Analytical Engines").code == 0
    assert desk("organisation", "show", "--organisation", "Analytical Engines").code == 0
