"""How a fact is sealed, and the ids by which a case finds its own (ADR 0017)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from app.adapters.vault.boxes import open_json, seal_json
from app.domain.complaint_facts import Fact
from app.services.sealed_complaint import COMPLAINT

FACT_BYTES = 512  # every fact is as long as any other: a long code must not tell which it is
LINK = "facts"
ONLY = 0  # a case has one such record


def seal_fact(k_facts: bytes, fact_id: UUID, fact: Fact) -> bytes:
    """Bound to its row and its quarter."""
    context = ("fact", str(fact_id), fact.quarter)
    return seal_json(k_facts, fact.to_json(), *context, step=FACT_BYTES)


def open_fact(k_facts: bytes, fact_id: UUID, quarter: str, blob: bytes) -> Fact:
    """Raises `Damaged`, `Malformed`."""
    return Fact.from_json(quarter, open_json(k_facts, blob, "fact", str(fact_id), quarter))


def seal_link(dek: bytes, complaint_id: UUID, facts: Iterable[UUID]) -> bytes:
    """Under the key that she and the desk share. The same size for none and for three: whether
    she is counted cannot be seen."""
    content = {"ids": [str(one) for one in facts]}
    return COMPLAINT.seal_part(dek, complaint_id, LINK, ONLY, content)


def open_link(dek: bytes, complaint_id: UUID, blob: bytes) -> tuple[UUID, ...]:
    """Raises `Damaged`."""
    opened = COMPLAINT.open_part(dek, complaint_id, LINK, ONLY, blob)
    return tuple(UUID(one) for one in opened["ids"])
