"""The verbs of a session's status, for one session or many that are marked: asked, looked at, done as one deed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acxdesk.errors import Refused
from acxdesk.rules.sessions import Phase, SessionFacts, Status, turn
from acxdesk.tui.bulk import over
from acxdesk.tui.perform import notice, perform
from acxdesk.tui.screens.area import AreaScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acxdesk.actions.deciding import SessionsReport
    from acxdesk.desk.door import Desk

VERBS = {
    "open_up": "open",
    "confirm": "confirm",
    "close": "close",
    "cancel": "cancel",
    "call_off": "cancel",  # the same to the session; what becomes of places differs
    "reopen": "reopen",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a session stands, as far as the screen knows."""

    reference: str
    status: Status
    phase: Phase

    def why_not(self, verb: str) -> str:
        """Why the verb cannot be carried out from here; empty when it can."""
        try:
            turn(SessionFacts(self.reference, self.status, None, self.phase), verb, reason="asked for")
        except Refused as refused:
            return str(refused)
        return ""


class Deciding(AreaScreen):
    """A screen with sessions that can be decided about."""

    def targets(self) -> tuple[int, ...]:
        """The numbers of the sessions that are meant."""
        raise NotImplementedError

    def standing(self) -> Standing | None:
        """Where the session stands, when just one is meant and it is known."""
        raise NotImplementedError

    def decided(self) -> None:
        """A deed was done with all that were meant."""

    def why_not(self, action: str) -> str:
        """A status refuses what does not follow from it. Of many, the look before the deed tells which cannot."""
        verb = VERBS.get(action)
        if verb is None:
            return super().why_not(action)
        standing = self.standing()
        if standing is not None:
            return standing.why_not(verb)
        return "" if self.targets() else "There is no session here."

    def action_open_up(self) -> None:
        """Let drafts take delegates."""
        self._decide("open")

    def action_confirm(self) -> None:
        """Decide that they go ahead."""
        self._decide("confirm")

    def action_close(self) -> None:
        """Close what was delivered."""
        self._decide("close")

    def action_reopen(self) -> None:
        """Take a cancellation back."""
        self._decide("reopen")

    def action_cancel(self) -> None:
        """Ask why, then cancel."""
        from acxdesk.tui.screens.dialogs import Reason

        self.app.push_screen(Reason(self._title("cancel"), "Why? The journal keeps it."), self._cancel_with)

    def _cancel_with(self, reason: str | None) -> None:
        if reason is not None:
            self._decide("cancel", reason)

    def action_call_off(self) -> None:
        """Ask where its people go, and why; then call it off for good."""
        from acxdesk.tui.screens.callingoff import call_off

        standing = self.standing()
        if standing is not None:
            call_off(self, standing.reference)

    def _title(self, verb: str) -> str:
        standing, count = self.standing(), len(self.targets())
        what = standing.reference if standing is not None else f"{count:,} session{'' if count == 1 else 's'}"
        return f"{verb.capitalize()} {what}"

    def _decide(self, verb: str, reason: str = "") -> None:
        ids = self.targets()
        clashes = self.shell.settings.margin_fields
        over(
            self,
            self._title(verb),
            lambda desk: decided_on(desk, ids, verb, reason, clashes),
            done=lambda _: self.decided(),
            refused=lambda refusal: self._accept(refusal, ids, verb, reason),
        )

    def _accept(self, refusal: Refused, ids: tuple[int, ...], verb: str, reason: str) -> None:
        """Ask why the clashes of sessions that are reopened are accepted, and reopen them; tell any other refusal."""
        from acxdesk.actions.clashing import Clashing
        from acxdesk.tui.screens.accepting import Accept

        def go_on(accept: str | None) -> None:
            if accept is not None:
                values = {"accept": accept, **self.shell.settings.margin_fields}
                perform(
                    self,
                    lambda desk: decided_on(desk, ids, verb, reason, values),
                    done=lambda _: self.decided(),
                )

        if isinstance(refusal, Clashing):
            self.app.push_screen(Accept(refusal.sentences), go_on)
        else:
            notice(self.app, refusal)


def decided_on(
    desk: "Desk", ids: tuple[int, ...], verb: str, reason: str, clashes: "Mapping[str, object]"
) -> "SessionsReport":
    """Carry out a verb for some sessions, as one deed.

    Raises:
        Refused: the one session cannot.
    """
    from acxdesk.actions.deciding import DecideMany, decide_many

    return decide_many(desk, DecideMany.read({"sessions": ids, "verb": verb, "reason": reason, **clashes}))
