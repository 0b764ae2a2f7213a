"""The facts of a case: written when it is closed, gone when she no longer wants to be counted.

Taking away needs no key of the desk: the ids lie under her own.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.complaint_facts import Fact
from app.models.complaint import Complaint, ComplaintFact
from app.services.sealed_fact import open_link, seal_fact, seal_link

PERSON_BYTES = 16


def new_person() -> str:
    """Who a person is in the figures: random, so that it can be traced to nobody."""
    return secrets.token_hex(PERSON_BYTES)


def write_facts(
    session: Session, keyring: Keyring, complaint: Complaint, dek: bytes, facts: Sequence[Fact]
) -> None:
    """Counts a case that is closed now, also with no facts: then its link looks the same.

    The caller holds the lock of the case.
    """
    if keyring.k_facts is None:
        raise RuntimeError("this process has no key for what is counted")
    drop_facts(session, complaint, dek)
    ids = sorted(uuid4() for _ in facts)
    session.add_all(
        ComplaintFact(id=one, quarter=fact.quarter, sealed=seal_fact(keyring.k_facts, one, fact))
        for one, fact in zip(ids, facts, strict=True)
    )
    complaint.fact_link = seal_link(dek, complaint.id, ids)


def drop_facts(session: Session, complaint: Complaint, dek: bytes) -> None:
    """Its facts are gone at once; from a closed case nobody can see that there were any.

    The caller holds the lock of the case. Raises `Damaged`.
    """
    if complaint.fact_link is None:
        return
    ids = open_link(dek, complaint.id, complaint.fact_link)
    complaint.fact_link = seal_link(dek, complaint.id, ())
    _delete(session, ids)


def _delete(session: Session, ids: Sequence[UUID]) -> None:
    if ids:
        session.execute(
            delete(ComplaintFact)
            .where(ComplaintFact.id.in_(ids))
            .execution_options(synchronize_session=False)
        )
