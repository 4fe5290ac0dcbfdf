"""The Hall of Fame: who was named Change Architect in which year."""

from enum import StrEnum
from typing import Final

FIRST_YEAR: Final = 2018  # the award was first given then, as printed


class Honour(StrEnum):
    """What somebody stands in the Hall of Fame for."""

    WINNER = "winner"
    RUNNER_UP = "runner-up"
