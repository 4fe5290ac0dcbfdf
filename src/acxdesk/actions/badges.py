"""Badges: signed with the desk's own key, and verified with the published one alone."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import Field

from acxdesk.actions.handing import HandedOut, HandOut, Paper, Told, hand_out
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.writing import write_whole
from acxdesk.errors import InputProblem
from acxdesk.exchange.badges import Checked, badge, check
from acxdesk.exchange.signing import KeySigner, PublicKey

LARGEST = 10_000  # bytes of a file with a key
KEEP_IT = (
    "Keep a copy of it where nobody else reads it: it is in no backup, and without it no further badge can be signed "
    "that the published key verifies."
)


class WriteBadges(HandOut):
    """Whose badges go where, and the key that signs them."""

    key: Path = Field(description="the file of the private key")


@dataclass(frozen=True, slots=True)
class Key:
    """The key of a desk, as it is published."""

    receipt: Receipt
    file: Path
    public: PublicKey


def write_badges(desk: Desk, request: WriteBadges, told: Told = lambda _done, _of: None) -> HandedOut:
    """Sign accreditations as Open Badges 3.0 credentials and write them, one after another.

    Args:
        desk: read only; a rehearsing one signs all and writes nothing.
        request: whose, and where to.
        told: is told how far it is before each, and at the end.

    Raises:
        Refused, SaveFailed: as `handing.hand_out`.
        InputProblem: there is no key, or it cannot be read.
    """
    signer = _signer(request.key)
    paper = Paper("badge", ".json", lambda certificate: badge(certificate, request.issuer_name, signer))
    return hand_out(desk, request, paper, told, _warnings(request.key))


def own_key(file: Path, *, rehearsal: bool = False) -> Key:
    """The public key of the desk; where there is no key yet, one is made.

    Args:
        file: of the private key. One that is there is never written.
        rehearsal: whether to make none, on a dry run.

    Raises:
        InputProblem: something is there that is no key, or cannot be read; or no file can be made there.
        SaveFailed: it cannot be written.
    """
    if file.exists() or file.is_symlink():
        signer = _signer(file)
        return Key(Receipt(f"The key in {shown(file)}.", changed=False), file, signer.public)
    signer = KeySigner.new()
    if not rehearsal:
        write_whole(file, (signer.pem(),))
    receipt = Receipt(
        f"A new key was made in {shown(file)}.",
        (KEEP_IT, "If there was one before, put that one back in its place."),
        rehearsed=rehearsal,
    )
    return Key(receipt, file, signer.public)


def check_badge(held: bytes, key: str, now: datetime) -> Checked:
    """What a badge is worth. No data file is needed.

    Args:
        held: the file.
        key: as published: z6Mk..., did:key:z6Mk..., a JSON Web Key.
        now: for its validity.

    Raises:
        InputProblem: it is no badge, or the key is none.
    """
    return check(held, PublicKey.read(key), now)


def _warnings(file: Path) -> tuple[str, ...]:
    """What is to be said of the file of a private key."""
    if os.name != "posix" or not file.stat().st_mode & 0o077:
        return ()
    return (f"Others on this computer can read the signing key {shown(file)}: `chmod 600` keeps it to you.",)


def _signer(file: Path) -> KeySigner:
    """The key that a file holds; nothing of it is ever repeated."""
    try:
        with file.open("rb") as opened:
            held = opened.read(LARGEST + 1)
    except FileNotFoundError as fault:
        raise InputProblem(
            f"There is no signing key {shown(file)}.",
            remedy="Put its copy back there; or, if there was none yet, make one with `acxdesk certificate key`.",
        ) from fault
    except (OSError, ValueError) as fault:
        said = getattr(fault, "strerror", None) or "no name of a file"
        raise InputProblem(
            f"The signing key {shown(file)} cannot be read: {said}.",
            remedy="Give your user the right to read it, or name another one: `acxdesk settings set signing_key FILE`.",
        ) from fault
    return KeySigner.read(held if len(held) <= LARGEST else b"", shown(file))
