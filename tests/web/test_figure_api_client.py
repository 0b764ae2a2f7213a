"""The API asked by a client that knows nothing but its document: every answer is as documented.

Schemathesis makes the questions, good and bad ones, and judges the answers. It is a library here
and no plugin; it speaks to the application in this process, so nothing leaves the machine.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.adapters.database import Database
from tests.figures import publish, some_publications

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)

THERE = {"series": "complaints", "release": "2025", "table": "institution_type_theme"}
CODES = {"institution_type": "bank", "theme": "zorg", "year": "2025"}
UNPACKED = {"Accept-Encoding": "identity"}


@pytest.fixture
def operations(app: Flask, database: Database) -> list[Any]:
    with database.writing() as session:
        publish(session, *some_publications())
    schema = schemathesis.openapi.from_wsgi("/api/figures/v1/openapi.json", app)
    found: list[Any] = [one.ok() for one in schema.get_all_operations()]  # type: ignore[union-attr]
    return found


def ask(operation: Any, mode: GenerationMode, *, of_what_is_there: bool) -> Counter[int]:
    """How often each status came; raises when an answer is not as documented."""
    came: Counter[int] = Counter()

    @given(case=operation.as_strategy(generation_mode=mode), asked=st.booleans())
    @settings(
        max_examples=12, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def run(case: Any, asked: bool) -> None:
        if of_what_is_there:
            case.path_parameters = {name: THERE[name] for name in case.path_parameters or {}}
        if of_what_is_there and asked and "table" in case.path_parameters:
            case.query = dict(CODES)
        answer = case.call(headers=UNPACKED)
        came[answer.status_code] += 1
        # which codes there are is told by the release, so a code of the right shape may be refused
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])

    run()
    return came


def test_good_questions_get_documented_answers(operations: list[Any]) -> None:
    came = {
        one.path: ask(one, GenerationMode.POSITIVE, of_what_is_there=True) for one in operations
    }
    assert len(came) == 6  # all but the document itself
    assert [path for path, statuses in came.items() if not statuses[200]] == []
    assert set().union(*came.values()) <= {200, 400}


def test_questions_about_what_is_not_there_and_bad_ones_are_refused(operations: list[Any]) -> None:
    for one in operations:
        if not (one.path_parameters or one.query):
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            came = ask(one, mode, of_what_is_there=False)
            assert set(came) <= ({400, 404} if mode == GenerationMode.NEGATIVE else {200, 400, 404})


def test_what_is_not_in_the_document_is_refused_everywhere(operations: list[Any]) -> None:
    for one in operations:
        parts = {name: THERE[name] for name in ("series", "release", "table") if name in one.path}
        for name in ("format", "limit", "INSTITUTION_TYPE", "x" * 200, "téxt", "\u202e"):
            case = one.Case(path_parameters=parts, query={name: "1"})
            answer = case.call(headers=UNPACKED)
            assert answer.status_code == 400, (one.path, name)
            assert answer.headers["content-type"] == ["application/problem+json"]
