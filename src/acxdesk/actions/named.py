"""Whom the lines of a table mean: many people by number, address or name, read at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from sqlalchemy import Row, orm, select
from sqlalchemy.orm import InstrumentedAttribute

from acxdesk.actions.tables import chunks
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.finding import resolved
from acxdesk.records.people import Person
from acxdesk.rules.people import email_key, sort_key
from acxdesk.rules.text import quoted

_MOST_DIGITS: Final = 18  # of the number of a row
_MOST_SOUGHT: Final = 50  # names of nobody for which the nearest are looked up: each costs some statements

Who = tuple[int, str]  # number, name
Said = tuple[int | None, str, str]  # number, address, name, as a line says them; empty where it does not


def whom(text: str) -> Said:
    """Somebody who is named in one cell: by a number, an address, or a name."""
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return int(text), "", ""
    return (None, text, "") if "@" in text else (None, "", text)


@dataclass(slots=True)
class Named:
    """The people whom a table means."""

    work: orm.Session
    by_number: dict[int, Who] = field(default_factory=dict)
    by_address: dict[str, Who] = field(default_factory=dict)
    by_name: dict[str, list[Who]] = field(default_factory=lambda: defaultdict(list))
    sought: dict[str, Who | Refused] = field(default_factory=dict)  # folded name -> what a closer look found

    @classmethod
    def read(cls, work: orm.Session, said: Sequence[Said]) -> Self:
        """Read everybody whom the lines mean, with some statements for a table of any length."""
        named = cls(work)
        for person in named._those(Person.id, (number for number, _, _ in said if number is not None)):
            named.by_number[person.id] = (person.id, person.name)
        for person in named._those(Person.email_key, (email_key(address) for _, address, _ in said if address)):
            named.by_address[person.email_key or ""] = (person.id, person.name)
        for person in named._those(Person.sort_key, (sort_key(name) for _, _, name in said if name)):
            named.by_name[person.sort_key].append((person.id, person.name))
        return named

    def person(self, number: int | None, address: str, name: str) -> Who:
        """Who is meant: by her number, else her address, else a name that only she answers to.

        Raises:
            NotFound: nobody.
            Refused: several, or the number and the address are those of two people.
        """
        if number is None and not address:
            return self._of_name(name)
        who = self._of_number(number) if number is not None else None
        other = self._of_address(address) if address else None
        if who and other and who != other:
            raise Refused(f"{address} is the address of {other[1]} ({other[0]}), and {number} is {who[1]}.")
        found = who or other
        assert found is not None
        return found

    def meant(self, texts: Sequence[str]) -> list[Who]:
        """Who is meant by some cells of one line.

        Raises:
            Refused: of some it cannot be told, all at once.
        """
        found: list[Who] = []
        faults: list[str] = []
        for text in texts:
            try:
                found.append(self.person(*whom(text)))
            except Refused as why:
                faults.append(str(why))
        if faults:
            raise Refused(" ".join(faults))
        return found

    def _of_number(self, number: int) -> Who:
        if number not in self.by_number:
            raise NotFound(f"No person {number}.", remedy="Give her address or her name.")
        return self.by_number[number]

    def _of_address(self, address: str) -> Who:
        found = self.by_address.get(email_key(address) or "")
        if found is None:
            raise NotFound(f"Nobody has the address {quoted(address)}.", remedy="Import or add her first.")
        return found

    def _of_name(self, name: str) -> Who:
        people = self.by_name.get(sort_key(name), [])
        if len(people) == 1:
            return people[0]
        if people and len(self.sought) >= _MOST_SOUGHT:
            raise Refused(f"{len(people)} people answer to {quoted(name)}.", remedy="Give the address or the number.")
        key = sort_key(name)
        if key not in self.sought:
            self.sought[key] = self._closer(name)
        found = self.sought[key]
        if isinstance(found, Refused):
            raise found
        return found

    def _closer(self, name: str) -> Who | Refused:
        """Look for a name in part, and for the nearest ones where nobody has it; the first few of a table only."""
        if len(self.sought) >= _MOST_SOUGHT:
            return NotFound(f"Nobody answers to {quoted(name)}.")
        try:
            number = resolved(self.work, name)
        except Refused as why:
            return why
        called = self.work.scalar(select(Person.name).where(Person.id == number))
        return number, called or name

    def _those(
        self, key: InstrumentedAttribute[Any], values: Iterable[object]
    ) -> Iterator[Row[int, str, str | None, str]]:
        columns = select(Person.id, Person.name, Person.email_key, Person.sort_key).order_by(Person.id)
        for some in chunks(values):
            yield from self.work.execute(columns.where(key.in_(some)))
