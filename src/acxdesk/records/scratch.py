"""Scratch plans: what might be done to the schedule, beside the real one."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import STRICT, Base, Editable


class ScratchPlan(Editable, Base):
    """A plan that is thought through: nothing of it is done until it is kept."""

    __subjects__: ClassVar[dict[str, str]] = {"plan": "id"}
    __tablename__ = "scratch_plans"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # a UUID, made once
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)  # folded
    made_at: Mapped[datetime]  # UTC

    steps: Mapped[list["ScratchStep"]] = relationship(
        lazy="raise", order_by="ScratchStep.number", back_populates="plan"
    )


class ScratchStep(Base):
    """One deed of a plan, as it would be asked for."""

    __subjects__: ClassVar[dict[str, str]] = {"plan": "plan_id"}
    __tablename__ = "scratch_steps"
    __table_args__ = (UniqueConstraint("plan_id", "number"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("scratch_plans.id"))
    number: Mapped[int]  # from 1, in the order in which they are done
    verb: Mapped[str]  # "session move", as the journal would call it
    request: Mapped[str]  # its request as JSON

    plan: Mapped[ScratchPlan] = relationship(lazy="raise", back_populates="steps")
