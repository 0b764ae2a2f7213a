"""an applicant's proof has its day, waits are counted, a suspension can be appealed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATE = sa.Enum(
    "none",
    "waiting",
    "refused",
    name="state",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    with op.batch_alter_table("application") as batch:
        batch.add_column(sa.Column("proof_on", sa.Date(), nullable=True))
    op.execute("UPDATE application SET proof_on = applied_on")
    with op.batch_alter_table("application") as batch:
        batch.alter_column("proof_on", existing_type=sa.Date(), nullable=False)
    op.create_table(
        "wait_count",
        sa.Column("week_of", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week_of", "days", name=op.f("pk_wait_count")),
    )

    op.create_table(
        "suspension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("by_staff", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=True),
        sa.Column("appeal", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_team", sa.LargeBinary(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint("decided_by <> by_staff", name=op.f("ck_suspension_another_person")),
        sa.ForeignKeyConstraint(
            ["by_staff"], ["staff.id"], name=op.f("fk_suspension_by_staff_staff")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff.id"], name=op.f("fk_suspension_decided_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_suspension_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
        sa.UniqueConstraint("member_id", name=op.f("uq_suspension_member_id")),
    )


def downgrade() -> None:
    op.drop_table("suspension")
    op.drop_table("wait_count")
    with op.batch_alter_table("application") as batch:
        batch.drop_column("proof_on")
