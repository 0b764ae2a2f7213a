"""Planting an identifier that nobody has: whoever checks it is sweeping numbers (T30)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.domain.identifiers.guess import guess
from app.models.member import CanaryToken
from app.services.sealed_alert import tokens_for


class NothingToPlant(Exception):
    """The text is no identifier."""


def plant_canary(session: Session, text: str, *, keyring: Keyring) -> int:
    """Keeps its exact tokens only, so that a name that merely looks alike alarms nobody."""
    assert keyring.k_idx is not None
    tokens = [one.token for one in tokens_for(keyring.k_idx, guess(text)) if one.kind == "exact"]
    if not tokens:
        raise NothingToPlant
    insert_missing(session, CanaryToken, [{"token": token} for token in tokens])
    return len(tokens)
