"""Schedules that hold: closures, diaries, askings, shared teaching, clashes, scratch plans, calendars given out.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables; none of the others changes."""
    _diaries()
    _teaching()
    _scratch_plans()
    _calendars()


def _diaries() -> None:
    op.create_table(
        "closures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Text(), nullable=False),
        sa.Column("last_on", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_closures_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
        sa.UniqueConstraint("uid", name=op.f("uq_closures_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_closures_last_on"), "closures", ["last_on"], unique=False)
    op.create_table(
        "leaves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Text(), nullable=False),
        sa.Column("last_on", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_leaves_days")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_leaves_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
        sa.UniqueConstraint("uid", name=op.f("uq_leaves_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_leaves_person_id_ends_at"), "leaves", ["person_id", "ends_at"], unique=False)
    op.create_table(
        "teaching_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name=op.f("ck_teaching_hours_minutes")),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_teaching_hours_weekday")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_teaching_hours_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_hours")),
        sa.UniqueConstraint("person_id", "weekday", "opens", name=op.f("uq_teaching_hours_person_id_weekday_opens")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "busy_times",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.Text(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_busy_times_order")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_busy_times_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_times")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_busy_times_person_id_ends_at"), "busy_times", ["person_id", "ends_at"], unique=False)


def _teaching() -> None:
    op.create_table(
        "askings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("answer IN ('asked', 'accepted', 'declined', 'confirmed')", name=op.f("ck_askings_answer")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_askings_person_id_people")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_askings_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_askings")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_askings_session_id_person_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_askings_person_id"), "askings", ["person_id"], unique=False)
    op.create_table(
        "substitutions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("absent_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("absent_id <> person_id", name=op.f("ck_substitutions_other")),
        sa.ForeignKeyConstraint(["absent_id"], ["people.id"], name=op.f("fk_substitutions_absent_id_people")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_substitutions_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_substitutions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitutions")),
        sa.UniqueConstraint("meeting_id", "absent_id", name=op.f("uq_substitutions_meeting_id_absent_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_substitutions_person_id"), "substitutions", ["person_id"], unique=False)
    op.create_table(
        "shared_meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("meeting_id <> host_id", name=op.f("ck_shared_meetings_other")),
        sa.ForeignKeyConstraint(["host_id"], ["meetings.id"], name=op.f("fk_shared_meetings_host_id_meetings")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_shared_meetings_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_meetings")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_shared_meetings_meeting_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_shared_meetings_host_id"), "shared_meetings", ["host_id"], unique=False)
    op.create_table(
        "accepted_clashes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.Text(), nullable=False),
        sa.Column("other_starts_at", sa.Text(), nullable=False),
        sa.Column("other_ends_at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('coach', 'room', 'delegate', 'leave', 'hours', 'busy')", name=op.f("ck_accepted_clashes_kind")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_accepted_clashes_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["other_id"], ["meetings.id"], name=op.f("fk_accepted_clashes_other_id_meetings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accepted_clashes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_clashes")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_accepted_clashes_meeting_id"), "accepted_clashes", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_accepted_clashes_other_id"), "accepted_clashes", ["other_id"], unique=False)


def _scratch_plans() -> None:
    op.create_table(
        "scratch_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scratch_plans")),
        sa.UniqueConstraint("name_key", name=op.f("uq_scratch_plans_name_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_scratch_plans_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "scratch_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["scratch_plans.id"], name=op.f("fk_scratch_steps_plan_id_scratch_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scratch_steps")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_scratch_steps_plan_id_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )


def _calendars() -> None:
    op.create_table(
        "given_calendars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("given_at", sa.Text(), nullable=False),
        sa.CheckConstraint("part IN ('delegate', 'coach')", name=op.f("ck_given_calendars_part")),
        sa.CheckConstraint("way IN ('file', 'mail', 'caldav', 'feed')", name=op.f("ck_given_calendars_way")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_given_calendars_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_calendars")),
        sa.UniqueConstraint("person_id", "part", "way", name=op.f("uq_given_calendars_person_id_part_way")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "given_occasions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("given_at", sa.Text(), nullable=False),
        sa.CheckConstraint("part IN ('delegate', 'coach')", name=op.f("ck_given_occasions_part")),
        sa.CheckConstraint("way IN ('file', 'mail', 'caldav', 'feed')", name=op.f("ck_given_occasions_way")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_given_occasions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_occasions")),
        sa.UniqueConstraint("person_id", "part", "way", "uid", name=op.f("uq_given_occasions_person_id_part_way_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("sending", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("method IN ('PUBLISH', 'REQUEST', 'CANCEL')", name=op.f("ck_messages_method")),
        sa.CheckConstraint("part IN ('delegate', 'coach')", name=op.f("ck_messages_part")),
        sa.CheckConstraint(
            "sending IN ('waiting', 'sending', 'sent', 'unsure', 'refused', 'dropped')",
            name=op.f("ck_messages_sending"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_messages_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("uid", name=op.f("uq_messages_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_messages_person_id_occasion"), "messages", ["person_id", "occasion"], unique=False)
    op.create_index(op.f("ix_messages_sending_id"), "messages", ["sending", "id"], unique=False)
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_feeds_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("person_id", name=op.f("uq_feeds_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_feeds_token")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
