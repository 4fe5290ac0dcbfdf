"""Who may vote and who has voted; and, kept apart from that, what was voted.

Nothing in the file joins the two. A voter has a code that no row holds: her own row keeps one hash of it, her ballot
lies under another (see `rules.ballots`). A ballot has no time, no number and no entry in the journal, and the box is
written anew, in the order of those hashes, with each ballot that comes in.
"""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import STRICT, Base, Editable
from acxdesk.records.cycles import Cycle
from acxdesk.records.people import Person


class Voter(Editable, Base):
    """Somebody on the roll of a cycle, as it was fixed when voting opened."""

    __subjects__: ClassVar[dict[str, str]] = {"cycle": "cycle_id", "person": "person_id"}
    __tablename__ = "voters"
    __table_args__ = (
        UniqueConstraint("cycle_id", "person_id"),
        CheckConstraint("ballots_cast >= 0", name="ballots_cast"),
        CheckConstraint("(code_check IS NULL) = (code_given_at IS NULL)", name="code"),
        Index(None, "person_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    code_check: Mapped[str | None] = mapped_column(unique=True)  # a hash of her code; None until she was given one
    code_given_at: Mapped[datetime | None]  # UTC
    ballots_cast: Mapped[int]  # 0: has not voted; the last one counts

    cycle: Mapped[Cycle] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


class Ballot(Base):
    """One ballot in the box of a cycle. It is in no journal, and no undo takes it out again."""

    __tablename__ = "ballots"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    box_key: Mapped[str] = mapped_column(primary_key=True)  # another hash of the voter's code
    ranking: Mapped[str]  # "N03>N01=N07"; empty for a blank ballot
