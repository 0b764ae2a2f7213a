"""Requests that never put what they carry on a disk, and keep no more than we can use.

Werkzeug writes uploads above 500 KiB to the temporary folder; a photo must not lie there. A file
that is too large is read to its end and let go, not refused at the door: the text beside it
arrives, so her page comes back with everything she typed and a sentence at the field.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING

from flask import Request

from app.adapters.images import MOST_BYTES

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
    from _typeshed.wsgi import WSGIEnvironment

MAX_REQUEST_BYTES = 100 * 1024 * 1024  # nginx has the same number (docs/runbook.md)
KEPT_FILE_BYTES = (
    MOST_BYTES + 1
)  # of all files together; one byte too many tells that it is too large
MAX_FORM_BYTES = 512 * 1024
MAX_FORM_PARTS = 500


@dataclass
class Room:
    """What the files of one request may still take."""

    left: int = KEPT_FILE_BYTES


class KeptFile(BytesIO):
    """A file in memory, as far as there is room; what does not fit is not kept."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room

    def write(self, data: ReadableBuffer, /) -> int:
        given = memoryview(data)
        kept = given[: self._room.left]
        self._room.left -= len(kept)
        super().write(kept)
        return len(given)


class HouseRequest(Request):
    """Bounded, and in memory only."""

    max_form_memory_size = MAX_FORM_BYTES
    max_form_parts = MAX_FORM_PARTS

    def __init__(
        self, environ: WSGIEnvironment, populate_request: bool = True, shallow: bool = False
    ) -> None:
        super().__init__(environ, populate_request, shallow)
        self._room = Room()
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
        return KeptFile(self._room)
