"""Giving calendars out by mail and on a server, from the list of those whose calendars changed."""

from typing import TYPE_CHECKING, Any

from acxdesk.tui.bulk import looked_at
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.dialogs import Report

if TYPE_CHECKING:
    from acxdesk.actions.caldav import Pushed
    from acxdesk.desk.caldavserver import CaldavServer
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.desk.settings import Settings


class GivesByPost(AreaScreen):
    """What a list of people has, too, who can be told by mail and on a server."""

    def people_meant(self) -> tuple[int, ...]:
        """Whom it is about."""
        raise NotImplementedError

    @property
    def with_new(self) -> bool:
        """Whether those who were never given a calendar are meant, too."""
        raise NotImplementedError

    def action_outbox(self) -> None:
        """Go to the outbox."""
        self.shell.visit(Place("2", "outbox"))

    def action_mail(self) -> None:
        """Show who would get which e-mail, then write them into the outbox."""
        from acxdesk.actions.outbox import FillOutbox, fill_outbox

        settings = self.shell.settings
        office = {name: getattr(settings, name) for name in ("organizer_name", "organizer_mailbox")}
        request = FillOutbox.read({**self._whose(), **office})
        looked_at(self, "E-mails for the outbox", lambda desk: fill_outbox(desk, request))

    def action_push(self) -> None:
        """Show whose calendar on the server would be brought up to date, then do it."""
        whose, settings, app = self._whose(), self.shell.settings, self.shell

        def foreseen(found: "tuple[Receipt, CaldavServer]") -> None:
            receipt, server = found
            if not receipt.ids:
                app.say(receipt.sentence)
                return
            look = Report("Calendars on the server", receipt.sentence, receipt.lines, asks=True)
            app.push_screen(look, lambda yes: push(len(receipt.ids), server) if yes else None)

        def push(count: int, server: "CaldavServer") -> None:
            told = app.counting("putting calendars on the server", of=count)
            read(app, lambda desk: _pushed(desk, whose, server, lambda done, _all: told(done)), ended, slot="pushing")

        def ended(pushed: "Pushed") -> None:
            app.announce()
            app.push_screen(Report("On the server", pushed.receipt.sentence, pushed.receipt.lines, asks=False))

        def _pushed(desk: "Desk", values: dict[str, Any], server: "CaldavServer", told: Any) -> "Pushed":
            from acxdesk.actions.caldav import PushCalendars, push_calendars

            # Who quits acxdesk does not wait for all of them.
            return push_calendars(desk, PushCalendars.read(values), server, told, lambda: app.return_code is not None)

        read(self, lambda desk: _foreseen(desk, whose, settings), foreseen, slot="foreseen")

    def _whose(self) -> dict[str, Any]:
        return {"people": self.people_meant(), "first": self.with_new}


def _foreseen(desk: "Desk", whose: dict[str, Any], settings: "Settings") -> "tuple[Receipt, CaldavServer]":
    from acxdesk.actions.caldav import PushCalendars, push_calendars
    from acxdesk.desk.caldavserver import server_of

    server = server_of(settings)
    return push_calendars(desk.rehearsing(), PushCalendars.read(whose), server).receipt, server
