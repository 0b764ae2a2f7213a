"""Writing the file of pinned team keys: only the operator's command does (security.md 2.5)."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from app.adapters.keyring import PinnedKey


class PinsUnreadable(Exception):
    """There is a file and it is not ours: a person must look before it is replaced."""


def write_pin(path: Path, key: PinnedKey) -> None:
    """Put a team's key beside the other teams' pins; whole or not at all.

    Raises PinsUnreadable, and OSError when this user may not write there.
    """
    pins = _read(path)
    pins[key.team] = {"epoch": key.epoch, "public_key": key.public_key.hex()}
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".pins-")
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(pins, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)  # public keys: the public process reads, only the owner writes
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _read(path: Path) -> dict[str, object]:
    try:
        pins = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise PinsUnreadable from error
    if not isinstance(pins, dict):
        raise PinsUnreadable
    return pins
