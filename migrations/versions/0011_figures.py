"""releases of figures, and the files of facts that were taken over"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LEDGER = ("figure_release", "figure_correction")


def upgrade() -> None:
    op.create_table(
        "figure_draft",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("release", sa.String(length=6), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("audit", sa.Text(), nullable=False),
        sa.Column("facts_mark", sa.LargeBinary(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["staff.id"], name=op.f("fk_figure_draft_drafted_by_staff")
        ),
        sa.PrimaryKeyConstraint("series", "release", name=op.f("pk_figure_draft")),
    )
    op.create_table(
        "figure_release",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("release", sa.String(length=6), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("audit", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("frozen_on", sa.Date(), nullable=False),
        sa.Column("public_from", sa.Date(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("drafted_by <> approved_by", name=op.f("ck_figure_release_two_people")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["staff.id"], name=op.f("fk_figure_release_approved_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["staff.id"], name=op.f("fk_figure_release_drafted_by_staff")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_figure_release")),
        sa.UniqueConstraint("series", "release", name=op.f("uq_figure_release_series_release")),
    )
    op.create_table(
        "figure_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("release", sa.String(length=6), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series", "release"],
            ["figure_release.series", "figure_release.release"],
            name=op.f("fk_figure_correction_series_figure_release"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["staff.id"], name=op.f("fk_figure_correction_written_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_correction")),
    )
    op.create_index(op.f("ix_figure_correction_series"), "figure_correction", ["series"])
    op.create_table(
        "figure_cube",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("series", "quarter", name=op.f("pk_figure_cube")),
    )
    op.create_table(
        "facts_import",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("imported_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_facts_import")),
    )
    for table in LEDGER:
        _refuse_changes(table)


def downgrade() -> None:
    op.drop_table("facts_import")
    op.drop_table("figure_cube")
    for table in reversed(LEDGER):
        _allow_changes(table)
    op.drop_index(op.f("ix_figure_correction_series"), table_name="figure_correction")
    op.drop_table("figure_correction")
    op.drop_table("figure_release")
    op.drop_table("figure_draft")


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'append only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'append only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )


def _allow_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute(f"DROP FUNCTION {table}_append_only()")
