"""A page's unit of work tells the queue what it promised, after its commit and never before."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

import pytest
from flask import Flask

from app.adapters.database import Database
from app.services.outbox import open_tasks, promise
from app.web.unit_of_work import writing
from tests.workbench import NOON


@dataclass
class Witness:
    """A queue that looks, when it is told, whether the row is there for others."""

    database: Database
    patience_seconds: float = 0.0
    told: list[tuple[UUID, list[UUID]]] = field(default_factory=list)

    def send(self, task: str, task_id: UUID) -> None:
        with self.database.reading() as session:
            self.told.append((task_id, [row.id for row in open_tasks(session, 10)]))


@pytest.fixture
def witness(app: Flask, database: Database) -> Witness:
    witness = Witness(database)
    app.extensions["house"] = replace(app.extensions["house"], queue=witness)
    return witness


def test_the_queue_is_told_when_the_row_is_there_for_everybody(
    app: Flask, witness: Witness
) -> None:
    with app.app_context():
        with writing() as session:
            task_id = promise(session, "notify_desk", uuid4(), now=NOON)
            assert witness.told == []
        assert witness.told == [(task_id, [task_id])]


def test_what_was_rolled_back_is_not_told(app: Flask, witness: Witness) -> None:
    with app.app_context(), suppress(ZeroDivisionError), writing() as session:
        promise(session, "notify_desk", uuid4(), now=NOON)
        raise ZeroDivisionError
    assert witness.told == []
