"""A schedule as a page to send or to print: PDF (A4, tagged, fit to be kept) and plain HTML (one file, no script).

The same schedule gives the same bytes: the date inside is that of its last change, and no clock is read.
"""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, Final

import typst

from acxdesk.errors import Refused
from acxdesk.exchange.typesetting import STANDARDS, compiler, drawn, faces, missing_letters, part
from acxdesk.rules.text import visible
from acxdesk.rules.timetables import CANCELLED, Page, Row

TEMPLATE: Final = Path(__file__).with_name("timetable.typ")
_MOST_NAMED: Final = 8  # characters that a refusal names
_NARROWEST, _WIDEST = 5, 30  # letters: a column is as wide as its longest text, between these
_STYLE: Final = (
    "body{font:16px/1.4 system-ui,sans-serif;color:#1d2733;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-weight:500;color:#17455c}h2{font-size:1rem;margin:1.5rem 0 .3rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt,th,.note{color:#5b6673}dd{margin:0}"
    "table{border-collapse:collapse;width:100%}th{text-align:start;font-weight:400;font-size:.85rem}"
    "th,td{padding:.3rem .8rem .3rem 0;border-bottom:1px solid #c9d0d6;vertical-align:top}"
    "@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}"
)


def as_pdf(page: Page) -> bytes:
    """The page as PDF, on as many sheets as it needs.

    Raises:
        Refused: no font has a letter of it.
    """
    try:
        made = compiler(TEMPLATE).compile(
            sys_inputs={"page": json.dumps(_said(page))}, format="pdf", pdf_standards=STANDARDS
        )
    except typst.TypstError as fault:
        letters = sorted(missing_letters(fault))
        if not letters:
            raise
        named = ", ".join(map(drawn, letters[:_MOST_NAMED]))
        raise Refused(
            f"The page cannot be printed: no font here has {named}.",
            remedy="Write it as HTML, which takes the letters of whoever reads it.",
        ) from fault
    assert isinstance(made, bytes)
    return made


def as_html(page: Page) -> bytes:
    """The page as one HTML file in UTF-8, which asks for nothing else."""
    return "".join(_html(page)).encode()


def _said(page: Page) -> dict[str, Any]:
    """All that the template reads."""
    made = page.changed_at
    return {
        "fonts": faces("", "en", serif=False),
        "made": [made.year, made.month, made.day, made.hour, made.minute, made.second],
        "about": page.title,
        "title": _part(page.title),
        "facts": [[label, _part(text)] for label, text in page.facts],
        "headings": [_part(heading) for heading in page.headings],
        "widths": _widths(page),
        "sections": [
            {
                "heading": _part(section.heading),
                "rows": [{"off": row.off, "cells": [_part(cell) for cell in row.cells]} for row in section.rows],
            }
            for section in page.sections
        ],
        "notes": [_part(note) for note in page.notes],
    }


def _part(text: str) -> dict[str, Any]:
    return part(visible(text), serif=False)


def _widths(page: Page) -> list[int]:
    """How wide each column is, as a share: of all sections alike, so that their columns stand below each other."""
    columns = [[heading] for heading in page.headings]
    for section in page.sections:
        for row in section.rows:
            for column, cell in zip(columns, row.cells, strict=True):
                column.append(cell)
    return [min(max(_NARROWEST, *map(len, column)), _WIDEST) for column in columns]


def _html(page: Page) -> Iterator[str]:
    title = _text(page.title)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield f'<h1 dir="auto">{title}</h1>\n'
    if page.facts:
        facts = "".join(f'<dt>{_text(label)}</dt><dd dir="auto">{_fact(text)}</dd>\n' for label, text in page.facts)
        yield f"<dl>\n{facts}</dl>\n"
    heads = "".join(f'<th scope="col">{_text(heading)}</th>' for heading in page.headings)
    for section in page.sections:
        if section.heading:
            yield f"<h2>{_text(section.heading)}</h2>\n"
        yield f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        yield from map(_row, section.rows)
        yield "</tbody>\n</table>\n"
    yield from (f'<p class="note">{_text(note)}</p>\n' for note in page.notes)
    yield "</body>\n</html>\n"


def _row(row: Row) -> str:
    cells = (
        f"<s>{_text(cell)}</s>" if row.off and cell and not cell.startswith(CANCELLED) else _text(cell)
        for cell in row.cells
    )
    drawn_cells = "".join(f'<td dir="auto">{cell}</td>' for cell in cells)
    return f"<tr>{drawn_cells}</tr>\n"


def _fact(text: str) -> str:
    """A fact; a web address can be followed."""
    if text.startswith(("https://", "http://")):
        return f'<a href="{_text(text)}" rel="noreferrer">{_text(text)}</a>'
    return _text(text)


def _text(text: str) -> str:
    return escape(visible(text))
