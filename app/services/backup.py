"""A logical dump of our own tables in two parts, and putting it back (security.md 2.12, T39).

It goes through SQLAlchemy, so a dump of one engine can be restored on the other. Rows go one a line
of JSON, from one snapshot of the database; in memory are a few rows at a time.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum as PythonEnum
from typing import Any, BinaryIO, Literal
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    LargeBinary,
    Table,
    Uuid,
    func,
    insert,
    select,
    text,
    update,
)

from app.adapters.database import Database
from app.adapters.schema import current_revision
from app.adapters.vault.backup_box import read_header, read_sealed, write_sealed
from app.adapters.vault.boxes import Damaged
from app.models.base import UtcDateTime
from app.models.registry import all_tables
from app.services.backup_parts import DATA, KEYS, columns_of

Part = Literal["data", "keys"]
PARTS: Mapping[str, Mapping[str, str]] = {"data": DATA, "keys": KEYS}
FRAME_BYTES = 256 * 1024
ROWS_AT_ONCE = 4  # of photos: each may be some megabytes


class RestoreRefused(Exception):
    """Carries why: other_part, other_revision, not_empty or no_data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class DumpHeader:
    """What a file says of itself in the clear; `at` is cut to the hour, in UTC."""

    part: str
    revision: str
    at: datetime


def write_dump(
    database: Database, part: Part, out: BinaryIO, public_key: bytes, *, now: datetime
) -> int:
    """Writes one part to `out`, sealed to the offline key; how many rows."""
    counted = [0]
    with database.engine.connect() as connection:
        if not database.is_sqlite:  # one snapshot for all tables; on SQLite every reader has one
            connection.execution_options(isolation_level="REPEATABLE READ")
        else:
            connection.info["begin"] = "BEGIN"
        with connection.begin():
            hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
            header = {
                "part": part, "revision": current_revision(connection) or "",
                "at": hour.isoformat(),
            }  # fmt: skip
            write_sealed(
                out,
                public_key,
                json.dumps(header).encode(),
                _frames(_lines(connection, PARTS[part], counted)),
            )
    return counted[0]


def header_of(source: BinaryIO) -> DumpHeader:
    """Raises `Damaged` for what is no dump."""
    return _read(read_header(source))


def restore_dump(database: Database, part: Part, source: BinaryIO, secret_key: bytes) -> int:
    """Puts one part back in one unit of work: all of it, or nothing; how many rows.

    The data part goes into an empty database, then the key part onto it; keys of what is not in
    the data are left out. Raises `Damaged`, `RestoreRefused`.
    """
    parts = read_sealed(source, secret_key)
    header = _read(next(parts))
    with database.writing() as session:
        connection = session.connection()
        _require_fitting(connection, header, part)
        done = sum(
            _put_back(connection, part, json.loads(line))
            for frame in parts
            for line in frame.splitlines()
        )
        _go_on_counting(connection)
    return done


def _lines(connection: Connection, part: Mapping[str, str], counted: list[int]) -> Iterator[bytes]:
    for table in all_tables().sorted_tables:
        wanted = columns_of(part, table.name)
        if not wanted:
            continue
        names = list(dict.fromkeys([*(one.name for one in table.primary_key), *wanted]))
        query = select(*(table.c[name] for name in names))
        stream = {"stream_results": True, "yield_per": ROWS_AT_ONCE}
        with connection.execute(query, execution_options=stream) as rows:
            for row in rows:
                counted[0] += 1
                said = [table.name, {n: _plain(v) for n, v in zip(names, row, strict=True)}]
                yield json.dumps(said, separators=(",", ":")).encode() + b"\n"


def _frames(lines: Iterator[bytes]) -> Iterator[bytes]:
    kept: list[bytes] = []
    size = 0
    for line in lines:
        kept.append(line)
        size += len(line)
        if size >= FRAME_BYTES:
            yield b"".join(kept)
            kept, size = [], 0
    if kept:
        yield b"".join(kept)


def _read(header: bytes) -> DumpHeader:
    try:
        found = json.loads(header)
        at = datetime.fromisoformat(found["at"])
        if at.tzinfo is None or found["part"] not in PARTS:
            raise Damaged
        return DumpHeader(found["part"], str(found["revision"]), at)
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged from error


def _require_fitting(connection: Connection, header: DumpHeader, part: Part) -> None:
    if header.part != part:
        raise RestoreRefused("other_part")
    if header.revision != current_revision(connection):
        raise RestoreRefused("other_revision")
    tables = all_tables().tables
    if part == "data":
        if any(_has_rows(connection, one) for one in tables.values()):
            raise RestoreRefused("not_empty")
        return
    if not _has_rows(connection, tables["staff"]):
        raise RestoreRefused("no_data")
    alone = [tables[name] for name in KEYS if name not in DATA]
    shared = [tables[name].c[one] for name in KEYS if name in DATA for one in KEYS[name].split()]
    filled = any(
        connection.scalar(select(func.count()).where(column.is_not(None))) for column in shared
    )
    if filled or any(_has_rows(connection, one) for one in alone):
        raise RestoreRefused("not_empty")


def _has_rows(connection: Connection, table: Table) -> bool:
    return connection.execute(select(*table.primary_key).limit(1)).first() is not None


def _put_back(connection: Connection, part: Part, said: Any) -> int:
    name, values = said
    table = all_tables().tables[name]
    row = {column: _typed(table.c[column], value) for column, value in values.items()}
    if part == "data":
        connection.execute(insert(table).values(row))
        return 1
    if name in DATA:  # the row is there, without these columns
        own = {one.name: row.pop(one.name) for one in table.primary_key}
        matches = [table.c[column] == value for column, value in own.items()]
        return connection.execute(update(table).where(*matches).values(row)).rowcount
    if not all(_parent_is_there(connection, table, row)):
        return 0  # deleted before the data was dumped, or made after it
    connection.execute(insert(table).values(row))
    return 1


def _parent_is_there(
    connection: Connection, table: Table, row: Mapping[str, Any]
) -> Iterator[bool]:
    for constraint in table.foreign_key_constraints:
        wanted = [one.column == row[one.parent.name] for one in constraint.elements]
        yield bool(connection.scalar(select(func.count()).where(*wanted)))


def _go_on_counting(connection: Connection) -> None:
    """PostgreSQL numbers new rows from a sequence, which rows with a number do not move."""
    if connection.dialect.name != "postgresql":
        return
    for table in all_tables().sorted_tables:
        column = table.autoincrement_column
        if column is None or column.autoincrement is not True:
            continue
        newest = connection.scalar(select(func.max(column)))
        if newest is not None:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, :column), :newest)"),
                {"table": table.name, "column": column.name, "newest": newest},
            )


def _plain(value: Any) -> Any:
    match value:
        case PythonEnum():
            return value.value
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
    return value


def _typed(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    match column.type:
        case Enum(enum_class=kind) if kind is not None:
            return kind(value)
        case LargeBinary():
            return base64.b64decode(value)
        case Uuid():
            return UUID(value)
        case UtcDateTime() | DateTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
    return value
