"""How it is measured: two things in turn, A B A B, several rounds; medians are quoted, and their ratio."""

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians of two things measured in turn, in seconds."""

    ours: float
    baseline: float

    @property
    def ratio(self) -> float:
        """Ours to the baseline."""
        return self.ours / self.baseline


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes, the collector's pauses left out."""
    gc.collect()
    gc.disable()
    try:
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun
    finally:
        gc.enable()


def in_turn(ours: Callable[[], object], baseline: Callable[[], object], rounds: int = ROUNDS) -> Figures:
    """Measure both in turn; each once before, uncounted."""
    ours()
    baseline()
    taken = [(seconds(ours), seconds(baseline)) for _ in range(rounds)]
    return Figures(*(statistics.median(column) for column in zip(*taken, strict=True)))


def machine() -> str:
    """The machine in a line: absolute times mean nothing without it, ratios little."""
    return f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {platform.system()}"


def say(name: str, figures: Figures, aim: str) -> None:
    """Print one figure: what it is, the ratio, the medians, what is aimed at."""
    print(f"{name:<58} {figures.ratio:6.2f}   {figures.ours * 1e3:9.2f} ms / {figures.baseline * 1e3:9.2f} ms   {aim}")
