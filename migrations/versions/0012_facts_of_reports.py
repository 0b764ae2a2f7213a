"""facts of reports beside those of complaints, and counts of checks"""

from __future__ import annotations

from secrets import token_bytes

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MARK_BYTES = 32


def upgrade() -> None:
    _make("counted_fact", sa.Column("series", sa.String(length=20), nullable=False))
    op.execute(
        "INSERT INTO counted_fact (id, series, quarter, sealed)"
        " SELECT id, 'complaints', quarter, sealed FROM complaint_fact"
    )
    _drop("complaint_fact")
    with op.batch_alter_table("report") as batch:
        batch.add_column(sa.Column("fact_link", sa.LargeBinary(), nullable=True))
    op.create_table(
        "check_count",
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("quarter", name=op.f("pk_check_count")),
    )
    _mark_members()


def downgrade() -> None:
    with op.batch_alter_table("member") as batch:
        batch.drop_column("counted_mark")
    op.drop_table("check_count")
    with op.batch_alter_table("report") as batch:
        batch.drop_column("fact_link")
    _make("complaint_fact")
    op.execute(
        "INSERT INTO complaint_fact (id, quarter, sealed)"
        " SELECT id, quarter, sealed FROM counted_fact WHERE series = 'complaints'"
    )
    _drop("counted_fact")


def _mark_members() -> None:
    """Every member gets random bytes: those of whom nothing was counted look like the others."""
    with op.batch_alter_table("member") as batch:
        batch.add_column(sa.Column("counted_mark", sa.LargeBinary(), nullable=True))
    member = sa.table(
        "member", sa.column("id", sa.Uuid()), sa.column("counted_mark", sa.LargeBinary())
    )
    connection = op.get_bind()
    for member_id in connection.scalars(sa.select(member.c.id)).all():
        connection.execute(
            member.update()
            .where(member.c.id == member_id)
            .values(counted_mark=token_bytes(MARK_BYTES))
        )
    with op.batch_alter_table("member") as batch:
        batch.alter_column("counted_mark", existing_type=sa.LargeBinary(), nullable=False)


def _make(table: str, *further: sa.Column[str]) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        *further,
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,  # a row number would tell the order in which they came
    )
    op.create_index(op.f(f"ix_{table}_quarter"), table, ["quarter"])


def _drop(table: str) -> None:
    op.drop_index(op.f(f"ix_{table}_quarter"), table_name=table)
    op.drop_table(table)
