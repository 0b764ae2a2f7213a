"""organisations that vouch sign in by themselves, and have a quota"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NOW = "kind IN ('staff', 'half', 'member', 'voucher', 'reporter')"
BEFORE = "kind IN ('staff', 'half', 'member', 'reporter')"
AT_FIRST = "10"


def upgrade() -> None:
    _sessions(NOW)
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("code_mac", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("quota", sa.Integer(), nullable=False, server_default=AT_FIRST))
        batch.create_unique_constraint(op.f("uq_organisation_code_mac"), ["code_mac"])
    with op.batch_alter_table("organisation") as batch:
        batch.alter_column("quota", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.drop_constraint(op.f("uq_organisation_code_mac"), type_="unique")
        batch.drop_column("quota")
        batch.drop_column("code_mac")
    op.execute("DELETE FROM web_session WHERE kind = 'voucher'")
    _sessions(BEFORE)


def _sessions(kinds: str) -> None:
    """The kinds of session anew; SQLite cannot change a CHECK in place, so it copies the table."""
    name = op.f("ck_web_session_kind")
    with op.batch_alter_table("web_session") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, kinds)
