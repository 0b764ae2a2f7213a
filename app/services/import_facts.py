"""Taking over a file of facts of the desk's own history, sealed like the facts of its cases.

All rows or none, and the same file once: facts have no number by which a second time would show.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.vault.boxes import mac
from app.domain.complaint_facts import UNKNOWN_PROVINCE
from app.domain.complaint_facts import Fact as SealedFact
from app.domain.statistics.fact_rows import Lists
from app.domain.statistics.facts import Fact
from app.domain.statistics.publication import COMPLAINTS
from app.domain.statistics.schedule import closed_until
from app.models.facts import CountedFact
from app.models.figures import FactsImport
from app.services.draft_figures import made
from app.services.figure_book import province_of_municipalities
from app.services.published_figures import frozen_releases
from app.services.sealed_fact import facts_key, seal_fact

AT_ONCE = 1000
PERSON_BYTES = 16


class AlreadyImported(Exception):
    """This very file was taken over before."""


def facts_lists(session: Session, reference: ReferenceData) -> Lists:
    """The lists of this house, all closed, and up to which quarter nothing more is counted."""
    history = frozen_releases(session, COMPLAINTS)
    names = {one.name.casefold(): one.code for one in reference.municipalities}
    former = {
        name.casefold(): one.name for one in reference.municipalities for name in one.search_names
    }
    return Lists(
        theme_of={one.code: one.parent for one in reference.codes("subject")},
        type_of={code: one.type for code, one in reference.institutions.items()},
        province_of=province_of_municipalities(reference),
        types=set(reference.institution_types),
        provinces={one.code for one in reference.codes("province")},
        outcomes={one.code for one in reference.codes("outcome")},
        closed=frozenset(
            ("institution_type", "institution", "subject", "municipality", "province", "outcome")
        ),
        places=names,
        merged=former,
        closed_until=closed_until(made(history)) or "",
    )


def file_mark(keyring: Keyring, path: Path) -> bytes:
    """By which a file is known again; without the key it says nothing about it."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    return mac(facts_key(keyring), "facts/file", digest)


def store_facts(
    session: Session, keyring: Keyring, facts: Iterable[Fact], *, mark: bytes, today: date
) -> int:
    """Seals and stores all of them in the caller's unit of work; how many. Raises
    `AlreadyImported`, and whatever `facts` raises: then the unit is undone."""
    if session.scalar(select(FactsImport.mark).where(FactsImport.mark == mark)) is not None:
        raise AlreadyImported
    session.add(FactsImport(mark=mark, imported_on=today))
    session.flush()
    stored, rows = 0, _rows(keyring, facts)
    while some := list(islice(rows, AT_ONCE)):
        # by their random ids: the order of the file must not be that of the table
        session.execute(insert(CountedFact), sorted(some, key=lambda row: row["id"].bytes))
        stored += len(some)
    return stored


def _rows(keyring: Keyring, facts: Iterable[Fact]) -> Iterator[dict[str, Any]]:
    key = facts_key(keyring)
    for one in facts:
        fact_id = uuid4()
        fact = SealedFact(
            quarter=one.quarter,
            institution_type=one.institution_type,
            institution=one.institution,
            theme=one.theme,
            subject=one.subject,
            others=(),
            province=one.province or UNKNOWN_PROVINCE,
            outcome=one.outcome,
            handling_time="",
            person=_pseudonym(key, one.person),
        )
        sealed = seal_fact(key, fact_id, fact)
        yield {
            "id": fact_id, "series": fact.SERIES, "quarter": fact.quarter, "sealed": sealed,
        }  # fmt: skip


def _pseudonym(key: bytes, person: str) -> str:
    """The same for the same person in every file, and nobody can tell who."""
    return mac(key, "facts/person", person)[:PERSON_BYTES].hex() if person else ""
