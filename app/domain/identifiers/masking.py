"""How an identifier is shown to members: enough to recognise, too little to find somebody."""

from __future__ import annotations

from app.domain.identifiers.email import mask_email
from app.domain.identifiers.kinds import Identifier
from app.domain.identifiers.phone import mask_phone
from app.domain.identifiers.plate import mask_plate
from app.domain.identifiers.profile import mask_profile

_MASKS = {
    "phone": mask_phone,
    "email": mask_email,
    "plate": mask_plate,
    "profile": mask_profile,
}


def mask(identifier: Identifier) -> str:
    """Return `06 •••• ••78`, `j•••@•••`, `G-•••-•X` or `a•••` (privacy.md, requirement 2)."""
    return _MASKS[identifier.kind](identifier.value)
