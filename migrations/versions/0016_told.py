"""who was told of which alert, what changed, and what still has to be sent"""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# tasks of before named the alert and what happened; now the row of the change says it
OLD_TASKS = ("corrected", "extended", "retracted", "suspended", "restored")
NEW_NAMES = {"restored": "resumed"}


def upgrade() -> None:
    with op.batch_alter_table("notice") as batch:
        batch.add_column(sa.Column("seen", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE notice SET seen = (seen_on IS NOT NULL)")
    with op.batch_alter_table("notice") as batch:
        batch.drop_column("seen_on")
        batch.alter_column("seen", existing_type=sa.Boolean(), server_default=None)
        batch.create_index(op.f("ix_notice_alert_id"), ["alert_id"])
    op.create_table(
        "alert_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        _alert(),
        sa.Column("change", sa.String(length=20), nullable=False),
        sa.Column("parts", sa.String(length=100), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_change")),
        _to("alert_change", "alert"),
    )
    op.create_index(op.f("ix_alert_change_alert_id"), "alert_change", ["alert_id"])
    op.create_index(op.f("ix_alert_change_on_day"), "alert_change", ["on_day"])
    _renew_change_notices()
    _deliveries()
    op.create_table(
        "feed",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("address_mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_feed")),
        sa.UniqueConstraint("address_mac", name=op.f("uq_feed_address_mac")),
        _to("feed", "member"),
    )


def downgrade() -> None:
    op.drop_table("feed")
    op.drop_index("ix_delivery_due", "delivery")
    op.drop_index(op.f("ix_delivery_alert_id"), "delivery")
    op.drop_table("delivery")
    _old_change_notices()
    op.drop_index(op.f("ix_alert_change_on_day"), "alert_change")
    op.drop_index(op.f("ix_alert_change_alert_id"), "alert_change")
    op.drop_table("alert_change")
    with op.batch_alter_table("notice") as batch:
        batch.add_column(sa.Column("seen_on", sa.Date(), nullable=True))
        batch.drop_index(op.f("ix_notice_alert_id"))
    op.execute("UPDATE notice SET seen_on = on_day WHERE seen")
    with op.batch_alter_table("notice") as batch:
        batch.drop_column("seen")


def _alert() -> sa.Column[object]:
    return sa.Column("alert_id", sa.Uuid(), nullable=False)


def _to(table: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{other}_id"],
        [f"{other}.id"],
        name=op.f(f"fk_{table}_{other}_id_{other}"),
        ondelete="CASCADE",
    )


def _deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        _alert(),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "member_id", "about", "channel", name=op.f("uq_delivery_member_id_about_channel")
        ),
        _to("delivery", "member"),
        _to("delivery", "alert"),
    )
    op.create_index(op.f("ix_delivery_alert_id"), "delivery", ["alert_id"])
    op.create_index("ix_delivery_due", "delivery", ["channel", "sent", "attempts"])


def _renew_change_notices() -> None:
    """What members have not read yet stays, now as one row a change."""
    connection = op.get_bind()
    old = sa.table(
        "change_notice",
        sa.column("member_id", sa.Uuid()),
        sa.column("alert_id", sa.Uuid()),
        sa.column("change", sa.String()),
        sa.column("on_day", sa.Date()),
    )
    unread = connection.execute(sa.select(old)).all()
    op.drop_index(op.f("ix_change_notice_alert_id"), "change_notice")
    op.drop_index(op.f("ix_change_notice_on_day"), "change_notice")
    op.drop_table("change_notice")
    op.create_table(
        "change_notice",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "change_id", name=op.f("pk_change_notice")),
        _to("change_notice", "member"),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["alert_change.id"],
            name=op.f("fk_change_notice_change_id_alert_change"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_change_notice_change_id"), "change_notice", ["change_id"])
    new = sa.table(
        "change_notice",
        sa.column("member_id", sa.Uuid()),
        sa.column("change_id", sa.Uuid()),
        sa.column("seen", sa.Boolean()),
    )
    made = {}
    for row in unread:
        key = (row.alert_id, row.change)
        if key not in made:
            made[key] = _insert_change(row.alert_id, row.change, row.on_day)
        connection.execute(
            new.insert().values(member_id=row.member_id, change_id=made[key], seen=False)
        )
    _rename_open_tasks()


def _rename_open_tasks() -> None:
    connection = op.get_bind()
    task = sa.table(
        "outbox",
        sa.column("id", sa.Uuid()),
        sa.column("task", sa.String()),
        sa.column("object_id", sa.Uuid()),
        sa.column("on_day", sa.Date()),
        sa.column("done_on", sa.Date()),
    )
    names = {f"tell_{change}": change for change in OLD_TASKS}
    rows = connection.execute(
        sa.select(task).where(task.c.task.in_(names), task.c.done_on.is_(None))
    ).all()
    alert = sa.table("alert", sa.column("id", sa.Uuid()))
    for row in rows:
        if connection.scalar(sa.select(alert.c.id).where(alert.c.id == row.object_id)) is None:
            continue
        change = _insert_change(row.object_id, names[row.task], row.on_day)
        connection.execute(
            task.update().where(task.c.id == row.id).values(task="tell_change", object_id=change)
        )


def _insert_change(alert_id: object, change: str, on_day: object) -> object:
    made = uuid4()
    op.get_bind().execute(
        sa.table(
            "alert_change",
            sa.column("id", sa.Uuid()),
            sa.column("alert_id", sa.Uuid()),
            sa.column("change", sa.String()),
            sa.column("parts", sa.String()),
            sa.column("on_day", sa.Date()),
        )
        .insert()
        .values(
            id=made,
            alert_id=alert_id,
            change=NEW_NAMES.get(change, change),
            parts="",
            on_day=on_day,
        )
    )
    return made


def _old_change_notices() -> None:
    connection = op.get_bind()
    unread = connection.execute(
        sa.text(
            "SELECT DISTINCT n.member_id, c.alert_id, c.change, max(c.on_day) AS on_day"
            " FROM change_notice n JOIN alert_change c ON c.id = n.change_id WHERE NOT n.seen"
            " GROUP BY n.member_id, c.alert_id, c.change"
        ).columns(
            sa.column("member_id", sa.Uuid()),
            sa.column("alert_id", sa.Uuid()),
            sa.column("change", sa.String()),
            sa.column("on_day", sa.Date()),
        )
    ).all()
    op.drop_index(op.f("ix_change_notice_change_id"), "change_notice")
    op.drop_table("change_notice")
    made = op.create_table(
        "change_notice",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        _alert(),
        sa.Column("change", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        _to("change_notice", "alert"),
        _to("change_notice", "member"),
        sa.PrimaryKeyConstraint("member_id", "alert_id", "change", name=op.f("pk_change_notice")),
    )
    op.create_index(op.f("ix_change_notice_alert_id"), "change_notice", ["alert_id"])
    op.create_index(op.f("ix_change_notice_on_day"), "change_notice", ["on_day"])
    if unread:
        old = {new: name for name, new in NEW_NAMES.items()}
        op.bulk_insert(
            made, [row._asdict() | {"change": old.get(row.change, row.change)} for row in unread]
        )
