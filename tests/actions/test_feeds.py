"""Feeds: names that nobody can guess, files that are left alone as long as they say what holds, and nothing else."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from acxdesk.actions.feeds import FeedOf, PublishFeeds, name_feed, publish_feeds, rename_feed
from acxdesk.actions.journal import undo
from acxdesk.actions.meetings import MoveMeeting, move_meeting
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import InputProblem, NotFound, Refused
from acxdesk.queries.givens import pending
from acxdesk.rules.updates import Way
from tests.actions.sample import book, entries, move, rows, run
from tests.exchange.readers import blocks, unfolded, value_of

REF = "ACXM-2026-12-07"
ADA, BOB, GRACE = 1, 2, 6


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    return tmp_path / "feeds"


@pytest.fixture
def taught(staffed: Desk) -> Desk:
    """Ada and Bob in a session of Grace's."""
    run(staffed, coaches=[{"person": GRACE}], capacity_max=9)
    book(staffed, REF, ADA, BOB)
    return staffed


def published(desk: Desk, folder: Path, **other: Any) -> Receipt:
    return publish_feeds(desk, PublishFeeds.read({"folder": folder, **other}))


def token(desk: Desk, person: int) -> str:
    return name_feed(desk, FeedOf(person=person)).reference


def test_each_has_a_file_under_a_name_that_nobody_can_guess(taught: Desk, feeds: Path) -> None:
    receipt = published(taught, feeds)
    assert receipt.sentence == f"3 calendars published in {feeds}: 3 written."
    assert {path.name for path in feeds.iterdir()} == {
        f"{token(taught, ADA)}.ics",
        f"{token(taught, BOB)}.ics",
        f"{token(taught, GRACE)}-coach.ics",
    }
    assert re.fullmatch("[0-9a-f]{32}", token(taught, ADA))
    assert {path.stat().st_mode & 0o777 for path in feeds.iterdir()} == {0o644}
    data = (feeds / f"{token(taught, ADA)}.ics").read_bytes()
    assert "X-WR-CALNAME:Sessions of Ada" in unfolded(data)
    assert len(blocks(data, "VEVENT")) == 4


def test_only_what_changed_is_written_again(taught: Desk, feeds: Path, clock: FrozenClock) -> None:
    run(taught, start="2027-01-18", programme="ACXM")
    published(taught, feeds)
    book(taught, "ACXM-2027-01-18", ADA)
    before = {path.name: path.stat().st_ino for path in feeds.iterdir()}
    clock.moment += timedelta(hours=1)
    assert published(taught, feeds).lines == ("Ada, delegate",)
    after = {path.name: path.stat().st_ino for path in feeds.iterdir()}
    assert {name for name in after if after[name] != before[name]} == {f"{token(taught, ADA)}.ics"}


def test_publishing_what_is_published_leaves_no_trace(taught: Desk, feeds: Path) -> None:
    published(taught, feeds)
    before = entries(taught)
    receipt = published(taught, feeds)
    assert receipt.sentence == f"3 calendars published in {feeds}: 3 as they were."
    assert not receipt.changed
    assert entries(taught) == before


def test_what_is_published_counts_as_given(taught: Desk, feeds: Path, clock: FrozenClock) -> None:
    published(taught, feeds)
    assert pending(taught, Way.FEED) == ()
    clock.moment += timedelta(hours=1)
    move_meeting(taught, MoveMeeting(session=REF, number=2, day="2026-12-12"))
    assert [one.name for one in pending(taught, Way.FEED)] == ["Ada", "Bob", "Grace Hopper"]
    published(taught, feeds)
    assert pending(taught, Way.FEED) == ()


def test_who_left_keeps_her_feed_with_what_is_off(taught: Desk, feeds: Path) -> None:
    published(taught, feeds)
    move(taught, REF, "withdraw", ADA, reason="ill")
    published(taught, feeds)
    events = blocks((feeds / f"{token(taught, ADA)}.ics").read_bytes(), "VEVENT")
    assert {value_of(event, "STATUS") for event in events} == {"CANCELLED"}
    assert pending(taught, Way.FEED) == ()


def test_a_booking_that_is_taken_back_is_called_off_in_the_feed(taught: Desk, feeds: Path) -> None:
    published(taught, feeds)
    undo(taught)
    published(taught, feeds)
    events = blocks((feeds / f"{token(taught, ADA)}.ics").read_bytes(), "VEVENT")
    assert {value_of(event, "STATUS") for event in events} == {"CANCELLED"}
    assert pending(taught, Way.FEED) == ()


def test_a_name_that_was_taken_back_is_gone_with_the_next_publishing(taught: Desk, feeds: Path) -> None:
    published(taught, feeds)
    old = token(taught, ADA)
    new = rename_feed(taught, FeedOf(person=ADA)).reference
    assert new != old
    assert (feeds / f"{old}.ics").exists()
    assert published(taught, feeds).sentence.endswith("1 written, 2 as they were, 1 removed.")
    assert not (feeds / f"{old}.ics").exists()
    assert (feeds / f"{new}.ics").exists()


def test_no_other_file_is_touched(taught: Desk, feeds: Path) -> None:
    feeds.mkdir()
    strange = {"index.html": b"<p>", f"{'0' * 32}.ics": b"mine", f"{'1' * 32}.txt": b"BEGIN:VCALENDAR"}
    for name, data in strange.items():
        (feeds / name).write_bytes(data)
    (feeds / f"{'2' * 32}.ics").symlink_to(feeds / "index.html")
    published(taught, feeds)
    assert {name: (feeds / name).read_bytes() for name in strange} == strange
    assert (feeds / f"{'2' * 32}.ics").is_symlink()


def test_some_peoples_feeds_leave_the_others_alone(taught: Desk, feeds: Path) -> None:
    published(taught, feeds)
    rename_feed(taught, FeedOf(person=BOB))
    assert published(taught, feeds, people=[ADA]).sentence == f"1 calendar published in {feeds}: 1 as they were."
    assert len(list(feeds.iterdir())) == 3


def test_a_rehearsal_writes_nothing(taught: Desk, feeds: Path) -> None:
    receipt = published(taught.rehearsing(), feeds)
    assert receipt.rehearsed
    assert len(receipt.lines) == 3
    assert not feeds.exists()
    assert rows(taught, "feeds") == []


def test_what_is_written_when_it_ends_in_the_middle_counts_as_given(taught: Desk, feeds: Path) -> None:
    def stop(done: int, _of: int) -> None:
        if done == 1:
            raise Refused("Stopped.")

    with pytest.raises(Refused, match="Stopped"):
        publish_feeds(taught, PublishFeeds(folder=feeds), stop)
    assert len(list(feeds.iterdir())) == 1
    assert [row["person_id"] for row in rows(taught, "given_calendars")] == [ADA]
    assert published(taught, feeds).sentence.endswith("2 written, 1 as they were.")


def test_a_link_in_the_place_of_a_feed_is_refused(taught: Desk, feeds: Path, tmp_path: Path) -> None:
    feeds.mkdir()
    (tmp_path / "other").write_text("mine")
    (feeds / f"{token(taught, ADA)}.ics").symlink_to(tmp_path / "other")
    with pytest.raises(Refused, match="is a link"):
        published(taught, feeds)
    assert (tmp_path / "other").read_text() == "mine"


def test_what_cannot_be_published_is_refused(staffed: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Nobody has a meeting ahead"):
        published(staffed, tmp_path / "feeds")
    run(staffed)
    book(staffed, REF, ADA)
    (tmp_path / "file").touch()
    with pytest.raises(InputProblem, match="is no folder"):
        published(staffed, tmp_path / "file")
    with pytest.raises(NotFound):
        name_feed(staffed, FeedOf(person=99))
    with pytest.raises(Refused, match="has no feed"):
        rename_feed(staffed, FeedOf(person=BOB))
