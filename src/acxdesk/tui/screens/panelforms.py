"""The forms of the panel and of conflicts of interest. Imported when one is opened: requests bring pydantic."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from acxdesk.actions.conflicts import RuleOnConflict, declare
from acxdesk.actions.panels import MakeShortlist, PanelRequest, add_member, make_shortlist
from acxdesk.desk.receipts import Receipt
from acxdesk.queries.panels import panel_sheet
from acxdesk.tui.bulk import looked_at
from acxdesk.tui.perform import Node
from acxdesk.tui.screens.form import FormScreen, whole
from acxdesk.tui.screens.sessionpicks import find_people
from acxdesk.tui.widgets.asks import Kind, asking, picking
from acxdesk.tui.widgets.hits import Hit, matching

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.panels import PanelSheet


def member_form(year: int) -> FormScreen[Receipt, PanelRequest]:
    """Somebody for the panel."""
    return FormScreen(
        f"On the panel of {year}",
        PanelRequest,
        add_member,
        names=("person",),
        fixed={"year": year},
        otherwise={"person": picking(find_people)},
    )


def by_hand_form(sheet: "PanelSheet") -> FormScreen[Receipt, MakeShortlist]:
    """The shortlist chosen by hand, read back before it is made."""
    hits = [Hit(one.standing.id, one.standing.name, one.standing.organisation) for one in sheet.nominees]
    return FormScreen(
        f"Shortlist of {sheet.year} by hand",
        MakeShortlist,
        make_shortlist,
        names=("nominations", "reason"),
        fixed={"year": sheet.year},
        otherwise={
            "nominations": picking(lambda _desk, words: tuple(matching(hits, words)), several=True),
            "reason": asking(Kind.LINE, hint="why the points do not decide; it is kept"),
        },
        preview=lambda desk, request: whole(make_shortlist(desk.rehearsing(), request)),
    )


def declare_form(year: int) -> FormScreen[Receipt, RuleOnConflict]:
    """A conflict that somebody declares."""

    def nominees(desk: "Desk", words: str) -> Sequence[Hit[int]]:
        rows = panel_sheet(desk, year).nominees
        hits = [Hit(one.standing.id, one.standing.name, one.standing.organisation) for one in rows]
        return tuple(matching(hits, words))

    return FormScreen(
        "Declare a conflict of interest",
        RuleOnConflict,
        declare,
        names=("person", "nomination", "note"),
        fixed={"year": year},
        otherwise={
            "person": picking(find_people),
            "nomination": lambda ask: asking(Kind.PICK, label="Nominee")(picking(nominees)(ask)),
            "note": asking(Kind.LINE, hint="why; it is kept"),
        },
    )


def shortlist(node: Node, year: int) -> None:
    """Look at the best by points, then make the shortlist of them."""
    request = MakeShortlist(year=year)

    looked_at(node, f"Shortlist of {year}", lambda desk: make_shortlist(desk, request))
