"""The colours: a quiet frame, the data in the middle, one accent. Nothing is told by colour alone."""

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="acx-dark",
    primary="#6cb6e0",
    secondary="#8fa3b5",
    accent="#6cb6e0",
    warning="#e2b155",
    error="#f0838a",
    success="#8cc48a",
    foreground="#d9dee4",
    background="#14171b",
    surface="#1a1e23",
    panel="#23292f",
    dark=True,
    variables={
        "block-cursor-background": "#2d4a5e",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "border": "#6cb6e0",
        "border-blurred": "#3a434c",
    },
)
LIGHT: Final = Theme(
    name="acx-light",
    primary="#175f8f",
    secondary="#56677a",
    accent="#175f8f",
    warning="#8a5a00",
    error="#a8222c",
    success="#2c6e2f",
    foreground="#1d2227",
    background="#fbfbf9",
    surface="#f3f3ef",
    panel="#e6e6e0",
    dark=False,
    variables={
        "block-cursor-background": "#c9e0ef",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "none",
        "border": "#175f8f",
        "border-blurred": "#b9bdb9",
    },
)
# What the settings call them -> what Textual calls them. "ansi" are the terminal's own sixteen colours.
NAMES: Final = {"dark": "acx-dark", "light": "acx-light", "ansi": "ansi-dark"}


def following(name: str) -> str:
    """The setting after this one: dark, light, ansi, dark."""
    order = [*NAMES]
    return order[(order.index(name) + 1) % len(order)]
