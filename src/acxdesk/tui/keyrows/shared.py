"""Rows that several parts of the screen have alike: the sides of a thing, the moves of places, an import's lines."""

from collections.abc import Collection
from typing import Final

from acxdesk.tui.keyrows.row import Action

# What is done to a place -> its key, its word in the footer, what help says, what its command line asks besides, rank.
_MOVES: Final = {
    "book": (
        "b",
        "give a seat",
        "Give a seat to who applied, waits or had left; nobody goes before who waits longer.",
        "",
        1,
    ),
    "accept": ("a", "accept", "Take the seat that was offered.", "", 1),
    "confirm": ("F", "confirm", "Confirm the booked seat.", "", 2),
    "withdraw": (
        "w",
        "withdraw",
        "End the place by the delegate's own wish, with the reason; the seat is offered to the first in line.",
        " --reason WHY",
        2,
    ),
    "cancel": (
        "d",
        "cancel",
        "End the place by the desk's decision, with the reason; the seat is offered to the first in line.",
        " --reason WHY",
        2,
    ),
    "decline": ("v", "decline", "Turn down the offer, the application, or the place on the waiting list.", "", 2),
    "transfer": (
        "m",
        "transfer",
        "Move to another session, with the reason: booked there as by hand, and the place here ends.",
        " --to REF --reason WHY",
        2,
    ),
}


def moves(where: str, *, of: str = "", without: Collection[str] = ()) -> tuple[Action, ...]:
    """The keys that move places, the same wherever places are shown.

    Args:
        where: the part of the screen that has them.
        of: who carries them out when it is not who has the keys: "screen." for the screen.
        without: verbs that are something else there.
    """
    return tuple(
        Action(
            f"{where}.{verb}",
            key,
            f"{of}{verb}_place",
            words,
            told,
            f"acxdesk enrolment {verb} --{'from' if verb == 'transfer' else 'session'} {{session}} --person {{person}}"
            f"{besides}",
            rank=rank,
        )
        for verb, (key, words, told, besides, rank) in _MOVES.items()
        if verb not in without
    )


def sides(where: str, told: str, *, name: str = "tab", rank: int = 2) -> tuple[Action, ...]:
    """The keys that turn to the sides of a thing.

    Args:
        where: the part of the screen that has them.
        told: which sides there are, as a sentence for help.
        name: how the two actions end.
        rank: how early the one that is shown goes from a footer without room.
    """
    return (
        Action(f"{where}.next-{name}", "},tab", f"next_{name}", "next side", told, rank=rank),
        Action(
            f"{where}.previous-{name}",
            "{,shift+tab",
            f"previous_{name}",
            "side before",
            "Turn to the side before.",
            shown=False,
        ),
    )


def file_lines(where: str, command: str) -> tuple[Action, ...]:
    """The keys over the rows of a file that is to be imported.

    Args:
        where: the part of the screen that has them.
        command: the command line that imports it.
    """
    return (
        Action(
            f"{where}.write",
            "ctrl+s,f2",
            "write",
            "write",
            "Write the rows that can be written, all as one deed.",
            command,
            rank=1,
            priority=True,
        ),
        Action(f"{where}.refused", "r", "only_refused", "refused", "Show only the rows that are refused, or all."),
    )
