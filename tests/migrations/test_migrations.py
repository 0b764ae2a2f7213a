"""Numbered migrations, up and down, with rows in the tables, on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    Uuid,
    inspect,
    text,
)
from sqlalchemy.exc import DatabaseError

from app.adapters import schema
from app.adapters.database import Database, make_engine
from app.models.base import UtcDateTime
from app.models.registry import all_tables

NOW_CALLED = {"complaint_fact": "counted_fact"}
SECOND_PERSON = {
    "alert": "published_by", "figure_release": "approved_by", "subject_request_alert": "lifted_by",
    "protocol_version": "confirmed_by", "police_information": "approved_by",
    "suspension": "decided_by",
}  # fmt: skip
REVISIONS = sorted(path.name[:4] for path in Path("migrations/versions").glob("*.py"))


def a_value(column: Any) -> Any:
    """Something that fits a column and its checks."""
    allowed = {
        "state": "published", "severity": 3, "author": "desk", "needs_second": True,
        "kind": "exact",
    }  # fmt: skip
    if column.name in allowed:
        return allowed[column.name]
    match column.type:
        case Boolean():
            return True
        case Uuid():
            return uuid4()
        case LargeBinary():
            return uuid4().bytes
        case Date():
            return date(2026, 11, 1)
        case DateTime() | UtcDateTime():
            return datetime(2026, 11, 1, 12, tzinfo=UTC)
        case Integer():
            return 1
    return f"x{uuid4().hex[:8]}"


def fill(connection: Connection) -> dict[str, int]:
    """One row in every table that exists, children after parents; how many stand in each."""
    present = set(inspect(connection).get_table_names())
    made: dict[tuple[str, str], Any] = {}
    for table in all_tables().sorted_tables:
        if table.name not in present:
            continue
        values = {}
        columns = {c["name"] for c in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in columns:
                continue
            key = next(iter(column.foreign_keys), None)
            if key is not None:
                values[column.name] = made[(key.column.table.name, key.column.name)]
            else:
                values[column.name] = a_value(column)
        checks: dict[str, dict[str, Any]] = {
            "web_session": {"kind": "staff"}, "reporter_request": {"kind": "veto"},
            "team_epoch": {"state": "open"}, "organisation": {"state": "active"},
            "staff": {"state": "active"}, "member": {"state": "active"},
            "subject_request": {"state": "received"}, "subject_request_alert": {"lifted_by": None},
            "application": {"state": "waiting"}, "suspension": {"state": "none"},
            "complaint": {"state": "ingediend"},
            "training": {"audience": "workers", "begins": "10:00", "ends": "16:00"},
            "counted_fact": {"quarter": "2026Q4", "series": "complaints"},
            "check_count": {"quarter": "2026Q4"},
            "figure_draft": {"release": "2026Q1"}, "figure_release": {"release": "2026Q1"},
            "figure_cube": {"quarter": "2026Q1"},
            "change_notice": {"seen": False},  # one that was read does not come back
            "police_ledger": {"kind": "demand", "quarter": "2026Q4"},
        }  # fmt: skip
        values |= checks.get(table.name, {})
        if table.name in SECOND_PERSON:  # two people, as the table demands
            second = dict(made[("staff", "row")]) | {"id": uuid4(), "name": f"2 {table.name}"}
            second |= {"invite_mac": table.name.encode()}
            connection.execute(all_tables().tables["staff"].insert().values(second))
            values |= {SECOND_PERSON[table.name]: second["id"]}
        connection.execute(table.insert().values(values))
        made |= {(table.name, name): value for name, value in values.items()}
        made[(table.name, "row")] = values
    return count(connection)


def count(connection: Connection) -> dict[str, int]:
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return {
        name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
        for name in names
    }


def test_up_and_down_step_by_step_with_rows_in_them(empty_url: str) -> None:
    engine = make_engine(empty_url)
    schema.upgrade(empty_url)
    with engine.begin() as connection:
        before = fill(connection)
    assert all(before.values())
    for number in range(len(REVISIONS) - 1, 0, -1):
        schema.downgrade(empty_url, REVISIONS[number - 1])
        with engine.connect() as connection:
            left = count(connection)
        assert all(left.values()), f"rows lost on the way down to {REVISIONS[number - 1]}"
        assert {name: before[NOW_CALLED.get(name, name)] for name in left} == left
    schema.upgrade(empty_url)
    with engine.connect() as connection:
        assert {name: n for name, n in count(connection).items() if name in left} == left
        assert schema.current_revision(connection) == schema.newest_revision()
    schema.downgrade(empty_url, "base")
    with engine.connect() as connection:
        assert count(connection) == {}
    engine.dispose()


def test_the_migrated_schema_is_the_schema_of_the_models(empty_url: str) -> None:
    schema.upgrade(empty_url)
    engine = make_engine(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, all_tables()) == []
    engine.dispose()


APPEND_ONLY = {
    "decision": "number", "audit_line": "seq", "figure_release": "number",
    "figure_correction": "words", "protocol_version": "number",
    "deletion": "number", "checkpoint": "seq", "police_ledger": "unit",
}  # fmt: skip


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = 1", "DELETE FROM {}"])
def test_history_cannot_be_edited(database: Database, table: str, change: str) -> None:
    with database.writing() as session:
        fill(session.connection())
    with pytest.raises(DatabaseError, match="append only"), database.writing() as session:
        session.execute(text(change.format(table, APPEND_ONLY[table])))


@pytest.mark.parametrize(
    "change",
    [
        "published_by = proposed_by",  # the same person twice
        "published_by = NULL",  # published by nobody
        "proposed_by = NULL",
        "needs_second = false",  # severity 3 always needs a second
        "severity = 1",  # nuisance is never an alert
    ],
)
def test_the_database_itself_refuses_an_alert_without_four_eyes(
    database: Database, change: str
) -> None:
    with database.writing() as session:
        fill(session.connection())
    with pytest.raises(DatabaseError, match="ck_alert"), database.writing() as session:
        session.execute(text(f"UPDATE alert SET {change}"))


def test_the_database_itself_refuses_figures_of_one_person(database: Database) -> None:
    with database.writing() as session:
        fill(session.connection())
        release = all_tables().tables["figure_release"]
        row = dict(session.execute(release.select()).one()._mapping)
    alone = row | {"number": 2, "release": "2026Q2", "approved_by": row["drafted_by"]}
    with pytest.raises(DatabaseError, match="two_people"), database.writing() as session:
        session.execute(release.insert().values(alone))


def test_a_reading_session_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseError), database.reading() as session:
        session.execute(text("DELETE FROM alert"))
