"""What every request shares: values are cleaned on the way in, and all faults come at once, in words."""

from collections.abc import Callable, Mapping
from datetime import date, time
from functools import wraps
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from acxdesk.errors import Fault, Faulty, Refused
from acxdesk.rules import localtime
from acxdesk.rules.text import MOST_QUOTED, clean_line, clean_text, visible

MOST_SEATS: Final = 1_000_000  # of one session; more is a slip of the finger
_MOST_ROWS: Final = 2**63 - 1  # the largest number that a row can have


def words(field: str) -> str:
    """The name of a field as people say it: `certificate_name` is "Certificate name"."""
    return field.replace("_", " ").capitalize()


def said(value: object) -> str:
    """A wrong value as a fault repeats it: in quotes, safe to show, cut off after 60 characters."""
    shown = visible(str(value)[: MOST_QUOTED + 1])
    return f"“{shown}”" if len(shown) <= MOST_QUOTED else f"“{shown[:MOST_QUOTED]}…”"


def kept(rule: Callable[[Any, str], Any]) -> Callable[[Any, ValidationInfo], Any]:
    """A pydantic validator out of a rule that refuses: its sentence becomes the field's fault.

    Args:
        rule: gets the value and the field's name in words.
    """

    @wraps(rule)
    def validator(value: Any, info: ValidationInfo) -> Any:
        try:
            return rule(value, words(info.field_name or "value"))
        except Refused as refused:
            raise as_fault(refused) from refused

    return validator


def as_fault(refused: Refused) -> PydanticCustomError:
    """A refusal in the words of pydantic, to be raised by a validator: `Request.read` gives its sentence back."""
    return PydanticCustomError("refused", "{sentence}", {"sentence": str(refused)})


def among(*known: str) -> AfterValidator:
    """A validator for a word of a short list."""

    def rule(value: str, what: str) -> str:
        if value not in known:
            raise Refused(f"{what} {said(value)} is not one of {', '.join(known)}.")
        return value

    return AfterValidator(kept(rule))


def _given(value: str, what: str) -> str:
    if not value:
        raise Refused(f"{what} is missing.")
    return value


def _because(value: str, what: str) -> str:
    if not value:
        raise Refused(f"{what} is missing.", remedy="Say why in a few words; it is kept.")
    return value


def _day(value: Any, what: str) -> Any:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise Refused(f"{what} {said(value)} is no date.", remedy="Write it as 2026-11-16.") from error


def _wall(value: Any, what: str) -> Any:
    """A wall time to the minute: seconds would be lost in its row, an offset would contradict its zone."""
    try:
        at = value if isinstance(value, time) else time.fromisoformat(str(value))
    except ValueError as error:
        raise Refused(f"{what} {said(value)} is no time of day.", remedy="Write it as 14:00.") from error
    if at.tzinfo is not None or at.second or at.microsecond:
        raise Refused(f"{what} {at.isoformat()} is no time in hours and minutes.", remedy="Write it as 14:00.")
    return at


def _uid(value: str, what: str) -> str:
    try:
        return str(UUID(value))
    except ValueError as error:
        raise Refused(f"{what} {said(value)} is no UUID.") from error


def _zone(value: str, _what: str) -> str:
    return localtime.zone(value).key if value else ""


Line = Annotated[str, AfterValidator(kept(lambda value, what: clean_line(value, what=what)))]
GivenLine = Annotated[Line, AfterValidator(kept(_given))]
Reason = Annotated[str, AfterValidator(kept(lambda value, what: clean_line(value, what=what, limit=500)))]
GivenReason = Annotated[Reason, AfterValidator(kept(_because))]
Text = Annotated[str, AfterValidator(kept(lambda value, what: clean_text(value, what=what)))]
Zone = Annotated[Line, AfterValidator(kept(_zone))]
GivenZone = Annotated[Zone, AfterValidator(kept(_given))]
Day = Annotated[date, BeforeValidator(kept(_day))]
WallTime = Annotated[time, BeforeValidator(kept(_wall))]
RowNumber = Annotated[int, Field(ge=1, le=_MOST_ROWS)]
Weekday = Annotated[int, Field(ge=1, le=7)]  # ISO: 1 Monday to 7 Sunday
SeatCount = Annotated[int, Field(le=MOST_SEATS)]  # the lower bound is the rules' to tell


class Request(BaseModel):
    """The base of all requests: frozen, and no field that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    # Made by the client, so that the same deed is never done twice.
    deed: Annotated[str, AfterValidator(kept(_uid))] | None = None

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """Make the request from what somebody typed.

        Raises:
            Faulty: with every wrong value, each a sentence.
        """
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            raise Faulty(_fault(detail) for detail in error.errors(include_url=False)) from error


# What pydantic finds by itself, as people would say it; {what} is the field in words, {value} what was given.
_SENTENCES = {
    "missing": "{what} is missing.",
    "too_short": "{what} is missing.",
    "string_too_short": "{what} is missing.",
    "string_unicode": "{what} {value} holds a byte that is no UTF-8. Write it in UTF-8.",
    "int_parsing": "{what} {value} is no whole number. Write digits only.",
    "int_from_float": "{what} {value} is no whole number.",
    "greater_than_equal": "{what} {value} is too small; at least {ge}.",
    "greater_than": "{what} {value} is too small; more than {gt}.",
    "less_than_equal": "{what} {value} is too large; at most {le}.",
    "bool_parsing": "{what} {value} is neither yes nor no.",
    "enum": "{what} {value} is not one of {expected}.",
    "extra_forbidden": "{what} is not a field that can be set here.",
}


def _fault(detail: ErrorDetails) -> Fault:
    field = str(detail["loc"][0]) if detail["loc"] else ""
    if detail["type"] == "refused":
        return Fault(field, detail["msg"])
    sentence = _SENTENCES.get(detail["type"], "{what} {value} cannot be used: {message}.")
    context = {**detail.get("ctx", {}), "message": detail["msg"]}
    given = detail["input"]
    value = str(given) if isinstance(given, int) else said(given)
    return Fault(field, sentence.format(what=words(visible(field)), value=value, **context))
