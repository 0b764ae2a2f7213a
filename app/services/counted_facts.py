"""The facts of a case: written when it is done, gone when she no longer wants to be counted.

Taking away needs no key of the desk: the ids lie under her own.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.counted import Counted
from app.models.complaint import Complaint
from app.models.facts import CountedFact
from app.models.report import Report
from app.services.sealed_case import CaseSeals
from app.services.sealed_complaint import COMPLAINT
from app.services.sealed_fact import facts_key, open_link, seal_fact, seal_link
from app.services.sealed_report import REPORT

Case = Complaint | Report
PERSON_BYTES = 16


def new_person() -> str:
    """Who a person is in the figures: random, so that it can be traced to nobody."""
    return secrets.token_hex(PERSON_BYTES)


def write_facts(
    session: Session, keyring: Keyring, case: Case, dek: bytes, facts: Sequence[Counted]
) -> None:
    """Counts a case that is done now, also with no facts: then its link looks the same.

    The caller holds the lock of the case.
    """
    key = facts_key(keyring)
    drop_facts(session, case, dek)
    ids = sorted(uuid4() for _ in facts)
    session.add_all(
        CountedFact(
            id=one, series=fact.SERIES, quarter=fact.quarter,
            sealed=seal_fact(key, one, fact),
        )
        for one, fact in zip(ids, facts, strict=True)
    )  # fmt: skip
    quarter = facts[0].quarter if facts else ""
    case.fact_link = seal_link(_seals(case), dek, case.id, ids, quarter)


def drop_facts(session: Session, case: Case, dek: bytes) -> None:
    """Its facts are gone at once; from a case that is done nobody can see that there were any.

    The caller holds the lock of the case. Raises `Damaged`.
    """
    if case.fact_link is None:
        return
    seals = _seals(case)
    ids = open_link(seals, dek, case.id, case.fact_link)
    case.fact_link = seal_link(seals, dek, case.id, ())
    _delete(session, ids)


def _seals(case: Case) -> CaseSeals:
    return COMPLAINT if isinstance(case, Complaint) else REPORT


def _delete(session: Session, ids: Sequence[UUID]) -> None:
    if ids:
        session.execute(
            delete(CountedFact)
            .where(CountedFact.id.in_(ids))
            .execution_options(synchronize_session=False)
        )
