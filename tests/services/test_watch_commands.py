"""What the operator types beside people and keys: organisations, alarms, canaries, one sweep."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.member import CanaryToken
from app.services.prepare_check import prepare_check
from app.services.raise_alarm import raise_alarm
from app.services.settle_alarms import standing_alarms
from tests.conftest import NOON
from tests.services.test_operator_commands import run


def test_an_organisation_is_added_once_and_written_down(app: Flask) -> None:
    run(app, "organisation", "add", "Steunpunt Noord")
    run(app, "organisation", "add", "steunpunt noord", fails=True)
    run(app, "organisation", "add", "x", fails=True)
    assert "whole: 1 lines" in run(app, "audit", "verify").output


def test_an_alarm_is_listed_until_somebody_settles_it(app: Flask, database: Database) -> None:
    assert run(app, "alarm", "list").output == ""
    with database.writing() as session:
        raise_alarm(session, "purge_clock", now=NOON)
        raise_alarm(session, "task_failed", now=NOON)
    listed = run(app, "alarm", "list", fails=True)  # a timer sees it by the status
    assert listed.output.split() == ["purge_clock", "task_failed"]
    run(app, "alarm", "settle", "purge_clock")
    with database.reading() as session:
        assert standing_alarms(session) == {"task_failed"}
    assert "no alarm" in run(app, "alarm", "settle", "purge_clock", fails=True).output


def test_a_planted_canary_is_kept_as_tokens_and_never_printed(
    app: Flask, database: Database, keyring: Keyring
) -> None:
    planted = run(app, "canary", "plant", "--text", "06 85981999")
    assert "85981999" not in planted.output
    wanted = set(prepare_check("+31685981999", keyring=keyring).tokens)
    with database.reading() as session:
        assert wanted & set(session.scalars(select(CanaryToken.token)))
        assert session.scalar(select(func.count()).select_from(CanaryToken)) == 1
    run(app, "canary", "plant", "--text", "?", fails=True)


def test_a_sweep_says_what_it_did(app: Flask) -> None:
    assert "failed: 0" in run(app, "jobs", "sweep").output


def test_a_worker_without_a_queue_says_what_to_type_instead(app: Flask) -> None:
    assert "jobs work" in run(app, "jobs", "worker", fails=True).output


def test_the_schema_is_shown_and_brought_up(app: Flask) -> None:
    assert "newest is" in run(app, "db", "show").output
    assert "the database is at" in run(app, "db", "upgrade").output


def test_the_demo_exists_in_development_only(app: Flask) -> None:
    assert "No such command" in run(app, "demo", "load", fails=True).output
