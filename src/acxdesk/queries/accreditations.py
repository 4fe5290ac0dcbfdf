"""What people hold: for the rules that ask it, and for whoever verifies a code or a number."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Row, ScalarSelect, func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.sqllisting import Rows
from acxdesk.records.accreditations import Accreditation, Step
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.rules.accreditations import Held, Origin, State, Terms, window
from acxdesk.rules.codes import looks_like_code, read_code
from acxdesk.rules.text import quoted


@dataclass(frozen=True, slots=True)
class Told:
    """One accreditation as it stands, for whoever asks by its number or its code."""

    id: int
    uid: str  # names its credential
    number: str
    code: str
    person: int
    name: str  # the holder's, as it stands on the certificate
    programme: str  # its code
    title: str
    awarded_on: date
    valid_until: date | None  # last valid day; None for life
    state: State
    since: date  # from when it is in that state
    reason: str  # why, where that was told
    origin: Origin

    def standing(self, day: date) -> str:
        """What became of it as of a day, in a word: its state, or that it has expired."""
        return standing(self.state, self.valid_until, day)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a code or a number answers with: the record itself, and those that took its place."""

    asked: Told
    after: tuple[Told, ...]  # what it was replaced by, and that one in turn; the last stands now

    @property
    def now(self) -> Told:
        """The record that stands for it now: itself, while none has taken its place."""
        return self.after[-1] if self.after else self.asked


def standing(state: State, last: date | None, day: date) -> str:
    """A state in a word, as of a day: what is issued has expired after its last valid day."""
    return "expired" if state is State.ISSUED and last is not None and day > last else state.value


def among(column: Any, values: Iterable[int | str]) -> ColumnElement[bool]:
    """A condition on a column: it is one of these values, however many; one text of a statement, with one parameter."""
    listed = func.json_each(json.dumps(list(values))).table_valued("value")
    return cast("ColumnElement[bool]", column.in_(select(listed.c.value)))


def last_step(what: Any) -> ScalarSelect[Any]:
    """A column of the last step of an accreditation."""
    return (
        select(what)
        .where(Step.accreditation_id == Accreditation.id)
        .order_by(Step.number.desc())
        .limit(1)
        .correlate(Accreditation)
        .scalar_subquery()
    )


# In the order of the fields of `Told`.
_TOLD: Final[tuple[Any, ...]] = (
    Accreditation.id,
    Accreditation.uid,
    Accreditation.number,
    Accreditation.code,
    Accreditation.person_id,
    Accreditation.name,
    Programme.code.label("programme"),
    Edition.title,
    Accreditation.awarded_on,
    Accreditation.valid_until,
    Accreditation.state,
    last_step(Step.holds_from),
    last_step(Step.reason),
    Accreditation.origin,
)


def told() -> Rows:
    """Accreditations with the columns of `Told`, in its order."""
    return select(*_TOLD).select_from(Accreditation).join(Accreditation.programme).join(Accreditation.edition)


def held(work: orm.Session, people: Iterable[int]) -> dict[int, tuple[Held, ...]]:
    """All that people hold or held, in one statement however many they are: person -> hers, the oldest first.

    A person without any is not in it. The days are those of the records: what a day makes of them says `Held`.
    """
    rows = work.execute(
        select(
            Accreditation.person_id,
            Programme.code,
            Accreditation.awarded_on,
            Accreditation.valid_until,
            Accreditation.state,
            last_step(Step.holds_from).label("since"),
            *(Edition.validity_months, Edition.renewal, Edition.renewal_months, Edition.grace_months),
        )
        .select_from(Accreditation)
        .join(Accreditation.programme)
        .join(Accreditation.edition)
        .where(among(Accreditation.person_id, people))
        .order_by(Accreditation.person_id, Accreditation.awarded_on, Accreditation.id)
    )
    found: dict[int, list[Held]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(_held(row))
    return {person: tuple(hers) for person, hers in found.items()}


def _held(row: Row[Any]) -> Held:
    asked = Terms(row.validity_months, row.renewal, row.renewal_months, row.grace_months)
    opens, closes = window(row.valid_until, asked)
    superseded_on = row.since if row.state is State.SUPERSEDED else None
    return Held(row.code, row.awarded_on, row.valid_until, row.state, opens, closes, superseded_on)


def by_code(desk: Desk, said: str) -> Answer:
    """What was awarded under a code, as somebody typed it; its state, and where it went.

    Raises:
        Refused: it cannot be a code, as `rules.codes.read_code` tells.
        NotFound: it is a code, but nothing was awarded under it.
    """
    code = read_code(said)
    with desk.reading() as work:
        return _answer(work, Accreditation.code == code, f"Nothing was awarded under the code {code}.")


def by_number(desk: Desk, said: str) -> Answer:
    """What was awarded under a number or a code, whichever somebody said.

    Raises:
        Refused: no number, and it looks like a code that is mistyped.
        NotFound: neither.
    """
    with desk.reading() as work:
        return _answer(work, Accreditation.id == identified(work, said), "")


def identified(work: orm.Session, said: str) -> int:
    """The row of the accreditation that somebody means by its number, in whatever case, or by its code.

    Raises:
        Refused, NotFound: as `by_number`.
    """
    number = said.strip()
    for which in (Accreditation.number == number, Accreditation.number.collate("NOCASE") == number):
        if found := work.scalar(select(Accreditation.id).where(which).limit(1)):
            return found
    if looks_like_code(said):
        code = read_code(said)
        if found := work.scalar(select(Accreditation.id).where(Accreditation.code == code)):
            return found
    raise NotFound(f"There is no accreditation {quoted(said)}.", remedy="accreditation list shows them all.")


def rows_of(desk: Desk, said: Iterable[str]) -> tuple[int, ...]:
    """The rows of accreditations that somebody means by their numbers or codes, in this order.

    Raises:
        Refused, NotFound: as `by_number`, of the first that is wrong.
    """
    with desk.reading() as work:
        return tuple(identified(work, each) for each in said)


def number_of(desk: Desk, row: int) -> str:
    """The number of an accreditation by its row; empty when there is none."""
    with desk.reading() as work:
        return work.scalar(select(Accreditation.number).where(Accreditation.id == row)) or ""


def _answer(work: orm.Session, which: ColumnElement[bool], missing: str) -> Answer:
    asked = work.execute(told().where(which)).first()
    if asked is None:
        raise NotFound(missing, remedy="accreditation list shows them all.")
    first = Told(*asked)
    later = tuple(Told(*row) for row in work.execute(told().where(Accreditation.id.in_(_after(first.id)))))
    return Answer(first, tuple(sorted(later, key=lambda one: one.id)))


def _after(number: int) -> Any:
    """The numbers of the records that took the place of one, and of those in turn."""
    chain = select(Accreditation.id).where(Accreditation.replaces_id == number).cte("later", recursive=True)
    chain = chain.union_all(select(Accreditation.id).where(Accreditation.replaces_id == chain.c.id))
    return select(chain.c.id)
