"""The facts of whole quarters, for the release of figures; only the desk has the key."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.complaint_facts import Fact
from app.domain.report_facts import ReportFact
from app.models.facts import CountedFact
from app.services.sealed_fact import OneFact, facts_key, open_fact


def read_facts(session: Session, keyring: Keyring, quarters: Collection[str]) -> list[Fact]:
    """Every fact of complaints of these quarters ("2026Q4"), in an order that tells nothing.

    One query. Raises `Damaged` or `Malformed` for a fact that somebody touched: a release over
    what is left would be wrong without a word.
    """
    return _read(session, keyring, Fact, quarters)


def read_report_facts(
    session: Session, keyring: Keyring, quarters: Collection[str]
) -> list[ReportFact]:
    """The same of reports about clients."""
    return _read(session, keyring, ReportFact, quarters)


def _read(
    session: Session, keyring: Keyring, kind: type[OneFact], quarters: Collection[str]
) -> list[OneFact]:
    key = facts_key(keyring)
    rows = session.execute(
        select(CountedFact.id, CountedFact.quarter, CountedFact.sealed).where(
            CountedFact.series == kind.SERIES, CountedFact.quarter.in_(quarters)
        )
    )
    facts = [open_fact(kind, key, *row) for row in rows]
    secrets.SystemRandom().shuffle(facts)
    return facts
