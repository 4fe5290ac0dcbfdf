"""The start: no argument opens the terminal app, a verb runs one command, `--version` answers before anything loads."""

import gc
import os
import sys
from collections.abc import Sequence

from acxdesk import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run acxdesk.

    Args:
        argv: the arguments without the program's name; None takes those of the process.

    Returns:
        The exit code, as `acxdesk --help` lists them.
    """
    _open_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[-1:] == ["--version"] and _data_alone(arguments[:-1]) is not None:
        print(f"acxdesk {__version__}")  # noqa: T201 - nothing else is loaded
        return 0
    try:
        data = _data_alone(arguments)
        if data is None and arguments != ["demo"]:
            return _command(arguments)
        return _screen(data)
    except Exception as error:  # noqa: BLE001 - the last resort: a traceback would print what people are called
        return _crashed(error)


def _open_streams() -> None:
    """Put nothing where a stream was closed, as by `2>&-`: words would go to stdout, and a question would crash."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - for the whole run


def _data_alone(arguments: list[str]) -> str | None:
    """The data file to open the terminal app with, empty for the usual one; None where there is a verb."""
    match arguments:
        case []:
            return ""
        case ["--data", path] if not path.startswith("-"):
            return path
        case [option] if option.startswith("--data="):
            return option.removeprefix("--data=")
    return None


def _command(arguments: list[str]) -> int:
    from acxdesk.cli.app import run  # noqa: PLC0415 - the terminal app starts without it

    return run(arguments)


def _screen(data: str | None) -> int:
    """Open the terminal app on a data file, or on the demonstration where none is given."""
    # Textual draws on stderr.
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        print(  # noqa: T201 - neither face is loaded
            "acxdesk: The terminal app needs a terminal. In a script use a verb, as `acxdesk session list`; "
            "`acxdesk --help` has them all.",
            file=sys.stderr,
        )
        return 2
    return _terminal_app(data)


def _terminal_app(data: str | None) -> int:
    gc.disable()  # the app enables it again after its first frame: what a start makes, it keeps

    if data is None:
        from acxdesk.tui.demonstration import run as run_demonstration  # noqa: PLC0415 - verbs never load it

        return run_demonstration()
    from acxdesk.tui.app import run  # noqa: PLC0415 - as above

    return run(data)


def _crashed(error: Exception) -> int:
    """Leave a reference in the log and one line on stderr; neither says what was being worked on."""
    from acxdesk.desk.log import log_crash, log_file  # noqa: PLC0415 - hardly ever needed

    reference = log_crash(error)
    where = f"{log_file()} has the place under {reference}" if reference else "the log could not be written either"
    print(  # noqa: T201 - the voice may be what failed
        f"acxdesk: acxdesk itself failed ({type(error).__name__}); {where}. A deed that was under way was not saved.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
