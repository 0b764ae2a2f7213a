"""what members are told when an alert changes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_notice",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("change", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alert.id"],
            name=op.f("fk_change_notice_alert_id_alert"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_change_notice_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "alert_id", "change", name=op.f("pk_change_notice")),
    )
    op.create_index(
        op.f("ix_change_notice_alert_id"), table_name="change_notice", columns=["alert_id"]
    )
    op.create_index(op.f("ix_change_notice_on_day"), table_name="change_notice", columns=["on_day"])


def downgrade() -> None:
    op.drop_index(op.f("ix_change_notice_on_day"), table_name="change_notice")
    op.drop_index(op.f("ix_change_notice_alert_id"), table_name="change_notice")
    op.drop_table("change_notice")
