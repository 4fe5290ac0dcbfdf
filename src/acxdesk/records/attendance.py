"""How each delegate took part in each meeting."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from acxdesk.records.base import STRICT, Base, Editable, Word, one_of
from acxdesk.rules.attendance import Attended


class Attendance(Editable, Base):
    """One person in one meeting; without a row nobody has said yet."""

    __tablename__ = "attendances"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "meeting_id"),
        one_of("attended", Attended),
        CheckConstraint("late BETWEEN 0 AND 1440 AND early BETWEEN 0 AND 1440", name="missed"),
        CheckConstraint("attended = 'present' OR (late = 0 AND early = 0)", name="missed_of_present"),
        Index(None, "meeting_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    attended: Mapped[Attended] = mapped_column(Word(Attended))
    late: Mapped[int]  # minutes missed at the beginning
    early: Mapped[int]  # minutes missed at the end
    note: Mapped[str]  # why she was excused, where it was made up; or empty
