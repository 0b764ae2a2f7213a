"""which persons in warnings have to be told now; an index of answers that are new to the desk"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "informing_due",
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_informing_due")),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alert.id"],
            name=op.f("fk_informing_due_alert_id_alert"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_alert_answer_fresh"),
        "alert_answer",
        ["alert_id"],
        sqlite_where=sa.text("fresh"),
        postgresql_where=sa.text("fresh"),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_alert_answer_fresh"), "alert_answer")
    op.drop_table("informing_due")
