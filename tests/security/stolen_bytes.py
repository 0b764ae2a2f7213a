"""What a thief holds, and a search in it that no way of writing a text escapes."""

from __future__ import annotations

import base64
import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

import redis

from app.adapters.database import Database
from tests.servers import Postgres

BYTEA = re.compile(rb"'\\x((?:[0-9a-f]{2})+)'")
BLOB = re.compile(rb"X'((?:[0-9A-F]{2})+)'")


def dump_of(database: Database, postgres: Postgres | None) -> bytes:
    """The whole database as SQL text."""
    if postgres is not None:
        return postgres.dump(database.url.rsplit("/", 1)[1])
    with closing(sqlite3.connect(_file_of(database))) as connection:
        return "\n".join(connection.iterdump()).encode("utf-8", "surrogatepass")


def everything_in(database: Database, postgres: Postgres | None) -> dict[str, bytes]:
    """Name → bytes: the dump, its binary values as they are, and SQLite's own files."""
    dump = dump_of(database, postgres)
    found = {"dump": dump, "values": b"\n".join(binary_values(dump))}
    if postgres is None:
        path = _file_of(database)
        for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            if name.exists():
                found[name.name] = name.read_bytes()
    return found


def binary_values(dump: bytes) -> Iterator[bytes]:
    """Every binary value of a dump, decoded."""
    for pattern in (BYTEA, BLOB):
        for match in pattern.finditer(dump):
            yield bytes.fromhex(match[1].decode("ascii"))


def lines_of(dump: bytes, table: str) -> list[bytes]:
    """The INSERT lines of one table."""
    starts = (f"INSERT INTO public.{table} ".encode(), f'INSERT INTO "{table}" '.encode())
    return [line for line in dump.splitlines() if line.startswith(starts)]


def files_below(*folders: Path) -> dict[str, bytes]:
    """Name → bytes of every file below these folders."""
    return {
        str(path): path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


def found_in(haystacks: dict[str, bytes], texts: Iterable[str]) -> list[str]:
    """`place: form of text` for each text that stands somewhere, in whatever way it is written."""
    return [
        f"{place}: {form} of {text!r}"
        for text in texts
        for form, needle in ways_to_write(text).items()
        for place, content in haystacks.items()
        if needle in content
    ]


def ways_to_write(text: str) -> dict[str, bytes]:
    """Name → bytes of a text in every encoding in which it could lie around."""
    ways: dict[str, bytes] = {}
    for case, spelled in {"": text, " lower": text.lower(), " upper": text.upper()}.items():
        plain = spelled.encode("utf-8")
        ways |= {
            f"utf-8{case}": plain,
            f"utf-16-le{case}": spelled.encode("utf-16-le"),
            f"utf-16-be{case}": spelled.encode("utf-16-be"),
            f"hex{case}": plain.hex().encode(),
            f"HEX{case}": plain.hex().upper().encode(),
            f"percent{case}": quote(spelled, safe="").encode(),
            f"plus{case}": quote(spelled, safe="").replace("%20", "+").encode(),
            f"every byte percent{case}": b"".join(b"%%%02X" % byte for byte in plain),
            f"json{case}": json.dumps(spelled).strip('"').encode(),
        }
        for shift in range(3):
            for name, encode in (
                ("base64", base64.b64encode),
                ("base64url", base64.urlsafe_b64encode),
            ):
                ways[f"{name}+{shift}{case}"] = _inside_base64(encode(bytes(shift) + plain), shift)
    return ways


def _inside_base64(encoded: bytes, shift: int) -> bytes:
    """The characters that depend on the text alone, not on what stands before or after it."""
    content = encoded.rstrip(b"=")
    whole = (len(base64.b64decode(encoded, altchars=_altchars(encoded))) * 8) // 6
    return content[(shift * 8 + 5) // 6 : whole]


def _altchars(encoded: bytes) -> bytes:
    return b"-_" if b"-" in encoded or b"_" in encoded else b"+/"


def _file_of(database: Database) -> Path:
    return Path(database.url.removeprefix("sqlite:///"))


def all_of_redis(client: redis.Redis) -> Iterator[bytes]:
    """Keys and values as Redis itself would write them to a file."""
    for key in client.scan_iter():
        yield key
        dumped = client.dump(key)
        assert isinstance(dumped, bytes)
        yield dumped
        if client.type(key) == b"hash":
            for field, value in client.hgetall(key).items():
                assert isinstance(field, bytes)
                assert isinstance(value, bytes)
                yield field + b"=" + value
                with suppress(zlib.error):  # RQ packs what a job is called with
                    yield zlib.decompress(value)
