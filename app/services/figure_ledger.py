"""The ledger of frozen releases: a chain of hashes that nothing can be taken out of unseen.

Anybody can check it from what is published (`ledger_hash`): no key is in it.
"""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.statistics.publication import (
    FIRST_HASH,
    Frozen,
    Publication,
    canonical,
    ledger_hash,
)
from app.models.figures import FigureRelease

ADVISORY_LOCK = 0x66696775  # any number, the same in every process


class AlreadyFrozen(Exception):
    """There is a release of this name: it is never made again."""


def append_to_ledger(
    session: Session,
    publication: Publication,
    *,
    audit: str,
    drafted_by: UUID,
    approved_by: UUID,
    frozen_on: date,
    public_from: date,
) -> Frozen:
    """Freezes a publication; raises `AlreadyFrozen`. The database refuses one person for both.

    `audit` is the report in JSON that the second person read. Takes the lock of the ledger.
    """
    _take_lock(session)
    there = select(FigureRelease.number).where(
        FigureRelease.series == publication.series, FigureRelease.release == publication.id
    )
    if session.scalar(there) is not None:
        raise AlreadyFrozen(publication.id)
    last = session.execute(
        select(FigureRelease.number, FigureRelease.sha256)
        .order_by(FigureRelease.number.desc())
        .limit(1)
    ).first()
    number, previous = (0, FIRST_HASH) if last is None else last
    content = canonical(publication)
    row = FigureRelease(
        number=number + 1,
        series=publication.series,
        release=publication.id,
        content=content,
        audit=audit,
        drafted_by=drafted_by,
        approved_by=approved_by,
        frozen_on=frozen_on,
        public_from=public_from,
        previous=previous,
        sha256=ledger_hash(previous, content, frozen_on, public_from),
    )
    session.add(row)
    session.flush()
    return Frozen(row.number, publication, frozen_on, public_from, row.sha256, previous)


def first_wrong_line(session: Session) -> int | None:
    """The number of the first release that was changed, added or left out; None when all is well.

    A line whose content is another one's, or no publication, is wrong too.
    """
    expected, previous = 1, FIRST_HASH
    query = select(FigureRelease).order_by(FigureRelease.number)
    with session.scalars(query, execution_options={"yield_per": 10}) as rows:
        for row in rows:
            found = ledger_hash(row.previous, row.content, row.frozen_on, row.public_from)
            named = json.loads(row.content)
            right = (row.number, row.previous, row.sha256) == (expected, previous, found)
            if not right or (named["series"], named["release"]) != (row.series, row.release):
                return expected
            expected, previous = expected + 1, row.sha256
    return None


def _take_lock(session: Session) -> None:
    """One writer at a time; on SQLite BEGIN IMMEDIATE has already given us that."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": ADVISORY_LOCK})
