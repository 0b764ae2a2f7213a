"""requests of listed persons"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATES = ("received", "longer", "answered")


def upgrade() -> None:
    op.create_table(
        "subject_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("idem", sa.LargeBinary(), nullable=True),
        sa.Column("repeat_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("subject_right", sa.String(length=20), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("longer_reason", sa.String(length=30), nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state <> 'answered' OR (decided_by IS NOT NULL AND answer IS NOT NULL"
            " AND outcome IS NOT NULL AND answered_on IS NOT NULL)",
            name=op.f("ck_subject_request_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff.id"], name=op.f("fk_subject_request_decided_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_request")),
        sa.UniqueConstraint("lookup", name=op.f("uq_subject_request_lookup")),
        sa.UniqueConstraint("idem", name=op.f("uq_subject_request_idem")),
    )
    op.create_index("ix_subject_request_open", "subject_request", ["state", "due_on"])
    op.create_index("ix_subject_request_expires_on", "subject_request", ["expires_on"])
    op.create_index("ix_subject_request_mark", "subject_request", ["mark"])
    op.create_table(
        "subject_request_keys",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_public", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_team", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_desk", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_receipt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["subject_request.id"],
            name=op.f("fk_subject_request_keys_request_id_subject_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_subject_request_keys")),
    )
    op.create_table(
        "subject_request_alert",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("lift_proposed_by", sa.Uuid(), nullable=True),
        sa.Column("lift_reason", sa.String(length=30), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "lifted_by IS NULL OR (lift_proposed_by IS NOT NULL AND lifted_by <> lift_proposed_by)",
            name=op.f("ck_subject_request_alert_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["subject_request.id"],
            name=op.f("fk_subject_request_alert_request_id_subject_request"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alert.id"],
            name=op.f("fk_subject_request_alert_alert_id_alert"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lift_proposed_by"],
            ["staff.id"],
            name=op.f("fk_subject_request_alert_lift_proposed_by_staff"),
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["staff.id"], name=op.f("fk_subject_request_alert_lifted_by_staff")
        ),
        sa.PrimaryKeyConstraint("request_id", "alert_id", name=op.f("pk_subject_request_alert")),
    )
    op.create_index("ix_subject_request_alert_alert_id", "subject_request_alert", ["alert_id"])


def downgrade() -> None:
    op.drop_index("ix_subject_request_alert_alert_id", table_name="subject_request_alert")
    op.drop_table("subject_request_alert")
    op.drop_table("subject_request_keys")
    for name in ("ix_subject_request_mark", "ix_subject_request_expires_on",
                 "ix_subject_request_open"):  # fmt: skip
        op.drop_index(name, table_name="subject_request")
    op.drop_table("subject_request")
