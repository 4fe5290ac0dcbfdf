"""The verbs of `acxdesk certificate`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, WrongUse, noun
from acxdesk.cli.said import DASH
from acxdesk.errors import InputProblem, Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from acxdesk.actions.handing import HandedOut
    from acxdesk.queries.accreditations import Answer, Told

app = noun("certificate", "Certificates to frame, signed badges, and how both are verified.")

_LONGEST_KEY: Final = 4_000  # characters of a public key, in a file or said


Person = Annotated[str | None, Parameter(help="of all that somebody holds; by number, address or name")]
Session = Annotated[str | None, Parameter(help="of all who earned something in a session, by its reference")]
Out = Annotated[Path | None, DASH, Parameter(help="the file to write one to")]
Folder = Annotated[Path | None, Parameter(help="the folder to write a file for each into")]
Overwrite = Annotated[bool, Parameter(help="replace files that are there and differ")]


@app.command
def write(
    *,
    number: Annotated[str | None, Parameter(help="of one accreditation, by its number or its code")] = None,
    person: Person = None,
    session: Session = None,
    out: Out = None,
    folder: Folder = None,
    overwrite: Overwrite = False,
    call: Asked,
) -> int:
    """Write certificates as PDF. What is there already with the same bytes is left as it is."""
    from acxdesk.actions.certificates import WriteCertificates, write_certificates

    values = _meant(number, person, session, out, folder)
    with call.reading() as opened:
        desk = opened.rehearsing() if call.dry_run else opened
        values |= {
            "person": None if person is None else said.people(desk, [person])[0],
            "overwrite": overwrite,
            "issuer_name": call.settings.issuer_name,
            "verify_url": call.settings.verify_url,
        }
        handed = write_certificates(desk, WriteCertificates.read(values), _progress("certificates"))
    return _answer(call, handed)


@app.command
def verify(
    code: Annotated[str, Parameter(help="as it stands on the certificate: K7MX-3PRT-9WAE")], /, *, call: Asked
) -> int:
    """Tell what was awarded under a code, and what became of it. 0 only for what is valid today."""
    from acxdesk.queries.accreditations import by_code

    with call.reading() as desk:
        answer = by_code(desk, code)
        today = desk.clock.today(call.settings.zone)
    stands = answer.now.standing(today) == "issued"
    sentence = _verdict(answer, today)
    if call.as_json:
        voice.print_json({"sentence": sentence, "valid": stands, **_facts(answer, today)})
    else:
        voice.print_pairs(_pairs(answer, today))
    voice.say(sentence)
    return 0 if stands else Refused.exit_code


@app.command
def badge(
    number: Annotated[str | None, Parameter(help="of one accreditation, by its number or its code")] = None,
    /,
    *,
    person: Person = None,
    session: Session = None,
    out: Out = None,
    folder: Folder = None,
    overwrite: Overwrite = False,
    call: Asked,
) -> int:
    """Write accreditations as Open Badges 3.0 credentials, signed with the desk's key."""
    from acxdesk.actions.badges import WriteBadges, write_badges

    values = _meant(number, person, session, out, folder)
    with call.reading() as opened:
        desk = opened.rehearsing() if call.dry_run else opened
        values |= {
            "person": None if person is None else said.people(desk, [person])[0],
            "overwrite": overwrite,
            "issuer_name": call.settings.issuer_name,
            "key": call.settings.key_file,
        }
        handed = write_badges(desk, WriteBadges.read(values), _progress("badges"))
    return _answer(call, handed)


@app.command
def key(
    *,
    jwk: Annotated[bool, Parameter(help="print it as a JSON Web Key, not as z6Mk...")] = False,
    call: Asked,
) -> None:
    """Print the public key that badges are verified with, to be published; one is made where there is none yet."""
    from acxdesk.actions.badges import own_key

    found = own_key(call.settings.key_file, rehearsal=call.dry_run)
    public = found.public
    made = json.dumps(public.jwk) if jwk else public.multikey
    call.answer(found.receipt, made, file=found.file, multikey=public.multikey, did=public.did, jwk=public.jwk)


@app.command
def check(
    file: Annotated[Path, DASH, Parameter(help='the badge; "-" for stdin')],
    /,
    *,
    key: Annotated[
        str,
        Parameter(name="--key", help="the published key: z6Mk..., did:key:z6Mk..., a JSON Web Key, or a file of it"),
    ],
    call: Asked,
) -> int:
    """Verify a badge by the key that its issuer published. No data file is needed. 0 only for what is valid now."""
    from acxdesk.actions.badges import check_badge
    from acxdesk.desk.clock import SystemClock
    from acxdesk.exchange.badges import Verdict

    checked = check_badge(said.file_bytes(str(file)), _published(key), SystemClock().now())
    if call.as_json:
        voice.print_json(
            {
                "sentence": checked.sentence,
                "valid": checked.verdict is Verdict.VALID,
                "verdict": checked.verdict,
                "name": checked.name,
                "achievement": checked.achievement,
                "issuer": checked.issuer,
                "valid_from": checked.valid_from,
                "valid_until": checked.valid_until,
                "key": checked.key,
            }
        )
    voice.say(checked.sentence)
    return 0 if checked.verdict is Verdict.VALID else Refused.exit_code


def _meant(
    number: str | None, person: str | None, session: str | None, out: Path | None, folder: Path | None
) -> dict[str, object]:
    """What is said of whose and where, as fields of a request.

    Raises:
        WrongUse: it is not of one thing, or does not go to one place.
    """
    if sum((number is not None, person is not None, session is not None)) != 1:
        raise WrongUse("They are of one thing.", remedy="Give one of a number, --person and --session.")
    if (out is None) == (folder is None):
        raise WrongUse("They go into a file or into a folder.", remedy="Give --out FILE or --folder DIR.")
    if out == Path("-"):
        raise WrongUse("They are written to files, not to stdout.", remedy="Name one, as --out ada.pdf.")
    return {"number": number or "", "session": session or "", "out": out, "folder": folder}


def _answer(call: Call, handed: "HandedOut") -> int:
    """Tell what was written; what was not is told as well, and is an exit code."""
    call.answer(handed.receipt, files=handed.files, there=handed.kept, left=handed.left)
    for sentence in handed.left:
        voice.say(f"acxdesk: {sentence}")
    return Refused.exit_code if handed.left else 0


def _progress(noun: str) -> "Callable[[int, int], None]":
    return lambda done, of: voice.progress(done, f"of {of:,} {noun}")


def _published(said_key: str) -> str:
    """A public key as it was said, or as a file of that name holds it.

    Raises:
        InputProblem: there is no such file, or it is none with a public key.
    """
    if said_key.strip().startswith(("z", "did:", "{")) or not Path(said_key).is_file():
        return said_key
    held = said.file_bytes(said_key)
    if len(held) > _LONGEST_KEY or not held.isascii():
        raise InputProblem(f"{said_key} holds no public key.", remedy="Give the published key, as z6Mk...")
    return held.decode()


def _verdict(answer: "Answer", today: "date") -> str:
    from acxdesk.rules.certificates import day_in_words

    asked, now = answer.asked, answer.now
    standing = now.standing(today)
    went = "" if now is asked else f"{asked.number} was replaced by {now.number}, which "
    about = f"{now.title} of {now.name}"
    if standing == "issued":
        until = "for life" if now.valid_until is None else f"until {day_in_words(now.valid_until)}"
        return f"{went}is valid {until}: {about}." if went else f"Valid {until}: {about}."
    if standing == "expired":
        assert now.valid_until is not None
        told = f"expired after {day_in_words(now.valid_until)}"
    else:
        told = f"is {standing} since {day_in_words(now.since)}"
    return f"Not valid today: {went or f'{about} '}{told}."


def _pairs(answer: "Answer", today: "date") -> list[tuple[str, str]]:
    """Of the record itself; then, of the one that stands for it now, what differs."""
    asked, now = _of(answer.asked, today), _of(answer.now, today)
    pairs = [(_titled(name), _worded(value)) for name, value in asked.items()]
    if answer.now is not answer.asked:
        pairs.append(("Replaced by", " -> ".join(each.number for each in answer.after)))
        pairs += [
            (f"Now: {_titled(name)}", _worded(value))
            for name, value in now.items()
            if value != asked[name] and name != "number"
        ]
    return pairs


def _titled(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _facts(answer: "Answer", today: "date") -> dict[str, object]:
    return {**_of(answer.asked, today), "now": _of(answer.now, today)}


def _of(told: "Told", today: "date") -> dict[str, object]:
    return {
        "number": told.number,
        "code": told.code,
        "name": told.name,
        "programme": told.programme,
        "title": told.title,
        "awarded_on": told.awarded_on,
        "valid_until": told.valid_until,
        "state": told.standing(today),
        "since": told.since,
        "reason": told.reason,
    }


def _worded(value: object) -> str:
    from datetime import date

    from acxdesk.rules.localtime import reading

    if isinstance(value, date):
        return reading(value)
    return "for life" if value is None else str(value)
