"""The outbox: e-mails with calendar updates that wait, were sent, or about which something has to be decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, func, or_, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.listing import Column
from acxdesk.queries.people import found_by
from acxdesk.queries.sqllisting import ListSpec, Rows, SqlListing, Value, containing
from acxdesk.records.calendars import Message
from acxdesk.records.people import Person
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.updates import Sending

COLUMNS: Final = (
    Column("number", "No.", 5, sortable=True, numeric=True),
    Column("state", "State", 10),
    Column("name", "Name", 18),
    Column("subject", "Subject", 30),
    Column("mailbox", "Address", 24, shown=False),
    Column("made_at", "Written", 21, shown=False),
    Column("attempts", "Tries", 5, numeric=True, shown=False),
    Column("sent_at", "Sent", 21, shown=False),
    Column("answer", "What was answered", 30, shown=False),
    Column("person", "Person no.", 6, numeric=True, shown=False),
    Column("uid", "Message", 36, shown=False),
)

SIGNS: Final[MappingProxyType[Sending, str]] = MappingProxyType(
    {
        Sending.WAITING: "○",
        Sending.SENDING: "→",
        Sending.SENT: "✓",
        Sending.UNSURE: "?",
        Sending.REFUSED: "✗",
        Sending.DROPPED: "·",
    }
)


def state_words(sending: Sending) -> str:
    """A state by sign and word: "? unsure"."""
    return f"{SIGNS[sending]} {sending}"


@dataclass(frozen=True, slots=True)
class MessageCard:
    """One message of the outbox."""

    number: int
    uid: str
    person: int
    name: str
    mailbox: str
    subject: str
    sending: Sending
    content: str  # the whole of it
    made_at: datetime  # UTC
    attempts: int
    tried_at: datetime | None  # UTC
    sent_at: datetime | None  # UTC
    answer: str


def outbox(desk: Desk, *, zone: str, sending: Sending | None = None) -> SqlListing:
    """The messages, the last written first.

    Args:
        desk: where.
        zone: the IANA name of the zone in which instants are shown.
        sending: only those that stand so; None for all.
    """
    params: dict[str, Any] = {"zone": zone}
    if sending is not None:
        params["sending"] = sending
    return SqlListing(desk, _spec(one_state=sending is not None), MappingProxyType(params))


def message(desk: Desk, number: int) -> MessageCard:
    """One message with all that it says.

    Raises:
        NotFound: there is none with this number.
    """
    statement: Rows = (
        select(
            *(Message.id, Message.uid, Message.person_id, Person.name, Message.mailbox, Message.subject),
            *(Message.sending, Message.content, Message.made_at, Message.attempts),
            *(Message.tried_at, Message.sent_at, Message.answer),
        )
        .join(Message.person)
        .where(Message.id == number)
    )
    with desk.reading() as work:
        row = work.execute(statement).one_or_none()
    if row is None:
        raise NotFound(f"No message {number}.", remedy="calendar outbox lists them.")
    return MessageCard(*row)


def counts(desk: Desk) -> dict[Sending, int]:
    """How many messages stand how; a state that none has is left out."""
    with desk.reading() as work:
        rows = work.execute(select(Message.sending, func.count().label("messages")).group_by(Message.sending))
        return {row.sending: row.messages for row in rows}


@cache
def _spec(*, one_state: bool) -> ListSpec:
    return ListSpec(
        noun="messages",
        columns=COLUMNS,
        rows=_rows(),
        frame=Message.__table__.join(Person.__table__, Person.id == Message.person_id),
        id=Message.id,
        keys={"number": Message.id},
        sort="number",
        descending=True,
        values=_values,
        cells=_cells,
        where=(Message.sending == bindparam("sending", type_=Message.sending.type),) if one_state else (),
        matching=_matching,
    )


def _rows() -> Rows:
    return (
        select(
            *(Message.id, Message.sending, Person.name, Message.subject, Message.mailbox, Message.made_at),
            *(Message.attempts, Message.sent_at, Message.answer, Message.person_id, Message.uid),
            bindparam("zone", type_=Message.uid.type).label("zone"),
        )
        .select_from(Message)
        .join(Message.person)
    )


def _matching(words: Sequence[str]) -> ColumnElement[bool]:
    """Every word stands in who it is for, or in its subject."""
    return or_(found_by(words), containing(func.folded(Message.subject))(words))


def _values(row: Row[Any]) -> tuple[Value, ...]:
    return (
        *(row.id, str(row.sending), row.name, row.subject, row.mailbox, row.made_at.isoformat(), row.attempts),
        None if row.sent_at is None else row.sent_at.isoformat(),
        *(row.answer, row.person_id, row.uid),
    )


def _cells(row: Row[Any]) -> tuple[str, ...]:
    return (
        *(str(row.id), state_words(row.sending), row.name, row.subject, row.mailbox, _when(row.made_at, row.zone)),
        *(str(row.attempts), _when(row.sent_at, row.zone), row.answer, str(row.person_id), row.uid),
    )


def _when(at: datetime | None, zone: str) -> str:
    if at is None:
        return ""
    local = wall(at, zone)
    return f"{reading(local.date())} {local:%H:%M}"
