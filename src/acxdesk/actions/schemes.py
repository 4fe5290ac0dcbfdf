"""The scheme of a programme is set: its components and its rules, as one deed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field
from sqlalchemy import orm

from acxdesk.actions.editions import add_edition, is_marked, made_words, programme_row, scheme_row, sessions_under
from acxdesk.actions.people import counted
from acxdesk.actions.requests import GivenLine, Line, Request, kept
from acxdesk.actions.versions import check_read
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.queries.schemes import schemes
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.schemes import Component as ComponentRow
from acxdesk.records.schemes import Scheme as SchemeRow
from acxdesk.rules.schemes import (
    MOST_RESIT_DAYS,
    MOST_RESITS,
    WHOLE,
    Agreement,
    Counts,
    Part,
    Scheme,
    SecondMarking,
    check_part,
    check_scheme,
    points_said,
    points_words,
)
from acxdesk.rules.schemewords import differences
from acxdesk.rules.text import fold, quoted

NONE: Final = "none"  # said in place of a figure: there is none


def _points(value: str, what: str) -> str:
    """Points, as they are printed."""
    try:
        return points_words(points_said(value))
    except Refused as refused:
        raise Refused(f"{what} {refused.sentence}", remedy=refused.remedy) from refused


def _cap(value: str, what: str) -> str:
    """A cap in per cent, or "none"."""
    if fold(value) == NONE:
        return NONE
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(WHOLE)) and int(value) <= WHOLE):
        raise Refused(f"{what} {quoted(value)} is no per cent.", remedy=f'Give 0 to {WHOLE}, or "{NONE}".')
    return str(int(value))


ComponentLine = Annotated[str, AfterValidator(kept(lambda value, _what: str(Part.parse(value))))]
PointsSaid = Annotated[Line, AfterValidator(kept(_points))]
PerCent = Annotated[int, Field(ge=0, le=WHOLE)]
CapSaid = Annotated[Line, AfterValidator(kept(_cap))]


class SetScheme(Request):
    """What a programme asks of its delegates. What is None stays as it is."""

    programme: GivenLine = Field(description="its code")
    version: int | None = Field(default=None, description="as it was read; a change since then is not overwritten")
    components: tuple[ComponentLine, ...] | None = Field(
        default=None, description="each as Written exam, 40%, out of 100, pass 50, must pass"
    )
    pass_total: PointsSaid | None = Field(default=None, description="points of 100 that the total has to be")
    attendance: PerCent | None = Field(default=None, description="per cent of the taught hours; 0 asks for none")
    recording_counts: bool | None = Field(default=None, description="whether watching the recording counts as hours")
    resits: Annotated[int, Field(ge=0, le=MOST_RESITS)] | None = Field(
        default=None, description="attempts after the first"
    )
    resit_only_failed: bool | None = Field(default=None, description="whether only what was failed is open again")
    resit_cap: CapSaid | None = Field(default=None, description='per cent that a resit counts for at most; "none"')
    resit_counts: Counts | None = Field(default=None, description="which attempt counts")
    resit_days: Annotated[int, Field(ge=0, le=MOST_RESIT_DAYS)] | None = Field(
        default=None, description="days after the release, until when"
    )
    second: SecondMarking | None = Field(default=None, description="whose work a second marker sees")
    sample: PerCent | None = Field(default=None, description="per cent of the delegates, for a sample")
    agreement: Agreement | None = Field(default=None, description="how two marks become the agreed one")
    within: PointsSaid | None = Field(default=None, description="points that two marks may lie apart")
    blind: bool | None = Field(default=None, description="whether the second marker does not see the first mark")


# Where a scheme has what the request names: in itself, in its rule on resits, in that on second marks.
_OF_ALL: Final = {name: name for name in ("pass_total", "attendance", "recording_counts")}
_OF_RESITS: Final = {
    "resits": "most",
    "resit_only_failed": "only_failed",
    "resit_cap": "cap",
    "resit_counts": "counts",
    "resit_days": "days",
}
_OF_SECOND: Final = {"second": "whose", **{name: name for name in ("sample", "agreement", "within", "blind")}}
RULES: Final = (*_OF_ALL, *_OF_RESITS, *_OF_SECOND)  # the fields that are rules, in the order in which they are asked


class GiveComponent(Request):
    """One component of a scheme, field by field."""

    name: GivenLine = Field(description="as it heads the mark sheet; without a comma")
    weight: int = Field(description="per cent of the total")
    out_of: PointsSaid = Field(default="100", description="points that can be had")
    pass_mark: PointsSaid = Field(default="0", description="points to pass it; 0: any mark will do")
    must_pass: bool = Field(default=False, description="whether the whole is failed without it")

    def part(self) -> Part:
        """The component.

        Raises:
            Refused: with everything that is wrong with it.
        """
        part = Part(
            self.name,
            weight=self.weight,
            out_of=points_said(self.out_of),
            pass_mark=points_said(self.pass_mark),
            must_pass=self.must_pass,
        )
        check_part(part)
        return part


def set_scheme(desk: Desk, request: SetScheme) -> Receipt:
    """Set the scheme of a programme: in place, or in a new edition where sessions stand under what it asks now.

    An edition that has none yet gets its first in place: nobody was marked by another one.

    Raises:
        NotFound: there is no such programme; the nearest codes are told.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: it cannot be marked by; everything that is wrong with it is told at once.
    """
    with desk.changing("scheme set", deed=request.deed) as change:
        row = programme_row(change.work, request.programme)
        current = row.editions[-1]
        held = scheme_row(change.work, current)
        check_read(
            change.work, SchemeRow, f"The scheme of {row.code}", read=request.version, now=held.id if held else 0
        )
        number = row.id
        old = schemes(change.work, [current.id]).get(current.id)
        new = merged(old or Scheme(), request)
        check_scheme(new)
        told = differences(old, new)
        if old is not None and not told:
            return Receipt(f"The scheme of {row.code} is so already.", ids=(number,), changed=False)
        change.say(_carried_out(change.work, row, held, new))
        change.concern("programme", number)
    return Receipt(change.sentence, told, ids=(number,), rehearsed=desk.rehearsal)


def merged(old: Scheme, request: SetScheme) -> Scheme:
    """What a scheme becomes by a request; it may be one that nobody can be marked by."""
    given = request.model_dump(exclude_none=True, include=set(RULES))
    given |= {name: points_said(given[name]) for name in ("pass_total", "within") if name in given}
    if "resit_cap" in given:
        given["resit_cap"] = None if given["resit_cap"] == NONE else int(given["resit_cap"])

    def among(names: Mapping[str, str]) -> dict[str, Any]:
        return {there: given[here] for here, there in names.items() if here in given}

    return replace(
        old,
        parts=old.parts if request.components is None else tuple(map(Part.parse, request.components)),
        resits=replace(old.resits, **among(_OF_RESITS)),
        second=replace(old.second, **among(_OF_SECOND)),
        **among(_OF_ALL),
    )


def asking_for(programme: str, scheme: Scheme, *, version: int | None = None, deed: str | None = None) -> SetScheme:
    """The request that sets a scheme as a whole.

    Args:
        programme: its code.
        scheme: as it is to be; its rows do not count.
        version: as it was read.
        deed: a UUID, so that it is never done twice.
    """
    return SetScheme.read(
        {
            "programme": programme,
            "version": version,
            "deed": deed,
            "components": tuple(map(str, scheme.parts)),
            **rule_values(scheme),
        }
    )


def rule_values(scheme: Scheme) -> dict[str, Any]:
    """The rules of a scheme as the fields of a request have them."""
    held = ((scheme, _OF_ALL), (scheme.resits, _OF_RESITS), (scheme.second, _OF_SECOND))
    values = {here: getattr(of, there) for of, names in held for here, there in names.items()}
    values |= {name: points_words(values[name]) for name in ("pass_total", "within")}
    return {**values, "resit_cap": NONE if scheme.resits.cap is None else str(scheme.resits.cap)}


def write_scheme(work: orm.Session, edition: Edition, scheme: Scheme, *, chosen: bool) -> None:
    """Write the scheme of an edition that has none.

    Args:
        work: the deed's.
        edition: whose.
        scheme: what it asks.
        chosen: whether nobody printed it.
    """
    resits, second = scheme.resits, scheme.second
    parts = [
        ComponentRow(
            number=number,
            name=part.name,
            weight=part.weight,
            out_of=part.out_of,
            pass_mark=part.pass_mark,
            must_pass=part.must_pass,
        )
        for number, part in enumerate(scheme.parts, start=1)
    ]
    work.add(
        SchemeRow(
            edition=edition,
            components=parts,
            pass_total=scheme.pass_total,
            attendance_percent=scheme.attendance,
            recording_counts=scheme.recording_counts,
            resits=resits.most,
            resit_only_failed=resits.only_failed,
            resit_cap_percent=resits.cap,
            resit_counts=resits.counts,
            resit_days=resits.days,
            second_marking=second.whose,
            sample_percent=second.sample,
            agreement=second.agreement,
            agreement_points=second.within,
            blind=second.blind,
            chosen=chosen,
        )
    )


def _carried_out(work: orm.Session, row: Programme, held: SchemeRow | None, new: Scheme) -> str:
    """Write the scheme into the current edition or a new one; what was done, in words."""
    current = row.editions[-1]
    if held is None:
        write_scheme(work, current, new, chosen=False)
        return f"{row.code} has a scheme of {counted(len(new.parts), 'component')} now."
    stand = sessions_under(work, current)
    if stand or is_marked(work, held):
        write_scheme(work, add_edition(work, row, scheme=False), new, chosen=False)
        return made_words(row, stand)
    # Written anew as a whole: its number is what tells one who read it before that it is another one.
    for part in held.components:
        work.delete(part)
    work.delete(held)
    work.flush()
    write_scheme(work, current, new, chosen=False)
    return f"The scheme of {row.code} edited."
