"""Everything a code opens, in one blueprint: importing these modules hangs their pages into it."""

from __future__ import annotations

from app.public.follow import (
    also,
    box,
    dossier,
    ending,
    messages,
    police,
    reach,
    status,
    warning,
    wishes,
)
from app.public.follow.blueprint import follow

BLUEPRINT = follow
PAGES = (also, box, status, dossier, police, wishes, messages, warning, reach, ending)
