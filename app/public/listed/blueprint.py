"""The pages of listed persons; addresses are one letter."""

from __future__ import annotations

from flask import Blueprint

from app.web.locale import PREFIX

listed = Blueprint("listed", __name__, url_prefix=PREFIX)
