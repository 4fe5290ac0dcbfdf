"""Languages: the tags that are kept, and the names that people write instead.

A tag is one of BCP 47 (RFC 5646, section 2.1): language, script, region and variants, without extensions and private
use. The two-letter codes are the 183 of ISO 639-1; longer ones are taken by their shape.
"""

import re
from functools import cache
from types import MappingProxyType
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.text import fold, quoted

# Code -> the English name, as people say it.
LANGUAGES: Final = MappingProxyType(
    {
        "aa": "Afar",
        "ab": "Abkhazian",
        "ae": "Avestan",
        "af": "Afrikaans",
        "ak": "Akan",
        "am": "Amharic",
        "an": "Aragonese",
        "ar": "Arabic",
        "as": "Assamese",
        "av": "Avaric",
        "ay": "Aymara",
        "az": "Azerbaijani",
        "ba": "Bashkir",
        "be": "Belarusian",
        "bg": "Bulgarian",
        "bi": "Bislama",
        "bm": "Bambara",
        "bn": "Bengali",
        "bo": "Tibetan",
        "br": "Breton",
        "bs": "Bosnian",
        "ca": "Catalan",
        "ce": "Chechen",
        "ch": "Chamorro",
        "co": "Corsican",
        "cr": "Cree",
        "cs": "Czech",
        "cu": "Church Slavonic",
        "cv": "Chuvash",
        "cy": "Welsh",
        "da": "Danish",
        "de": "German",
        "dv": "Divehi",
        "dz": "Dzongkha",
        "ee": "Ewe",
        "el": "Greek",
        "en": "English",
        "eo": "Esperanto",
        "es": "Spanish",
        "et": "Estonian",
        "eu": "Basque",
        "fa": "Persian",
        "ff": "Fulah",
        "fi": "Finnish",
        "fj": "Fijian",
        "fo": "Faroese",
        "fr": "French",
        "fy": "Western Frisian",
        "ga": "Irish",
        "gd": "Scottish Gaelic",
        "gl": "Galician",
        "gn": "Guarani",
        "gu": "Gujarati",
        "gv": "Manx",
        "ha": "Hausa",
        "he": "Hebrew",
        "hi": "Hindi",
        "ho": "Hiri Motu",
        "hr": "Croatian",
        "ht": "Haitian Creole",
        "hu": "Hungarian",
        "hy": "Armenian",
        "hz": "Herero",
        "ia": "Interlingua",
        "id": "Indonesian",
        "ie": "Interlingue",
        "ig": "Igbo",
        "ii": "Sichuan Yi",
        "ik": "Inupiaq",
        "io": "Ido",
        "is": "Icelandic",
        "it": "Italian",
        "iu": "Inuktitut",
        "ja": "Japanese",
        "jv": "Javanese",
        "ka": "Georgian",
        "kg": "Kongo",
        "ki": "Kikuyu",
        "kj": "Kuanyama",
        "kk": "Kazakh",
        "kl": "Greenlandic",
        "km": "Khmer",
        "kn": "Kannada",
        "ko": "Korean",
        "kr": "Kanuri",
        "ks": "Kashmiri",
        "ku": "Kurdish",
        "kv": "Komi",
        "kw": "Cornish",
        "ky": "Kyrgyz",
        "la": "Latin",
        "lb": "Luxembourgish",
        "lg": "Ganda",
        "li": "Limburgish",
        "ln": "Lingala",
        "lo": "Lao",
        "lt": "Lithuanian",
        "lu": "Luba-Katanga",
        "lv": "Latvian",
        "mg": "Malagasy",
        "mh": "Marshallese",
        "mi": "Maori",
        "mk": "Macedonian",
        "ml": "Malayalam",
        "mn": "Mongolian",
        "mr": "Marathi",
        "ms": "Malay",
        "mt": "Maltese",
        "my": "Burmese",
        "na": "Nauru",
        "nb": "Norwegian Bokmål",
        "nd": "North Ndebele",
        "ne": "Nepali",
        "ng": "Ndonga",
        "nl": "Dutch",
        "nn": "Norwegian Nynorsk",
        "no": "Norwegian",
        "nr": "South Ndebele",
        "nv": "Navajo",
        "ny": "Chichewa",
        "oc": "Occitan",
        "oj": "Ojibwa",
        "om": "Oromo",
        "or": "Odia",
        "os": "Ossetian",
        "pa": "Punjabi",
        "pi": "Pali",
        "pl": "Polish",
        "ps": "Pashto",
        "pt": "Portuguese",
        "qu": "Quechua",
        "rm": "Romansh",
        "rn": "Rundi",
        "ro": "Romanian",
        "ru": "Russian",
        "rw": "Kinyarwanda",
        "sa": "Sanskrit",
        "sc": "Sardinian",
        "sd": "Sindhi",
        "se": "Northern Sami",
        "sg": "Sango",
        "si": "Sinhala",
        "sk": "Slovak",
        "sl": "Slovenian",
        "sm": "Samoan",
        "sn": "Shona",
        "so": "Somali",
        "sq": "Albanian",
        "sr": "Serbian",
        "ss": "Swati",
        "st": "Southern Sotho",
        "su": "Sundanese",
        "sv": "Swedish",
        "sw": "Swahili",
        "ta": "Tamil",
        "te": "Telugu",
        "tg": "Tajik",
        "th": "Thai",
        "ti": "Tigrinya",
        "tk": "Turkmen",
        "tl": "Tagalog",
        "tn": "Tswana",
        "to": "Tongan",
        "tr": "Turkish",
        "ts": "Tsonga",
        "tt": "Tatar",
        "tw": "Twi",
        "ty": "Tahitian",
        "ug": "Uyghur",
        "uk": "Ukrainian",
        "ur": "Urdu",
        "uz": "Uzbek",
        "ve": "Venda",
        "vi": "Vietnamese",
        "vo": "Volapük",
        "wa": "Walloon",
        "wo": "Wolof",
        "xh": "Xhosa",
        "yi": "Yiddish",
        "yo": "Yoruba",
        "za": "Zhuang",
        "zh": "Chinese",
        "zu": "Zulu",
    }
)
# Other names, and also of a part of the language -> code.
_ALIASES: Final = {
    "Bangla": "bn",
    "Valencian": "ca",
    "Deutsch": "de",
    "Maldivian": "dv",
    "Castilian": "es",
    "Farsi": "fa",
    "Frisian": "fy",
    "Gaelic": "gd",
    "Haitian": "ht",
    "Kalaallisut": "kl",
    "Kirghiz": "ky",
    "Luganda": "lg",
    "Bokmål": "nb",
    "Flemish": "nl",
    "Nynorsk": "nn",
    "Nyanja": "ny",
    "Oriya": "or",
    "Panjabi": "pa",
    "Pushto": "ps",
    "Kirundi": "rn",
    "Moldovan": "ro",
    "Sinhalese": "si",
    "Slovene": "sl",
    "Sotho": "st",
    "Uighur": "ug",
    "Mandarin": "zh",
}

_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)",
    re.IGNORECASE,
)
_REMEDY: Final = "Write codes or English names, the preferred one first: en, fr."


def languages(said: str) -> str:
    """The tags of some languages, in the order in which they are said, each once: "en, pt-BR".

    Args:
        said: tags or English names, with commas or semicolons between them; tags with blanks, too. Not trusted.

    Returns:
        Tags with commas between them; empty where nothing is said.

    Raises:
        Refused: one of them is no language.
    """
    tags: dict[str, None] = {}
    for part in re.split(r"[,;]", said):
        named = _names().get(fold(part))
        if named is not None:
            tags[named] = None
        else:
            tags |= dict.fromkeys(language(word) for word in part.split())
    return ", ".join(tags)


def language(said: str) -> str:
    """The tag of one language that is said by its tag or its English name, written as BCP 47 writes it: "pt-BR".

    Raises:
        Refused: it is neither.
    """
    named = _names().get(fold(said))
    if named is not None:
        return named
    found = _TAG.fullmatch(said.strip().replace("_", "-"))
    if found is None or (len(found["language"]) == 2 and found["language"].lower() not in LANGUAGES):  # noqa: PLR2004
        raise Refused(f"There is no language {quoted(said)}.", remedy=_REMEDY)
    parts = [found["language"].lower()]
    if found["script"]:
        parts.append(found["script"].capitalize())
    if found["region"]:
        parts.append(found["region"].upper())
    return "-".join(parts) + found["variants"].lower()


def language_name(tag: str) -> str:
    """The English name of a tag's language with what else the tag says: "French", "Portuguese (BR)", "yue"."""
    code, _, rest = tag.partition("-")
    name = LANGUAGES.get(code)
    if name is None:
        return tag
    return f"{name} ({rest})" if rest else name


@cache
def _names() -> dict[str, str]:
    named = {fold(name): code for name, code in _ALIASES.items()}
    return named | {fold(name): code for code, name in LANGUAGES.items()}
