"""What the cells of a sheet hold: the rows that were read, and over them what is being saved or was refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from acxdesk.rules.text import fold
from acxdesk.tui.widgets.sheetlines import REFUSED, WAITING, Cell, SheetColumn, SheetRow
from acxdesk.tui.widgets.sheetview import Painter, SheetView

Foot = Callable[[SheetRow, SheetColumn], str]


@dataclass(frozen=True, slots=True)
class _Over:
    """A value that stands over the one that was read."""

    text: str
    state: Literal["waiting", "saved", "refused"]
    sentence: str = ""  # why it was refused


class SheetCells(SheetView):
    """A drawn sheet with its rows; the cursor is where it is put."""

    def __init__(
        self,
        paint_cell: Painter,
        *,
        foot: Foot | None = None,
        corner: str = "",
        empty_words: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
    ) -> None:
        super().__init__(corner=corner, empty_words=empty_words, name=name, id=id, classes=classes)
        self._paint_cell = paint_cell
        self._foot = foot or _nothing
        self._all: tuple[SheetRow, ...] = ()  # those that are narrowed out, too
        self._words = ""  # that names are narrowed by
        self._places: dict[int, int] = {}  # id -> index among those that are shown
        self._over: dict[tuple[int, str], _Over] = {}  # by row id and column name
        self._alarm: tuple[int, str] | None = None  # the cell that was refused last and still is
        self._fault = ""  # why what is being typed cannot be taken
        self._prompt = ""  # what is asked while something is typed

    # For the owner

    @property
    def current(self) -> tuple[SheetRow, SheetColumn] | None:
        """The row and the column under the cursor; None in an empty sheet."""
        if self._line >= len(self._rows) or self._column >= len(self._columns):
            return None
        return self._rows[self._line], self._columns[self._column]

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """Everybody in the sheet, those that are narrowed out, too."""
        return self._all

    def row_of(self, number: int) -> SheetRow | None:
        """The row with this id; None when it is not in the sheet."""
        return next((row for row in self._all if row.id == number), None)

    def show(self, columns: Sequence[SheetColumn], rows: Sequence[SheetRow]) -> None:
        """Show what was read. The cursor stays with the same person and column; values that were saved give way.

        Args:
            columns: those that stay at the end last.
            rows: everybody, in order; ids are unique.
        """
        was = self.current
        self._columns, self._all = tuple(columns), tuple(rows)
        kept = {row.id for row in rows}
        self._over = {at: one for at, one in self._over.items() if at[0] in kept and one.state != "saved"}
        if self._alarm not in self._over:
            self._alarm = None
        self._arrange(was)

    def put(self, row: SheetRow) -> None:
        """One row was read anew; nothing happens when it is not in the sheet."""
        self._all = tuple(row if one.id == row.id else one for one in self._all)
        for at in [at for at, one in self._over.items() if at[0] == row.id and one.state == "saved"]:
            del self._over[at]
        index = self._places.get(row.id)
        if index is not None:
            self._rows = (*self._rows[:index], row, *self._rows[index + 1 :])
            self._redraw(index)
            self._redraw_foot()

    def expect(self, row: int, column: str, text: str) -> None:
        """A value is being saved: the cell shows it at once, with the sign of what is not kept yet."""
        self._lay_over(row, column, _Over(text, "waiting"))

    def settle(self, row: int, column: str) -> None:
        """The value is kept: it stays in sight until the row is read anew."""
        over = self._over.get((row, column))
        if over is not None and over.state == "waiting":
            self._lay_over(row, column, replace(over, state="saved"))

    def refuse(self, row: int, column: str, text: str, sentence: str) -> None:
        """The value was refused: the cell keeps what was typed, and the sentence stands below until it is mended."""
        self._lay_over(row, column, _Over(text, "refused", sentence))
        self._alarm = (row, column)
        self.app.bell()
        self._redraw_foot()

    def forget(self, row: int, column: str) -> None:
        """The cell shows again what was read."""
        if self._over.pop((row, column), None) is not None:
            if self._alarm == (row, column):
                self._alarm = None
            self._touched(row)

    @property
    def is_waiting(self) -> bool:
        """Whether values are being saved."""
        return any(one.state == "waiting" for one in self._over.values())

    def narrow(self, words: str) -> None:
        """Show only those whose names have these beginnings of words, in any order and without accents."""
        if words != self._words:
            was = self.current
            self._words = words
            self._arrange(was)

    # How it works

    def _arrange(self, was: tuple[SheetRow, SheetColumn] | None) -> None:
        """Show the rows that match; the cursor where it was."""
        asked = fold(self._words).split()
        self._rows = tuple(row for row in self._all if _matches(row, asked)) if asked else self._all
        self._places = {row.id: index for index, row in enumerate(self._rows)}
        stops = self._stops
        names = [column.name for column in self._columns]
        if was is not None and was[1].name in names and names.index(was[1].name) in stops:
            self._column = names.index(was[1].name)
        elif self._column not in stops:
            self._column = stops[0] if stops else 0
        here = None if was is None else self._places.get(was[0].id)
        self._line = max(0, min(self._line, len(self._rows) - 1)) if here is None else here
        if was is not None and here is None:
            self._lost(was[0])
        self._measure(self._all)
        self._lay_out_anew()
        self._grow()
        self._into_sight()

    def _lost(self, row: SheetRow) -> None:
        """The row under the cursor is not shown any more."""

    @property
    def _stops(self) -> list[int]:
        """The indexes of the columns that the cursor goes to."""
        return [index for index, column in enumerate(self._columns) if column.typed]

    def _lay_over(self, row: int, column: str, over: _Over) -> None:
        if self._alarm == (row, column):
            self._alarm = None
        self._over[row, column] = over
        self._touched(row)

    def _touched(self, row: int) -> None:
        index = self._places.get(row)
        if index is not None:
            self._redraw(index)
        self._redraw_foot()

    def _cell(self, row: SheetRow, column: SheetColumn) -> Cell:
        over = self._over.get((row.id, column.name)) if self._over else None
        if over is None:
            return self._paint_cell(row, column)
        if over.state == "refused":
            return Cell(f"{REFUSED}{over.text}", "error")
        return Cell(f"{over.text}{WAITING}", "muted") if over.state == "waiting" else Cell(over.text)

    def _words_below(self) -> tuple[str, str]:
        if self._fault:
            return self._fault, "error"
        if self._typing is not None and self._prompt:
            return self._prompt, "foot"
        here = self.current
        if here is None:
            return "", "foot"
        row, column = here
        over = self._over.get((row.id, column.name))
        if over is not None and over.sentence:
            return over.sentence, "error"
        if self._alarm is not None and (other := self.row_of(self._alarm[0])) is not None:
            sentence = self._over[self._alarm].sentence
            return f"{REFUSED} {sentence}" if other.name in sentence else f"{REFUSED} {other.name}: {sentence}", "error"
        return self._foot(row, column), "foot"

    def _nothing_words(self) -> str:
        return f"Nobody matches “{self._words}”." if self._words and self._all else self.empty_words


def _matches(row: SheetRow, asked: Sequence[str]) -> bool:
    words = fold(row.name).split()
    return all(any(word.startswith(one) for word in words) for one in asked)


def _nothing(_row: SheetRow, _column: SheetColumn) -> str:
    return ""
