"""What a listed person can do: importing these modules hangs their pages in."""

from __future__ import annotations

from app.public.listed import asking, status
from app.public.listed.blueprint import listed

BLUEPRINT = listed
PAGES = (asking, status)
