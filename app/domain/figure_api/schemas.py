"""The shapes of the answers, as JSON Schema 2020-12: every field is there, and no other one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from app.domain.statistics.publication import SERIES

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
ADDRESS: Schema = {"type": "string", "format": "uri-reference"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
TEXTS: Schema = {"type": "array", "items": TEXT}
LABELS: Schema = {
    "type": "object",
    "description": "By language.",
    "properties": {"nl": TEXT, "en": TEXT},
    "required": ["nl", "en"],
    "additionalProperties": False,
}
COUNT: Schema = {
    "type": ["integer", "null"],
    "minimum": 0,
    "description": "The published number, or null where it is below `hide_below`: none or few.",
}
SHOWN: Schema = {
    "type": "string",
    "pattern": "^(<[1-9][0-9]*|[0-9]+)$",
    "description": "The number as it may be quoted; never quote a null as nothing.",
}


def ref(name: str) -> Schema:
    """A shape of `components`."""
    return {"$ref": f"#/components/schemas/{name}"}


def closed(**properties: Schema) -> Schema:
    """An object with exactly these fields."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(item: Schema) -> Schema:
    return {"type": "array", "items": item}


_SERIES: Schema = {"type": "string", "enum": list(SERIES)}
_LINE = {
    "number": {"type": "integer", "minimum": 1},
    "series": _SERIES,
    "release": TEXT,
    "frozen_on": DAY,
    "public_from": DAY,
    "previous": HASH,
    "sha256": HASH,
}
_PERIOD: Schema = {"type": "string", "enum": ["quarter", "year"]}
_TABLE_PERIOD: Schema = {"type": "string", "enum": ["quarter", "year", "to_date"]}


def components(dimensions: Collection[str]) -> dict[str, Schema]:
    """Every named shape; a row of a table may have these dimensions as columns."""
    row = closed(count=COUNT, shown=SHOWN)
    row["properties"] |= dict.fromkeys(dimensions, TEXT)
    asked = {
        "type": "object",
        "properties": dict.fromkeys(dimensions, TEXTS),
        "additionalProperties": False,
    }
    return {
        "LedgerLine": closed(**_LINE, text=ADDRESS),
        "Ledger": closed(first=HASH, how=TEXT, lines=list_of(ref("LedgerLine"))),
        "ReleaseLine": closed(**_LINE, period=_PERIOD, links=closed(self=ADDRESS)),
        "Releases": closed(
            releases=list_of(ref("ReleaseLine")),
            links=closed(document=ADDRESS, ledger=ADDRESS, catalog=ADDRESS),
        ),
        "Parameter": closed(name=TEXT, value={"type": "number"}, meaning=LABELS),
        "Correction": closed(written_on=DAY, words=LABELS),
        "Total": closed(count=COUNT, shown=SHOWN),
        "TableLine": closed(
            name=TEXT, period=_TABLE_PERIOD, columns=TEXTS, covers=TEXTS, rows=WHOLE,
            links=closed(self=ADDRESS, csv=ADDRESS),
        ),
        "File": closed(kind=TEXT, language=TEXT, url=ADDRESS),
        "Release": closed(
            **_LINE,
            period=_PERIOD,
            covers=TEXTS,
            tier={"type": "integer", "minimum": 1, "maximum": 3},
            total=ref("Total"),
            parameters=list_of(ref("Parameter")),
            corrections=list_of(ref("Correction")),
            tables=list_of(ref("TableLine")),
            files=list_of(ref("File")),
            links=closed(self=ADDRESS, codebook=ADDRESS, text=ADDRESS),
        ),
        "Code": closed(code=TEXT, labels=LABELS, parent={"type": ["string", "null"]}),
        "Dimension": closed(
            name=TEXT, labels=LABELS, parent={"type": ["string", "null"]},
            codes=list_of(ref("Code")),
        ),
        "Codebook": closed(
            series=_SERIES, release=TEXT, dimensions=list_of(ref("Dimension")),
            parameters=list_of(ref("Parameter")),
        ),
        "Protection": closed(mode=TEXT, base=WHOLE, max_dev=WHOLE, hide_below=WHOLE),
        "Row": row,
        "Table": closed(
            series=_SERIES, release=TEXT, table=TEXT, period=_TABLE_PERIOD, covers=TEXTS,
            columns=TEXTS, protection=ref("Protection"), asked=asked, rows=list_of(ref("Row")),
        ),
        "Problem": {
            "type": "object",
            "description": "RFC 9457.",
            "properties": {
                "type": ADDRESS, "title": TEXT, "detail": TEXT, "parameter": TEXT,
                "status": {"type": "integer"}, "allowed": TEXTS,
            },
            "required": ["type", "title", "status"],
            "additionalProperties": False,
        },
    }  # fmt: skip
