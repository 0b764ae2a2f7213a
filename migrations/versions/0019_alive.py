"""what happens to an alert while it is out: the desk's rest, who else told, what members answer"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

COUNTS = {"told_step": 0, "hits_step": 0, "independent": 1, "shown_reports": 1}


def upgrade() -> None:
    with op.batch_alter_table("alert") as batch:
        batch.add_column(sa.Column("rested_by", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_alert_rested_by_staff"), "staff", ["rested_by"], ["id"])
        # nobody judged yet whether reports of before are of different people: one is sure
        for name, at_first in COUNTS.items():
            batch.add_column(
                sa.Column(name, sa.SmallInteger(), nullable=False, server_default=str(at_first))
            )
        batch.add_column(sa.Column("counted_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("shows_on", sa.Date(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_alert_shown_reports"), "shown_reports <= independent"
        )
    with op.batch_alter_table("alert") as batch:
        for name in COUNTS:
            batch.alter_column(name, existing_type=sa.SmallInteger(), server_default=None)

    op.create_table(
        "alert_answer",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_alert_answer")),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alert.id"],
            name=op.f("fk_alert_answer_alert_id_alert"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_alert_answer_alert_id"), "alert_answer", ["alert_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_alert_answer_alert_id"), "alert_answer")
    op.drop_table("alert_answer")
    with op.batch_alter_table("alert") as batch:
        batch.drop_constraint(op.f("ck_alert_shown_reports"), type_="check")
        for name in ("shows_on", "counted_on", *reversed(COUNTS)):
            batch.drop_column(name)
        batch.drop_constraint(op.f("fk_alert_rested_by_staff"), type_="foreignkey")
        batch.drop_column("rested_by")
