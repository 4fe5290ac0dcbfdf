"""An accreditation as an Open Badges 3.0 credential, signed, and verified again without any desk.

The credential is an AchievementCredential (1EdTech Open Badges 3.0) in the W3C Verifiable Credentials data model 2.0.
It is secured by a DataIntegrityProof of the suite eddsa-jcs-2022 (W3C Data Integrity EdDSA Cryptosuites 1.0, section
3.3): plain JSON, put in one order by RFC 8785, hashed and signed. The issuer is a did:key, so that nothing has to be
fetched. The holder's name stands in it as on the certificate; her address stands in it only as a salted hash.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote

from acxdesk.errors import InputProblem
from acxdesk.exchange.signing import PublicKey, Signer, multibase, of_multibase
from acxdesk.rules.certificates import Certificate, day_in_words, validity_in_words

CONTEXT: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
SUITE: Final = "eddsa-jcs-2022"
_SIGNATURE_BYTES: Final = 64

Document = dict[str, Any]


class Verdict(StrEnum):
    """What a credential turned out to be."""

    VALID = "valid"
    EXPIRED = "expired"
    NOT_YET = "not yet valid"
    CHANGED = "changed"  # since it was signed
    OTHER_KEY = "other key"  # signed, by what it says, with another key


@dataclass(frozen=True, slots=True)
class Checked:
    """A credential that was verified, and what it says."""

    verdict: Verdict
    name: str  # the holder's, as it says; of no worth where it was changed
    achievement: str
    issuer: str
    valid_from: datetime | None  # UTC
    valid_until: datetime | None  # UTC; None for life
    key: str  # that it says it was signed with

    @property
    def sentence(self) -> str:
        """The verdict, as a sentence."""
        about = f"{self.achievement} of {self.name}"
        match self.verdict:
            case Verdict.CHANGED:
                return "This badge is not as it was signed: something in it was changed."
            case Verdict.OTHER_KEY:
                return f"This badge was not signed with the given key: it names {self.key}."
            case Verdict.EXPIRED:
                assert self.valid_until is not None
                last = day_in_words(self.valid_until.date())
                return f"This badge is genuine, but it has expired: {about} was valid until {last}."
            case Verdict.NOT_YET:
                assert self.valid_from is not None
                return f"This badge is genuine, but {about} is valid only from {day_in_words(self.valid_from.date())}."
        until = validity_in_words(self.valid_until.date() if self.valid_until else None)
        return f"This badge is genuine: {about}, {'for life' if self.valid_until is None else f'valid until {until}'}."


def badge(certificate: Certificate, issuer: str, signer: Signer) -> bytes:
    """A signed credential, as a file. The same accreditation and key give the same bytes.

    Args:
        certificate: what was awarded.
        issuer: who awards; empty for nobody but the key.
        signer: with the key to sign with.
    """
    document = _credential(certificate, issuer, signer.public)
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": _instant(certificate.made_at),
        "verificationMethod": f"{signer.public.did}#{signer.public.multikey}",
        "proofPurpose": "assertionMethod",
        "@context": list(CONTEXT),
    }
    signature = signer.sign(_to_sign(document, proof))
    document["proof"] = {**proof, "proofValue": multibase(signature)}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def check(held: bytes, key: PublicKey, now: datetime) -> Checked:
    """What a credential is worth, by the key that its issuer published.

    Args:
        held: the file.
        key: as published.
        now: for its validity.

    Raises:
        InputProblem: it is no credential with a proof of the suite.
    """
    document = _read(held)
    proof = document.pop("proof", None)
    if not isinstance(proof, dict) or proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") != SUITE:
        raise InputProblem(f"The file has no proof of the kind {SUITE}.", remedy="Ask for the badge anew.")
    method = str(proof.get("verificationMethod", ""))
    if _names_other(method, key):
        return _checked(Verdict.OTHER_KEY, document, method)
    if not stands(document, proof, key):
        return _checked(Verdict.CHANGED, document, method)
    return _checked(_of_time(document, now), document, method)


def stands(document: Document, proof: Document, key: PublicKey) -> bool:
    """Whether a proof of the suite holds for a document (section 3.3.2 of the standard).

    Args:
        document: without its proof.
        proof: as it was read.
        key: that it has to be signed with.
    """
    options = dict(proof)
    value = options.pop("proofValue", None)
    signature = of_multibase(value) if isinstance(value, str) else None
    context = options.get("@context", document.get("@context"))
    return (
        signature is not None
        and len(signature) == _SIGNATURE_BYTES
        and options.get("proofPurpose") == "assertionMethod"
        and context == document.get("@context")
        and key.verifies(signature, _to_sign(document, options))
    )


def _credential(certificate: Certificate, issuer: str, key: PublicKey) -> Document:
    profile = {"id": key.did, "type": ["Profile"], **({"name": issuer} if issuer else {})}
    valid = {"validFrom": _instant(datetime.combine(certificate.awarded_on, time(), UTC))}
    if certificate.valid_until is not None:
        valid["validUntil"] = _instant(_end_of(certificate.valid_until))
    return {
        "@context": list(CONTEXT),
        "id": f"urn:uuid:{certificate.uid}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": certificate.title,
        "issuer": profile,
        **valid,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": _holder(certificate),
            "achievement": _achievement(certificate),
        },
    }


def _achievement(certificate: Certificate) -> Document:
    suffix = f" Its holders may write {certificate.post_nominal} behind their name." if certificate.post_nominal else ""
    return {
        "id": f"urn:acxdesk:{quote(certificate.programme)}",
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": certificate.title,
        "humanCode": certificate.programme,
        "description": f"The accreditation {certificate.title} ({certificate.programme}).{suffix}",
        "criteria": {
            "narrative": f"Has fulfilled the requirements of {certificate.title}: attendance and every assessment of "
            f"its scheme. Certificate {certificate.number}, verified by the code {certificate.code}."
        },
    }


def _holder(certificate: Certificate) -> list[Document]:
    """Who holds it: her name in plain, as on the certificate; her address as a hash that only she can be held to."""
    named = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": certificate.name,
        "identityType": "name",
    }
    if not certificate.email:
        return [named]
    # The salt has to differ from badge to badge and be told; that it can be made again keeps the bytes the same.
    salt = hashlib.sha256(f"acxdesk {certificate.uid}".encode()).hexdigest()[:32]
    digest = hashlib.sha256(f"{certificate.email.lower()}{salt}".encode()).hexdigest()
    return [
        named,
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": f"sha256${digest}",
            "identityType": "emailAddress",
            "salt": salt,
        },
    ]


def _to_sign(document: Document, proof: Document) -> bytes:
    """What a signature of the suite is over: the hash of the proof's options, then that of the document."""
    return hashlib.sha256(canonical(proof)).digest() + hashlib.sha256(canonical(document)).digest()


def canonical(value: object) -> bytes:
    """JSON in the one form of RFC 8785, for values of text, whole numbers, true, false, null, arrays and objects."""
    return _written(value).encode()


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_written(name)}:{_written(each)}" for name, each in members) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_written, value)) + "]"
    # Of text Python escapes just what the standard does: quotes, backslashes and controls.
    return json.dumps(value, ensure_ascii=False)


def _read(held: bytes) -> Document:
    """The credential that a file holds.

    Raises:
        InputProblem: it is no JSON object, says a name twice, or holds what no badge has.
    """
    try:
        found = json.loads(
            held.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_float=_no_number,
            parse_int=_no_number,
            parse_constant=_no_number,
        )
        canonical(found)  # half a character cannot be written
        types = found["type"]
        subject = found["credentialSubject"]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise InputProblem("The file is no badge that can be read.", remedy="Ask for it anew.") from fault
    if not isinstance(types, list) or "OpenBadgeCredential" not in types or not isinstance(subject, dict):
        raise InputProblem("The file is no Open Badges 3.0 credential.", remedy="Ask for the badge anew.")
    return dict(found)


def _once(members: list[tuple[str, Any]]) -> Document:
    made = dict(members)
    if len(made) != len(members):
        raise ValueError("a name that is said twice")
    return made


def _no_number(_said: str) -> float:
    raise ValueError("a number")


def _names_other(method: str, key: PublicKey) -> bool:
    """Whether the key that a proof names is another one; a name that is no did:key says nothing of it."""
    return method.startswith("did:key:") and method.removeprefix("did:key:").partition("#")[0] != key.multikey


def _of_time(document: Document, now: datetime) -> Verdict:
    begins, ends = _moment(document.get("validFrom")), _moment(document.get("validUntil"))
    if begins is not None and now < begins:
        return Verdict.NOT_YET
    return Verdict.EXPIRED if ends is not None and now > ends else Verdict.VALID


def _checked(verdict: Verdict, document: Document, method: str) -> Checked:
    subject, issuer = document["credentialSubject"], document.get("issuer")
    identifiers = subject.get("identifier")
    listed = [one for one in identifiers if isinstance(one, dict)] if isinstance(identifiers, list) else []
    named = next((one.get("identityHash") for one in listed if one.get("identityType") == "name"), "")
    achievement = subject.get("achievement")
    return Checked(
        verdict,
        str(named),
        str(achievement.get("name", "") if isinstance(achievement, dict) else ""),
        str(issuer.get("name", issuer.get("id", "")) if isinstance(issuer, dict) else issuer),
        _moment(document.get("validFrom")),
        _moment(document.get("validUntil")),
        method,
    )


def _moment(said: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)
