"""The verbs of `acxdesk person`."""

from tests.cli.conftest import SESSION, Say


def test_adding_prints_the_number(desk: Say) -> None:
    answer = desk(
        *("person", "add", "Siobhán O'Neill", "--email", "siobhan@example.org", "--country", "Ireland"),
        *("--zone", "Europe/Dublin", "--organisation", "Bank", "--job-title", "Head", "--languages", "en, ga"),
        *("--certificate-name", "Siobhán Ní Néill", "--coach"),
    )
    assert (answer.code, answer.out) == (0, "4\n")
    assert answer.err.splitlines()[0] == "Siobhán O'Neill added (siobhan@example.org)."

    card = desk("person", "show", "4", "--json").json
    assert {name: card[name] for name in ("name", "country", "zone", "organisation", "languages", "coach")} == {
        "name": "Siobhán O'Neill",
        "country": "IE",
        "zone": "Europe/Dublin",
        "organisation": "Bank",
        "languages": "en, ga",
        "coach": True,
    }


def test_a_person_is_meant_by_number_address_or_name_in_any_spelling(desk: Say) -> None:
    for said in ("2", "#2", "zoe@example.com", "zoe bronte", "Brontë"):
        assert desk("person", "show", said, "--json").json["name"] == "Zoë Brontë", said


def test_a_name_of_two_people_lists_them(desk: Say) -> None:
    desk("person", "add", "Ada Byron", "--email", "other@example.org")

    answer = desk("person", "show", "Ada Byron")

    assert answer.code == 3
    assert answer.err.startswith('acxdesk: 2 people answer to "Ada Byron": Ada Byron (ada@example.org, 1);')


def test_nobody_of_that_name_is_not_found_with_the_nearest(desk: Say) -> None:
    answer = desk("person", "show", "Ada Biron")

    assert answer.code == 4
    assert "Near it: Ada Byron (ada@example.org, 1)." in answer.err


def test_editing_changes_what_is_given_and_takes_away_what_is_empty(desk: Say) -> None:
    answer = desk("person", "edit", "ada@example.org", "--name", "Ada Lovelace", "--country", "")

    card = desk("person", "show", "1", "--json").json
    assert (answer.code, card["name"], card["country"], card["email"]) == (0, "Ada Lovelace", "", "ada@example.org")
    assert desk("person", "edit", "1", "--no-coach").err == "Ada Lovelace is so already.\n"
    assert desk("person", "edit", "1").code == 2


def test_removing_somebody_with_a_place_is_refused(desk: Say) -> None:
    desk("enrolment", "book", "--session", SESSION, "--person", "1")

    assert desk("person", "remove", "1").code == 3
    assert desk("person", "remove", "2").code == 0
    assert [row["id"] for row in desk("person", "list", "--json").json] == [1, 3]


def test_delegates_and_coaches_are_listed_apart(desk: Say) -> None:
    assert [row["name"] for row in desk("person", "list", "--only", "coaches", "--json").json] == ["Ngozi Okafor"]
    assert [row["id"] for row in desk("person", "list", "--only", "delegates", "--json").json] == [1, 2]


def test_people_are_found_by_any_part_of_what_they_are_called(desk: Say) -> None:
    found = desk("person", "find", "bron", "zo")

    assert found.lines == ["No.  Name        Address, organisation", "  2  Zoë Brontë  zoe@example.com"]
    assert desk("person", "find", "zoe", "--json").json == [
        {"id": 2, "name": "Zoë Brontë", "detail": "zoe@example.com"}
    ]
    assert (desk("person", "find", "xyz").out, desk("person", "find", "xyz").err) == ("", "Nobody is called so.\n")


def test_a_card_shows_places_and_coaching(desk: Say) -> None:
    desk("session", "edit", SESSION, "--coach", "3")
    desk("enrolment", "book", "--session", SESSION, "--person", "1")

    assert f"{SESSION}  Accredited CX Master  Mon 18 Jan 2027  booked" in desk("person", "show", "1").out
    assert f"{SESSION}  Accredited CX Master  Mon 18 Jan 2027  lead" in desk("person", "show", "3").out


def test_wrong_values_are_all_told_at_once(desk: Say) -> None:
    answer = desk("person", "add", "Ada", "--email", "ada", "--zone", "Mars/Olympus", "--country", "Atlantis")

    assert answer.code == 3
    assert len(answer.err.splitlines()) == 3
    assert all(line.startswith("acxdesk: ") for line in answer.err.splitlines())


def test_a_person_is_named_by_an_option_as_well(desk: Say) -> None:
    added = desk("person", "add", "--name", "Hana Sato", "--email", "hana@example.org", "--json")

    assert (added.code, added.json["id"]) == (0, 4)
    assert desk("person", "show", "--person", "4", "--json").json["name"] == "Hana Sato"
    assert desk("person", "edit", "--person", "4", "--name", "Hana Satō").code == 0
    assert desk("person", "add").err == "acxdesk: --name is missing. See `acxdesk person add --help`.\n"
