"""facts for the figures, and patterns that say what they are about"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_fact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_fact")),
        sqlite_with_rowid=False,  # a row number would tell the order in which they came
    )
    op.create_index(op.f("ix_complaint_fact_quarter"), "complaint_fact", ["quarter"])
    with op.batch_alter_table("complaint") as batch:
        batch.add_column(sa.Column("fact_link", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("complaint_token") as batch:
        batch.add_column(sa.Column("about", sa.LargeBinary(), nullable=True))
    about = sa.table("complaint_token", sa.column("about", sa.LargeBinary()))
    op.execute(about.update().values(about=b""))
    with op.batch_alter_table("complaint_token") as batch:
        batch.alter_column("about", existing_type=sa.LargeBinary(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("complaint_token") as batch:
        batch.drop_column("about")
    with op.batch_alter_table("complaint") as batch:
        batch.drop_column("fact_link")
    op.drop_index(op.f("ix_complaint_fact_quarter"), table_name="complaint_fact")
    op.drop_table("complaint_fact")
