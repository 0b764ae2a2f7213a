"""The secret of a release: a file of its own, outside the database and every backup (decisions 21).

It is made once, so that a draft made again has the same noise, and destroyed when the release is
frozen: from then on nobody can tell the noise from the counts.
"""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.domain.statistics.noise import KEY_BYTES

NAME = re.compile(r"[a-z]{1,20}-[0-9]{4}(?:Q[1-4])?")


@dataclass(frozen=True)
class ReleaseKeys:
    """A folder with one file a release; only the desk's processes reach it."""

    folder: Path

    def key(self, series: str, release: str) -> bytes:
        """32 bytes, made at the first time. Raises `OSError`."""
        path = self._path(series, release)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):  # whoever was first made it
                os.link(draft, path)
        finally:
            draft.unlink()
        found = path.read_bytes()
        if len(found) != KEY_BYTES:
            raise OSError(f"the key of {path.name} is damaged")
        return found

    def destroy(self, series: str, release: str) -> None:
        """Overwrites and removes it; nothing to do when it is gone. Raises `OSError`."""
        path = self._path(series, release)
        if not path.exists():
            return
        path.chmod(0o600)
        with path.open("r+b") as file:
            file.write(bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink(missing_ok=True)

    def present(self) -> tuple[tuple[str, str], ...]:
        """(series, release) of every key there is."""
        if not self.folder.is_dir():
            return ()
        names = sorted(path.name for path in self.folder.iterdir())
        pairs = (name.partition("-") for name in names if NAME.fullmatch(name))
        return tuple((series, release) for series, _dash, release in pairs)

    def _path(self, series: str, release: str) -> Path:
        name = f"{series}-{release}"
        if not NAME.fullmatch(name):
            raise ValueError(name)
        return self.folder / name
