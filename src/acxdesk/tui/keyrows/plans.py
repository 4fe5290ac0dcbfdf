"""Keys of scratch plans: of the list of them, and of one."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

PLANS: Final = (
    Action("plans.new", "n", "new", "new", "Begin a plan beside the real schedule.", "acxdesk plan new NAME", rank=1),
    Action(
        "plans.keep",
        "A",
        "keep",
        "keep",
        "Carry the plan out: all of its steps as one deed with one undo, after a look.",
        "acxdesk plan keep {plan}",
        rank=1,
    ),
    Action(
        "plans.drop", "d", "drop", "drop", "Forget the plan; undo brings it back.", "acxdesk plan drop {plan}", rank=2
    ),
)

PLAN: Final = (
    Action(
        "plan.schedule",
        "n",
        "schedule",
        "new session",
        "Schedule a session, in the plan alone.",
        'acxdesk plan add {plan} "CODE DATE TIME CITY"',
        rank=1,
    ),
    Action(
        "plan.move",
        "M",
        "move_session",
        "move session",
        "Move a whole session, in the plan alone.",
        "acxdesk plan move {plan} REF --start DATE",
        rank=1,
    ),
    Action(
        "plan.move-meeting",
        "m",
        "move_meeting",
        "move meeting",
        "Move one meeting, in the plan alone.",
        "acxdesk plan move-meeting {plan} REF NUMBER --day DATE",
        rank=3,
    ),
    Action(
        "plan.cancel",
        "X",
        "cancel_session",
        "cancel session",
        "Cancel a session, in the plan alone.",
        "acxdesk plan cancel {plan} REF --reason WHY",
        rank=2,
    ),
    Action(
        "plan.unstep",
        "d",
        "unstep",
        "take out",
        "Take the step under the cursor out of the plan.",
        "acxdesk plan unstep {plan} STEP",
        rank=2,
    ),
    Action(
        "plan.keep",
        "A",
        "keep",
        "keep",
        "Carry the plan out: all of its steps as one deed with one undo, after a look.",
        "acxdesk plan keep {plan}",
        rank=1,
    ),
)

ROWS: Final = (*PLANS, *PLAN)
