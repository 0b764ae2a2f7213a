"""T32: nobody changes a line of the audit log unseen, and what is not logged is not shown.

A tail that was cut off, or an old backup put back, shows only against an anchor kept elsewhere.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.audit import AuditLine
from app.services import audit
from app.services.audit import Anchor
from tests.desk_people import enrol, sign_in
from tests.log_lines import LINES, NOW, Attack, attack, cut_tail, removed, write_lines


def verified(database: Database, keyring: Keyring, anchor: Anchor | None = None) -> int | None:
    with database.reading() as session:
        return audit.verify(session, keyring, anchor)


def newest(database: Database) -> Anchor:
    with database.reading() as session:
        return audit.newest(session)


def changed(**values: object) -> Attack:
    def act(session: Session) -> None:
        session.execute(update(AuditLine).where(AuditLine.seq == 3).values(**values))

    return act


def removed_and_renumbered(session: Session) -> None:
    removed(session)
    for seq in range(4, LINES + 1):
        session.execute(update(AuditLine).where(AuditLine.seq == seq).values(seq=seq - 1))


def exchanged(session: Session) -> None:
    for old, new in ((3, 1000), (4, 3), (1000, 4)):
        session.execute(update(AuditLine).where(AuditLine.seq == old).values(seq=new))


def inserted(session: Session) -> None:
    for seq in range(LINES, 2, -1):
        session.execute(update(AuditLine).where(AuditLine.seq == seq).values(seq=seq + 1))
    third = session.scalars(select(AuditLine).where(AuditLine.seq == 2)).one()
    session.add(
        AuditLine(
            seq=3,
            at_hour=third.at_hour,
            actor="operator",
            action="signed_in",
            object=None,
            data="{}",
            hash=third.hash,
        )
    )


def cut_head(session: Session) -> None:
    session.execute(delete(AuditLine).where(AuditLine.seq <= 2))


def emptied(session: Session) -> None:
    session.execute(delete(AuditLine))


def test_a_chain_that_nobody_touched_is_whole(database: Database, keyring: Keyring) -> None:
    assert verified(database, keyring) is None
    write_lines(database, keyring)
    assert verified(database, keyring) is None
    assert newest(database).seq == LINES


@pytest.mark.parametrize(
    ("act", "bad"),
    [
        (changed(actor="somebody else"), 3),
        (changed(action="signed_in"), 3),
        (changed(data="{}"), 3),
        (changed(object=None), 3),
        (changed(at_hour=NOW), 3),
        (changed(hash=bytes(32)), 3),
        (removed, 3),
        (removed_and_renumbered, 3),
        (exchanged, 3),
        (inserted, 3),
        (cut_head, 1),
    ],
    ids=[
        "actor", "action", "data", "object", "hour", "hash",
        "delete", "delete and close the gap", "reorder", "insert", "cut the head",
    ],
)  # fmt: skip
def test_verify_names_the_first_line_that_is_wrong(
    database: Database, keyring: Keyring, act: Attack, bad: int
) -> None:
    write_lines(database, keyring)
    attack(database, act)
    assert verified(database, keyring) == bad


@pytest.mark.parametrize(("act", "bad"), [(cut_tail, 5), (emptied, 1)])
def test_a_cut_tail_shows_only_against_an_anchor(
    database: Database, keyring: Keyring, act: Attack, bad: int
) -> None:
    write_lines(database, keyring)
    anchor = newest(database)
    attack(database, act)
    assert verified(database, keyring) is None
    assert verified(database, keyring, anchor) == bad


def test_an_old_backup_that_went_on_shows_against_an_anchor(
    database: Database, keyring: Keyring
) -> None:
    write_lines(database, keyring)
    anchor = newest(database)
    attack(database, cut_tail)
    write_lines(database, keyring, count=4)  # life goes on after the restore
    assert verified(database, keyring) is None
    assert verified(database, keyring, anchor) == LINES


def test_lines_of_two_histories_cannot_be_mixed(database: Database, keyring: Keyring) -> None:
    """Each line is right by itself and stands at its own number: only the chain can tell."""
    write_lines(database, keyring)
    with database.reading() as session:
        old = dict(session.execute(select(*AuditLine.__table__.columns)).mappings().all()[4])
    attack(database, cut_tail)
    write_lines(database, keyring, count=2)

    def put_back(session: Session) -> None:
        session.execute(update(AuditLine).where(AuditLine.seq == old["seq"]).values(**old))

    attack(database, put_back)
    assert verified(database, keyring) == LINES


def test_without_the_key_no_chain_can_be_made(database: Database, keyring: Keyring) -> None:
    write_lines(database, keyring)
    other = type(keyring)(
        stretcher=keyring.stretcher, pins_file=keyring.pins_file, k_audit=bytes(32)
    )
    assert verified(database, other) == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_line SET actor = 'x'", "DELETE FROM audit_line"]
)
def test_the_database_itself_refuses_changes(
    database: Database, keyring: Keyring, statement: str
) -> None:
    write_lines(database, keyring, count=1)
    with pytest.raises(DatabaseError), database.writing() as session:
        session.execute(text(statement))


def test_fifty_writers_leave_no_gap(database: Database, keyring: Keyring) -> None:
    def write(number: int) -> None:
        with database.writing() as session:
            audit.append(
                session, keyring=keyring, actor=f"writer {number}", action="signed_in", now=NOW
            )

    with ThreadPoolExecutor(max_workers=10) as pool:
        list(pool.map(write, range(50)))
    assert verified(database, keyring) is None
    with database.reading() as session:
        assert list(session.scalars(select(AuditLine.seq).order_by(AuditLine.seq))) == list(
            range(1, 51)
        )


def test_a_unit_of_work_that_fails_leaves_no_gap(database: Database, keyring: Keyring) -> None:
    write_lines(database, keyring, count=2)
    with suppress(ZeroDivisionError), database.writing() as session:
        audit.append(session, keyring=keyring, actor="operator", action="signed_in", now=NOW)
        raise ZeroDivisionError
    write_lines(database, keyring, count=1)
    assert newest(database).seq == 3
    assert verified(database, keyring) is None


def test_a_line_tells_the_hour_and_no_id(database: Database, keyring: Keyring) -> None:
    object_id = uuid4()
    amsterdam = NOW.astimezone(timezone(timedelta(hours=1)))
    with database.writing() as session:
        audit.append(
            session,
            keyring=keyring,
            actor="operator",
            action="case_opened",
            object_id=object_id,
            now=amsterdam,
        )
    with database.reading() as session:
        line = session.scalars(select(AuditLine)).one()
        assert line.at_hour == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
        assert line.object is not None
        assert object_id.bytes not in line.object
        assert str(object_id).encode() not in line.object


def test_a_refused_sign_in_is_kept_with_its_line(database: Database, keyring: Keyring) -> None:
    """GlobaLeaks once lost failed sign-ins in the rollback."""
    iris = enrol(database, keyring, "Iris", "lead", NOW)
    before = newest(database).seq
    for name in ("Iris", "nobody"):
        assert sign_in(database, keyring, name, "wrong", code=iris.code(NOW), now=NOW) is None
    with database.reading() as session:
        entries = audit.lines_of(session, None)[: newest(database).seq - before]
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("sign_in_refused", "unknown"),
        ("sign_in_refused", str(iris.person.staff_id)),
    ]
