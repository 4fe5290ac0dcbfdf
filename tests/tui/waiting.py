"""Waiting in tests of screens for what is going on, and not for as long as it might take."""

import asyncio
from typing import Final

from textual._context import active_app
from textual._wait import SLEEP_GRANULARITY, wait_for_idle

_LOOK: Final = 0.002  # seconds between two looks at what only time or another thread ends


async def quiet(seconds: float) -> None:
    """Pause for so many seconds, or only until nothing is left that would happen within them.

    What may be left: callbacks and messages that are ready, reads and deeds in threads, and whatever was put off, such
    as a detail pane until the cursor rests.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while loop.time() < end:
        if loop._ready:  # type: ignore[attr-defined]
            await asyncio.sleep(0)
        elif _is_working() or _is_due(loop, end):
            await asyncio.sleep(_LOOK)
        else:
            return


async def idle(min_sleep: float = SLEEP_GRANULARITY, max_sleep: float = 1) -> None:
    """As Textual's `wait_for_idle`, which always sleeps first: it guesses from the processor's time, this looks."""
    loop = asyncio.get_running_loop()
    latest = loop.time() + max_sleep
    await quiet(SLEEP_GRANULARITY)
    while loop._ready and loop.time() < latest:  # type: ignore[attr-defined]  # noqa: ASYNC110 - no event tells it
        await asyncio.sleep(0)
    if _is_working():
        await wait_for_idle(min_sleep, max_sleep)


def _is_working() -> bool:
    return any(not worker.is_finished for worker in active_app.get().workers)


def _is_due(loop: asyncio.AbstractEventLoop, end: float) -> bool:
    return any(one.when() <= end and not one.cancelled() for one in loop._scheduled)  # type: ignore[attr-defined]
