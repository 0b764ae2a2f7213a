"""The start page: doors in her words, and one for who has a code."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.web.locale import PREFIX
from app.web.page_store import same_for_everyone
from app.web.roles import open_to

blueprint = Blueprint("start", __name__, url_prefix=PREFIX)


@blueprint.get("/")
@open_to("anyone")
@same_for_everyone
def start() -> str:
    """No hero, no slogans: what do you want to do?"""
    return render_template("public/start.html")
