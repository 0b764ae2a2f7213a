"""Reads the tables of all releases from a folder, as anybody could who downloaded them.

`FOLDER/hierarchy.json` holds `{"subject->theme": {subject: theme}, ...}`; lists of categories may
stand beside. For each release there are `FOLDER/<release>/<table>.csv`, a column for each dimension
(empty: summed over it) and `count` (a whole number, or `<10`), and its head `<table>.json`:
`{"mode": "rounding", "base": 5, "max_dev": 9, "hide_below": 10, "release": "2026Q1", "covers":
{"quarter": ["2026Q1"]}}`. What cannot be read stops the audit: a table that is left out would be a
table that nobody attacked.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.adapters.audit_solver import HighsSolver
from app.domain.disclosure_audit.audit import SECONDS, audit
from app.domain.disclosure_audit.findings import AuditReport
from app.domain.disclosure_audit.published import (
    Hierarchy,
    PublishedTable,
    TableMalformed,
    order_of,
)

REQUIRED_WIDTH = 9
"""What the releases promise; no file that is audited can ask for less."""
DIMENSIONS = frozenset(
    "year quarter institution_type institution theme subject province outcome handling_time"
    " severity incident_category blackmail police_consent report_decision decision_reason"
    " decided_within warning_act check_result".split()
)
WITHIN = ("institution", "subject", "decision_reason")
"""A table by these says something about another dimension too."""
HIDDEN = re.compile(r"<(\d{1,6})")
SHOWN = re.compile(r"\d{1,9}", re.ASCII)
HEAD = {"mode": str, "base": int, "max_dev": int, "hide_below": int, "release": str, "covers": dict}
MAY_MISS = {"exact": {"base", "max_dev", "hide_below"}, "threshold": {"base", "max_dev"}}


def audit_directory(
    folder: Path,
    *,
    required_width: int = REQUIRED_WIDTH,
    progress: Callable[[int, int], None] | None = None,
    seconds: float = SECONDS,
) -> AuditReport:
    """The audit of all releases in a folder together; raises `TableMalformed`."""
    tables, hierarchy = read_releases(folder)
    return audit(
        tables, hierarchy, HighsSolver(),
        required_width=required_width, progress=progress, seconds=seconds,
    )  # fmt: skip


def read_releases(folder: Path) -> tuple[list[PublishedTable], Hierarchy]:
    """All tables in order of release, and the hierarchy; raises `TableMalformed`."""
    hierarchy = _read_hierarchy(folder / "hierarchy.json")
    tables = [
        _read_table(path, hierarchy)
        for release in sorted(folder.iterdir(), key=lambda path: order_of(path.name))
        if release.is_dir()
        for path in sorted(_tables_in(release))
    ]
    if not tables:
        raise TableMalformed("", "", "nothing to audit")
    return tables, hierarchy


def _tables_in(release: Path) -> set[Path]:
    """Where tables should be: beside a head with a mode, or wherever rows are."""
    heads = {path for path in release.glob("*.json") if "mode" in _object(path)}
    return {path.with_suffix("") for path in (*heads, *release.glob("*.csv"))}


def _read_hierarchy(path: Path) -> Hierarchy:
    parents: dict[str, tuple[str, dict[str, str]]] = {}
    for name, value in _object(path).items():
        child, arrow, parent = name.partition("->")
        if arrow and child in parents:
            raise TableMalformed("", path.name, "two hierarchies of one dimension")
        if arrow:
            parents[child] = (parent, {str(k): str(v) for k, v in dict(value).items()})
    return Hierarchy(parents)


def _read_table(path: Path, hierarchy: Hierarchy) -> PublishedTable:
    release, name = path.parent.name, path.name
    head = _object(path.parent / f"{name}.json")
    missing = {key for key, kind in HEAD.items() if type(head.get(key)) is not kind}
    if missing - MAY_MISS.get(head.get("mode", ""), set()) or head.get("release") != release:
        raise TableMalformed(release, name, "the head is not complete")
    covers = {key: tuple(map(str, value)) for key, value in head["covers"].items()}
    hide_below = head.get("hide_below", 0)
    dimensions, cells = _read_rows(path.parent / f"{name}.csv", release, name, hide_below)
    for dimension in WITHIN:
        if dimension in dimensions and dimension not in hierarchy.parents:
            raise TableMalformed(release, name, f"the hierarchy lacks every {dimension}")
    return PublishedTable(
        release, name, dimensions, cells, head["mode"], head.get("base", 0), head.get("max_dev", 0),
        hide_below, covers, zeros_shown=head.get("zeros_shown", False) is True,
    )  # fmt: skip


def _read_rows(
    path: Path, release: str, name: str, hide_below: int
) -> tuple[tuple[str, ...], dict[tuple[str, ...], int | None]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = [row for row in csv.reader(file, strict=True) if row]
    except (OSError, ValueError, csv.Error):
        raise TableMalformed(release, name, "the rows cannot be read") from None
    dimensions = tuple(column for column in header if column != "count")
    if set(dimensions) - DIMENSIONS or header.count("count") != 1:
        raise TableMalformed(release, name, "a column that is not known")
    place = header.index("count")
    cells: dict[tuple[str, ...], int | None] = {}
    for row in rows:
        key = tuple(value for n, value in enumerate(row) if n != place)
        if len(row) != len(header) or key in cells:
            raise TableMalformed(release, name, "a row twice, or of another width")
        cells[key] = _count(row[place], release, name, hide_below)
    return dimensions, cells


def _count(text: str, release: str, name: str, hide_below: int) -> int | None:
    hidden = HIDDEN.fullmatch(text)
    if hidden and int(hidden[1]) == hide_below:
        return None
    if not SHOWN.fullmatch(text):
        raise TableMalformed(release, name, "a count that is not one")
    return int(text)


def _object(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        value = None
    if not isinstance(value, dict):
        raise TableMalformed(path.parent.name, path.name, "cannot be read")
    return value
