"""Keys of a programme's scheme and of what it requires."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

SCHEME: Final = (
    Action(
        "scheme.add",
        "a",
        "add_component",
        "add",
        "Add a component; nothing is saved before Ctrl+S.",
        "acxdesk scheme set {programme} --component LINE --component LINE",
        rank=1,
    ),
    Action(
        "scheme.change",
        "m",
        "change_component",
        "change",
        "Change the component under the cursor, as Enter does.",
        "acxdesk scheme set {programme} --component LINE --component LINE",
    ),
    Action(
        "scheme.remove",
        "d",
        "remove_component",
        "remove",
        "Take the component under the cursor out of the scheme.",
        "acxdesk scheme set {programme} --component LINE --component LINE",
    ),
    Action("scheme.up", "<", "component_up", "up", "Move the component up on the mark sheet.", rank=3),
    Action("scheme.down", ">", "component_down", "down", "Move the component down on the mark sheet.", rank=3),
    Action(
        "scheme.rules",
        "e",
        "edit_rules",
        "rules",
        "Edit the rules: the total, hours, resits, second marks.",
        "acxdesk scheme set {programme} --pass-total POINTS --attendance PERCENT",
        rank=1,
    ),
    Action(
        "scheme.save",
        "ctrl+s,f2",
        "save_scheme",
        "save",
        "Save the scheme as one deed; it was told whether a new edition is made.",
        "acxdesk scheme set {programme} --component LINE --component LINE",
        rank=1,
    ),
)

REQUIRES: Final = (
    Action(
        "requires.edit",
        "e",
        "edit_requirements",
        "edit",
        "Edit what is required of delegates and of coaches; before saving it is told whether a new edition is made.",
        "acxdesk programme require {programme} --delegate LINE --coach LINE",
        rank=1,
    ),
)

ROWS: Final = (*SCHEME, *REQUIRES)
