"""The list of the outbox: by sign and word, narrowed by state and words, a constant number of statements."""

import pytest

from acxdesk.actions.messages import ChosenMessages, arrived
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.givens import still_to_tell
from acxdesk.queries.outbox import counts, message, outbox, state_words
from acxdesk.records.calendars import Message
from acxdesk.rules.updates import Sending, Way
from tests.actions.posted import ADA, BOB, fill, furnish, moved
from tests.conftest import Statements


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Four messages, of which one was sent and one is unsure."""
    furnish(desk)
    fill(desk)
    with desk.changing("prepare", kind="system") as change:
        sent, unsure = change.work.get_one(Message, 1), change.work.get_one(Message, 2)
        sent.sending, sent.sent_at, sent.answer, sent.attempts = Sending.SENT, change.now, "250 ok", 1
        unsure.sending, unsure.answer = Sending.UNSURE, "The line broke."
    return desk


def test_the_last_written_stands_first(filled: Desk) -> None:
    listing = outbox(filled, zone="Asia/Kathmandu")
    names = [column.name for column in listing.columns]
    lines = [dict(zip(names, line.cells, strict=True)) for line in listing.after(None, 9)]
    assert [line["state"] for line in lines] == ["○ waiting", "○ waiting", "? unsure", "✓ sent"]
    assert {key: lines[3][key] for key in names[:-1]} == {
        "number": "1",
        "state": "✓ sent",
        "name": "Ada Byron",
        "subject": "New: ACXM, day 1 of 2",
        "mailbox": "ada.byron@example.org",
        "made_at": "Tue 24 Nov 2026 14:45",
        "attempts": "1",
        "sent_at": "Tue 24 Nov 2026 14:45",
        "answer": "250 ok",
        "person": "1",
    }
    assert lines[0]["sent_at"] == ""


@pytest.mark.parametrize(
    ("sending", "words", "found"),
    [
        (None, "", [4, 3, 2, 1]),
        (Sending.SENT, "", [1]),
        (Sending.REFUSED, "", []),
        (None, "byron", [2, 1]),
        (None, "DAY 1", [3, 1]),
        (Sending.WAITING, "kahn", [4, 3]),
    ],
)
def test_it_is_narrowed_by_state_and_words(filled: Desk, sending: Sending | None, words: str, found: list[int]) -> None:
    listing = outbox(filled, zone="UTC", sending=sending).arranged(words=words)
    assert ([line.id for line in listing.after(None, 9)], listing.count()) == (found, len(found))


@pytest.mark.parametrize("people", [("Ada",), ("Ada", "Bob", "Cleo")])
def test_the_list_costs_one_statement(desk: Desk, statements: Statements, people: tuple[str, ...]) -> None:
    furnish(desk, *people)
    fill(desk)
    with statements(desk) as sent:
        assert len(outbox(desk, zone="UTC").after(None, 100)) == 2 * len(people)
    assert len(sent) == 1


def test_a_state_is_read_by_its_index(desk: Desk, statements: Statements) -> None:
    with statements(desk) as sent:
        outbox(desk, zone="UTC", sending=Sending.WAITING).after(None, 9)
    with desk.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sent[0]}", ("UTC", "waiting", 9, 0)).all()
    assert "SEARCH messages USING INDEX ix_messages_sending_id (sending=?)" in [row[3] for row in plan]


def test_one_message_is_read_whole(filled: Desk) -> None:
    card = message(filled, 2)
    assert (card.name, card.sending, card.answer) == ("Ada Byron", Sending.UNSURE, "The line broke.")
    assert card.content.startswith("From: Desk\r\n <desk@example.org>\r\nTo: Ada Byron\r\n")
    with pytest.raises(NotFound, match="No message 9"):
        message(filled, 9)


def test_how_many_stand_how(filled: Desk) -> None:
    assert counts(filled) == {Sending.SENT: 1, Sending.UNSURE: 1, Sending.WAITING: 2}


@pytest.mark.parametrize("sending", list(Sending))
def test_every_state_has_a_sign_of_its_own(sending: Sending) -> None:
    sign, word = state_words(sending).split()
    assert word == sending
    assert [state_words(other)[0] for other in Sending].count(sign) == 1


def test_what_lies_in_the_outbox_is_not_offered_again(desk: Desk) -> None:
    furnish(desk)
    fill(desk)
    arrived(desk, ChosenMessages(messages=(1, 2, 3, 4)))
    moved(desk)
    assert [one.person for one in still_to_tell(desk, Way.MAIL)] == [ADA, BOB]
    fill(desk, ADA)
    assert [one.person for one in still_to_tell(desk, Way.MAIL)] == [BOB]
    moved(desk, day="2026-12-13")
    assert [one.person for one in still_to_tell(desk, Way.MAIL, people=[ADA])] == [ADA]
