"""The members' pages hang here; addresses are short and titles neutral (security.md 3.11)."""

from __future__ import annotations

from flask import Blueprint

from app.web.locale import PREFIX

members = Blueprint("members", __name__, url_prefix=PREFIX)
