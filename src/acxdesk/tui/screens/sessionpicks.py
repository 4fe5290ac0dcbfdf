"""What forms search: programmes, coaches with their parts, organisations, anybody. It runs in threads.

Imported when a form is opened: the queries bring SQLAlchemy with them.
"""

from collections.abc import Sequence
from typing import Final

from acxdesk.actions.sessions import Coaching
from acxdesk.desk.door import Desk
from acxdesk.queries import catalogue, people
from acxdesk.queries.finding import find
from acxdesk.queries.listing import Line, Listing
from acxdesk.rules.sessions import Role
from acxdesk.rules.text import fold
from acxdesk.tui.widgets.hits import Hit

MOST: Final = 30  # that are listed at once


class Part(Coaching):
    """A coach's part as it is picked: picking her again, in another part, takes the place of the first."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Part) and other.person == self.person

    def __hash__(self) -> int:
        return hash(self.person)


def find_programmes(desk: Desk, words: str) -> Sequence[Hit[str]]:
    """Programmes that can be scheduled, by code and title."""
    found = catalogue.programmes(desk).arranged(words=words)
    lines = [line for line in found.after(None, MOST) if _value(found, line, "status") != "retired"]
    return [Hit(line.cells[0], line.cells[0], line.cells[1]) for line in lines]


def find_organisations(desk: Desk, words: str) -> Sequence[Hit[int]]:
    """Organisations by name."""
    found = people.organisations(desk).arranged(words=words)
    return [
        Hit(line.id, _value(found, line, "name"), _value(found, line, "country_name"))
        for line in found.after(None, MOST)
    ]


def find_coaches(desk: Desk, words: str) -> Sequence[Hit[Part]]:
    """Coaches by name, each in every part: "okafor" lists her as lead, assistant and in training."""
    said = fold(words).split()
    roles = [word for word in said if any(word in fold(role) for role in Role)]
    listing = people.coaches(desk)
    found = listing.arranged(words=words).after(None, MOST)
    wanted = tuple(Role)
    if not found and roles:
        found = listing.arranged(words=" ".join(word for word in said if word not in roles)).after(None, MOST)
        wanted = tuple(role for role in Role if all(word in fold(role) for word in roles))
    return [
        part_of(line.id, _value(listing, line, "name"), role, _value(listing, line, "email"))
        for line in found
        for role in wanted
    ]


def part_of(person: int, name: str, role: Role, note: str = "") -> Hit[Part]:
    """A coach in her part, as it is shown and picked."""
    return Hit(Part(person=person, role=role), f"{name} ({role})", note)


def find_people(desk: Desk, words: str) -> Sequence[Hit[int]]:
    """Anybody, by some letters of a name or an address."""
    return [Hit(hit.id, hit.label, hit.detail) for hit in find(desk, words, MOST)]


def _value(listing: Listing, line: Line, column: str) -> str:
    return str(line.values[[one.name for one in listing.columns].index(column)] or "")
