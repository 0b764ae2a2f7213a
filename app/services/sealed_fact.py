"""How a fact is sealed, and the ids by which a case finds its own (ADR 0017)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import open_json, seal_json
from app.domain.counted import Counted
from app.services.sealed_case import CaseSeals

FACT_BYTES = 512  # every fact is as long as any other: a long code must not tell which it is
LINK = "facts"
ONLY = 0  # a case has one such record

OneFact = TypeVar("OneFact", bound=Counted)


def facts_key(keyring: Keyring) -> bytes:
    """The key of what is counted; only the desk's processes have it."""
    if keyring.k_facts is None:
        raise RuntimeError("this process has no key for what is counted")
    return keyring.k_facts


def seal_fact(k_facts: bytes, fact_id: UUID, fact: Counted) -> bytes:
    """Bound to its row, its quarter and its series."""
    context = (fact.SEALED_AS, str(fact_id), fact.quarter)
    return seal_json(k_facts, fact.to_json(), *context, step=FACT_BYTES)


def open_fact(
    kind: type[OneFact], k_facts: bytes, fact_id: UUID, quarter: str, blob: bytes
) -> OneFact:
    """Raises `Damaged`, `Malformed`."""
    context = (kind.SEALED_AS, str(fact_id), quarter)
    return kind.from_json(quarter, open_json(k_facts, blob, *context))


def seal_link(
    seals: CaseSeals, dek: bytes, case_id: UUID, facts: Iterable[UUID], quarter: str = ""
) -> bytes:
    """Under the key that she and the desk share. The same size for none and for three: whether
    she is counted cannot be seen. `quarter` is theirs, to tell her where she is counted."""
    content = {"ids": [str(one) for one in facts], "quarter": quarter}
    return seals.seal_part(dek, case_id, LINK, ONLY, content)


def open_link(seals: CaseSeals, dek: bytes, case_id: UUID, blob: bytes) -> tuple[UUID, ...]:
    """Raises `Damaged`."""
    opened = seals.open_part(dek, case_id, LINK, ONLY, blob)
    return tuple(UUID(one) for one in opened["ids"])


def open_counted(seals: CaseSeals, dek: bytes, case_id: UUID, blob: bytes) -> str:
    """The quarter in which she is counted; empty when she is not, or when the link is older than
    this. Raises `Damaged`."""
    return str(seals.open_part(dek, case_id, LINK, ONLY, blob).get("quarter", ""))
