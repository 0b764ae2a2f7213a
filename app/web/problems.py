"""Errors for machines (RFC 9457), in English: whoever reads them writes a program."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from werkzeug.exceptions import HTTPException

KIND = "application/problem+json"
MACHINES = "/api/"
"""Under this address every error is a problem, and every answer may be read by any page."""


class Problem(HTTPException):
    """An error with more to say than its status: `more` are fields of the answer."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.code = status
        self.more = more


def for_machines(path: str) -> bool:
    """Whether who asks here is a program."""
    return path.startswith(MACHINES)


def problem_body(error: HTTPException) -> str:
    """`type` is always "about:blank": the status says what kind of problem it is."""
    status = error.code or 500
    said = {"detail": error.description, **error.more} if isinstance(error, Problem) else {}
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **said}
    return json.dumps(body, ensure_ascii=False)
