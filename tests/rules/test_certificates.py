"""What stands on a certificate, in words, and of what there is one."""

from datetime import date

import pytest

from acxdesk.errors import Refused
from acxdesk.rules.accreditations import State
from acxdesk.rules.certificates import (
    Taught,
    days_in_words,
    listed,
    place_in_words,
    refuse_without,
    validity_in_words,
)
from acxdesk.rules.sessions import Delivery
from tests.exchange.awards import TAUGHT, award


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 16), date(2026, 11, 16), "16 November 2026"),
        (date(2026, 11, 16), date(2026, 11, 19), "16 to 19 November 2026"),
        (date(2026, 11, 17), date(2026, 12, 29), "17 November to 29 December 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 December 2026 to 2 January 2027"),
    ],
)
def test_days_are_said_once(first: date, last: date, words: str) -> None:
    assert days_in_words(first, last) == words


def test_what_is_valid_for_life_says_so() -> None:
    assert (validity_in_words(None), validity_in_words(date(2028, 2, 29))) == ("For life", "29 February 2028")


@pytest.mark.parametrize(("names", "words"), [(("A",), "A"), (("A", "B"), "A and B"), (("A", "B", "C"), "A, B and C")])
def test_coaches_stand_in_a_row(names: tuple[str, ...], words: str) -> None:
    assert listed(names) == words


@pytest.mark.parametrize(
    ("delivery", "city", "venue", "words"),
    [
        (Delivery.ONLINE, "", "", "online"),
        (Delivery.CITY, "London", "", "London"),
        (Delivery.CITY, "London", "1 Broad Street", "London, 1 Broad Street"),
        (Delivery.IN_HOUSE, "Pune", "", "in-house, Pune"),
        (Delivery.IN_HOUSE, "", "", "in-house"),
    ],
)
def test_the_place_is_the_city_where_there_is_one(delivery: Delivery, city: str, venue: str, words: str) -> None:
    taught = Taught(TAUGHT.reference, TAUGHT.starts_on, TAUGHT.ends_on, delivery, city, venue, ())
    assert place_in_words(taught) == words


@pytest.mark.parametrize(
    ("state", "replaced_by", "told"),
    [
        (State.REVOKED, "", "ACXM-2026-0001 of Ada Byron is revoked: there is no certificate of it."),
        (
            State.SUSPENDED,
            "",
            "ACXM-2026-0001 of Ada Byron is suspended: there is no certificate of it. Reinstate it first.",
        ),
        (
            State.SUPERSEDED,
            "ACXM-2026-0007",
            (
                "ACXM-2026-0001 of Ada Byron is superseded: there is no certificate of it. "
                "ACXM-2026-0007 stands in its place."
            ),
        ),
    ],
)
def test_only_what_stands_has_a_certificate(state: State, replaced_by: str, told: str) -> None:
    refuse_without(award())
    with pytest.raises(Refused) as refused:
        refuse_without(award(state=state, replaced_by=replaced_by))
    assert str(refused.value) == told
