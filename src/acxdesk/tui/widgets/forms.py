"""A form made from a request model: its fields, all faults at once, and what was typed until it is saved.

    Form(Schedule, names=("programme", "start", "at", "zone"), given={"zone": "Europe/London"},
         otherwise={"programme": picking(find_programmes)})

`FormScreen` (screens/form.py) puts it on the screen and saves it; a screen of its own can hold a `Form` as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from acxdesk.errors import Fault, Faulty, Refused
from acxdesk.tui.widgets.asks import Ask, Asking, Kind, asking, asks_of, choosing, picking
from acxdesk.tui.widgets.choicefield import ChoiceField
from acxdesk.tui.widgets.datefield import DateField, TimeField
from acxdesk.tui.widgets.fields import LEFT_OUT, Field, LineField, NumberField, TextField
from acxdesk.tui.widgets.hits import Hit
from acxdesk.tui.widgets.pickfield import PickField, ZoneField

if TYPE_CHECKING:
    from acxdesk.actions.requests import Request

__all__ = ["Ask", "Field", "Form", "Hit", "Kind", "asking", "choosing", "picking"]

R = TypeVar("R", bound="Request")

_FIELDS: Final[Mapping[Kind, type[Field]]] = {
    Kind.LINE: LineField,
    Kind.TEXT: TextField,
    Kind.DATE: DateField,
    Kind.TIME: TimeField,
    Kind.ZONE: ZoneField,
    Kind.NUMBER: NumberField,
    Kind.CHOICE: ChoiceField,
    Kind.PICK: PickField,
}


class Form(VerticalScroll, Generic[R], can_focus=False, inherit_bindings=False):
    """The fields of a request, one below the other.

    Args:
        model: the request's class.
        names: which of its fields are asked for, in order; None for all.
        given: what stands in them at first.
        fixed: values that go into the request and are not asked for, such as the session.
        otherwise: fields that are asked for in another way than their type says (`picking`, `choosing`, `asking`).
        only_changed: whether only what was changed goes into the request, for edits in which None means "as it is".
    """

    # A container that scrolls takes the arrows as soon as it has something to scroll; here they go from field to field.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
    ]
    DEFAULT_CSS = """
    Form { height: auto; }
    """

    def __init__(
        self,
        model: type[R],
        names: Iterable[str] | None = None,
        *,
        given: Mapping[str, Any] | None = None,
        fixed: Mapping[str, Any] | None = None,
        otherwise: Mapping[str, Asking] | None = None,
        only_changed: bool = False,
    ) -> None:
        super().__init__()
        self._model = model
        self._asks = asks_of(model, names, given, otherwise)
        self._fixed = dict(fixed or {})
        self._only_changed = only_changed

    def action_page_down(self) -> None:
        """A window of fields further; at the last one the key goes on to what is read back below them."""
        if self.scroll_y >= self.max_scroll_y:
            raise SkipAction
        super().action_page_down()

    def action_page_up(self) -> None:
        """A window of fields back; at the first one the key goes on."""
        if self.scroll_y <= 0:
            raise SkipAction
        super().action_page_up()

    def compose(self) -> ComposeResult:
        """One field for each."""
        for ask in self._asks:
            yield _FIELDS[ask.kind](ask)

    @property
    def fields(self) -> list[Field]:
        """The fields in their order."""
        return list(self.query(Field))

    def field(self, name: str) -> Field:
        """One field by its name in the request."""
        return self.query_one(f"#field-{name}", Field)

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed or chosen that is not saved."""
        return any(field.is_changed for field in self.fields)

    def request(self) -> R:
        """What the form says, as a request.

        Raises:
            Faulty: with every fault.
        """
        values: dict[str, Any] = dict(self._fixed)
        faults: list[Fault] = []
        for field in self.fields:
            try:
                values.update(self._value_of(field))
            except Refused as refusal:
                faults.append(Fault(field.ask.name, str(refusal)))
        wrong = {fault.field for fault in faults}
        try:
            request = self._model.read(values)
        except Faulty as faulty:
            faults += [fault for fault in faulty.faults if fault.field not in wrong]
        else:
            if not faults:
                return request
        raise Faulty(faults)

    def _value_of(self, field: Field) -> Iterator[tuple[str, Any]]:
        if self._only_changed and not field.is_changed:
            return iter(())
        value = field.value
        if value is not LEFT_OUT:
            return iter(((field.ask.name, value),))
        if self._only_changed and field.ask.clears:
            return iter(((field.ask.name, None),))
        if self._only_changed:
            raise Refused(f"{field.ask.label} cannot be left empty.")
        return iter(())

    def show_faults(self, faulty: Faulty) -> list[str]:
        """Show each fault below its field, and let the first be mended.

        Returns:
            The sentences of faults that no field of the form is about.
        """
        told: dict[str, list[str]] = {}
        for fault in faulty.faults:
            told.setdefault(fault.field, []).append(fault.sentence)
        first: Field | None = None
        for field in self.fields:
            sentences = told.pop(field.ask.name, [])
            field.show_fault(" ".join(sentences))
            if sentences and first is None:
                first = field
        if first is not None:
            first.focus_control()
        return [sentence for sentences in told.values() for sentence in sentences]

    def move(self, step: int) -> bool:
        """To the next field or the one before, unless the present one takes the arrow for itself.

        Returns:
            Whether there was one to go to.
        """
        fields = self.fields
        at = next((n for n, field in enumerate(fields) if field.has_focus_within), None)
        if at is None:
            return False
        if fields[at].moves(step):
            return True
        if not 0 <= at + step < len(fields):
            return False
        fields[at + step].focus_control()
        return True

    @property
    def present(self) -> Field | None:
        """The field that is typed in."""
        return next((field for field in self.fields if field.has_focus_within), None)
