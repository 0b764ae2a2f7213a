"""Making a release out of the facts: gather, then draw and audit without the database.

Solving and auditing take seconds, so no unit of work is open meanwhile. What was gathered carries a
mark of its facts: when one was taken back before the release is frozen, the mark is another one and
the draft is made again, with the same key.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.highs import solve
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.vault.boxes import mac
from app.domain.disclosure_audit.audit import SECONDS
from app.domain.disclosure_audit.findings import AuditReport
from app.domain.statistics.code_book import CodeBook
from app.domain.statistics.cube import Cube
from app.domain.statistics.parameters import PARAMETERS, Parameters
from app.domain.statistics.publication import (
    COMPLAINTS,
    Frozen,
    Publication,
    leaves_published,
    published_of,
)
from app.domain.statistics.quarters import quarters_of, to_date, year_of
from app.domain.statistics.release import ReleaseMaker
from app.domain.statistics.schedule import Made, next_release, tier_of
from app.domain.statistics.tables import Counts
from app.models.complaint import ComplaintFact
from app.services.audit_releases import audit_publications
from app.services.figure_book import counted_facts, figure_book
from app.services.figure_cubes import facts_key, read_cubes
from app.services.published_figures import frozen_releases
from app.services.read_facts import read_facts


class NotNext(Exception):
    """Another release comes first, or its time is not over; carries which comes next, or None."""

    def __init__(self, release: str | None) -> None:
        super().__init__(release)
        self.release = release


class CodeListsChanged(Exception):
    """The lists differ from those with which this year began: they change on 1 January only."""


@dataclass(frozen=True)
class Material:
    """What a release is made of; held in memory only.

    `quarter_cube` is what this release counts for the first time, to be kept when it is frozen;
    `new_quarters` are those whose facts are counted, with the `mark` of these.
    """

    series: str
    release: str
    tier: int
    book: CodeBook
    parameters: Parameters
    cube: Cube
    quarter_cube: dict[str, Any] | None
    earlier: Mapping[str, Counts]
    history: tuple[Frozen, ...]
    new_quarters: tuple[str, ...]
    mark: bytes


@dataclass(frozen=True)
class Drafted:
    """A release with what an attacker could conclude of it and all before it."""

    publication: Publication
    report: AuditReport


def due_release(session: Session, series: str, today: date) -> str | None:
    """Id of the release that can be made now, or None."""
    return next_release(_made(frozen_releases(session, series)), _first_year(session), today)


def gather(
    session: Session, keyring: Keyring, reference: ReferenceData, release: str, *, today: date
) -> Material:
    """Reads facts, cubes and history. Raises `NotNext`, `CodeListsChanged`, `Damaged`."""
    history = frozen_releases(session, COMPLAINTS)
    made = _made(history)
    due = next_release(made, _first_year(session), today)
    if due != release:
        raise NotNext(due)
    year = year_of(release)
    this_year = [one for one in history if year_of(one.publication.id) == year]
    parameters = this_year[0].publication.parameters if this_year else PARAMETERS
    book = figure_book(reference, parameters)
    for one in this_year:
        _require_same_lists(book, one.publication)
    counted = quarters_of(year) if release == year else to_date(release)
    cubes = read_cubes(session, keyring, COMPLAINTS, counted)
    cube = Cube.empty(book)
    for quarter in sorted(cubes):
        cube.add_json(cubes[quarter])
    left = [quarter for quarter in counted if quarter not in cubes]
    facts = read_facts(session, keyring, left)
    new = cube.beside(counted_facts(facts, reference), parameters).to_json()
    cube.add_json(new)
    return Material(
        series=COMPLAINTS,
        release=release,
        tier=tier_of(year, made, parameters),
        book=book,
        parameters=parameters,
        cube=cube,
        quarter_cube=None if release == year else new,
        earlier={one.publication.id: leaves_published(one.publication) for one in this_year},
        history=history,
        new_quarters=tuple(left),
        mark=facts_mark(session, keyring, left),
    )


def make_draft(material: Material, key: bytes, *, seconds: float = SECONDS) -> Drafted:
    """Draws the tables and audits them; raises `ReleaseRefused`. No database is touched."""
    maker = ReleaseMaker(material.cube.tally, material.tier, solve, material.parameters)
    draw = maker.year if material.release == year_of(material.release) else maker.quarter
    release = draw(material.release, key, material.earlier)
    published = published_of(material.series, release, material.book, material.parameters)
    newest = (release, material.book, material.parameters)
    history = [one.publication for one in material.history]
    return Drafted(published, audit_publications(history, newest, seconds=seconds))


def facts_mark(session: Session, keyring: Keyring, quarters: Collection[str]) -> bytes:
    """32 bytes that differ as soon as another set of facts would be counted."""
    ids = session.scalars(
        select(ComplaintFact.id)
        .where(ComplaintFact.quarter.in_(quarters))
        .order_by(ComplaintFact.id)
    )
    listed = sorted(one.hex for one in ids)  # the engines order ids differently
    return mac(facts_key(keyring), "figures/facts", *sorted(quarters), json.dumps(listed))


def _made(history: Collection[Frozen]) -> dict[str, Made]:
    return {
        one.publication.id: Made(one.publication.tier, one.publication.total) for one in history
    }


def _first_year(session: Session) -> int | None:
    first = session.scalar(select(func.min(ComplaintFact.quarter)))
    return None if first is None else int(year_of(first))


def _require_same_lists(book: CodeBook, published: Publication) -> None:
    """The quarters of a year have one core: the same kinds and themes, and no subject moved."""
    themes = published.hierarchy["subject->theme"]
    moved = any(book.theme_of.get(code) != theme for code, theme in themes.items())
    core = published.tables[0]
    kinds = {cell[0] for cell in core.cells if cell[0]}
    known = {cell[1] for cell in core.cells if len(cell) > 1 and cell[1]}
    if moved or kinds != set(book.published_types) or (known and known != set(book.themes)):
        raise CodeListsChanged
