"""Keys: written, published and read back; what is no key is told, and a private one is never shown."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.errors import InputProblem
from acxdesk.exchange.signing import KeySigner, PublicKey, multibase, of_multibase

# RFC 8037, appendix A: the key, and as it is published.
RFC_8037_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
RFC_8037_MULTIKEY = "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"


@given(st.binary(max_size=90))
def test_base_58_reads_back_to_the_same_bytes(raw: bytes) -> None:
    assert of_multibase(multibase(raw)) == raw


@pytest.mark.parametrize("said", ["", "z0", "zO", "u6Mk", "z6Mk ", "z" + "1" * 300, "zé"])
def test_what_is_no_base_58_is_nothing(said: str) -> None:
    assert of_multibase(said) is None


def test_a_published_key_is_read_in_every_form() -> None:
    key = PublicKey.read(RFC_8037_MULTIKEY)
    assert key.jwk["x"] == RFC_8037_X
    for said in (f" {key.multikey}\n", key.did, f"{key.did}#{key.multikey}", json.dumps(key.jwk)):
        assert PublicKey.read(said) == key
    assert len({key, PublicKey.read(key.did)}) == 1


@pytest.mark.parametrize(
    "said",
    [
        "",
        "z6Mk",
        RFC_8037_MULTIKEY[:-1],
        "z6DtMpQW4qKMGKmpVdDMLoNPHbPLqzYwzcnrSGCYBzQKGAbc",
        "{}",
        "{",
        "[" * 99_999,
        '{"kty": "OKP", "crv": "X25519", "x": "AAAA"}',
        '{"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}',
        '{"kty": "OKP", "crv": "Ed25519", "x": 5}',
        '{"kty": "OKP", "crv": "Ed25519", "x": "!!!"}',
        "\x1b[2J",
    ],
)
def test_what_is_no_key_is_told(said: str) -> None:
    with pytest.raises(InputProblem, match="is no public key for Ed25519"):
        PublicKey.read(said)


def test_a_private_key_signs_the_same_after_it_was_written_and_read() -> None:
    signer = KeySigner.new()
    again = KeySigner.read(signer.pem(), "desk.key")
    assert again.public == signer.public
    assert again.sign(b"message") == signer.sign(b"message")
    assert signer.public.verifies(again.sign(b"message"), b"message")
    assert not signer.public.verifies(again.sign(b"message"), b"another")
    assert not KeySigner.new().public.verifies(again.sign(b"message"), b"message")


def test_two_new_keys_differ() -> None:
    assert KeySigner.new().public != KeySigner.new().public
    assert KeySigner.new().public != "z6Mk"


@pytest.mark.parametrize(
    "held",
    [
        b"",
        b"rubbish",
        b"\xff\xfe\0",
        KeySigner.new().pem()[:60],
        ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    ],
    ids=["empty", "rubbish", "no text", "cut off", "of another kind"],
)
def test_a_file_without_such_a_key_is_told_and_never_repeated(held: bytes) -> None:
    with pytest.raises(InputProblem) as refused:
        KeySigner.read(held, "desk.key")
    assert str(refused.value) == (
        "desk.key holds no private key that signs here. It must be an Ed25519 key in PEM without a password, as "
        "`acxdesk certificate key` makes it."
    )


def test_a_private_key_is_not_in_what_is_printed_of_it() -> None:
    signer = KeySigner.new()
    secret = signer.pem().decode().splitlines()[1]
    assert secret not in f"{signer!r} {vars(signer)} {signer.public.jwk}"
