"""What is wrong with a command line, as a sentence; the parser's own words are for programmers."""

from enum import Enum
from typing import Literal, get_args, get_origin

from cyclopts import CycloptsError
from cyclopts.exceptions import (
    CoercionError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnusedCliTokensError,
    ValidationError,
)

from acxdesk.cli.call import WrongUse
from acxdesk.rules.text import quoted, visible


def misuse(error: CycloptsError) -> WrongUse:
    """The refusal for a command line that the parser does not take.

    Args:
        error: as cyclopts raised it.

    Returns:
        With the help that says how it is written as its remedy.
    """
    verb = " ".join(["acxdesk", *(error.command_chain or ())])
    return WrongUse(_sentence(error), remedy=f"See `{visible(verb)} --help`.")


def _sentence(error: CycloptsError) -> str:
    sentence = _first_sentence(str(error)) or "The command line was not understood."
    match error:
        case CoercionError(token=token, target_type=target) if token is not None:
            sentence = f"{_option(error)}: {quoted(token.value)} {_not_a(target)}."
        case ValidationError(exception_message=message) if message:
            sentence = visible(message)
        case MissingArgumentError():
            sentence = f"{_option(error)} is missing." if error.keyword is None else f"{error.keyword} needs a value."
        case RepeatArgumentError():
            sentence = f"{error.token.keyword} is given twice."
        case UnusedCliTokensError():
            sentence = f"Too many arguments: {' '.join(map(quoted, error.unused_tokens or []))}."
        case UnknownCommandError() if error.unused_tokens and error.unused_tokens[0].startswith("-"):
            sentence = f"There is no option {visible(error.unused_tokens[0])}."
    return sentence


def _option(error: CycloptsError) -> str:
    if error.argument is None:
        return "A value"
    name = error.argument.names[0] if error.argument.names else error.argument.name
    return name if name.startswith("-") else name.upper()


def _not_a(target: object) -> str:
    if target is int:
        return "is no whole number"
    if isinstance(target, type) and issubclass(target, Enum):
        return f"is not one of {', '.join(str(each.value) for each in target)}"
    if get_origin(target) is Literal:
        return f"is not one of {', '.join(map(str, get_args(target)))}"
    return "cannot be used"


def _first_sentence(text: str) -> str:
    """The parser's words on one line, without its list of everything that there is."""
    return visible(" ".join(text.partition(" Available commands:")[0].split()))
