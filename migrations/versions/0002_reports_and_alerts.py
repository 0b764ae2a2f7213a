"""reports and alerts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "parked_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream", sa.LargeBinary(), nullable=False),
        sa.Column("expiry_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_photo")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("summary", sa.LargeBinary(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("consents", sa.LargeBinary(), nullable=False),
        sa.Column("alert_ref", sa.LargeBinary(), nullable=True),
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("idem", sa.LargeBinary(), nullable=True),
        sa.Column("repeat_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state IN ('received', 'in_review', 'asked', 'answered', 'proposed', 'published', 'merged', 'rejected', 'closed', 'withdrawn')",
            name=op.f("ck_report_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("idem", name=op.f("uq_report_idem")),
        sa.UniqueConstraint("lookup", name=op.f("uq_report_lookup")),
    )
    op.create_index(
        op.f("ix_report_expires_on"),
        table_name="report",
        columns=["expires_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_report_queue"),
        table_name="report",
        columns=["team", "state", "urgent", "arrived_on"],
        unique=False,
    )

    op.create_table(
        "reporter_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('veto', 'withdraw')", name=op.f("ck_reporter_request_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporter_request")),
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("kinds", sa.String(length=400), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("release_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("identifiers", sa.LargeBinary(), nullable=True),
        sa.Column("tokens_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("text_mac", sa.LargeBinary(), nullable=True),
        sa.Column("review", sa.LargeBinary(), nullable=True),
        sa.Column("source_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("source_epoch", sa.Integer(), nullable=False),
        sa.Column("source_count", sa.SmallInteger(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'published') OR (proposed_by IS NOT NULL AND published_by IS NOT NULL)",
            name=op.f("ck_alert_reviewed"),
        ),
        sa.CheckConstraint(
            "NOT needs_second OR published_by IS NULL OR (proposed_by IS NOT NULL AND published_by <> proposed_by)",
            name=op.f("ck_alert_four_eyes"),
        ),
        sa.CheckConstraint(
            "severity = 2 OR needs_second", name=op.f("ck_alert_severity_needs_second")
        ),
        sa.CheckConstraint("severity BETWEEN 2 AND 4", name=op.f("ck_alert_severity")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["staff.id"], name=op.f("fk_alert_proposed_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["staff.id"], name=op.f("fk_alert_published_by_staff")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'proposed', 'approved', 'published', 'vetoed', 'suspended', 'expired', 'retracted')",
            name=op.f("ck_alert_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index(
        op.f("ix_alert_expires_on"),
        table_name="alert",
        columns=["expires_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_alert_list"),
        table_name="alert",
        columns=["state", "published_on", "severity"],
        unique=False,
    )
    op.create_index(op.f("ix_alert_region"), table_name="alert", columns=["region"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stream", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_attachment_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_attachment")),
    )
    op.create_table(
        "case_token",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_case_token_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token", "report_id", name=op.f("pk_case_token")),
    )
    op.create_index(
        op.f("ix_case_token_report_id"),
        table_name="case_token",
        columns=["report_id"],
        unique=False,
    )

    op.create_table(
        "lease",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_lease_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_lease_staff_id_staff")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_lease")),
    )
    op.create_index(
        op.f("ix_lease_staff_id"),
        table_name="lease",
        columns=["staff_id"],
        unique=False,
    )

    op.create_table(
        "message",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.CheckConstraint("author IN ('reporter', 'desk')", name=op.f("ck_message_author")),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_message_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_message")),
    )
    op.create_table(
        "note",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_note_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_note_staff_id_staff")),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_note")),
    )
    op.create_table(
        "report_keys",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_public", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_team", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_desk", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_receipt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_report_keys_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_keys")),
    )
    op.create_table(
        "alert_token",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.CheckConstraint("kind IN ('exact', 'similar')", name=op.f("ck_alert_token_kind")),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alert.id"],
            name=op.f("fk_alert_token_alert_id_alert"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token", "alert_id", name=op.f("pk_alert_token")),
    )
    op.create_index(
        op.f("ix_alert_token_alert_id"),
        table_name="alert_token",
        columns=["alert_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_alert_token_alert_id"), table_name="alert_token")

    op.drop_table("alert_token")
    op.drop_table("report_keys")
    op.drop_table("note")
    op.drop_table("message")
    op.drop_index(op.f("ix_lease_staff_id"), table_name="lease")

    op.drop_table("lease")
    op.drop_index(op.f("ix_case_token_report_id"), table_name="case_token")

    op.drop_table("case_token")
    op.drop_table("attachment")
    op.drop_index(op.f("ix_alert_region"), table_name="alert")
    op.drop_index(op.f("ix_alert_list"), table_name="alert")
    op.drop_index(op.f("ix_alert_expires_on"), table_name="alert")

    op.drop_table("alert")
    op.drop_table("reporter_request")
    op.drop_index(op.f("ix_report_queue"), table_name="report")
    op.drop_index(op.f("ix_report_expires_on"), table_name="report")

    op.drop_table("report")
    op.drop_table("parked_photo")
