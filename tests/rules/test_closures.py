"""Why a day is closed, in words."""

from datetime import date

import pytest

from acxdesk.errors import Refused
from acxdesk.rules.closures import check_days, closure_words, holiday_words

CHRISTMAS = date(2026, 12, 25)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"GB": "Christmas Day"}, "Fri 25 Dec 2026 is Christmas Day in GB"),
        ({"GB": "Christmas Day", "US": "Christmas Day"}, "Fri 25 Dec 2026 is Christmas Day in GB and US"),
        (
            {"GB": "Christmas Day", "IN": "Christmas", "US": "Christmas Day", "AU": "Christmas Day"},
            "Fri 25 Dec 2026 is Christmas Day in GB, US and AU and Christmas in IN",
        ),
    ],
)
def test_a_public_holiday_is_told_with_its_countries(names: dict[str, str], words: str) -> None:
    assert holiday_words(CHRISTMAS, names) == words


def test_a_closure_is_told_by_its_name() -> None:
    assert closure_words(date(2026, 12, 29), ["Christmas closure"]) == "Tue 29 Dec 2026 is closed: Christmas closure"
    assert closure_words(date(2026, 12, 29), ["Move", "Audit"]) == "Tue 29 Dec 2026 is closed: Move and Audit"


def test_days_that_are_none_or_too_many_are_refused() -> None:
    check_days(CHRISTMAS, CHRISTMAS)
    check_days(date(2026, 1, 1), date(2027, 1, 1))
    with pytest.raises(Refused, match=r"^The last day, Thu 24 Dec 2026, lies before the first, Fri 25 Dec 2026\.$"):
        check_days(CHRISTMAS, date(2026, 12, 24))
    with pytest.raises(Refused, match=r"are 367 days; a closure has at most 366\. Check the years\.$"):
        check_days(date(2026, 1, 1), date(2027, 1, 2))
