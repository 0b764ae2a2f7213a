"""how much severe material somebody of the desk read in a week"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exposure",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("severe", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "week", name=op.f("pk_exposure")),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_exposure_staff_id_staff"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_exposure_week"), "exposure", ["week"])


def downgrade() -> None:
    op.drop_index(op.f("ix_exposure_week"), "exposure")
    op.drop_table("exposure")
