"""What acxdesk refuses, in sentences: the value, the place, the remedy.

One class for each thing that a caller may treat differently. The command line turns a class into its exit code
(`exit_code`), the terminal app into a notice; nobody else catches one.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class Refused(Exception):  # noqa: N818 - the word of the house: a refusal is an answer, not a fault
    """A rule of the desk says no. Nothing was changed.

    Args:
        sentence: what was refused, with the value and the place, as one plain sentence.
        remedy: what to do instead, as a sentence; may be empty when the sentence says it.
    """

    exit_code = 3

    def __init__(self, sentence: str, *, remedy: str = "") -> None:
        self.sentence = sentence
        self.remedy = remedy
        super().__init__(f"{sentence} {remedy}".strip())


class NotFound(Refused):
    """A name, number or code that nothing on the desk answers to."""

    exit_code = 4


class DataFileProblem(Refused):
    """The data file is missing, empty, foreign, newer, damaged, read-only or moved."""

    exit_code = 5


class InputProblem(Refused):
    """A file or text that was handed in cannot be read as what it should be."""

    exit_code = 6


class SaveFailed(Refused):
    """A file or a transaction could not be written: disk full, no permission. Nothing was half written."""

    exit_code = 7


class Busy(Refused):
    """Another desk holds the lock on the data file for longer than we wait."""

    exit_code = 8


class Overtaken(Refused):
    """Somebody else changed the same thing after it was read. Nothing was overwritten."""

    exit_code = 9


class NoSeat(Refused):
    """A session is full, or others wait for its seats; whoever asked can wait there, when that is asked for."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong value of a request: which field, and what is wrong with it as a sentence."""

    field: str
    sentence: str


class Faulty(Refused):
    """A request with wrong values; all faults at once, each beside its field."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.sentence for fault in self.faults))
