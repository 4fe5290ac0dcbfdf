"""Dates and times as people say them, read back in full below the field while they are typed."""

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING, Any, cast

from acxdesk.errors import Refused
from acxdesk.rules.dates import EXAMPLES, TIME_EXAMPLES, read_date, read_time
from acxdesk.rules.localtime import reading
from acxdesk.tui.widgets.asks import Ask
from acxdesk.tui.widgets.fields import LEFT_OUT, LineField

if TYPE_CHECKING:
    from acxdesk.tui.app import DeskApp


class DateField(LineField):
    """A date: `fri`, `+3d`, `24/3`, `16 nov`. A warning stands beside a reading that is in doubt."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(_hinted(ask, EXAMPLES))

    def first_text(self) -> str:
        """A date that was given, in full and free of doubt."""
        given = self.ask.given
        return reading(given) if isinstance(given, date) else super().first_text()

    @property
    def value(self) -> Any:
        """The date."""
        return LEFT_OUT if self.is_empty else read_date(self.text, self._today).day

    @property
    def _today(self) -> date:
        return cast("DeskApp", self.app).today

    def typed(self) -> None:
        """Read it back."""
        super().typed()
        try:
            said = None if self.is_empty else read_date(self.text, self._today)
        except Refused:  # half typed; it is told when it is left or saved
            said = None
        if said is None or said.reading == self.text:
            self.show_reading("")
        else:
            self.show_reading(said.reading, said.warning)

    def left(self) -> None:
        """What cannot be read is told when the field is left."""
        try:
            if not self.is_empty:
                read_date(self.text, self._today)
        except Refused as refusal:
            self.show_fault(str(refusal))


class TimeField(LineField):
    """A time of day: `14:00`, `9.30`, `2pm`, `noon`."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(_hinted(ask, TIME_EXAMPLES))

    def first_text(self) -> str:
        """A time that was given, as HH:MM."""
        given = self.ask.given
        return f"{given:%H:%M}" if isinstance(given, time) else super().first_text()

    @property
    def value(self) -> Any:
        """The time."""
        return LEFT_OUT if self.is_empty else read_time(self.text)

    def typed(self) -> None:
        """Read it back."""
        super().typed()
        try:
            said = "" if self.is_empty else f"{read_time(self.text):%H:%M}"
        except Refused:
            said = ""
        self.show_reading("" if said == self.text else said)

    def left(self) -> None:
        """What cannot be read is told when the field is left."""
        try:
            if not self.is_empty:
                read_time(self.text)
        except Refused as refusal:
            self.show_fault(str(refusal))


def _hinted(ask: Ask, examples: str) -> Ask:
    return replace(ask, hint=f"{ask.hint}, {examples}" if ask.hint else examples)
