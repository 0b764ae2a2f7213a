"""The server's secrets and the pinned team keys: files outside the database (security.md 2.10).

One file a secret, mode 0400. Development secrets begin with `dev-`, so that production refuses
them by their own word. Which secrets a process has follows from its doors: a stolen public
process holds neither the staff pepper nor the keys of the audit log and of what is counted.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from app.adapters.vapid import is_public_key, public_key
from app.adapters.vault.stretching import Stretcher
from app.settings import Doors, Settings, UnsafeSetting

SECRET_BYTES = 32
DEVELOPMENT_PREFIX = "dev-"
RECEIPT_SECRETS = ("pepper_receipt", "salt_receipt", "k_gen", "k_idem")
SHARED_SECRETS = ("k_form", "k_alert", "k_idx", "k_field")
PUSH_KEY = "vapid_key"
DESK_SECRETS = ("pepper_staff", "k_audit", "k_facts", PUSH_KEY)
PUSH_PUBLIC = "vapid_public"
"""No secret: what the public process hands to browsers, whose other half only the desk holds."""
ROOT = 0
LEAST_DIFFERENT_BYTES = 12  # 32 random bytes hold about 30 different values


@dataclass(frozen=True)
class PinnedKey:
    """The team key the operator was read the fingerprint of; 32 bytes."""

    team: str
    epoch: int
    public_key: bytes


@dataclass(frozen=True, repr=False)
class Keyring:
    """What this process may open; None where the secret belongs to the other door."""

    stretcher: Stretcher
    pins_file: Path
    pepper_receipt: bytes | None = None
    salt_receipt: bytes | None = None
    k_gen: bytes | None = None
    k_idem: bytes | None = None
    k_form: bytes | None = None
    k_alert: bytes | None = None
    k_idx: bytes | None = None
    k_field: bytes | None = None
    pepper_staff: bytes | None = None
    k_audit: bytes | None = None
    k_facts: bytes | None = None
    vapid_key: bytes | None = None
    push_public: bytes | None = None
    escrow_file: Path | None = None

    def __repr__(self) -> str:
        return "Keyring(…)"  # secrets never reach a log

    def escrow_public_key(self) -> bytes | None:
        """The public half of the key on paper; None without one. Raises ValueError when the file
        that should hold it does not.
        """
        if self.escrow_file is None:
            return None
        try:
            key = bytes.fromhex(self.escrow_file.read_text().strip())
        except OSError as error:
            raise ValueError("the escrow key cannot be read") from error
        if len(key) != SECRET_BYTES:
            raise ValueError("the escrow key has 32 bytes")
        return key

    def pinned_team_key(self, team: str) -> PinnedKey | None:
        """The pinned key of a team; None when there is no readable pin: then nothing is sealed."""
        try:
            pin = json.loads(self.pins_file.read_text())[team]
            key = PinnedKey(team, int(pin["epoch"]), bytes.fromhex(pin["public_key"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return key if len(key.public_key) == SECRET_BYTES else None


def load_keyring(settings: Settings, stretcher: Stretcher | None = None) -> Keyring:
    """Reads the secrets of this process's doors; raises `UnsafeSetting` naming a bad one."""
    found = {
        name: _read_secret(settings.secrets_dir / name, production=settings.is_production)
        for name in secrets_of(settings.doors)
        if name != PUSH_KEY or _sends_push(settings)
    }
    return Keyring(
        stretcher=stretcher or Stretcher(),
        pins_file=settings.pins_file,
        escrow_file=settings.escrow_file,
        push_public=_push_public(settings, found.get("vapid_key")),
        **found,
    )


def secrets_of(doors: Doors) -> tuple[str, ...]:
    """Names of the secrets that a process with these doors needs, and no others."""
    return {
        "public": RECEIPT_SECRETS + SHARED_SECRETS,
        "desk": SHARED_SECRETS + DESK_SECRETS,
        "all": RECEIPT_SECRETS + SHARED_SECRETS + DESK_SECRETS,
    }[doors]


def create_development_secrets(folder: Path) -> None:
    """Writes a `dev-` secret for every name that has none yet; overwrites nothing."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in secrets_of("all"):
        path = folder / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(f"{DEVELOPMENT_PREFIX}{secrets.token_hex(SECRET_BYTES)}\n")
            path.chmod(0o400)


def _sends_push(settings: Settings) -> bool:
    """A house that sends no messages to browsers starts without their key, as before it could."""
    return settings.push_contact is not None or (settings.secrets_dir / PUSH_KEY).exists()


def _push_public(settings: Settings, secret: bytes | None) -> bytes | None:
    """The public half of the key for messages to browsers; None where none are sent."""
    if secret is not None:
        return public_key(secret)
    path = settings.secrets_dir / PUSH_PUBLIC
    if settings.push_contact is None or not (settings.is_production or path.exists()):
        return None
    try:
        point = bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError) as error:
        raise UnsafeSetting(f"SECRETS_DIR/{PUSH_PUBLIC}", "cannot be read") from error
    if not is_public_key(point):
        raise UnsafeSetting(f"SECRETS_DIR/{PUSH_PUBLIC}", "is not the public half of vapid_key")
    return point


def _is_open_to_others(found: os.stat_result) -> bool:
    """Whether anybody but its owner and root may reach it.

    systemd hands a credential to a service by an access list on a file that stays root's: to the
    service such a list shows as read permission of root's own group.
    """
    others = stat.S_IRWXG | stat.S_IRWXO
    if found.st_uid == ROOT and found.st_gid == ROOT and os.geteuid() != ROOT:
        others &= ~stat.S_IRGRP
    return bool(found.st_mode & others)


def _read_secret(path: Path, *, production: bool) -> bytes:
    name = f"SECRETS_DIR/{path.name}"
    try:
        text = path.read_text().strip()
        found = path.stat()
    except (OSError, UnicodeDecodeError) as error:
        raise UnsafeSetting(name, "cannot be read as text") from error
    if production and text.startswith(DEVELOPMENT_PREFIX):
        raise UnsafeSetting(name, "is a development secret")
    if production and _is_open_to_others(found):
        raise UnsafeSetting(name, "may be read by others: chmod 0400")
    try:
        secret = bytes.fromhex(text.removeprefix(DEVELOPMENT_PREFIX))
    except ValueError as error:
        raise UnsafeSetting(name, "is not hexadecimal") from error
    if len(secret) != SECRET_BYTES:
        raise UnsafeSetting(name, f"must be {SECRET_BYTES} bytes in hexadecimal")
    if len(set(secret)) < LEAST_DIFFERENT_BYTES:
        raise UnsafeSetting(name, "is too weak: make it with a random generator")
    return secret
