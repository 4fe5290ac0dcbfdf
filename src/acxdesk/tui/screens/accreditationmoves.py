"""What is done to accreditations on any screen: asked, looked at before, done as one deed with one undo."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from textual.widget import Widget

from acxdesk.rules.accreditations import MOVES, PAST, State
from acxdesk.tui.bulk import over
from acxdesk.tui.perform import perform, read, shell
from acxdesk.tui.screens.dialogs import Report

if TYPE_CHECKING:
    from acxdesk.actions.accreditations import AccreditationsReport
    from acxdesk.desk.door import Desk
    from acxdesk.queries.register import AccreditationCard
    from acxdesk.tui.screens.accreditationforms import Rehearsed

VERBS: Final = {f"{verb}_accreditation": verb for verb in ("renew", "reissue", "suspend", "reinstate", "revoke")}
PAPERS: Final = {f"{what}_accreditation": what for what in ("certificate", "badge")}
STANDING: Final = {"issued", "expired"}  # what there is a certificate of
NOTHING: Final = "There is no accreditation here."
MOST_SHOWN: Final = 500  # lines of a preview; a decree may be about ten thousand


class MovesAccreditations:
    """What a screen or a widget is, too, that shows accreditations which can be changed."""

    # What it says of itself

    def accreditations_meant(self) -> tuple[int, ...]:
        """The rows of the accreditations that a deed is for."""
        raise NotImplementedError

    def accreditation_meant(self) -> tuple[str, str] | None:
        """Its number and how it stands today, when just one is meant and that is known."""
        raise NotImplementedError

    def changed(self) -> None:
        """A deed was done with all that were meant."""

    def why_no_deed(self, action: str) -> str:
        """Why nothing can be done to accreditations now; empty when it can. Of many, the look before the deed tells."""
        if action in PAPERS:
            return self._why_no_paper(PAPERS[action])
        verb = VERBS.get(action)
        if verb is None:
            return ""
        if not self.accreditations_meant():
            return NOTHING
        one = self.accreditation_meant()
        state = State.ISSUED if one is None or one[1] == "expired" else State(one[1])
        if one is None or state in MOVES[verb].sources:
            return ""
        return f"{one[0]} is {one[1]}: that cannot be {PAST[verb]}."

    def _why_no_paper(self, what: str) -> str:
        one = self.accreditation_meant()
        if not self.accreditations_meant():
            return NOTHING
        if one is None or one[1] in STANDING:
            return ""
        return f"{one[0]} is {one[1]}: there is no {what} of it."

    # Doing

    def action_certificate_accreditation(self) -> None:
        """Write its certificate; of several, a file each."""
        from acxdesk.tui.screens.certificates import certificates_of

        certificates_of(self._node, self.accreditations_meant())

    def action_badge_accreditation(self) -> None:
        """Write it as a signed badge; of several, a file each."""
        from acxdesk.tui.screens.certificates import badges_of

        badges_of(self._node, self.accreditations_meant())

    def action_renew_accreditation(self) -> None:
        """Renew, as of today."""
        self._carry_out("renew", "Renew")

    def action_reinstate_accreditation(self) -> None:
        """Let it count again."""
        self._carry_out("reinstate", "Reinstate")

    def action_suspend_accreditation(self) -> None:
        """Ask why and from when, then suspend."""
        self._ask_why("suspend", "Suspend")

    def action_revoke_accreditation(self) -> None:
        """Ask why and from when, then revoke."""
        self._ask_why("revoke", "Revoke")

    def action_reissue_accreditation(self) -> None:
        """Ask for the name of one; of many, each gets what its holder is called on certificates now."""
        meant = self.accreditations_meant()
        if len(meant) > 1:
            self._carry_out("reissue", "Reissue, with the names that people have on certificates now:")
            return
        for row in meant:
            read(self._node, partial(card_of, row=row), self._ask_name, slot="reissue")

    def action_decree_accreditation(self) -> None:
        """Ask what is to change: of what is marked, else of what a filter finds."""
        from acxdesk.tui.screens.accreditationforms import decree_form

        meant = self.accreditations_meant() if self.has_marks() else ()
        self._push("Decree", decree_form(meant, shell(self._node).zone))

    def has_marks(self) -> bool:
        """Whether what is meant was marked; a decree is about that alone."""
        return len(self.accreditations_meant()) > 1

    def _ask_name(self, card: "AccreditationCard") -> None:
        from acxdesk.tui.screens.accreditationforms import name_form

        self._push(f"Reissue {card.told.number}", name_form(card, shell(self._node).zone))

    def _ask_why(self, verb: str, words: str) -> None:
        from acxdesk.tui.screens.accreditationforms import why_form

        title = self._title(words)
        app = shell(self._node)
        self._push(title, why_form(title, verb, self.accreditations_meant(), app.today, app.zone))

    def _push(self, title: str, form: Any) -> None:
        shell(self._node).push_screen(form, partial(self._answered, title))

    def _answered(self, title: str, rehearsed: "Rehearsed | None") -> None:
        if rehearsed is not None:
            looked_at(self._node, title, rehearsed.report, rehearsed.deed, self.changed)

    def _carry_out(self, verb: str, words: str) -> None:
        meant, zone = self.accreditations_meant(), shell(self._node).zone
        over(
            self._node,
            self._title(words),
            lambda desk: deed_of(desk, verb, {"accreditations": meant, "zone": zone}),
            done=lambda _report: self.changed(),
        )

    def _title(self, words: str) -> str:
        one, count = self.accreditation_meant(), len(self.accreditations_meant())
        return f"{words} {one[0]}" if one is not None else f"{words} {count:,} accreditations"

    @property
    def _node(self) -> Widget:
        return cast("Widget", self)


def looked_at(
    node: Widget,
    title: str,
    report: "AccreditationsReport",
    deed: "Callable[[Desk], AccreditationsReport]",
    done: Callable[[], None],
) -> None:
    """Show what a deed over many that was rehearsed would do, and do it when that is asked for; one is done at once.

    Args:
        node: who asks.
        title: what is to be done.
        report: of the rehearsal.
        deed: the deed itself.
        done: called after it.
    """

    def go_on(yes: bool | None) -> None:
        if yes:
            perform(node, deed, done=lambda _report: done())

    if len(report.outcomes) == 1:
        go_on(yes=True)
        return
    refused = _first(one.sentence for one in report.outcomes if not one.done)
    will = _first(one.sentence for one in report.outcomes if one.done)
    shell(node).push_screen(Report.preview(title, report.foreseen, will, refused), go_on)


def _first(sentences: Any) -> Sequence[str]:
    """As many as one looks at; how many more there are."""
    told = list(sentences)
    more = len(told) - MOST_SHOWN
    return [*told[:MOST_SHOWN], *([f"and {more:,} more like these"] if more > 0 else [])]


def deed_of(desk: "Desk", verb: str, values: dict[str, Any]) -> "AccreditationsReport":
    """Carry out what needs no form. It runs in a thread.

    Raises:
        Refused: as the deed does.
    """
    from acxdesk.actions.accreditations import MoveAccreditations, move_accreditations
    from acxdesk.actions.renewals import Reissue, Renew, reissue, renew

    if verb == "renew":
        return renew(desk, Renew.read(values))
    if verb == "reissue":
        return reissue(desk, Reissue.read(values))
    return move_accreditations(desk, MoveAccreditations.read({"verb": verb, **values}))


def card_of(desk: "Desk", row: int) -> "AccreditationCard":
    """The card of an accreditation. It runs in a thread.

    Raises:
        NotFound: it is not on the desk any more.
    """
    from acxdesk.errors import NotFound
    from acxdesk.queries.register import accreditation

    card = accreditation(desk, row)
    if card is None:
        raise NotFound("The accreditation is not on the desk any more.", remedy="The journal tells what became of it.")
    return card
