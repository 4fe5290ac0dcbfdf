"""Prices are whole minor units, read as people write them and printed one way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.money import DIGITS, MOST_MINOR, Price


@pytest.mark.parametrize(
    ("said", "minor", "currency", "printed"),
    [
        ("£860", 86000, "GBP", "£860.00"),
        ("860 GBP", 86000, "GBP", "£860.00"),
        ("860.00", 86000, "GBP", "£860.00"),
        ("£107.50", 10750, "GBP", "£107.50"),
        ("860.5 eur", 86050, "EUR", "860.50 EUR"),
        ("EUR 1,200.50", 120050, "EUR", "1,200.50 EUR"),
        ("€860,00", 86000, "EUR", "860.00 EUR"),
        ("12000 JPY", 12000, "JPY", "12,000 JPY"),
        ("1.234 KWD", 1234, "KWD", "1.234 KWD"),
        ("US$ 5", 500, "USD", "5.00 USD"),
        ("0", 0, "GBP", "£0.00"),
        ("0.07", 7, "GBP", "£0.07"),
    ],
)
def test_a_price_is_read_and_printed(said: str, minor: int, currency: str, printed: str) -> None:
    price = Price.parse(said)
    assert price == Price(minor, currency)
    assert str(price) == printed


def test_a_price_without_a_currency_is_in_the_one_given() -> None:
    assert Price.parse("1200", "EUR") == Price(120000, "EUR")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", '"" is no price.'),
        ("free", '"free" is no price.'),
        ("-5", '"-5" is no price.'),
        ("£860 GBP", '"£860 GBP" is no price.'),
        ("1,20,000", '"1,20,000" is no price.'),
        ("1.200", '"1.200" has more digits behind the point than GBP has: 2.'),
        ("5.5 JPY", '"5.5 JPY" has more digits behind the point than JPY has: 0.'),
        ("$5", "$ stands for several currencies."),
        ("5 XYZ", 'There is no currency "XYZ".'),
        ("٨٦٠", '"٨٦٠" is no price.'),
        ("999999999999", "A price is from nothing to ten thousand million."),
    ],
)
def test_what_is_no_price_is_refused(said: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        Price.parse(said)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(("minor", "currency"), [(5, "XYZ"), (5, "gbp"), (5, ""), (-1, "GBP"), (MOST_MINOR + 1, "GBP")])
def test_what_is_no_amount_of_money_is_never_made(minor: int, currency: str) -> None:
    with pytest.raises(Refused):
        Price(minor, currency)


@given(st.builds(Price, st.integers(0, MOST_MINOR), st.sampled_from(sorted(DIGITS))))
@settings(max_examples=100, deadline=None)
def test_what_is_printed_reads_back_as_itself(price: Price) -> None:
    assert Price.parse(str(price)) == price


@given(st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_price_or_is_refused(said: str) -> None:
    try:
        price = Price.parse(said)
    except Refused:
        return
    assert Price.parse(str(price)) == price
