"""The pages on which she complains hang here."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("complaint", __name__, url_prefix="/<lang>")
