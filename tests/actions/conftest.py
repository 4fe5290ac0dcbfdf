"""What tests of deeds share: a desk with a programme of two seats, delegates and coaches, and nothing to undo."""

import pytest

from acxdesk.desk.door import Desk
from tests.actions.sample import add_people, add_programme


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """Delegates 1 to 5 (Ada, Bob, Cleo, Dan, Eve), coaches 6 and 7 (Grace Hopper, Alan Turing), ACXM with two seats."""
    add_programme(desk)
    add_people(desk, ("Ada", "Bob", "Cleo", "Dan", "Eve"))
    add_people(desk, ("Grace Hopper", "Alan Turing"), coach=True)
    return desk
