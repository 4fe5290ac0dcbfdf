"""Keys about coaches: those of a session, the substitute of a meeting, a coach's diary, the load of all."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

SESSION: Final = (
    Action(
        "session.coaches",
        "A",
        "coaches",
        "coaches",
        "Ask coaches to teach the session, or note what they answered: accepted, declined, confirmed.",
        "acxdesk coach ask {session} --coach PERSON",
        rank=3,
    ),
    Action(
        "timetable.substitute",
        "S",
        "substitute",
        "substitute",
        "Let another coach teach the meeting, with a reason; once more, and the coach teaches it herself.",
        "acxdesk coach substitute {session} NUMBER --for PERSON --by PERSON --reason WHY",
        rank=3,
    ),
)

DIARY: Final = (
    Action(
        "diary.leave",
        "n",
        "new_leave",
        "leave",
        "Note days on which she does not teach; her meetings on those days are told first.",
        "acxdesk coach leave {person} --from DATE --to DATE",
        rank=1,
    ),
    Action(
        "diary.accept",
        "a",
        "accept_asking",
        "accepts",
        "Note that she accepted what she is asked.",
        "acxdesk coach accept {session} {person}",
        rank=2,
    ),
    Action(
        "diary.decline",
        "v",
        "decline_asking",
        "declines",
        "Note that she declined, with the reason; her calendar calls the meetings off.",
        "acxdesk coach decline {session} {person} --reason WHY",
        rank=2,
    ),
    Action(
        "diary.confirm",
        "F",
        "confirm_asking",
        "confirm",
        "Confirm her for the session.",
        "acxdesk coach confirm {session} {person}",
        rank=3,
    ),
    Action(
        "diary.withdraw",
        "w",
        "withdraw_asking",
        "ask no more",
        "Ask her no more, and take her off the session.",
        "acxdesk coach withdraw {session} {person}",
        shown=False,
    ),
    Action(
        "diary.remove",
        "d",
        "remove_leave",
        "remove",
        "Take the leave away that is not taken; undo puts it back.",
        "acxdesk coach remove-leave NUMBER",
        rank=3,
    ),
    Action(
        "diary.hours",
        "H",
        "set_hours",
        "hours",
        "Set the hours of her week in which she can teach.",
        'acxdesk coach hours {person} "mon-fri 9-17"',
        rank=2,
    ),
)

LOAD: Final = (
    Action(
        "register.load",
        "L",
        "load",
        "load",
        "Go to how much each coach teaches per month.",
        "acxdesk coach load",
    ),
    Action(
        "load.earlier",
        "<",
        "earlier",
        "earlier",
        "A month back.",
        "acxdesk coach load --from {from} --until {until}",
        rank=1,
    ),
    Action(
        "load.later",
        ">",
        "later",
        "later",
        "A month on.",
        "acxdesk coach load --from {from} --until {until}",
        rank=1,
    ),
)

ROWS: Final = (*SESSION, *DIARY, *LOAD)
