"""What stands around a verb: the data file, how to answer, whether to write; and the desk that it opens."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from acxdesk.cli import voice
from acxdesk.cli.manual import Manual
from acxdesk.errors import Refused

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.desk.settings import Settings


class WrongUse(Refused):
    """The command line asks for something that no verb does so."""

    exit_code = 2


@dataclass(frozen=True)
class Call:
    """The options that every verb has."""

    data: str = ""  # the data file as given; empty: as the settings say
    as_json: bool = False
    dry_run: bool = False
    yes: bool = False

    @cached_property
    def settings(self) -> "Settings":
        """The settings as they hold for this call.

        Raises:
            InputProblem: one of them is wrong.
        """
        from acxdesk.desk import settings

        for warning in settings.strangers():
            voice.say(f"acxdesk: {warning}")
        return settings.load(data=self.data)

    @contextmanager
    def reading(self) -> Iterator["Desk"]:
        """The desk, for a verb that only reads."""
        with _opened(self.settings) as desk:
            yield desk

    @contextmanager
    def writing(self, *, large: bool = False, upkeep: bool = True) -> Iterator["Desk"]:
        """The desk, for a verb that writes; rehearsing on a dry run.

        Args:
            large: whether to make a backup before, as for an import.
            upkeep: whether the backup that is due is made first, and offers whose time is over lapse, so that no
                seat is taken that is due to somebody else.
        """
        with _opened(self.settings) as desk:
            if self.dry_run:
                yield desk.rehearsing()
                return
            if upkeep:
                self._keep_up(desk, large=large)
            yield desk

    def _keep_up(self, desk: "Desk", *, large: bool) -> None:
        from acxdesk.actions.upkeep import keep_up

        settings = self.settings
        for told in keep_up(desk, folder=settings.backups, offer_hours=settings.offer_hours, large=large):
            voice.say(told)

    def answer(self, receipt: "Receipt", made: str = "", **more: Any) -> None:
        """Tell what a deed did: words on stderr; what it made, or with --json all of it, on stdout.

        Args:
            receipt: of the deed.
            made: the number or reference of what it made, for a script; empty when it made nothing.
            more: further fields of the JSON object.
        """
        if self.as_json:
            voice.print_json(
                {
                    "sentence": receipt.sentence,
                    "lines": receipt.lines,
                    "changed": receipt.changed and not self.dry_run,
                    "dry_run": self.dry_run,
                    "ids": receipt.ids,
                    **more,
                }
            )
        elif made and not self.dry_run:
            voice.data(made)
        voice.say(self.worded(receipt))
        for line in receipt.lines:
            voice.say(f"  {line}")

    def worded(self, receipt: "Receipt") -> str:
        """A receipt's sentence; on a dry run it says so."""
        return f"Dry run, nothing was written: {receipt.sentence}" if self.dry_run else receipt.sentence

    def confirm(self, question: str, *, can_ask: bool = True) -> None:
        """Go on only after a yes: from --yes, or from the person at the terminal.

        Args:
            question: ends with a question mark.
            can_ask: False where stdin was read for something else.

        Raises:
            WrongUse: nobody can be asked.
            Refused: the answer is no.
        """
        if self.yes:
            return
        if not (can_ask and sys.stdin.isatty() and sys.stderr.isatty()):
            raise WrongUse(f"{question} Nobody can be asked here.", remedy="Give --yes to go on, or --dry-run to look.")
        voice.ask(f"{question} [y/N] ")
        if sys.stdin.readline().strip().casefold() not in {"y", "yes"}:
            raise Refused("Not confirmed; nothing was changed.")


# Handed in by `acxdesk.cli.app`, never read from the command line.
Asked = Annotated[Call, Parameter(parse=False)]


# Every option is said in one way; what it is when it is left out stands in its words.
OPTIONS = Parameter(negative=(), show_default=False)


def noun(name: str, about: str) -> App:
    """The app of one noun, to which its module adds the verbs."""
    return App(
        name=name,
        help=about,
        help_format="plaintext",
        help_formatter=Manual(),
        help_epilogue="",
        version_flags=[],
        default_parameter=OPTIONS,
    )


@contextmanager
def _opened(settings: "Settings") -> Iterator["Desk"]:
    from acxdesk.desk.clock import SystemClock
    from acxdesk.desk.door import Desk

    desk = Desk.open(settings.data, who=settings.who, clock=SystemClock(), backups=settings.backups)
    try:
        yield desk
    finally:
        desk.close()
