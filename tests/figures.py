"""Published figures for tests: a made-up history through the real engine into the real ledger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.adapters.highs import solve
from app.adapters.reference_data import load_reference_data
from app.commands.demo.figures import made_up_facts
from app.commands.demo.other_figures import Year, made_up_year
from app.domain.states import StaffState
from app.domain.statistics.code_book import CodeBook
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.publication import (
    COMPLAINTS,
    Frozen,
    Publication,
    canonical,
    leaves_published,
    published_of,
)
from app.domain.statistics.quarters import ended_on, quarters_of
from app.domain.statistics.release import ReleaseMaker
from app.domain.statistics.tables import Counts
from app.domain.statistics.tally import Tally
from app.models.figures import FigureDraft
from app.models.staff import Staff
from app.services.figure_book import figure_book
from app.services.figure_ledger import append_to_ledger

DATA = Path(__file__).resolve().parent.parent / "data"


@lru_cache
def a_real_book(*named: str) -> CodeBook:
    """The code book of `data/`, with these institutions approved to be named."""
    return figure_book(load_reference_data(DATA), named=frozenset(named))


@lru_cache
def some_publications(
    *, a_year: int = 600, years: tuple[int, ...] = (2024, 2025), tier: int = 3,
    named: tuple[str, ...] = ("abn-amro", "ing", "rabobank"),
) -> tuple[Publication, ...]:  # fmt: skip
    """Every release of these years in order, repeatable; in full detail unless told otherwise."""
    book = a_real_book(*named)
    found = []
    for year in years:
        tally = Tally(book, made_up_facts(book, year, a_year))
        maker = ReleaseMaker(tally, tier, solve, PARAMETERS)
        earlier: dict[str, Counts] = {}
        for quarter in quarters_of(str(year)) if tier > 1 else ():
            made = maker.quarter(quarter, _key(quarter), earlier)
            found.append(published_of(COMPLAINTS, made, book, PARAMETERS))
            earlier[quarter] = leaves_published(found[-1])
        made = maker.year(str(year), _key(str(year)), earlier)
        found.append(published_of(COMPLAINTS, made, book, PARAMETERS))
    return tuple(found)


@lru_cache
def some_warnings(
    *, a_year: int = 300, years: tuple[int, ...] = (2024, 2025), tier: int = 2
) -> tuple[Publication, ...]:
    """The release of reports of each of these years, repeatable."""
    size = Year(tier, a_year, 0, 0)
    return tuple(_of_year(year, size)[0] for year in years)


@lru_cache
def some_others(*, tier: int = 2, few: bool = False) -> tuple[Publication, ...]:
    """The releases of reports, moderation and checks of 2024 and 2025, repeatable."""
    size = Year(tier, 4, 3, 1) if few else Year(tier, 300, 130, 80)
    return tuple(one for year in (2024, 2025) for one in _of_year(year, size))


def parts_of_others() -> Iterator[tuple[str, str, str]]:
    """The parts of the addresses of `some_others`, with one that is there and one that is not."""
    for series, dimension, code in (
        ("warnings", "severity", "3"), ("moderation", "warning_act", "corrected"),
        ("checks", "check_result", "hit"),
    ):  # fmt: skip
        yield f"figures.{series}.dimension", dimension, "weather"
        yield f"figures.{series}.code", code, "weather"
        yield f"figures.{series}.name", dimension, "weather"
        yield f"figure_data.{series}.table", dimension, "nothing"


def _of_year(year: int, size: Year) -> tuple[Publication, ...]:
    known = load_reference_data(DATA)
    name = str(year)
    return tuple(
        made_up_year(name, size, reference=known, key=lambda series: _key(f"{series}/{year}"))
    )


def publish(session: Session, *publications: Publication) -> tuple[Frozen, ...]:
    """Freezes them as two people would, a quarter after what they cover; public the same day."""
    two = [_an_analyst(session) for _ in range(2)]
    days = [ended_on(one.covers[-1]) + timedelta(days=90) for one in publications]
    return tuple(
        append_to_ledger(
            session, one, audit="{}", drafted_by=two[0], approved_by=two[1], frozen_on=day,
            public_from=day,
        )
        for one, day in zip(publications, days, strict=True)
    )  # fmt: skip


def keep_draft(
    session: Session, publication: Publication, by: UUID, *findings: dict[str, object]
) -> FigureDraft:
    """A draft as the desk keeps it, with what the audit would have found."""
    report = {
        "checked": 1234, "published": 567, "findings_in_all": len(findings), "findings": findings,
    }  # fmt: skip
    row = FigureDraft(
        series=publication.series, release=publication.id, content=canonical(publication),
        audit=json.dumps(report), facts_mark=b"none", drafted_by=by,
        drafted_on=date(2026, 11, 2),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _an_analyst(session: Session) -> UUID:
    row = Staff(
        id=uuid4(), name=uuid4().hex, role="analyst", team="alerts", state=StaffState.ACTIVE,
        created_on=date(2024, 1, 1),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def _key(release: str) -> bytes:
    return hashlib.sha256(release.encode()).digest()
