"""The facts of whole quarters, for the release of figures; only the desk has the key."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.complaint_facts import Fact
from app.models.complaint import ComplaintFact
from app.services.sealed_fact import open_fact


def read_facts(session: Session, keyring: Keyring, quarters: Collection[str]) -> list[Fact]:
    """Every fact of these quarters ("2026Q4"), in an order that tells nothing.

    One query. Raises `Damaged` or `Malformed` for a fact that somebody touched: a release over
    what is left would be wrong without a word.
    """
    if keyring.k_facts is None:
        raise RuntimeError("this process has no key for what is counted")
    rows = session.execute(
        select(ComplaintFact.id, ComplaintFact.quarter, ComplaintFact.sealed).where(
            ComplaintFact.quarter.in_(quarters)
        )
    )
    facts = [open_fact(keyring.k_facts, *row) for row in rows]
    secrets.SystemRandom().shuffle(facts)
    return facts
