"""What an older version left unread or undone is understood by this one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import Uuid, bindparam, select, text

from app.adapters import schema
from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.jobs.run_task import Outcome, run_task
from app.jobs.tasks import TASKS
from app.models.outbox import OutboxTask
from app.services.tell_changes import unread_changes
from tests.rows import a_member, an_alert, days
from tests.workbench import a_workshop


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.dispose()


UNREAD = "INSERT INTO change_notice (member_id, alert_id, change, on_day) VALUES (:who, :what, "


def test_a_change_that_was_called_otherwise_is_told_and_read(
    empty_url: str, keyring: Keyring
) -> None:
    schema.upgrade(empty_url)
    with _opened(empty_url) as database, database.writing() as session:
        alert, who = an_alert(session), a_member(session, keyring)
    schema.downgrade(empty_url, "0015")
    with _opened(empty_url) as database, database.writing() as session:
        statement = text(UNREAD + "'restored', '2026-11-20')").bindparams(
            bindparam("who", who, type_=Uuid()), bindparam("what", alert, type_=Uuid())
        )
        session.execute(statement)
        for name in ("tell_suspended", "tell_restored"):
            session.add(OutboxTask(id=uuid4(), task=name, object_id=alert, on_day=days(0)))
    schema.upgrade(empty_url)
    with _opened(empty_url) as database:
        with database.reading() as session:
            waiting = list(session.scalars(select(OutboxTask.id)))
            found = unread_changes(session, who, today=days(0))
        workshop = a_workshop(database, [*TASKS], keyring=keyring)
        assert [run_task(workshop, one) for one in waiting] == [Outcome.DONE] * 2
    assert [one.change for one in found] == ["resumed"]
