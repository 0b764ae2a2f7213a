"""How the reason of a suspension and what she says against it are sealed.

The reason is under K_field: her code must show it. Her words are under a key of their own that
only the desk's team can open; both go with the row (security.md 2.10).
"""

from __future__ import annotations

from uuid import UUID

from app.adapters.vault.boxes import open_json, open_key, seal_json, seal_key


def seal_reason(k_field: bytes, suspension_id: UUID, reason: str) -> bytes:
    return seal_json(k_field, {"reason": reason}, "suspension", str(suspension_id), "reason")


def open_reason(k_field: bytes, suspension_id: UUID, blob: bytes) -> str:
    """Raises `Damaged`."""
    return str(open_json(k_field, blob, "suspension", str(suspension_id), "reason")["reason"])


def seal_appeal(key: bytes, suspension_id: UUID, words: str) -> bytes:
    return seal_json(key, {"words": words}, "suspension", str(suspension_id), "appeal")


def open_appeal(key: bytes, suspension_id: UUID, blob: bytes) -> str:
    """Raises `Damaged`."""
    return str(open_json(key, blob, "suspension", str(suspension_id), "appeal")["words"])


def seal_appeal_key(team_public: bytes, suspension_id: UUID, epoch: int, key: bytes) -> bytes:
    return seal_key(team_public, key, "suspension", str(suspension_id), "team", str(epoch))


def open_appeal_key(team_secret: bytes, suspension_id: UUID, epoch: int, blob: bytes) -> bytes:
    """Raises `Damaged` with another team, epoch or suspension."""
    return open_key(team_secret, blob, "suspension", str(suspension_id), "team", str(epoch))
