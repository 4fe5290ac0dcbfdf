"""What a deed answers with."""

from dataclasses import dataclass

from acxdesk.rules.planning import Planned


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done, in words, with what a face needs to go on from there."""

    sentence: str  # one plain sentence; names stand in it as they are, it is never markup
    lines: tuple[str, ...] = ()  # the parts of a deed over many, or what it warns of
    ids: tuple[int, ...] = ()  # the rows that it made or changed, the main noun's
    reference: str = ""  # of the session that it made, as people call it
    changed: bool = True  # False: everything was so already, nothing was written
    rehearsed: bool = False  # True: a dry run, nothing was written
    planned: tuple[Planned, ...] = ()  # the meetings of the session that it moved, as they are held then
