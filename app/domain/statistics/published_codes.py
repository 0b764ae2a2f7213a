"""The code book of a release: every code that its tables hold, and under which other it falls.

Made from what is published and nothing else, so it names no institution that no table names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.statistics.publication import Publication


@dataclass(frozen=True)
class PublishedDimension:
    """A dimension of the tables. `parent` is the dimension that its codes fall under, or empty;
    `parent_of` says for each code under which."""

    name: str
    parent: str
    codes: tuple[str, ...]
    parent_of: Mapping[str, str]


def published_dimensions(publication: Publication) -> tuple[PublishedDimension, ...]:
    """Every dimension that a table has, in the order in which the tables bring them up."""
    codes: dict[str, set[str]] = {}
    for table in publication.tables:
        for place, name in enumerate(table.dimensions):
            codes.setdefault(name, set()).update(cell[place] for cell in table.cells)
    return tuple(
        _dimension(publication, name, tuple(sorted(found - {""}))) for name, found in codes.items()
    )


def _dimension(publication: Publication, name: str, codes: tuple[str, ...]) -> PublishedDimension:
    for link, parents in publication.hierarchy.items():
        child, _arrow, parent = link.partition("->")
        if child == name:
            known = {code: parents[code] for code in codes if code in parents}
            return PublishedDimension(name, parent, codes, known)
    return PublishedDimension(name, "", codes, {})
