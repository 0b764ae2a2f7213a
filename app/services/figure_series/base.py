"""What the desk needs to know of a series of figures to draft and freeze its releases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.vault.boxes import mac
from app.domain.statistics.code_book import PublicLists
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.publication import Publication
from app.domain.statistics.quarters import year_of
from app.domain.statistics.tables import Release
from app.models.facts import CountedFact
from app.services.sealed_fact import facts_key


class CodeListsChanged(Exception):
    """The lists differ from those with which this year began: they change on 1 January only."""


@dataclass(frozen=True)
class Wanted:
    """A release that is due: its tier, and what was published of its year before it."""

    release: str
    tier: int
    parameters: Parameters
    this_year: tuple[Publication, ...]


@dataclass(frozen=True)
class Source:
    """What a release is made of; held in memory only.

    `make(key)` draws its tables and needs no database; it raises `ReleaseRefused`. `mark` is 32
    bytes that differ as soon as something else would be counted. `quarter_cube`: what is counted
    here for the first time, to be kept until the year is frozen.
    """

    book: PublicLists
    make: Callable[[bytes], Release]
    mark: bytes
    quarter_cube: dict[str, Any] | None = None


class FigureSeries(Protocol):
    """`quarterly`: has releases of quarters too, from a certain volume on."""

    name: str
    quarterly: bool

    def first_year(self, session: Session) -> int | None:
        """The year of the first thing that was counted."""
        ...

    def gather(
        self, session: Session, keyring: Keyring, reference: ReferenceData, wanted: Wanted
    ) -> Source:
        """Raises `CodeListsChanged`, `Damaged`."""
        ...

    def forget(self, session: Session, keyring: Keyring, release: str, source: Source) -> None:
        """After the release is frozen: what was counted goes, or is kept for its year."""
        ...


def first_year_of_facts(session: Session, series: str) -> int | None:
    first = session.scalar(
        select(func.min(CountedFact.quarter)).where(CountedFact.series == series)
    )
    return None if first is None else int(year_of(first))


def mark_of_facts(
    session: Session, keyring: Keyring, series: str, quarters: Sequence[str]
) -> bytes:
    """Which facts there are of these quarters."""
    ids = session.scalars(
        select(CountedFact.id).where(
            CountedFact.series == series, CountedFact.quarter.in_(quarters)
        )
    )
    # sorted here: the engines order ids differently
    return mac(facts_key(keyring), "figures/facts", *sorted(quarters), *sorted(i.hex for i in ids))


def drop_facts_of(session: Session, series: str, quarters: Sequence[str]) -> None:
    """What was counted is public in rounded numbers; nobody needs the facts any more."""
    session.execute(
        delete(CountedFact)
        .where(CountedFact.series == series, CountedFact.quarter.in_(quarters))
        .execution_options(synchronize_session=False)
    )
