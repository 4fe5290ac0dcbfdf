"""The one table of keys: bindings of screens, footer, help, palette and the user's own keymap all read it.

A screen writes `BINDINGS = bindings("sessions")` and defines `action_new`, `action_edit` and so on for its rows. Its
rows stand in `keyrows/sessions.py` as `ROWS`, a tuple of `Action`. An id begins with the part of the screen that it
belongs to ("sessions.new", "week.later"); parts that are never live together may use the same key.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from string import Formatter
from typing import Any, Final

from textual.binding import Binding
from textual.keys import _normalize_key_list, format_key

from acxdesk.tui.areas import ALL
from acxdesk.tui.keyrows import lists, sheets, shell
from acxdesk.tui.keyrows.row import Action

__all__ = ["Action", "bindings", "by_id", "clashes", "command_line", "rows", "shown_key", "table"]

_ALWAYS: Final = frozenset({"app", "area"})  # live together with everything that is not a dialog
_SHEETS: Final = frozenset({"sheet", "sheet-letters"})  # what has focus is a list or a sheet, never both
# parts whose keys are those of a sheet that has focus
_ON_SHEETS: Final = frozenset({"attendance", "marksheet", "panel"})
_DATED: Final = frozenset({"dated", "grid", "month", "week"})  # what has focus is a grid of days, and no list
# files of keyrows/ for what is opened inside an area
_INSIDE: Final = (
    "schemes",
    "roster",
    "enrolments",
    "attendance",
    "marksheet",
    "accreditations",
    "voters",
    "counted",
    "panel",
    "nominations",
    "views",
    "updates",
    "outbox",
    "closures",
    "clashes",
    "plans",
    "scheduleline",
    "coaches",
)


@cache
def table() -> dict[str, Action]:
    """Every row by its id: first the areas', then what lists, areas, the app and dialogs share."""
    kept = (
        lists.LIST,
        sheets.SHEET,
        sheets.LETTERS,
        shell.AREA,
        shell.APP,
        shell.FORM,
        shell.DIALOG,
        shell.CONFIRM,
        shell.PALETTE,
        shell.PICK,
    )
    files = (*(area.keys for area in ALL), *_INSIDE)
    return {row.id: row for part in (*map(_rows_of, files), *kept) for row in part}


def _rows_of(file: str) -> tuple[Action, ...]:
    module = f"acxdesk.tui.keyrows.{file}"
    if find_spec(module) is None:
        return ()
    kept: tuple[Action, ...] = import_module(module).ROWS
    return kept


@cache
def rows(where: str) -> tuple[Action, ...]:
    """The rows of one part of the screen: "app", "list", "sessions" and so on, in the order of the footer."""
    return tuple(row for row in table().values() if row.where == where)


def by_id(action: str | None) -> Action | None:
    """The row with this id, or None."""
    return None if action is None else table().get(action)


def bindings(*where: str) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """The Textual bindings of some parts of the screen or of single rows by id, for a `BINDINGS` attribute."""
    return [
        Binding(
            _textual(row.key),
            row.does,
            row.words,
            show=row.shown,
            tooltip=row.help,
            id=row.id,
            priority=row.priority,
        )
        for part in where
        for row in ((table()[part],) if "." in part else rows(part))
    ]


def _textual(keys: str) -> str:
    return str(_normalize_key_list(keys))


def shown_key(key: str) -> str:
    """A key as people read it: "ctrl+s" is "^s", "question_mark" is "?", "enter" is "⏎".

    Args:
        key: one key as Textual names it.
    """
    *modifiers, name = _textual(key).split("+")
    said = format_key(name)
    if "ctrl" in modifiers:
        said = f"^{said}"
        modifiers.remove("ctrl")
    return "+".join((*modifiers, said))


def command_line(row: Action, words: Mapping[str, str]) -> str:
    """The command line that does what the row does.

    Args:
        row: its `command` names what it needs in braces: "acxdesk session show {session}".
        words: what the screen shows, by these names; what it does not know stands in capitals.
    """
    parts = []
    for text, name, _, _ in Formatter().parse(row.command):
        parts.append(text)
        if name is not None:
            parts.append(_quoted(words[name]) if name in words else name.upper())
    return "".join(parts)


def _quoted(word: str) -> str:
    from shlex import quote

    return quote(word)


def clashes(keymap: Mapping[str, str]) -> list[str]:
    """What is wrong with the user's keymap, each a sentence: an unknown action, a key that would do two things.

    Args:
        keymap: action id -> keys, as the settings hold it.
    """
    told = [f"The keymap names “{name}”, which is no action." for name in keymap if name not in table()]
    if len(told) == len(keymap):  # nearly everybody: to look at each pair of keys would hold up the start
        return told
    for one, other in combinations(table().values(), 2):
        if not (one.id in keymap or other.id in keymap) or not _live_together(one, other):
            continue
        shared = _keys_of(one, keymap) & _keys_of(other, keymap)
        told += [f"The keymap gives {shown_key(key)} to both {one.id} and {other.id}." for key in sorted(shared)]
    return told


def unclashed(keymap: Mapping[str, str]) -> dict[str, str]:
    """The keymap without the entries that `clashes` tells of: those actions keep the keys that they are born with."""
    kept = {name: keys for name, keys in keymap.items() if name in table()}
    while True:
        wrong: Counter[str] = Counter()
        for one, other in combinations(table().values(), 2):
            if _live_together(one, other) and _keys_of(one, kept) & _keys_of(other, kept):
                wrong.update({one.id, other.id} & kept.keys())
        if not wrong:
            return kept
        del kept[wrong.most_common(1)[0][0]]


def _keys_of(row: Action, keymap: Mapping[str, str]) -> set[str]:
    return set(_textual(keymap.get(row.id, row.key)).split(","))


def _live_together(one: Action, other: Action) -> bool:
    """Whether both can be live at the same time, so that one key cannot mean both."""
    if one.does == other.does or ("escape" in one.key and "escape" in other.key):
        return False
    dialogs = {"form", "dialog", "confirm", "palette", "pick", "line"}
    parts = {one.where, other.where}
    if parts & dialogs or ("list" in parts and parts & (_SHEETS | _ON_SHEETS | _DATED)):
        return len(parts) == 1
    return len(parts) == 1 or bool(parts & (_ALWAYS | {"list"})) or ("sheet" in parts and bool(parts & _ON_SHEETS))


def spoken(screen_rows: Mapping[str, Any]) -> Iterator[tuple[Action, Any]]:
    """The rows among some actions in the order of the table, each with what the mapping holds for its id."""
    for name, row in table().items():
        if name in screen_rows:
            yield row, screen_rows[name]
