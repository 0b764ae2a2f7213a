"""The published figures, in one blueprint: importing these modules hangs their pages into it."""

from __future__ import annotations

from app.public.figures import choosing, method, overview, releases, tables
from app.public.figures.blueprint import figures

BLUEPRINT = figures
PAGES = (choosing, method, overview, releases, tables)
