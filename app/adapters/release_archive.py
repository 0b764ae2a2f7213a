"""Files of a release in one ZIP: the same files are the same bytes, today and next year."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.adapters.release_files import File

_PLAIN_FILE = 0o644 << 16
_UNIX = 3  # so that the bytes do not depend on the machine


def archive(folder: str, files: Iterable[File], day: date) -> bytes:
    """A ZIP with the files in one folder, in this order; `day` is said to be that of each file."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name, text in files:
            entry = ZipInfo(f"{folder}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            target.writestr(entry, text.encode("utf-8"))
    return packed.getvalue()
