"""`acxdesk completion`: what a shell needs to complete verbs and options."""

from typing import Annotated, Literal

from cyclopts import Parameter

from acxdesk.cli import voice
from acxdesk.cli.call import Asked


def completion(
    shell: Annotated[Literal["bash", "zsh", "fish"], Parameter(help="whose script to print")],
    /,
    *,
    call: Asked,  # noqa: ARG001 - every verb has the same options
) -> None:
    """Print the completion script of a shell, as for `source <(acxdesk completion bash)`."""
    from acxdesk.cli.app import build

    voice.block(build().generate_completion(prog_name="acxdesk", shell=shell))
