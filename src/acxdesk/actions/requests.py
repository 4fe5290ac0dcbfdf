"""What every request shares: values are cleaned on the way in, and all faults come at once, in words."""

from collections.abc import Callable, Mapping
from datetime import date, time
from functools import wraps
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from acxdesk.errors import Fault, Faulty, Refused
from acxdesk.rules import localtime
from acxdesk.rules.text import clean_line, clean_text


def words(field: str) -> str:
    """The name of a field as people say it: `certificate_name` is "Certificate name"."""
    return field.replace("_", " ").capitalize()


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
            raise PydanticCustomError("refused", "{sentence}", {"sentence": str(refused)}) from refused

    return validator


def _given(value: str, what: str) -> str:
    if not value:
        raise Refused(f"{what} is missing.")
    return value


def _day(value: Any, what: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Refused(f"{what} “{value}” is no date.", remedy="Write it as 2026-11-16.") from error


def _wall(value: Any, what: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return time.fromisoformat(value)
    except ValueError as error:
        raise Refused(f"{what} “{value}” is no time of day.", remedy="Write it as 14:00.") from error


def _zone(value: str, _what: str) -> str:
    return localtime.zone(value).key if value else ""


Line = Annotated[str, AfterValidator(kept(lambda value, what: clean_line(value, what=what)))]
GivenLine = Annotated[Line, AfterValidator(kept(_given))]
Reason = Annotated[str, AfterValidator(kept(lambda value, what: clean_line(value, what=what, limit=500)))]
Text = Annotated[str, AfterValidator(kept(lambda value, what: clean_text(value, what=what)))]
Zone = Annotated[Line, AfterValidator(kept(_zone))]
Day = Annotated[date, BeforeValidator(kept(_day))]
WallTime = Annotated[time, BeforeValidator(kept(_wall))]


class Request(BaseModel):
    """The base of all requests: frozen, and no field that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    deed: str | None = None  # a UUID made by the client, so that the same deed is never done twice

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
    "int_parsing": "{what} “{value}” is no whole number. Write digits only.",
    "int_from_float": "{what} “{value}” is no whole number.",
    "greater_than_equal": "{what} {value} is too small; at least {ge}.",
    "greater_than": "{what} {value} is too small; more than {gt}.",
    "less_than_equal": "{what} {value} is too large; at most {le}.",
    "bool_parsing": "{what} “{value}” is neither yes nor no.",
    "enum": "{what} “{value}” is not one of {expected}.",
    "extra_forbidden": "{what} is not a field that can be set here.",
}


def _fault(detail: ErrorDetails) -> Fault:
    field = str(detail["loc"][0]) if detail["loc"] else ""
    if detail["type"] == "refused":
        return Fault(field, detail["msg"])
    sentence = _SENTENCES.get(detail["type"], "{what} “{value}” cannot be used: {message}.")
    value = str(detail["input"])
    shown = value if len(value) <= 60 else value[:60] + "…"  # noqa: PLR2004 - as much as a line of faults shows
    context = {**detail.get("ctx", {}), "message": detail["msg"]}
    return Fault(field, sentence.format(what=words(field), value=shown, **context))
