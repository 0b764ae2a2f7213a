"""The desk hears that a proof waits before it goes unread (ADR 0026)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.adapters.database import Database
from app.domain.states import ApplicationState
from app.factory import PERIODIC
from app.models.member import Application
from app.models.outbox import Alarm, OutboxTask
from moderation.decisions.watch_applications import PROOF_ALARM, watch_applications
from moderation.jobs import WATCH_APPLICATIONS
from tests.rows import days
from tests.workbench import NOON


def applied(
    database: Database, day: int, state: str = "waiting", proof: bytes | None = b"x"
) -> None:
    with database.writing() as session:
        session.add(
            Application(
                id=uuid4(), lookup=uuid4().bytes, state=ApplicationState(state),
                applied_on=days(day), proof_on=days(day), epoch=1, profile=b"p", proof=proof,
                sealed_team=proof, decided_on=None if state == "waiting" else days(0),
            )
        )  # fmt: skip


def looked(database: Database, day: int = 0) -> tuple[list[str], list[str]]:
    """Alarms and promises after a look at that day."""
    with database.writing() as session:
        watch_applications(session, now=NOON + timedelta(days=day))
    with database.reading() as session:
        return (
            list(session.scalars(select(Alarm.code))),
            list(session.scalars(select(OutboxTask.task))),
        )


def test_two_days_ahead_and_not_before(database: Database) -> None:
    applied(database, 0)
    assert looked(database, 4) == ([], [])
    assert looked(database, 5) == ([PROOF_ALARM], ["notify_desk"])


def test_it_does_not_nag_every_hour_and_comes_again_while_nobody_reads(database: Database) -> None:
    applied(database, 0)
    applied(database, 2)
    for day, mails in ((5, 1), (5, 1), (6, 1), (6, 1), (7, 2), (7, 2), (8, 2), (9, 3), (9, 3)):
        assert looked(database, day) == ([PROOF_ALARM], ["notify_desk"] * mails), day


@pytest.mark.parametrize(
    ("state", "proof"), [("waiting", None), ("refused", None), ("admitted", None)]
)
def test_what_waits_for_her_or_is_decided_is_not_the_desks(
    database: Database, state: str, proof: bytes | None
) -> None:
    applied(database, -6, state, proof)
    assert looked(database) == ([], [])


def test_the_house_looks_every_day() -> None:
    assert WATCH_APPLICATIONS in PERIODIC
