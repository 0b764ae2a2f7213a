"""Reads who publishes the figures from its TOML file; refuses unknown and missing fields."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from app.adapters.reference_rows import BadReferenceData
from app.domain.code_lists import LANGUAGES
from app.domain.publisher import Publisher

FIELDS = frozenset({"status", "website", "email", "type", "name", "licence"})


def load_publisher(file: Path) -> Publisher:
    """The publisher in `file`; raises `BadReferenceData` naming the field that is wrong."""
    try:
        with file.open("rb") as handle:
            data = tomllib.load(handle)
    except tomllib.TOMLDecodeError as wrong:
        raise BadReferenceData(file.name, str(wrong)) from wrong
    _exactly(file, "file", data, FIELDS)
    _exactly(file, "name", data["name"], frozenset(LANGUAGES))
    _exactly(file, "licence", data["licence"], frozenset({"name", "iri"}))
    if data["status"] not in ("draft", "confirmed"):
        raise BadReferenceData(file.name, "status")
    licence = data["licence"]
    for name, address in (
        ("website", data["website"]), ("type", data["type"]), ("licence", licence["iri"]),
    ):  # fmt: skip
        if not isinstance(address, str) or not address.startswith(("https://", "http://")):
            raise BadReferenceData(file.name, name)
    return Publisher(
        is_draft=data["status"] == "draft",
        name=dict(data["name"]),
        website=data["website"],
        email=str(data["email"]),
        type_iri=data["type"],
        licence_iri=licence["iri"],
        licence=str(licence["name"]),
    )


def _exactly(file: Path, place: str, table: Any, fields: frozenset[str]) -> None:
    different = sorted(set(table) ^ fields) if isinstance(table, dict) else [place]
    if different:
        raise BadReferenceData(file.name, f"{place}: {different[0]}")
