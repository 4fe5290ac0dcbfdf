"""A sheet that is filled at typing speed: people down, columns across, a cursor that is in one cell.

For its owner:

    sheet = Sheet(paint_cell, corner="Delegate", check=check, foot=foot, empty_words="Nobody attends yet.")
    sheet.show(columns, rows)          # SheetColumn and SheetRow of sheetlines.py; again and again: the cursor stays
                                       # with the same person and column, and so does what is being typed
    paint_cell(row, column) -> Cell    # text and look of a cell; `row.value` is whatever you put there
    check(row, column, text, what)     # why a typed text cannot be taken, as a sentence with its remedy; "" when it can
    foot(row, column) -> str           # what stands below the sheet for the cell under the cursor

    on_sheet_typed(note)               # note.row (id), note.column (name), note.text, note.what: save it. The cell
                                       # shows the text with * already, the cursor has moved on. Then one of these:
    sheet.settle(row, column)          #   saved: the value stays as it is until `show` or `put` brings the kept one
    sheet.refuse(row, column, text, sentence)   # refused: the cell keeps `text` after a !, the sentence stands below
    sheet.put(row)                     # one row was read anew
    on_sheet_pressed(note)             # a double click, and Enter where `enter_moves` is False
    on_sheet_moved(note)               # the cursor is in another cell

    sheet.begin(text="", what="late")  # type into the cell under the cursor; `what` comes back with the note
    sheet.expect(row, column, text)    # a deed of yours is under way for a cell (a key that is no typing)
    sheet.advance()                    # move on, down or to the right as `direction` says (the key t turns it)
    sheet.narrow(words)                # only people with these beginnings of words in their names; "" for all
    sheet.current                      # the row and the column under the cursor

A digit begins to type (`begins` says which characters do). Enter commits and moves on, an arrow, Tab, Home, End and the
page keys commit and move as they do otherwise, Esc takes back what is being typed. What `check` refuses stays in the
cell as it was typed, the cursor with it, and its sentence stands below.

Keys that come fast keep their order: the sheet looks up each key's action itself, as it takes it from its queue, and
does not wait until the key has gone the long way through the app. So bind your own keys on the sheet, on a subclass of
it, or on a widget around it below the screen, not on the screen. A note takes its own way: whoever saves both what is
typed and what keys do gives `taken=`, which is called at once, in the place of listening to `Typed`.
"""

from collections.abc import Callable
from typing import ClassVar, Final, Literal, TypeAlias

from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType

from acxdesk.tui.keys import bindings
from acxdesk.tui.widgets import sheetnotes
from acxdesk.tui.widgets.sheetcells import Foot, SheetCells
from acxdesk.tui.widgets.sheetlines import SheetColumn, SheetRow
from acxdesk.tui.widgets.sheetview import Painter

LONGEST: Final = 200  # characters that can be typed into a cell
DIGITS: Final = frozenset("0123456789")
Direction = Literal["down", "right"]
Check = Callable[[SheetRow, SheetColumn, str, str], str]
Taken = Callable[[SheetRow, SheetColumn, str, str], None]


class Sheet(SheetCells, inherit_bindings=False):
    """A sheet with a cursor in one cell, and what is typed into it.

    Args:
        paint_cell: gives the text and the look of a cell.
        check: says why a typed text cannot be taken; None takes all.
        taken: gets what was typed at once, before the note that says the same: for who saves in the order of keys.
        foot: says what stands below for the cell under the cursor.
        begins: characters that begin to type; empty when only `begin` does.
        direction: where the cursor moves on to.
        corner: what stands over the names.
        empty_words: what an empty sheet says.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sheet", "sheet-letters")]

    Typed: TypeAlias = sheetnotes.Typed
    Pressed: TypeAlias = sheetnotes.Pressed
    Moved: TypeAlias = sheetnotes.Moved
    Turned: TypeAlias = sheetnotes.Turned

    def __init__(
        self,
        paint_cell: Painter,
        *,
        check: Check | None = None,
        taken: Taken | None = None,
        foot: Foot | None = None,
        begins: frozenset[str] = DIGITS,
        direction: Direction = "down",
        enter_moves: bool = True,
        corner: str = "",
        empty_words: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
    ) -> None:
        super().__init__(
            paint_cell, foot=foot, corner=corner, empty_words=empty_words, name=name, id=id, classes=classes
        )
        self._check = check
        self._taken = taken
        self._begins = begins
        self.direction = direction
        self.enter_moves = enter_moves  # False: Enter is told as `Pressed`, and moves nothing
        self._what = ""  # what is being typed, in the owner's words

    # Typing

    @property
    def is_typing(self) -> bool:
        """Whether something is being typed into the cell under the cursor."""
        return self._typing is not None

    def begin(self, text: str = "", *, what: str = "", prompt: str = "") -> None:
        """Type into the cell under the cursor.

        Args:
            text: what stands there to begin with.
            what: comes back with `Typed`.
            prompt: what stands below meanwhile.
        """
        if self.current is None or not self.current[1].typed:
            self.app.bell()
            return
        self._typing, self._what, self._prompt, self._fault = text, what, prompt, ""
        self._retype()

    def _retype(self) -> None:
        self._fault = ""
        self._redraw(self._line)
        self._redraw_foot()

    def _end_typing(self) -> None:
        self._typing, self._what, self._prompt = None, "", ""
        self._retype()

    def _insert(self, text: str) -> None:
        typed = (self._typing or "") + text
        if len(typed) > LONGEST:
            self.app.bell()
            return
        self._typing = typed
        self._retype()

    def _commit(self) -> bool:
        """Hand over what is being typed. Returns False when it cannot be taken: it stays, and the cursor with it."""
        here = self.current
        if self._typing is None or here is None:
            return True
        (row, column), text, what = here, self._typing, self._what
        fault = self._check(row, column, text, what) if self._check else ""
        if fault:
            self._fault = fault
            self.app.bell()
            self._redraw_foot()
            return False
        self._end_typing()
        self.expect(row.id, column.name, text)
        if self._taken is not None:
            self._taken(row, column, text, what)
        self.post_message(self.Typed(self, row.id, column.name, text, what))
        return True

    def _lost(self, row: SheetRow) -> None:
        """Who was typed for is not shown any more: what was typed goes to nobody else."""
        if self._typing is not None:
            text = self._typing
            self._end_typing()
            self._fault = f"{row.name} is not shown here any more. What was typed is not kept: {text}"

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002 - Textual's signature
        """Whether a key is typing: then nobody else has it."""
        if character is None or not character.isprintable():
            return False
        return self._typing is not None or character in self._begins

    async def on_key(self, event: events.Key) -> None:
        """Type, or do at once what the key is bound to on the sheet and round it: fast keys keep their order."""
        if self._type(event):
            event.stop()
            return
        active = self.screen.active_bindings.get(event.key)
        if active is None or active.node in (self.screen, self.app):
            return
        done = await self.app.run_action(active.binding.action, active.node)
        if done or not active.enabled:  # what cannot be done now has said why; the key is not for the screen instead
            event.stop()

    def _type(self, event: events.Key) -> bool:
        """Take a key as typing. Returns whether it was."""
        character = event.character
        if self._typing is None:
            if character is None or character not in self._begins or self.current is None:
                return False
            self.begin(character)
        elif event.is_printable and character is not None:
            self._insert(character)
        elif event.key == "backspace":
            self._typing = self._typing[:-1]
            self._retype()
        elif event.key == "ctrl+u":
            self._typing = ""
            self._retype()
        else:
            return False
        return True

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is typed; a line break at its end, as spreadsheets copy it, is left out."""
        event.stop()
        if self._typing is None and self._begins:
            self.begin()
        if self._typing is not None:
            self._insert(event.text.rstrip("\r\n"))

    # Moves

    def _go(self, line: int, column: int) -> None:
        """Put the cursor into a cell and the cell into sight; only touched lines are drawn anew."""
        line = max(0, min(line, len(self._rows) - 1))
        before = self._line, self._column
        if not self._rows or (line, column) == before:
            return
        self._line, self._column = line, column
        self._fault = ""
        self._redraw(before[0])
        if line != before[0]:
            self._redraw(line)
        self._redraw_foot()
        self._into_sight()
        self.post_message(self.Moved(self, self._rows[line].id, self._columns[column].name))

    def go(self, row: int, column: str) -> None:
        """Put the cursor into the cell of a person, by id, and of a column, by name, if they are there."""
        names = [one.name for one in self._columns]
        if row in self._places and column in names and names.index(column) in self._stops:
            self._go(self._places[row], names.index(column))

    def _by_rows(self, lines: int) -> None:
        if self._commit():
            self._go(self._line + lines, self._column)

    def _by_columns(self, step: int, *, wraps: bool) -> None:
        if not self._commit() or not self._rows:
            return
        stops = self._stops
        place = stops.index(self._column) + step if self._column in stops else 0
        if 0 <= place < len(stops):
            self._go(self._line, stops[place])
        elif wraps and 0 <= self._line + step < len(self._rows):
            self._go(self._line + step, stops[0 if step > 0 else -1])

    def advance(self) -> None:
        """Move on, as `direction` says; at the end of a line to the next one's beginning, at the last person stay."""
        if self.direction == "down":
            self._by_rows(1)
        else:
            self._by_columns(1, wraps=True)

    def action_up(self) -> None:
        """One person up."""
        self._by_rows(-1)

    def action_down(self) -> None:
        """One person down."""
        self._by_rows(1)

    def action_left(self) -> None:
        """One column left."""
        self._by_columns(-1, wraps=False)

    def action_right(self) -> None:
        """One column right."""
        self._by_columns(1, wraps=False)

    def action_next(self) -> None:
        """The next cell; behind the last column the next person's first."""
        self._by_columns(1, wraps=True)

    def action_previous(self) -> None:
        """The cell before; in front of the first column the last of the person before."""
        self._by_columns(-1, wraps=True)

    def action_page_up(self) -> None:
        """A window up."""
        self._by_rows(-max(1, self._window))

    def action_page_down(self) -> None:
        """A window down."""
        self._by_rows(max(1, self._window))

    def action_first(self) -> None:
        """To the first person."""
        self._by_rows(-len(self._rows))

    def action_last(self) -> None:
        """To the last person."""
        self._by_rows(len(self._rows))

    def action_enter(self) -> None:
        """Hand over what was typed and move on."""
        here = self.current
        if not self._commit() or here is None:
            return
        if self.enter_moves:
            self.advance()
        else:
            self.post_message(self.Pressed(self, here[0].id, here[1].name))

    def action_amend(self) -> None:
        """Type on at what stands in the cell."""
        here = self.current
        if here is not None and self._typing is None and self._begins:
            over = self._over.get((here[0].id, here[1].name))
            self.begin(self._paint_cell(*here).text if over is None else over.text)

    def action_turn(self) -> None:
        """Move on the other way from now on."""
        self.direction = "right" if self.direction == "down" else "down"
        self.post_message(self.Turned(self))

    def action_stop(self) -> None:
        """Take back what is being typed, else what was refused here; when there is neither, the key is for others."""
        here = self.current
        if self._typing is not None:
            self._end_typing()
        elif here is not None and self._is_refused(*here):
            self.forget(here[0].id, here[1].name)
        elif self._alarm is not None:
            self.forget(*self._alarm)
        else:
            raise SkipAction

    def _is_refused(self, row: SheetRow, column: SheetColumn) -> bool:
        over = self._over.get((row.id, column.name))
        return over is not None and over.state == "refused"

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor into a cell, twice presses it."""
        at = event.get_content_offset(self)
        if at is None or event.button != 1:
            return
        event.stop()
        index = self._top + at.y - self._header_rows
        if not self._header_rows <= at.y < self.size.height - self._foot_rows or index >= len(self._rows):
            return
        column = self._layout_of_columns().column_at(at.x)
        if self._commit():
            self._go(index, column if column in self._stops else self._column)
            here = self.current
            if event.chain == 2 and here is not None:  # noqa: PLR2004 - a double click
                self.post_message(self.Pressed(self, here[0].id, here[1].name))
