"""What a programme requires of its delegates and of its coaches is set, from one line each."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from sqlalchemy import orm, select

from acxdesk.actions.editions import add_edition, made_words, programme_row, requirement_rows, sessions_under
from acxdesk.actions.requests import GivenLine, Request, kept
from acxdesk.actions.versions import check_read
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.catalogue import resolved_programme
from acxdesk.queries.requirements import Required, requirements
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.prerequisites import Requirement
from acxdesk.rules.prerequisites import Of
from acxdesk.rules.requirements import codes, parse_requirements, print_requirements
from acxdesk.rules.text import clean_line, fold


def _line(value: str, what: str) -> str:
    """A line of requirements, as it is printed."""
    return print_requirements(parse_requirements(clean_line(value, what=what, limit=_LONGEST)))


_LONGEST: Final = 1_000  # characters of a line
RequirementsLine = Annotated[str, AfterValidator(kept(_line))]


class SetRequirements(Request):
    """What a programme requires. What is None stays as it is, "none" takes it away."""

    programme: GivenLine = Field(description="its code")
    version: int | None = Field(default=None, description="as it was read; a change since then is not overwritten")
    delegate: RequirementsLine | None = Field(
        default=None, description="of a delegate, as CPPM or ACXM; ACXP ever held"
    )
    coach: RequirementsLine | None = Field(default=None, description="of a coach, as ACXC or ACX-Mentor ever held")


def set_requirements(desk: Desk, request: SetRequirements) -> Receipt:
    """Set what a programme requires: in place, or in a new edition where sessions stand under what it requires now.

    Raises:
        NotFound: there is no such programme, or none of the codes that are required; the nearest are told.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: it requires itself.
    """
    with desk.changing("programme require", deed=request.deed) as change:
        work = change.work
        row = programme_row(work, request.programme)
        rows = requirement_rows(work, row.editions[-1])
        now = max((one.id for one in rows), default=0)
        check_read(work, Requirement, f"What {row.code} requires", read=request.version, now=now)
        number = row.id
        held = requirements(work, [row.editions[-1].id])[row.editions[-1].id]
        asked = _asked(work, row, request)
        new = {of: required for of, required in asked.items() if required.groups != held[of].groups}
        told = tuple(
            f"Of a {of}: {print_requirements(required.groups)}, was {print_requirements(held[of].groups)}."
            for of, required in new.items()
        )
        if not told:
            return Receipt(f"What {row.code} requires is so already.", ids=(number,), changed=False)
        change.say(_carried_out(work, row, rows, {**held, **new}))
        change.concern("programme", number)
    return Receipt(change.sentence, told, ids=(number,), rehearsed=desk.rehearsal)


def write_requirements(work: orm.Session, edition: Edition, asked: Mapping[Of, Required]) -> None:
    """Write what an edition requires that has required nothing so far. Every code is one of the catalogue's."""
    numbers = {row.code_key: row.id for row in work.execute(select(Programme.code_key, Programme.id))}
    work.add_all(
        Requirement(
            edition=edition,
            asked_of=of,
            group_number=place,
            programme_id=numbers[fold(one.programme)],
            standing=one.standing,
            chosen=required.chosen,
        )
        for of, required in asked.items()
        for place, group in enumerate(required.groups, start=1)
        for one in group
    )


def _asked(work: orm.Session, row: Programme, request: SetRequirements) -> dict[Of, Required]:
    """What the request says, in the codes of the catalogue.

    Raises:
        NotFound: a code that no programme has.
        Refused: the programme requires itself of its delegates, or one is twice in a group.
    """
    said = {Of.DELEGATE: request.delegate, Of.COACH: request.coach}
    asked = {of: parse_requirements(line) for of, line in said.items() if line is not None}
    known = _known(work, dict.fromkeys(code for groups in asked.values() for code in codes(groups)))
    meant = {
        of: tuple(tuple(replace(one, programme=known[one.programme]) for one in group) for group in groups)
        for of, groups in asked.items()
    }
    if row.code in codes(meant.get(Of.DELEGATE, ())):
        raise Refused(f"{row.code} cannot require itself of its delegates.", remedy="Leave it out.")
    for groups in meant.values():
        parse_requirements(print_requirements(groups))  # a title and a code can be one programme
    return {of: Required(groups) for of, groups in meant.items()}


def _known(work: orm.Session, said: Iterable[str]) -> dict[str, str]:
    """The catalogue's code for each that was said.

    Raises:
        NotFound: with all that no programme has, and those near them.
    """
    known: dict[str, str] = {}
    missing: list[NotFound] = []
    for code in said:
        try:
            known[code] = resolved_programme(work, code).code
        except NotFound as refusal:
            missing.append(refusal)
    if missing:
        raise NotFound(
            " ".join(one.sentence for one in missing), remedy=" ".join(dict.fromkeys(one.remedy for one in missing))
        )
    return known


def _carried_out(work: orm.Session, row: Programme, rows: Iterable[Requirement], new: Mapping[Of, Required]) -> str:
    """Write what is required into the current edition or a new one; what was done, in words."""
    stand = sessions_under(work, row.editions[-1])
    if stand:
        write_requirements(work, add_edition(work, row, requirements=False), new)
        return made_words(row, stand)
    # All written anew: the highest of their numbers is what tells one who read them before that they are others.
    for one in rows:
        work.delete(one)
    work.flush()
    write_requirements(work, row.editions[-1], new)
    return f"What {row.code} requires was set."
