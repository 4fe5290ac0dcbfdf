"""Leave and the hours of a week: what falls into a leave is told, and everything can be taken back."""

from collections.abc import Callable

import pytest

from acxdesk.actions.diaries import (
    AddLeave,
    EditLeave,
    RemoveLeave,
    SetHours,
    add_leave,
    edit_leave,
    remove_leave,
    set_hours,
)
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.people import RemovePerson, remove_person
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.queries.diaries import diary
from acxdesk.records.people import Person
from acxdesk.rules.diaries import hours_words
from tests.actions.sample import add_people, book_of, entries, rows, run, utc

GRACE = 6


def leave(desk: Desk, first: str, last: str | None = None, **other: object) -> tuple[str, tuple[str, ...]]:
    receipt = add_leave(desk, AddLeave.read({"person": GRACE, "first_on": first, "last_on": last, **other}))
    return receipt.sentence, receipt.lines


def test_a_leave_tells_which_of_her_meetings_fall_into_it(staffed: Desk) -> None:
    run(staffed, coaches=[{"person": GRACE}])
    run(staffed, start="2026-12-08", coaches=[{"person": 7}])
    assert leave(staffed, "2026-12-08", "2026-12-09", reason="family", otherwise="Europe/London") == (
        "Grace Hopper is on leave Tue 8 Dec 2026 to Wed 9 Dec 2026 (family).",
        (
            "! ACXM-2026-12-07 meeting 2, Tue 8 Dec 2026 14:00-19:00 Europe/London.",
            "! ACXM-2026-12-07 meeting 3, Wed 9 Dec 2026 14:00-19:00 Europe/London.",
        ),
    )
    (row,) = rows(staffed, "leaves")
    assert (row["starts_at"], row["ends_at"]) == ("2026-12-08T00:00:00.000000Z", "2026-12-10T00:00:00.000000Z")


def test_her_own_zone_decides_when_a_day_begins(desk: Desk) -> None:
    (number,) = add_people(desk, ["Grace"], coach=True)
    with desk.changing("prepare", kind="system") as change:
        who = change.work.get(Person, number)
        assert who is not None
        who.zone = "Asia/Kathmandu"
    add_leave(desk, AddLeave.read({"person": number, "first_on": "2026-12-08"}))
    assert [row["starts_at"] for row in rows(desk, "leaves")] == ["2026-12-07T18:15:00.000000Z"]


def test_a_leave_is_edited_and_removed(staffed: Desk) -> None:
    leave(staffed, "2026-12-08")
    edited = edit_leave(staffed, EditLeave.read({"leave": 1, "version": 1, "last_on": "2026-12-11"}))
    assert edited.sentence == "Grace Hopper is on leave Tue 8 Dec 2026 to Fri 11 Dec 2026 now."
    assert not edit_leave(staffed, EditLeave.read({"leave": 1, "last_on": "2026-12-11"})).changed
    with pytest.raises(Overtaken, match="was changed by anna"):
        edit_leave(staffed, EditLeave.read({"leave": 1, "version": 1, "reason": "ill"}))
    with pytest.raises(Refused, match="before it begins"):
        edit_leave(staffed, EditLeave.read({"leave": 1, "last_on": "2026-12-01"}))
    remove_leave(staffed, RemoveLeave(leave=1))
    assert rows(staffed, "leaves") == []
    with pytest.raises(NotFound, match="No leave 1"):
        remove_leave(staffed, RemoveLeave(leave=1))


def test_a_leave_within_a_leave_is_refused(staffed: Desk) -> None:
    leave(staffed, "2026-12-08", "2026-12-11")
    with pytest.raises(Refused, match="on leave Tue 8 Dec 2026 to Fri 11 Dec 2026 already"):
        leave(staffed, "2026-12-09")
    leave(staffed, "2026-12-10", "2026-12-14")


def test_hours_are_set_and_set_again(staffed: Desk) -> None:
    def hours(said: str) -> str:
        return set_hours(
            staffed, SetHours.read({"person": GRACE, "hours": said, "otherwise": "Europe/London"})
        ).sentence

    assert hours("mon-fri 9-17") == "Grace Hopper can teach Mon-Fri 09:00-17:00 (Europe/London)."
    assert hours("Mon-Fri 09:00-17:00") == "Grace Hopper teaches so already."
    assert hours("mon-fri 9-12, mon-fri 13-17") == (
        "Grace Hopper can teach Mon-Fri 09:00-12:00, Mon-Fri 13:00-17:00 (Europe/London)."
    )
    assert hours("") == "Grace Hopper can teach any time."
    assert rows(staffed, "teaching_hours") == []


def test_hours_that_cannot_be_read_are_a_fault_of_their_field(staffed: Desk) -> None:
    with pytest.raises(Faulty) as caught:
        SetHours.read({"person": GRACE, "hours": "mornings"})
    assert [(fault.field, fault.sentence) for fault in caught.value.faults] == [
        ("hours", '"mornings" is no teaching time. Write it as mon-fri 09:00-17:00.')
    ]
    assert rows(staffed, "teaching_hours") == []


def test_only_a_coach_has_a_diary(staffed: Desk) -> None:
    with pytest.raises(Refused, match="Ada is not a coach"):
        add_leave(staffed, AddLeave.read({"person": 1, "first_on": "2026-12-08"}))
    with pytest.raises(Refused, match="Ada is not a coach"):
        set_hours(staffed, SetHours.read({"person": 1, "hours": "mon 9-10"}))


def test_every_deed_on_a_diary_can_be_taken_back(staffed: Desk) -> None:
    deeds: tuple[Callable[[], object], ...] = (
        lambda: add_leave(staffed, AddLeave.read({"person": GRACE, "first_on": "2026-12-08"})),
        lambda: edit_leave(staffed, EditLeave.read({"leave": 1, "first_on": "2026-12-07"})),
        lambda: set_hours(staffed, SetHours.read({"person": GRACE, "hours": "mon 9-10"})),
        lambda: set_hours(staffed, SetHours.read({"person": GRACE, "hours": "mon 9-11, tue 9-10"})),
        lambda: remove_leave(staffed, RemoveLeave(leave=1)),
        lambda: remove_person(staffed, RemovePerson.read({"person": GRACE})),
    )
    states = [book_of(staffed)]
    for deed in deeds:
        deed()
        states.append(book_of(staffed))
    for state in reversed(states[:-1]):
        undo(staffed)
        assert book_of(staffed) == state
    for state in states[1:]:
        redo(staffed)
        assert book_of(staffed) == state


def test_a_rehearsed_leave_is_told_and_not_kept(staffed: Desk) -> None:
    count = entries(staffed)
    leave(staffed.rehearsing(), "2026-12-08")
    said = set_hours(staffed.rehearsing(), SetHours.read({"person": GRACE, "hours": "mon 9-17"})).sentence
    assert said == "Grace Hopper can teach Mon 09:00-17:00 (UTC)."
    assert entries(staffed) == count
    assert diary(staffed, GRACE, utc(2026, 1, 1), utc(2027, 1, 1)).leaves == ()
    assert hours_words(diary(staffed, GRACE, utc(2026, 1, 1), utc(2027, 1, 1)).week.hours) == "any time"
