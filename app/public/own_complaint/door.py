"""Everything a complaint's code opens: importing these modules hangs their pages in."""

from __future__ import annotations

from app.public.own_complaint import also, ending, letters, status
from app.public.own_complaint.blueprint import own_complaint

BLUEPRINT = own_complaint
PAGES = (status, also, letters, ending)
