"""The dialog over a list's columns: pick the one to sort by, or tick those to show."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from acxdesk.queries.listing import Column
from acxdesk.tui.paint import paint
from acxdesk.tui.widgets.lines import ASCENDING, DESCENDING

TICK = "✓"


class PickColumn(ModalScreen[tuple[str, ...] | None]):
    """Returns the names of the picked columns in the list's order, None when it was left with Esc.

    Made by `to_sort`, it returns the one column that Enter was pressed on. Made by `to_show`, it returns all columns
    that are ticked, at least one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Show or hide", id="columns.tick", tooltip="Show or hide the column"),
        Binding("escape", "dismiss_none", "Back", id="columns.back", tooltip="Leave the columns as they are"),
        Binding("j", "down", "Down", show=False, id="columns.down"),
        Binding("k", "up", "Up", show=False, id="columns.up"),
    ]
    DEFAULT_CSS = """
    PickColumn {
        align: center middle;
        & > OptionList {
            width: 44;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border-subtitle-align: left;
            &, &:focus {
                border: round $border;
            }
        }
    }
    """

    def __init__(self, columns: Sequence[Column], ticked: Sequence[str], sign: str, *, several: bool) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._ticked = set(ticked)
        self._sign = sign
        self._several = several

    @classmethod
    def to_sort(cls, columns: Sequence[Column], sort: str, *, descending: bool) -> "PickColumn":
        """A dialog that asks which column to sort by. Only those that can be sorted are offered.

        Args:
            columns: the list's columns.
            sort: the name of the column that the list is sorted by.
            descending: whether that sort is turned round.
        """
        sortable = [column for column in columns if column.sortable]
        return cls(sortable, (sort,), DESCENDING if descending else ASCENDING, several=False)

    @classmethod
    def to_show(cls, columns: Sequence[Column], shown: Sequence[str]) -> "PickColumn":
        """A dialog that asks which columns to show; `shown` are the names of those that are shown now."""
        return cls(columns, shown, TICK, several=True)

    def compose(self) -> ComposeResult:
        """One option a column, the cursor on the first that carries a sign."""
        options = OptionList(*(Option(self._prompt(column)) for column in self._columns), markup=False)
        options.border_title = "Columns" if self._several else "Sort by"
        options.border_subtitle = "space show or hide   ⏎ done" if self._several else "⏎ sort, again turns round"
        at = (place for place, column in enumerate(self._columns) if column.name in self._ticked)
        options.highlighted = next(at, 0)
        yield options

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Ticking is for several columns only."""
        return self._several or action != "tick"

    def action_tick(self) -> None:
        """Show or hide the column under the cursor. The last one that is shown stays."""
        options = self.query_one(OptionList)
        if options.highlighted is None:
            return
        column = self._columns[options.highlighted]
        if self._ticked == {column.name}:
            self.app.bell()
            return
        self._ticked ^= {column.name}
        options.replace_option_prompt_at_index(options.highlighted, self._prompt(column))

    def action_dismiss_none(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)

    def action_down(self) -> None:
        """One column down."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """One column up."""
        self.query_one(OptionList).action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click: sort by this column, or show what is ticked. A click on a column to show ticks it."""
        event.stop()
        if self._several:
            self.dismiss(tuple(column.name for column in self._columns if column.name in self._ticked))
        else:
            self.dismiss((self._columns[event.option_index].name,))

    def _prompt(self, column: Column) -> Content:
        sign = self._sign if column.name in self._ticked else " "
        return Content.assemble(f"{sign} ", paint(column.title))
