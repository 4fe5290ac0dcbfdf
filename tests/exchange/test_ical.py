"""Calendar files: their bytes, and the instants that others find in them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.exchange.ical import EVENTS_PER_FILE, chunked, render
from acxdesk.rules.calendars import CycleFacts, Occasion, cycle_dates
from acxdesk.rules.cycles import Dates, Phase
from acxdesk.rules.durations import Duration
from acxdesk.rules.localtime import zone_names
from acxdesk.rules.planning import plan, replan_one
from tests.exchange.meetings import DESK, MEETING, event_of, file_of, span_of, utc
from tests.exchange.readers import blocks, starts_and_ends, text_of, unfolded, value_of
from tests.rules.handwritten import CASES, Case, instants


def times_of(occasion: Occasion) -> list[str]:
    return [line for line in event_of(occasion) if line.startswith(("DTSTART", "DTEND"))]


def meeting(zone: str, start: str, end: str) -> Occasion:
    return replace(MEETING, zone=zone, starts_at=utc(start), ends_at=utc(end))


def test_file_of_one_moved_and_one_cancelled_meeting() -> None:
    cancelled = replace(
        MEETING,
        uid="e1f1d1c8-30e5-4b53-8f1c-9d1f6f0a7b22",
        starts_at=utc("2020-11-17T03:15"),
        ends_at=utc("2020-11-17T08:15"),
        zone="Asia/Kathmandu",
        location="",
        description="",
        link="",
        sequence=3,
        cancelled=True,
    )
    assert file_of(MEETING, cancelled, name="Ada, delegate", organizer=DESK).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//acxdesk//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Ada\\, delegate",
        "X-WR-CALNAME:Ada\\, delegate",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Kathmandu",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0545",
        "TZOFFSETTO:+0545",
        "TZNAME:+0545",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "BEGIN:STANDARD",
        "DTSTART:20191027T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "TZNAME:GMT",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20190331T010000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "TZNAME:BST",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:6b0f3c1e-6d5c-4d1b-9a37-0c6e2f9b1a10",
        "DTSTAMP:20200702T083015Z",
        "CREATED:20200301T120000Z",
        "LAST-MODIFIED:20200702T083015Z",
        "SEQUENCE:1",
        "STATUS:CONFIRMED",
        "DTSTART;TZID=Europe/London:20201116T090000",
        "DTEND;TZID=Europe/London:20201116T140000",
        "SUMMARY:ACXM\\, day 1 of 4",
        "LOCATION:Online",
        "DESCRIPTION:Coach: Ada.\\nMoved on 2 Jul: was 25 Oct\\n\\nJoin: https://meet.",
        " example.org/acxm\\;room=4\\,a",
        "URL:https://meet.example.org/acxm;room=4,a",
        "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Join:https://meet.example.o",
        " rg/acxm;room=4,a",
        'ORGANIZER;CN="Programme desk":mailto:programmes@example.org',
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:e1f1d1c8-30e5-4b53-8f1c-9d1f6f0a7b22",
        "DTSTAMP:20200702T083015Z",
        "CREATED:20200301T120000Z",
        "LAST-MODIFIED:20200702T083015Z",
        "SEQUENCE:3",
        "STATUS:CANCELLED",
        "DTSTART;TZID=Asia/Kathmandu:20201117T090000",
        "DTEND;TZID=Asia/Kathmandu:20201117T140000",
        "SUMMARY:CANCELLED: ACXM\\, day 1 of 4",
        'ORGANIZER;CN="Programme desk":mailto:programmes@example.org',
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_same_occasions_give_the_same_bytes() -> None:
    later = replace(MEETING, uid="f", starts_at=utc("2021-05-16T09:00"), ends_at=utc("2021-05-16T14:00"))
    assert file_of(MEETING, later, organizer=DESK) == file_of(MEETING, later, organizer=DESK)


def test_unchanged_event_keeps_its_bytes_when_another_one_is_moved() -> None:
    other = replace(MEETING, uid="f", starts_at=utc("2020-11-17T09:00"), ends_at=utc("2020-11-17T14:00"))
    moved = replace(other, starts_at=utc("2021-08-17T09:00"), ends_at=utc("2021-08-17T14:00"), sequence=2)
    assert blocks(file_of(MEETING, other), "VEVENT")[0] == blocks(file_of(MEETING, moved), "VEVENT")[0]


def test_file_without_occasions_is_a_calendar_with_a_name() -> None:
    assert unfolded(file_of(name="Nobody yet"))[5:] == [
        "NAME:Nobody yet",
        "X-WR-CALNAME:Nobody yet",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        "END:VCALENDAR",
    ]


def test_event_is_written_before_the_next_occasion_is_read() -> None:
    read = 0

    def occasions() -> Iterator[Occasion]:
        nonlocal read
        for read in range(1, 4):
            yield replace(MEETING, uid=f"uid-{read}")

    seen = [read for piece in render("Meetings", [span_of(MEETING)], occasions()) if b"BEGIN:VEVENT" in piece]
    assert seen == [1, 2, 3]


@pytest.mark.parametrize(("total", "sizes"), [(0, []), (1, [1]), (1500, [1500]), (1501, [1500, 1])])
def test_occasions_are_cut_into_files_that_programs_take(total: int, sizes: list[int]) -> None:
    occasions = [replace(MEETING, uid=str(number)) for number in range(total)]
    chunks = list(chunked(iter(occasions)))
    assert [len(chunk) for chunk in chunks] == sizes
    assert [occasion for chunk in chunks for occasion in chunk] == occasions


def test_full_file_stays_below_one_megabyte() -> None:
    assert len(file_of(*[MEETING] * EVENTS_PER_FILE, organizer=DESK)) < 1_000_000


def test_unknown_zone_is_refused_before_any_byte() -> None:
    pieces = render("Meetings", [span_of(MEETING, zone="Europe/Londn")], [MEETING])
    with pytest.raises(Refused, match='There is no time zone "Europe/Londn"'):
        next(pieces)


@pytest.mark.parametrize(
    ("zone", "start", "end", "expected"),
    [
        pytest.param(
            "Europe/London", "2020-10-25T09:00", "2020-10-25T14:00", "Europe/London:20201025T090000", id="after"
        ),
        pytest.param(
            "Europe/London", "2020-10-24T08:00", "2020-10-24T13:00", "Europe/London:20201024T090000", id="before"
        ),
        pytest.param(
            "America/New_York", "2020-11-01T14:00", "2020-11-01T19:00", "America/New_York:20201101T090000", id="NY"
        ),
        pytest.param(
            "Australia/Lord_Howe",
            "2020-10-03T22:00",
            "2020-10-04T02:00",
            "Australia/Lord_Howe:20201004T090000",
            id="half an hour",
        ),
        pytest.param(
            "America/Sao_Paulo",
            "2019-11-04T12:00",
            "2019-11-04T17:00",
            "America/Sao_Paulo:20191104T090000",
            id="no summer",
        ),
        pytest.param(
            "Africa/Casablanca",
            "2026-03-02T09:00",
            "2026-03-02T14:00",
            "Africa/Casablanca:20260302T090000",
            id="Ramadan",
        ),
        pytest.param(
            "America/Vancouver",
            "2026-12-07T16:00",
            "2026-12-07T21:00",
            "America/Vancouver:20261207T090000",
            id="Vancouver",
        ),
    ],
)
def test_meeting_is_written_in_the_time_of_its_clocks(zone: str, start: str, end: str, expected: str) -> None:
    occasion = meeting(zone, start, end)
    assert times_of(occasion)[0] == f"DTSTART;TZID={expected}"
    assert starts_and_ends(file_of(occasion)) == [(occasion.starts_at, occasion.ends_at)]


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        pytest.param("Europe/London", "2020-10-25T00:30", "2020-10-25T04:00", id="starts in the first doubled hour"),
        pytest.param("Europe/London", "2020-10-25T01:30", "2020-10-25T04:00", id="starts in the second"),
        pytest.param("America/New_York", "2020-11-01T01:00", "2020-11-01T05:15", id="ends in the first"),
        pytest.param("America/New_York", "2020-11-01T06:15", "2020-11-01T08:15", id="starts in the second in New York"),
        pytest.param("Europe/London", "2020-03-28T23:00", "2020-03-29T04:00", id="spans the change forward"),
        pytest.param("Australia/Lord_Howe", "2020-04-04T14:00", "2020-04-04T16:00", id="spans half an hour"),
    ],
)
def test_meeting_that_touches_a_clock_change_is_written_in_utc(zone: str, start: str, end: str) -> None:
    occasion = meeting(zone, start, end)
    assert times_of(occasion) == [
        f"DTSTART:{occasion.starts_at:%Y%m%dT%H%M%SZ}",
        f"DTEND:{occasion.ends_at:%Y%m%dT%H%M%SZ}",
    ]


def test_zone_without_a_block_leaves_the_other_zones_alone() -> None:
    before = meeting("America/Vancouver", "2026-02-02T17:00", "2026-02-02T20:00")
    after = meeting("America/Vancouver", "2026-12-02T17:00", "2026-12-02T20:00")
    london = meeting("Europe/London", "2026-12-03T17:00", "2026-12-03T20:00")
    data = file_of(before, after, london)
    assert [value_of(lines, "TZID") for lines in blocks(data, "VTIMEZONE")] == ["Europe/London"]
    starts = [next(line for line in lines if line.startswith("DTSTART")) for lines in blocks(data, "VEVENT")]
    assert starts == [
        "DTSTART:20260202T170000Z",
        "DTSTART:20261202T170000Z",
        "DTSTART;TZID=Europe/London:20261203T170000",
    ]


def test_occasion_outside_of_the_verified_span_is_written_in_utc() -> None:
    early = replace(MEETING, starts_at=utc("2020-11-15T09:00"), ends_at=utc("2020-11-15T14:00"))
    late = replace(MEETING, starts_at=utc("2020-11-17T09:00"), ends_at=utc("2020-11-17T14:00"))
    data = b"".join(render("Meetings", [span_of(MEETING)], [early, MEETING, late]))
    assert [next(line for line in lines if line.startswith("DTSTART")) for lines in blocks(data, "VEVENT")] == [
        "DTSTART:20201115T090000Z",
        "DTSTART;TZID=Europe/London:20201116T090000",
        "DTSTART:20201117T090000Z",
    ]


def test_zone_given_twice_is_told_once_for_both_spans() -> None:
    late = replace(MEETING, starts_at=utc("2021-06-17T09:00"), ends_at=utc("2021-06-17T14:00"))
    spans = [span_of(MEETING), span_of(late)]
    for given_spans in (spans, spans[::-1]):
        data = b"".join(render("Meetings", given_spans, [MEETING, late]))
        assert data == file_of(MEETING, late)
        assert len(blocks(data, "VTIMEZONE")) == 1


@settings(max_examples=100, deadline=None)
@given(
    zone=st.sampled_from(sorted(zone_names())),
    start=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - made UTC below
    ahead=st.lists(st.integers(0, 500 * 24 * 4), min_size=1, max_size=5),
    quarters=st.integers(1, 48),
)
def test_others_find_the_instants_that_were_meant(zone: str, start: datetime, ahead: list[int], quarters: int) -> None:
    first = start.replace(second=0, microsecond=0, tzinfo=UTC)
    starts = sorted(first + timedelta(minutes=15 * steps) for steps in ahead)
    length = timedelta(minutes=15 * quarters)
    occasions = [replace(MEETING, zone=zone, starts_at=moment, ends_at=moment + length) for moment in starts]
    assert starts_and_ends(file_of(*occasions)) == [(moment, moment + length) for moment in starts]


@settings(max_examples=200, deadline=None)
@given(
    zone=st.sampled_from(sorted(zone_names())),
    day=st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    minutes=st.integers(1, 600),
)
def test_what_is_exported_is_the_instant_that_zoneinfo_has_for_the_wall_time(
    zone: str, day: date, at: time, minutes: int
) -> None:
    try:
        planned = replan_one(number=1, day=day, at=at, minutes=minutes, zone=zone)
    except Refused as refused:
        assert "does not exist" in refused.sentence  # noqa: PT017 - the gap of a clock change
        return
    occasion = replace(MEETING, zone=zone, starts_at=planned.starts_at, ends_at=planned.ends_at)
    meant = datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
    assert starts_and_ends(file_of(occasion)) == [(meant, meant + timedelta(minutes=minutes))]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_course_is_exported_at_the_instants_that_were_worked_out_by_hand(case: Case) -> None:
    timetable = plan(Duration.parse(case.duration), start=case.start, at=case.at, zone=case.zone)
    occasions = [
        replace(MEETING, zone=case.zone, starts_at=one.starts_at, ends_at=one.ends_at) for one in timetable.meetings
    ]
    assert [start for start, _ in starts_and_ends(file_of(*occasions))] == instants(case)


said = st.text(max_size=300) | st.text(st.sampled_from('\\nN;,:"^é🎓 \r\n\tx'), max_size=40)


def as_read(data: bytes, zone: str) -> tuple[str, list[Occasion]]:
    """The name of a calendar and its occasions, as they stand in the file."""
    (head,) = blocks(data, "VCALENDAR")
    occasions = []
    for lines, (starts_at, ends_at) in zip(blocks(data, "VEVENT"), starts_and_ends(data), strict=True):
        cancelled = value_of(lines, "STATUS") == "CANCELLED"
        occasions.append(
            Occasion(
                uid=text_of(lines, "UID"),
                starts_at=starts_at,
                ends_at=ends_at,
                zone=zone,
                summary=text_of(lines, "SUMMARY").removeprefix("CANCELLED:" if cancelled else "").strip(),
                location=text_of(lines, "LOCATION"),
                description=text_of(lines, "DESCRIPTION"),
                link=text_of(lines, "URL"),
                sequence=int(value_of(lines, "SEQUENCE")),
                made_at=datetime.fromisoformat(value_of(lines, "CREATED")),
                changed_at=datetime.fromisoformat(value_of(lines, "DTSTAMP")),
                cancelled=cancelled,
            )
        )
    return text_of(head, "NAME"), occasions


@settings(max_examples=150, deadline=None)
@given(
    name=said,
    zone=st.sampled_from(sorted(zone_names())),
    start=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - made UTC below
    meetings=st.lists(
        st.tuples(st.integers(0, 20_000), st.integers(1, 48), said, said, said, st.booleans()), min_size=1, max_size=4
    ),
)
def test_a_calendar_that_is_read_back_and_rendered_again_has_the_same_bytes(
    name: str, zone: str, start: datetime, meetings: list[tuple[int, int, str, str, str, bool]]
) -> None:
    first = start.replace(second=0, microsecond=0, tzinfo=UTC)
    occasions = [
        replace(
            MEETING,
            uid=str(uuid5(UUID(MEETING.uid), str(number))),
            zone=zone,
            starts_at=first + timedelta(minutes=15 * ahead),
            ends_at=first + timedelta(minutes=15 * (ahead + quarters)),
            summary=summary,
            location=location,
            description=description,
            sequence=number,
            cancelled=cancelled,
        )
        for number, (ahead, quarters, summary, location, description, cancelled) in enumerate(sorted(meetings))
    ]
    data = file_of(*occasions, name=name)
    told, again = as_read(data, zone)
    assert [(one.starts_at, one.ends_at) for one in again] == [(one.starts_at, one.ends_at) for one in occasions]
    assert file_of(*again, name=told) == data


def test_dates_are_whole_days_that_end_before_the_next_one_and_keep_nobody_busy() -> None:
    cycle = CycleFacts(
        uid="0b5f7f3e-0a51-4a0e-8f07-5d3f3a3a9b77",
        title="Change Architect, of the Year",
        year=2026,
        zone="Europe/London",
        phase=Phase.VOTING,
        dates=Dates(*(date(2026, *day) for day in ((3, 2), (5, 29), (7, 1), (9, 1), (11, 30), (12, 12)))),
        sequence=2,
        made_at=utc("2026-01-05T09:00"),
        changed_at=utc("2026-02-01T10:30"),
    )

    data = b"".join(render("Award", (), cycle_dates(cycle), organizer=DESK))
    again = b"".join(render("Award", (), cycle_dates(replace(cycle, phase=Phase.ABANDONED, sequence=3))))

    events = blocks(data, "VEVENT")
    spans = [(value_of(event, "DTSTART"), value_of(event, "DTEND")) for event in events]
    assert spans == [
        ("20260302", "20260530"),
        ("20260701", "20260702"),
        ("20260901", "20261201"),
        ("20261212", "20261213"),
    ]
    assert events[2][1:] == [
        f"UID:{uuid5(UUID(cycle.uid), 'voting')}",
        "DTSTAMP:20260201T103000Z",
        "CREATED:20260105T090000Z",
        "LAST-MODIFIED:20260201T103000Z",
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        "DTSTART;VALUE=DATE:20260901",
        "DTEND;VALUE=DATE:20261201",
        r"SUMMARY:Change Architect\, of the Year 2026: voting",
        "DESCRIPTION:Days begin and end in Europe/London.",
        'ORGANIZER;CN="Programme desk":mailto:programmes@example.org',
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    assert [value_of(event, "UID") for event in blocks(again, "VEVENT")] == [value_of(event, "UID") for event in events]
    assert {(value_of(event, "STATUS"), value_of(event, "SEQUENCE")) for event in blocks(again, "VEVENT")} == {
        ("CANCELLED", "3")
    }
    assert len(icalendar.Calendar.from_ical(data).walk("VEVENT")) == len(events)
