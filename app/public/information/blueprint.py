"""What anybody may read hangs here."""

from __future__ import annotations

from flask import Blueprint, current_app

from app.web.locale import PREFIX

information = Blueprint("information", __name__, url_prefix=PREFIX)

KEPT_SECONDS = 3600
NAVIGATOR = "navigator.route"


def has_navigator() -> bool:
    """Whether this house has the pages with the steps of a complaint, `/<lang>/route/<kind>`."""
    return NAVIGATOR in current_app.view_functions
