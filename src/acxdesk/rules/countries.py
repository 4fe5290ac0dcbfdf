"""Countries: the code that is kept, the name that is shown, and the ways people write either.

The codes are those of ISO 3166-1 alpha-2 (N1127, 29 February 2024), 249 of them. The names are ISO's English short
names as people say them: without "(the)" and the form of state ("Iran", not "Iran (Islamic Republic of)"), North
and South Korea by their usual names, and renamed countries by their new ones (Türkiye, Czechia, Eswatini). What
ISO, tzdata's iso3166.tab and the older maps say instead is understood as well.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Final

from acxdesk.errors import NotFound, Refused
from acxdesk.rules.text import fold, quoted

MOST_COMPARED: Final = 60  # characters; near names are looked for by comparing each letter with each
NEAR: Final = 0.7  # of 1; how much of a name must be there to be meant

# Alpha-2 code -> the name that is shown, in order of code.
COUNTRIES: Final = MappingProxyType(
    {
        "AD": "Andorra",
        "AE": "United Arab Emirates",
        "AF": "Afghanistan",
        "AG": "Antigua and Barbuda",
        "AI": "Anguilla",
        "AL": "Albania",
        "AM": "Armenia",
        "AO": "Angola",
        "AQ": "Antarctica",
        "AR": "Argentina",
        "AS": "American Samoa",
        "AT": "Austria",
        "AU": "Australia",
        "AW": "Aruba",
        "AX": "Åland Islands",
        "AZ": "Azerbaijan",
        "BA": "Bosnia and Herzegovina",
        "BB": "Barbados",
        "BD": "Bangladesh",
        "BE": "Belgium",
        "BF": "Burkina Faso",
        "BG": "Bulgaria",
        "BH": "Bahrain",
        "BI": "Burundi",
        "BJ": "Benin",
        "BL": "Saint Barthélemy",
        "BM": "Bermuda",
        "BN": "Brunei",
        "BO": "Bolivia",
        "BQ": "Bonaire, Sint Eustatius and Saba",
        "BR": "Brazil",
        "BS": "Bahamas",
        "BT": "Bhutan",
        "BV": "Bouvet Island",
        "BW": "Botswana",
        "BY": "Belarus",
        "BZ": "Belize",
        "CA": "Canada",
        "CC": "Cocos (Keeling) Islands",
        "CD": "Democratic Republic of the Congo",
        "CF": "Central African Republic",
        "CG": "Republic of the Congo",
        "CH": "Switzerland",
        "CI": "Côte d'Ivoire",
        "CK": "Cook Islands",
        "CL": "Chile",
        "CM": "Cameroon",
        "CN": "China",
        "CO": "Colombia",
        "CR": "Costa Rica",
        "CU": "Cuba",
        "CV": "Cabo Verde",
        "CW": "Curaçao",
        "CX": "Christmas Island",
        "CY": "Cyprus",
        "CZ": "Czechia",
        "DE": "Germany",
        "DJ": "Djibouti",
        "DK": "Denmark",
        "DM": "Dominica",
        "DO": "Dominican Republic",
        "DZ": "Algeria",
        "EC": "Ecuador",
        "EE": "Estonia",
        "EG": "Egypt",
        "EH": "Western Sahara",
        "ER": "Eritrea",
        "ES": "Spain",
        "ET": "Ethiopia",
        "FI": "Finland",
        "FJ": "Fiji",
        "FK": "Falkland Islands",
        "FM": "Micronesia",
        "FO": "Faroe Islands",
        "FR": "France",
        "GA": "Gabon",
        "GB": "United Kingdom",
        "GD": "Grenada",
        "GE": "Georgia",
        "GF": "French Guiana",
        "GG": "Guernsey",
        "GH": "Ghana",
        "GI": "Gibraltar",
        "GL": "Greenland",
        "GM": "Gambia",
        "GN": "Guinea",
        "GP": "Guadeloupe",
        "GQ": "Equatorial Guinea",
        "GR": "Greece",
        "GS": "South Georgia and the South Sandwich Islands",
        "GT": "Guatemala",
        "GU": "Guam",
        "GW": "Guinea-Bissau",
        "GY": "Guyana",
        "HK": "Hong Kong",
        "HM": "Heard Island and McDonald Islands",
        "HN": "Honduras",
        "HR": "Croatia",
        "HT": "Haiti",
        "HU": "Hungary",
        "ID": "Indonesia",
        "IE": "Ireland",
        "IL": "Israel",
        "IM": "Isle of Man",
        "IN": "India",
        "IO": "British Indian Ocean Territory",
        "IQ": "Iraq",
        "IR": "Iran",
        "IS": "Iceland",
        "IT": "Italy",
        "JE": "Jersey",
        "JM": "Jamaica",
        "JO": "Jordan",
        "JP": "Japan",
        "KE": "Kenya",
        "KG": "Kyrgyzstan",
        "KH": "Cambodia",
        "KI": "Kiribati",
        "KM": "Comoros",
        "KN": "Saint Kitts and Nevis",
        "KP": "North Korea",
        "KR": "South Korea",
        "KW": "Kuwait",
        "KY": "Cayman Islands",
        "KZ": "Kazakhstan",
        "LA": "Laos",
        "LB": "Lebanon",
        "LC": "Saint Lucia",
        "LI": "Liechtenstein",
        "LK": "Sri Lanka",
        "LR": "Liberia",
        "LS": "Lesotho",
        "LT": "Lithuania",
        "LU": "Luxembourg",
        "LV": "Latvia",
        "LY": "Libya",
        "MA": "Morocco",
        "MC": "Monaco",
        "MD": "Moldova",
        "ME": "Montenegro",
        "MF": "Saint Martin (French part)",
        "MG": "Madagascar",
        "MH": "Marshall Islands",
        "MK": "North Macedonia",
        "ML": "Mali",
        "MM": "Myanmar",
        "MN": "Mongolia",
        "MO": "Macao",
        "MP": "Northern Mariana Islands",
        "MQ": "Martinique",
        "MR": "Mauritania",
        "MS": "Montserrat",
        "MT": "Malta",
        "MU": "Mauritius",
        "MV": "Maldives",
        "MW": "Malawi",
        "MX": "Mexico",
        "MY": "Malaysia",
        "MZ": "Mozambique",
        "NA": "Namibia",
        "NC": "New Caledonia",
        "NE": "Niger",
        "NF": "Norfolk Island",
        "NG": "Nigeria",
        "NI": "Nicaragua",
        "NL": "Netherlands",
        "NO": "Norway",
        "NP": "Nepal",
        "NR": "Nauru",
        "NU": "Niue",
        "NZ": "New Zealand",
        "OM": "Oman",
        "PA": "Panama",
        "PE": "Peru",
        "PF": "French Polynesia",
        "PG": "Papua New Guinea",
        "PH": "Philippines",
        "PK": "Pakistan",
        "PL": "Poland",
        "PM": "Saint Pierre and Miquelon",
        "PN": "Pitcairn",
        "PR": "Puerto Rico",
        "PS": "Palestine",
        "PT": "Portugal",
        "PW": "Palau",
        "PY": "Paraguay",
        "QA": "Qatar",
        "RE": "Réunion",
        "RO": "Romania",
        "RS": "Serbia",
        "RU": "Russia",
        "RW": "Rwanda",
        "SA": "Saudi Arabia",
        "SB": "Solomon Islands",
        "SC": "Seychelles",
        "SD": "Sudan",
        "SE": "Sweden",
        "SG": "Singapore",
        "SH": "Saint Helena, Ascension and Tristan da Cunha",
        "SI": "Slovenia",
        "SJ": "Svalbard and Jan Mayen",
        "SK": "Slovakia",
        "SL": "Sierra Leone",
        "SM": "San Marino",
        "SN": "Senegal",
        "SO": "Somalia",
        "SR": "Suriname",
        "SS": "South Sudan",
        "ST": "São Tomé and Príncipe",
        "SV": "El Salvador",
        "SX": "Sint Maarten (Dutch part)",
        "SY": "Syria",
        "SZ": "Eswatini",
        "TC": "Turks and Caicos Islands",
        "TD": "Chad",
        "TF": "French Southern Territories",
        "TG": "Togo",
        "TH": "Thailand",
        "TJ": "Tajikistan",
        "TK": "Tokelau",
        "TL": "Timor-Leste",
        "TM": "Turkmenistan",
        "TN": "Tunisia",
        "TO": "Tonga",
        "TR": "Türkiye",
        "TT": "Trinidad and Tobago",
        "TV": "Tuvalu",
        "TW": "Taiwan",
        "TZ": "Tanzania",
        "UA": "Ukraine",
        "UG": "Uganda",
        "UM": "United States Minor Outlying Islands",
        "US": "United States",
        "UY": "Uruguay",
        "UZ": "Uzbekistan",
        "VA": "Vatican City",
        "VC": "Saint Vincent and the Grenadines",
        "VE": "Venezuela",
        "VG": "British Virgin Islands",
        "VI": "United States Virgin Islands",
        "VN": "Vietnam",
        "VU": "Vanuatu",
        "WF": "Wallis and Futuna",
        "WS": "Samoa",
        "YE": "Yemen",
        "YT": "Mayotte",
        "ZA": "South Africa",
        "ZM": "Zambia",
        "ZW": "Zimbabwe",
    }
)

# Other names of a country, in the forms that `_key` does not make equal by itself.
_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "AE": ("UAE", "Emirates"),
    "AS": ("Samoa (American)",),
    "AT": ("Österreich",),
    "AX": ("Aland",),
    "BA": ("Bosnia", "Bosnia Hercegovina"),
    "BE": ("België", "Belgique", "Belgien"),
    "BL": ("Saint Barth", "Saint Barts"),
    "BN": ("Brunei Darussalam",),
    "BO": ("Plurinational State of Bolivia",),
    "BQ": ("Caribbean Netherlands", "Caribbean NL", "Bonaire"),
    "BR": ("Brasil",),
    "BY": ("Byelorussia",),
    "CC": ("Cocos Islands", "Keeling Islands"),
    "CD": ("DRC", "DR Congo", "Congo (Dem. Rep.)", "Congo-Kinshasa", "Zaire"),
    "CF": ("Central African Rep.", "CAR"),
    "CG": ("Congo (Rep.)", "Congo-Brazzaville"),
    "CH": ("Schweiz", "Suisse", "Svizzera"),
    "CI": ("Ivory Coast", "Cote d Ivoire"),
    "CN": ("PRC", "People's Republic of China", "Mainland China"),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic", "Česko", "Česká republika"),
    "DE": ("Deutschland", "Federal Republic of Germany"),
    "DK": ("Danmark",),
    "EG": ("Arab Republic of Egypt",),
    "ES": ("España",),
    "FI": ("Suomi",),
    "FK": ("Falkland Islands (Malvinas)", "Falklands", "Malvinas"),
    "FM": ("Federated States of Micronesia",),
    "FO": ("Faeroe Islands", "Faroes"),
    "GB": (
        "UK",
        "Great Britain",
        "Britain",
        "Britain (UK)",
        "England",
        "Scotland",
        "Wales",
        "Northern Ireland",
        "GBR",
        "United Kingdom of Great Britain and Northern Ireland",
    ),
    "GR": ("EL", "Hellas", "Hellenic Republic"),
    "GS": ("South Georgia",),
    "HK": ("Hong Kong SAR", "Hongkong"),
    "HR": ("Hrvatska",),
    "HU": ("Magyarország",),
    "IE": ("Éire", "Republic of Ireland"),
    "IR": ("Islamic Republic of Iran", "Persia"),
    "IS": ("Ísland",),
    "IT": ("Italia",),
    "KN": ("Saint Kitts", "Saint Christopher and Nevis"),
    "KP": ("Korea (North)", "DPRK", "Democratic People's Republic of Korea"),
    "KR": ("Korea (South)", "Republic of Korea", "ROK"),
    "LA": ("Lao", "Lao People's Democratic Republic"),
    "LY": ("Libyan Arab Jamahiriya",),
    "MD": ("Republic of Moldova",),
    "MF": ("St Martin (French)",),
    "MK": ("Macedonia", "Republic of North Macedonia", "FYROM"),
    "MM": ("Burma", "Myanmar (Burma)"),
    "MO": ("Macau", "Macao SAR"),
    "NL": ("Holland", "Nederland", "Kingdom of the Netherlands"),
    "NO": ("Norge",),
    "NZ": ("Aotearoa",),
    "PG": ("PNG",),
    "PH": ("Pilipinas",),
    "PL": ("Polska",),
    "PN": ("Pitcairn Islands",),
    "PS": ("State of Palestine", "Palestinian Territories", "Palestinian Territory"),
    "RO": ("Rumania", "Roumania"),
    "RU": ("Russian Federation", "Rossiya"),
    "SA": ("KSA", "Kingdom of Saudi Arabia"),
    "SE": ("Sverige",),
    "SH": ("Saint Helena",),
    "SJ": ("Svalbard",),
    "SK": ("Slovak Republic",),
    "ST": ("Sao Tome",),
    "SX": ("St Maarten (Dutch)", "Sint Maarten"),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland", "Eswatini (Swaziland)"),
    "TC": ("Turks & Caicos Is",),
    "TF": ("French S. Terr.",),
    "TL": ("East Timor",),
    "TR": ("Turkey",),
    "TT": ("Trinidad",),
    "TW": ("Taiwan, Province of China", "Chinese Taipei"),
    "TZ": ("United Republic of Tanzania",),
    "UM": ("US minor outlying islands",),
    "US": ("USA", "U.S.", "United States of America", "America", "The States"),
    "VA": ("Vatican", "Holy See", "Holy See (Vatican City State)"),
    "VC": ("St Vincent",),
    "VE": ("Bolivarian Republic of Venezuela",),
    "VG": ("Virgin Islands (UK)", "Virgin Islands (British)"),
    "VI": ("Virgin Islands (US)", "US Virgin Islands"),
    "VN": ("Viet Nam",),
    "WS": ("Samoa (western)", "Western Samoa"),
    "YE": ("Yemen Arab Republic",),
    "ZA": ("RSA", "Republic of South Africa"),
}

# One name, several countries: nobody should be moved to the wrong one in silence. Keys as `_key` makes them.
_SHARED: Final = {
    "congo": ("CD", "CG"),
    "korea": ("KR", "KP"),
    "saint martin": ("MF", "SX"),
    "virgin islands": ("VG", "VI"),
}


def country(said: str) -> str:
    """The alpha-2 code of a country that is said by its code or by one of its names.

    Case, accents, punctuation, `the`, `and` or `&` and `St` for `Saint` do not count; `Korea, Republic of` and
    `Virgin Islands (US)` are read from behind, too. A code goes before a name.

    Args:
        said: as typed or read; not trusted.

    Returns:
        Two capital letters, a key of `COUNTRIES`.

    Raises:
        Refused: nothing is said, the name stands for several countries, or for none; near names are told.
    """
    shown = said.strip()
    if shown.upper() in COUNTRIES and shown.isascii():  # "ß" is "SS" in capitals, but not South Sudan
        return shown.upper()
    for key in _keys(said):
        if found := _names().get(key):
            return found
        if shared := _SHARED.get(key):
            raise Refused(
                f"More than one country is called {quoted(shown)}.",
                remedy=f"Write {_listed(shared)}.",
            )
    if not fold(said):
        raise Refused("No country is given.", remedy="Write its name or its code, e.g. Belgium or BE.")
    near = _near(said)
    raise Refused(
        f"There is no country {quoted(shown)}.",
        remedy=f"Did you mean {_listed(near)}?" if near else "Write its English name or its code of two letters.",
    )


def country_name(code: str) -> str:
    """The name that is shown for an alpha-2 code as it is kept, in capitals.

    Raises:
        NotFound: ISO 3166 has no such code.
    """
    name = COUNTRIES.get(code)
    if name is None:
        raise NotFound(
            f"There is no country code {quoted(code)}.", remedy="Write two capital letters of ISO 3166, e.g. BE."
        )
    return name


@cache
def _names() -> dict[str, str]:
    """Every name that is understood, as a key, with its code."""
    names = {_key(alias): code for code, aliases in _ALIASES.items() for alias in aliases}
    return names | {_key(name): code for code, name in COUNTRIES.items()}


def _key(name: str) -> str:
    """What of a name tells countries apart."""
    words = re.sub(r"[^\w]+", " ", re.sub(r"['.]", "", fold(name))).split()
    return " ".join("saint" if word == "st" else word for word in words if word not in {"the", "and"})


def _keys(said: str) -> Iterator[str]:
    """The key, and the key of the name turned round: "Korea, Republic of", "Micronesia (Federated States of)"."""
    yield _key(said)
    first, mark, last = said.replace("(", ",").partition(",")
    if mark:
        yield _key(f"{last} {first}")


def _near(said: str) -> tuple[str, ...]:
    """The codes of at most three countries whose names have nearly the same letters, the nearest first."""
    if len(said) > MOST_COMPARED:
        return ()
    close = get_close_matches(_key(said), _names(), n=3, cutoff=NEAR)
    return tuple(dict.fromkeys(_names()[key] for key in close))


def _listed(codes: tuple[str, ...]) -> str:
    *most, last = (f"{COUNTRIES[code]} ({code})" for code in codes)
    return f"{', '.join(most)} or {last}" if most else last
