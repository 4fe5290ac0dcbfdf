"""Deeds over many: looked at before, one deed, one undo."""

from collections.abc import Callable
from dataclasses import dataclass

from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.tui.bulk import over
from tests.tui.deskapp import added, app_over, drawn, pressed, running, settled, shown


@dataclass(frozen=True)
class Outcome:
    sentence: str
    could: bool = True


@dataclass(frozen=True)
class Report:
    receipt: Receipt
    outcomes: tuple[Outcome, ...]
    warned: tuple[str, ...] = ()

    @property
    def foreseen(self) -> str:
        return f"{len(self.outcomes) - len(self.refused)} will be added, {len(self.refused)} cannot."

    @property
    def refused(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if not one.could)


def adding(*names: str, warned: tuple[str, ...] = ()) -> Callable[[Desk], Report]:
    """A deed that adds those who begin with a capital."""

    def deed(desk: Desk) -> Report:
        if len(names) == 1 and names[0].islower():
            raise Refused(f"{names[0]} cannot be added.")
        outcomes = tuple(Outcome(f"{name} added.", name[0].isupper()) for name in names)
        for name, outcome in zip(names, outcomes, strict=True):
            if outcome.could:
                receipt = added(desk, name)
        return Report(receipt, outcomes, warned)

    return deed


async def test_many_are_asked_about_first_and_only_then_changed(desk: Desk) -> None:
    app = app_over(desk)
    done: list[Report] = []
    async with running(app) as pilot:
        await pressed(pilot, "3")
        over(app.screen, "Add 3", adding("Ada", "Zoë", "bob"), done=done.append)
        await settled(pilot)
        assert "2 will be added, 1 cannot." in shown(app)
        assert "No lines" in shown(app)
        await pressed(pilot, "escape")
        assert done == []
        over(app.screen, "Add 3", adding("Ada", "Zoë", "bob"), done=done.append)
        await settled(pilot)
        await pressed(pilot, "enter")
        assert len(done) == 1
        assert "1-2 of 2" in drawn(app)[1]


async def test_one_is_asked_nothing(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        over(app.screen, "Add", adding("Ada"))
        await settled(pilot)
        assert "Ada added." in drawn(app)[-2]
        over(app.screen, "Add", adding("bob"))
        await settled(pilot)
        assert "bob cannot be added." in shown(app)


async def test_one_of_whom_something_should_be_known_before_is_asked_about(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3")
        over(app.screen, "Add", adding("Ada", warned=("Ada: class at night.",)))
        await settled(pilot)
        assert "! Ada: class at night." in shown(app)
        await pressed(pilot, "escape")
        assert "Nobody yet" in shown(app)
        over(app.screen, "Add", adding("Ada", warned=("Ada: class at night.",)))
        await settled(pilot)
        await pressed(pilot, "enter")
        assert "1-1 of 1" in drawn(app)[1]
