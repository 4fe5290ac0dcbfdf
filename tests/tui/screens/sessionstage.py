"""The app over a desk with sessions, and what a test reads off its screen."""

import re
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from acxdesk.actions.catalogue import load_catalogue
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.actions.sessions import Schedule, schedule
from acxdesk.desk.door import Desk
from acxdesk.desk.settings import Settings
from acxdesk.tui.app import DeskApp
from acxdesk.tui.start import Looks
from tests.actions.sample import require_nothing
from tests.tui.deskapp import settled as all_read
from tests.tui.waiting import quiet

SIZE = (80, 24)
HOSTILE = "[/oops] [red]x[/red] [@click=app.quit]q[/] =1+1"


def app_over(desk: Desk, **settings: Any) -> DeskApp:
    """The app with this desk open; it does not close the test's desk."""
    return app_that_waits(desk, bool, **settings)


def app_that_waits(desk: Desk, opens: Callable[[], object], **settings: Any) -> DeskApp:
    """The same, whose desk is open once `opens` returns."""
    held = Settings(**{"data": desk.path, "name": "anna", **settings})
    opened = Desk.open(desk.path, who="anna", clock=desk.clock)

    def open_desk() -> tuple[Desk, Settings]:
        opens()
        return opened, held

    return DeskApp(open_desk, looks=Looks(Path(desk.path)), clock=desk.clock)


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until all that was asked has come and is drawn, and what follows a cursor that rests."""
    await all_read(pilot)
    await quiet(0.1)  # the cursor has come to rest, and what follows it was asked
    await all_read(pilot)


async def until(pilot: Pilot[Any], app: DeskApp, text: str, seconds: float = 20) -> None:
    """Wait until a text is on the screen: for what comes after a rest of the typing and a search, however long."""
    for _ in range(int(seconds / 0.05)):
        if text in words(app):
            return
        await pilot.pause(0.05)
    raise AssertionError(f"{text!r} never came:\n{shown(app)}")


async def pressed(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, and wait until all has come that they asked for."""
    await pilot.press(*keys)
    await settled(pilot)


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Type a text into what has focus: its first letter as a key, the rest at once, as a quick hand does."""
    for letter in text[:1]:
        await pilot.press(letter)
    if text[1:]:
        pilot.app.post_message(events.Paste(text[1:]))
    await pilot.pause()


def drawn(app: DeskApp) -> list[str]:
    """The lines on the screen, without the blanks at their ends."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def shown(app: DeskApp) -> str:
    """The screen as one text."""
    return "\n".join(drawn(app))


def words(app: DeskApp) -> str:
    """The screen as running words: frames, scroll bars and line breaks left out."""
    return " ".join(re.sub("[│▁▂▃▄▅▆▇█]", " ", shown(app)).split())


def catalogue(desk: Desk) -> None:
    """The printed programmes, which require nothing here."""
    load_catalogue(desk)
    require_nothing(desk)


def scheduled(desk: Desk, programme: str = "ACXM", start: date = date(2026, 12, 7), **values: Any) -> str:
    """A session; returns its reference."""
    given = {"programme": programme, "start": start, "at": time(14), "zone": "Europe/London", **values}
    return schedule(desk, Schedule.read(given)).reference


def coach(desk: Desk, name: str = "Grace Okafor", **values: Any) -> int:
    """A coach; returns her number."""
    return add_person(desk, AddPerson.read({"name": name, "coach": True, **values})).ids[0]
