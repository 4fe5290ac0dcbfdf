"""What a form asks for, field by field, read off a request model: its labels, hints, kinds and defaults.

Importing this is light; `asks_of` is handed a pydantic model, so whoever calls it has pydantic loaded already.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum, StrEnum
from functools import partial
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Union, get_args, get_origin

from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.actions.requests import Request
    from acxdesk.desk.door import Desk

LINE_LIMIT: Final = 200  # characters, as `rules.text.clean_line` has it
TEXT_LIMIT: Final = 4000  # the same of `clean_text`
DATE_LIMIT: Final = 60
NUMBER_LIMIT: Final = 9  # digits


class Kind(StrEnum):
    """How a value is asked for."""

    LINE = "line"
    TEXT = "text"  # several lines
    DATE = "date"  # as people say it, the reading below
    TIME = "time"
    ZONE = "zone"  # searched
    NUMBER = "number"  # whole
    CHOICE = "choice"  # one of a few, all in sight
    PICK = "pick"  # one of many, searched; or several


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a form."""

    name: str  # of the request's field
    label: str
    kind: Kind = Kind.LINE
    hint: str = ""  # what is shown while it is empty
    needed: bool = False
    given: Any = None  # what stands there at first: text, date, time, number; for choice and pick a value or a Hit
    choices: tuple[Hit[Any], ...] = ()  # of a choice
    find: "Callable[[Desk, str], Sequence[Hit[Any]]] | None" = None  # of a pick; runs in a thread
    several: bool = False  # a pick gives a tuple
    limit: int = LINE_LIMIT  # characters
    clears: bool = False  # in an edit, emptied it gives None: the request takes away what was there


Asking = Callable[[Ask], Ask]  # asks for a field otherwise than its type says


def picking(find: "Callable[[Desk, str], Sequence[Hit[Any]]]", *, several: bool = False) -> Asking:
    """Ask by a search, for a person, an organisation, a programme.

    Args:
        find: what the typed words may mean; it runs in a thread. A hit's value goes into the request.
        several: whether more than one can be picked; the request gets a tuple.
    """
    return partial(replace, kind=Kind.PICK, find=find, several=several)


def choosing(hits: Iterable[Hit[Any]]) -> Asking:
    """Ask for one of a few values that are all known."""
    return partial(replace, kind=Kind.CHOICE, choices=tuple(hits))


def asking(kind: Kind, *, label: str | None = None, hint: str | None = None) -> Asking:
    """Ask in another way, or in other words."""

    def change(ask: Ask) -> Ask:
        return replace(ask, kind=kind, label=label or ask.label, hint=ask.hint if hint is None else hint)

    return change


def clearing(ask: Ask) -> Ask:
    """Ask for something that an edit can also take away."""
    return replace(ask, clears=True)


def asks_of(
    model: "type[Request]",
    names: Iterable[str] | None = None,
    given: Mapping[str, Any] | None = None,
    otherwise: Mapping[str, Asking] | None = None,
) -> list[Ask]:
    """The fields of a form for a request.

    Args:
        model: the request's class.
        names: which of its fields, in order; None for all but `deed`, `version`.
        given: what stands in them at first, by name.
        otherwise: what is asked for in another way, by name.
    """
    given, otherwise = given or {}, otherwise or {}
    wanted = [name for name in model.model_fields if name not in {"deed", "version"}] if names is None else names
    return [otherwise.get(name, _same)(_ask(model, name, given.get(name))) for name in wanted]


def _same(ask: Ask) -> Ask:
    return ask


def _ask(model: "type[Request]", name: str, given: Any) -> Ask:
    from acxdesk.actions.requests import words

    field = model.model_fields[name]
    kind, choices = _kind(field.annotation, field.metadata)
    default = field.get_default()
    if given is None and kind in {Kind.CHOICE, Kind.LINE, Kind.NUMBER} and not field.is_required():
        given = default
    return Ask(
        name=name,
        label=words(name),
        kind=kind,
        hint=field.description or "",
        needed=field.is_required(),
        given=given,
        choices=choices,
        limit={Kind.TEXT: TEXT_LIMIT, Kind.DATE: DATE_LIMIT, Kind.NUMBER: NUMBER_LIMIT}.get(kind, LINE_LIMIT),
    )


_YES_NO: Final = (Hit(value=True, text="yes"), Hit(value=False, text="no"))
_BY_TYPE: Final[Mapping[Any, Kind]] = {date: Kind.DATE, time: Kind.TIME, int: Kind.NUMBER, str: Kind.LINE}


def _kind(annotation: Any, metadata: Sequence[Any]) -> tuple[Kind, tuple[Hit[Any], ...]]:
    """The kind of a field; `X | None` is asked for as `X`."""
    if get_origin(annotation) in {Union, UnionType}:
        one = next(part for part in get_args(annotation) if part is not type(None))
        return _kind(one, metadata)
    if get_origin(annotation) is Annotated:
        inner, *extra = get_args(annotation)
        return _kind(inner, [*metadata, *extra])
    if annotation is bool:
        return Kind.CHOICE, _YES_NO
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return Kind.CHOICE, tuple(Hit(value=member, text=str(member.value)) for member in annotation)
    if annotation is str:
        return _kind_of_text(metadata), ()
    return _BY_TYPE.get(annotation, Kind.LINE), ()


def _kind_of_text(metadata: Sequence[Any]) -> Kind:
    """Zones and long texts are known by the rule that their type goes through."""
    from acxdesk.actions.requests import Text, Zone

    for rule, kind in ((Zone, Kind.ZONE), (Text, Kind.TEXT)):
        if get_args(rule)[-1] in metadata:
            return kind
    return Kind.LINE
