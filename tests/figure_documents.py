"""A release in words for tests of its documents, and what is read back out of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

from flask import Flask
from openpyxl import load_workbook

from app.domain.statistics.publication import Correction, Frozen, Publication
from app.domain.statistics.reading import year_before
from app.domain.statistics.worded import WordedRelease, WordedTable
from app.web.worded_release import worded_release
from tests.figures import some_publications

ADDRESS = "https://luwte.example/nl/figures/2025"
CORRECTION = Correction(
    date(2026, 5, 2), {"nl": "Eén huisarts telde dubbel.", "en": "One family doctor counted twice."}
)
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
Rows = list[list[object]]


def publication_of(release: str) -> Publication:
    """One of the made-up history."""
    return next(one for one in some_publications() if one.id == release)


def frozen(publication: Publication) -> Frozen:
    """As it comes out of the ledger."""
    return Frozen(
        number=10, publication=publication, frozen_on=date(2026, 3, 31),
        public_from=date(2026, 4, 2), sha256="6b1f0c9e27d84a53" * 4, previous="0" * 64,
    )  # fmt: skip


def worded(app: Flask, publication: Publication, language: str = "nl") -> WordedRelease:
    """The release in words, with a correction, compared with the year before."""
    before = year_before(publication, some_publications())
    with app.test_request_context(f"/{language}/"):
        said = ((publication.id, CORRECTION),)
        return worded_release(frozen(publication), before, said, ADDRESS)


def with_text(release: WordedRelease, text: str) -> WordedRelease:
    """The release with this text in every place that a list or a person fills."""
    return replace(
        release, site=text, title=text, subtitle=text, findings=(text,), citation=text,
        facts=((text, text),), corrections=((text, text),),
        tables=tuple(_renamed(one, text) for one in release.tables[:1]),
    )  # fmt: skip


def _renamed(table: WordedTable, text: str) -> WordedTable:
    rows = tuple(replace(row, labels=(text,) * len(row.labels)) for row in table.rows[:20])
    return replace(
        table, title=text, titles=(text,) * len(table.titles),
        headings=(text,) * len(table.headings), notes=(text,), rows=rows,
    )  # fmt: skip


def sheets_of_xlsx(content: bytes) -> dict[str, Rows]:
    """Name of a sheet → its rows of values; formulas stay formulas."""
    book = load_workbook(io.BytesIO(content), data_only=False)
    return {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book}


def sheets_of_ods(content: bytes) -> dict[str, Rows]:
    """The same of an OpenDocument workbook, by its own XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        tree = ET.fromstring(packed.read("content.xml"))
    return {
        page.attrib[f"{TABLE}name"]: [
            [_value(cell) for cell in row.iter(f"{TABLE}table-cell")]
            for row in page.iter(f"{TABLE}table-row")
        ]
        for page in tree.iter(f"{TABLE}table")
    }


def texts_of(sheets: dict[str, Rows]) -> Iterator[str]:
    """Every text of every sheet."""
    for rows in sheets.values():
        yield from (value for row in rows for value in row if isinstance(value, str))


def numbers_of(sheets: dict[str, Rows]) -> Iterator[int | float]:
    """Every number of every sheet."""
    for rows in sheets.values():
        yield from (value for row in rows for value in row if isinstance(value, (int, float)))


def _value(cell: ET.Element) -> object:
    kind = cell.attrib.get(f"{OFFICE}value-type")
    if kind == "float":
        return int(cell.attrib[f"{OFFICE}value"])
    assert kind in ("string", None)
    return "".join(cell.itertext()) if kind else None
