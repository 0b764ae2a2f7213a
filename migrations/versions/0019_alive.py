"""what happens to an alert while it is out: the desk's own rest"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("alert") as batch:
        batch.add_column(sa.Column("rested_by", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_alert_rested_by_staff"), "staff", ["rested_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("alert") as batch:
        batch.drop_constraint(op.f("fk_alert_rested_by_staff"), type_="foreignkey")
        batch.drop_column("rested_by")
