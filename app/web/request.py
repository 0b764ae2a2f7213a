"""Requests that never put what they carry on a disk, and refuse what is too large.

Werkzeug writes uploads above 500 KiB to the temporary folder; a photo must not lie there.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO

from flask import Request

MAX_REQUEST_BYTES = 30 * 1024 * 1024
MAX_FORM_BYTES = 512 * 1024
MAX_FORM_PARTS = 500


class HouseRequest(Request):
    """Bounded, and in memory only."""

    @property
    def max_content_length(self) -> int:  # type: ignore[misc]  # nobody may widen it
        """Bytes. Only a form with files may be large: Werkzeug reads other bodies whole."""
        return MAX_REQUEST_BYTES if self.mimetype == "multipart/form-data" else MAX_FORM_BYTES

    max_form_memory_size = MAX_FORM_BYTES
    max_form_parts = MAX_FORM_PARTS

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - Werkzeug's signature
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return BytesIO()
