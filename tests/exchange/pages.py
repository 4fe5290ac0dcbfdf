"""The text of a tagged PDF page, as a screen reader gets it; as much of ISO 32000 as our pages need."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_TOKEN = re.compile(
    rb"/Span<</MCID (?P<mcid>\d+)(?:/Lang\((?P<lang>[\w-]+)\))?>>BDC|/\w+<</MCID (?P<other>\d+)[^>]*>>BDC"
    rb"|/Span<</ActualText<(?P<actual>[0-9A-F]*)>>>BDC|(?P<reversed>/ReversedChars BMC)"
    rb"|(?P<other_mark>/\w+<<[^>]*>>BDC)"
    rb"|(?P<end>EMC)|/(?P<font>f\d+) [\d.]+ Tf|\((?P<text>(?:\\.|[^\\)])*)\)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def texts(pdf: bytes) -> list[str]:
    """The runs of text of the one page, each as it was marked, in the order of reading."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(pdf)}
    pages = [body for body in objects.values() if b"/Type/Page/" in body]
    assert len(pages) == 1
    fonts = {
        name: _to_unicode(objects, int(number))
        for body in objects.values()
        if (listed := re.search(rb"/Font<<(.*?)>>", body))
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", listed[1])
    }
    content = _stream(objects[_number(pages[0], b"/Contents")])
    runs: dict[int, str] = {}
    marks: list[str] = []
    replaced: list[str] = []  # what ActualText says in place of the letters inside it
    mcid, font = -1, b""
    for token in _TOKEN.finditer(content):
        if token["mcid"] or token["other"]:
            mcid = int(token["mcid"] or token["other"])
            marks.append("run")
        elif token["actual"] is not None:
            marks.append("actual")
            actual = bytes.fromhex(token["actual"].decode()).decode("utf-16")
            runs[mcid] = runs.get(mcid, "") + actual
            replaced.append(actual)
        elif token["reversed"]:
            marks.append("reversed")
        elif token["other_mark"]:
            marks.append("artifact")
        elif token["end"]:
            if marks.pop() == "actual":
                replaced.pop()
        elif token["font"]:
            font = token["font"]
        elif not replaced and "artifact" not in marks:
            drawn = "".join(fonts[font].get(code, "?") for code in _codes(token["text"]))
            runs[mcid] = runs.get(mcid, "") + (drawn[::-1] if "reversed" in marks else drawn)
    return list(runs.values())


def information(pdf: bytes, name: str) -> str:
    """One entry of the document's own card: Title, Author, CreationDate."""
    card = next(body for body in _OBJECT.findall(pdf) if b"/Creator(" in body[1])[1]
    found = re.search(rb"/" + name.encode() + rb"(?:\(((?:\\.|[^\\)])*)\)|<([0-9A-F]+)>)", card)
    assert found
    raw = _unescaped(found[1]) if found[2] is None else bytes.fromhex(found[2].decode())
    return raw.decode("utf-16") if raw.startswith((b"\xfe\xff", b"\xff\xfe")) else raw.decode("latin-1")


def _number(body: bytes, name: bytes) -> int:
    found = re.search(name + rb" (\d+) 0 R", body)
    assert found
    return int(found[1])


def _stream(body: bytes) -> bytes:
    return zlib.decompress(body.split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0])


def _to_unicode(objects: dict[int, bytes], font: int) -> dict[int, str]:
    """What each code of a font stands for."""
    table = _stream(objects[_number(objects[font], b"/ToUnicode")])
    found: dict[int, str] = {}
    for first, second in re.findall(rb"<([0-9A-Fa-f]{4})> ?<([0-9A-Fa-f]+)>\n", table):
        found[int(first, 16)] = bytes.fromhex(second.decode()).decode("utf-16-be")
    for first, last, start in re.findall(rb"<([0-9A-Fa-f]{4})> ?<([0-9A-Fa-f]{4})> ?<([0-9A-Fa-f]+)>", table):
        text = bytes.fromhex(start.decode()).decode("utf-16-be")
        for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
            found[code] = text[:-1] + chr(ord(text[-1]) + step)
    return found


def _codes(literal: bytes) -> list[int]:
    raw = _unescaped(literal)
    return [int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2)]


def _unescaped(literal: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        if found[1].isdigit():
            return bytes([int(found[1], 8)])
        return _ESCAPES.get(found[1], found[1])

    return _ESCAPE.sub(plain, literal)
