"""Making a release: gather, then draw and audit without the database.

Solving and auditing take seconds, so no unit of work is open meanwhile. What was gathered carries a
mark of what it counts: when that changed before the release is frozen, the mark is another one and
the draft is made again, with the same key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.disclosure_audit.audit import SECONDS
from app.domain.disclosure_audit.findings import AuditReport
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.publication import Frozen, Publication, published_of
from app.domain.statistics.quarters import year_of
from app.domain.statistics.schedule import Made, next_release, tier_of
from app.services.audit_releases import audit_publications
from app.services.figure_series.base import FigureSeries, Source, Wanted
from app.services.figure_series.complaints import Complaints
from app.services.figure_series.yearly import Checks, Moderation, Warnings
from app.services.published_figures import frozen_releases

_EVERY: tuple[FigureSeries, ...] = (Complaints(), Warnings(), Moderation(), Checks())
DRAFTED: Mapping[str, FigureSeries] = {one.name: one for one in _EVERY}
"""Every series that the desk makes, by its name."""


class NotNext(Exception):
    """Another release comes first, or its time is not over; carries which comes next, or None."""

    def __init__(self, release: str | None) -> None:
        super().__init__(release)
        self.release = release


@dataclass(frozen=True)
class Material:
    """A release that is due with what it is made of."""

    series: str
    wanted: Wanted
    source: Source
    history: tuple[Frozen, ...]

    @property
    def mark(self) -> bytes:
        return self.source.mark


@dataclass(frozen=True)
class Drafted:
    """A release with what an attacker could conclude of it and all before it."""

    publication: Publication
    report: AuditReport


def due_release(session: Session, series: str, today: date) -> str | None:
    """Id of the release that can be made now, or None."""
    return due_after(session, series, frozen_releases(session, series), today)


def due_after(
    session: Session, series: str, history: Collection[Frozen], today: date
) -> str | None:
    """The same for who has read the frozen releases of the series already."""
    of = DRAFTED[series]
    return next_release(made(history), of.first_year(session), today, quarterly=of.quarterly)


def gather(
    session: Session, keyring: Keyring, reference: ReferenceData, series: str, release: str, *,
    today: date,
) -> Material:  # fmt: skip
    """Reads what is counted, and the history. Raises `NotNext`, `CodeListsChanged`, `Damaged`."""
    of = DRAFTED[series]
    history = frozen_releases(session, series)
    due = due_after(session, series, history, today)
    if due != release:
        raise NotNext(due)
    year = year_of(release)
    this_year = tuple(one.publication for one in history if year_of(one.publication.id) == year)
    parameters = this_year[0].parameters if this_year else PARAMETERS
    wanted = Wanted(release, tier_of(year, made(history), parameters), parameters, this_year)
    return Material(series, wanted, of.gather(session, keyring, reference, wanted), history)


def make_draft(material: Material, key: bytes, *, seconds: float = SECONDS) -> Drafted:
    """Draws the tables and audits them; raises `ReleaseRefused`. No database is touched."""
    parameters, book = material.wanted.parameters, material.source.book
    release = material.source.make(key)
    history = [one.publication for one in material.history]
    report = audit_publications(history, (release, book, parameters), seconds=seconds)
    return Drafted(published_of(material.series, release, book, parameters), report)


def made(history: Collection[Frozen]) -> dict[str, Made]:
    """What the schedule needs to know of the releases that are frozen."""
    return {
        one.publication.id: Made(one.publication.tier, one.publication.total) for one in history
    }
