"""Who was named is loaded as printed, recorded, corrected and linked to a person."""

import pytest

from acxdesk.actions.journal import undo
from acxdesk.actions.laureates import (
    CorrectLaureate,
    RecordLaureate,
    correct_laureate,
    load_hall,
    record_laureate,
)
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.queries.laureates import hall, honours, laureate
from acxdesk.rules.cycles import Phase
from tests.actions import awarding

KNOWN = {"year": 2019, "name": "Zoë [/oops] Ångström", "organisation": "Multichoice", "source": "The programme."}


def test_the_printed_hall_is_loaded_once_and_names_nobody_who_is_not_printed(desk: Desk) -> None:
    assert load_hall(desk).sentence == "3 years of the printed Hall of Fame loaded."
    assert not load_hall(desk).changed

    rows = hall(desk, 2026)
    assert [row.year for row in rows] == [2025, 2024, 2023, 2022, 2021, 2020, 2019, 2018]
    assert {row.words for row in rows if row.year != 2020} == {"not known"}
    assert rows[5].words == "Roland D Naidoo, Head of Customer Operations, Multichoice, South Africa"
    assert rows[7].source.endswith("its winner is not named in what is printed.")


def test_a_year_that_was_not_known_is_known_once_it_is_recorded_and_undone_is_not_known_again(staffed: Desk) -> None:
    load_hall(staffed)
    receipt = record_laureate(staffed, RecordLaureate.read({**KNOWN, "person": 1, "country": "Sweden"}))

    assert receipt.sentence == "The winner of 2019 is recorded: Zoë [/oops] Ångström, Multichoice, Sweden."
    assert honours(staffed, 1) == ("Change Architect of the Year 2019",)
    undo(staffed)
    assert (laureate(staffed, 2019).name, honours(staffed, 1)) == ("", ())


def test_whoever_is_recorded_without_a_name_has_that_of_the_person(staffed: Desk) -> None:
    record_laureate(
        staffed, RecordLaureate.read({"year": 2021, "honour": "runner-up", "person": 2, "source": "Her letter."})
    )
    assert hall(staffed, 2026)[4].runner_up is not None
    assert honours(staffed, 2) == ("runner-up, Change Architect of the Year 2021",)


def test_what_cannot_be_recorded_is_refused(staffed: Desk) -> None:
    load_hall(staffed)
    awarding.cycle(staffed, Phase.VOTING)
    for values, sentence in (
        ({"year": 2020}, "The winner of 2020 is Roland D Naidoo already"),
        ({"year": 2017}, "There is no award of 2017"),
        ({"year": 2027}, "There is no award of 2027"),
        ({"year": 2026}, "has its cycle on this desk, which is voting"),
    ):
        with pytest.raises(Refused, match=sentence):
            record_laureate(staffed, RecordLaureate.read({**KNOWN, **values}))
    with pytest.raises(NotFound):
        record_laureate(staffed, RecordLaureate.read({**KNOWN, "person": 99}))
    with pytest.raises(Faulty, match="Nobody is named"):
        RecordLaureate.read({"year": 2019, "source": "A letter."})
    assert laureate(staffed, 2019).name == ""


def test_a_laureate_is_linked_corrected_and_not_overwritten_unseen(staffed: Desk) -> None:
    load_hall(staffed)
    read = laureate(staffed, 2020).version
    linked = correct_laureate(staffed, CorrectLaureate(year=2020, person=1, version=read))
    assert linked.sentence == "The winner of 2020, Roland D Naidoo, corrected."
    assert honours(staffed, 1) == ("Change Architect of the Year 2020",)

    with pytest.raises(Overtaken):
        correct_laureate(staffed, CorrectLaureate(year=2020, name="Roland Naidoo", version=read))
    told = correct_laureate(staffed, CorrectLaureate(year=2020, name="Roland Naidoo", unlinked=True, reason="A slip."))
    assert told.sentence == "The winner of 2020, Roland Naidoo, not Roland D Naidoo, corrected: A slip."
    assert honours(staffed, 1) == ()
    assert not correct_laureate(staffed, CorrectLaureate(year=2020, name="Roland Naidoo")).changed
    with pytest.raises(NotFound, match="No winner of 2016"):
        correct_laureate(staffed, CorrectLaureate(year=2016, name="Nobody"))


def test_an_active_year_stands_in_no_hall_and_one_that_was_abandoned_does(desk: Desk) -> None:
    awarding.cycle(desk, Phase.COUNTED)
    assert hall(desk, 2026)[0].year == 2025
    assert hall(desk, 2027)[0].words == "not announced yet"


def test_an_abandoned_year_says_so(desk: Desk) -> None:
    awarding.cycle(desk, Phase.ABANDONED)
    assert (hall(desk, 2026)[0].year, hall(desk, 2026)[0].words) == (2026, "abandoned, nobody was named")
