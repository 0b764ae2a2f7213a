"""Somebody is told when a team's key is not what was pinned, or hangs on one person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.outbox import Alarm
from app.models.staff import TeamEpoch
from moderation.jobs import watch_team_keys
from tests.keys import TeamKeys
from tests.workbench import a_workshop


def test_a_key_that_was_replaced_in_the_database_raises_one_alarm(
    database: Database, keyring: Keyring, alerts_team: TeamKeys
) -> None:
    with database.writing() as session:
        session.add(
            TeamEpoch(
                team="alerts",
                epoch=alerts_team.epoch,
                public_key=b"x" * 32,
                state="open",
                created_on=date(2026, 11, 1),
            )
        )
    workshop = a_workshop(database, keyring=keyring)
    watch_team_keys(workshop)
    watch_team_keys(workshop)
    with database.reading() as session:
        assert session.scalars(select(Alarm.code)).all() == ["team_key_differs"]
