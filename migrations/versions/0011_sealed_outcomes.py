"""what came of a complaint lies sealed with the case

A closing wrote its outcome in the clear beside the case. No key is at hand here, so what stands
there cannot be sealed: it goes, and the desk writes it anew where it is still wanted.
"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE decision SET reason = NULL WHERE subject_kind = 'complaint'")


def downgrade() -> None:
    """What is gone stays gone."""
