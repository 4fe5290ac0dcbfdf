"""`acxdesk manual`: the help of every noun and verb in one text, as docs/cli.md has it."""

import io
from collections.abc import Iterator
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

from acxdesk.cli import voice
from acxdesk.cli.call import Asked

if TYPE_CHECKING:
    from cyclopts import App


def manual(*, call: Asked) -> None:
    """Print the help of every verb as one Markdown text; with --json as an array of verbs and their help."""
    pages = list(_pages())
    if call.as_json:
        voice.print_json([{"verb": said, "help": text} for said, text in pages])
        return
    voice.block("\n\n".join(f"## {said}\n\n```\n{text}\n```" for said, text in pages))


def _pages() -> Iterator[tuple[str, str]]:
    """What is said and its help, for acxdesk itself, then noun by noun."""
    from acxdesk.cli.app import build

    app = build()
    yield "acxdesk", _help(app)
    for noun in sorted(_names(app)):
        yield f"acxdesk {noun}", _help(app, noun)
        for verb in sorted(_names(app[noun])):
            yield f"acxdesk {noun} {verb}", _help(app, noun, verb)


def _names(app: "App") -> list[str]:
    return [name for name in app if not name.startswith("-")]


def _help(app: "App", *words: str) -> str:
    with redirect_stdout(io.StringIO()) as text:
        app.meta([*words, "--help"])
    # The options that every verb has are told once, with acxdesk itself.
    told = text.getvalue()
    return (told.partition("Options of every verb:")[0] if words else told).strip()
