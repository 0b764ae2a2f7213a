"""The contract of the API: what it reads, what it refuses, and that its document says the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.domain.figure_api.contract import (
    MOST_CHARS,
    MOST_VALUES,
    RELEASES,
    Operation,
    all_operations,
    table_operation,
)
from app.domain.figure_api.document import openapi_document
from app.domain.figure_api.reading import Refused, read_query
from app.domain.figure_api.said import REFUSED

DIMENSIONS = {"year": "years", "theme": "themes"}
TABLE = table_operation(DIMENSIONS)
LICENCE = {"name": "CC BY 4.0", "url": "https://example.org/licence"}


def test_values_are_read_by_parameter_each_once_and_in_order() -> None:
    pairs = [("theme", "care"), ("year", "2026"), ("theme", "police"), ("theme", "care")]
    assert read_query(TABLE, pairs) == {"theme": ("care", "police"), "year": ("2026",)}
    assert read_query(TABLE, [("theme", "")]) == {"theme": ("",)}
    assert read_query(TABLE, []) == {}


@pytest.mark.parametrize(
    ("operation", "pairs", "reason", "parameter", "allowed"),
    [
        (TABLE, [("them", "care")], "unknown_parameter", "them", ("year", "theme")),
        (TABLE, [("Theme", "care")], "unknown_parameter", "Theme", ("year", "theme")),
        (TABLE, [("x" * 5000, "")], "unknown_parameter", "x" * MOST_CHARS, ("year", "theme")),
        (TABLE, [("theme", "x" * (MOST_CHARS + 1))], "too_long", "theme", ()),
        (TABLE, [("theme", "care")] * (MOST_VALUES + 1), "too_many", "theme", ()),
        (
            RELEASES, [("series", "complaint")], "unknown_value", "series",
            ("complaints", "warnings", "moderation", "checks"),
        ),
    ],
)  # fmt: skip
def test_what_the_contract_does_not_know_is_refused_with_what_it_knows(
    operation: Operation,
    pairs: list[tuple[str, str]],
    reason: str,
    parameter: str,
    allowed: tuple[str, ...],
) -> None:
    with pytest.raises(Refused) as refused:
        read_query(operation, pairs)
    found = refused.value
    assert (found.reason, found.parameter, found.allowed) == (reason, parameter, allowed)
    assert reason in REFUSED


@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=99)), max_size=60))
def test_whatever_is_asked_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        found = read_query(TABLE, pairs)
    except Refused:
        return
    assert set(found) <= set(DIMENSIONS)
    assert {(name, value) for name, values in found.items() for value in values} == set(pairs)


def test_the_document_is_openapi_31() -> None:
    OpenAPIV31SpecValidator(openapi_document(DIMENSIONS, LICENCE)).validate()


def test_the_document_says_what_is_judged() -> None:
    paths = openapi_document(DIMENSIONS, LICENCE)["paths"]
    assert len(paths) == len(all_operations(DIMENSIONS))
    for operation in all_operations(DIMENSIONS):
        said = paths[operation.path]["get"]
        named = {(one["in"], one["name"]) for one in said.get("parameters", ())}
        assert named == {("path", one.name) for one in operation.parts} | {
            ("query", one.name) for one in operation.query
        }
        assert ("404" in said["responses"]) is bool(operation.parts)
        assert said["operationId"] == operation.name
        for one in said.get("parameters", ()):
            many = one["schema"]
            if one["in"] == "query":
                assert (many["maxItems"], many["items"]["maxLength"]) == (MOST_VALUES, MOST_CHARS)
