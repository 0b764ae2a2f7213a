"""Reads the terms of keeping from their TOML file; refuses unknown, missing and senseless ones."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from app.adapters.reference_rows import BadReferenceData
from app.domain.keeping import RULES, Keeping

NAMES = frozenset(one.name for one in fields(Keeping)) - {"tables"}


def load_keeping(file: Path) -> Keeping:
    """The terms in `file`; raises `BadReferenceData` naming what is wrong."""
    try:
        with file.open("rb") as handle:
            data = tomllib.load(handle)
    except tomllib.TOMLDecodeError as wrong:
        raise BadReferenceData(file.name, str(wrong)) from wrong
    days: dict[str, Any] = data.get("days", {})
    different = sorted(NAMES.symmetric_difference(days))
    if different:
        raise BadReferenceData(file.name, f"days {different[0]}")
    for name, number in days.items():
        if type(number) is not int or number < 1:
            raise BadReferenceData(file.name, f"days {name}")
    return Keeping(**days, tables=_tables(file, data.get("tables", {})))


def _tables(file: Path, tables: dict[str, Any]) -> dict[str, tuple[str, str]]:
    found = {}
    for table, said in tables.items():
        rule, _space, about = str(said).partition(" ")
        known = about in NAMES if rule == "days" else bool(about)
        if rule not in RULES or not known:
            raise BadReferenceData(file.name, f"tables {table}")
        found[table] = (rule, about)
    return found
