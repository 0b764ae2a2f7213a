"""What was frozen and may be read by everybody: the ledger behind pages, downloads and API.

A release shows from the day its embargo ends. Its content never changes, so what was parsed once
is kept by its hash.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.domain.statistics.publication import SERIES, Correction, Frozen, Publication
from app.domain.statistics.quarters import is_release, year_of
from app.models.figures import FigureCorrection, FigureRelease

KEPT = 128  # publications in memory; one of a year is about a megabyte

_LINE = (
    FigureRelease.number, FigureRelease.series, FigureRelease.release, FigureRelease.frozen_on,
    FigureRelease.public_from, FigureRelease.previous, FigureRelease.sha256,
)  # fmt: skip


class NoSuchRelease(Exception):
    """No release of this name that may be read today."""


@dataclass(frozen=True)
class LedgerLine:
    """A release in the ledger without its content, as in `Frozen`."""

    number: int
    series: str
    release: str
    frozen_on: date
    public_from: date
    previous: str
    sha256: str


def public_lines(session: Session, today: date) -> tuple[LedgerLine, ...]:
    """The ledger over all series, in one query: a number that is missing is not public yet."""
    rows = session.execute(
        select(*_LINE).where(FigureRelease.public_from <= today).order_by(FigureRelease.number)
    )
    return tuple(LedgerLine(**row._mapping) for row in rows)


def released_in(session: Session, series: str, quarter: str, today: date) -> str:
    """The public release that counts a quarter: that of its year, else its own; empty when there
    is none yet, or no quarter. One query, whatever is asked."""
    wanted = (quarter, year_of(quarter))
    found = session.scalars(
        select(FigureRelease.release).where(
            FigureRelease.series == series,
            FigureRelease.release.in_(wanted),
            FigureRelease.public_from <= today,
        )
    ).all()
    return min(found, key=len, default="")


def public_text(session: Session, series: str, release: str, today: date) -> str:
    """The canonical text of a release as it was hashed; raises `NoSuchRelease`."""
    _could_be_named(series, release)
    content = session.scalar(
        select(FigureRelease.content).where(
            FigureRelease.series == series,
            FigureRelease.release == release,
            FigureRelease.public_from <= today,
        )
    )
    if content is None:
        raise NoSuchRelease(release)
    return content


def public_releases(session: Session, series: str, today: date) -> tuple[Frozen, ...]:
    """Every release of a series that is public, in the order in which they were frozen.

    Two queries, and one for each release that this process reads for the first time.
    """
    rows = session.execute(
        select(*_LINE)
        .where(FigureRelease.series == series, FigureRelease.public_from <= today)
        .order_by(FigureRelease.number)
    ).all()
    return _with_content(session, series, rows)


def public_release(session: Session, series: str, release: str, today: date) -> Frozen:
    """One release; raises `NoSuchRelease`, also before its day."""
    _could_be_named(series, release)
    rows = session.execute(
        select(*_LINE).where(
            FigureRelease.series == series,
            FigureRelease.release == release,
            FigureRelease.public_from <= today,
        )
    ).all()
    if not rows:
        raise NoSuchRelease(release)
    return _with_content(session, series, rows)[0]


def frozen_names(session: Session) -> frozenset[tuple[str, str]]:
    """(series, release) of everything that is frozen; one query, and no content is read."""
    rows = session.execute(select(FigureRelease.series, FigureRelease.release))
    return frozenset((series, release) for series, release in rows)


def frozen_releases(session: Session, series: str) -> tuple[Frozen, ...]:
    """Every release of a series, also what is not public yet: for the desk and its audit."""
    rows = session.execute(
        select(*_LINE).where(FigureRelease.series == series).order_by(FigureRelease.number)
    ).all()
    return _with_content(session, series, rows)


def _could_be_named(series: str, release: str) -> None:
    """An address may hold anything, also a NUL that a database refuses to look for."""
    if series not in SERIES or not is_release(release):
        raise NoSuchRelease(release)


def _with_content(
    session: Session, series: str, rows: Sequence[Row[int, str, str, date, date, str, str]]
) -> tuple[Frozen, ...]:
    words = _corrections(session, series) if rows else {}
    return tuple(
        Frozen(
            number=row.number,
            publication=_read(session, row.number, row.sha256),
            frozen_on=row.frozen_on,
            public_from=row.public_from,
            sha256=row.sha256,
            previous=row.previous,
            corrections=tuple(words.get(row.release, ())),
        )
        for row in rows
    )


def _corrections(session: Session, series: str) -> dict[str, list[Correction]]:
    rows: Iterable[FigureCorrection] = session.scalars(
        select(FigureCorrection)
        .where(FigureCorrection.series == series)
        .order_by(FigureCorrection.written_on, FigureCorrection.id)
    )
    found: dict[str, list[Correction]] = defaultdict(list)
    for row in rows:
        found[row.release].append(Correction(row.written_on, json.loads(row.words)))
    return found


def _read(session: Session, number: int, sha256: str) -> Publication:
    known = _parsed.get(sha256)
    if known is None:
        content = session.scalars(
            select(FigureRelease.content).where(FigureRelease.number == number)
        ).one()
        known = Publication.from_json(json.loads(content))
        if len(_parsed) >= KEPT:
            _parsed.clear()
        _parsed[sha256] = known
    return known


_parsed: dict[str, Publication] = {}
