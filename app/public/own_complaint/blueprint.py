"""The pages that a code opens when it is of a complaint; addresses are one letter."""

from __future__ import annotations

from flask import Blueprint

from app.web.locale import PREFIX

own_complaint = Blueprint("own_complaint", __name__, url_prefix=PREFIX)
