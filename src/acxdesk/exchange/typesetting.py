"""What every printed page is set by: faces for the letters of 118 countries, and what stops a page for want of one.

Pages are PDF/A-2a and PDF/UA-1: by these a letter that no font has is an error, and never a box.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import manimgx_fonts
import manimgx_fonts_cjk
import typst

from acxdesk.rules.lettering import is_right_to_left, language_of, suits_serif, unbroken

STANDARDS: Final[list["typst.PDFStandard"]] = ["a-2a", "ua-1"]

_SERIF: Final = "Libertinus Serif"  # comes with typst
_SANS: Final = (
    "Noto Sans",
    *(
        f"Noto Sans {script}"
        for script in (
            *("Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Hebrew"),
            *("Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thai"),
        )
    ),
)
# Language -> whose shapes of Han come first.
_HAN: Final = {"ja": "JP", "ko": "KR", "zh": "SC", "zh-TW": "TC", "zh-HK": "HK"}
_LAST: Final = ("Noto Sans Symbols", "Noto Emoji")
_UNCOVERED: Final = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


def compiler(template: Path) -> typst.Compiler:
    """What makes pages of a template, one after another: the fonts are looked up once."""
    folders = [str(Path(str(each.__file__)).parent) for each in (manimgx_fonts, manimgx_fonts_cjk)]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    return typst.Compiler(input=str(template), root=str(template.parent), font_paths=fonts)


def part(text: str, languages: Iterable[str] = (), country: str = "", *, serif: bool = True) -> dict[str, Any]:
    """A text with what it is set by, as a template reads it.

    Args:
        text: a person's; none of it is markup.
        languages: of whom it names, BCP 47, the first preferred.
        country: likewise, ISO 3166 alpha-2.
        serif: whether it is set with serifs where a face has all its letters.
    """
    language = language_of(text, languages, country)
    base, _, region = language.partition("-")
    return {
        "text": text,
        "lang": base,
        "region": region or None,
        "fonts": faces(text, language, serif=serif),
        "rtl": is_right_to_left(text),
        "words": unbroken(text),
    }


def faces(text: str, language: str, *, serif: bool = True) -> list[str]:
    """The faces to look for a letter in, one after the other. A word is never set half with serifs."""
    first = _HAN.get(language, "SC")
    han = [f"Noto Sans CJK {each}" for each in sorted(_HAN.values(), key=lambda each: each != first)]
    sans = [*_SANS, *han, *_LAST]
    return [_SERIF, *sans] if serif and suits_serif(text) else sans


def missing_letters(fault: typst.TypstError) -> set[str]:
    """The letters that no font has, as a compiler told; empty when something else stopped it."""
    return set("".join(map(_unescaped, _UNCOVERED.findall(f"{fault.message}\n{fault.diagnostic}"))))


def drawn(letter: str) -> str:
    """A letter as a refusal names it, by itself where it can stand alone."""
    code = f"U+{ord(letter):04X}"
    return f"{letter} ({code})" if letter.isalpha() else code


def _unescaped(said: str) -> str:
    """A text as Rust prints it for debugging, as it is."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], said)
