"""information to the police about a case, and the ledger of what left the house"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

LEDGER = "police_ledger"


def upgrade() -> None:
    op.create_table(
        "police_information",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "approved_by <> proposed_by", name=op.f("ck_police_information_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["staff.id"], name=op.f("fk_police_information_approved_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["staff.id"], name=op.f("fk_police_information_proposed_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_police_information_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_police_information")),
    )
    op.create_table(
        LEDGER,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("legal_check", sa.String(length=60), nullable=True),
        sa.Column("outcome", sa.String(length=60), nullable=True),
        sa.CheckConstraint("kind IN ('information', 'demand')", name=op.f("ck_police_ledger_kind")),
        sa.CheckConstraint(
            "(kind = 'demand') = (legal_check IS NOT NULL)",
            name=op.f("ck_police_ledger_legal_check"),
        ),
        sa.CheckConstraint(
            "(kind = 'demand') = (outcome IS NOT NULL)", name=op.f("ck_police_ledger_outcome")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_police_ledger")),
        sqlite_with_rowid=False,  # a row number would tell the order in which they came
    )
    op.create_index(op.f("ix_police_ledger_quarter"), LEDGER, ["quarter"])
    _refuse_changes()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {LEDGER}_no_{verb}")
    else:
        op.execute(f"DROP TRIGGER {LEDGER}_append_only ON {LEDGER}")
        op.execute(f"DROP FUNCTION {LEDGER}_append_only()")
    op.drop_index(op.f("ix_police_ledger_quarter"), table_name=LEDGER)
    op.drop_table(LEDGER)
    op.drop_table("police_information")


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {LEDGER}_no_{verb.lower()} BEFORE {verb} ON {LEDGER}"
                " BEGIN SELECT RAISE(ABORT, 'append only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {LEDGER}_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'append only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {LEDGER}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {LEDGER}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {LEDGER}_append_only()"
    )
