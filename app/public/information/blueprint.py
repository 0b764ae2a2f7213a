"""What anybody may read hangs here."""

from __future__ import annotations

from flask import Blueprint

from app.web.locale import PREFIX

information = Blueprint("information", __name__, url_prefix=PREFIX)

KEPT_SECONDS = 3600
