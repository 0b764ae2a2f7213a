"""How templates are read: a missing value is an error, everything is escaped."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from jinja2 import StrictUndefined

from app.web.csrf import csrf_token
from app.web.current import assets, settings


def install(app: Flask) -> None:
    """Prepare the environment before the first template is read."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.autoescape = _escapes
    for name in ("config", "session", "g", "get_flashed_messages"):
        environment.globals.pop(name, None)  # pages get values, not the application
    environment.globals.update(csrf_token=csrf_token, asset=lambda path: assets().url(path))
    app.template_context_processors[None] = [_context]


def _escapes(template_name: str | None) -> bool:
    return template_name is None or not template_name.endswith(".txt")


def _context() -> dict[str, Any]:
    return {"request": request, "exit_url": settings().exit_url}
