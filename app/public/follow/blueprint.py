"""The pages that a code opens hang here; addresses are one letter (security.md 3.11)."""

from __future__ import annotations

from flask import Blueprint

from app.web.locale import PREFIX

follow = Blueprint("follow", __name__, url_prefix=PREFIX)
