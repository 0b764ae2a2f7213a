"""Reads the sources that pages of information name."""

from __future__ import annotations

from pathlib import Path

from app.adapters.reference_rows import read_rows
from app.domain.source import Source, is_reference_day

COLUMNS = ("code", "title_nl", "title_en", "website", "reference_day", "note", "certainty")


def read_sources(file: Path) -> dict[str, Source]:
    """Sources by code."""
    found: dict[str, Source] = {}
    for row in read_rows(file, COLUMNS):
        code, reference = row.needed("code"), row.optional("reference_day")
        if code in found:
            raise row.bad(f"{code} stands twice")
        if reference and not is_reference_day(reference):
            raise row.bad(f"reference_day {reference!r}")
        found[code] = Source(
            code=code,
            titles=row.both_languages("title"),
            website=row.optional("website"),
            reference=reference,
            confirmed=row.is_confirmed(),
        )
    return found
