"""Figures for machines, in one blueprint: importing these modules hangs their pages into it."""

from __future__ import annotations

from app.public.figure_data import api, catalog, files
from app.public.figure_data.blueprint import figure_data

BLUEPRINT = figure_data
PAGES = (api, catalog, files)
