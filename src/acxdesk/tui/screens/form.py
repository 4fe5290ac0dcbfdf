"""A form on the screen: it is filled, read back, saved, and left only with what was typed in safety.

    self.app.push_screen(
        FormScreen("New person", AddPerson, add_person, names=("name", "email", "country")), self.show_new
    )

`save(desk, request)` is the deed; it runs in a thread. The screen is dismissed with what it answered, or with None
when the form was left. A refusal keeps the form: faults stand under their fields, any other sentence at its foot.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from acxdesk.errors import Faulty, Overtaken, Refused
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import later, perform, read, shell
from acxdesk.tui.screens.dialogs import Dialog
from acxdesk.tui.widgets.asks import Asking
from acxdesk.tui.widgets.fields import Field
from acxdesk.tui.widgets.forms import Form

if TYPE_CHECKING:
    from acxdesk.actions.requests import Request
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt

T = TypeVar("T")
R = TypeVar("R", bound="Request")

REST: Final = 0.25  # seconds without a key before what is typed is read back
OVER_IT: Final = "Ctrl+S again puts what you changed over it, Esc leaves it as it is now."
UNSAVED: Final = "Unsaved changes: Esc again to discard, Ctrl+S to save"


class FormScreen(Dialog[T | None], Generic[T, R]):
    """A form over what was there.

    Args:
        title: what is being done: "New session".
        model: the request's class; it makes the fields, see `Form`.
        save: the deed. It gets the open desk and the request.
        names: which fields, in order; None for all.
        given: what stands in them at first.
        fixed: values that are not asked for.
        otherwise: fields that are asked for in another way than their type says.
        only_changed: whether only what was changed goes into the request.
        preview: reads back what would be saved, as lines; it runs in a thread after each rest of the typing, once
            the request has no fault. Lines that begin with "!" stand out.
        about: what is to be known while the form is filled, as lines; it stands with what is read back.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form")]
    HELP = (
        "Tab or the arrows go from field to field, Enter too, and from the last field it saves. Fields with a * are "
        "needed. Dates are written as you say them: fri, +3d, 16 nov. What is wrong stands below its field."
    )
    DEFAULT_CSS = """
    FormScreen {
        & > .dialog { width: 78; }
        & #preview { height: auto; border-top: solid $border-blurred; display: none; }
        & #preview.-shown { display: block; }
        & #told { display: none; }
        & #told.-shown { display: block; }
    }
    """

    def __init__(
        self,
        title: str,
        model: type[R],
        save: "Callable[[Desk, R], T]",
        *,
        names: Iterable[str] | None = None,
        given: Mapping[str, Any] | None = None,
        fixed: Mapping[str, Any] | None = None,
        otherwise: Mapping[str, Asking] | None = None,
        only_changed: bool = False,
        preview: "Callable[[Desk, R], Sequence[str]] | None" = None,
        about: Sequence[str] = (),
    ) -> None:
        super().__init__(title)
        once = {"deed": str(uuid4())} if "deed" in model.model_fields else {}
        self._form: Form[R] = Form(
            model, names, given=given, fixed={**once, **(fixed or {})}, otherwise=otherwise, only_changed=only_changed
        )
        self._save = save
        self._preview = preview
        self._about = tuple(about)
        self._read_back_lines: list[Content] = []
        self._call_off: Callable[[], None] | None = None
        self._saving = False
        self._asked_to_leave = False
        self._overtaken = False  # somebody else changed the same meanwhile, and that was told

    def compose_inside(self) -> ComposeResult:
        """The fields, what is read back, what is wrong with the whole."""
        yield self._form
        with VerticalScroll(id="preview", can_focus=False):
            yield Static("", id="read-back")
        yield Static("", id="told")

    @property
    def is_unsaved(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._form.is_changed

    # Size: what the fields need, as far as the screen goes

    def on_mount(self) -> None:
        """A form that was given everything is read back at once."""
        self._show_preview(())
        self._read_back()

    def on_resize(self) -> None:
        """The box and its foot stay on the screen; the fields scroll."""
        self._fit()

    def _fit(self) -> None:
        height = self.app.size.height
        preview = min(self._rows_read_back(), height // 3)
        frame = 5  # the border, the foot, a line for what is wrong
        self.query_one("#preview").styles.max_height = preview + 1
        self._form.styles.max_height = max(2, height - frame - (preview + 1 if preview else 0))

    def _rows_read_back(self) -> int:
        """The rows of the screen that what is read back takes: a long line takes several."""
        width = self.query_one(".dialog").content_size.width - 1  # a scroll bar may stand there
        return sum(len(line.wrap(width)) if width > 0 and line else 1 for line in self._read_back_lines)

    # Reading back

    def on_field_changed(self, event: Field.Changed) -> None:
        """Something was typed: leaving has to be asked for anew, and what is typed is read back after a rest."""
        event.stop()
        self._asked_to_leave = False
        self._tell("")
        if self._call_off is not None:
            self._call_off()
        self._call_off = later(self, REST, self._read_back)

    def _read_back(self) -> None:
        preview = self._preview
        if preview is None:
            return
        try:
            request = self._request()
        except Faulty:
            self._show_preview(())
            return
        read(
            self,
            lambda desk: tuple(preview(desk, request)),
            self._show_preview,
            slot="preview",
            refused=lambda refusal: self._show_preview((doubt(refusal),)),
        )

    def _show_preview(self, lines: Sequence[str]) -> None:
        if not self.query("#read-back"):  # left meanwhile: what is in it goes before the form itself
            return
        # What is in doubt stands first: of a long reading the end may have no room.
        doubts = [line for line in lines if _in_doubt(line)]
        lines = [*doubts, *self._about, *(line for line in lines if not _in_doubt(line))]
        painted = [paint(line, "$text-warning" if _in_doubt(line) else "") for line in lines]
        self._read_back_lines = painted
        self.query_one("#read-back", Static).update(Content("\n").join(painted))
        self.query_one("#preview").set_class(bool(lines), "-shown")
        self._fit()

    # Moving

    def action_next(self) -> None:
        """To the next field."""
        self._form.move(1)

    def action_previous(self) -> None:
        """To the field before."""
        self._form.move(-1)

    def action_turn(self, step: int) -> None:
        """Show more of what is read back, where it has no room."""
        scroll = self.query_one("#preview", VerticalScroll)
        scroll.scroll_relative(y=step * max(1, scroll.content_size.height - 1), animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on; from the last field it saves."""
        event.stop()
        if not self._form.move(1):
            self.action_save()

    # Saving and leaving

    def action_save(self) -> None:
        """Carry out the deed with what the form says."""
        if self._saving:
            return
        try:
            request = self._request()
        except Faulty as faulty:
            self._refused(faulty)
            return
        if self._overtaken:  # what somebody else did was told; saving again puts this over it
            request = request.model_copy(update={"version": None})
        self._carry_out(request)

    def _request(self) -> R:
        """What the form says; a deed that puts meetings or coaches somewhere heeds the margins of the settings."""
        request = self._form.request()
        if "rest_minutes" not in type(request).model_fields:
            return request
        return request.model_copy(update=shell(self).settings.margin_fields)

    def _carry_out(self, request: R) -> None:
        self._saving = True
        self._form.show_faults(Faulty(()))
        save = self._save
        self._tell("")
        perform(
            self,
            lambda desk: save(desk, request),
            done=self._saved,
            refused=lambda refusal: self._refused(refusal) if not self._clashes(refusal, request) else None,
        )

    def _clashes(self, refusal: Refused, request: R) -> bool:
        """Ask why clashes are accepted, where it is refused for them; whether it is."""
        from acxdesk.actions.clashing import Clashing
        from acxdesk.tui.screens.accepting import Accept

        if not isinstance(refusal, Clashing):
            return False

        def go_on(reason: str | None) -> None:
            if reason is not None:
                self._carry_out(request.model_copy(update={"accept": reason}))

        self._saving = False
        self.app.push_screen(Accept(refusal.sentences), go_on)
        return True

    def _saved(self, result: T) -> None:
        if self.is_active:
            self.dismiss(result)
        else:  # help is open over it, and would be closed in its place
            self.set_timer(0.1, partial(self._saved, result))

    def _refused(self, refusal: Refused) -> None:
        self._saving = False
        if isinstance(refusal, Overtaken):
            self._overtaken = True
            self._tell(f"{refusal.sentence} {OVER_IT}", "warning")
            return
        others = self._form.show_faults(refusal) if isinstance(refusal, Faulty) else [str(refusal)]
        if [line.plain for line in self._read_back_lines] == [doubt(refusal), *self._about]:
            self._show_preview(())  # the same sentence, which now stands below
        self._tell(" ".join(others), "fault")

    def action_cancel(self) -> None:
        """Leave the form; with something typed, only at the second time."""
        field = self._form.present
        if self._saving:
            self._tell("It is being saved; that cannot be stopped.", "warning")
        elif field is not None and field.closes():
            return
        elif self.is_unsaved and not self._asked_to_leave:
            self._asked_to_leave = True
            self._tell(UNSAVED, "warning")
        else:
            self.dismiss(None)

    def _tell(self, words: str, kind: str = "") -> None:
        told = self.query_one("#told", Static)
        sign = {"fault": "✕ ", "warning": "! "}.get(kind, "")
        told.update(paint(f"{sign}{words}") if words else Content(""))
        told.set_class(bool(words), "-shown")
        for one in ("fault", "warning"):
            told.set_class(kind == one, one)


def whole(receipt: "Receipt") -> Sequence[str]:
    """All that a rehearsed receipt says, to be read back; nothing where it would change nothing."""
    return (receipt.sentence, *receipt.lines) if receipt.changed else ()


def doubt(line: object) -> str:
    """A line that says what to heed, with its sign; one that has it stays as it is."""
    return str(line) if _in_doubt(str(line)) else f"! {line}"


def _in_doubt(line: str) -> bool:
    return line.lstrip().startswith("!")
