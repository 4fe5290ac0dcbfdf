"""Whether the accreditations fit together: after every deed they do, and what was changed past the desk is told."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from acxdesk.actions.accreditations import MoveAccreditations, move_accreditations
from acxdesk.actions.decrees import Decree, decree
from acxdesk.actions.recorded import RecordAccreditation, record_accreditation
from acxdesk.actions.renewals import Reissue, Renew, reissue, renew
from acxdesk.desk.door import Desk
from acxdesk.queries.earnedcare import unfit
from tests.actions.earned import terms
from tests.actions.sample import add_people, add_programme


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """Five records: one renewed, reissued and decreed after that, one with a number from elsewhere."""
    add_programme(desk)
    terms(desk, validity_months=12)
    add_people(desk, ("Ada", "Bob"))
    for person, number in ((1, ""), (2, "old 7/01")):
        values = {"person": person, "programme": "ACXM", "awarded_on": date(2025, 11, 16), "number": number}
        record_accreditation(desk, RecordAccreditation.read(values))
    renew(desk, Renew.read({"accreditations": [1]}))
    reissue(desk, Reissue.read({"accreditations": [3], "name": "Ada Byron"}))
    decree(desk, Decree.read({"programme": "ACXM", "months": 3, "reason": "the pandemic"}))
    move_accreditations(desk, MoveAccreditations.read({"accreditations": [5], "verb": "revoke", "reason": "fraud"}))
    return desk


def test_after_every_deed_all_fits(worked: Desk) -> None:
    assert unfit(worked) == ((), 6)


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        ("state = 'suspended' WHERE id = 6", ("ACXM-2026-0001/3 is suspended, but its last step says issued.",)),
        (
            "replaces_id = NULL WHERE id = 3",
            ("ACXM-2025-0001 is superseded, but no record took its place.",),
        ),
        (
            "number = 'ACXM-2025-0009' WHERE id = 3",
            (
                "ACXM-2025-0009 has a number that does not fit what it is.",
                "ACXM-2026-0001/2 has a number that does not fit what it is.",
            ),
        ),
        ("code = 'AAAA-AAAA-AAAC' WHERE id = 2", ("old 7/01 has a code that is none.",)),
        ("code = '\x1b[31m' WHERE id = 2", ("old 7/01 has a code that is none.",)),
        (
            "replaces_id = 2 WHERE id = 3",
            (
                "ACXM-2025-0001 is superseded, but no record took its place.",
                "old 7/01 has 2 records in its place.",
            ),
        ),
    ],
)
def test_what_was_changed_past_the_desk_is_told(worked: Desk, change: str, sentences: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(worked.path, isolation_level=None)) as raw:
        raw.execute(f"UPDATE accreditations SET {change}")
    assert unfit(worked)[0] == sentences


def test_one_without_a_step_is_told(worked: Desk) -> None:
    with closing(sqlite3.connect(worked.path, isolation_level=None)) as raw:
        raw.execute("DELETE FROM accreditation_steps WHERE accreditation_id = 2")
    assert unfit(worked)[0] == ("old 7/01 has no step that says how it came about.",)
