"""In what letters a text is written: its language, its direction, whether a serif face has them all, where it breaks.

A page sets a name by these: the same Han character is drawn in one way in Tokyo and in another in Taipei, and Arabic
runs from the right. What a text does not say itself, the languages and the country of whoever bears it say.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_KANA: Final = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d]")
_HANGUL: Final = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7fb]")
_HAN: Final = re.compile("[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
_COUNTRIES: Final = {"JP": "ja", "KR": "ko", "KP": "ko", "TW": "zh-TW", "HK": "zh-HK", "MO": "zh-HK"}
_CJK: Final = ("ja", "ko", "zh")
# Letters of a script -> the languages that are written in it, the likeliest first.
_SCRIPTS: Final = (
    (re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]"), ("he", "yi")),
    (re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]"), ("ar", "fa", "ur", "ps", "ku")),
    (re.compile("[\u0900-\u097f]"), ("hi", "mr", "ne", "sa")),
    (re.compile("[\u0980-\u09ff]"), ("bn", "as")),
    (re.compile("[\u0a00-\u0a7f]"), ("pa",)),
    (re.compile("[\u0a80-\u0aff]"), ("gu",)),
    (re.compile("[\u0b00-\u0b7f]"), ("or",)),
    (re.compile("[\u0b80-\u0bff]"), ("ta",)),
    (re.compile("[\u0c00-\u0c7f]"), ("te",)),
    (re.compile("[\u0c80-\u0cff]"), ("kn",)),
    (re.compile("[\u0d00-\u0d7f]"), ("ml",)),
    (re.compile("[\u0d80-\u0dff]"), ("si",)),
    (re.compile("[\u0e00-\u0e7f]"), ("th",)),
    (re.compile("[\u0e80-\u0eff]"), ("lo",)),
    (re.compile("[\u1000-\u109f]"), ("my",)),
    (re.compile("[\u10a0-\u10ff\u1c90-\u1cbf]"), ("ka",)),
    (re.compile("[\u1200-\u139f]"), ("am", "ti")),
    (re.compile("[\u1780-\u17ff]"), ("km",)),
    (re.compile("[\u0530-\u058f]"), ("hy",)),
    (re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), ("el",)),
    (re.compile("[\u0400-\u052f]"), ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg")),
)
# Latin, Greek and Cyrillic as one face with serifs has them whole; a mark that NFC leaves apart is none of them.
_SERIF: Final = re.compile("[\u0020-\u007e\u00a0-\u024f\u0384-\u03ce\u0400-\u0477\u1e00-\u1eff\u2010-\u2027\u20ac]*")
# Where a line may end: blanks and hyphens, and between any letters of scripts that are written without blanks.
_BREAKS: Final = re.compile(
    "[\\s/\u2010-\u2015\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7fb\uf900-\ufaff"
    "\U00020000-\U0003fffd-]+"
)
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


def language_of(text: str, languages: Iterable[str] = (), country: str = "") -> str:
    """The language whose shapes a text is drawn in, a BCP 47 tag: "ja" of 佐藤 花 from Japan, "en" of Latin letters.

    Args:
        text: a name or a title.
        languages: tags of those whom it belongs to, the first preferred: they decide between those of one script.
        country: ISO 3166 alpha-2, or empty: it decides between the shapes of Han.
    """
    known = tuple(languages)
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    if _HAN.search(text):
        spoken = next((tag for tag in known if tag.lower().startswith(_CJK)), "")
        return _chinese(spoken) if spoken else _COUNTRIES.get(country, "zh")
    for letters, spoken_in in _SCRIPTS:
        if letters.search(text):
            bases = [tag.partition("-")[0].lower() for tag in known]
            return next((base for base in bases if base in spoken_in), spoken_in[0])
    return "en"


def _chinese(tag: str) -> str:
    base, _, rest = tag.lower().partition("-")
    if base != "zh":
        return base
    if "hk" in rest or "mo" in rest:
        return "zh-HK"
    return "zh-TW" if "hant" in rest or "tw" in rest else "zh"


def is_right_to_left(text: str) -> bool:
    """Whether its first letter with a direction runs from the right, as in Arabic and Hebrew (UAX #9, P2 and P3)."""
    first = next((kind for letter in text if (kind := unicodedata.bidirectional(letter)) in {"L", "R", "AL"}), "L")
    return first in _RIGHT_TO_LEFT


def suits_serif(text: str) -> bool:
    """Whether a face with serifs has every letter of it, with its accents where they belong."""
    return _SERIF.fullmatch(unicodedata.normalize("NFC", text)) is not None


def unbroken(text: str) -> tuple[str, ...]:
    """The runs of letters inside which no line ends: each has to fit into one."""
    return tuple(filter(None, _BREAKS.split(text)))
