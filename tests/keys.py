"""Keys for tests: random server secrets with a cheap KDF, and a team whose private half we hold."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from app.adapters.keyring import Keyring
from app.adapters.vapid import public_key
from app.adapters.vault.boxes import new_key_pair
from app.adapters.vault.stretching import Stretcher


@dataclass(frozen=True)
class TeamKeys:
    """A team's epoch: the pinned public key, its private half and K_match (32 bytes each)."""

    team: str
    epoch: int
    public: bytes
    secret: bytes
    k_match: bytes


def insecure_keyring(stretcher: Stretcher, pins_file: Path) -> Keyring:
    """A keyring with every secret random; insecure only through its stretcher."""
    names = (
        "pepper_receipt", "salt_receipt", "k_gen", "k_form", "k_idem", "k_alert", "k_idx",
        "k_field", "pepper_staff", "k_audit", "k_facts",
    )  # fmt: skip
    vapid_key = secrets.token_bytes(32)
    return Keyring(
        stretcher=stretcher,
        pins_file=pins_file,
        escrow_file=None,
        vapid_key=vapid_key,
        push_public=public_key(vapid_key),
        **{name: secrets.token_bytes(32) for name in names},
    )


def pin_team(pins_file: Path, team: str, epoch: int) -> TeamKeys:
    """A fresh key pair for a team, written into the pins file beside what is there."""
    pair = new_key_pair()
    pins = json.loads(pins_file.read_text()) if pins_file.exists() else {}
    pins[team] = {"epoch": epoch, "public_key": pair.public.hex()}
    pins_file.write_text(json.dumps(pins))
    return TeamKeys(team, epoch, pair.public, pair.secret, secrets.token_bytes(32))
