"""complaints out of older lists of the desk: cases without a code

A list knows no code of hers, so a case out of it has no look-up and no receipt key.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATES = "state IN ('ingediend', 'in-behandeling', 'wacht-op-melder', 'verzonden', 'wacht-op-instantie', 'verdaagd', 'vervolgstap', 'afgesloten', 'ingetrokken')"

PARTS = (
    "complaint_keys", "complaint_message", "complaint_file", "complaint_note", "complaint_step",
    "complaint_paper", "complaint_due", "recusal", "complaint_token",
)  # fmt: skip
WITHOUT_A_CODE = "complaint_id IN (SELECT id FROM complaint WHERE lookup IS NULL)"


def upgrade() -> None:
    _receipts(nullable=True)
    op.create_table(
        "imported_row",
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("identity", name=op.f("pk_imported_row")),
    )
    op.create_index(op.f("ix_imported_row_expires_on"), "imported_row", ["expires_on"])
    op.create_table(
        "import_profile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_profile")),
    )


def downgrade() -> None:
    """Cases without a code cannot stay where every case has one."""
    op.drop_table("import_profile")
    op.drop_index(op.f("ix_imported_row_expires_on"), table_name="imported_row")
    op.drop_table("imported_row")
    for part in PARTS:  # SQLite migrates with foreign keys off, so nothing goes by itself
        op.execute(f"DELETE FROM {part} WHERE {WITHOUT_A_CODE}")  # noqa: S608
    op.execute("DELETE FROM complaint WHERE lookup IS NULL")
    _receipts(nullable=False)


def _receipts(*, nullable: bool) -> None:
    # SQLite rebuilds the table and forgets its check, which PostgreSQL keeps
    sqlite = op.get_bind().dialect.name == "sqlite"
    checks = (sa.CheckConstraint(STATES, name=op.f("ck_complaint_state")),) if sqlite else ()
    with op.batch_alter_table("complaint", table_args=checks) as table:
        table.alter_column("lookup", existing_type=sa.LargeBinary(), nullable=nullable)
    with op.batch_alter_table("complaint_keys") as table:
        for column in ("receipt_public", "sealed_receipt"):
            table.alter_column(column, existing_type=sa.LargeBinary(), nullable=nullable)
