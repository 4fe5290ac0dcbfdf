"""The outcome of somebody in a session: computed from hours and marks by the scheme, and explained in words."""

from enum import StrEnum


class Verdict(StrEnum):
    """What became of somebody."""

    PASSED = "passed"
    RESIT = "resit due"
    FAILED = "failed"
    INCOMPLETE = "incomplete"
