"""A thief with the database and some keys, who knows our code and tries everything with everything.

Every sealed value is tried with every key at hand, with every subkey and every MAC that our code
ever makes of a key, at every place its row has. What opens may hold further keys: those are tried
too, until nothing new opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import LargeBinary, select

from app.adapters.database import Database
from app.adapters.vault import boxes, streams
from app.adapters.vault.boxes import Damaged, mac, open_sealed, subkey
from app.adapters.vault.streams import open_stream
from app.models.registry import all_tables

KEY_BYTES = 32
LEAST_OF_A_BOX = 40  # bytes: nonce and tag; anything shorter is no sealed value
MOST_OF_A_BOX = 400  # bytes: a sealed box hands over keys and ids, never a text
PURPOSE = re.compile(r"[a-z_/ ]{1,30}")
Context = tuple[bytes | str, ...]
Box = SealedBox[PrivateKey]


@dataclass
class Lookout:
    """Every context that our code uses while somebody watches: the thief has read the code."""

    contexts: set[Context] = field(default_factory=set)

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = boxes.encode_context

        def noting(*parts: bytes | str) -> bytes:
            self.contexts.add(parts)
            return real(*parts)

        monkeypatch.setattr(boxes, "encode_context", noting)
        monkeypatch.setattr(streams, "encode_context", noting)

    @property
    def labels(self) -> set[str]:
        """Labels of subkeys: one text behind the version."""
        return {
            parts[1]
            for parts in self.contexts
            if len(parts) == 2 and parts[0] == boxes.VERSION and isinstance(parts[1], str)
        }

    @property
    def mac_parts(self) -> set[Context]:
        """Purposes of MACs: a key could be made that way. Without the values of single rows."""
        return {
            parts
            for parts in self.contexts
            if parts[:1] != (boxes.VERSION,)
            and all(isinstance(part, str) and PURPOSE.fullmatch(part) for part in parts)
        }


@dataclass(frozen=True)
class Loot:
    """One binary value: where it stood, and the ids in its row."""

    place: str
    value: bytes
    ids: frozenset[str]


def all_loot(database: Database) -> list[Loot]:
    """Every binary value of every row."""
    found = []
    with database.reading() as session:
        for table in all_tables().sorted_tables:
            binary = [one.name for one in table.columns if isinstance(one.type, LargeBinary)]
            for row in session.execute(select(table)).mappings():
                ids = frozenset(_ids_of(row.values()))
                found += [
                    Loot(f"{table.name}.{name}", bytes(row[name]), ids)
                    for name in binary
                    if row[name] is not None
                ]
    return found


def rob(loot: list[Loot], keys: Iterable[bytes], lookout: Lookout) -> set[str]:
    """`table.column` of everything that opens with these keys and with what they open."""
    opened: set[str] = set()
    left = [one for one in loot if len(one.value) >= LEAST_OF_A_BOX]
    # whatever stands in the clear beside it is tried as a key as well
    fresh = {*keys, *(one.value for one in loot if len(one.value) == KEY_BYTES)}
    tried: set[bytes] = set()
    while fresh:
        derived = {one for key in fresh for one in _derived(key, lookout)} - tried
        ring: dict[bytes, Box] = {key: SealedBox(PrivateKey(key)) for key in derived}
        tried |= derived
        fresh = set()
        for one in list(left):
            plaintext = _try_all(one, ring, lookout)
            if plaintext is not None:
                opened.add(one.place)
                left.remove(one)
                fresh |= set(_keys_inside(plaintext)) - tried
    return opened


def _derived(key: bytes, lookout: Lookout) -> Iterator[bytes]:
    yield key
    for label in lookout.labels:
        yield subkey(key, label)
    for parts in lookout.mac_parts:
        yield mac(key, *parts)


def _try_all(one: Loot, ring: dict[bytes, Box], lookout: Lookout) -> bytes | None:
    places = [
        tuple(str(part) for part in parts[1:])
        for parts in lookout.contexts
        if parts[:1] == (boxes.VERSION,) and _may_be_of(parts, one)
    ]
    for key, box in ring.items():
        if len(one.value) <= MOST_OF_A_BOX:
            with suppress(CryptoError, ValueError):
                return box.decrypt(one.value)[boxes.CONTEXT_BYTES :]
        for place in places:
            with suppress(Damaged):
                return open_sealed(key, one.value, *place)
            if one.place.endswith(".stream"):
                with suppress(Damaged):
                    return open_stream(key, one.value, *place)
    return None


def _may_be_of(parts: Context, one: Loot) -> bool:
    """A context of this row, or one that names no row at all."""
    named = [part for part in parts if isinstance(part, str) and _is_id(part)]
    return not named or any(part in one.ids for part in named)


def _is_id(text: str) -> bool:
    with suppress(ValueError):
        return bool(UUID(text))
    return False


def _ids_of(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, UUID):
            yield str(value)
        elif isinstance(value, bytes):
            yield value.hex()


def _keys_inside(plaintext: bytes) -> Iterator[bytes]:
    """Keys as they lie in what was opened: bare, two in a row, or in a JSON value as hex."""
    if len(plaintext) in (KEY_BYTES, 2 * KEY_BYTES):
        yield plaintext[:KEY_BYTES]
        yield plaintext[-KEY_BYTES:]
