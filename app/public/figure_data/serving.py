"""Hangs an operation of the contract at its address: what its view gives back goes out as JSON."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from app.domain.figure_api.contract import JSON, PREFIX, Operation
from app.domain.figure_api.reading import Refused, read_query
from app.domain.figure_api.said import NOT_THERE, REFUSED
from app.public.figure_data.blueprint import figure_data
from app.web.headers import sandboxed
from app.web.problems import Problem

Asked = Mapping[str, tuple[str, ...]]
View = Callable[..., Any]


def serves(operation: Operation) -> Callable[[View], View]:
    """The view gets the parts of its address, and `asked`: what stands behind the question mark.

    It returns what becomes JSON, or a text that is JSON already.
    """
    address = f"/{PREFIX}{operation.path}".replace("{", "<").replace("}", ">")

    def hang(view: View) -> View:
        @functools.wraps(view)  # keeps what the view declares about itself
        def answered(**parts: str) -> Response:
            try:
                asked = read_query(operation, request.args.items(multi=True))
            except Refused as refused:
                raise bad_question(refused.reason, refused.parameter, refused.allowed) from None
            sandboxed()
            said = view(**parts, asked=asked)
            text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
            return Response(text, mimetype=JSON)

        figure_data.get(address, endpoint=operation.name)(answered)
        return answered

    return hang


def bad_question(reason: str, parameter: str, allowed: tuple[str, ...]) -> Problem:
    """400, with what is allowed."""
    return Problem(400, REFUSED[reason], parameter=parameter, allowed=list(allowed))


def not_there(what: str, allowed: tuple[str, ...]) -> Problem:
    """404, with what there is."""
    return Problem(404, NOT_THERE[what], allowed=list(allowed))
