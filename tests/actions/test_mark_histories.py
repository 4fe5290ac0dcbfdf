"""Marking, agreeing, releasing, reviewing: any run goes back to where it began, and changes nothing that was told."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acxdesk.actions.journal import undo
from acxdesk.actions.moderation import AgreeMarks, agree_marks
from acxdesk.actions.results import Release, release
from acxdesk.actions.reviews import DecideReview, OpenReview, appeal, decide_review, remark
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.rules.marks import Series
from tests.actions.assessed import TWICE, assessed, enter
from tests.actions.sample import Row, book_of, entries, faults, rows, utc

REF = "ACXM-2026-11-16"
Deed = Callable[[Desk], object]

places = st.integers(1, 2)
components = st.sampled_from(("Exam", "Case study"))
marks = st.sampled_from(("40", "55", "61", "70", ""))
who = st.sampled_from(("anna", "Grace", "Alan"))


def mark(place: int, component: str, said: str, series: Series, attempt: int, by: str) -> Deed:
    return lambda desk: enter(
        desk, REF, (place, component, said), series=series, attempt=attempt, by=by, reason="alone here"
    )


def review(place: int, component: str, kind: Callable[[Desk, OpenReview], object]) -> Deed:
    values = {"session": REF, "enrolment": place, "component": component, "reason": "page 2"}
    return lambda desk: kind(desk, OpenReview.read(values))


def decision(place: int, component: str, said: str) -> Deed:
    values = {"session": REF, "enrolment": place, "component": component, "points": said, "override": "alone here"}
    return lambda desk: decide_review(desk, DecideReview.read(values))


deeds = st.one_of(
    st.builds(mark, places, components, marks, st.sampled_from(Series), st.integers(1, 2), who),
    st.builds(review, places, components, st.sampled_from((remark, appeal))),
    st.builds(decision, places, components, marks),
    st.just(lambda desk: agree_marks(desk, AgreeMarks.read({"session": REF}))),
    st.just(lambda desk: release(desk, Release.read({"session": REF, "incomplete": True}))),
)


@pytest.fixture(scope="module")
def begun(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people, marked by two, agreed, both with a resit to come; copy it, never open it."""
    path = tmp_path_factory.mktemp("begun") / "desk.acx"
    shutil.copy(template, path)
    with _opened(path) as desk:
        scheme = replace(TWICE, parts=tuple(replace(part, weight=50) for part in TWICE.parts[:2]))
        assessed(desk, "Ada", "Bob", scheme=scheme)
        for series, by in ((Series.FIRST, "anna"), (Series.SECOND, "Grace")):
            cells = [(place, component, "55") for place in (1, 2) for component in ("Exam", "Case study")]
            enter(desk, REF, *cells, series=series, by=by)
        agree_marks(desk, AgreeMarks.read({"session": REF}))
    return path


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(run=st.lists(deeds, max_size=12))
def test_a_history_goes_back_and_released_marks_stay(begun: Path, tmp_path: Path, run: list[Deed]) -> None:
    path = tmp_path / "desk.acx"
    shutil.copy(begun, path)
    with _opened(path) as desk:
        first, count, told = book_of(desk), entries(desk), _released(desk)
        for deed in run:
            with suppress(Refused):
                deed(desk)
            now = _released(desk)
            assert now.items() >= told.items()  # what was released is as it was
            told = now
        for _ in range(entries(desk) - count):
            undo(desk)
        assert book_of(desk) == first
        assert faults(desk) == []


def _released(desk: Desk) -> dict[tuple[str, int], Row]:
    marks = {("marks", row["id"]): row for row in rows(desk, "marks") if row["state"] == "released"}
    return {**marks, **{("results", row["id"]): row for row in rows(desk, "results")}}


@contextmanager
def _opened(path: Path) -> Iterator[Desk]:
    desk = Desk.open(path, who="anna", clock=FrozenClock(utc(2026, 11, 24, 9)))
    yield desk
    desk.close()
