"""The KDF made cheap: insecure, but fast; for tests and benches only."""

from __future__ import annotations

from app.adapters.vault.stretching import Cost, Stretcher


def cheap_insecure_stretcher() -> Stretcher:
    """Argon2id over 8 KiB: microseconds instead of 155 ms."""
    return Stretcher(receipt_cost=Cost(8, 1), staff_cost=Cost(8, 1))
