"""The outbox: e-mails that tell people what changed in their calendars, written, and decided on by hand.

A message is about one occasion. What somebody has by mail is noted once a server has a message, or may have it: a later
change has to reach her also where nobody knows whether she heard of the first (see `rules.updates.Sending`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import Field
from sqlalchemy import ColumnElement, orm, select

from acxdesk.actions.givens import note_all
from acxdesk.actions.requests import Line, Request, RowNumber
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.exchange.ical import Attendee, Organizer
from acxdesk.exchange.mails import Mail, ascii_mailbox, compose
from acxdesk.queries.givens import UNDONE, PersonUpdates, Whose, given_to, pending
from acxdesk.records.calendars import Message
from acxdesk.records.people import Person
from acxdesk.rules.calendars import Occasion
from acxdesk.rules.text import quoted
from acxdesk.rules.updates import Given, Part, Sending, Update, Way, as_given

MOST_TOLD: Final = 20  # lines of a receipt
_OVERTAKEN: Final = "Overtaken by a later change."  # the answer of a message that was dropped for that


class FillOutbox(Request):
    """Whom to write to, and in whose name."""

    people: tuple[RowNumber, ...] = Field(default=(), description="only these; empty for all whom a change concerns")
    first: bool = Field(default=False, description="also who was never sent her calendar by mail")
    organizer_name: Line = ""
    organizer_mailbox: Line = ""


@dataclass(frozen=True, slots=True)
class _Key:
    """Which message of the outbox tells the same person of the same occasion."""

    person: int
    part: Part
    occasion: str


def fill_outbox(desk: Desk, request: FillOutbox) -> Receipt:
    """Write a message for each occasion of which somebody has to be told by mail. Nothing is sent.

    A message that waits and was overtaken by a change is dropped; one that says what holds now stays.

    Raises:
        Refused: no office is set that the messages come from.
    """
    office = _office(request)
    with desk.changing("mail", deed=request.deed) as change:
        # All is read before anything is written: what is pending is read on a line of its own.
        past = overtaken(change.work, desk, request.people)
        due = _due(change.work, desk, request, past)
        drop_rows(past)
        letters = _Letters(
            change, office, _zones(change.work, {one.person for one in due}), _lying(change.work, request.people)
        )
        for whose in due:
            letters.write_to(whose)
        change.work.add_all(letters.rows)
        change.say(letters.sentence)
        wrote = change.changed
        ids = tuple(row.id for row in letters.rows)
    return Receipt(letters.sentence, letters.told(len(past)), ids, changed=wrote, rehearsed=desk.rehearsal)


def overtaken(work: orm.Session, desk: Desk, people: Iterable[int] = ()) -> list[Message]:
    """The messages that were not sent and no longer say what holds, or no longer go to where she reads.

    Args:
        work: of a deed.
        desk: the one that it is of.
        people: only theirs; empty for all.
    """
    unsent = [row for row in _messages(work, people) if row.sending in {Sending.WAITING, Sending.REFUSED}]
    if not unsent:
        return []
    whose = sorted({(row.person_id, row.part) for row in unsent})
    numbers = {person for person, _part in whose}
    due = {
        _Key(one.person, one.part, update.occasion.uid): as_given(update.occasion)
        for one in pending(desk, Way.MAIL, first=True, people=numbers)
        for update in one.updates
    }
    has = given_to(work, whose, Way.MAIL)
    mailboxes = {
        row.id: _writable(row.email) for row in work.execute(select(Person.id, Person.email).where(_among(numbers)))
    }
    return [
        row
        for row in unsent
        if said_by(row) != (due.get(_key(row)) or has.get((row.person_id, row.part), {}).get(row.occasion))
        or row.mailbox != mailboxes[row.person_id]
    ]


def drop_rows(rows: Iterable[Message]) -> None:
    """Drop what was overtaken."""
    for row in rows:
        row.sending, row.answer = Sending.DROPPED, _OVERTAKEN


def chosen(work: orm.Session, numbers: Sequence[int]) -> list[Message]:
    """Messages by their numbers, each once, in the order of their writing.

    Raises:
        NotFound: one of them is not there.
    """
    wanted = set(numbers)
    rows = list(work.scalars(select(Message).where(Message.id.in_(wanted)).order_by(Message.id)))
    missing = min(wanted - {row.id for row in rows}, default=None)
    if missing is not None:
        raise NotFound(f"No message {missing}.", remedy="calendar outbox lists them.")
    return rows


def note_sent(change: Changing, rows: Iterable[Message]) -> None:
    """Note that people have by mail what these messages say, or may have it."""
    given: dict[Whose, list[Occasion]] = {}
    for row in rows:
        given.setdefault((row.person_id, row.part), []).append(_occasion(row))
    note_all(change, Way.MAIL, given)


def said_by(row: Message) -> Given:
    """What somebody has once she has the message."""
    return Given(row.occasion, row.sequence, row.cancelled, row.starts_at, row.ends_at, row.summary)


def _occasion(row: Message) -> Occasion:
    """The occasion as the message told it, as far as an account of it needs."""
    return Occasion(
        uid=row.occasion,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone="UTC",
        summary=row.summary,
        location="",
        description="",
        link="",
        sequence=row.sequence,
        made_at=row.made_at,
        changed_at=row.made_at,
        cancelled=row.cancelled,
    )


def _due(work: orm.Session, desk: Desk, request: FillOutbox, past: Iterable[Message]) -> tuple[PersonUpdates, ...]:
    """Who has to be told by mail: also whose first messages were overtaken, for she was to be written to."""
    due = pending(desk, Way.MAIL, first=request.first, people=request.people or None)
    begun = {(row.person_id, row.part) for row in past} | _begun(work, request.people)
    if request.first or not begun:
        return due
    known = {(one.person, one.part) for one in due}
    first = pending(desk, Way.MAIL, first=True, people={person for person, _part in begun})
    return (*due, *(one for one in first if (one.person, one.part) in begun - known))


def _begun(work: orm.Session, people: Iterable[int]) -> set[Whose]:
    """Who has a message that was overtaken, and none of the same occasion since."""
    later = orm.aliased(Message)
    same = (later.person_id == Message.person_id, later.part == Message.part, later.occasion == Message.occasion)
    written_anew = select(later.id).where(*same, later.id > Message.id).exists()
    statement = select(Message.person_id, Message.part).where(
        Message.sending == Sending.DROPPED, Message.answer == _OVERTAKEN, ~written_anew
    )
    if wanted := set(people):
        statement = statement.where(Message.person_id.in_(wanted))
    return {(person, part) for person, part in work.execute(statement)}


class _Letters:
    """The messages that one filling of the outbox writes, and what it has to tell of them."""

    def __init__(
        self, change: Changing, office: Organizer, zones: Mapping[int, str], lying: Mapping[_Key, Message]
    ) -> None:
        self.rows: list[Message] = []
        self._change, self._office, self._zones, self._there = change, office, zones, lying
        self._lying = 0
        self._lines: list[str] = []
        self._warnings: list[str] = []

    def write_to(self, whose: PersonUpdates) -> None:
        """Write what somebody has to be told and what does not lie there yet."""
        new = [update for update in whose.updates if not self._lies(whose, update)]
        self._lying += len(whose.updates) - len(new)
        if not new:
            return
        if _writable(whose.email) is None:
            address = f"no e-mail can be sent to {quoted(whose.email)}" if whose.email else "has no address"
            self._warnings.append(f"! {whose.name}: {address}; {_counted(len(new))} not written.")
            return
        for update in new:
            self._write(whose, update)

    def _lies(self, whose: PersonUpdates, update: Update) -> bool:
        there = self._there.get(_Key(whose.person, whose.part, update.occasion.uid))
        return there is not None and said_by(there) == as_given(update.occasion)

    def _write(self, whose: PersonUpdates, update: Update) -> None:
        uid, now = self._change.new_uid(), self._change.now
        to, zone = Attendee(whose.name, whose.email), self._zones[whose.person]
        mail = compose(update, to=to, zone=zone, organizer=self._office, uid=uid, made_at=now)
        row = _message(whose, update, mail)
        row.uid, row.made_at = uid, now
        self.rows.append(row)
        self._lines.append(f"{whose.name} <{mail.mailbox}>: {mail.subject}")

    @property
    def sentence(self) -> str:
        """How much was written, and for how many."""
        count, people = len(self.rows), len({row.person_id for row in self.rows})
        if not count:
            return "Nothing new has to be mailed."
        messages = "1 message" if count == 1 else f"{count:,} messages"
        return f"{messages} for {'1 person' if people == 1 else f'{people:,} people'} written into the outbox."

    def told(self, dropped: int) -> tuple[str, ...]:
        """Each message, then what was not written and why."""
        more = len(self._lines) - MOST_TOLD
        lines = [*self._lines[:MOST_TOLD], *([f"and {more:,} more"] if more > 0 else [])]
        if self._lying:
            lines.append(f"{self._lying:,} lie in the outbox already.")
        if dropped:
            lines.append(f"{dropped:,} that waited were overtaken and are dropped.")
        return (*lines, *self._warnings)


def _message(whose: PersonUpdates, update: Update, mail: Mail) -> Message:
    one = update.occasion
    return Message(
        person_id=whose.person,
        part=whose.part,
        mailbox=mail.mailbox,
        method=update.method,
        occasion=one.uid,
        sequence=one.sequence,
        cancelled=one.cancelled,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        summary=one.summary,
        subject=mail.subject,
        content=mail.content,
        sending=Sending.WAITING,
        attempts=0,
        tried_at=None,
        sent_at=None,
        answer="",
    )


def _lying(work: orm.Session, people: Iterable[int]) -> dict[_Key, Message]:
    """What lies in the outbox and may still reach somebody: of each occasion the last message."""
    return {_key(row): row for row in _messages(work, people)}


def _messages(work: orm.Session, people: Iterable[int]) -> Sequence[Message]:
    """The messages that are not done with, in the order of their writing."""
    statement = select(Message).where(Message.sending.in_(UNDONE)).order_by(Message.id)
    if wanted := set(people):
        statement = statement.where(Message.person_id.in_(wanted))
    return work.scalars(statement).all()


def _key(row: Message) -> _Key:
    return _Key(row.person_id, row.part, row.occasion)


def _zones(work: orm.Session, people: Iterable[int]) -> dict[int, str]:
    rows = work.execute(select(Person.id, Person.zone).where(_among(people)))
    return {row.id: row.zone for row in rows}


def _among(people: Iterable[int]) -> ColumnElement[bool]:
    return Person.id.in_(set(people))


def _writable(mailbox: str) -> str | None:
    """An address as messages are sent to it; None for none, and for one that no message can be sent to."""
    if not mailbox:
        return None
    try:
        return ascii_mailbox(mailbox)
    except Refused:
        return None


def _office(request: FillOutbox) -> Organizer:
    """Who the messages come from.

    Raises:
        Refused: nobody, or none that can be written to.
    """
    if not request.organizer_mailbox:
        raise Refused(
            "No office is set that e-mails come from and that people answer to.",
            remedy="`acxdesk settings set organizer_mailbox programmes@example.org` names it.",
        )
    ascii_mailbox(request.organizer_mailbox)
    return Organizer(request.organizer_name, request.organizer_mailbox)


def _counted(count: int) -> str:
    return "1 message is" if count == 1 else f"{count:,} messages are"
