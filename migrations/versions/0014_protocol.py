"""the desk's changes of the protocol, the register of deletions, and histories that end"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

APPEND_ONLY = ("protocol_version", "deletion", "checkpoint")
CUT = {"audit_line": ("audit", "seq"), "decision": ("decision", "number")}


def upgrade() -> None:
    op.create_table(
        "protocol_proposal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_protocol_proposal_one_row")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["staff.id"], name=op.f("fk_protocol_proposal_proposed_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_proposal")),
    )
    op.create_table(
        "protocol_version",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("licence", sa.String(length=40), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "proposed_by <> confirmed_by", name=op.f("ck_protocol_version_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["staff.id"], name=op.f("fk_protocol_version_proposed_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["staff.id"], name=op.f("fk_protocol_version_confirmed_by_staff")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_protocol_version")),
    )
    op.create_table(
        "deletion",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.CheckConstraint("rows > 0", name=op.f("ck_deletion_some")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_deletion")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("name", sa.String(length=10), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", "seq", name=op.f("pk_checkpoint")),
    )
    for table in APPEND_ONLY:
        _refuse_changes(table)
    for table in CUT:
        _allow_changes(table)
        _refuse_beyond(table)


def downgrade() -> None:
    for table in CUT:
        _drop_beyond(table)
        _refuse_changes(table)
    for table in APPEND_ONLY:
        _allow_changes(table)
    op.drop_table("checkpoint")
    op.drop_table("deletion")
    op.drop_table("protocol_version")
    op.drop_table("protocol_proposal")


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'append only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'append only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )


def _allow_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute(f"DROP FUNCTION {table}_append_only()")


def _refuse_beyond(table: str) -> None:
    """Nothing is changed; only lines up to the newest checkpoint may be deleted."""
    name, number = CUT[table]
    floor = f"SELECT coalesce(max(seq), 0) FROM checkpoint WHERE name = '{name}'"  # noqa: S608
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            " BEGIN SELECT RAISE(ABORT, 'append only'); END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
            f" WHEN OLD.{number} > ({floor}) BEGIN SELECT RAISE(ABORT, 'append only'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'append only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )
    op.execute(
        f"CREATE FUNCTION {table}_beyond() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF OLD.{number} > ({floor}) THEN RAISE EXCEPTION 'append only'; END IF;"
        " RETURN OLD; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_beyond BEFORE DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_beyond()"
    )


def _drop_beyond(table: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP TRIGGER {table}_beyond ON {table}")
        op.execute(f"DROP FUNCTION {table}_beyond()")
    _allow_changes(table)
