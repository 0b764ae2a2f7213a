"""Publications written by hand, for the rules that read published numbers."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.statistics.parameters import PARAMETERS, Parameters
from app.domain.statistics.publication import COMPLAINTS, Publication
from app.domain.statistics.quarters import quarters_of
from app.domain.statistics.tables import ReleasedTable, with_margins

Cells = Mapping[tuple[str, ...], int]
HIERARCHY = {
    "subject->theme": {"account": "money", "loan": "money", "visit": "care"},
    "institution->institution_type": {"ing": "bank", "other:bank": "bank", "other:gp": "gp"},
    "municipality->province": {},
}


def a_table(release: str, dimensions: tuple[str, ...], leaves: Cells) -> ReleasedTable:
    """A closed table with its margins; the leaves are its inner cells."""
    year = len(release) == 4
    return ReleasedTable(
        release, "_".join(dimensions), "year" if year else "quarter", dimensions,
        quarters_of(release) if year else (release,), with_margins(leaves),
    )  # fmt: skip


def a_publication(
    release: str, *tables: tuple[tuple[str, ...], Cells], series: str = COMPLAINTS,
    parameters: Parameters = PARAMETERS,
) -> Publication:  # fmt: skip
    """A publication of these tables."""
    found = tuple(a_table(release, dimensions, leaves) for dimensions, leaves in tables)
    covers = found[0].covers
    return Publication(series, release, covers, 3, parameters, HIERARCHY, found)


def one_way(release: str, **counts: int) -> Publication:
    """Kinds of institutions only, as in the lowest tier."""
    return a_publication(
        release, (("institution_type",), {(code,): count for code, count in counts.items()})
    )
