"""Countries by code and by name."""

import re
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import NotFound, Refused
from acxdesk.rules import countries
from acxdesk.rules.countries import COUNTRIES, country, country_name

quickly = settings(max_examples=100, deadline=None)
codes = st.sampled_from(sorted(COUNTRIES))


def tzdata_table() -> dict[str, str]:
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return dict(rows)


def test_the_codes_are_those_of_the_pinned_zone_data() -> None:
    assert list(COUNTRIES) == list(tzdata_table())
    assert len(COUNTRIES) == 249


def test_every_name_of_the_zone_data_is_understood() -> None:
    assert {name: country(name) for name in tzdata_table().values()} == {
        name: code for code, name in tzdata_table().items()
    }


def test_no_name_stands_for_two_countries_or_for_itself_twice() -> None:
    keys = Counter(
        countries._key(name) for names in ([*COUNTRIES.values()], *countries._ALIASES.values()) for name in names
    )
    assert [key for key, times in keys.items() if times > 1] == []
    assert not keys.keys() & countries._SHARED.keys()
    assert set(countries._ALIASES) <= set(COUNTRIES)


def test_no_alias_hides_a_code() -> None:
    assert [alias for names in countries._ALIASES.values() for alias in names if alias in COUNTRIES] == []


@given(codes)
@quickly
def test_a_code_and_its_name_say_the_same_in_any_case(code: str) -> None:
    name = country_name(code)
    assert country(code) == country(code.lower()) == country(f" {code}\n") == code
    assert country(name) == country(name.upper()) == country(name.lower()) == code
    assert re.fullmatch("[A-Z]{2}", code)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("UK", "GB"),
        ("u.k.", "GB"),
        ("England", "GB"),
        ("Great Britain", "GB"),
        ("United Kingdom of Great Britain and Northern Ireland (the)", "GB"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("the United States", "US"),
        ("Holland", "NL"),
        ("The Netherlands", "NL"),
        ("South Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Korea (the Democratic People's Republic of)", "KP"),
        ("Russia", "RU"),
        ("Russian Federation (the)", "RU"),
        ("Iran", "IR"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Vietnam", "VN"),
        ("Viet Nam", "VN"),
        ("Ivory Coast", "CI"),
        ("Cote d’Ivoire", "CI"),
        ("COTE D'IVOIRE", "CI"),
        ("Turkey", "TR"),
        ("turkiye", "TR"),
        ("Czech Republic", "CZ"),
        ("Swaziland", "SZ"),
        ("Burma", "MM"),
        ("Congo, Democratic Republic of the", "CD"),
        ("DRC", "CD"),
        ("Congo-Brazzaville", "CG"),
        ("Reunion", "RE"),
        ("Curacao", "CW"),
        ("Aland Islands", "AX"),
        ("Sao Tome & Principe", "ST"),
        ("St. Kitts and Nevis", "KN"),
        ("Bosnia-Herzegovina", "BA"),
        ("Guinea Bissau", "GW"),
        ("Guinea", "GN"),
        ("Virgin Islands, British", "VG"),
        ("Micronesia (Federated States of)", "FM"),
        ("Tanzania, United Republic of", "TZ"),
        ("Northern Ireland", "GB"),
        ("Ireland", "IE"),
        ("Deutschland", "DE"),
        ("ÖSTERREICH", "AT"),
        ("UAE", "AE"),
        ("Hong-Kong", "HK"),
        ("no", "NO"),
        ("\xa0gb ", "GB"),
    ],
)
def test_a_country_is_understood_as_people_write_it(said: str, code: str) -> None:
    assert country(said) == code


@pytest.mark.parametrize(
    ("code", "name"),
    [("GB", "United Kingdom"), ("TR", "Türkiye"), ("KR", "South Korea"), ("CI", "Côte d'Ivoire"), ("VN", "Vietnam")],
)
def test_a_country_is_shown_by_its_plain_name(code: str, name: str) -> None:
    assert country_name(code) == name


@pytest.mark.parametrize(
    ("said", "sentence", "remedy"),
    [
        ("Germny", 'There is no country "Germny".', "Did you mean Germany (DE) or Guernsey (GG)?"),
        (
            "Untied Kingdom",
            'There is no country "Untied Kingdom".',
            "Did you mean United Kingdom (GB)?",
        ),
        ("Slovinia", 'There is no country "Slovinia".', "Did you mean Slovenia (SI) or Slovakia (SK)?"),
        ("ZZ", 'There is no country "ZZ".', "Write its English name or its code of two letters."),
        ("ß", 'There is no country "ß".', "Write its English name or its code of two letters."),
        (
            "\x1b[31mFrance",
            'There is no country "␛[31mFrance".',
            "Did you mean France (FR)?",
        ),
        (
            "Korea",
            'More than one country is called "Korea".',
            "Write South Korea (KR) or North Korea (KP).",
        ),
        (
            "the congo",
            'More than one country is called "the congo".',
            "Write Democratic Republic of the Congo (CD) or Republic of the Congo (CG).",
        ),
        (" ", "No country is given.", "Write its name or its code, e.g. Belgium or BE."),
        ("\u200b", "No country is given.", "Write its name or its code, e.g. Belgium or BE."),
        (
            "x" * 5000,
            f'There is no country "{"x" * 59}…".',
            "Write its English name or its code of two letters.",
        ),
    ],
)
def test_what_is_no_country_is_refused_with_near_names(said: str, sentence: str, remedy: str) -> None:
    with pytest.raises(Refused) as refused:
        country(said)
    assert (refused.value.sentence, refused.value.remedy) == (sentence, remedy)


@pytest.mark.parametrize("code", ["UK", "gb", "", "ß", "XK"])
def test_a_code_that_iso_does_not_have_has_no_name(code: str) -> None:
    with pytest.raises(NotFound) as missing:
        country_name(code)
    assert missing.value.sentence == f'There is no country code "{code}".'


@given(
    st.text(max_size=30)
    | st.sampled_from([*COUNTRIES.values()]).flatmap(lambda name: st.sampled_from([name[1:], name[:-1], name[::-1]]))
)
@quickly
def test_whatever_is_said_is_a_known_code_or_refused(said: str) -> None:
    try:
        code = country(said)
    except Refused:
        return
    assert code in COUNTRIES
