"""The audit of releases that were made here: what may be known by subtraction is handed to it too.

The audit gets the rounded numbers behind what is hidden, so it judges more than anybody will see.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.adapters.audit_solver import HighsSolver
from app.domain.disclosure_audit.audit import SECONDS, audit
from app.domain.disclosure_audit.findings import AuditReport
from app.domain.disclosure_audit.published import Hierarchy, PublishedTable
from app.domain.statistics.code_book import PublicLists
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.tables import Release, ReleasedTable


def audit_releases(
    releases: Iterable[Release],
    book: PublicLists,
    parameters: Parameters,
    *,
    seconds: float = SECONDS,
) -> AuditReport:
    """What could be concluded from all of them together; nothing may be."""
    return audit(
        [_as_published(table, parameters) for release in releases for table in release.tables],
        _hierarchy(book),
        HighsSolver(),
        required_width=parameters.max_dev,
        seconds=seconds,
    )


def _hierarchy(book: PublicLists) -> Hierarchy:
    """As the public may know it: an attacker has no more."""
    named = {name.partition("->"): codes for name, codes in book.hierarchy().items()}
    return Hierarchy({child: (parent, codes) for (child, _to, parent), codes in named.items()})


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
