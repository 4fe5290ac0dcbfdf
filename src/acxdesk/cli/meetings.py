"""`acxdesk meeting ...`."""

from typing import Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, WrongUse, noun
from acxdesk.cli.said import Accept, ByDays, ByHours, DaySaid, Reason, Reference, TimeSaid, given
from acxdesk.cli.sessions import MEETING_HEADINGS, accepting, meeting_cells

app = noun("meeting", "Single meetings of a session: move, resize, cancel, add.")

Number = Annotated[int, Parameter(name=("--number", "--meeting"), help="the meeting's number in the session")]
Minutes = Annotated[int, Parameter(help="taught, breaks excluded")]


@app.command
def move(
    ref: Reference,
    number: Number,
    *,
    day: DaySaid | None = None,
    time: TimeSaid | None = None,
    by_days: ByDays | None = None,
    by_hours: ByHours | None = None,
    reason: Reason = "",
    accept: Accept = "",
    call: Asked,
) -> None:
    """Move one meeting to another day or wall time of the session's zone."""
    from acxdesk.actions import meetings

    with call.writing() as desk:
        values = given(
            day=said.day_if_given(day, desk.clock.today(call.settings.zone)),
            at=said.clock(time),
            by_days=by_days,
            by_hours=by_hours,
        )
        if not values:
            raise WrongUse("Where to is not given.", remedy="Give --day, --time, --by-days or --by-hours.")
        receipt = meetings.move_meeting(
            desk,
            meetings.MoveMeeting.read(
                {"session": ref, "number": number, "reason": reason, **values, **accepting(call, accept)}
            ),
        )
    call.answer(receipt, reference=ref.upper(), meeting=number)


@app.command
def resize(
    ref: Reference, number: Number, *, minutes: Minutes, reason: Reason = "", accept: Accept = "", call: Asked
) -> None:
    """Make one meeting longer or shorter."""
    from acxdesk.actions import meetings

    values = {"session": ref, "number": number, "minutes": minutes, "reason": reason, **accepting(call, accept)}
    with call.writing() as desk:
        receipt = meetings.resize_meeting(desk, meetings.ResizeMeeting.read(values))
    call.answer(receipt, reference=ref.upper(), meeting=number)


@app.command
def cancel(ref: Reference, number: Number, *, reason: Reason = "", call: Asked) -> None:
    """Call one meeting off; it stays in every calendar as cancelled."""
    from acxdesk.actions import meetings

    values = {"session": ref, "number": number, "reason": reason}
    with call.writing() as desk:
        receipt = meetings.cancel_meeting(desk, meetings.CancelMeeting.read(values))
    call.answer(receipt, reference=ref.upper(), meeting=number)


@app.command
def restore(ref: Reference, number: Number, *, accept: Accept = "", call: Asked) -> None:
    """Hold a cancelled meeting after all."""
    from acxdesk.actions import meetings

    values = {"session": ref, "number": number, **accepting(call, accept)}
    with call.writing() as desk:
        receipt = meetings.restore_meeting(desk, meetings.RestoreMeeting.read(values))
    call.answer(receipt, reference=ref.upper(), meeting=number)


@app.command
def add(
    ref: Reference,
    *,
    day: DaySaid,
    time: TimeSaid | None = None,
    minutes: Minutes | None = None,
    place: Annotated[str, Parameter(help="where it is held, if elsewhere")] = "",
    accept: Accept = "",
    call: Asked,
) -> None:
    """Add one meeting; without a time or length it takes those of the last one."""
    from acxdesk.actions import meetings

    with call.writing() as desk:
        values = given(at=said.clock(time), minutes=minutes) | accepting(call, accept)
        request = meetings.AddMeeting.read(
            {"session": ref, "day": said.day(day, desk.clock.today(call.settings.zone)), "place": place, **values}
        )
        receipt = meetings.add_meeting(desk, request)
    call.answer(receipt, reference=ref.upper())


@app.command(name="list")
def list_(ref: Reference, *, call: Asked) -> None:
    """The meetings of one session, in their order."""
    from acxdesk.queries import sessions

    with call.reading() as desk:
        card = sessions.session(desk, ref)
    if call.as_json:
        voice.print_json(card.meetings)
        return
    voice.print_table(MEETING_HEADINGS, map(meeting_cells, card.meetings))
