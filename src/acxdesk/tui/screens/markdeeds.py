"""What is done with marks that are entered: agreed, released, looked at again, awarded."""

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.widget import Widget

from acxdesk.rules.marks import Given, Series
from acxdesk.rules.outcomes import Verdict
from acxdesk.rules.schemes import points_words
from acxdesk.tui.perform import perform, read, shell
from acxdesk.tui.screens import markwords as words
from acxdesk.tui.screens.awarding import award_session

if TYPE_CHECKING:
    from acxdesk.actions.results import Release
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.marks import Assessed, MarkSheet
    from acxdesk.rules.schemes import Part

_OF_A_CELL = frozenset({"clear", "remark", "appeal", "decide", "marked"})
_OF_ALL = frozenset({"series", "attempt", "agree", "release", "award"})
_MOST_SHOWN = 40  # people that a look before the release names


class MarkDeeds(Widget):
    """A side of a session that shows its mark sheet."""

    _hindered: Mapping[str, str] = MappingProxyType({})  # a deed about the whole sheet -> why it cannot be done now

    # What the side knows

    @property
    def reference(self) -> str:
        """What the session is called."""
        raise NotImplementedError

    @property
    def sheet(self) -> "MarkSheet | None":
        """What is shown; None before it is read."""
        raise NotImplementedError

    @property
    def view(self) -> words.View:
        """Which marks are shown."""
        raise NotImplementedError

    def show_view(self, view: words.View) -> None:
        """Show other marks."""
        raise NotImplementedError

    def here(self) -> "tuple[Assessed, Part] | None":
        """The person and the component under the cursor."""
        raise NotImplementedError

    def why_no_deed(self, action: str) -> str:
        """Why one of these cannot be done now; empty when it can."""
        sheet = self.sheet
        if sheet is None:
            return "The marks are not read yet." if action in _OF_A_CELL | _OF_ALL else ""
        return self._why_not_here(action) if action in _OF_A_CELL else self._hindered.get(action, "")

    def look_through(self, sheet: "MarkSheet") -> None:
        """Note once for a sheet what hinders the deeds that are about all of it: keys ask it at each move."""
        self._hindered = {
            action: why for actions, holds, why in reversed(_hindrances(sheet)) if holds for action in actions
        }

    def _why_not_here(self, action: str) -> str:
        """Why something cannot be done with the mark under the cursor."""
        here = self.here()
        if here is None:
            return "There is no mark here."
        one, part = here
        called = f"{part.name} of {one.name}"
        review = one.review(part.id)
        if action == "clear" and one.mark(part.id, self.view.attempt, self.view.series) is None:
            return f"{called} is not marked."
        if action in {"remark", "appeal"} and review is not None:
            return f"The {review.origin} of {called} is not decided yet. v decides it."
        if action in {"remark", "appeal"} and self._released(one, part) is None:
            return f"{called} is not released."
        if action == "decide" and review is None:
            return f"No remark or appeal of {called} is open."
        return ""

    def _released(self, one: "Assessed", part: "Part") -> Given | None:
        """The released mark of this attempt that counts."""
        for series in (Series.AGREED, Series.FIRST):
            given = one.mark(part.id, self.view.attempt, series)
            if given is not None and given.is_released:
                return given
        return None

    # Other marks

    def action_series(self) -> None:
        """The next series."""
        if self.sheet is not None:
            self.show_view(words.turned(self.view, words.all_series(self.sheet)))

    def action_attempt(self) -> None:
        """The next attempt, and behind the last the first."""
        if self.sheet is not None:
            self.show_view(words.View(self.view.series, self.view.attempt % words.attempts(self.sheet) + 1))

    # Agreeing, releasing, awarding

    def action_agree(self) -> None:
        """Agree every pair that can be."""
        from acxdesk.tui.screens.dialogs import Report

        reference = self.reference

        def done(receipt: "Receipt") -> None:
            if receipt.lines:
                self.app.push_screen(Report("Marks that lie apart", receipt.sentence, receipt.lines, asks=False))

        perform(self, lambda desk: _agreed(desk, reference), done=done)

    def action_release(self) -> None:
        """Show what would be told, ask for a reason where something stands against it, then tell it."""
        from acxdesk.actions.results import Release
        from acxdesk.tui.screens.form import FormScreen
        from acxdesk.tui.widgets.asks import Kind, asking, choosing
        from acxdesk.tui.widgets.hits import Hit

        sheet = self.sheet
        if sheet is None:
            return
        waiting = sum(not one.outcome.is_decided for one in sheet.people)
        names = ("incomplete", "reason") if waiting else ("reason",)
        only = choosing((Hit(value=False, text="no"), Hit(value=True, text="yes")))
        self.app.push_screen(
            FormScreen(
                f"Release the outcomes of {self.reference}",
                Release,
                _released,
                names=names,
                fixed={"session": self.reference},
                given={"incomplete": False} if waiting else None,
                otherwise={
                    "incomplete": lambda ask: only(asking(ask.kind, label=f"Without the {waiting} incomplete")(ask)),
                    "reason": asking(Kind.LINE, hint="why, where a ! stands below; it is kept"),
                },
                preview=partial(_foreseen, sheet),
            )
        )

    def action_award(self) -> None:
        """Award everybody who passed."""
        award_session(self, self.reference)

    # Marks that are looked at again

    def action_remark(self) -> None:
        """Ask why, then have it marked again."""
        self._review("Remark")

    def action_appeal(self) -> None:
        """Ask why, then note the appeal."""
        self._review("Appeal")

    def _review(self, what: str) -> None:
        from acxdesk.actions.reviews import OpenReview, appeal, remark
        from acxdesk.tui.screens.form import FormScreen
        from acxdesk.tui.widgets.asks import Kind, asking

        here = self.here()
        if here is None:
            return
        one, part = here
        given = self._released(one, part)
        told = f" {points_words(given.points)}" if given else ""
        self.app.push_screen(
            FormScreen(
                f"{what}: {part.name}{told} of {one.name}",
                OpenReview,
                appeal if what == "Appeal" else remark,
                names=("reason",),
                fixed={**self._fixed(one, part), "attempt": self.view.attempt},
                otherwise={"reason": asking(Kind.LINE, hint="why; it is kept")},
            )
        )

    def action_decide(self) -> None:
        """Ask for the mark that it comes to."""
        from acxdesk.actions.reviews import DecideReview, decide_review
        from acxdesk.tui.screens.form import FormScreen
        from acxdesk.tui.widgets.asks import Kind, asking

        here = self.here()
        review = here[0].review(here[1].id) if here else None
        if here is None or review is None:
            return
        one, part = here
        of = points_words(part.out_of)
        names = ("points", "reason", "override") if review.origin == "appeal" else ("points", "reason")
        self.app.push_screen(
            FormScreen(
                f"Decide the {review.origin}: {part.name} of {one.name}",
                DecideReview,
                decide_review,
                names=names,
                fixed=self._fixed(one, part),
                given={"points": points_words(review.points)},
                otherwise={
                    "points": asking(Kind.LINE, label=f"Mark of {of}", hint="empty: it stays as it was"),
                    "reason": asking(Kind.LINE, hint=f"why; asked for because: {review.reason}"),
                    "override": asking(Kind.LINE, hint="why whoever marked decides it all the same"),
                },
            )
        )

    def _fixed(self, one: "Assessed", part: "Part") -> dict[str, object]:
        """Whose mark a request is about."""
        assert self.sheet is not None
        return {
            "session": self.reference,
            "enrolment": one.enrolment,
            "component": str(words.number_of(self.sheet, part)),
        }

    def action_marked(self) -> None:
        """Who gave which mark for this component, as far as this view shows it."""
        from acxdesk.tui.screens.dialogs import Report

        here = self.here()
        if here is None:
            return
        one, part = here
        marks, zone = tuple(mark.id for mark in one.marks if mark.component == part.id), shell(self).zone
        head = f"{part.name} of {one.name}, out of {points_words(part.out_of)}"

        def show(changes: Sequence[str]) -> None:
            lines = words.story(one, part, zone) or ["Nobody has marked it."]
            more = ("", "As it was entered:", *changes) if changes else ()
            self.app.push_screen(Report("Who marked what", head, (*lines, *more), asks=False))

        read(self, lambda desk: _changes(desk, marks, zone), show, slot="marked")


def _hindrances(sheet: "MarkSheet") -> tuple[tuple[frozenset[str], bool, str], ...]:
    """What hinders some actions, whether it does now, and what is said then."""
    is_told = any(one.released for one in sheet.people)
    return (
        (frozenset({"series", "agree"}), len(words.all_series(sheet)) == 1, "The scheme asks for no second marking."),
        (frozenset({"attempt"}), words.attempts(sheet) == 1, "No resit is due."),
        (frozenset({"release", "award"}), not sheet.people, "Nobody sits in this session."),
        (frozenset({"award"}), not is_told, "No outcome is released yet. R releases them."),
    )


def _agreed(desk: "Desk", reference: str) -> "Receipt":
    from acxdesk.actions.moderation import AgreeMarks, agree_marks

    return agree_marks(desk, AgreeMarks(session=reference))


def _released(desk: "Desk", request: "Release") -> "Receipt":
    from acxdesk.actions.results import release

    return release(desk, request)


def _foreseen(sheet: "MarkSheet", desk: "Desk", request: "Release") -> list[str]:
    """What would be told, and what stands against it. It runs in a thread.

    Raises:
        Refused: nothing can be released.
    """
    from acxdesk.actions.releasing import foresee

    found = foresee(desk, request)
    counts = ((verdict, sum(one.outcome.verdict is verdict for one in sheet.people)) for verdict in Verdict)
    figures = f"{', '.join(f'{count:,} {verdict}' for verdict, count in counts if count)}."
    is_held = not request.incomplete and any(not one.outcome.is_decided for one in sheet.people)
    if not found.people:
        return [f"{figures} Everybody was told her outcome as it is."]
    lines = [f"! {figures} Say yes above to release the others." if is_held else f"{figures} Ctrl+S releases."]
    lines += [f"! {found.warning} Say why above; it is kept."] if found.warning else []
    more = len(found.people) - _MOST_SHOWN
    return [*lines, *found.people[:_MOST_SHOWN], *([f"and {more:,} others"] if more > 0 else [])]


def _changes(desk: "Desk", marks: Sequence[int], zone: str) -> list[str]:
    from acxdesk.queries.marksheets import entered

    return [
        f"{words.stamp(one.at, zone)}  {one.who}: {'' if one.before is None else points_words(one.before) + ' -> '}"
        f"{'taken away' if one.after is None else points_words(one.after)}"
        for one in entered(desk, marks)
    ]
