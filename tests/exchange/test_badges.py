"""A badge: signed, verified with the published key alone, refused when anything in it was changed."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.errors import InputProblem
from acxdesk.exchange.badges import Verdict, badge, canonical, check, stands
from acxdesk.exchange.signing import KeySigner, PublicKey
from tests.exchange.awards import ADA, award

SIGNER = KeySigner.new()
BADGE = badge(ADA, "BP Group and Affiliates", SIGNER)
NOW = datetime(2027, 1, 1, tzinfo=UTC)


def verdict(held: bytes, now: datetime = NOW, key: PublicKey = SIGNER.public) -> Verdict:
    return check(held, key, now).verdict


def changed(**other: Any) -> bytes:
    """The badge with other members."""
    return json.dumps({**json.loads(BADGE), **other}).encode()


def test_a_badge_is_an_open_badges_credential() -> None:
    made = json.loads(BADGE)
    proof = made.pop("proof")
    salt = made["credentialSubject"]["identifier"][1]["salt"]
    digest = hashlib.sha256(f"ada@example.org{salt}".encode()).hexdigest()
    assert made == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:5b6d2c1e-0c1a-4a52-9a53-0c0f7a1c9e11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Accredited CX Master",
        "issuer": {"id": SIGNER.public.did, "type": ["Profile"], "name": "BP Group and Affiliates"},
        "validFrom": "2026-11-20T00:00:00Z",
        "validUntil": "2028-11-20T23:59:59Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": "Ada Byron", "identityType": "name"},
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": f"sha256${digest}",
                    "identityType": "emailAddress",
                    "salt": salt,
                },
            ],
            "achievement": {
                "id": "urn:acxdesk:ACXM",
                "type": ["Achievement"],
                "achievementType": "Certification",
                "name": "Accredited CX Master",
                "humanCode": "ACXM",
                "description": (
                    "The accreditation Accredited CX Master (ACXM). Its holders may write ACXM behind their name."
                ),
                "criteria": {
                    "narrative": (
                        "Has fulfilled the requirements of Accredited CX Master: attendance and every assessment of "
                        "its scheme. Certificate ACXM-2026-0001, verified by the code K7MX-3PRT-9WAE."
                    )
                },
            },
        },
    }
    assert proof.pop("proofValue").startswith("z")
    assert proof == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-11-20T12:00:00Z",
        "verificationMethod": f"{SIGNER.public.did}#{SIGNER.public.multikey}",
        "proofPurpose": "assertionMethod",
        "@context": made["@context"],
    }


def test_an_address_is_never_said_and_the_same_badge_has_the_same_bytes() -> None:
    assert b"example.org" not in BADGE
    assert badge(ADA, "BP Group and Affiliates", SIGNER) == BADGE
    other = json.loads(badge(award(uid="0c0f7a1c-9e11-4a52-9a53-5b6d2c1e0c1a"), "", SIGNER))
    salts = {each["credentialSubject"]["identifier"][1]["salt"] for each in (other, json.loads(BADGE))}
    assert len(salts) == 2


def test_what_is_not_known_is_left_out() -> None:
    made = json.loads(badge(award(email="", valid_until=None, post_nominal=""), "", SIGNER))
    assert made["issuer"] == {"id": SIGNER.public.did, "type": ["Profile"]}
    assert "validUntil" not in made
    assert len(made["credentialSubject"]["identifier"]) == 1


def test_a_genuine_badge_says_what_it_is_of() -> None:
    checked = check(BADGE, SIGNER.public, NOW)
    assert checked.verdict is Verdict.VALID
    assert checked.sentence == "This badge is genuine: Accredited CX Master of Ada Byron, valid until 20 November 2028."
    for_life = check(badge(award(valid_until=None), "", SIGNER), SIGNER.public, NOW)
    assert for_life.sentence == "This badge is genuine: Accredited CX Master of Ada Byron, for life."


def test_a_last_valid_day_is_valid_to_its_end() -> None:
    last = datetime(2028, 11, 20, 23, 59, 59, tzinfo=UTC)
    assert verdict(BADGE, last) is Verdict.VALID
    expired = check(BADGE, SIGNER.public, last + timedelta(seconds=1))
    assert expired.verdict is Verdict.EXPIRED
    assert expired.sentence == (
        "This badge is genuine, but it has expired: Accredited CX Master of Ada Byron was valid until 20 November 2028."
    )
    early = check(BADGE, SIGNER.public, datetime(2026, 11, 19, tzinfo=UTC))
    assert early.verdict is Verdict.NOT_YET
    assert early.sentence.endswith("is valid only from 20 November 2026.")


def test_another_key_is_told_from_a_change() -> None:
    other = check(BADGE, KeySigner.new().public, NOW)
    assert other.verdict is Verdict.OTHER_KEY
    assert SIGNER.public.multikey in other.sentence
    assert verdict(BADGE.replace(b"Ada", b"Eve")) is Verdict.CHANGED


@given(st.integers(0, len(BADGE) - 1), st.integers(0, 255))
def test_any_changed_byte_is_refused_unless_it_says_the_same(place: int, byte: int) -> None:
    held = BADGE[:place] + bytes([byte]) + BADGE[place + 1 :]
    try:
        found = verdict(held)
    except InputProblem:
        return
    assert (found is Verdict.VALID) == (json.loads(held) == json.loads(BADGE))


@given(st.integers(0, len(BADGE) - 1), st.integers(1, 40))
def test_a_badge_with_something_cut_out_is_refused(place: int, length: int) -> None:
    held = BADGE[:place] + BADGE[place + length :]
    try:
        found = verdict(held)
    except InputProblem:
        return
    assert (found is Verdict.VALID) == (json.loads(held) == json.loads(BADGE))


@given(st.text(max_size=80), st.text(max_size=40), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_badge_of_anybody_is_genuine(name: str, issuer: str, awarded_on: date) -> None:
    name = name.encode(errors="ignore").decode()
    issuer = issuer.encode(errors="ignore").decode()
    held = badge(award(name=name, awarded_on=awarded_on, valid_until=None), issuer, SIGNER)
    checked = check(held, SIGNER.public, datetime(2100, 1, 2, tzinfo=UTC))
    assert (checked.verdict, checked.name) == (Verdict.VALID, name)


def test_blanks_and_the_order_of_members_say_nothing() -> None:
    made = json.loads(BADGE)
    assert verdict(json.dumps(dict(reversed(made.items()))).encode()) is Verdict.VALID
    assert verdict(b"\xef\xbb\xbf" + BADGE) is Verdict.VALID


def test_what_is_added_or_moved_is_a_change() -> None:
    proof = json.loads(BADGE)["proof"]
    for held in (
        changed(extra="x"),
        changed(validUntil="2099-01-01T00:00:00Z"),
        changed(proof={**proof, "created": "2020-01-01T00:00:00Z"}),
        changed(proof={**proof, "proofPurpose": "authentication"}),
        changed(proof={**proof, "@context": ["https://example.org/other"]}),
        changed(proof={**proof, "proofValue": ""}),
        changed(proof={**proof, "proofValue": 5 * "z"}),
        changed(proof={**proof, "proofValue": "z" + "1" * 64}),
        changed(proof={name: value for name, value in proof.items() if name != "proofValue"}),
    ):
        assert verdict(held) is Verdict.CHANGED


@pytest.mark.parametrize(
    "held",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff",
        b"{" * 90_000,
        b"[" * 90_000,
        BADGE[:-5],
        BADGE.replace(b'"name": "Accredited', b'"id": "x", "name": "Accredited', 1),
        changed(type="OpenBadgeCredential"),
        changed(type=["VerifiableCredential"]),
        changed(credentialSubject="Ada"),
        changed(proof="x"),
        changed(proof=[json.loads(BADGE)["proof"]]),
        changed(proof={"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}),
        changed(level=1),
        changed(level=float("nan")),
        BADGE.replace(b"Ada Byron", b"Ada \\ud800"),
    ],
)
def test_a_file_that_is_no_badge_is_told(held: bytes) -> None:
    with pytest.raises(InputProblem, match=r"^The file "):
        verdict(held)


# ---- what others have published


def test_a_credential_of_the_standard_is_verified() -> None:
    """The test vector of W3C Data Integrity EdDSA Cryptosuites 1.0, B.2, as far as its proof goes."""
    context = ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"]
    key = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    document = {
        "@context": context,
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "name": "Alumni Credential",
        "description": "A minimum viable example of an Alumni Credential.",
        "issuer": "https://vc.example/issuers/5678",
        "validFrom": "2023-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "created": "2023-02-24T23:36:38Z",
            "verificationMethod": f"did:key:{key}#{key}",
            "proofPurpose": "assertionMethod",
            "@context": context,
            "proofValue": ("z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"),
        },
    }
    held = json.dumps(document).encode()
    with pytest.raises(InputProblem, match="no Open Badges"):
        check(held, PublicKey.read(key), NOW)
    assert verified(document, PublicKey.read(key))
    assert not verified({**document, "name": "Another"}, PublicKey.read(key))


def verified(document: dict[str, Any], key: PublicKey) -> bool:
    proof = dict(document["proof"])
    return stands({name: value for name, value in document.items() if name != "proof"}, proof, key)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, False, None, "é"]}, '{"a":[true,false,null,"é"],"b":1}'),
        ({"\U0001f600": 1, "\ufb33": 2, "\u20ac": 3, "\r": 4, "1": 5, "\x80": 6, "ö": 7}, None),
        ({"a": '\u20ac$\x0f\nA\'B"\\\\"/\x7f'}, '{"a":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"}'),
        ([], "[]"),
        ({}, "{}"),
    ],
)
def test_json_is_written_in_the_one_form_of_the_standard(value: Any, text: str | None) -> None:
    written = canonical(value).decode()
    assert json.loads(written) == value
    if text is None:  # RFC 8785, section 3.2.3: by UTF-16 code units
        assert list(json.loads(written)) == ["\r", "1", "\x80", "ö", "€", "\U0001f600", "\ufb33"]
    else:
        assert written == text
