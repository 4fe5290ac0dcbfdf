"""A command line on a data file with one session that is over: two people who sat all of it, and a scheme."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.rules.schemes import Scheme
from tests.actions.assessed import assessed

REF = "ACXM-2026-11-16"
AT = ("--session", REF)
ADA = (*AT, "--person", "Ada Byron")
BOB = (*AT, "--person", "Bob Okafor")


def furnish(home: Path, template: Path, scheme: Scheme) -> None:
    """Put the data file where the settings look for it: Ada Byron and Bob Okafor sat all of ACXM-2026-11-16."""
    path = home / "desk.acx"
    shutil.copy(template, path)
    desk = Desk.open(path, who="anna", clock=FrozenClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC)))
    assessed(desk, "Ada Byron", "Bob Okafor", scheme=scheme)
    desk.close()
