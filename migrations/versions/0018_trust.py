"""passkeys of the desk, sessions that await one, and seals to the key on paper"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

NOW = "kind IN ('staff', 'half', 'member', 'reporter')"
BEFORE = "kind IN ('staff', 'member', 'reporter')"


def upgrade() -> None:
    _sessions(NOW)
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_passkey_staff_id_staff"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_passkey_staff_id"), "passkey", ["staff_id"])
    op.create_table(
        "escrow_seal",
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("escrow_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("team", "epoch", name=op.f("pk_escrow_seal")),
        sa.ForeignKeyConstraint(
            ["team", "epoch"],
            ["team_epoch.team", "team_epoch.epoch"],
            name=op.f("fk_escrow_seal_team_team_epoch"),
        ),
    )


def downgrade() -> None:
    op.drop_table("escrow_seal")
    op.drop_index(op.f("ix_passkey_staff_id"), table_name="passkey")
    op.drop_table("passkey")
    op.execute("DELETE FROM web_session WHERE kind = 'half'")
    _sessions(BEFORE)


def _sessions(kinds: str) -> None:
    """The kinds of session anew; SQLite cannot change a CHECK in place, so it copies the table."""
    name = op.f("ck_web_session_kind")
    with op.batch_alter_table("web_session") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, kinds)
