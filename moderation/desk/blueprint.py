"""The desk's blueprint: every page of the desk registers on it; `door` reads them all.

A page is closed unless it says by name who may open it (`app.web.roles.open_to`).
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g

from app.web.locale import PREFIX
from moderation.desk.person import home_of, notices_now, sections_of, signed_in_person

desk = Blueprint("desk", __name__, url_prefix=f"{PREFIX}/desk")


@desk.context_processor
def _what_every_page_shows() -> dict[str, Any]:
    """`who` is None before signing in; what a template calls is asked for only then."""
    if g.get("answering_error", False):
        return {"who": None}  # an error page asks nobody for anything
    return {
        "who": signed_in_person(),
        "desk_notices": notices_now,
        "desk_sections": sections_of,
        "home_of": home_of,
    }
