"""The OpenAPI 3.1 document of the figures, made from the contract that judges requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.figure_api.contract import (
    JSON,
    MOST_VALUES,
    PREFIX,
    Operation,
    Parameter,
    all_operations,
)
from app.domain.figure_api.schemas import components, ref

VERSION = "1.0.0"
PROBLEM = "application/problem+json"
DESCRIPTION = """\
Published figures, and nothing else: there is no way from here to a true count.

Every number is randomly rounded to a multiple of `base` and is at most `max_dev` away from what
was counted. Where a number is below `hide_below`, `count` is null and `shown` says so: none or few.
What was published never changes; a correction is words beside it. Every answer has an `ETag`."""


def openapi_document(dimensions: Mapping[str, str], licence: Mapping[str, str]) -> dict[str, Any]:
    """The document; `dimensions` as in `table_operation`, `licence` has `name` and `url`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Figures", "version": VERSION, "description": DESCRIPTION,
            "license": dict(licence),
        },
        "servers": [{"url": f"/{PREFIX}"}],
        "paths": {one.path: {"get": _operation(one)} for one in all_operations(dimensions)},
        "components": {"schemas": components(dimensions)},
    }  # fmt: skip


def _operation(one: Operation) -> dict[str, Any]:
    parameters = [*map(_part, one.parts), *map(_asked, one.query)]
    return {
        "operationId": one.name,
        "summary": one.words,
        **({"parameters": parameters} if parameters else {}),
        "responses": {
            "200": {"description": "As asked.", "content": {JSON: {"schema": dict(one.answer)}}},
            "304": {"description": "What you have is still right (If-None-Match)."},
            "400": _problem("Something behind the question mark is not known here."),
            **({"404": _problem("Not there, or not public yet.")} if one.parts else {}),
            "503": _problem("Not now; see Retry-After."),
        },
    }


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "content": {PROBLEM: {"schema": ref("Problem")}}}


def _part(one: Parameter) -> dict[str, Any]:
    return {
        "name": one.name, "in": "path", "required": True, "description": one.words,
        "schema": one.schema(),
    }  # fmt: skip


def _asked(one: Parameter) -> dict[str, Any]:
    many = {"type": "array", "items": one.schema(), "maxItems": MOST_VALUES}
    return {
        "name": one.name, "in": "query", "description": one.words, "style": "form",
        "explode": True, "schema": many,
    }  # fmt: skip
