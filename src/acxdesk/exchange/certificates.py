"""A certificate as a page to frame: PDF, A4 landscape, tagged (PDF/UA-1) and fit to be kept (PDF/A-2a).

The same accreditation gives the same bytes: the date inside is that of its record, and no clock is read.
"""

import io
import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import segno
import typst

from acxdesk.errors import Refused
from acxdesk.exchange.typesetting import STANDARDS, compiler, drawn, faces, missing_letters, part
from acxdesk.rules.certificates import (
    Certificate,
    Honoured,
    Taught,
    day_in_words,
    days_in_words,
    listed,
    place_in_words,
    validity_in_words,
)
from acxdesk.rules.text import quoted

TEMPLATE: Final = Path(__file__).with_name("certificate.typ")
INK: Final = "#1d2733"  # as in the template

_NO_ROOM: Final = re.compile(r"no room: ([\w-]+)")
_MOST_NAMED: Final = 8  # characters that a refusal names
_REISSUE: Final = "Reissue it with another name: `acxdesk accreditation reissue`."


class Press:
    """Prints certificates one after another: the template is read and the fonts are looked up once.

    Args:
        issuer: who awards, as it stands at the top; empty for nobody.
        verify_url: where a code is looked up, with {code} in its place; empty where there is no such page.
    """

    def __init__(self, issuer: str, verify_url: str) -> None:
        self._issuer = issuer
        self._verify_url = verify_url

    def print(self, certificate: Certificate) -> bytes:
        """One certificate as PDF.

        Raises:
            Refused: no font has a letter of it, or a text does not fit the page.
        """
        try:
            return self._made(self._said(certificate))
        except typst.TypstError as fault:
            raise _refused(fault, certificate, self._issuer) or fault from fault

    def print_honour(self, honoured: Honoured) -> bytes:
        """The certificate of a Change Architect of the Year, a page of the same kind.

        Raises:
            Refused: no font has a letter of it, or a text does not fit the page.
        """
        try:
            return self._made(self._honour(honoured))
        except typst.TypstError as fault:
            whose = f"The certificate of {quoted(honoured.name)}"
            if found := _NO_ROOM.search(fault.message):
                raise Refused(
                    f"{whose} cannot be printed: its {found[1].lower()} is too long.",
                    remedy="Shorten it: `acxdesk award correct`.",
                ) from fault
            if missing_letters(fault):
                raise Refused(
                    f"{whose} cannot be printed: no font here has a letter of it.",
                    remedy="Write it in other letters: `acxdesk award correct`.",
                ) from fault
            raise

    def _made(self, said: dict[str, Any]) -> bytes:
        made = self._compiler.compile(
            sys_inputs={"certificate": json.dumps(said)}, format="pdf", pdf_standards=STANDARDS
        )
        assert isinstance(made, bytes)
        return made

    @cached_property
    def _compiler(self) -> typst.Compiler:
        return compiler(TEMPLATE)

    def _said(self, certificate: Certificate) -> dict[str, Any]:
        """All that the template reads."""
        made = certificate.made_at
        content = qr_content(certificate.code, self._verify_url)
        return {
            "fonts": faces("", "en"),
            "made": [made.year, made.month, made.day, made.hour, made.minute, made.second],
            "about": f"Certificate {certificate.number} of {certificate.name}: {certificate.title}",
            "issuer": part(self._issuer),
            "heading": "Certificate of Accreditation",
            "deed": "has fulfilled the requirements of",
            "number": certificate.number,
            "code": certificate.code,
            "name": part(certificate.name, certificate.languages, certificate.country),
            "title": part(certificate.title),
            "post_nominal": part(certificate.post_nominal and f"Post-nominal: {certificate.post_nominal}"),
            "facts": [
                ["Number", part(certificate.number)],
                ["Awarded on", part(day_in_words(certificate.awarded_on))],
                [
                    "Valid until" if certificate.valid_until else "Valid",
                    part(validity_in_words(certificate.valid_until)),
                ],
            ],
            "taught": [] if certificate.taught is None else _taught(certificate.taught),
            "qr": qr_svg(content),
            "scan": f"QR code: {content}",
            "verify": part(_where(certificate.code, self._verify_url)),
        }

    def _honour(self, honoured: Honoured) -> dict[str, Any]:
        """All that the template reads, for a Change Architect."""
        made, what = honoured.made_at, f"{honoured.title} {honoured.year}"
        content = f"acxdesk:award:{honoured.year}:{honoured.seal}"
        facts = [["Year", str(honoured.year)], ["Announced on", day_in_words(honoured.announced_on)]]
        about = [["Then", honoured.about], ["Citation", honoured.citation]]
        return {
            "fonts": faces("", "en"),
            "made": [made.year, made.month, made.day, made.hour, made.minute, made.second],
            "about": f"{what}: {honoured.name}",
            "issuer": part(self._issuer),
            "heading": "Change Architects Hall of Fame",
            "deed": "was selected by immediate peers and fellow professionals as",
            "number": str(honoured.year),
            "code": str(honoured.year),
            "name": part(honoured.name, honoured.languages, honoured.country),
            "title": part(what if honoured.is_winner else f"Runner-up, {what}"),
            "post_nominal": part(honoured.category and f"for {honoured.category} transformation"),
            "facts": [[label, part(text)] for label, text in facts],
            "taught": [[label, part(text)] for label, text in about if text],
            "qr": qr_svg(content),
            "scan": f"QR code: {content}",
            "verify": part("Counted from the sealed ballots whose SHA-256 the code has."),
        }


def qr_content(code: str, verify_url: str) -> str:
    """What the QR code says: the address at which the code is looked up, or the code alone."""
    return verify_url.replace("{code}", code) if verify_url else f"acxdesk:{code}"


def qr_svg(content: str) -> str:
    """A QR code as SVG, a unit a module, without the quiet zone: the page is white around it."""
    drawn = io.BytesIO()
    segno.make_qr(content, error="m").save(drawn, kind="svg", xmldecl=False, border=0, dark=INK)
    return drawn.getvalue().decode()


def _where(code: str, verify_url: str) -> str:
    if not verify_url:
        return "The issuer verifies this code."
    return f"Verify at {re.sub('^https?://', '', qr_content(code, verify_url))}"


def _taught(taught: Taught) -> list[list[Any]]:
    coaches = [["Coaches" if taught.coaches[1:] else "Coach", part(listed(taught.coaches))]] if taught.coaches else []
    days = days_in_words(taught.starts_on, taught.ends_on)
    return [*coaches, ["Session", part(f"{days}, {place_in_words(taught)}")]]


def _refused(fault: typst.TypstError, certificate: Certificate, issuer: str) -> Refused | None:
    """What stops a certificate, as a sentence; None for what is a mistake of ours."""
    whose = f"{certificate.number} of {quoted(certificate.name)}"
    if found := _NO_ROOM.search(fault.message):
        what = found[1].lower()
        return Refused(
            f"{whose} cannot be printed: its {what} is too long for the page.",
            remedy=_REISSUE if what == "name" else "Shorten it.",
        )
    letters = missing_letters(fault)
    if not letters:
        return None
    where, text = next(
        ((where, text) for where, text in _texts(certificate, issuer) if letters & set(text)), ("it", "".join(letters))
    )
    missing = [letter for letter in dict.fromkeys(text) if letter in letters]
    named = ", ".join(map(drawn, missing[:_MOST_NAMED])) + (" and more" if len(missing) > _MOST_NAMED else "")
    return Refused(
        f"{whose} cannot be printed: no font here has {named} in {where}.",
        remedy=_REISSUE if where == "the name" else "Write it in other letters.",
    )


def _texts(certificate: Certificate, issuer: str) -> Iterator[tuple[str, str]]:
    """What people wrote of all that stands on the page, and what it is called."""
    yield "the name", certificate.name
    yield "the title", certificate.title
    yield "the post-nominal", certificate.post_nominal
    yield "the issuer's name", issuer
    if certificate.taught is not None:
        yield "a coach's name", "".join(certificate.taught.coaches)
        yield "the place", place_in_words(certificate.taught)
