"""A certificate as a page: what stands on it can be read out, is the same each time, and fits."""

import io
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import segno
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.exchange.certificates import Press, qr_content, qr_svg
from acxdesk.rules.text import clean_line
from tests.exchange.awards import ADA, TAUGHT, award
from tests.exchange.pages import information, texts

URL = "https://example.org/verify/{code}"
MOST_NAMES = 200  # characters of a name that the desk keeps
PRESS = Press("BP Group and Affiliates", URL)


@pytest.fixture(scope="module")
def press() -> Press:
    return PRESS


def test_all_that_was_awarded_can_be_read_out(press: Press) -> None:
    assert texts(press.print(ADA)) == [
        "BP Group and Affiliates",
        "Certificate of Accreditation",
        "This is to certify that",
        "Ada Byron",
        "has fulfilled the requirements of",
        "Accredited CX Master",
        "Post-nominal: ACXM",
        "NUMBER",
        "ACXM-2026-0001",
        "AWARDED ON",
        "20 November 2026",
        "VALID UNTIL",
        "20 November 2028",
        "COACHES",
        "Ngozi Okafor and Johanna Lindqvist",
        "SESSION",
        "16 to 19 November 2026, online",
        "K7MX-3PRT-9WAE",
        "Verify at example.org/verify/K7MX-3PRT-9WAE",
    ]


def test_what_there_is_not_is_left_out() -> None:
    made = Press("", "").print(award(post_nominal="", valid_until=None, taught=None))
    assert texts(made) == [
        "Certificate of Accreditation",
        "This is to certify that",
        "Ada Byron",
        "has fulfilled the requirements of",
        "Accredited CX Master",
        "NUMBER",
        "ACXM-2026-0001",
        "AWARDED ON",
        "20 November 2026",
        "VALID",
        "For life",
        "K7MX-3PRT-9WAE",
        "The issuer verifies this code.",
    ]


def test_the_page_is_tagged_and_says_what_it_is(press: Press) -> None:
    made = press.print(ADA)
    assert information(made, "Title") == "Certificate ACXM-2026-0001 of Ada Byron: Accredited CX Master"
    assert information(made, "Author") == "BP Group and Affiliates"
    assert information(made, "CreationDate") == "D:20261120120000Z"
    assert b"/Marked true" in made
    assert b"/Lang(en)" in made
    assert b"/Alt(QR code: https://example.org/verify/K7MX-3PRT-9WAE)" in made
    assert b"ada@example.org" not in made


def test_the_same_award_gives_the_same_bytes_in_another_process_as_well(press: Press) -> None:
    statement = (
        "import sys\nfrom acxdesk.exchange.certificates import Press\nfrom tests.exchange.awards import ADA\n"
        f"sys.stdout.buffer.write(Press('BP Group and Affiliates', {URL!r}).print(ADA))"
    )
    root = Path(__file__).parents[2]
    other = subprocess.run(
        [sys.executable, "-c", statement],
        capture_output=True,
        check=True,
        cwd=root,
        env={"PYTHONPATH": f"{root / 'src'}:{root}", "TZ": "Asia/Tokyo", "LANG": "C"},
    )
    assert other.stdout == press.print(ADA)
    press.print(award(name="Bob"))
    assert other.stdout == press.print(ADA)


@pytest.mark.parametrize(
    "name",
    [
        "José Núñez Peña",
        "Nguyễn Thị Hằng",
        "Łukasz Żółć",
        "Юлия Щербакова",
        "Αθηνά Παπαδοπούλου",
        "प्रज्ञा श्रीवास्तव",
        "தமிழ்ச்செல்வி",
        "王小明",
        "佐藤 はな",
        "김철수",
        "สมชาย ใจดี",
        "ວິໄລ",
        "გიორგი ბერიძე",
        "Հայկ",
        "አበበ ቢቂላ",
        "သန္တာ",
        "👩‍🚀 Ada",
        "[/oops] #let x = 1 $x^2$ \\ *b* _i_ <a> @b `c` // --- ~ \"q\" 'r' #panic()",
        "O'Neill-Ó Briain (née Ní Dhómhnaill)",
        "https://example.org/a_b",
    ],
)
def test_names_of_the_world_are_drawn_as_they_are(press: Press, name: str) -> None:
    assert name in "".join(texts(press.print(award(name=name))))


@pytest.mark.parametrize("name", ["ليلى عباس", "অনিন্দ্য বসু", "محمد بن سلمان", "דוד כהן", "عائشہ خان", "Ọ̀ṣun Ẹ̀bùn Ǹjẹ́"])
def test_letters_that_are_put_together_on_the_page_stand_whole_in_its_title(press: Press, name: str) -> None:
    made = press.print(award(name=name))
    assert information(made, "Title") == f"Certificate ACXM-2026-0001 of {name}: Accredited CX Master"
    assert set(name) <= set("".join(texts(made)))


def test_arabic_is_joined_and_runs_from_the_right(press: Press) -> None:
    joined = texts(press.print(award(name="ليلى")))
    apart = texts(press.print(award(name="\u200c".join("ليلى"))))
    assert joined[4:] != apart[4:]


@pytest.mark.parametrize(
    "name",
    [
        "María de los Ángeles " * 9,
        "محمد " * 40,
        "佐" * MOST_NAMES,
        "ก" * MOST_NAMES,
        "W" * 60,
        "प्रज्ञा " * 25,
    ],
)
def test_a_long_name_becomes_smaller_and_takes_more_lines(press: Press, name: str) -> None:
    made = texts(press.print(award(name=name.strip()[:MOST_NAMES].strip())))
    assert made[-1] == "Verify at example.org/verify/K7MX-3PRT-9WAE"


@pytest.mark.parametrize("name", ["W" * 190, "x" * 5_000, "word " * 1_000, "佐" * 5_000])
def test_a_name_that_cannot_fit_is_refused(press: Press, name: str) -> None:
    with pytest.raises(Refused, match=r"^ACXM-2026-0001 of .* cannot be printed: its name is too long for the page\."):
        press.print(award(name=name.strip()))


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"title": "Very long " * 100}, "title"),
        ({"post_nominal": "P" * 200}, "post-nominal"),
        ({"number": "N" * 100}, "number"),
        (
            {
                "taught": TAUGHT.__class__(
                    *("x", date(2026, 1, 1), date(2026, 1, 1), TAUGHT.delivery, "", "", ("A " * 900,))
                )
            },
            "coach",
        ),
    ],
)
def test_whatever_else_cannot_fit_is_refused_as_well(press: Press, other: dict[str, object], what: str) -> None:
    with pytest.raises(Refused, match=f"its {what} is too long for the page"):
        press.print(award(**other))


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"name": "Ada ᠮᠣ"}, "no font here has ᠮ (U+182E), ᠣ (U+1823) in the name."),
        ({"name": "ދިވެހި"}, "no font here has ދ (U+078B), U+07A8, ވ (U+0788), U+07AC, ހ (U+0780) in the name."),
        ({"title": "ⴰ 1"}, "no font here has ⴰ (U+2D30) in the title."),
        (
            {"taught": TAUGHT.__class__("x", date(2026, 1, 1), date(2026, 1, 1), TAUGHT.delivery, "ⴰ", "", ())},
            "in the place.",
        ),
    ],
)
def test_letters_that_no_font_has_are_named_and_not_drawn_as_boxes(
    press: Press, other: dict[str, object], told: str
) -> None:
    with pytest.raises(Refused) as refused:
        press.print(award(**other))
    assert told in refused.value.sentence
    assert refused.value.remedy


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=MOST_NAMES))
def test_any_name_that_the_desk_keeps_is_drawn_or_refused(name: str) -> None:
    try:
        made = PRESS.print(award(name=clean_line(name, what="Name")))
    except Refused:
        return
    assert made.startswith(b"%PDF")


# ---- the QR code


def test_the_qr_code_says_where_the_code_is_looked_up_or_the_code_itself() -> None:
    assert qr_content("K7MX-3PRT-9WAE", URL) == "https://example.org/verify/K7MX-3PRT-9WAE"
    assert qr_content("K7MX-3PRT-9WAE", "") == "acxdesk:K7MX-3PRT-9WAE"


def test_the_drawn_qr_code_has_the_modules_of_its_content() -> None:
    """What a camera sees: the SVG is set by typst as on the page, and each module is looked at in its middle."""
    content = qr_content(ADA.code, URL)
    expected = [[bool(module) for module in row] for row in segno.make_qr(content, error="m").matrix]
    size = len(expected)
    drawing = ET.fromstring(qr_svg(content))
    assert drawing.get("width") == str(size)
    page = (
        f"#set page(width: {size}pt, height: {size}pt, margin: 0pt)\n"
        '#image(bytes(sys.inputs.qr), format: "svg", width: 100%)'
    )
    png = typst.compile(page.encode(), format="png", ppi=72 * 8, sys_inputs={"qr": qr_svg(content)})
    pixels = _grey(png)
    seen = [[pixels[row * 8 + 4][column * 8 + 4] < 128 for column in range(size)] for row in range(size)]
    assert seen == expected


def _grey(png: bytes) -> list[list[int]]:
    """The red of each pixel of a PNG with 8 bits and alpha, as typst writes it."""
    assert png[12:16] == b"IHDR"
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6)
    data = b"".join(
        png[found.end() : found.end() + struct.unpack(">I", png[found.start() - 4 : found.start()])[0]]
        for found in re.finditer(b"IDAT", png)
    )
    raw = io.BytesIO(zlib.decompress(data))
    above = bytearray(width * 4)
    rows = []
    for _row in range(height):
        rule, line = raw.read(1)[0], bytearray(raw.read(width * 4))
        for at in range(width * 4):
            left = line[at - 4] if at >= 4 else 0
            corner = above[at - 4] if at >= 4 else 0
            line[at] = (line[at] + _predicted(rule, left, above[at], corner)) & 0xFF
        rows.append([line[at] for at in range(0, width * 4, 4)])
        above = line
    return rows


def _predicted(rule: int, left: int, above: int, corner: int) -> int:
    if rule == 4:
        guess = left + above - corner
        return min((left, above, corner), key=lambda each: abs(guess - each))
    return (0, left, above, (left + above) // 2)[rule]


def test_an_award_of_another_day_is_dated_so(press: Press) -> None:
    made = press.print(award(made_at=datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)))
    assert information(made, "CreationDate") == "D:20270102030405Z"
