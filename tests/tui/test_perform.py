"""Deeds and queries off the loop: their order, late answers, who is told, what takes long."""

import threading
import time
from dataclasses import dataclass
from functools import partial

import pytest
from textual.widgets import Static

from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Fault, Faulty, Refused
from acxdesk.tui.perform import later, perform, read, receipt_of
from acxdesk.tui.telling import bar
from tests.tui.deskapp import added, app_over, drawn, pressed, running, settled, shown


@dataclass(frozen=True)
class Report:
    receipt: Receipt


def test_a_receipt_is_found_by_itself_and_in_a_report() -> None:
    receipt = Receipt("Done.")
    assert [receipt_of(one) for one in (receipt, Report(receipt), "Done.", None)] == [receipt, receipt, None, None]


async def test_deeds_are_carried_out_in_the_order_of_asking(desk: Desk) -> None:
    app = app_over(desk)
    order: list[int] = []

    def deed(number: int, seconds: float, _desk: Desk) -> None:
        time.sleep(seconds)
        order.append(number)

    async with running(app) as pilot:
        for number, seconds in enumerate((0.1, 0.0, 0.05)):
            perform(app, partial(deed, number, seconds))
        await settled(pilot)
    assert order == [0, 1, 2]


async def test_the_answer_to_an_older_question_is_dropped(desk: Desk) -> None:
    app = app_over(desk)
    gate = threading.Event()
    answers: list[str] = []

    def slow(_desk: Desk) -> str:
        gate.wait(10)
        return "old"

    async with running(app) as pilot:
        read(app, slow, answers.append, slot="one")
        read(app, lambda _desk: "other slot", answers.append, slot="two")
        await pilot.pause(0.05)
        read(app, lambda _desk: "new", answers.append, slot="one")
        await settled(pilot)
        gate.set()
        await settled(pilot)
    assert sorted(answers) == ["new", "other slot"]


async def test_who_is_gone_is_not_called_but_the_deed_is_done(desk: Desk) -> None:
    app = app_over(desk)
    gate = threading.Event()
    told: list[object] = []

    def slow(opened: Desk) -> Receipt:
        gate.wait(10)
        return added(opened, "Wanda")

    async with running(app) as pilot:
        asker = Static()
        await app.screen.mount(asker)
        perform(asker, slow, done=told.append)
        read(asker, slow, told.append)
        await asker.remove()
        gate.set()
        await settled(pilot)
        assert told == []
        assert "Wanda added." in drawn(app)[-2]


async def test_something_that_takes_long_is_told_and_something_short_is_not(desk: Desk) -> None:
    app = app_over(desk)
    gate = threading.Event()
    async with running(app) as pilot:
        perform(app, lambda _desk: gate.wait(10))
        await pilot.pause(0.1)
        assert "working…" not in shown(app)
        await pilot.pause(0.4)
        assert drawn(app)[-2].endswith("working… ─")
        gate.set()
        await settled(pilot)
        assert "working…" not in shown(app)


async def test_long_work_tells_how_far_it_is(desk: Desk) -> None:
    app = app_over(desk)
    gate, begun = threading.Event(), threading.Event()
    async with running(app) as pilot:
        told = app.counting("exporting", of=8)

        def work(_desk: Desk) -> None:
            begun.wait(10)
            told(2)
            gate.wait(10)

        perform(app, work)
        await pilot.pause(0.4)
        begun.set()
        await pilot.pause(0.1)
        assert drawn(app)[-2].endswith("exporting ▓▓▓░░░░░░░░░ 25 % ─")
        gate.set()
        await settled(pilot)
        assert "exporting" not in shown(app)
    told(3)  # nobody listens any more


@pytest.mark.parametrize(
    ("count", "of", "words"),
    [(1234, None, "1,234"), (0, 4, "░░░░░░░░░░░░ 0 %"), (4, 4, "▓▓▓▓▓▓▓▓▓▓▓▓ 100 %"), (9, 4, "▓▓▓▓▓▓▓▓▓▓▓▓ 100 %")],
)
def test_how_far_something_is_reads_as_a_bar_or_a_count(count: int, of: int | None, words: str) -> None:
    assert bar(count, of) == words


async def test_escape_stops_waiting_for_a_reading_that_takes_long(desk: Desk) -> None:
    app = app_over(desk)
    gate = threading.Event()
    answers: list[object] = []
    async with running(app) as pilot:
        await pressed(pilot, "8")
        read(app.screen, lambda _desk: gate.wait(10), answers.append)
        await pilot.pause(0.4)
        await pilot.press("escape")
        await pilot.pause(0.1)
        gate.set()
        await settled(pilot)
        assert answers == []
        assert "Stopped." in drawn(app)[-2]


async def test_a_refusal_goes_to_who_asked_for_it_else_to_a_notice(desk: Desk) -> None:
    app = app_over(desk)
    kept: list[Refused] = []

    def refuse(_desk: Desk) -> None:
        raise Faulty([Fault("name", "Name is missing.")])

    async with running(app) as pilot:
        perform(app, refuse, refused=kept.append)
        read(app, refuse, print, refused=kept.append)
        await settled(pilot)
        assert [str(one) for one in kept] == ["Name is missing."] * 2
        assert "Name is missing." not in shown(app)
        perform(app, refuse)
        await settled(pilot)
        assert "Name is missing." in shown(app)


async def test_a_rehearsal_and_a_deed_that_changed_nothing_announce_nothing(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        before = app.revision
        perform(app, lambda opened: added(opened.rehearsing(), "Wanda"))
        perform(app, lambda _desk: Receipt("So already.", changed=False))
        perform(app, lambda opened: added(opened, "Zoë"), says=False)
        await settled(pilot)
        assert app.revision == before + 1
        assert "So already." in drawn(app)[-2]


async def test_what_is_put_off_can_be_called_off_and_does_not_outlive_its_node(desk: Desk) -> None:
    app = app_over(desk)
    called: list[str] = []
    async with running(app) as pilot:
        asker = Static()
        await app.screen.mount(asker)
        call_off = later(app, 0.02, called.append, "called off")
        later(asker, 0.02, called.append, "gone")
        later(app, 0.02, called.append, "called")
        call_off()
        await asker.remove()
        await pilot.pause(0.1)
    assert called == ["called"]
