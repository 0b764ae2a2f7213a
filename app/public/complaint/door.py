"""The complaint and every way into it: importing these modules hangs their pages in."""

from __future__ import annotations

from app.public.complaint import along, phone, too, wizard
from app.public.complaint.blueprint import blueprint

BLUEPRINT = blueprint
PAGES = (along, phone, too, wizard)
