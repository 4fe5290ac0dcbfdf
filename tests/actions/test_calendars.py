"""What a calendar that was given out learns from the next one, whatever was done, taken back and put again since."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from acxdesk.actions.askings import AnswerAsking, Ask, answer_asking, ask
from acxdesk.actions.calendars import ExportCalendar, export_calendar
from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.meetings import (
    AddMeeting,
    CancelMeeting,
    MoveMeeting,
    MoveSession,
    RestoreMeeting,
    add_meeting,
    cancel_meeting,
    move_meeting,
    move_session,
    restore_meeting,
)
from acxdesk.actions.sessions import EditSession, edit_session
from acxdesk.actions.substitutes import EndSubstitution, Substitute, end_substitution, substitute
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.queries.calendars import of_session
from tests.actions.sample import add_people, add_programme, book, entries, move, run, utc
from tests.exchange.readers import blocks, value_of

REF = "ACXM-2026-12-07"
ADA, BOB, CLEO, GRACE, ALAN = 1, 2, 3, 6, 7
Event = list[str]  # its content lines
WHOSE: dict[str, dict[str, Any]] = {
    "Ada": {"person": ADA},
    "Bob": {"person": BOB},
    "Grace": {"coach": GRACE},
    "session": {"session": REF},
    "programme": {"programme": "ACXM"},
    "everything": {"everything": True},
}
OTHERS: dict[str, dict[str, Any]] = {"Alan": {"coach": ALAN}}  # who teaches only now and then


@dataclass
class Reader:
    """Somebody's calendar program: knows what it was given, and follows RFC 5546's rule for what is newer."""

    desk: Desk
    folder: Path
    whose: dict[str, Any]
    events: dict[str, Event] = field(default_factory=dict)  # UID -> the event as last given
    held: dict[str, Event] = field(default_factory=dict)  # UID -> the event as the program shows it

    def read(self) -> "Reader":
        """Take the present export, and hold it against every one before."""
        given = {value_of(event, "UID"): event for event in self.exported()}
        for uid, event in given.items():
            known = self.held.get(uid)
            if known is not None and known != event:
                assert level(event) > level(known), f"changed without a higher SEQUENCE:\n{event}"
                assert value_of(event, "DTSTAMP") >= value_of(known, "DTSTAMP")
            self.held[uid] = event
        for uid in self.held.keys() - given.keys():
            assert value_of(self.held[uid], "STATUS") == "CANCELLED", f"left out in silence:\n{self.held[uid]}"
        self.events = given
        return self

    def exported(self) -> list[Event]:
        """The events of the file as it is now; none where there is nothing to export."""
        out = self.folder / "calendar.ics"
        out.unlink(missing_ok=True)
        try:
            export_calendar(self.desk, ExportCalendar.read({"out": out, **self.whose}))
        except Refused as refused:
            if out.exists() or not refused.sentence.endswith("there is no meeting to export."):
                raise
            return []
        return blocks(out.read_bytes(), "VEVENT")

    def shown(self) -> list[str]:
        """The starts of what the program shows as held, as 07T1400."""
        return sorted(
            value_of(event, "DTSTART").partition("202612")[2][:7]
            for event in self.held.values()
            if value_of(event, "STATUS") == "CONFIRMED"
        )


def level(event: Event) -> int:
    return int(value_of(event, "SEQUENCE"))


@pytest.fixture
def reader(staffed: Desk, tmp_path: Path) -> Callable[[str], Reader]:
    return lambda name: Reader(staffed, tmp_path, (WHOSE | OTHERS)[name])


@pytest.fixture
def taught(staffed: Desk) -> Desk:
    """A session with a coach, Ada, Bob and Cleo."""
    run(staffed, coaches=[{"person": GRACE}], link="https://example.org/room", capacity_max=3)
    book(staffed, REF, ADA, BOB, CLEO)
    return staffed


DEEDS: dict[str, Callable[[Desk], object]] = {
    "move a meeting": lambda d: move_meeting(d, MoveMeeting(session=REF, number=2, day="2026-12-12")),
    "cancel a meeting": lambda d: cancel_meeting(d, CancelMeeting(session=REF, number=3, reason="strike")),
    "restore it": lambda d: restore_meeting(d, RestoreMeeting(session=REF, number=3)),
    "add a meeting": lambda d: add_meeting(d, AddMeeting(session=REF, day="2026-12-14")),
    "withdraw": lambda d: move(d, REF, "withdraw", ADA, reason="ill"),
    "book again": lambda d: book(d, REF, ADA),
    "confirm": lambda d: move(d, REF, "confirm", ADA),
    "move the session": lambda d: move_session(d, MoveSession(session=REF, start="2026-12-15", zone="Europe/Rome")),
    "edit the link": lambda d: edit_session(d, EditSession(session=REF, link="https://example.org/other")),
    "edit the seats": lambda d: edit_session(d, EditSession(session=REF, capacity_max=5)),
    "add a coach": lambda d: edit_session(
        d, EditSession.read({"session": REF, "coaches": [{"person": GRACE}, {"person": ALAN}]})
    ),
    "call off": lambda d: decide(d, Decide(session=REF, verb="cancel", reason="fire")),
    "reopen": lambda d: decide(d, Decide(session=REF, verb="reopen")),
}


def test_a_reader_is_never_left_behind(taught: Desk, reader: Callable[[str], Reader], clock: FrozenClock) -> None:
    readers = [reader(name).read() for name in WHOSE]

    def after(deed: Callable[[Desk], object]) -> None:
        clock.moment += timedelta(minutes=7)
        deed(taught)
        for one in readers:
            one.read()

    for deed in DEEDS.values():
        after(deed)
    for _deed in (*DEEDS, "book", "schedule"):
        after(undo)
    assert [one.shown() for one in readers] == [[]] * len(WHOSE)
    for _deed in ("schedule", "book", *DEEDS):
        after(redo)
    assert [len(one.shown()) for one in readers] == [5] * len(WHOSE)
    for _deed in DEEDS:
        after(undo)
    assert [one.shown() for one in readers] == [["07T1400", "08T1400", "09T1400", "10T1400"]] * len(WHOSE)


def test_what_is_taken_back_is_put_right_when_nobody_looked_in_between(
    taught: Desk, reader: Callable[[str], Reader], clock: FrozenClock
) -> None:
    readers = [reader(name) for name in WHOSE]
    for deed in DEEDS.values():
        deed(taught)
    assert [len(one.read().shown()) for one in readers] == [5] * len(WHOSE)
    for _deed in (*DEEDS, "book", "schedule"):
        clock.moment += timedelta(minutes=7)
        undo(taught)
    assert [one.read().shown() for one in readers] == [[]] * len(WHOSE)
    for _deed in ("schedule", "book", *DEEDS):
        redo(taught)
    assert [len(one.read().shown()) for one in readers] == [5] * len(WHOSE)


def _asked(verb: str) -> Callable[[Desk], object]:
    values = {"session": REF, "person": ALAN, "verb": verb, "reason": "why"}
    return lambda d: answer_asking(d, AnswerAsking.read(values))


def _stands_in(number: int) -> Callable[[Desk], object]:
    values = {"session": REF, "number": number, "absent": GRACE, "by": ALAN, "reason": "ill"}
    return lambda d: substitute(d, Substitute.read(values))


COACHING: tuple[tuple[Callable[[Desk], object], int, int], ...] = (  # and what Grace and Alan see as held after it
    (lambda d: ask(d, Ask.read({"session": REF, "coaches": [{"person": ALAN}]})), 4, 4),
    (_asked("decline"), 4, 0),
    (lambda d: ask(d, Ask.read({"session": REF, "coaches": [{"person": ALAN}]})), 4, 4),
    (_asked("accept"), 4, 4),
    (_stands_in(2), 3, 4),
    (lambda d: end_substitution(d, EndSubstitution.read({"session": REF, "number": 2, "absent": GRACE})), 4, 4),
    (_asked("withdraw"), 4, 0),
    (_stands_in(3), 3, 1),
    (lambda d: move_meeting(d, MoveMeeting(session=REF, number=3, day="2026-12-12")), 3, 1),
    (lambda d: cancel_meeting(d, CancelMeeting(session=REF, number=3, reason="strike")), 3, 0),
    (lambda d: restore_meeting(d, RestoreMeeting(session=REF, number=3)), 3, 1),
    (lambda d: edit_session(d, EditSession.read({"session": REF, "coaches": [{"person": ALAN}]})), 0, 4),
)


def test_who_teaches_what_is_never_left_out_in_silence(
    taught: Desk, reader: Callable[[str], Reader], clock: FrozenClock
) -> None:
    grace, alan, whole = (reader(name).read() for name in ("Grace", "Alan", "session"))

    def after(deed: Callable[[Desk], object]) -> tuple[int, int]:
        clock.moment += timedelta(minutes=7)
        deed(taught)
        whole.read()
        return len(grace.read().shown()), len(alan.read().shown())

    held = [(4, 0)]
    for deed, hers, his in COACHING:
        held.append((hers, his))
        assert after(deed) == held[-1]
    for seen in reversed(held[:-1]):
        assert after(undo) == seen
    for seen in held[1:]:
        assert after(redo) == seen


def test_a_booking_that_is_taken_back_is_called_off_in_her_calendar(
    taught: Desk, reader: Callable[[str], Reader], clock: FrozenClock
) -> None:
    ada = reader("Ada").read()
    assert [(value_of(event, "STATUS"), level(event)) for event in ada.events.values()] == [("CONFIRMED", 0)] * 4
    clock.moment += timedelta(hours=1)
    undo(taught)
    ada.read()
    assert [(value_of(event, "STATUS"), level(event)) for event in ada.events.values()] == [("CANCELLED", 1)] * 4
    assert {value_of(event, "DTSTAMP") for event in ada.events.values()} == {"20261124T100000Z"}
    redo(taught)
    ada.read()
    assert [(value_of(event, "STATUS"), level(event)) for event in ada.events.values()] == [("CONFIRMED", 2)] * 4
    undo(taught)
    assert [level(event) for event in ada.read().events.values()] == [3] * 4


def test_a_seat_taken_by_an_applicant_is_called_off_when_that_is_taken_back(
    staffed: Desk, reader: Callable[[str], Reader]
) -> None:
    run(staffed)
    move(staffed, REF, "apply", ADA)
    ada = reader("Ada")
    assert ada.exported() == []
    book(staffed, REF, ADA)
    assert len(ada.read().shown()) == 4
    undo(staffed)
    assert ada.read().shown() == []
    undo(staffed)  # the application as well
    assert ada.read().shown() == []
    redo(staffed)
    assert ada.read().shown() == []
    book(staffed, REF, ADA)
    assert len(ada.read().shown()) == 4


def test_whoever_only_applied_has_nothing_to_be_called_off(staffed: Desk, reader: Callable[[str], Reader]) -> None:
    run(staffed)
    move(staffed, REF, "apply", ADA)
    undo(staffed)
    assert reader("Ada").exported() == []


def test_whoever_is_booked_anew_after_an_undo_sees_the_meetings_once(
    staffed: Desk, reader: Callable[[str], Reader]
) -> None:
    run(staffed)
    book(staffed, REF, ADA)
    ada = reader("Ada").read()
    undo(staffed)
    book(staffed, REF, ADA)  # another row, with another name
    assert len(ada.read().events) == 8
    assert ada.shown() == ["07T1400", "08T1400", "09T1400", "10T1400"]


def test_a_session_scheduled_anew_after_an_undo_calls_the_first_one_off(
    staffed: Desk, reader: Callable[[str], Reader]
) -> None:
    run(staffed, coaches=[{"person": GRACE}])
    readers = [reader(name).read() for name in ("session", "programme", "everything", "Grace")]
    undo(staffed)
    assert [one.read().shown() for one in readers] == [[]] * 4
    run(staffed, at="10:00", coaches=[{"person": GRACE}])
    assert [one.read().shown() for one in readers] == [["07T1000", "08T1000", "09T1000", "10T1000"]] * 4


def test_a_session_that_never_was_has_no_calendar(staffed: Desk) -> None:
    with pytest.raises(NotFound, match="No session ACXM-2026-12-07"):
        of_session(staffed, REF)


def test_a_draft_that_is_taken_back_is_nobodys_business(staffed: Desk, reader: Callable[[str], Reader]) -> None:
    run(staffed, draft=True, coaches=[{"person": GRACE}])
    drafted = reader("session").read()
    undo(staffed)
    assert [reader(name).exported() for name in ("programme", "everything", "Grace")] == [[]] * 3
    assert drafted.read().shown() == []
    assert len(drafted.events) == 4


def test_another_programme_is_not_told(staffed: Desk, reader: Callable[[str], Reader], tmp_path: Path) -> None:
    add_programme(staffed, "COIM")
    run(staffed)
    run(staffed, programme="COIM")
    undo(staffed)
    undo(staffed)
    other = Reader(staffed, tmp_path, {"programme": "COIM"})
    assert {value_of(event, "SUMMARY") for event in other.exported()} == {
        f"CANCELLED: COIM\\, day {number} of 4" for number in range(1, 5)
    }


def test_what_is_gone_leaves_the_file_after_thirty_days(
    taught: Desk, reader: Callable[[str], Reader], clock: FrozenClock
) -> None:
    undo(taught)
    undo(taught)
    clock.moment = utc(2027, 1, 6, 14)  # thirty days after the first meeting would have begun
    assert [len(reader(name).exported()) for name in ("Ada", "session")] == [4, 4]
    clock.moment = utc(2027, 1, 6, 14, 1)
    assert [len(reader(name).exported()) for name in ("Ada", "session")] == [3, 3]
    clock.moment = utc(2027, 1, 9, 14, 1)
    assert [reader(name).exported() for name in ("Ada", "session")] == [[], []]


def test_what_did_not_change_stays_byte_for_byte(
    taught: Desk, reader: Callable[[str], Reader], clock: FrozenClock
) -> None:
    readers = {name: reader(name).read() for name in WHOSE}
    before = {name: dict(one.events) for name, one in readers.items()}
    clock.moment += timedelta(hours=1)
    move_meeting(taught, MoveMeeting(session=REF, number=2, day="2026-12-12"))
    for name, one in readers.items():
        after = one.read().events
        assert sum(after[uid] != event for uid, event in before[name].items()) == 1, name
    for deed in ("edit the seats", "confirm"):
        DEEDS[deed](taught)
    assert [one.events for one in readers.values()] == [one.read().events for one in readers.values()]


def test_nobody_else_is_named_in_a_delegates_calendar(taught: Desk, tmp_path: Path) -> None:
    undo(taught)
    book(taught, REF, ADA, BOB, CLEO)
    move(taught, REF, "withdraw", BOB, reason="Bob told Cleo that he is ill")
    out = tmp_path / "ada.ics"
    export_calendar(taught, ExportCalendar(person=ADA, out=out))
    data = out.read_bytes()
    for word in (b"Bob", b"Cleo", b"Hopper", b"@example", b"ill", b"anna"):
        assert word not in data
    assert b"Grace" in data


def test_a_coach_with_a_comma_in_his_name_is_named_once(staffed: Desk, tmp_path: Path) -> None:
    (sammy,) = add_people(staffed, ["Sammy Davis, Jr."], coach=True)
    run(staffed, coaches=[{"person": sammy}])
    out = tmp_path / "session.ics"
    export_calendar(staffed, ExportCalendar(session=REF, out=out))
    assert b"With Sammy\\n" in out.read_bytes()
    assert b"Jr." not in out.read_bytes()


def test_a_move_is_told_with_its_day_whatever_comes_after_it(
    taught: Desk, reader: Callable[[str], Reader], clock: FrozenClock
) -> None:
    move_meeting(taught, MoveMeeting(session=REF, number=2, day="2026-12-12"))
    clock.moment += timedelta(days=3)
    DEEDS["edit the link"](taught)
    (moved,) = (event for event in reader("Ada").exported() if "day 2 of 4" in value_of(event, "SUMMARY"))
    assert "Was Tue 8 Dec 2026 14:00\\, moved on Tue 24 Nov 2026" in value_of(moved, "DESCRIPTION")


def test_her_past_meetings_stay_when_she_leaves(
    taught: Desk, reader: Callable[[str], Reader], clock: FrozenClock
) -> None:
    ada = reader("Ada").read()
    clock.moment = utc(2026, 12, 8, 20)
    move(taught, REF, "withdraw", ADA, reason="ill")
    assert ada.read().shown() == ["07T1400", "08T1400"]
    assert len(ada.events) == 4


# ---- writing


def test_an_empty_calendar_is_refused_and_leaves_no_file(staffed: Desk, tmp_path: Path) -> None:
    for values in ({"person": ADA}, {"everything": True, "whole": True}):
        with pytest.raises(Refused, match="there is no meeting to export"):
            export_calendar(staffed, ExportCalendar.read({"out": tmp_path / "empty.ics", **values}))
    assert list(tmp_path.glob("*.ics")) == []


def test_a_calendar_is_of_one_reader() -> None:
    for values in ({}, {"person": 1, "coach": 2}, {"session": REF, "everything": True}):
        with pytest.raises(Faulty) as refused:
            ExportCalendar.read({"out": "x.ics", **values})
        assert str(refused.value) == (
            "A calendar is of one person, coach, session, programme, award, or of everything. Give one."
        )


def test_a_rehearsed_export_writes_nothing(taught: Desk, tmp_path: Path) -> None:
    told = entries(taught)
    receipt = export_calendar(taught.rehearsing(), ExportCalendar(session=REF, out=tmp_path / "dry.ics"))
    assert receipt.rehearsed
    assert receipt.sentence.startswith(f"{REF}: 4 meetings written to ")
    assert list(tmp_path.glob("*.ics")) == []
    assert entries(taught) == told


def test_a_large_calendar_is_several_files_or_one(
    taught: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acxdesk.actions.calendars.EVENTS_PER_FILE", 3)
    receipt = export_calendar(taught, ExportCalendar(session=REF, out=tmp_path / "parts.ics"))
    assert (
        receipt.sentence == f"{REF}: 4 meetings written to 2 files, {tmp_path}/parts-1.ics to {tmp_path}/parts-2.ics."
    )
    assert [len(blocks((tmp_path / f"parts-{part}.ics").read_bytes(), "VEVENT")) for part in (1, 2)] == [3, 1]
    export_calendar(taught, ExportCalendar(session=REF, out=tmp_path / "whole.ics", whole=True))
    assert len(blocks((tmp_path / "whole.ics").read_bytes(), "VEVENT")) == 4


def test_a_deed_in_between_ends_an_export_and_leaves_no_part_of_it(
    taught: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acxdesk.queries.calendars.PAGE", 1)
    monkeypatch.setattr("acxdesk.actions.calendars.EVENTS_PER_FILE", 1)

    def told(count: int) -> None:
        if count == 3:
            DEEDS["move a meeting"](taught)

    with pytest.raises(Overtaken, match="The desk changed while the calendar was written"):
        export_calendar(taught, ExportCalendar(session=REF, out=tmp_path / "parts.ics"), told)
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".acx"] == ["desk.acx-journal"]


def test_no_part_replaces_a_file_unasked(taught: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acxdesk.actions.calendars.EVENTS_PER_FILE", 3)
    (tmp_path / "parts-2.ics").write_text("mine")
    with pytest.raises(Refused, match="is there already"):
        export_calendar(taught, ExportCalendar(session=REF, out=tmp_path / "parts.ics"))
    assert not (tmp_path / "parts-1.ics").exists()
    export_calendar(taught, ExportCalendar(session=REF, out=tmp_path / "parts.ics", overwrite=True))
    assert (tmp_path / "parts-2.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
