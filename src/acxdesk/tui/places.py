"""Where one can be in the app, and where one has been."""

from dataclasses import dataclass, field, replace
from typing import Final

MOST: Final = 200  # places that back remembers


@dataclass(frozen=True, slots=True)
class Place:
    """An area, and what is opened in it."""

    area: str  # the number key: "2"
    thing: str = ""  # "session", "person", "programme"; empty for the area itself
    id: int | str = 0  # its number, or what it is called by: a session's reference, a programme's code
    tab: str = ""  # which side of the thing is shown: "delegates"; empty for its first

    @property
    def is_area(self) -> bool:
        """Whether nothing is opened."""
        return not self.thing

    @property
    def whole(self) -> "Place":
        """The same place without its tab."""
        return replace(self, tab="")


@dataclass(slots=True)
class History:
    """The places that were visited, and which of them one is at."""

    places: list[Place] = field(default_factory=list)
    at: int = -1

    @property
    def present(self) -> Place | None:
        """Where one is."""
        return self.places[self.at] if self.places else None

    @property
    def can_go_back(self) -> bool:
        """Whether some place lies behind."""
        return self.at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether one has gone back from somewhere."""
        return self.at < len(self.places) - 1

    def visit(self, place: Place) -> None:
        """Note a new place; what lay ahead is forgotten. Another tab of the same thing takes its place."""
        if self.present is not None and self.present.whole == place.whole:
            self.places[self.at] = place
            return
        self.places[self.at + 1 :] = [place]
        del self.places[:-MOST]
        self.at = len(self.places) - 1

    def turn(self, place: Place) -> None:
        """Note that one has turned a page, as to the next week: back does not stop at each of them."""
        if self.present is None:
            self.visit(place)
        else:
            self.places[self.at] = place

    def back(self) -> Place | None:
        """Go back by one; None when there is nothing behind."""
        if not self.can_go_back:
            return None
        self.at -= 1
        return self.places[self.at]

    def forward(self) -> Place | None:
        """Go forward by one; None when there is nothing ahead."""
        if not self.can_go_forward:
            return None
        self.at += 1
        return self.places[self.at]

    def forget(self, place: Place) -> None:
        """Drop every visit of a place that is no more; one is then at the place before."""
        kept = [one for one in self.places if one.whole != place.whole]
        before = sum(one.whole != place.whole for one in self.places[: self.at + 1])
        self.places[:] = kept
        self.at = min(max(before - 1, 0), len(kept) - 1)
