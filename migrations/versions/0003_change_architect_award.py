"""Change Architect of the Year: cycles, nominations, panel, ballots, Hall of Fame.

Revision: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables; none of the others changes."""
    _cycles()
    _nominations()
    _panel_and_conflicts()
    _ballots()


def _cycles() -> None:
    op.create_table(
        "cycles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("nominating_from", sa.Text(), nullable=False),
        sa.Column("nominating_until", sa.Text(), nullable=False),
        sa.Column("shortlist_on", sa.Text(), nullable=False),
        sa.Column("voting_from", sa.Text(), nullable=False),
        sa.Column("voting_until", sa.Text(), nullable=False),
        sa.Column("announce_on", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("eligibility_years", sa.Integer(), nullable=False),
        sa.Column("winner_years", sa.Integer(), nullable=False),
        sa.Column("excludes_staff", sa.Integer(), nullable=False),
        sa.Column("seconds_needed", sa.Integer(), nullable=False),
        sa.Column("panel_rule", sa.Text(), nullable=False),
        sa.Column("shortlist_size", sa.Integer(), nullable=False),
        sa.Column("voter_years", sa.Integer(), nullable=False),
        sa.Column("counting", sa.Text(), nullable=False),
        sa.Column("rules_text", sa.Text(), nullable=False),
        sa.Column("rules_hash", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.Text(), nullable=True),
        sa.Column("sealed_box", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.Text(), nullable=True),
        sa.Column("announced_at", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(sealed_at IS NULL) = (sealed_box = '')", name=op.f("ck_cycles_sealed")),
        sa.CheckConstraint("counting IN ('schulze', 'irv')", name=op.f("ck_cycles_counting")),
        sa.CheckConstraint(
            "panel_rule IN ('mean', 'median', 'mean without the extremes')", name=op.f("ck_cycles_panel_rule")
        ),
        sa.CheckConstraint(
            "phase IN ('planned', 'nominating', 'screening', 'shortlisted', 'voting', 'counted', 'announced', 'abandoned')",
            name=op.f("ck_cycles_phase"),
        ),
        sa.CheckConstraint(
            "eligibility_years >= 0 AND winner_years >= 0 AND seconds_needed >= 0 AND voter_years >= 0 AND shortlist_size >= 1",
            name=op.f("ck_cycles_figures"),
        ),
        sa.CheckConstraint(
            "nominating_from <= nominating_until AND nominating_until < shortlist_on AND shortlist_on <= voting_from AND voting_from <= voting_until AND voting_until < announce_on",
            name=op.f("ck_cycles_dates"),
        ),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["organisations.id"], name=op.f("fk_cycles_organiser_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycles")),
        sa.UniqueConstraint("uid", name=op.f("uq_cycles_uid")),
        sa.UniqueConstraint("year", name=op.f("uq_cycles_year")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_cycles_active",
        "cycles",
        [sa.text("(phase IN ('nominating', 'screening', 'shortlisted', 'voting', 'counted'))")],
        unique=True,
        sqlite_where=sa.text("phase IN ('nominating', 'screening', 'shortlisted', 'voting', 'counted')"),
    )
    op.create_table(
        "panel_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_panel_members_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_panel_members_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_members")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_panel_members_cycle_id_number")),
        sa.UniqueConstraint("cycle_id", "person_id", name=op.f("uq_panel_members_cycle_id_person_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "laureates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("honour", sa.Text(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("job_title", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("announced_on", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("honour IN ('winner', 'runner-up')", name=op.f("ck_laureates_honour")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_laureates_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_laureates_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laureates")),
        sa.UniqueConstraint("uid", name=op.f("uq_laureates_uid")),
        sa.UniqueConstraint("year", "honour", name=op.f("uq_laureates_year_honour")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_laureates_person_id"), "laureates", ["person_id"], unique=False)


def _nominations() -> None:
    op.create_table(
        "nominations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("nominee_id", sa.Integer(), nullable=False),
        sa.Column("nominator_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.Text(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shortlisted", sa.Integer(), nullable=False),
        sa.Column("ballot_key", sa.Text(), nullable=False),
        sa.Column("ballot_name", sa.Text(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL) OR state = 'withdrawn'", name=op.f("ck_nominations_submitted")
        ),
        sa.CheckConstraint("answer IN ('waiting', 'accepted', 'declined')", name=op.f("ck_nominations_answer")),
        sa.CheckConstraint(
            "category IN ('personal', 'professional', 'business')", name=op.f("ck_nominations_category")
        ),
        sa.CheckConstraint("state IN ('draft', 'submitted', 'withdrawn')", name=op.f("ck_nominations_state")),
        sa.CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name=op.f("ck_nominations_merged")),
        sa.CheckConstraint("nominee_id <> nominator_id", name=op.f("ck_nominations_peers")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_nominations_cycle_id_cycles")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["nominations.id"], name=op.f("fk_nominations_merged_into_id_nominations")
        ),
        sa.ForeignKeyConstraint(["nominator_id"], ["people.id"], name=op.f("fk_nominations_nominator_id_people")),
        sa.ForeignKeyConstraint(["nominee_id"], ["people.id"], name=op.f("fk_nominations_nominee_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
        sa.UniqueConstraint("uid", name=op.f("uq_nominations_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_nominations_keys",
        "nominations",
        ["cycle_id", "ballot_key"],
        unique=True,
        sqlite_where=sa.text("ballot_key <> ''"),
    )
    op.create_index(op.f("ix_nominations_merged_into_id"), "nominations", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_nominations_nominator_id"), "nominations", ["nominator_id"], unique=False)
    op.create_index(op.f("ix_nominations_nominee_id"), "nominations", ["nominee_id"], unique=False)
    op.create_index(
        "ix_nominations_once",
        "nominations",
        ["cycle_id", "nominee_id", "nominator_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_index(
        "ix_nominations_standing",
        "nominations",
        ["cycle_id", "nominee_id"],
        unique=True,
        sqlite_where=sa.text("state = 'submitted' AND merged_into_id IS NULL"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('link', 'file')", name=op.f("ck_evidence_kind")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nominations.id"], name=op.f("fk_evidence_nomination_id_nominations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("nomination_id", "number", name=op.f("uq_evidence_nomination_id_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "seconds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nominations.id"], name=op.f("fk_seconds_nomination_id_nominations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_seconds_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seconds")),
        sa.UniqueConstraint("nomination_id", "person_id", name=op.f("uq_seconds_nomination_id_person_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_seconds_person_id"), "seconds", ["person_id"], unique=False)
    op.create_table(
        "eligibility_exceptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "ground IN ('accredited', 'not a winner', 'not staff', 'seconded', 'accepted')",
            name=op.f("ck_eligibility_exceptions_ground"),
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nominations.id"], name=op.f("fk_eligibility_exceptions_nomination_id_nominations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_exceptions")),
        sa.UniqueConstraint("nomination_id", "ground", name=op.f("uq_eligibility_exceptions_nomination_id_ground")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )


def _panel_and_conflicts() -> None:
    op.create_table(
        "scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("scored_at", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 1000", name=op.f("ck_scores_points")),
        sa.ForeignKeyConstraint(["member_id"], ["panel_members.id"], name=op.f("fk_scores_member_id_panel_members")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nominations.id"], name=op.f("fk_scores_nomination_id_nominations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scores")),
        sa.UniqueConstraint("member_id", "nomination_id", name=op.f("uq_scores_member_id_nomination_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_scores_nomination_id"), "scores", ["nomination_id"], unique=False)
    op.create_table(
        "conflict_rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ruling IN ('declared', 'dismissed')", name=op.f("ck_conflict_rulings_ruling")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_conflict_rulings_cycle_id_cycles")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nominations.id"], name=op.f("fk_conflict_rulings_nomination_id_nominations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_conflict_rulings_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_rulings")),
        sa.UniqueConstraint(
            "cycle_id", "person_id", "nomination_id", name=op.f("uq_conflict_rulings_cycle_id_person_id_nomination_id")
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_conflict_rulings_nomination_id"), "conflict_rulings", ["nomination_id"], unique=False)


def _ballots() -> None:
    op.create_table(
        "voters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_check", sa.Text(), nullable=True),
        sa.Column("code_given_at", sa.Text(), nullable=True),
        sa.Column("ballots_cast", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(code_check IS NULL) = (code_given_at IS NULL)", name=op.f("ck_voters_code")),
        sa.CheckConstraint("ballots_cast >= 0", name=op.f("ck_voters_ballots_cast")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_voters_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_voters_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voters")),
        sa.UniqueConstraint("code_check", name=op.f("uq_voters_code_check")),
        sa.UniqueConstraint("cycle_id", "person_id", name=op.f("uq_voters_cycle_id_person_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_voters_person_id"), "voters", ["person_id"], unique=False)
    op.create_table(
        "ballots",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("box_key", sa.Text(), nullable=False),
        sa.Column("ranking", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_ballots_cycle_id_cycles")),
        sa.PrimaryKeyConstraint("cycle_id", "box_key", name=op.f("pk_ballots")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
