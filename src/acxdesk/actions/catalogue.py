"""Programmes come into the catalogue, change, and are retired; the printed catalogue is loaded."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field
from sqlalchemy import exists, func, orm, select

from acxdesk.actions.editions import add_edition, made_words, programme_row, sessions_under
from acxdesk.actions.people import counted
from acxdesk.actions.requests import GivenLine, Line, Reason, Request, Text, kept, words
from acxdesk.actions.requirements import write_requirements
from acxdesk.actions.runs import search_key as session_key
from acxdesk.actions.schemes import SetScheme, merged, write_scheme
from acxdesk.actions.versions import check_version
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.schema import resource
from acxdesk.desk.undoing import SYSTEM
from acxdesk.errors import Refused
from acxdesk.queries.catalogue import price_words
from acxdesk.queries.requirements import Required, requirements
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.schemes import Scheme
from acxdesk.records.sessions import Session
from acxdesk.rules.accreditations import Renewal
from acxdesk.rules.catalogue import MOST_MONTHS, PROMISES, Promise, check_code, edition_needed, ladder, rung, validity
from acxdesk.rules.durations import Duration
from acxdesk.rules.money import HOUSE_CURRENCY, Price
from acxdesk.rules.prerequisites import Of
from acxdesk.rules.requirements import parse_requirements
from acxdesk.rules.schemes import Scheme as SchemeOf
from acxdesk.rules.sessions import Status, check_capacity
from acxdesk.rules.text import fold


def _by(rule: Callable[[str], object]) -> Callable[[str, str], str]:
    """A rule that reads one word, for a field that may be empty and is kept as the rule prints it."""
    return lambda value, _what: str(rule(value)) if value else ""


def _a_price(value: str, _what: str) -> str:
    """Kept as said: in which currency 860 is, the deed knows."""
    if value:
        Price.parse(value)
    return value


Code = Annotated[GivenLine, AfterValidator(kept(_by(check_code)))]
LadderWord = Annotated[GivenLine, AfterValidator(kept(_by(ladder)))]
RungWord = Annotated[GivenLine, AfterValidator(kept(_by(rung)))]
DurationWords = Annotated[Text, AfterValidator(kept(_by(Duration.parse)))]
PriceWords = Annotated[Line, AfterValidator(kept(_a_price))]
Months = Annotated[int, Field(ge=0, le=MOST_MONTHS)]


class AddProgramme(Request):
    """A new programme, with its first edition."""

    code: Code = Field(description="what it is called for short, as ACXM; for good")
    title: GivenLine = Field(description="its name, as on certificates")
    ladder: LadderWord = Field(description="ACX, CPP, COI or OKR")
    rung: RungWord = Field(description="Professional, Specialist, Master, Champion, Mentor, Coach or open course")
    post_nominal: Line = Field(default="", description="what those who pass put behind their names")
    duration: DurationWords = Field(default="", description="as 4 days @ 5 hours per day")
    printed: Line = Field(default="", description="the duration as printed, where it says more")
    capacity_min: int = Field(default=1, description="seats needed for a session to go ahead")
    capacity_max: int = Field(default=16, description="seats of a session")
    price: PriceWords = Field(default="", description="as £860 or 860 EUR")
    validity_months: Months = Field(default=0, description="how long what it grants is valid; 0 for life")
    renewal: Renewal = Field(default=Renewal.FROM_EXPIRY, description="what a renewal is counted from")
    renewal_months: Months = Field(default=6, description="how long before its last valid day it can be renewed")
    grace_months: Months = Field(default=6, description="how long after its last valid day it still can be")


class EditProgramme(Request):
    """New values for a programme. What is None stays as it is, what is empty is taken away."""

    programme: GivenLine = Field(description="its code")
    version: int | None = Field(default=None, description="as it was read; a change since then is not overwritten")
    title: GivenLine | None = Field(default=None, description="its name, as on certificates")
    ladder: LadderWord | None = Field(default=None, description="ACX, CPP, COI or OKR")
    rung: RungWord | None = Field(default=None, description="Professional, Specialist, Master, Champion and so on")
    post_nominal: Line | None = Field(default=None, description="what those who pass put behind their names")
    duration: DurationWords | None = Field(default=None, description="as 4 days @ 5 hours per day")
    printed: Line | None = Field(default=None, description="the duration as printed, where it says more")
    capacity_min: int | None = Field(default=None, description="seats needed for a session to go ahead")
    capacity_max: int | None = Field(default=None, description="seats of a session")
    price: PriceWords | None = Field(default=None, description="as £860 or 860 EUR")
    validity_months: Months | None = Field(default=None, description="how long what it grants is valid; 0 for life")
    renewal: Renewal | None = Field(default=None, description="what a renewal is counted from")
    renewal_months: Months | None = Field(
        default=None, description="how long before its last valid day it can be renewed"
    )
    grace_months: Months | None = Field(default=None, description="how long after its last valid day it still can be")


class RetireProgramme(Request):
    """Take a programme out of the catalogue: no new sessions are scheduled, those there are go on."""

    programme: GivenLine = Field(description="its code")
    reason: Reason = Field(default="", description="why")


class ReinstateProgramme(Request):
    """Take a retired programme back into the catalogue."""

    programme: GivenLine = Field(description="its code")


def add_programme(desk: Desk, request: AddProgramme) -> Receipt:
    """Put a new programme into the catalogue.

    Raises:
        Refused: its code is taken, or its capacity makes no sense.
    """
    with desk.changing("programme add", deed=request.deed) as change:
        row = _put_down(change.work, request)
        number = row.id
        change.say(f"{row.code} added: {request.title}.")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def edit_programme(desk: Desk, request: EditProgramme) -> Receipt:
    """Change a programme: in place, or as a new edition where sessions stand under what it promises now.

    Those sessions keep the edition that they were scheduled under; see `rules.catalogue.Promise`.

    Raises:
        NotFound: there is none; the nearest codes are told.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: its capacity makes no sense.
    """
    with desk.changing("programme edit", deed=request.deed) as change:
        row = programme_row(change.work, request.programme)
        now = row.version + sum(edition.version for edition in row.editions)
        check_version(change.work, row, row.code, read=request.version, now=now)
        number = row.id
        values = _edition_values(request, row.editions[-1])
        told = (*_climb(row, request), *_told(row.editions[-1], values))
        change.say(_carried_out(change.work, row, values))
        row.search_key = _search_key(row, row.editions[-1])
        if not change.changed:
            return Receipt(f"{row.code} is so already.", ids=(number,), changed=False)
    return Receipt(change.sentence, told, ids=(number,), rehearsed=desk.rehearsal)


def retire_programme(desk: Desk, request: RetireProgramme) -> Receipt:
    """Take a programme out of the catalogue.

    Raises:
        NotFound: there is none.
    """
    with desk.changing("programme retire", deed=request.deed) as change:
        row = programme_row(change.work, request.programme)
        number = row.id
        if row.retired:
            return Receipt(f"{row.code} is retired already.", ids=(number,), changed=False)
        row.retired = True
        ahead = change.work.scalar(
            select(func.count()).where(
                Session.programme_id == number, Session.ends_at > change.now, Session.status != Status.CANCELLED
            )
        )
        lines = (f"{counted(ahead, 'session')} of it {'goes' if ahead == 1 else 'go'} on.",) if ahead else ()
        change.say(f"{row.code} retired{f': {request.reason}' if request.reason else ''}.")
    return Receipt(change.sentence, lines, ids=(number,), rehearsed=desk.rehearsal)


def reinstate_programme(desk: Desk, request: ReinstateProgramme) -> Receipt:
    """Take a retired programme back into the catalogue.

    Raises:
        NotFound: there is none.
    """
    with desk.changing("programme reinstate", deed=request.deed) as change:
        row = programme_row(change.work, request.programme)
        number = row.id
        if not row.retired:
            return Receipt(f"{row.code} is in the catalogue already.", ids=(number,), changed=False)
        row.retired = False
        change.say(f"{row.code} is in the catalogue again.")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def load_catalogue(desk: Desk) -> Receipt:
    """Put the programmes of the printed catalogue on the desk that it does not have; those it has stay as they are.

    Their editions that have no scheme yet, as in a file of an older acxdesk, get the one that was chosen, and what was
    chosen to be required, also under sessions. It is no deed of anybody's: undo passes it by.
    """
    with (resource("seed") / "catalogue.toml").open("rb") as file:
        printed = {fold(entry["code"]): entry for entry in tomllib.load(file)["programmes"]}
    with desk.changing("catalogue load", kind=SYSTEM) as change:
        held = set(change.work.scalars(select(Programme.code_key)))
        numbers = tuple(_printed(change.work, entry).id for key, entry in printed.items() if key not in held)
        others = _completed(change, printed) - set(numbers)
        if not numbers and not others:
            return Receipt("The printed catalogue is on the desk already.", changed=False)
        done = (
            f"{counted(len(numbers), 'programme')} of the printed catalogue loaded." if numbers else "",
            f"{counted(len(others), 'programme')} completed with a scheme and what is required." if others else "",
        )
        change.say(" ".join(filter(None, done)))
    return Receipt(change.sentence, ids=numbers or tuple(sorted(others)), rehearsed=desk.rehearsal)


def _printed(work: orm.Session, entry: Mapping[str, Any]) -> Programme:
    """One programme of the seed; its price is printed in minor units."""
    values = {name: entry[name] for name in AddProgramme.model_fields if name in entry}
    price = price_words(entry.get("price_minor"), entry.get("currency", ""))
    return _put_down(work, AddProgramme.read({**values, "price": price}), tuple(entry["chosen"]))


def _completed(change: Changing, printed: Mapping[str, Mapping[str, Any]]) -> set[int]:
    """Give editions of printed programmes that have no scheme theirs, and what they require; whose they are."""
    bare = change.work.execute(
        select(Edition, Programme.code_key)
        .join(Edition.programme)
        .where(Programme.code_key.in_(printed), ~exists().where(Scheme.edition_id == Edition.id))
        .order_by(Edition.id)
    ).all()
    required = requirements(change.work, (edition.id for edition, _ in bare))
    for edition, key in bare:
        scheme, requires = printed[key]["scheme"], printed[key]["requires"]
        values = {name: value for name, value in scheme.items() if name != "chosen"}
        request = SetScheme.read({"programme": key, **values})
        write_scheme(change.work, edition, merged(SchemeOf(), request), chosen=scheme["chosen"])
        if not any(one.groups for one in required[edition.id].values()):
            asked = {of: Required(parse_requirements(requires[of.value]), chosen=requires["chosen"]) for of in Of}
            write_requirements(change.work, edition, asked)
        change.concern("programme", edition.programme_id)
    return {edition.programme_id for edition, _ in bare}


def _put_down(work: orm.Session, request: AddProgramme, chosen: tuple[str, ...] = ()) -> Programme:
    key = fold(request.code)
    holder = work.scalar(select(Programme.code).where(Programme.code_key == key))
    if holder is not None:
        raise Refused(f"There is a programme {holder} already.", remedy="Edit it, or give another code.")
    check_capacity(request.code, request.capacity_min, request.capacity_max)
    price = Price.parse(request.price) if request.price else None
    edition = Edition(
        number=1,
        price_minor=price.minor if price else None,
        currency=price.currency if price else "",
        chosen=", ".join(chosen),
        **request.model_dump(include=set(_EDITED) - {"price_minor", "currency"}),
    )
    row = Programme(
        **request.model_dump(include={"code", "ladder", "rung"}),
        code_key=key,
        retired=False,
        search_key="",
        editions=[edition],
    )
    row.search_key = _search_key(row, edition)
    work.add(row)
    work.flush()
    return row


# The columns of an edition that an edit may set.
_EDITED: Final = (*PROMISES, "printed", "capacity_min", "capacity_max")


def _climb(row: Programme, request: EditProgramme) -> tuple[str, ...]:
    """Give a programme its ladder and its rung, with a line for what changes: a correction, never an edition."""
    former = (row.ladder, row.rung)
    row.ladder, row.rung = request.ladder or row.ladder, request.rung or row.rung
    if (row.ladder, row.rung) == former:
        return ()
    return (f"Ladder and rung: {row.ladder} {row.rung}, was {' '.join(former)}.",)


def _edition_values(request: EditProgramme, current: Edition) -> dict[str, Any]:
    """What the columns of the edition would become; all of them.

    Raises:
        Refused: a capacity that makes no sense.
    """
    given = request.model_dump(exclude_none=True, include=set(_EDITED))
    values = {name: getattr(current, name) for name in _EDITED} | given
    if request.price is not None:
        price = Price.parse(request.price, current.currency or HOUSE_CURRENCY) if request.price else None
        values["price_minor"], values["currency"] = (price.minor, price.currency) if price else (None, "")
    check_capacity(request.programme, values["capacity_min"], values["capacity_max"])
    return values


def _carried_out(work: orm.Session, row: Programme, values: Mapping[str, Any]) -> str:
    """Write the values into the current edition or a new one; what was done, in words."""
    current = row.editions[-1]
    stand = sessions_under(work, current)
    if edition_needed(_promise(current), replace(_promise(current), **_promised(values)), sessions=stand):
        _write(add_edition(work, row), values)
        return made_words(row, stand)
    renamed = values["title"] != current.title
    _write(current, values)
    if renamed:  # the drafts under it are found by its title
        for session in work.scalars(select(Session).where(Session.edition_id == current.id)):
            session.search_key = session_key(session, current)
    return f"{row.code} edited."


def _promised(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in PROMISES}


def _promise(edition: Edition) -> Promise:
    return Promise(**{name: getattr(edition, name) for name in PROMISES})


def _write(edition: Edition, values: Mapping[str, Any]) -> None:
    """Set the columns; one that changes was put right by somebody who knows, and is chosen no more."""
    changed = {name for name, value in values.items() if getattr(edition, name) != value}
    for name in changed:
        setattr(edition, name, values[name])
    edition.chosen = ", ".join(name for name in edition.chosen.split(", ") if name and name not in changed)


def _told(edition: Edition, values: Mapping[str, Any]) -> tuple[str, ...]:
    """A line for each field that changes: "Price: £900.00, was £860.00"."""

    def said(name: str, held: Mapping[str, Any]) -> str:
        if name == "price_minor":
            return price_words(held["price_minor"], held["currency"]) or "none"
        return (validity(held[name]) if name == "validity_months" else str(held[name])) or "none"

    former = {name: getattr(edition, name) for name in _EDITED}
    titles = {
        "price_minor": "Price",
        "validity_months": "Validity",
        "renewal": "Renewed",
        "renewal_months": "Renewable, months before",
        "grace_months": "Renewable, months after",
        "printed": "As printed",
    }
    return tuple(
        f"{titles.get(name, words(name))}: {new}, was {old}."
        for name in _EDITED
        if name != "currency" and (new := said(name, values)) != (old := said(name, former))
    )


def _search_key(row: Programme, edition: Edition) -> str:
    return fold(f"{row.code} {edition.title} {row.ladder} {row.rung} {edition.post_nominal}")
