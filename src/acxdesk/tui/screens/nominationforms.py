"""The forms of nominations. Imported when one is opened: the requests bring pydantic with them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from acxdesk.actions.nominations import (
    EditNomination,
    Nominate,
    SecondNomination,
    edit_nomination,
    nominate,
    second,
)
from acxdesk.actions.requests import Line, Request, RowNumber, Text
from acxdesk.actions.screening import Cite, Except, Merge, cite, except_, merge
from acxdesk.queries.panels import panel_sheet
from acxdesk.rules.nominations import Category, Ground
from acxdesk.tui.screens.form import FormScreen, whole
from acxdesk.tui.screens.sessionpicks import find_people
from acxdesk.tui.widgets.asks import Kind, asking, choosing, picking
from acxdesk.tui.widgets.hits import Hit, matching

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.nominations import NominationCard

_EVIDENCE = asking(Kind.LINE, hint="links and names of files, with ; between them")
_BETWEEN = ";"


class Nominated(Request):
    """A nomination as it is typed: all evidence on one line."""

    nominee: RowNumber
    nominator: RowNumber
    category: Category = Category.BUSINESS
    statement: Text = ""
    evidence: Line = ""
    submitted: bool = True


class Reworded(Request):
    """Another statement, as it is typed."""

    category: Category
    statement: Text = ""
    evidence: Line = ""


def new_nomination(year: int) -> "FormScreen[Receipt, Nominated]":
    """A nomination, read back before it is kept."""

    def save(desk: "Desk", typed: Nominated) -> "Receipt":
        values = typed.model_dump(exclude={"evidence"})
        return nominate(desk, Nominate.read({**values, "year": year, "evidence": _pieces(typed.evidence)}))

    return FormScreen(
        f"New nomination of {year}",
        Nominated,
        save,
        otherwise={
            "nominee": picking(find_people),
            "nominator": picking(find_people),
            "evidence": _EVIDENCE,
            "submitted": asking(Kind.CHOICE, label="Submit at once"),
        },
        preview=lambda desk, typed: whole(save(desk.rehearsing(), typed)),
    )


def edit_form(card: "NominationCard") -> "FormScreen[Receipt, Reworded]":
    """Other words for a nomination."""

    def save(desk: "Desk", typed: Reworded) -> "Receipt":
        values = {
            "nomination": card.id,
            "version": card.version,
            "category": typed.category,
            "statement": typed.statement,
            "evidence": _pieces(typed.evidence),
        }
        return edit_nomination(desk, EditNomination.read({"deed": typed.deed, **values}))

    given = {
        "category": card.category,
        "statement": card.statement,
        "evidence": f"{_BETWEEN} ".join(piece.place for piece in card.evidence),
    }
    title = f"Nomination {card.id} of {card.nominee}"
    return FormScreen(title, Reworded, save, given=given, otherwise={"evidence": _EVIDENCE})


def second_form(card: "NominationCard") -> "FormScreen[Receipt, SecondNomination]":
    """A peer who supports it."""
    return FormScreen(
        f"Second {card.nominee}",
        SecondNomination,
        second,
        names=("person", "note"),
        fixed={"nomination": card.id},
        otherwise={"person": picking(find_people)},
    )


def except_form(card: "NominationCard") -> "FormScreen[Receipt, Except]":
    """A rule that does not hold for her, and why she stands nevertheless."""
    failed = [finding for finding in card.findings if not finding.passes and finding.ground is not Ground.ACCEPTED]
    return FormScreen(
        f"Let {card.nominee} stand",
        Except,
        except_,
        names=("ground", "reason"),
        given={"ground": failed[0].ground} if failed else {},
        fixed={"nomination": card.id},
        otherwise={
            "ground": choosing(Hit(finding.ground, finding.ground.value) for finding in failed),
            "reason": asking(Kind.LINE, hint="why; it is kept"),
        },
    )


def cite_form(card: "NominationCard") -> "FormScreen[Receipt, Cite]":
    """What is said of her."""
    return FormScreen(
        f"Citation of {card.nominee}",
        Cite,
        cite,
        names=("citation",),
        given={"citation": card.citation},
        fixed={"nomination": card.id},
    )


def merge_form(card: "NominationCard") -> "FormScreen[Receipt, Merge]":
    """Another nominee who is the same human."""

    def others(desk: "Desk", words: str) -> Sequence[Hit[int]]:
        rows = [one.standing for one in panel_sheet(desk, card.year).nominees if one.standing.id != card.id]
        return tuple(matching([Hit(one.id, one.name, one.organisation) for one in rows], words))

    return FormScreen(
        f"Merge the nomination of {card.nominee}",
        Merge,
        merge,
        names=("into",),
        fixed={"nomination": card.id},
        otherwise={"into": picking(others)},
    )


def _pieces(typed: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in typed.split(_BETWEEN) if piece.strip())
