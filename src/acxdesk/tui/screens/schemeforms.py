"""The forms of a scheme that is being edited: one component, and the rules. They change the draft, nothing is saved.

Imported when a form is opened: the requests bring pydantic with them.
"""

from typing import Final

from acxdesk.actions.schemes import RULES, GiveComponent, SetScheme, merged, rule_values
from acxdesk.rules.schemes import Part, Scheme, points_words
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.widgets.asks import Asking, Kind, asking, choosing
from acxdesk.tui.widgets.hits import Hit

_COMPONENT: Final[dict[str, Asking]] = {
    "weight": asking(Kind.NUMBER, label="Weight, %"),
    "out_of": asking(Kind.LINE, label="Out of"),
    "pass_mark": asking(Kind.LINE, label="Pass mark"),
}
_RULES: Final[dict[str, Asking]] = {
    "pass_total": asking(Kind.LINE, label="Total to pass"),
    "attendance": asking(Kind.NUMBER, label="Attendance, %"),
    "recording_counts": asking(Kind.CHOICE, label="Recording counts"),
    "resits": asking(Kind.NUMBER, label="Resits"),
    "resit_only_failed": choosing([Hit(value=True, text="what was failed"), Hit(value=False, text="everything")]),
    "resit_cap": asking(Kind.LINE, label="Resit cap, %"),
    "resit_days": asking(Kind.NUMBER, label="Resit days"),
    "second": asking(Kind.CHOICE, label="Second marks"),
    "sample": asking(Kind.NUMBER, label="Sample, %"),
    "within": asking(Kind.LINE, label="Within, points"),
}


def component_form(code: str, part: Part | None) -> FormScreen[Part, GiveComponent]:
    """A new component, or another one in the place of one."""
    given = (
        {}
        if part is None
        else {
            "name": part.name,
            "weight": part.weight,
            "out_of": points_words(part.out_of),
            "pass_mark": points_words(part.pass_mark),
            "must_pass": part.must_pass,
        }
    )
    return FormScreen(
        f"New component of {code}" if part is None else f"{part.name}, a component of {code}",
        GiveComponent,
        lambda _desk, request: request.part(),
        given=given,
        otherwise=_COMPONENT,
    )


def rules_form(code: str, scheme: Scheme) -> FormScreen[Scheme, SetScheme]:
    """Other rules for a scheme; its components stay."""
    return FormScreen(
        f"Rules of {code}",
        SetScheme,
        lambda _desk, request: merged(scheme, request),
        names=RULES,
        given=rule_values(scheme),
        fixed={"programme": code},
        otherwise=_RULES,
        only_changed=True,
    )
