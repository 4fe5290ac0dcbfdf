"""Keys of the closed days of a year."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

ROWS: Final = (
    Action(
        "closures.new",
        "n",
        "new",
        "new",
        "Close some days. The meetings that fall on them are told before it is saved; none is moved.",
        "acxdesk closure add NAME --first DATE --last DATE",
        rank=1,
    ),
    Action(
        "closures.edit",
        "e",
        "edit",
        "edit",
        "Change the days or the name of the closure.",
        "acxdesk closure edit {closure}",
        rank=2,
    ),
    Action(
        "closures.remove",
        "d",
        "remove",
        "remove",
        "Open the days of the closure again; what was planned round it stays where it is.",
        "acxdesk closure remove {closure}",
        rank=2,
    ),
    Action(
        "closures.check",
        "v",
        "check",
        "check",
        "List every meeting ahead that falls on a closed day of its own country or of the business.",
        "acxdesk closure check",
        rank=1,
    ),
    Action(
        "closures.countries",
        "o",
        "countries",
        "countries",
        "Choose the countries whose public holidays are shown.",
        "acxdesk closure holidays COUNTRY --year {year}",
        rank=3,
    ),
    Action(
        "closures.before",
        "comma",
        "before",
        "year before",
        "Show the closed days of the year before.",
        "acxdesk closure list --year YEAR",
        rank=3,
    ),
    Action(
        "closures.after",
        "full_stop",
        "after",
        "year after",
        "Show the closed days of the year after.",
        "acxdesk closure list --year YEAR",
        rank=3,
    ),
)
