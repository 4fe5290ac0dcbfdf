"""Sending what waits in the outbox, so that nothing goes twice and nothing is called sent that was not.

Before a message goes over the line, the file says that it is being sent; what became of it is written down after. One
that is still being sent when nobody sends is unsure: a desk was stopped in the middle, and it is never sent again by
itself.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import sleep
from typing import TYPE_CHECKING, Final

from pydantic import Field
from sqlalchemy import select

from acxdesk.actions.outbox import chosen, drop_rows, note_sent, overtaken
from acxdesk.actions.requests import Request, RowNumber
from acxdesk.desk.alone import alone
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Busy, Refused
from acxdesk.exchange.mails import sender_of
from acxdesk.records.calendars import Message
from acxdesk.rules.updates import Sending

if TYPE_CHECKING:
    from acxdesk.desk.post import Outcome, SmtpServer

SYSTEM: Final = "system"  # for the journal: it happened in the world, and undo passes over it
_SENDING: Final = "sending"  # the lock's name
_TRIES: Final = 3  # to write down what became of a message, when another desk holds the file
_CRASHED: Final = "acxdesk was stopped while it was being sent."

# What the desk knows of a message after it was handed over, by what became of it.
_BECAME: Final = {
    "taken": Sending.SENT,
    "refused": Sending.REFUSED,
    "later": Sending.WAITING,
    "away": Sending.WAITING,
    "unsure": Sending.UNSURE,
}


class SendOutbox(Request):
    """Which messages to send."""

    messages: tuple[RowNumber, ...] = Field(default=(), description="only these; empty for all that wait")


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the messages that were to be sent."""

    receipt: Receipt
    is_whole: bool  # all have gone
    is_stopped: bool = False  # somebody stopped it before


@dataclass(slots=True)
class _Tally:
    """What has become of the messages so far."""

    counts: dict[Sending, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    unsure_before: int = 0
    overtaken: int = 0
    away: str = ""  # what the server said when it took nothing more
    stopped: bool = False

    def note(self, message: "_Taken", sending: Sending, answer: str) -> None:
        self.counts[sending] = self.counts.get(sending, 0) + 1
        if sending is Sending.SENT:
            self.ids.append(message.id)
        else:
            self.lines.append(f"{message.id}  {message.mailbox}: {sending}. {answer}")

    @property
    def total(self) -> int:
        """How many were handed over, or were tried to be."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class _Taken:
    """A message that is being sent."""

    id: int
    mailbox: str
    content: str


def send_outbox(
    desk: Desk,
    request: SendOutbox,
    server: "SmtpServer",
    told: Callable[[int, int], None] = lambda _done, _all: None,
    stop: Callable[[], bool] = lambda: False,
) -> Sent:
    """Hand what waits to a server, a message after the other; each is a deed of its own.

    Sending ends when all have gone, when the server cannot be used, or when it is stopped. Called again it goes on with
    what waits.

    Args:
        desk: a rehearsing one tells what would be sent, and reaches no server.
        request: which.
        server: where to.
        told: is told how many of how many are done.
        stop: is asked before each message whether to go on no more.

    Raises:
        NotFound: a message that is named is not there.
        Refused: one that is named does not wait.
        Busy: another desk is sending.
    """
    if desk.rehearsal:
        return Sent(_foreseen(desk, request, server), is_whole=True)
    from acxdesk.desk.post import Post  # noqa: PLC0415 - its relatives are read for sending only

    tally = _Tally()
    with alone(desk.path, _SENDING, "Another desk is sending the outbox."):
        _settle(desk, tally)
        queue = _queue(desk, request.messages)
        with Post(server) as post:
            for done, number in enumerate(queue):
                told(done, len(queue))
                if stop():
                    tally.stopped = True
                    break
                taken = _take(desk, number)
                if taken is None:
                    continue
                with _in_doubt(desk, taken):
                    outcome = post.hand_over(sender_of(taken.content), taken.mailbox, taken.content.encode("ascii"))
                _write_down(desk, taken, outcome, tally)
                if outcome.became == "away":
                    tally.away = outcome.answer
                    break
        told(len(queue), len(queue))
    is_whole = not tally.stopped and not tally.lines
    return Sent(_receipt(desk, tally, server), is_whole, tally.stopped)


def settle_interrupted(desk: Desk) -> tuple[str, ...]:
    """Make unsure what a desk was sending that was stopped; nothing while one sends. Tells what it did."""
    tally = _Tally()
    try:
        with alone(desk.path, _SENDING, ""):
            _settle_left(desk, tally)
    except Busy:
        return ()
    return (_left(tally),) if tally.unsure_before else ()


def _settle(desk: Desk, tally: _Tally) -> None:
    """Before anything is sent: what a desk that was stopped left is unsure, what was overtaken is dropped."""
    _settle_left(desk, tally)
    with desk.changing("mail", kind=SYSTEM) as change:
        past = overtaken(change.work, desk)
        drop_rows(past)
        tally.overtaken = len(past)
        change.say(f"Outbox: {_messages(len(past))} overtaken by a later change.")


def _settle_left(desk: Desk, tally: _Tally) -> None:
    with desk.changing("mail", kind=SYSTEM) as change:
        left = change.work.scalars(select(Message).where(Message.sending == Sending.SENDING)).all()
        for row in left:
            row.sending, row.answer = Sending.UNSURE, _CRASHED
        note_sent(change, left)
        tally.unsure_before = len(left)
        change.say(f"Outbox: {_left(tally)}")


def _queue(desk: Desk, numbers: Sequence[int]) -> list[int]:
    """The numbers of those that are to be sent, in the order of their writing.

    Raises:
        NotFound: one that is named is not there.
        Refused: one that is named does not wait.
    """
    with desk.reading() as work:
        if not numbers:
            waiting = select(Message.id).where(Message.sending == Sending.WAITING).order_by(Message.id)
            return list(work.scalars(waiting))
        rows = chosen(work, numbers)
        for row in rows:
            if row.sending is not Sending.WAITING:
                raise Refused(f"Message {row.id} is {row.sending} and does not wait.", remedy="Look at the outbox.")
        return [row.id for row in rows]


def _take(desk: Desk, number: int) -> _Taken | None:
    """Say in the file that a message is being sent; None when it waits no longer."""
    with desk.changing("mail", kind=SYSTEM) as change:
        row = change.work.get(Message, number)
        if row is None or row.sending is not Sending.WAITING:
            return None
        row.sending, row.tried_at, row.attempts = Sending.SENDING, change.now, row.attempts + 1
        change.say(f"{row.subject}: being sent to {row.mailbox}.")
        return _Taken(row.id, row.mailbox, row.content)


def _write_down(desk: Desk, taken: _Taken, outcome: "Outcome", tally: _Tally) -> None:
    """Write down what became of a message; where the file stays locked, it stays one that is being sent."""
    sending = _BECAME[outcome.became]
    for left in reversed(range(_TRIES)):
        try:
            _settle_one(desk, taken, sending, outcome.answer)
            break
        except Busy:
            if not left:
                raise
            sleep(1)
    tally.note(taken, sending, outcome.answer)


def _settle_one(desk: Desk, taken: _Taken, sending: Sending, answer: str) -> None:
    with desk.changing("mail", kind=SYSTEM) as change:
        row = change.work.get_one(Message, taken.id)
        row.sending, row.answer = sending, answer
        if sending is Sending.SENT:
            row.sent_at = change.now
        if sending in (Sending.SENT, Sending.UNSURE):
            note_sent(change, (row,))
        change.say(f"{row.subject} to {row.mailbox}: {sending}.")


@contextmanager
def _in_doubt(desk: Desk, taken: _Taken) -> Iterator[None]:
    """Whatever ends the program within: the message is unsure."""
    try:
        yield
    except BaseException:
        _settle_one(desk, taken, Sending.UNSURE, _CRASHED)
        raise


def _foreseen(desk: Desk, request: SendOutbox, server: "SmtpServer") -> Receipt:
    queue = _queue(desk, request.messages)
    with desk.reading() as work:
        rows = chosen(work, queue) if queue else []
        lines = tuple(f"{row.id}  {row.mailbox}: {row.subject}" for row in rows)
    sentence = f"{_messages(len(queue))} would be handed to {server.host}." if queue else "Nothing waits to be sent."
    return Receipt(sentence, lines, tuple(queue), changed=False, rehearsed=True)


def _receipt(desk: Desk, tally: _Tally, server: "SmtpServer") -> Receipt:
    sent = tally.counts.get(Sending.SENT, 0)
    others = [f"{count:,} {sending}" for sending, count in tally.counts.items() if sending is not Sending.SENT]
    parts = [f"{_messages(sent)} sent by {server.host}" if tally.total else "Nothing waits to be sent", *others]
    sentence = f"{', '.join(parts)}."
    if tally.away:
        sentence += f" {server.host} takes nothing now ({tally.away}): the rest waits."
    elif tally.stopped:
        sentence += " Stopped; the rest waits."
    lines = list(tally.lines)
    if tally.unsure_before:
        lines.append(_left(tally))
    if tally.overtaken:
        lines.append(f"{tally.overtaken:,} were overtaken by a later change and are dropped: fill the outbox again.")
    changed = bool(tally.total or tally.unsure_before or tally.overtaken)
    return Receipt(sentence, tuple(lines), tuple(tally.ids), changed=changed, rehearsed=desk.rehearsal)


def _left(tally: _Tally) -> str:
    return f"{_messages(tally.unsure_before)} left by a desk that was stopped: unsure."


def _messages(count: int) -> str:
    return "1 message" if count == 1 else f"{count:,} messages"
