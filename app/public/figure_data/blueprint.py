"""Figures for machines hang here: files of a release, the API and the catalogue."""

from __future__ import annotations

from flask import Blueprint

figure_data = Blueprint("figure_data", __name__)

KEPT_SECONDS = 3600
"""A frozen release does not change; words beside it and our labels may."""
KEPT_SHORTLY = 300
"""What grows when a release comes out."""
