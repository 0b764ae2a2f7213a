"""Judges an answer of the API by the document that the API itself gives."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

API = "/api/figures/v1"
PROBLEM = "application/problem+json"


class Shapes:
    """The shapes of one document; everything else than what it says is a mistake."""

    def __init__(self, client: FlaskClient) -> None:
        self.document: dict[str, Any] = client.get(f"{API}/openapi.json").get_json()
        self._judge = lru_cache(self._judge_of)

    def judge(self, path: str, answer: TestResponse) -> Any:
        """The JSON of an answer to `path` of the document, when it is as documented."""
        said = self.document["paths"][path]["get"]["responses"][str(answer.status_code)]
        assert list(said["content"]) == [answer.mimetype]
        found = answer.get_json(force=True)
        wrong = [
            error.message for error in self._judge(path, answer.status_code).iter_errors(found)
        ]
        assert not wrong, (path, wrong[:3])
        return found

    def _judge_of(self, path: str, status: int) -> Draft202012Validator:
        said = self.document["paths"][path]["get"]["responses"][str(status)]["content"]
        (content,) = said.values()
        return Draft202012Validator(
            {**content["schema"], "components": self.document["components"]}
        )
