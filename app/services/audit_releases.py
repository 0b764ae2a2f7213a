"""The audit of releases that were made here: what may be known by subtraction is handed to it too.

The audit gets the rounded numbers behind what is hidden, so it judges more than anybody will see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.adapters.audit_solver import HighsSolver
from app.domain.disclosure_audit.audit import SECONDS, audit
from app.domain.disclosure_audit.findings import AuditReport
from app.domain.disclosure_audit.published import Hierarchy, PublishedTable
from app.domain.statistics.code_book import CodeBook
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.publication import Publication
from app.domain.statistics.tables import Release, ReleasedTable

Codes = dict[str, dict[str, str]]
Year = tuple[Codes, list[PublishedTable]]


def audit_releases(
    releases: Iterable[Release],
    book: CodeBook,
    parameters: Parameters,
    *,
    seconds: float = SECONDS,
) -> AuditReport:
    """What could be concluded from all of them together; nothing may be."""
    tables = [_as_published(table, parameters) for one in releases for table in one.tables]
    return _audited((_codes(book.hierarchy()), tables), parameters.max_dev, seconds)


def audit_publications(
    publications: Iterable[Publication],
    newest: tuple[Release, CodeBook, Parameters] | None = None,
    *,
    seconds: float = SECONDS,
) -> AuditReport:
    """What could be concluded from all that is public, and from the one that may be next.

    Of the newest also the rows are judged that its naming rule will leave out. Years whose code
    lists contradict each other are judged apart: no table links two years.
    """
    years: dict[str, Year] = {}
    width = 0
    for one in publications:
        tables = [_as_published(table, one.parameters) for table in one.tables]
        _add(years, one.id, _codes(one.hierarchy), tables)
        width = max(width, one.parameters.max_dev)
    if newest is not None:
        release, book, parameters = newest
        tables = [_as_published(table, parameters) for table in release.tables]
        _add(years, release.id, _codes(book.hierarchy()), tables)
        width = max(width, parameters.max_dev)
    groups = _joined(years)
    reports = [_audited(group, width, seconds / len(groups)) for group in groups]
    return AuditReport(
        checked=sum(one.checked for one in reports),
        published=sum(one.published for one in reports),
        problems=sum(one.problems for one in reports),
        findings=tuple(found for one in reports for found in one.findings),
    )


def _audited(year: Year, width: int, seconds: float) -> AuditReport:
    codes, tables = year
    return audit(tables, _hierarchy(codes), HighsSolver(), required_width=width, seconds=seconds)


def _add(years: dict[str, Year], release: str, codes: Codes, tables: list[PublishedTable]) -> None:
    known, listed = years.setdefault(release[:4], ({}, []))
    for name, found in codes.items():
        known.setdefault(name, {}).update(found)
    listed += tables


def _joined(years: Mapping[str, Year]) -> list[Year]:
    """Years together as long as their lists say the same of every code."""
    groups: list[Year] = []
    for _name, (codes, tables) in sorted(years.items()):
        if groups and not _contradict(groups[-1][0], codes):
            _add({"": groups[-1]}, "", codes, tables)
        else:
            groups.append((_codes(codes), list(tables)))
    return groups


def _contradict(one: Codes, other: Codes) -> bool:
    return any(
        one[name].get(code, parent) != parent
        for name, found in other.items()
        if name in one
        for code, parent in found.items()
    )


def _codes(hierarchy: Mapping[str, Mapping[str, str]]) -> Codes:
    return {name: dict(codes) for name, codes in hierarchy.items()}


def _hierarchy(codes: Codes) -> Hierarchy:
    """As the public may know it: an attacker has no more."""
    named = {name.partition("->"): found for name, found in codes.items()}
    return Hierarchy({child: (parent, found) for (child, _to, parent), found in named.items()})


def _as_published(table: ReleasedTable, parameters: Parameters) -> PublishedTable:
    return PublishedTable(
        release=table.release,
        name=table.name,
        dimensions=table.dimensions,
        cells=dict(table.cells),
        mode="rounding",
        base=parameters.base,
        max_dev=parameters.max_dev,
        hide_below=parameters.hide_below,
        covers={"quarter": table.covers},
    )
