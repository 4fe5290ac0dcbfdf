"""Keys of the attendance sheet of a session."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

_MARK: Final = "acxdesk attendance mark --session {session} --person {person} --meeting {meeting} --as"

ROWS: Final = (
    Action(
        "attendance.present",
        "p",
        "present",
        "present",
        "She sat the whole meeting; the cursor moves on to the next person.",
        f"{_MARK} present",
        rank=1,
    ),
    Action(
        "attendance.late",
        "l",
        "late",
        "late",
        "She came late: type the minutes, Enter keeps them.",
        f"{_MARK} late --minutes MINUTES",
        rank=1,
    ),
    Action(
        "attendance.early",
        "e",
        "early",
        "early",
        "She left early: type the minutes, Enter keeps them.",
        f"{_MARK} early --minutes MINUTES",
        rank=1,
    ),
    Action(
        "attendance.absent",
        "a",
        "absent",
        "absent",
        "She did not come; once more on who is absent: she is excused.",
        f"{_MARK} absent",
        rank=1,
    ),
    Action(
        "attendance.excused",
        "c",
        "excused",
        "excused",
        "She is excused; that can be marked before the meeting begins.",
        f"{_MARK} excused",
        rank=2,
    ),
    Action(
        "attendance.recording",
        "r",
        "recording",
        "recording",
        "She watched the recording; whether that counts, the scheme says.",
        f"{_MARK} recording",
        rank=2,
    ),
    Action(
        "attendance.make-up",
        "m",
        "make_up",
        "make-up",
        "She made the meeting up elsewhere; it counts.",
        f"{_MARK} make-up",
        rank=2,
    ),
    Action(
        "attendance.all",
        "P",
        "all_present",
        "all present",
        "Everybody of this meeting whom nobody has marked yet sat the whole of it.",
        "acxdesk attendance all-present --session {session} --meeting {meeting}",
        rank=2,
    ),
    Action(
        "attendance.clear",
        "d",
        "clear",
        "clear",
        "Take the mark away: nobody has said.",
        "acxdesk attendance clear --session {session} --person {person} --meeting {meeting}",
        rank=3,
    ),
    Action(
        "attendance.note",
        "n",
        "note",
        "note",
        "Note why she is excused, or where she made the meeting up.",
        f"{_MARK} HOW --note NOTE",
        rank=3,
    ),
)
