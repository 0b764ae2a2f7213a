"""complaints"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REQUEST_KINDS = "kind IN ('veto', 'withdraw', 'take_back')"
REQUEST_KINDS_BEFORE = "kind IN ('veto', 'withdraw')"


def upgrade() -> None:
    op.create_table(
        "complaint",
        sa.Column("case_number", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("institution_kind", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("desk", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("summary", sa.LargeBinary(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("consents", sa.LargeBinary(), nullable=False),
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("idem", sa.LargeBinary(), nullable=True),
        sa.Column("repeat_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state IN ('ingediend', 'in-behandeling', 'wacht-op-melder', 'verzonden', 'wacht-op-instantie', 'verdaagd', 'vervolgstap', 'afgesloten', 'ingetrokken')",
            name=op.f("ck_complaint_state"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["staff.id"], name=op.f("fk_complaint_owner_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("case_number", name=op.f("uq_complaint_case_number")),
        sa.UniqueConstraint("idem", name=op.f("uq_complaint_idem")),
        sa.UniqueConstraint("lookup", name=op.f("uq_complaint_lookup")),
    )
    op.create_index(
        "ix_complaint_board", "complaint", ["state", "urgent", "arrived_on"], unique=False
    )
    op.create_index("ix_complaint_expires_on", "complaint", ["expires_on"], unique=False)
    op.create_index("ix_complaint_owner_id", "complaint", ["owner_id"], unique=False)
    op.create_table(
        "complaint_due",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_due_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_complaint_due")),
    )
    op.create_index("ix_complaint_due_open", "complaint_due", ["done_on", "due_on"], unique=False)
    op.create_table(
        "complaint_file",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("stream", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_file_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_complaint_file")),
    )
    op.create_table(
        "complaint_keys",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_public", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_team", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_desk", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_receipt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_keys_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint_keys")),
    )
    op.create_table(
        "complaint_paper",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_paper_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_complaint_paper")),
    )
    op.create_table(
        "complaint_message",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "author IN ('reporter', 'desk')", name=op.f("ck_complaint_message_author")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_message_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_complaint_message")),
    )
    op.create_table(
        "complaint_note",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_note_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_complaint_note_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_complaint_note")),
    )
    op.create_table(
        "complaint_step",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_step_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_complaint_step")),
    )
    op.create_table(
        "complaint_token",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_token_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token", "complaint_id", name=op.f("pk_complaint_token")),
    )
    op.create_index(
        op.f("ix_complaint_token_complaint_id"), "complaint_token", ["complaint_id"], unique=False
    )
    op.create_table(
        "recusal",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_recusal_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_recusal_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("complaint_id", "staff_id", name=op.f("pk_recusal")),
    )
    _request_kinds(REQUEST_KINDS)


def downgrade() -> None:
    op.execute("DELETE FROM reporter_request WHERE kind = 'take_back'")
    _request_kinds(REQUEST_KINDS_BEFORE)
    op.drop_table("recusal")
    op.drop_index(op.f("ix_complaint_token_complaint_id"), table_name="complaint_token")
    op.drop_table("complaint_token")
    op.drop_table("complaint_step")
    op.drop_table("complaint_note")
    op.drop_table("complaint_message")
    op.drop_table("complaint_paper")
    op.drop_table("complaint_keys")
    op.drop_table("complaint_file")
    op.drop_index("ix_complaint_due_open", table_name="complaint_due")
    op.drop_table("complaint_due")
    op.drop_index("ix_complaint_owner_id", table_name="complaint")
    op.drop_index("ix_complaint_expires_on", table_name="complaint")
    op.drop_index("ix_complaint_board", table_name="complaint")
    op.drop_table("complaint")


def _request_kinds(kinds: str) -> None:
    with op.batch_alter_table("reporter_request") as table:
        table.drop_constraint(op.f("ck_reporter_request_kind"), type_="check")
        table.create_check_constraint(op.f("ck_reporter_request_kind"), kinds)
