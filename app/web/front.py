"""Addresses without a language: the bare domain and the question whether we are well."""

from __future__ import annotations

from flask import Blueprint, redirect
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app.web.current import database, home
from app.web.roles import open_to

blueprint = Blueprint("front", __name__)


@blueprint.get("/")
@open_to("anyone")
def start() -> Response:
    """To where this process begins, in the language the browser asks for, else Dutch."""
    answer = redirect(home(), 303)
    answer.vary.add("Accept-Language")
    return answer


@blueprint.get("/health")
@open_to("anyone")
def health() -> Response:
    """`ok`, or 503 when the database does not answer; says nothing else to anybody."""
    try:
        with database().reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return Response("unavailable", 503, content_type="text/plain")
    return Response("ok", content_type="text/plain")
