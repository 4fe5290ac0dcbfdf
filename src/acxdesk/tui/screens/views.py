"""What the views of the sessions have alike: turning from one to another, the day in sight, whose meetings it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, cast

from acxdesk.rules.localtime import day_begins
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.clashes import FoundClash
    from acxdesk.queries.weeks import Only
    from acxdesk.rules.clashes import Margins

WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose meetings are shown; what is not given leaves all."""

    coach: Hit[int] | None = None
    room: str = ""
    ladder: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """It in words, for the breadcrumb."""
        said = [self.coach.text] if self.coach else []
        return (", ".join([*said, *filter(None, (self.room, self.ladder))]),) if self != EVERY else ()

    @property
    def only(self) -> "Only":
        """It as the queries ask for it."""
        from acxdesk.queries.weeks import Only

        return Only(None if self.coach is None else self.coach.value, self.room, self.ladder)


EVERY: Final = Chosen()


class Views:
    """What a screen is, too, from which one turns to the week, the month and the agenda."""

    chosen: Chosen = EVERY  # whose meetings the views show; the area's own screen keeps it for them
    cursor: int | None = None  # the meeting that a view had under its cursor last, kept in the same way

    @property
    def day_in_sight(self) -> date:
        """The day that the other view is to show."""
        raise NotImplementedError

    def action_week(self) -> None:
        """To the week of the day in sight."""
        day = self.day_in_sight
        self._visit(Place("2", "week", monday_of(day).isoformat(), day.isoformat()))

    def action_month(self) -> None:
        """To the month of the day in sight."""
        day = self.day_in_sight
        self._visit(Place("2", "month", day.replace(day=1).isoformat(), day.isoformat()))

    def action_agenda(self) -> None:
        """To the meetings from the day in sight on."""
        self._visit(Place("2", "agenda", self.day_in_sight.isoformat()))

    def _visit(self, place: Place) -> None:
        cast("AreaScreen", self).shell.visit(place)


class DatedScreen(Views, AreaScreen):
    """The base of the views that show days: its place names the first of them, and the one that was in sight."""

    AREA = "2"

    @property
    def first_day(self) -> date:
        """The first day that is shown, as the place has it; today where that is no date."""
        return day_of(str(self.place.id)) or self.shell.today

    @property
    def day_in_sight(self) -> date:
        """The day that was in sight where one came from."""
        return day_of(self.place.tab) or self.first_day

    def command_words(self) -> Mapping[str, str]:
        """The day in sight."""
        return {"day": self.day_in_sight.isoformat()}

    def turn_page(self, first: date, day: date | None = None) -> None:
        """Show other days in the same view.

        Args:
            first: the first of them, as its place has it.
            day: the one to be in sight; None for the first.
        """
        self.place = replace(self.place, id=first.isoformat(), tab=(day or first).isoformat())
        self.shell.history.turn(self.place)
        self.ask_anew()

    def ask_anew(self) -> None:
        """Other days or other people's meetings are asked for."""
        self.reread()

    def note(self, day: date, meeting: int | None = None) -> None:
        """Remember what is in sight: going away and back leads there."""
        self._area.cursor = meeting
        self.place = replace(self.place, tab=day.isoformat())
        present = self.shell.history.present
        if present is not None and present.whole == self.place.whole:
            self.shell.history.turn(self.place)

    def show_tab(self, tab: str) -> None:
        """Another day of those that are shown is to be in sight."""
        if day_of(tab) is not None:
            self.place = replace(self.place, tab=tab)
            self.reread()

    def action_show_list(self) -> None:
        """To the list of sessions."""
        self.shell.visit(Place("2"))

    def action_new(self) -> None:
        """Say a session in one line."""
        from acxdesk.tui.screens.scheduleline import say_session

        say_session(self)

    # Whose meetings

    @property
    def whose(self) -> Chosen:
        """Whose meetings are shown: the same in every view, until it is chosen otherwise."""
        return self._area.chosen

    def choose(self, chosen: Chosen) -> None:
        """Show those of somebody else."""
        self._area.chosen = chosen
        self.ask_anew()

    @property
    def _area(self) -> Views:
        """The area's own screen, which outlives its views."""
        return cast("Views", self.shell.screen_stack[0])

    def action_only(self) -> None:
        """Ask whose."""
        read(self, _choices, self._ask, slot="choices")

    def _ask(self, choices: list[Hit[Chosen]]) -> None:
        self.app.push_screen(PickOne("Show only", choices), self._choose)

    def _choose(self, picked: Chosen | None) -> None:
        """What was picked comes on top of what was: a coach and a ladder go together, two coaches do not."""
        if picked is None:
            return
        if picked == EVERY:
            self.choose(EVERY)
            return
        given = {name: value for name in ("coach", "room", "ladder") if (value := getattr(picked, name))}
        self.choose(replace(self.whose, **given))

    def action_leave(self) -> None:
        """Esc shows all meetings again before it goes back."""
        if self.whose != EVERY:
            self.choose(EVERY)
        else:
            super().action_leave()


def clashing(
    desk: "Desk", first: date, after: date, zone: str, margins: "Margins"
) -> "Mapping[int, tuple[FoundClash, ...]]":
    """The clashes of some days by the meetings that they are of.

    Args:
        desk: where to read.
        first: the first day.
        after: the day behind the last.
        zone: the IANA zone of whoever looks.
        margins: how much time lies between two meetings at least.
    """
    from acxdesk.queries.clashes import by_meeting, clashes_between

    return by_meeting(clashes_between(desk, day_begins(first, zone), day_begins(after, zone), margins))


def standing(found: "Mapping[int, tuple[FoundClash, ...]]") -> frozenset[int]:
    """The meetings that have a clash which nobody accepted."""
    return frozenset(meeting for meeting, of_it in found.items() if any(not one.accepted for one in of_it))


def _choices(desk: "Desk") -> list[Hit[Chosen]]:
    from acxdesk.queries.people import coaches
    from acxdesk.queries.weeks import ladders, rooms

    listing = coaches(desk)
    name = [column.name for column in listing.columns].index("name")
    lines = listing.after(None, MOST_COACHES)
    return [
        Hit(EVERY, "everything"),
        *(Hit(Chosen(coach=Hit(line.id, line.cells[name])), line.cells[name], "coach") for line in lines),
        *(Hit(Chosen(room=one), one, "room") for one in rooms(desk)),
        *(Hit(Chosen(ladder=one), one, "ladder") for one in ladders(desk)),
    ]


MOST_COACHES: Final = 1_000  # that can be chosen from


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def day_of(said: str) -> date | None:
    """The day that an ISO date names; None where it names none."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
