"""Keys that credentials are signed with: Ed25519, and how a public one is written to be published.

A public key is published as a Multikey, `z6Mk...`, or as a JSON Web Key (RFC 8037); both are read. The private one is
PKCS #8 in PEM (RFC 8410), and nothing here says it aloud.
"""

import base64
import binascii
import json
from typing import Final, Protocol, Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from acxdesk.errors import InputProblem
from acxdesk.rules.text import quoted

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_MULTIKEY: Final = bytes((0xED, 0x01))  # what stands before an Ed25519 public key in a Multikey
_KEY_BYTES: Final = 32
_LONGEST: Final = 200  # characters of anything in base 58 that is read


class Signer(Protocol):
    """Whoever can sign: a key in a file, or one day a device that keeps it."""

    @property
    def public(self) -> "PublicKey":
        """What a signature is verified with."""

    def sign(self, message: bytes) -> bytes:
        """The signature of a message, 64 bytes; the same for the same message."""


class PublicKey:
    """An Ed25519 public key."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw  # 32 bytes

    @classmethod
    def read(cls, said: str) -> Self:
        """A key as it was published: a Multikey, a did:key, or a JSON Web Key.

        Raises:
            InputProblem: it is none of these.
        """
        text = said.strip()
        raw = _of_jwk(text) if text.startswith("{") else _of_multikey(text)
        if raw is None or len(raw) != _KEY_BYTES:
            raise InputProblem(
                f"{quoted(text)} is no public key for Ed25519.",
                remedy="It begins with z6Mk; `acxdesk certificate key` shows yours.",
            )
        return cls(raw)

    @property
    def multikey(self) -> str:
        """As `z6Mk...`: base 58 with its prefix (W3C Controlled Identifiers, section 2.2.2)."""
        return multibase(_MULTIKEY + self.raw)

    @property
    def did(self) -> str:
        """As an identifier of whoever holds it: `did:key:z6Mk...`."""
        return f"did:key:{self.multikey}"

    @property
    def jwk(self) -> dict[str, str]:
        """As a JSON Web Key (RFC 8037)."""
        x = base64.urlsafe_b64encode(self.raw).rstrip(b"=").decode()
        return {"kty": "OKP", "crv": "Ed25519", "x": x, "use": "sig", "alg": "EdDSA"}

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether the signature is that of its private key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and other.raw == self.raw

    def __hash__(self) -> int:
        return hash(self.raw)


class KeySigner:
    """Signs with a private key that is held in memory; it is never shown."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @classmethod
    def new(cls) -> Self:
        """A key that nobody had before."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, pem: bytes, where: str) -> Self:
        """The key that a file holds.

        Args:
            pem: the bytes of the file.
            where: its name, for a refusal; what it holds is never repeated.

        Raises:
            InputProblem: it holds no Ed25519 private key in PEM, or one behind a password.
        """
        try:
            key = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
            raise _unreadable(where) from fault
        if not isinstance(key, Ed25519PrivateKey):
            raise _unreadable(where)
        return cls(key)

    def pem(self) -> bytes:
        """The key as its file holds it."""
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def public(self) -> PublicKey:
        """What its signatures are verified with."""
        return PublicKey(self._key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The signature of a message (RFC 8032)."""
        return self._key.sign(message)


def multibase(raw: bytes) -> str:
    """Bytes in base 58 as Bitcoin writes it, with the z before that says so."""
    number, letters = int.from_bytes(raw), ""
    while number:
        number, place = divmod(number, len(_BASE58))
        letters = _BASE58[place] + letters
    zeros = len(raw) - len(raw.lstrip(b"\0"))
    return f"z{_BASE58[0] * zeros}{letters}"


def of_multibase(said: str) -> bytes | None:
    """The bytes of what `multibase` writes; None for anything else."""
    letters = said[1:]
    if not said.startswith("z") or len(said) > _LONGEST or any(letter not in _BASE58 for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = number * len(_BASE58) + _BASE58.index(letter)
    zeros = len(letters) - len(letters.lstrip(_BASE58[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def _of_multikey(said: str) -> bytes | None:
    raw = of_multibase(said.removeprefix("did:key:").partition("#")[0])
    return raw.removeprefix(_MULTIKEY) if raw is not None and raw.startswith(_MULTIKEY) else None


def _of_jwk(said: str) -> bytes | None:
    try:
        key = json.loads(said)
        if (key["kty"], key["crv"]) != ("OKP", "Ed25519"):
            return None
        return base64.b64decode(key["x"] + "=" * (-len(key["x"]) % 4), altchars=b"-_", validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError):
        return None


def _unreadable(where: str) -> InputProblem:
    return InputProblem(
        f"{where} holds no private key that signs here.",
        remedy="It must be an Ed25519 key in PEM without a password, as `acxdesk certificate key` makes it.",
    )
