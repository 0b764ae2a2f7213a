"""Old lines of the log and old moves go, and what stays can still be verified (T32, 3.8)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.audit import AuditLine
from app.models.decision import Decision
from app.models.deletion import Checkpoint, Deletion
from app.models.outbox import Alarm
from app.services import audit
from app.services.purge import Purged, purge
from tests.rows import days
from tests.workbench import NO_KEYS, NOON, reference

KEEPING = reference().keeping


def write_lines(database: Database, keyring: Keyring, *ages: int) -> None:
    for age in ages:
        with database.writing() as session:
            audit.append(
                session, keyring=keyring, actor="system", action="tested",
                now=NOON - timedelta(days=age),
            )  # fmt: skip


def run(
    database: Database, keyring: Keyring, now: datetime = NOON, *, confirmed: bool = False
) -> Purged:
    with database.writing() as session:
        return purge(
            session, report_max_days=540, keeping=KEEPING, keyring=keyring, now=now,
            confirmed=confirmed,
        )  # fmt: skip


def numbers(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(AuditLine.seq).order_by(AuditLine.seq)))


def verified(database: Database, keyring: Keyring) -> int | None:
    with database.reading() as session:
        return audit.verify(session, keyring)


def test_lines_past_two_years_go_and_the_chain_stays_whole(
    database: Database, keyring: Keyring
) -> None:
    write_lines(database, keyring, 732, 731, 730, 10, 0)
    assert run(database, keyring).counts["audit"] == 2
    assert numbers(database) == [3, 4, 5]
    assert verified(database, keyring) is None
    write_lines(database, keyring, 0)
    assert numbers(database)[-1] == 6
    assert verified(database, keyring) is None
    assert run(database, keyring).counts["audit"] == 0
    assert run(database, keyring, NOON + timedelta(days=1)).counts["audit"] == 1
    assert verified(database, keyring) is None


def test_the_newest_line_stays_however_old(database: Database, keyring: Keyring) -> None:
    write_lines(database, keyring, 900, 800)
    run(database, keyring)
    assert numbers(database) == [2]
    write_lines(database, keyring, 0)
    assert numbers(database) == [2, 3]
    assert verified(database, keyring) is None


def test_the_database_deletes_no_line_and_no_move_within_its_term(
    database: Database, keyring: Keyring
) -> None:
    write_lines(database, keyring, 800, 10, 0)
    _moves(database, 2200, 10)
    run(database, keyring)
    assert numbers(database) == [2, 3]
    for model in (AuditLine, Decision):
        with pytest.raises(DBAPIError, match="append only"), database.writing() as session:
            session.execute(delete(model))
    with pytest.raises(DBAPIError, match="append only"), database.writing() as session:
        session.execute(text("UPDATE audit_line SET action = 'x'"))
    for table in ("checkpoint", "deletion"):
        with pytest.raises(DBAPIError, match="append only"), database.writing() as session:
            session.execute(text(f"DELETE FROM {table}"))


def test_who_has_only_the_database_cannot_cut_the_log_unseen(
    database: Database, keyring: Keyring
) -> None:
    write_lines(database, keyring, 20, 10, 0)
    with database.writing() as session:
        found = session.get_one(AuditLine, 2).hash
        session.execute(
            insert(Checkpoint).values(
                name="audit", seq=2, hash=found, on_day=NOON.date(), mac=b"x" * 32
            )
        )
        session.execute(delete(AuditLine).where(AuditLine.seq <= 2))
    assert verified(database, keyring) == 2


def test_without_the_key_of_the_log_nothing_of_it_goes(
    database: Database, keyring: Keyring
) -> None:
    write_lines(database, keyring, 800, 0)
    assert "audit" not in run(database, NO_KEYS).counts
    assert numbers(database) == [1, 2]


def test_a_term_that_would_take_most_of_the_log_waits_for_a_person(
    database: Database, keyring: Keyring
) -> None:
    write_lines(database, keyring, *[800] * 6, 0)
    assert run(database, keyring).stopped == ("purge_audit",)
    assert len(numbers(database)) == 7
    with database.reading() as session:
        assert list(session.scalars(select(Alarm.code))) == ["purge_audit"]
    run(database, keyring, confirmed=True)
    assert numbers(database) == [7]


def _moves(database: Database, *ages: int) -> None:
    with database.writing() as session:
        for age in ages:
            session.add(
                Decision(
                    subject_kind="report", subject_id=uuid4(), actor="system",
                    to_state="received", on_day=days(-age),
                )
            )  # fmt: skip
            session.flush()


def test_moves_go_after_six_years_and_too_many_wait(database: Database, keyring: Keyring) -> None:
    _moves(database, 2191, 2190, 5)
    assert run(database, keyring).counts["moves"] == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 2
    assert run(database, keyring).counts["moves"] == 0


def test_what_went_stands_in_the_register_as_numbers(database: Database, keyring: Keyring) -> None:
    write_lines(database, keyring, 800, 0)
    with database.writing() as session:
        for seen in (days(-91), days(-90), None):
            session.add(Alarm(id=uuid4(), code="x", on_day=days(-200), seen_on=seen))
    run(database, keyring)
    run(database, keyring)
    with database.reading() as session:
        rows = session.scalars(select(Deletion).order_by(Deletion.number)).all()
        assert session.scalar(select(func.count()).select_from(Alarm)) == 2
    assert [(one.kind, one.rule, one.rows, one.on_day) for one in rows] == [
        ("alarms", "settled_alarm", 1, NOON.date()),
        ("audit", "audit", 1, NOON.date()),
    ]
