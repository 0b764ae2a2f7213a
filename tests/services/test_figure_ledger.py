"""The ledger of frozen figures: read from its day on, and no line of it can change unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from app.adapters.database import Database
from app.domain.statistics.publication import (
    COMPLAINTS,
    FIRST_HASH,
    canonical,
    ledger_hash,
)
from app.services.figure_ledger import AlreadyFrozen, first_wrong_line
from app.services.published_figures import (
    NoSuchRelease,
    public_release,
    public_releases,
)
from tests.figures import publish, some_publications


def allow_changes(database: Database) -> None:
    """As a thief with the rights of the database's owner could."""
    drops = {
        "sqlite": [
            "DROP TRIGGER figure_release_no_update",
            "DROP TRIGGER figure_release_no_delete",
        ],
        "postgresql": ["DROP TRIGGER figure_release_append_only ON figure_release"],
    }
    with database.writing() as session:
        for drop in drops[session.get_bind().dialect.name]:
            session.execute(text(drop))


def test_a_release_is_read_from_its_day_on(database: Database) -> None:
    first, *others = some_publications()
    with database.writing() as session:
        frozen, *_rest = publish(session, first, *others)
    assert frozen.public_from == date(2024, 6, 29)
    with database.reading() as session:
        assert public_releases(session, COMPLAINTS, date(2024, 6, 28)) == ()
        with pytest.raises(NoSuchRelease):
            public_release(session, COMPLAINTS, first.id, date(2024, 6, 28))
        assert public_releases(session, COMPLAINTS, date(2024, 6, 29)) == (frozen,)
        assert public_release(session, COMPLAINTS, first.id, date(2024, 6, 29)) == frozen
        every = public_releases(session, COMPLAINTS, date(2026, 11, 1))
    assert [one.publication for one in every] == list(some_publications())


def test_nothing_is_frozen_twice(database: Database) -> None:
    first = some_publications()[0]
    with database.writing() as session:
        publish(session, first)
    with pytest.raises(AlreadyFrozen), database.writing() as session:
        publish(session, replace(first, tier=1))


def test_anybody_can_check_the_chain(database: Database) -> None:
    with database.writing() as session:
        chain = publish(session, *some_publications())
    previous = FIRST_HASH
    for line in chain:
        assert line.previous == previous
        content = canonical(line.publication)
        previous = ledger_hash(previous, content, line.frozen_on, line.public_from)
        assert line.sha256 == previous


@pytest.mark.parametrize(
    ("change", "first_wrong"),
    [
        (
            "UPDATE figure_release SET content = replace(content, ',15]', ',20]') WHERE number = 3",
            3,
        ),
        ("UPDATE figure_release SET public_from = '2024-01-01' WHERE number = 2", 2),
        ("UPDATE figure_release SET release = '2031Q1' WHERE number = 4", 4),
        ("DELETE FROM figure_release WHERE number = 5", 5),
        ("DELETE FROM figure_release WHERE number = 1", 1),
    ],
)
def test_a_changed_line_is_found(database: Database, change: str, first_wrong: int) -> None:
    with database.writing() as session:
        publish(session, *some_publications())
        assert first_wrong_line(session) is None
    allow_changes(database)
    with database.writing() as session:
        session.execute(text(change))
    with database.reading() as session:
        assert first_wrong_line(session) == first_wrong
