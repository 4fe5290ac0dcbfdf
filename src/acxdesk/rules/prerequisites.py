"""What has to be held already: by a delegate at a session's start, by a coach at every meeting."""

from enum import StrEnum


class Of(StrEnum):
    """Whom a requirement is asked of."""

    DELEGATE = "delegate"
    COACH = "coach"


class Standing(StrEnum):
    """How an accreditation has to stand on the day that it is asked for."""

    VALID = "valid"
    RENEWABLE = "valid or renewable"
    EVER = "ever held"
