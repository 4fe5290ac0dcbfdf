"""From the first class to the certificate: schemes, prerequisites, attendance, marks, accreditations.

Editions say how what they grant is renewed, and a place can be transferred: those two tables are made anew.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables, then the two that change."""
    _schemes()
    _prerequisites()
    _attendance()
    _marks()
    _accreditations()
    _editions()
    _enrolments()


def _schemes() -> None:
    op.create_table(
        "schemes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("pass_total", sa.Integer(), nullable=False),
        sa.Column("attendance_percent", sa.Integer(), nullable=False),
        sa.Column("recording_counts", sa.Integer(), nullable=False),
        sa.Column("resits", sa.Integer(), nullable=False),
        sa.Column("resit_only_failed", sa.Integer(), nullable=False),
        sa.Column("resit_cap_percent", sa.Integer(), nullable=True),
        sa.Column("resit_counts", sa.Text(), nullable=False),
        sa.Column("resit_days", sa.Integer(), nullable=False),
        sa.Column("second_marking", sa.Text(), nullable=False),
        sa.Column("sample_percent", sa.Integer(), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("agreement_points", sa.Integer(), nullable=False),
        sa.Column("blind", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("agreement IN ('average', 'within')", name=op.f("ck_schemes_agreement")),
        sa.CheckConstraint("resit_counts IN ('best', 'last')", name=op.f("ck_schemes_resit_counts")),
        sa.CheckConstraint("second_marking IN ('none', 'sample', 'all')", name=op.f("ck_schemes_second_marking")),
        sa.CheckConstraint("attendance_percent BETWEEN 0 AND 100", name=op.f("ck_schemes_attendance")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_schemes_edition_id_editions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schemes")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_schemes_edition_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "components",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("must_pass", sa.Integer(), nullable=False),
        sa.CheckConstraint("pass_mark BETWEEN 0 AND out_of", name=op.f("ck_components_pass_mark")),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_components_weight")),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_components_scheme_id_schemes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_components")),
        sa.UniqueConstraint("scheme_id", "number", name=op.f("uq_components_scheme_id_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )


def _prerequisites() -> None:
    op.create_table(
        "requirements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("asked_of", sa.Text(), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.CheckConstraint("asked_of IN ('delegate', 'coach')", name=op.f("ck_requirements_asked_of")),
        sa.CheckConstraint(
            "standing IN ('valid', 'valid or renewable', 'ever held')", name=op.f("ck_requirements_standing")
        ),
        sa.CheckConstraint("group_number >= 1", name=op.f("ck_requirements_group")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_requirements_edition_id_editions")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_requirements_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirements")),
        sa.UniqueConstraint(
            "edition_id",
            "asked_of",
            "group_number",
            "programme_id",
            name=op.f("uq_requirements_edition_id_asked_of_group_number_programme_id"),
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "exemptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exemptions_person_id_people")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_exemptions_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemptions")),
        sa.UniqueConstraint("person_id", "programme_id", name=op.f("uq_exemptions_person_id_programme_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_exemptions_programme_id"), "exemptions", ["programme_id"], unique=False)


def _attendance() -> None:
    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Text(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("early", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "attended = 'present' OR (late = 0 AND early = 0)", name=op.f("ck_attendances_missed_of_present")
        ),
        sa.CheckConstraint(
            "attended IN ('present', 'absent', 'excused', 'recording', 'make-up')", name=op.f("ck_attendances_attended")
        ),
        sa.CheckConstraint("late BETWEEN 0 AND 1440 AND early BETWEEN 0 AND 1440", name=op.f("ck_attendances_missed")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_attendances_enrolment_id_enrolments")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_attendances_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint("enrolment_id", "meeting_id", name=op.f("uq_attendances_enrolment_id_meeting_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_attendances_meeting_id"), "attendances", ["meeting_id"], unique=False)


def _marks() -> None:
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("marked_by", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(origin = 'marking') = (replaces_id IS NULL)", name=op.f("ck_marks_replaces")),
        sa.CheckConstraint("origin IN ('marking', 'remark', 'appeal')", name=op.f("ck_marks_origin")),
        sa.CheckConstraint("series IN ('first', 'second', 'third', 'agreed')", name=op.f("ck_marks_series")),
        sa.CheckConstraint("state IN ('entered', 'agreed', 'released')", name=op.f("ck_marks_state")),
        sa.CheckConstraint("points >= 0 AND attempt >= 1 AND revision >= 0", name=op.f("ck_marks_figures")),
        sa.ForeignKeyConstraint(["component_id"], ["components.id"], name=op.f("fk_marks_component_id_components")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_marks_enrolment_id_enrolments")),
        sa.ForeignKeyConstraint(["replaces_id"], ["marks.id"], name=op.f("fk_marks_replaces_id_marks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marks")),
        sa.UniqueConstraint(
            "enrolment_id",
            "component_id",
            "attempt",
            "series",
            "revision",
            name=op.f("uq_marks_enrolment_id_component_id_attempt_series_revision"),
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_marks_component_id"), "marks", ["component_id"], unique=False)
    op.create_index(
        "ix_marks_open_reviews",
        "marks",
        ["enrolment_id"],
        unique=False,
        sqlite_where=sa.text("origin <> 'marking' AND state <> 'released'"),
    )
    op.create_table(
        "results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("resit_by", sa.Text(), nullable=True),
        sa.Column("released_at", sa.Text(), nullable=False),
        sa.Column("released_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('passed', 'resit due', 'failed', 'incomplete')", name=op.f("ck_results_verdict")
        ),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_results_enrolment_id_enrolments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_results")),
        sa.UniqueConstraint("enrolment_id", "number", name=op.f("uq_results_enrolment_id_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "overrides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_overrides_enrolment_id_enrolments")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_overrides_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overrides")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_overrides_session_id"), "overrides", ["session_id"], unique=False)


def _accreditations() -> None:
    op.create_table(
        "accreditations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("awarded_on", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "origin IN ('award', 'renewal', 'reissue', 'decree', 'recorded')", name=op.f("ck_accreditations_origin")
        ),
        sa.CheckConstraint(
            "state IN ('issued', 'suspended', 'revoked', 'superseded')", name=op.f("ck_accreditations_state")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_accreditations_edition_id_editions")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_accreditations_enrolment_id_enrolments")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accreditations_person_id_people")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_accreditations_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["accreditations.id"], name=op.f("fk_accreditations_replaces_id_accreditations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditations")),
        sa.UniqueConstraint("code", name=op.f("uq_accreditations_code")),
        sa.UniqueConstraint("number", name=op.f("uq_accreditations_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_accreditations_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_accreditations_awarded_on_id"), "accreditations", ["awarded_on", "id"], unique=False)
    op.create_index(op.f("ix_accreditations_enrolment_id"), "accreditations", ["enrolment_id"], unique=False)
    op.create_index(op.f("ix_accreditations_person_id"), "accreditations", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_accreditations_programme_id_valid_until"),
        "accreditations",
        ["programme_id", "valid_until"],
        unique=False,
    )
    op.create_index(op.f("ix_accreditations_replaces_id"), "accreditations", ["replaces_id"], unique=False)
    op.create_index(op.f("ix_accreditations_valid_until"), "accreditations", ["valid_until"], unique=False)
    op.create_table(
        "accreditation_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("accreditation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("holds_from", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('issued', 'suspended', 'revoked', 'superseded')", name=op.f("ck_accreditation_steps_state")
        ),
        sa.ForeignKeyConstraint(
            ["accreditation_id"],
            ["accreditations.id"],
            name=op.f("fk_accreditation_steps_accreditation_id_accreditations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_steps")),
        sa.UniqueConstraint("accreditation_id", "number", name=op.f("uq_accreditation_steps_accreditation_id_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )


def _editions() -> None:
    """What was granted until now is renewed from its last valid day, six months before it or as long after it."""
    last = _put_aside("editions")
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("post_nominal", sa.Text(), nullable=False),
        sa.Column("duration", sa.Text(), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("capacity_min", sa.Integer(), nullable=False),
        sa.Column("capacity_max", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("validity_months", sa.Integer(), nullable=False),
        sa.Column("renewal", sa.Text(), nullable=False),
        sa.Column("renewal_months", sa.Integer(), nullable=False),
        sa.Column("grace_months", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "capacity_min >= 0 AND capacity_max >= 1 AND capacity_min <= capacity_max",
            name=op.f("ck_editions_capacity"),
        ),
        sa.CheckConstraint("renewal IN ('from award', 'from expiry', 'end of year')", name=op.f("ck_editions_renewal")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_editions_programme_id_programmes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_editions_programme_id_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO editions (id, programme_id, number, title, post_nominal, duration, printed, capacity_min, "
        "capacity_max, price_minor, currency, validity_months, renewal, renewal_months, grace_months, chosen, version) "
        "SELECT id, programme_id, number, title, post_nominal, duration, printed, capacity_min, capacity_max, "
        "price_minor, currency, validity_months, 'from expiry', 6, 6, "
        "trim(chosen || ', renewal, renewal_months, grace_months', ', '), version FROM kept_editions"
    )
    _put_back("editions", last)


def _enrolments() -> None:
    last = _put_aside("enrolments")
    op.create_table(
        "enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("waiting_since", sa.Text(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("offered_until", sa.Text(), nullable=True),
        sa.Column("attended_from", sa.Text(), nullable=True),
        sa.Column("left_at", sa.Text(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "place IN ('applied', 'waitlisted', 'offered', 'booked', 'confirmed', 'withdrawn', 'cancelled', 'declined', 'transferred')",
            name=op.f("ck_enrolments_place"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_enrolments_person_id_people")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_enrolments_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_enrolments_session_id_person_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_enrolments_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_enrolments_offers", "enrolments", ["offered_until"], unique=False, sqlite_where=sa.text("place = 'offered'")
    )
    op.create_index(op.f("ix_enrolments_person_id"), "enrolments", ["person_id"], unique=False)
    op.create_index(op.f("ix_enrolments_session_id_place"), "enrolments", ["session_id", "place"], unique=False)
    op.execute("INSERT INTO enrolments SELECT * FROM kept_enrolments")
    _put_back("enrolments", last)


def _put_aside(table: str) -> int | None:
    """Keep the rows of a table that is made anew; its name must be free for the new one, and no row points elsewhere.

    Answers with the last number that was ever given to a row: it is never given again.
    """
    connection = op.get_bind()
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
    op.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table} ORDER BY id")  # noqa: S608 - a name of ours
    op.drop_table(table)
    return last


def _put_back(table: str, last: int | None) -> None:
    """Remove what was kept, and go on counting where the table had been."""
    connection = op.get_bind()
    op.drop_table(f"kept_{table}")
    connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    if last is not None:
        connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))
