"""The rows of tests/vectors/formats.csv: spellings, whether they are right, the normal form."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

_FORMATS = Path(__file__).resolve().parents[1] / "vectors" / "formats.csv"


@dataclass(frozen=True, slots=True)
class FormatRow:
    """One row: `normal` is empty where the source gives no normal form."""

    typed: str
    is_right: bool
    normal: str
    note: str


def format_rows(kind: str) -> list[FormatRow]:
    """Return the rows of one kind (telefoon, kenteken, postcode, bsn, iban, e-mail)."""
    with _FORMATS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["soort"] == kind]
    assert rows, kind
    return [
        FormatRow(row["invoer"], row["geldig"] == "ja", row["genormaliseerd"], row["toelichting"])
        for row in rows
    ]
