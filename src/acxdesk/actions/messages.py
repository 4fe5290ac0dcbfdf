"""Messages of the outbox that somebody decides on: sent again, arrived, dropped, written as files to hand out."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from pydantic import Field
from sqlalchemy import orm, select

from acxdesk.actions.outbox import MOST_TOLD, chosen, note_sent
from acxdesk.actions.requests import Request, RowNumber
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.writing import make_folder, publish, refuse_taken, safe_name, temporary, write_whole
from acxdesk.errors import Refused
from acxdesk.records.calendars import Message
from acxdesk.records.people import Person
from acxdesk.rules.updates import Sending

# What a message that stands so may be made by hand.
_CAN: Final[Mapping[Sending, frozenset[Sending]]] = {
    Sending.WAITING: frozenset({Sending.UNSURE, Sending.REFUSED}),  # sent again
    Sending.SENT: frozenset({Sending.WAITING, Sending.UNSURE, Sending.REFUSED}),  # it arrived, whatever the desk knows
    Sending.DROPPED: frozenset({Sending.WAITING, Sending.UNSURE, Sending.REFUSED}),
}


class ChosenMessages(Request):
    """Messages of the outbox, by their numbers."""

    messages: tuple[RowNumber, ...] = Field(min_length=1)


class WriteMessages(Request):
    """Which messages to write as files, and where."""

    messages: tuple[RowNumber, ...] = Field(default=(), description="only these; empty for all that wait")
    out: Path = Field(description="a folder; it is made when it is not there")
    overwrite: bool = Field(default=False, description="replace files that are there")
    handed_out: bool = Field(default=False, description="they are given to whoever sends them: note them as sent")


def resend(desk: Desk, request: ChosenMessages) -> Receipt:
    """Let messages wait again that are unsure or were refused: the same messages, which receivers know again.

    Raises:
        NotFound: one of them is not there.
        Refused: one stands otherwise.
    """
    return _by_hand(desk, request, Sending.WAITING, "waits again", "")


def arrived(desk: Desk, request: ChosenMessages) -> Receipt:
    """Say of messages that they reached whom they are for: by a server, or by another way.

    Raises:
        NotFound: one of them is not there.
        Refused: one was sent or dropped already, or is being sent.
    """
    return _by_hand(desk, request, Sending.SENT, "is noted as sent", f"{desk.who} said that it arrived.")


def drop(desk: Desk, request: ChosenMessages) -> Receipt:
    """Take messages out: they are not sent. What holds is written anew when the outbox is filled again.

    Raises:
        NotFound: one of them is not there.
        Refused: one was sent or dropped already, or is being sent.
    """
    return _by_hand(desk, request, Sending.DROPPED, "is dropped", f"{desk.who} took it out.")


def _by_hand(desk: Desk, request: ChosenMessages, to: Sending, became: str, answer: str) -> Receipt:
    with desk.changing("mail", deed=request.deed) as change:
        rows = chosen(change.work, request.messages)
        may_be_there = [row for row in rows if row.sending is Sending.UNSURE]
        for row in rows:
            if row.sending not in _CAN[to]:
                raise Refused(f"Message {row.id} is {row.sending}.", remedy=_REMEDIES[row.sending])
            row.sending, row.answer = to, answer or row.answer
            row.sent_at = change.now if to is Sending.SENT else row.sent_at
        if to is Sending.SENT:
            note_sent(change, rows)
        count = f"Message {rows[0].id}" if len(rows) == 1 else f"Each of {len(rows):,} messages"
        change.say(f"{count} {became}.")
        lines = [f"{row.id}  {row.mailbox}  {row.subject}" for row in rows[:MOST_TOLD]]
        if to is Sending.DROPPED:
            lines += [f"! {row.id} may have arrived: only a later change is written anew." for row in may_be_there]
        numbers = tuple(row.id for row in rows)
    return Receipt(change.sentence, tuple(lines), numbers, rehearsed=desk.rehearsal)


_REMEDIES: Final[Mapping[Sending, str]] = {
    Sending.WAITING: "It is sent with the others.",
    Sending.SENDING: "Wait until it is known what became of it.",
    Sending.SENT: "A later change makes a message of its own.",
    Sending.UNSURE: "Send it again, say that it arrived, or drop it.",
    Sending.REFUSED: "Correct the address, then send it again, or drop it.",
    Sending.DROPPED: "Fill the outbox again: what holds now is written anew.",
}


def write_messages(desk: Desk, request: WriteMessages) -> Receipt:
    """Write messages as .eml files, all of them whole or none; any mail program opens and sends them.

    A file is no message that was sent: they wait on, unless it is said that they are handed out.

    Raises:
        NotFound: one of them is not there.
        Refused: nothing waits, one that is named does not, or a file is there already.
        InputProblem, SaveFailed: the folder or a file cannot be written.
    """
    with desk.changing("mail", deed=request.deed) as change:
        rows = _waiting(change.work, request)
        paths = _paths(change.work, request.out, rows)
        if request.handed_out:
            _hand_out(change, rows, f"{desk.who} handed it out as {request.out.name}.")
        count = "1 message" if len(rows) == 1 else f"{len(rows):,} messages"
        became = "noted as sent" if request.handed_out else "still waiting"
        change.say(f"{count} written to {shown(request.out)}, {became}.")
        wrote, numbers = change.changed, tuple(row.id for row in rows)
        lines = [f"{path.name}  {row.subject}" for path, row in zip(paths[:MOST_TOLD], rows, strict=False)]
        _write(desk, request, [(path, row.content) for path, row in zip(paths, rows, strict=True)])
    if not request.handed_out:
        lines.append("Once they are sent from there, say that they arrived.")
    return Receipt(change.sentence, tuple(lines), numbers, changed=wrote, rehearsed=desk.rehearsal)


def _waiting(work: orm.Session, request: WriteMessages) -> list[Message]:
    if request.messages:
        rows = chosen(work, request.messages)
    else:
        rows = list(work.scalars(select(Message).where(Message.sending == Sending.WAITING).order_by(Message.id)))
    if not rows:
        raise Refused("No message waits.", remedy="Fill the outbox first.")
    for row in rows:
        if row.sending is not Sending.WAITING:
            raise Refused(f"Message {row.id} is {row.sending} and does not wait.", remedy=_REMEDIES[row.sending])
    return rows


def _hand_out(change: Changing, rows: list[Message], answer: str) -> None:
    for row in rows:
        row.sending, row.sent_at, row.answer = Sending.SENT, change.now, answer
    note_sent(change, rows)


def _paths(work: orm.Session, folder: Path, rows: list[Message]) -> list[Path]:
    """A name for each: its number, whom it is for, and what it says."""
    names = {
        row.id: row.name
        for row in work.execute(select(Person.id, Person.name).where(Person.id.in_({row.person_id for row in rows})))
    }
    return [folder / f"{row.id:05}-{safe_name(f'{names[row.person_id]} {row.subject}')}.eml" for row in rows]


def _write(desk: Desk, request: WriteMessages, files: list[tuple[Path, str]]) -> None:
    for path, _content in files:
        if request.out.exists():
            refuse_taken(path, overwrite=request.overwrite)
    if desk.rehearsal:
        return
    make_folder(request.out)
    with ExitStack() as stack:
        parts = [stack.enter_context(temporary(request.out)) for _file in files]
        for part, (_path, content) in zip(parts, files, strict=True):
            write_whole(part, [content.encode("ascii")], overwrite=True)
        for part, (path, _content) in zip(parts, files, strict=True):
            publish(part, path, overwrite=request.overwrite)
