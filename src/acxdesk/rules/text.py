"""Text that people hand in: cleaned on the way in, folded to be found, made visible on the way out.

Everything that a person, a file or the network says passes `clean_line` or `clean_text` once. What they
refuse could steer a terminal, reorder a line on the screen or break a record in a file; what they keep is every
letter of every script, with the joiners and marks that Arabic, Devanagari and emoji need.
"""

import re
import unicodedata

from acxdesk.errors import Refused

MOST_QUOTED = 60  # characters of a wrong value that a refusal repeats

# The names of Unicode's Cc category, in order of code: U+0000 to U+001F, and U+0080 to U+009F (ISO 6429).
_C0 = [
    *("NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI"),
    *(
        "DLE",
        "DC1",
        "DC2",
        "DC3",
        "DC4",
        "NAK",
        "SYN",
        "ETB",
        "CAN",
        "EM",
        "SUB",
        "ESC",
        "FS",
        "GS",
        "RS",
        "US",
    ),
]
_C1 = [
    *("PAD", "HOP", "BPH", "NBH", "IND", "NEL", "SSA", "ESA", "HTS", "HTJ", "VTS", "PLD", "PLU", "RI", "SS2"),
    *("SS3", "DCS", "PU1", "PU2", "STS", "CCH", "MW", "SPA", "EPA", "SOS", "SGC", "SCI", "CSI", "ST", "OSC"),
    *("PM", "APC"),
]
_NAMES = {
    **dict(enumerate(_C0)),
    0x7F: "DEL",
    **{0x80 + step: name for step, name in enumerate(_C1)},
    0x2028: "line separator",
    0x2029: "paragraph separator",
    **dict(zip(range(0x202A, 0x202F), ("LRE", "RLE", "PDF", "LRO", "RLO"), strict=True)),
    **dict(zip(range(0x2066, 0x206A), ("LRI", "RLI", "FSI", "PDI"), strict=True)),
}

_BREAKS = "\n\r\x85\u2028\u2029"
# Unicode's Zs category: what looks like a blank, whatever its width.
_BLANKS = " \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_OUTER = _BLANKS + "\t" + _BREAKS
_BIDI = "\u202a-\u202e\u2066-\u2069"
_SURROGATES = "\ud800-\udfff"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))

_UNSAFE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_BIDI}{_SURROGATES}{_NONCHARACTERS}]")
_BLANK_RUN = re.compile(f"[{_BLANKS}]+")
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")

# Canonical decomposition makes at most four characters of one, so NFC cannot shorten a text below a quarter.
_NFC_SHRINKS_AT_MOST = 4

# Unicode's Default_Ignorable_Code_Point: drawn as nothing where it is not understood.
_IGNORABLE = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
# Letters that Unicode does not take apart although people type the plain one, and characters that are written
# in two ways: apostrophes, dashes, the Persian and Arabic forms of kaf and ya, the Arabic stretching stroke.
_PLAIN = str.maketrans(
    {
        **dict(zip("łøđıħŧŋĸəɛɔɓɗƙƴðɖ", "lodihtnkeeobdkydd", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        **dict.fromkeys("‘’ʼʻʹ´′", "'"),  # noqa: RUF001 - these are the look-alikes
        **dict.fromkeys("‐‑‒–—―−", "-"),  # noqa: RUF001 - as above
        "\u06a9": "\u0643",
        "\u06cc": "\u064a",
        "\u0649": "\u064a",
        "\u0640": "",
    }
)


def clean_line(value: str, *, what: str, limit: int = 200) -> str:
    """A name, title, reference or the like, as it is kept.

    Args:
        value: as typed or read; not trusted.
        what: the field's word, "Name"; it begins the sentence of a refusal.
        limit: the most characters (code points, after cleaning) that the field holds.

    Returns:
        The value in NFC without blanks or line breaks around it, each run of blanks inside made one. A single
        ideographic space stays, as it is written between Japanese names. Empty for an empty value.

    Raises:
        Refused: a control character, a line break or tab inside, a bidi override, embedding or isolate, half
            a surrogate pair or a noncharacter (each with its code and place, counted from 1 in `value`);
            nothing but invisible characters; more than `limit` characters.
    """
    inner = value.strip(_OUTER)
    offset = len(value) - len(value.lstrip(_OUTER))
    if found := _UNSAFE.search(inner):
        _refuse_character(found[0], what, f"place {offset + found.start() + 1:,}")
    return _fitted(_BLANK_RUN.sub(_one_blank, inner), what, limit)


def clean_text(value: str, *, what: str, limit: int = 4000) -> str:
    r"""A note, reason or description of several lines, as it is kept.

    Args:
        value: as typed or read; not trusted.
        what: the field's word, "Reason"; it begins the sentence of a refusal.
        limit: the most characters (code points, after cleaning, each line break one) that the field holds.

    Returns:
        As `clean_line` for each line; every kind of line break is `\n`, a tab is a blank, empty lines around
        the text are gone, those inside stay.

    Raises:
        Refused: as `clean_line`, but for line breaks and tabs; where there are several lines, the place
            names the line too.
    """
    lines = [line.replace("\t", " ") for line in _BREAK.split(value)]
    for number, line in enumerate(lines, start=1):
        if found := _UNSAFE.search(line):
            place = f"place {found.start() + 1:,}"
            _refuse_character(found[0], what, place if len(lines) == 1 else f"line {number:,}, {place}")
    cleaned = "\n".join(_BLANK_RUN.sub(_one_blank, line.strip(_BLANKS)) for line in lines)
    return _fitted(cleaned.strip("\n"), what, limit)


def fold(value: str) -> str:
    """The key that a value is found by: equal for every way of writing the same letters.

    Case, accents, width, invisible characters and the number of blanks do not count; ł ø đ æ œ ß þ ð and
    their like count as the letters that people type instead, and so do curly apostrophes and long dashes. Vowel
    signs of Indic scripts stay: they are letters there.

    Args:
        value: any text; a clean one and the words of a search alike.

    Returns:
        The key. Folding it again changes nothing. It may be empty, or longer than the value.
    """
    if value.isascii():
        return " ".join(value.lower().split())
    # Twice: the first pass makes small letters of capitals, and bare ones of marked ones; the second maps them.
    return _folded_once(_folded_once(value))


def visible(value: str) -> str:
    """Text from elsewhere, made safe for one line of a terminal or a log.

    Args:
        value: any text, also one that `clean_line` would refuse: a file's name, an error's words.

    Returns:
        The value, as long as before: a C0 control and DEL are their pictures (U+2400 to U+2421), NEL and the
        line separators are U+2424, what has no picture (C1, bidi controls, surrogates, noncharacters) is U+FFFD.
    """
    return _UNSAFE.sub(_picture, value)


def quoted(value: str) -> str:
    """A wrong value as a refusal repeats it: in quotes, visible, cut off after 60 characters."""
    shown = visible(value[: MOST_QUOTED + 1])
    return f'"{shown}"' if len(shown) <= MOST_QUOTED else f'"{shown[: MOST_QUOTED - 1]}…"'


def _refuse_character(character: str, what: str, place: str) -> None:
    code = ord(character)
    if character in _BREAKS:
        kind, remedy = "a line break", "Write it on one line."
    elif character == "\t":
        kind, remedy = "a tab", "Put a blank in its place."
    elif unicodedata.category(character) == "Cc":
        kind, remedy = "a control character", "Delete that character or type the text anew."
    elif unicodedata.category(character) == "Cs":
        kind, remedy = "half of a character", "Delete it, or read the file again in its own encoding."
    elif code in _NAMES:
        kind, remedy = "a character that turns the direction of text", "Delete that character."
    else:
        kind, remedy = "a code that is no character", "Delete it."
    name = _NAMES.get(code)
    named = f"U+{code:04X}" if name is None else f"{name}, U+{code:04X}"
    raise Refused(f"{_begun(what)} has {kind} ({named}) at {place}.", remedy=remedy)


def _fitted(value: str, what: str, limit: int) -> str:
    """The value in NFC, if it has something to show and not too much of it."""
    # A value that must be too long is refused before NFC, whose time grows with the square of a run of marks.
    if len(value) <= limit * _NFC_SHRINKS_AT_MOST:
        value = unicodedata.normalize("NFC", value)
    if len(value) > limit:
        raise Refused(
            f"{_begun(what)} has {len(value):,} characters; at most {limit:,}.",
            remedy=f"Shorten it by {len(value) - limit:,}.",
        )
    if value and not _IGNORABLE.sub("", value).strip():
        raise Refused(
            f"{_begun(what)} has nothing but invisible characters (the first is U+{ord(value[0]):04X}).",
            remedy="Type it anew, or leave it empty.",
        )
    return value


def _begun(what: str) -> str:
    return what[:1].upper() + what[1:]


def _one_blank(run: re.Match[str]) -> str:
    return "\u3000" if run[0] == "\u3000" else " "


def _folded_once(value: str) -> str:
    # Marks go first, since the time of a normal form grows with the square of their run; then those that NFD takes
    # off, before casefold makes a letter of the Greek iota below. NFKD alone would lose the apostrophe that a spacing
    # acute accent stands for.
    plain = unicodedata.normalize("NFD", _without_marks(value)).translate(_PLAIN)
    apart = _without_marks(unicodedata.normalize("NFKD", _IGNORABLE.sub("", plain)))
    folded = _without_marks(unicodedata.normalize("NFKD", apart.casefold()))
    return " ".join(folded.split())


def _without_marks(value: str) -> str:
    return "".join(letter for letter in value if not unicodedata.combining(letter))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < len(_C0):
        return chr(0x2400 + code)
    if found[0] == "\x7f":
        return "\u2421"
    return "\u2424" if found[0] in _BREAKS else "\ufffd"
