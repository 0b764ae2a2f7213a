"""Invented complaints, and tables of them made well or badly."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

from app.adapters.audit_solver import HighsSolver
from app.domain.disclosure_audit.audit import audit
from app.domain.disclosure_audit.findings import AuditReport, Finding, Kind
from app.domain.disclosure_audit.published import Hierarchy, PublishedTable

Complaint = Mapping[str, str]
Show = Callable[[int], int | None]

SUBJECTS = {"refused": "service", "closed": "service", "rude": "conduct", "told": "conduct"}
INSTITUTIONS = {"bank A": "bank", "other bank": "bank", "town A": "town", "other town": "town"}
LISTS = {
    "quarter": ("2026Q1", "2026Q2", "2026Q3", "2026Q4"),
    "institution_type": ("bank", "town", "police"),
    "institution": (*INSTITUTIONS, "police"),
    "theme": ("service", "conduct"),
    "subject": tuple(SUBJECTS),
    "province": ("north", "south", "unknown"),
    "outcome": ("well", "partly", "no"),
}
HIERARCHY = Hierarchy(
    {
        "institution": ("institution_type", {**INSTITUTIONS, "police": "police"}),
        "subject": ("theme", SUBJECTS),
    }
)
YEAR = LISTS["quarter"]
YEARLY = (
    ("institution_type", "outcome"),
    ("institution", "theme"),
    ("institution_type", "province"),
    ("institution_type", "subject"),
)
WIDTH = 9


def complaints(dice: random.Random, number: int) -> Sequence[Complaint]:
    """So many complaints of one year."""
    found = []
    for _ in range(number):
        one = {name: dice.choice(values) for name, values in LISTS.items()}
        one["institution_type"] = HIERARCHY.climb(
            "institution", one["institution"], "institution_type"
        )
        one["theme"] = SUBJECTS[one["subject"]]
        found.append(one)
    return found


def units(dice: random.Random, number: int) -> Sequence[Complaint]:
    """What a good table is made of: whole fives, each of one kind. Their sums are published."""
    return [one for one in complaints(dice, number) for _ in range(5)]


def well_made(y: Sequence[Complaint], *, displayed: bool) -> list[PublishedTable]:
    """A year as it should be: everything is a sum of the same whole fives.

    Core by quarter and for the year to date, and the core split once more, by the year; as
    `displayed` (below ten hidden), or with the numbers behind.
    """
    core = ("institution_type", "theme")
    asked = [(quarter, "core", core, YEAR[n : n + 1]) for n, quarter in enumerate(YEAR)]
    asked += [(quarter, "to-date", core, YEAR[: n + 1]) for n, quarter in enumerate(YEAR)]
    asked += [("2026", "-".join(split), split, YEAR) for split in YEARLY]
    found = []
    for release, name, dimensions, covers in asked:
        cells = {
            key: None if displayed and n < 10 else n
            for key, n in counts(y, dimensions, covers).items()
        }
        found.append(
            rounded(cells, dimensions=dimensions, covers=covers, release=release, name=name)
        )
    return found


def counts(
    some: Iterable[Complaint], dimensions: Sequence[str], covers: Sequence[str]
) -> dict[tuple[str, ...], int]:
    """True counts by dimensions, with every margin; each category is there, empty or not."""
    lists = [covers if dimension == "quarter" else LISTS[dimension] for dimension in dimensions]
    found = dict.fromkeys(product(*(("", *values) for values in lists)), 0)
    for vector, number in Counter(
        tuple(c[d] for d in dimensions) for c in some if c["quarter"] in covers
    ).items():
        for kept in product((True, False), repeat=len(dimensions)):
            found[tuple(v if k else "" for v, k in zip(vector, kept, strict=True))] += number
    return found


def rounded(
    cells: Mapping[tuple[str, ...], int | None],
    *,
    dimensions: Sequence[str] = (),
    covers: Sequence[str] = YEAR,
    release: str = "2026",
    name: str = "table",
    base: int = 5,
    max_dev: int = WIDTH,
    hide_below: int = 10,
) -> PublishedTable:
    """A table that is rounded, as its head says."""
    return PublishedTable(
        release, name, tuple(dimensions), cells, "rounding", base, max_dev, hide_below,
        {"quarter": tuple(covers)},
    )  # fmt: skip


def exact(
    cells: Mapping[tuple[str, ...], int | None],
    *,
    dimensions: Sequence[str] = (),
    covers: Sequence[str] = YEAR,
    release: str = "2026",
    name: str = "press",
    threshold: int = 0,
    zeros_shown: bool = False,
) -> PublishedTable:
    """True numbers; with a threshold those below it are hidden, zeros too unless shown."""
    shown = {
        key: None if n is not None and n < threshold and not (zeros_shown and n == 0) else n
        for key, n in cells.items()
    }
    return PublishedTable(
        release, name, tuple(dimensions), shown, "threshold" if threshold else "exact", 1, 0,
        threshold, {"quarter": tuple(covers)}, zeros_shown,
    )  # fmt: skip


def independently(dice: random.Random, base: int) -> Callable[[int], int]:
    """Rounds each number by itself, up or down to a multiple, so that the mean holds."""
    return lambda n: n // base * base + (base if dice.random() < n % base / base else 0)


def findings_of(
    tables: Sequence[PublishedTable], *, hierarchy: Hierarchy = HIERARCHY, width: int = WIDTH
) -> AuditReport:
    """The audit with the real solver."""
    return audit(tables, hierarchy, HighsSolver(), required_width=width)


def of_kind(report: AuditReport, *kinds: Kind) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind in kinds]
