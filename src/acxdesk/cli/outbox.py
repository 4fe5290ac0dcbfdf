"""E-mails with what changed in people's calendars: `acxdesk calendar mail`, `outbox`, `send` and their like."""

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, WrongUse
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import DASH
from acxdesk.cli.stopping import stopping
from acxdesk.errors import Refused
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.text import quoted
from acxdesk.rules.updates import Sending

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from acxdesk.actions.messages import ChosenMessages
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt

Numbers = Annotated[tuple[int, ...], Parameter(help="messages by number; without one, all that wait")]
Chosen = Annotated[tuple[int, ...], Parameter(help="messages by number")]


def mail(
    *,
    person: Annotated[tuple[str, ...], Parameter(help="only hers; by number, address or name; can be repeated")] = (),
    first: Annotated[bool, Parameter(help="also whoever was never sent her calendar by mail")] = False,
    call: Asked,
) -> None:
    """Write an e-mail for each meeting of which somebody has to be told, into the outbox. Nothing is sent.

    What waits there and was overtaken by a later change is dropped. --dry-run shows who would get what.
    """
    from acxdesk.actions.outbox import FillOutbox, fill_outbox

    office = {name: getattr(call.settings, name) for name in ("organizer_name", "organizer_mailbox")}
    with call.writing() as desk:
        people = said.people(desk, person)
        receipt = fill_outbox(desk, FillOutbox.read({"people": people, "first": first, **office}))
    call.answer(receipt)


def outbox(
    *,
    state: Annotated[str | None, Parameter(help="only those: waiting, sent, unsure, refused, dropped")] = None,
    shown: Shown = AS_IT_IS,
    call: Asked,
) -> int:
    """List the e-mails of the outbox, the last written first; --state sent is the log of what was sent."""
    from acxdesk.queries.outbox import outbox as listed

    with call.reading() as desk:
        listing = listed(desk, zone=call.settings.zone, sending=None if state is None else _state(state))
        return print_list(call, desk, listing, shown)


def message(number: Annotated[int, Parameter(help="the message's number")], /, *, call: Asked) -> None:
    """Show one e-mail: what it says, how it stands, and what a server said to it."""
    from acxdesk.exchange.mails import text_of
    from acxdesk.queries.outbox import message as found
    from acxdesk.queries.outbox import state_words

    with call.reading() as desk:
        card = found(desk, number)
    if call.as_json:
        voice.print_json(card)
        return
    zone = call.settings.zone
    pairs = [
        ("Message", str(card.number)),
        ("State", state_words(card.sending)),
        ("To", f"{card.name} <{card.mailbox}>"),
        ("Subject", card.subject),
        ("Written", _when(card.made_at, zone)),
        ("Tried", "" if card.tried_at is None else f"{_when(card.tried_at, zone)}, try {card.attempts}"),
        ("Sent", _when(card.sent_at, zone)),
        ("Answer", card.answer),
    ]
    voice.print_pairs(pairs)
    voice.data("")
    for line in text_of(card.content).splitlines():
        voice.data(line)


def send(numbers: Numbers = (), /, *, call: Asked) -> int:
    """Hand the e-mails that wait to the mail server of the settings, one after the other.

    Asks first. Ctrl+C stops after the message that is on its way. What is in doubt afterwards, because the line broke
    at its end, is never sent again by itself: say `calendar arrived` or `calendar resend`. Exit code 3 when some did
    not go.
    """
    from acxdesk.actions.sending import SendOutbox, send_outbox
    from acxdesk.desk.post import server_of

    request = SendOutbox.read({"messages": numbers})
    with call.writing() as desk:
        server = server_of(call.settings)
        foreseen = send_outbox(desk.rehearsing(), request, server).receipt
        if call.dry_run:
            call.answer(foreseen)
            return 0
        if foreseen.ids:
            count = len(foreseen.ids)
            call.confirm(f"Send {count:,} message{'' if count == 1 else 's'} by {server.host}?")
        with stopping("this message") as stop:
            sent = send_outbox(desk, request, server, lambda done, _all: voice.progress(done, "messages"), stop)
    call.answer(sent.receipt)
    if sent.is_stopped:
        return 128 + signal.SIGINT
    return 0 if sent.is_whole else Refused.exit_code


def eml(
    numbers: Numbers = (),
    /,
    *,
    out: Annotated[Path, DASH, Parameter(help="the folder to write them into; it is made")],
    handed_out: Annotated[bool, Parameter(help="whoever sends them has them: note them as sent")] = False,
    overwrite: Annotated[bool, Parameter(help="replace files that are there")] = False,
    call: Asked,
) -> None:
    """Write the e-mails that wait as .eml files, which any mail program opens and sends; all of them or none.

    They wait on, unless --handed-out says that somebody sends them.
    """
    from acxdesk.actions.messages import WriteMessages, write_messages

    if out == Path("-"):
        raise WrongUse("E-mails are written into a folder, not to stdout.", remedy="Name one, as --out mails.")
    values = {"messages": numbers, "out": out, "handed_out": handed_out, "overwrite": overwrite}
    with call.writing() as desk:
        receipt = write_messages(desk, WriteMessages.read(values))
    call.answer(receipt, folder=out)


def resend(numbers: Chosen = (), /, *, call: Asked) -> None:
    """Let e-mails wait again that are unsure or were refused; each is sent as the same message."""
    from acxdesk.actions import messages

    _by_hand(call, numbers, messages.resend)


def arrived(numbers: Chosen = (), /, *, call: Asked) -> None:
    """Say that e-mails reached whom they are for, by the server or another way; they are noted as sent."""
    from acxdesk.actions import messages

    _by_hand(call, numbers, messages.arrived)


def drop(numbers: Chosen = (), /, *, call: Asked) -> None:
    """Take e-mails out of the outbox. What holds is written anew when it is filled again."""
    from acxdesk.actions import messages

    _by_hand(call, numbers, messages.drop)


def _by_hand(call: Call, numbers: tuple[int, ...], deed: "Callable[[Desk, ChosenMessages], Receipt]") -> None:
    from acxdesk.actions.messages import ChosenMessages

    if not numbers:
        raise WrongUse("No message is named.", remedy="Give its number; `acxdesk calendar outbox` lists them.")
    request = ChosenMessages.read({"messages": numbers})
    with call.writing() as desk:
        receipt = deed(desk, request)
    call.answer(receipt)


def _state(said_so: str) -> Sending:
    for known in Sending:
        if said_so.strip() and known.startswith(said_so.strip().casefold()):
            return known
    raise WrongUse(f"{quoted(said_so)} is no state of a message.", remedy=f"Give {', '.join(Sending)}.")


def _when(at: "datetime | None", zone: str) -> str:
    if at is None:
        return ""
    local = wall(at, zone)
    return f"{reading(local.date())} {local:%H:%M} {zone}"
