"""The nominations of an award: each nominee with her state, seconds and eligibility, and below one of them."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from acxdesk.errors import Refused
from acxdesk.rules.nominations import Answer, State
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import perform, read
from acxdesk.tui.screens.dialogs import Reason, Report
from acxdesk.tui.screens.listside import ListSide
from acxdesk.tui.screens.sided import Aside
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.listing import Listing
    from acxdesk.queries.nominations import NominationCard

SHOWN = ("nomination", "name", "nominator", "state", "answer", "seconds", "eligible")
_ON_ONE = frozenset({"edit", "submit", "accept", "decline", "second", "grant", "cite", "merge", "withdraw"})


class Nominations(ListSide):
    """The nominations of one cycle, by its year."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("nominations")]
    HELP = (
        "Who is nominated, by whom, and whether she can be chosen: ✓ every rule holds or is excepted, ✕ one does not. "
        "Enter shows all of a nomination, with each rule and its facts. n writes one down, S notes a peer who seconds "
        "it, a that the nominee accepts, v that she declines, r lets her stand although a rule does not hold. A second "
        "nomination of one person is merged into the first. i imports those that came by mail."
    )

    def __init__(self, year: int) -> None:
        super().__init__(QuietList({"sort"}, empty_words="Nobody is nominated yet. n writes a nomination down."))
        self._year = year
        self._card: NominationCard | None = None  # of the line under the cursor

    # Reading

    def reread(self) -> None:
        """As they are now."""
        year = self._year
        if self.list.listing is None:
            read(self, lambda desk: _listing(desk, year), self._first, slot="nominations")
        else:
            self.list.reread()
        self._look()

    def _first(self, listing: "Listing") -> None:
        self.list.show(listing)
        self.list.choose_columns(SHOWN)

    def rested(self) -> None:
        """What the one under the cursor says has to be read."""
        self._look()

    def on_big_list_window_changed(self, note: BigList.WindowChanged) -> None:
        """How many, at the right end of the breadcrumb."""
        note.stop()
        self.post_message(Aside())
        self._look()

    def _look(self) -> None:
        line = self.list.current
        if line is None:
            self._show_card(None)
            return
        number = line.id
        read(self, lambda desk: _card(desk, number), self._show_card, slot="card", refused=self._not_there)

    def _not_there(self, _refusal: Refused) -> None:
        self._show_card(None)

    def _show_card(self, card: "NominationCard | None") -> None:
        self._card = card
        self.say()

    def says(self) -> Content:
        """The nomination under the cursor in a few lines."""
        told = () if self._card is None else tuple(brief(self._card))
        return Content("\n").join([paint(line, "$text-warning" if line.startswith("✕") else "") for line in told])

    @property
    def aside(self) -> str:
        """How many there are."""
        return self.list.title() if self.list.listing is not None else ""

    # What is meant

    def command_words(self) -> Mapping[str, str]:
        """The nomination under the cursor."""
        line = self.list.current
        return {} if line is None else {"nomination": str(line.id)}

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        card = self._card
        if action not in _ON_ONE:
            return ""
        if card is None:
            return "There is no nomination here."
        if action == "submit":
            return "" if card.state is State.DRAFT else f"It is {card.state}."
        if action in {"accept", "decline"} and card.answer is (
            Answer.ACCEPTED if action == "accept" else Answer.DECLINED
        ):
            return f"She has {card.answer} already."
        if action == "grant" and all(finding.passes for finding in card.findings):
            return "Every rule holds for her, or is excepted."
        return ""

    # Doing

    def on_big_list_opened(self, note: BigList.Opened) -> None:
        """Enter shows all of it."""
        note.stop()
        card = self._card
        if card is not None and card.id == note.id:
            title = f"Nomination {card.id} of {card.title} {card.year}"
            self.app.push_screen(Report(title, f"{card.nominee}, {card.job_title}", tuple(in_full(card)), asks=False))

    def action_new(self) -> None:
        """Write one down."""
        from acxdesk.tui.screens.nominationforms import new_nomination

        self.app.push_screen(new_nomination(self._year))

    def action_import_file(self) -> None:
        """Import those that came by mail."""
        from acxdesk.tui.screens.awardimports import nominations_file

        nominations_file(self, self._year)

    def action_edit(self) -> None:
        """Edit its words."""
        self._open_form("edit_form")

    def action_second(self) -> None:
        """Note a peer who supports it."""
        self._open_form("second_form")

    def action_grant(self) -> None:
        """Let her stand although a rule does not hold."""
        self._open_form("except_form")

    def action_cite(self) -> None:
        """Write the citation."""
        self._open_form("cite_form")

    def action_merge(self) -> None:
        """Merge it into another."""
        self._open_form("merge_form")

    def _open_form(self, name: str) -> None:
        from acxdesk.tui.screens import nominationforms

        if self._card is not None:
            self.app.push_screen(getattr(nominationforms, name)(self._card))

    def action_submit(self) -> None:
        """Submit the draft."""
        self._do("submit")

    def action_accept(self) -> None:
        """She accepts."""
        self._do("answer", accepted=True)

    def action_decline(self) -> None:
        """Ask why, then note that she declines."""
        self._because("She declines", lambda reason: self._do("answer", accepted=False, reason=reason))

    def action_withdraw(self) -> None:
        """Ask why, then take it back."""
        self._because("Withdraw the nomination", lambda reason: self._do("withdraw", reason=reason))

    def _because(self, title: str, then: Callable[[str], None]) -> None:
        dialog = Reason(title, "Why? It is kept; Enter alone says nothing.", needed=False)
        self.app.push_screen(dialog, lambda reason: None if reason is None else then(reason))

    def _do(self, verb: str, **more: Any) -> None:
        card = self._card
        if card is not None:
            values = {"nomination": card.id, "version": card.version, **more}
            perform(self, lambda desk: _done(desk, verb, values))


def brief(card: "NominationCard") -> Iterator[str]:
    """What is asked first of a nomination, in a few lines."""
    by = ", ".join((card.nominator, *(one.nominator for one in card.merged)))
    yield f"{card.category} transformation, nominated by {by}; {len(card.seconds)} second it."
    if card.merged_into_id is not None:
        yield f"Merged into nomination {card.merged_into_id}, which stands for it."
    yield from (f"✕ {finding.ground}: {finding.sentence}" for finding in card.findings if not finding.passes)
    if card.statement:
        yield f"“{card.statement.splitlines()[0]}”"


def in_full(card: "NominationCard") -> Iterator[str]:
    """All of a nomination, with every rule and its facts."""
    yield f"{card.category} transformation; {card.state}, {card.answer}{f': {card.reason}' if card.reason else ''}."
    for nominator, statement, evidence in (
        (card.nominator, card.statement, card.evidence),
        *((one.nominator, one.statement, one.evidence) for one in card.merged),
    ):
        yield ""
        yield f"Nominated by {nominator}:"
        yield from statement.splitlines()
        yield from (f"{piece.kind}: {piece.place}" for piece in evidence)
    yield ""
    yield f"Seconded by {', '.join(one.name for one in card.seconds) or 'nobody'}."
    for finding in card.findings:
        yield f"{'✓' if finding.passes else '✕'} {finding.words}"
    if card.citation:
        yield f"Citation: {card.citation}"


def _listing(desk: "Desk", year: int) -> "Listing":
    from acxdesk.queries.nominationlist import nominations

    return nominations(desk, year)


def _card(desk: "Desk", number: int) -> "NominationCard":
    from acxdesk.queries.nominations import nomination

    return nomination(desk, number)


def _done(desk: "Desk", verb: str, values: Mapping[str, Any]) -> object:
    from acxdesk.actions import nominations

    if verb == "submit":
        return nominations.submit(desk, nominations.OfNomination.read(values))
    if verb == "answer":
        return nominations.answer(desk, nominations.AnswerNomination.read(values))
    return nominations.withdraw(desk, nominations.WithdrawNomination.read(values))
