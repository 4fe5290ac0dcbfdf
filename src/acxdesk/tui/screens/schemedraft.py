"""A scheme while it is being edited: what was read of it, what it is to become, and drafts whose screen was left."""

from dataclasses import dataclass, replace
from typing import Final, Self
from weakref import WeakKeyDictionary

from textual.app import App

from acxdesk.errors import Refused
from acxdesk.rules.schemes import Part, Scheme, check_scheme


@dataclass(frozen=True, slots=True)
class Draft:
    """A scheme that is not saved yet. Each component has a number of its own: its row's, or one below 0 without a row.

    Its weights may sum up to anything meanwhile.
    """

    read: Scheme | None  # as it was read; None: there was none
    scheme: Scheme
    version: int | None  # as it was read; None: to be put over whatever there is now

    @classmethod
    def of(cls, read: Scheme | None, version: int) -> Self:
        """What was read, and nothing changed."""
        return cls(read, read or Scheme(), version)

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return self.scheme.bare != (self.read or Scheme()).bare

    def doubt(self) -> str:
        """Why it cannot be saved as it is; empty when it can."""
        try:
            check_scheme(self.scheme)
        except Refused as refusal:
            return refusal.sentence
        return ""

    def part(self, number: int) -> Part | None:
        """The component with this number."""
        return next((part for part in self.scheme.parts if part.id == number), None)

    def adding(self, part: Part) -> Self:
        """With one more component, at the end."""
        number = min((0, *(one.id for one in self.scheme.parts))) - 1
        return self._with((*self.scheme.parts, replace(part, id=number)))

    def changing(self, number: int, part: Part) -> Self:
        """With another component in the place of this one."""
        return self._with(tuple(replace(part, id=number) if one.id == number else one for one in self.scheme.parts))

    def removing(self, number: int) -> Self:
        """Without this component."""
        return self._with(tuple(one for one in self.scheme.parts if one.id != number))

    def moving(self, number: int, step: int) -> Self:
        """With this component so many places further down; at either end it stays."""
        parts = list(self.scheme.parts)
        at = next((place for place, one in enumerate(parts) if one.id == number), None)
        if at is not None and 0 <= at + step < len(parts):
            parts.insert(at + step, parts.pop(at))
        return self._with(tuple(parts))

    def ruled(self, scheme: Scheme) -> Self:
        """With the rules of a scheme; the components stay."""
        return replace(self, scheme=replace(scheme, parts=self.scheme.parts))

    def over_it(self) -> Self:
        """To be put over what somebody else did meanwhile."""
        return replace(self, version=None)

    def _with(self, parts: tuple[Part, ...]) -> Self:
        return replace(self, scheme=replace(self.scheme, parts=parts))


_LEFT: Final[WeakKeyDictionary[App[int], dict[str, Draft]]] = WeakKeyDictionary()


def left_drafts(app: App[int]) -> dict[str, Draft]:
    """The drafts that are not saved and whose screen was left, by the programme's code: typing is never lost."""
    return _LEFT.setdefault(app, {})
