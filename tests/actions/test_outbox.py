"""Messages are written once, and never say what no longer holds; what somebody decides of them is kept."""

from pathlib import Path

import pytest

from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.actions.journal import undo
from acxdesk.actions.messages import (
    ChosenMessages,
    WriteMessages,
    arrived,
    drop,
    resend,
    write_messages,
)
from acxdesk.actions.outbox import FillOutbox, fill_outbox
from acxdesk.desk.door import Desk
from acxdesk.desk.writing import Taken
from acxdesk.errors import NotFound, Refused
from acxdesk.exchange.mails import text_of
from acxdesk.records.calendars import Message
from acxdesk.records.people import Person
from acxdesk.rules.updates import Sending
from tests.actions.posted import ADA, BOB, REF, column, due, fill, furnish, moved, states
from tests.actions.sample import book_of, faults, rows


def these(*numbers: int) -> ChosenMessages:
    return ChosenMessages(messages=numbers)


def stand(desk: Desk, number: int, sending: Sending) -> None:
    """Let a message stand so, as no deed."""
    with desk.changing("prepare", kind="system") as change:
        change.work.get_one(Message, number).sending = sending


def test_each_occasion_of_each_person_is_a_message_of_its_own(desk: Desk) -> None:
    furnish(desk)
    receipt = fill(desk)
    assert receipt.sentence == "4 messages for 2 people written into the outbox."
    assert receipt.lines == (
        "Ada Byron <ada.byron@example.org>: New: ACXM, day 1 of 2",
        "Ada Byron <ada.byron@example.org>: New: ACXM, day 2 of 2",
        "Bob Kahn <bob.kahn@example.org>: New: ACXM, day 1 of 2",
        "Bob Kahn <bob.kahn@example.org>: New: ACXM, day 2 of 2",
    )
    assert (states(desk), len(set(column(desk, "occasion"))), receipt.ids) == (["waiting"] * 4, 4, (1, 2, 3, 4))
    assert rows(desk, "given_occasions") == []
    assert faults(desk) == []


def test_who_was_never_sent_hers_is_written_to_only_when_asked_for(desk: Desk) -> None:
    furnish(desk)
    assert fill(desk, first=False).sentence == "Nothing new has to be mailed."
    assert fill(desk, BOB).sentence == "2 messages for 1 person written into the outbox."


def test_a_preview_writes_nothing(desk: Desk) -> None:
    furnish(desk)
    before = book_of(desk)
    assert fill(desk.rehearsing()).sentence == "4 messages for 2 people written into the outbox."
    assert book_of(desk) == before


def test_what_lies_in_the_outbox_is_not_written_again(desk: Desk) -> None:
    furnish(desk)
    fill(desk)
    receipt = fill(desk)
    assert (receipt.sentence, receipt.lines) == ("Nothing new has to be mailed.", ("4 lie in the outbox already.",))
    assert not receipt.changed
    assert states(desk) == ["waiting"] * 4


@pytest.mark.parametrize("sending", [Sending.SENDING, Sending.UNSURE, Sending.REFUSED])
def test_nor_is_what_is_not_decided_yet(desk: Desk, sending: Sending) -> None:
    furnish(desk, "Ada")
    fill(desk)
    stand(desk, 1, sending)
    fill(desk)
    assert states(desk) == [sending, "waiting"]


def test_a_later_change_drops_the_message_that_waits(desk: Desk) -> None:
    furnish(desk, "Ada")
    fill(desk)
    moved(desk)
    receipt = fill(desk)
    assert receipt.sentence == "1 message for 1 person written into the outbox."
    assert "1 that waited were overtaken and are dropped." in receipt.lines
    assert states(desk) == ["waiting", "dropped", "waiting"]
    assert column(desk, "sequence") == [0, 0, 1]
    assert column(desk, "occasion")[1] == column(desk, "occasion")[2]


def test_whoever_was_to_be_written_to_first_is_written_to_anew_without_being_asked_for(desk: Desk) -> None:
    furnish(desk, "Ada", "Bob")
    fill(desk, ADA)
    moved(desk)
    assert fill(desk, first=False).sentence == "1 message for 1 person written into the outbox."
    assert states(desk) == ["waiting", "dropped", "waiting"]
    assert column(desk, "person_id") == [ADA, ADA, ADA]
    assert not fill(desk, first=False).changed


def test_of_a_meeting_she_never_heard_of_and_that_is_off_she_hears_nothing(desk: Desk) -> None:
    furnish(desk, "Ada")
    fill(desk)
    move_places(desk, MovePlaces.read({"session": REF, "people": [ADA], "verb": "withdraw", "reason": "ill"}))
    receipt = fill(desk)
    assert receipt.sentence == "Nothing new has to be mailed."
    assert states(desk) == ["dropped", "dropped"]


def test_what_she_has_is_called_off_when_she_leaves(desk: Desk) -> None:
    furnish(desk, "Ada")
    fill(desk)
    arrived(desk, these(1, 2))
    move_places(desk, MovePlaces.read({"session": REF, "people": [ADA], "verb": "withdraw", "reason": "ill"}))
    fill(desk, first=False)
    assert column(desk, "method") == ["REQUEST", "REQUEST", "CANCEL", "CANCEL"]
    assert column(desk, "subject")[2:] == ["Cancelled: ACXM, day 1 of 2", "Cancelled: ACXM, day 2 of 2"]


def test_a_moved_meeting_tells_the_old_time_and_the_new_one_on_her_clocks(desk: Desk) -> None:
    furnish(desk, "Ada")
    with desk.changing("prepare", kind="system") as change:
        change.work.get_one(Person, ADA).zone = "Asia/Kathmandu"
    fill(desk)
    arrived(desk, these(1, 2))
    moved(desk)
    fill(desk, first=False)
    said = text_of(column(desk, "content")[2])
    assert "Was:   Tue 8 Dec 2026 14:00-19:00 Europe/London\n" in said
    assert "       Tue 8 Dec 2026 19:45-00:45+1 Asia/Kathmandu (where you are)\n" in said
    assert "Now:   Sat 12 Dec 2026 14:00-19:00 Europe/London\n" in said


def test_who_has_no_address_that_can_be_written_to_is_told(desk: Desk) -> None:
    furnish(desk, "Ada", "Bob", "Cleo")
    with desk.changing("prepare", kind="system") as change:
        change.work.get_one(Person, ADA).email = ""
        change.work.get_one(Person, BOB).email = "bøb@example.org"
    receipt = fill(desk)
    assert receipt.lines[2:] == (
        "! Ada: has no address; 2 messages are not written.",
        '! Bob: no e-mail can be sent to "bøb@example.org"; 2 messages are not written.',
    )
    assert states(desk) == ["waiting", "waiting"]


def test_a_corrected_address_gets_the_message_that_waited(desk: Desk) -> None:
    furnish(desk, "Ada")
    fill(desk)
    stand(desk, 1, Sending.REFUSED)
    with desk.changing("prepare", kind="system") as change:
        change.work.get_one(Person, ADA).email = "countess@example.org"
    fill(desk)
    assert states(desk) == ["dropped", "dropped", "waiting", "waiting"]
    assert column(desk, "mailbox")[2:] == ["countess@example.org"] * 2


def test_nothing_is_written_in_nobodys_name(desk: Desk) -> None:
    furnish(desk)
    with pytest.raises(Refused, match="No office is set"):
        fill_outbox(desk, FillOutbox(first=True))


def test_filling_is_taken_back_by_undo(desk: Desk) -> None:
    furnish(desk)
    before = book_of(desk)
    fill(desk)
    undo(desk)
    assert book_of(desk) == before


# Decided by hand


def test_a_message_that_is_sent_again_is_the_same_one(desk: Desk) -> None:
    furnish(desk, "Ada")
    fill(desk)
    before = rows(desk, "messages")[0]
    stand(desk, 1, Sending.UNSURE)
    assert resend(desk, these(1)).sentence == "Message 1 waits again."
    after = rows(desk, "messages")[0]
    assert {key: after[key] for key in after if key != "version"} == {
        key: before[key] for key in before if key != "version"
    }


def test_what_arrived_is_not_offered_again(desk: Desk) -> None:
    furnish(desk)
    fill(desk, ADA)
    assert arrived(desk, these(1, 2)).sentence == "Each of 2 messages is noted as sent."
    assert (states(desk), due(desk)) == (["sent", "sent"], [("Bob Kahn", 2)])
    assert column(desk, "sent_at") == ["2026-11-24T09:00:00.000000Z"] * 2
    undo(desk)
    assert (states(desk), due(desk)) == (["waiting", "waiting"], [("Ada Byron", 2), ("Bob Kahn", 2)])


def test_what_is_dropped_is_offered_again_unless_it_may_have_arrived(desk: Desk) -> None:
    furnish(desk, "Ada")
    fill(desk)
    receipt = drop(desk, these(1))
    assert receipt.lines == ("1  ada@example.org  New: ACXM, day 1 of 2",)
    stand(desk, 2, Sending.UNSURE)
    assert drop(desk, these(2)).lines[1:] == ("! 2 may have arrived: only a later change is written anew.",)
    assert due(desk) == [("Ada", 2)]


@pytest.mark.parametrize(
    ("deed", "sending"),
    [
        *((resend, sending) for sending in (Sending.WAITING, Sending.SENDING, Sending.SENT, Sending.DROPPED)),
        *((arrived, sending) for sending in (Sending.SENDING, Sending.SENT, Sending.DROPPED)),
        *((drop, sending) for sending in (Sending.SENDING, Sending.SENT, Sending.DROPPED)),
    ],
    ids=lambda each: getattr(each, "__name__", str(each)),
)
def test_a_message_that_stands_otherwise_stays_as_it_is(desk: Desk, deed: type, sending: Sending) -> None:
    furnish(desk, "Ada")
    fill(desk)
    stand(desk, 1, sending)
    with pytest.raises(Refused, match=f"Message 1 is {sending}"):
        deed(desk, these(2, 1) if deed is not resend else these(1))
    assert states(desk) == [sending, "waiting"]


def test_a_message_that_is_not_there_is_named(desk: Desk) -> None:
    with pytest.raises(NotFound, match="No message 7"):
        drop(desk, these(7))


# Written as files


def test_messages_are_written_as_files_and_wait_on(desk: Desk, tmp_path: Path) -> None:
    furnish(desk, "Ada Byron")
    fill(desk)
    out = tmp_path / "mails"
    receipt = write_messages(desk, WriteMessages(out=out))
    assert receipt.sentence == f"2 messages written to {out}, still waiting."
    assert sorted(path.name for path in out.iterdir()) == [
        "00001-Ada-Byron-New-ACXM-day-1-of-2.eml",
        "00002-Ada-Byron-New-ACXM-day-2-of-2.eml",
    ]
    first = out / "00001-Ada-Byron-New-ACXM-day-1-of-2.eml"
    assert first.read_bytes() == column(desk, "content")[0].encode("ascii")
    assert first.stat().st_mode & 0o777 == 0o600
    assert (states(desk), due(desk)) == (["waiting"] * 2, [("Ada Byron", 2)])


def test_messages_that_are_handed_out_are_sent(desk: Desk, tmp_path: Path) -> None:
    furnish(desk, "Ada Byron")
    fill(desk)
    receipt = write_messages(desk, WriteMessages(out=tmp_path / "mails", handed_out=True))
    assert receipt.sentence.endswith(", noted as sent.")
    assert (states(desk), due(desk)) == (["sent"] * 2, [])
    assert column(desk, "answer") == ["anna handed it out as mails."] * 2


def test_one_file_that_cannot_be_written_leaves_none_and_nothing_noted(desk: Desk, tmp_path: Path) -> None:
    furnish(desk, "Ada Byron")
    fill(desk)
    (tmp_path / "00002-Ada-Byron-New-ACXM-day-2-of-2.eml").write_text("mine")
    with pytest.raises(Taken):
        write_messages(desk, WriteMessages(out=tmp_path, handed_out=True))
    assert [path.name for path in tmp_path.glob("*.eml")] == ["00002-Ada-Byron-New-ACXM-day-2-of-2.eml"]
    assert states(desk) == ["waiting"] * 2


def test_a_preview_of_files_makes_no_folder(desk: Desk, tmp_path: Path) -> None:
    furnish(desk, "Ada Byron")
    fill(desk)
    write_messages(desk.rehearsing(), WriteMessages(out=tmp_path / "mails", handed_out=True))
    assert not (tmp_path / "mails").exists()
    assert states(desk) == ["waiting"] * 2


def test_only_what_waits_is_written(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No message waits"):
        write_messages(desk, WriteMessages(out=tmp_path))
    furnish(desk, "Ada Byron")
    fill(desk)
    stand(desk, 1, Sending.UNSURE)
    with pytest.raises(Refused, match="Message 1 is unsure and does not wait"):
        write_messages(desk, WriteMessages(out=tmp_path, messages=(1,)))
