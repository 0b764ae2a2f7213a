"""the day of an applicant's proof, and counts of how long applications waited"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0012"
branch_labels = None
depends_on = None


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


def downgrade() -> None:
    op.drop_table("wait_count")
    with op.batch_alter_table("application") as batch:
        batch.drop_column("proof_on")
