"""How `--help` looks: plain text in two columns, wrapped to the terminal; a screen reader reads it line by line."""

import shutil
import textwrap
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions

_WIDEST: Final = 100  # a longer line is hard to read
_NAMES: Final = 26  # cells of the first column; longer names stand on a line of their own
_INDENT: Final = "  "
_KINDS: Final = {"STR": "TEXT", "INT": "NUMBER", "CHOICE": "WORD", "PATH": "FILE"}  # the parser's names of values


class Manual:
    """Prints help for cyclopts; see `cyclopts.help.protocols.HelpFormatter`."""

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: "HelpPanel") -> None:  # noqa: ARG002
        """One panel: its title, then a name and its meaning a line."""
        if not panel.entries:
            return
        lines = [f"{panel.title}:"]
        for entry in panel.entries:
            lines += _entry(entry)
        _print(console, [*lines, ""])

    def render_usage(self, console: "Console", options: "ConsoleOptions", usage: Any) -> None:  # noqa: ARG002
        """The usage line."""
        if usage:
            _print(console, [*_wrapped(f"Usage: {_plain(usage)}", hanging="       "), ""])

    def render_description(self, console: "Console", options: "ConsoleOptions", description: Any) -> None:  # noqa: ARG002
        """The description, paragraph by paragraph."""
        for paragraph in _plain(description).split("\n\n"):
            if paragraph.strip():
                _print(console, [*_wrapped(paragraph), ""])


def width() -> int:
    """How many cells a line of help may have."""
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _entry(entry: "HelpEntry") -> list[str]:
    """The positional names, the option, then what it means, what it may be, and whether it must be given."""
    labels = entry.display_labels_with_metavar
    meaning = _plain(entry.description)
    if entry.choices:
        meaning += f" ({', '.join(entry.choices)})"
    if entry.required and not entry.positional_label:
        meaning += " (needed)"
    names = f"{_INDENT}{', '.join(map(_kind, labels))}"
    text = _wrapped(meaning.strip(), hanging=" " * _NAMES, first=" " * _NAMES)
    if len(names) + 2 > _NAMES or not text:
        return [names, *text]
    return [names.ljust(_NAMES) + text[0].lstrip(), *text[1:]]


def _kind(label: str) -> str:
    name, _, value = label.rpartition(" ")
    return f"{name} {_KINDS.get(value, value)}" if name else label


def _wrapped(text: str, *, hanging: str = "", first: str = "") -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), width(), initial_indent=first, subsequent_indent=hanging, break_on_hyphens=False
    )


def _plain(text: Any) -> str:
    """The words of what cyclopts hands in: a str, a rich Text, or its own text around one."""
    inner = getattr(text, "primary_renderable", text)
    return str(getattr(inner, "plain", inner or ""))


def _print(console: "Console", lines: list[str]) -> None:
    console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)
