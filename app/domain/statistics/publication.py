"""A frozen release as everybody may read it, in numbers, codes and the rules that protect it.

What stands here may be known by all: every number is rounded, also where "<10" is shown. Pages,
downloads, the API and the audit read nothing else; there is no way from here to a true count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Self

from app.domain.statistics.code_book import PublicLists
from app.domain.statistics.display import public_table
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.tables import Counts, Release, ReleasedTable
from app.domain.statistics.yearly import leaves_in
from app.domain.strict_json import Malformed

COMPLAINTS = "complaints"
WARNINGS = "warnings"
MODERATION = "moderation"
CHECKS = "checks"
SERIES = (COMPLAINTS, WARNINGS, MODERATION, CHECKS)
"""Each counts one population, and no two the same (ADR 0022)."""
FIRST_HASH = "0" * 64
Hierarchy = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Publication:
    """All that is published at once. `id` is "2026Q1" or "2026"; `covers` its quarters.

    `hierarchy` is that of `PublicLists.hierarchy`: which code falls under which, merged types too.
    """

    series: str
    id: str
    covers: tuple[str, ...]
    tier: int
    parameters: Parameters
    hierarchy: Hierarchy
    tables: tuple[ReleasedTable, ...]

    @property
    def is_year(self) -> bool:
        return len(self.id) == 4

    @property
    def total(self) -> int:
        """The published number of everything together."""
        return next(count for cell, count in self.tables[0].cells.items() if not any(cell))

    def table(self, name: str) -> ReleasedTable | None:
        return next((one for one in self.tables if one.name == name), None)

    def to_json(self) -> dict[str, Any]:
        """Rows in the order of their codes, so that the same numbers are the same bytes."""
        return {
            "series": self.series,
            "release": self.id,
            "covers": list(self.covers),
            "tier": self.tier,
            "parameters": asdict(self.parameters),
            "hierarchy": self.hierarchy,
            "tables": [_table_to_json(one) for one in self.tables],
        }

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Raises `Malformed`."""
        try:
            found = value["parameters"]
            parameters = Parameters(**{one.name: found[one.name] for one in fields(Parameters)})
            return cls(
                series=value["series"],
                id=value["release"],
                covers=tuple(value["covers"]),
                tier=value["tier"],
                parameters=parameters,
                hierarchy=value["hierarchy"],
                tables=tuple(_table_from_json(value["release"], one) for one in value["tables"]),
            )
        except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
            raise Malformed("publication", "another shape") from error


@dataclass(frozen=True)
class Correction:
    """Words beside figures that stay as they are (statistics.md 3.6)."""

    written_on: date
    words: Mapping[str, str]
    """By language."""


@dataclass(frozen=True)
class Frozen:
    """A publication in the ledger. `number` is its place; `public_from` the day of its embargo.

    `sha256` is over what stood before it and all of this, so nothing can be changed or left out
    unseen: see `ledger_hash`.
    """

    number: int
    publication: Publication
    frozen_on: date
    public_from: date
    sha256: str
    previous: str
    corrections: tuple[Correction, ...] = ()


def published_of(
    series: str, release: Release, book: PublicLists, parameters: Parameters
) -> Publication:
    """What becomes public of a release: its tables with the rows that everybody may see."""
    return Publication(
        series=series,
        id=release.id,
        covers=release.covers,
        tier=release.tier,
        parameters=parameters,
        hierarchy=book.hierarchy(),
        tables=tuple(public_table(one, book, parameters) for one in release.tables),
    )


def leaves_published(publication: Publication) -> Counts:
    """The leaves of a quarter's core, as the releases after it need them."""
    return leaves_in(publication.tables[0])


def canonical(publication: Publication) -> str:
    """The one text of a publication: what is stored, and what is hashed."""
    return json.dumps(
        publication.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def ledger_hash(previous: str, text: str, frozen_on: date, public_from: date) -> str:
    """SHA-256 in hexadecimal over the hash before, both days (ISO) and the canonical text, each
    on a line of its own: anybody can compute it again."""
    lines = f"{previous}\n{frozen_on.isoformat()}\n{public_from.isoformat()}\n{text}"
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def _table_to_json(table: ReleasedTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "period": table.period,
        "dimensions": list(table.dimensions),
        "covers": list(table.covers),
        "rows": [[*cell, count] for cell, count in sorted(table.cells.items())],
    }


def _table_from_json(release: str, value: Any) -> ReleasedTable:
    dimensions = tuple(value["dimensions"])
    cells = {tuple(row[:-1]): row[-1] for row in value["rows"]}
    if not all(
        len(cell) == len(dimensions)
        and all(isinstance(code, str) for code in cell)
        and type(count) is int
        for cell, count in cells.items()
    ):
        raise ValueError(value["name"])
    return ReleasedTable(
        release, value["name"], value["period"], dimensions, tuple(value["covers"]), cells
    )
