"""What anybody may read, in one blueprint: importing these modules hangs their pages into it."""

from __future__ import annotations

from app.public.information import help_addresses, municipalities, pages, protocol, trainings
from app.public.information.blueprint import information

BLUEPRINT = information
PAGES = (help_addresses, municipalities, pages, protocol, trainings)
