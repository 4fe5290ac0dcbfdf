"""Work on the loop that a widget begins and does not wait for."""

from collections.abc import Callable, Coroutine
from typing import Any

from textual.dom import DOMNode
from textual.worker import Worker


def begin(
    node: DOMNode, work: Callable[[], Coroutine[Any, Any, None]], *, group: str = "default", exit_on_error: bool = True
) -> Worker[None]:
    """Begin a work that ends with its node.

    It is handed over as what makes a coroutine, not as one: where the app ends first, none is left unbegun.

    Args:
        node: whose work it is.
        work: an async function or a partial of one.
        group: what it belongs to.
        exit_on_error: whether an error in it is a crash.
    """
    return node.run_worker(work, group=group, exit_on_error=exit_on_error)
