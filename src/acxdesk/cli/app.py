"""The command line: `acxdesk NOUN VERB`, its options, and the one place where a refusal becomes an exit code."""

import io
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from types import FrameType
from typing import Annotated, Final

from cyclopts import App, CycloptsError, Group, Parameter

from acxdesk.cli import voice
from acxdesk.cli.call import OPTIONS, Call, WrongUse
from acxdesk.cli.manual import Manual
from acxdesk.cli.misuse import misuse
from acxdesk.errors import Refused
from acxdesk.rules.text import quoted

EXIT_CODES: Final = (
    (0, "done, also when there was nothing to do"),
    (1, "acxdesk itself failed; the log has a reference"),
    (2, "the command line was not understood, or nobody could be asked"),
    (3, "refused by a rule of the desk"),
    (4, "no such session, person, programme, ..."),
    (5, "the data file is missing, damaged, newer, not ours or read-only"),
    (6, "a file or text that was handed in cannot be read"),
    (7, "a file or the data file could not be written"),
    (8, "another desk holds the data file"),
    (9, "somebody else changed it meanwhile"),
    (130, "stopped by Ctrl+C; 129, 143 by a signal; 141 when nobody reads on"),
)
_EPILOGUE: Final = "Data goes to stdout, words to stderr. Exit codes:\n" + "\n".join(
    f"{code:>5}  {meaning}" for code, meaning in EXIT_CODES
)
# Noun or verb -> the module and the name of its app or function, and what it is about. Loaded when it is called.
_COMMANDS: Final = {
    "init": ("acxdesk.cli.files:init", "Make a data file and fill its catalogue."),
    "demo": ("acxdesk.cli.files:demo", "Open the terminal app on demonstration data, in a file of its own."),
    "today": ("acxdesk.cli.today:today", "What needs you now, and this week's meetings."),
    "marking": ("acxdesk.cli.marking:marking", "Sessions that wait for attendance, marks, release or awarding."),
    "programme": ("acxdesk.cli.programmes:app", "The catalogue: programmes and their editions."),
    "scheme": ("acxdesk.cli.schemes:app", "Assessment schemes: what is marked, hours, resits, second marks."),
    "session": ("acxdesk.cli.sessions:app", "Sessions: schedule, import, decide, move."),
    "meeting": ("acxdesk.cli.meetings:app", "Single meetings of a session: move, resize, cancel, add."),
    "closure": ("acxdesk.cli.closures:app", "Closed days: the business's own, public holidays, what falls on them."),
    "clash": (
        "acxdesk.cli.clashes:app",
        "Clashes of coaches, rooms and delegates: list, accept, propose.",
    ),
    "plan": (
        "acxdesk.cli.scratch:app",
        "What-if: scratch plans beside the real schedule, kept as one deed or dropped.",
    ),
    "person": ("acxdesk.cli.people:app", "Delegates and coaches."),
    "coach": ("acxdesk.cli.coaches:app", "Coaches: asked and confirmed, leave and hours, substitutes, load per month."),
    "organisation": ("acxdesk.cli.organisations:app", "Where delegates come from, and whom in-house sessions are for."),
    "enrolment": ("acxdesk.cli.enrolments:app", "Places in sessions: apply, book, confirm, withdraw, transfer."),
    "mark": ("acxdesk.cli.marks:app", "Marks of a session: the sheet, entering, second marks, remarks and appeals."),
    "result": ("acxdesk.cli.results:app", "Outcomes: what became of everybody in a session, and its release."),
    "certificate": ("acxdesk.cli.certificates:app", "Certificates to frame, signed badges, and how both are verified."),
    "accreditation": ("acxdesk.cli.accreditations:app", "What people have earned: award, renew, suspend, decree."),
    "attendance": (
        "acxdesk.cli.attendance:app",
        "Attendance of a session's meetings: who was there, and what counts.",
    ),
    "award": ("acxdesk.cli.award:app", "The Change Architect award of a year: its dates, its rules, its phases."),
    "ballot": ("acxdesk.cli.ballots:app", "The vote of the award: the roll, voting codes, ballots."),
    "nomination": ("acxdesk.cli.nominations:app", "Nominations for the award: submit, answer, second, screen, import."),
    "panel": ("acxdesk.cli.panels:app", "The award's panel: its members, their points, the shortlist."),
    "conflict": ("acxdesk.cli.conflicts:app", "Conflicts of interest of the award: proposed, declared, dismissed."),
    "calendar": ("acxdesk.cli.calendars:app", "Calendars of anyone as iCalendar files."),
    "journal": ("acxdesk.cli.journal:app", "Who did what, and when."),
    "undo": ("acxdesk.cli.journal:undo", "Take the last deed back."),
    "redo": ("acxdesk.cli.journal:redo", "Put the deed again that was taken back last."),
    "doctor": ("acxdesk.cli.doctor:doctor", "Examine the data file, its journal and its backups."),
    "backup": ("acxdesk.cli.files:backup", "Make a backup now."),
    "restore": ("acxdesk.cli.files:restore", "Put a backup in the place of the data file."),
    "settings": ("acxdesk.cli.preferences:app", "Settings: who you are, zone, folders."),
    "manual": ("acxdesk.cli.reference:manual", "Print the help of every verb."),
    "completion": ("acxdesk.cli.completion:completion", "Print the completion script of a shell."),
}


_OF_EVERY_VERB: Final = Group("Options of every verb", sort_key=1)


def build() -> App:
    """The app with every noun and the options that all verbs have; nothing of a noun is imported yet."""
    app = App(
        name="acxdesk",
        help="A desk for accreditation programmes: sessions, delegates, calendars that are right. Without a verb it "
        "opens the terminal app.",
        help_format="plaintext",
        help_formatter=Manual(),
        default_parameter=OPTIONS,
        help_epilogue=_EPILOGUE,
        version_flags=[],
        print_error=False,
        exit_on_error=False,
        suppress_keyboard_interrupt=False,
        result_action="return_value",
    )
    for name, (path, about) in _COMMANDS.items():
        app.command(path, name=name, help=about)
    app.meta.suppress_keyboard_interrupt = False
    app.meta.default(_launcher(app))
    return app


def _launcher(app: App) -> Callable[..., int]:
    def launch(
        *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
        data: Annotated[
            str,
            Parameter(group=_OF_EVERY_VERB, metavar="FILE", help="the data file; else ACXDESK_DATA, else the settings"),
        ] = "",
        json: Annotated[bool, Parameter(group=_OF_EVERY_VERB, help="print JSON on stdout")] = False,
        dry_run: Annotated[bool, Parameter(group=_OF_EVERY_VERB, help="say what would be done, write nothing")] = False,
        yes: Annotated[bool, Parameter(group=_OF_EVERY_VERB, help="answer yes to every question")] = False,
    ) -> int:
        command, bound, ignored = app.parse_args(tokens)
        if command.__name__ == "help_print":
            _refuse_without_verb(app, tokens)
        call = Call(data=data, as_json=json, dry_run=dry_run, yes=yes)
        return command(*bound.args, **bound.kwargs, **({"call": call} if "call" in ignored else {})) or 0

    return launch


def _refuse_without_verb(app: App, tokens: Sequence[str]) -> None:
    """Let help through only where it was asked for: a script that forgot the verb must not read 0.

    Raises:
        WrongUse: there is no verb.
    """
    chain, apps, _ = app.parse_commands(list(tokens))
    if {"--help", "-h"} & set(tokens):
        return
    verbs = ", ".join(name for name in apps[-1] if not name.startswith("-"))
    said = " ".join(("acxdesk", *chain))
    raise WrongUse(f"`{said}` needs a verb: {verbs}.", remedy=f"See `{said} --help`.")


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line.

    Args:
        arguments: without the program's name.

    Returns:
        The exit code, as `EXIT_CODES` has it. Whatever is to be said was said.
    """
    voice.tune()
    try:
        with _stopped_by_signals():
            code = _carried_out(arguments)
            voice.flush()
    except CycloptsError as error:
        return _refused(misuse(error))
    except Refused as refused:
        return _refused(refused)
    except UnicodeEncodeError as error:
        return _refused(_no_text(error))
    except KeyboardInterrupt:
        voice.say("acxdesk: stopped.")
        return 128 + signal.SIGINT
    except BrokenPipeError:
        voice.abandon()
        return 128 + signal.SIGPIPE
    return code


def _carried_out(arguments: Sequence[str]) -> int:
    app = build()
    if not {"--help", "-h"} & set(arguments):
        return int(app.meta(list(arguments)) or 0)
    # Help goes through the voice as well: by itself it would end the program where nobody reads on.
    with redirect_stdout(io.StringIO()) as manual:
        code = app.meta(list(arguments))
    voice.block(manual.getvalue())
    return int(code or 0)


def _no_text(error: UnicodeEncodeError) -> Refused:
    """A byte on the command line that is no letter reaches the data file's door, and not further."""
    return Refused(f"{quoted(str(error.object))} holds a byte that is no UTF-8.", remedy="Write it in UTF-8.")


def _refused(refused: Refused) -> int:
    voice.refuse(refused)
    return refused.exit_code


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the verb as Ctrl+C does: an open deed is rolled back, then 143 or 129 answers."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    wanted = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, stop) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
