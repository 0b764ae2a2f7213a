"""Requests that never put what they carry on a disk, and refuse what is too large.

Werkzeug writes uploads above 500 KiB to the temporary folder; a photo must not lie there.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING

from flask import Request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MAX_REQUEST_BYTES = 30 * 1024 * 1024
MAX_FORM_BYTES = 512 * 1024
MAX_FORM_PARTS = 500


class HouseRequest(Request):
    """Bounded, and in memory only."""

    max_form_memory_size = MAX_FORM_BYTES
    max_form_parts = MAX_FORM_PARTS

    def __init__(
        self, environ: WSGIEnvironment, populate_request: bool = True, shallow: bool = False
    ) -> None:
        super().__init__(environ, populate_request, shallow)
        # only a form with files may be large: Werkzeug reads other bodies whole
        with_files = self.mimetype == "multipart/form-data"
        self.max_content_length = MAX_REQUEST_BYTES if with_files else MAX_FORM_BYTES

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - Werkzeug's signature
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return BytesIO()
