"""One person: her card, and its sides: her places, what she earned, what she teaches, what was done about her."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from acxdesk.queries.listing import Column
from acxdesk.rules.localtime import reading, wall
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import notice, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.people import person_card
from acxdesk.tui.screens.personaccreditations import Earned
from acxdesk.tui.screens.persondiary import DiarySide
from acxdesk.tui.screens.personladder import LadderSide
from acxdesk.tui.screens.personplaces import Places, WithPlaces
from acxdesk.tui.screens.sided import SidedScreen
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import QuietList
from acxdesk.tui.widgets.tabline import TabLine

if TYPE_CHECKING:
    from datetime import datetime

    from acxdesk.desk.door import Desk
    from acxdesk.queries.listing import Listing
    from acxdesk.queries.people import CoachingRow, PersonCard

SIDES: Final = {
    "places": "Places",
    "accreditations": "Accreditations",
    "ladder": "Ladder",
    "coaching": "Coaching",
    "diary": "Diary",
    "history": "History",
}
BETWEEN: Final = " · "
A_MINUTE: Final = 30.0  # seconds between two looks at her clock
_COACHING: Final = (
    Column("session", "Session", 18),
    Column("title", "Title", 28),
    Column("starts_on", "Starts", 15),
    Column("role", "Part", 10),
)


class PersonScreen(SidedScreen, WithPlaces):
    """The person that the place names by her number."""

    AREA = "3"
    SIDES = SIDES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("person", "area.copy")]
    HELP = (
        "All that is kept of one person, and the time on her clock. Tab, or { and }, turns to her places, what she "
        "has earned, her ladders, what she teaches, and what was done about her. b books her on a session. On a place: "
        "a accepts an offer, F confirms, v declines, w withdraws, d cancels, m moves it to another session. Enter goes "
        "to the session."
    )
    DEFAULT_CSS = """
    PersonScreen {
        & #head { height: auto; max-height: 6; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        &.-low #head { max-height: 2; }
    }
    """

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.card: PersonCard | None = None
        self._letters: tuple[str, ...] = ()  # what follows her name
        self._honours: tuple[str, ...] = ()  # what she was named
        self._history_read = -1  # the revision of the desk that the history shows
        self.places = Places()
        self.earned = Earned(int(place.id))
        self.ladder = LadderSide(int(place.id))
        self.coaching = QuietList(
            {"sort"}, id="coaching", empty_words="No session to teach. A session's e names its coaches."
        )
        self.diary = DiarySide(int(place.id))
        self.history = QuietList({"sort"}, id="history", empty_words="Nothing was done yet.")

    @property
    def number(self) -> int:
        """Her number."""
        return int(self.place.id)

    def compose_body(self) -> ComposeResult:
        """The card, the names of the sides, and the one that is shown."""
        yield Static(id="head")
        yield TabLine(SIDES, self.side)
        with ContentSwitcher(initial=self.side):
            yield self.places
            yield self.earned
            yield self.ladder
            yield self.coaching
            yield self.diary
            yield self.history

    def on_mount(self) -> None:
        """The side that was asked for has focus; her clock goes on."""
        super().on_mount()
        if self.place.tab:
            self.show_tab(self.place.tab)
        self.set_interval(A_MINUTE, self._draw_head)

    # Reading

    def reread(self) -> None:
        """The card, then what its sides show."""
        number, zone = self.number, self.shell.zone
        read(self, lambda desk: _card_and_offers(desk, number, zone), self._show, slot="card", refused=self.not_read)

    def _show(self, answer: "tuple[PersonCard, Mapping[int, datetime], tuple[str, ...], tuple[str, ...]]") -> None:
        is_first = self.card is None
        self.card, offers, self._letters, self._honours = answer
        card = self.card
        self._draw_head()
        self.query_one(TabLine).figures = {"places": str(len(card.places)), "coaching": str(len(card.coaching))}
        self.name_crumbs(card.name, aside=card.email)
        self.places.show_places(card.places, offers, self.shell.zone)
        self.coaching.refill(FixedListing.made(_COACHING, map(_coaching_line, enumerate(card.coaching))))
        self._read_side()
        self.refresh_bindings()
        if is_first and self.is_current and not self.place.tab and card.coaching and not card.places:
            self.turn_to("coaching")  # somebody who only teaches

    def _draw_head(self) -> None:
        if self.card is not None:
            self.query_one("#head", Static).update(
                head(self.card, self.shell.clock.now(), self._letters, self._honours)
            )

    def _read_side(self) -> None:
        """What stands on a side that is read only when it is looked at."""
        if self.side == "accreditations":
            self.earned.look()
        elif self.side == "ladder":
            self.ladder.look()
        elif self.side == "diary":
            if self.card is not None:
                self.diary.look(is_coach=self.card.coach)
        else:
            self._read_history()

    def _read_history(self) -> None:
        """Once it is looked at, and again after each change, from its top: the last entry is what one wants to see."""
        if self.side != "history" or self._history_read == self.shell.revision:
            return
        self._history_read = self.shell.revision
        number, zone = self.number, self.shell.zone
        read(self, lambda desk: _history(desk, number, zone), self._show_history, slot="history")

    def _show_history(self, listing: "Listing") -> None:
        self.history.show(listing)
        self.history.choose_columns(("at", "who", "sentence"))

    # Sides

    def turned(self, side: str) -> None:
        """Some are read once they are looked at; the keys follow."""
        if side in {"history", "accreditations", "ladder", "diary"}:
            self._read_side()
        self.refresh_bindings()

    def on_big_list_opened(self, note: notes.Opened) -> None:
        """Go to the session of the line, or to the entry of the journal."""
        note.stop()
        if note.big_list is self.history:
            self.shell.visit(Place("8", "entry", note.id))
            return
        card, line = self.card, note.big_list.current
        if card is not None and line is not None:
            self.shell.visit(Place("2", "session", line.cells[0]))

    def on_big_list_rested(self) -> None:
        """The keys follow the cursor."""
        self.refresh_bindings()

    def on_big_list_read_failed(self, note: notes.ReadFailed) -> None:
        """The list shows what it showed before."""
        note.stop()
        notice(self.app, note.refusal)

    # What is meant

    def command_words(self) -> Mapping[str, str]:
        """She, the session under the cursor, where she comes from."""
        words = {"person": str(self.number)}
        if self.place_meant is not None:
            words["session"] = self.place_meant.reference
        if self.card is not None and self.card.organisation:
            words["organisation"] = self.card.organisation
        if self.side == "diary":
            words |= self.diary.command_words()
        return words

    def why_not(self, action: str) -> str:
        """Before she is read nothing is done."""
        if action in {"edit", "book", "export", "organisation", "copy", "read_calendar"}:
            if self.card is None:
                return "She is not read yet."
            if action == "read_calendar" and not self.card.coach:
                return "She is no coach: only of coaches it is kept when they are busy."
            if action == "organisation" and self.card.organisation_id is None:
                return "No organisation is kept of her: e names one."
        return super().why_not(action)

    # Doing

    def action_edit(self) -> None:
        """Edit what is kept of her."""
        from acxdesk.tui.screens.peopleforms import edit_person

        if self.card is not None:
            self.app.push_screen(edit_person(self.card))

    def action_book(self) -> None:
        """Book her on a session."""
        from acxdesk.tui.screens.booking import book

        if self.card is not None:
            book(self, (self.card.id,), (self.card.name,))

    def action_organisation(self) -> None:
        """Go to where she comes from."""
        if self.card is not None and self.card.organisation_id is not None:
            self.shell.visit(Place("3", "organisation", self.card.organisation_id))

    def action_export(self) -> None:
        """Write her calendar; of a coach it is asked which."""
        from acxdesk.tui.screens.calendars import export_delegate, export_either

        if self.card is None:
            return
        if self.card.coach:
            export_either(self, self.card.id, self.card.name)
        else:
            export_delegate(self, self.card.id)

    def action_read_calendar(self) -> None:
        """Read when she is busy."""
        from acxdesk.tui.screens.busyform import read_busy_form

        if self.card is not None:
            self.app.push_screen(read_busy_form(self.card.id, self.card.name, self.shell.zone))

    def action_copy(self) -> None:
        """Copy her name and address. A terminal does not say whether it took them."""
        if self.card is not None:
            name, email = self.card.name, self.card.email
            self.app.copy_to_clipboard(f"{name} <{email}>" if email else name)
            self.shell.say("Her name and address were given to the terminal's clipboard. Not every terminal takes it.")


def head(card: "PersonCard", now: "datetime", letters: Sequence[str] = (), honours: Sequence[str] = ()) -> Content:
    """The card in a few lines; a line with nothing to say is left out.

    Args:
        card: the person.
        now: UTC, for the time on her clock.
        letters: what follows her name today.
        honours: what she was named, as announced.
    """
    certificate = f"on certificates: {card.certificate_name}" if card.certificate_name else ""
    words = (", ".join(letters), *honours, "coach" if card.coach else "", certificate)
    first = [paint(card.name, "bold"), *map(paint, filter(None, words))]
    lines = [Content(BETWEEN).join(first)]
    work = list(filter(None, (card.job_title,)))
    organisation = [paint(card.organisation, "underline @click=screen.organisation")] if card.organisation else []
    if work or organisation:
        lines.append(Content(", ").join([*map(paint, work), *organisation]))
    clock = f"{card.zone} {_clock(now, card.zone)}" if card.zone else ""
    rest = ((card.country_name, clock), (card.email, card.languages))
    lines += [paint(BETWEEN.join(filter(None, said))) for said in rest if any(said)]
    if len(lines) == 1:
        lines.append(
            paint("Only her name is known: e adds her address, organisation, country and zone.", "$text-muted")
        )
    return Content("\n").join(lines)


def _clock(now: "datetime", zone: str) -> str:
    local = wall(now, zone)
    return f"{local:%H:%M}, {reading(local.date())[:3]}"


def _coaching_line(numbered: "tuple[int, CoachingRow]") -> tuple[int, tuple[str, ...]]:
    at, row = numbered
    return at, (row.reference, row.title, reading(row.starts_on), str(row.role))


def _card_and_offers(
    desk: "Desk", number: int, zone: str
) -> "tuple[PersonCard, Mapping[int, datetime], tuple[str, ...], tuple[str, ...]]":
    from acxdesk.queries.ladders import letters
    from acxdesk.queries.laureates import honours
    from acxdesk.tui.screens.personplaces import offers_of

    return (
        person_card(desk, number),
        offers_of(desk, number),
        letters(desk, number, zone),
        honours(desk, number),
    )


def _history(desk: "Desk", number: int, zone: str) -> "Listing":
    from acxdesk.queries.journal import journal

    return journal(desk, zone=zone, person=number)
