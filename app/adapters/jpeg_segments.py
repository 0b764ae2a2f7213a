"""The skeleton of a JPEG, read without decoding it (ITU-T T.81, annex B).

The server itself never decodes a picture. But it must not take the image child's word either: if a
hostile file took the child over, what comes back could be anything. So the answer is walked once:
only the segments that pixels need, and nothing after the end.
"""

from __future__ import annotations

SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
STUFFED, RST0, RST7 = 0x00, 0xD0, 0xD7

JFIF = 0xE0
# JFIF header, tables, baseline or progressive frame, scan; no APP1 to APP15, no comment.
SEGMENTS_PIXELS_NEED = frozenset({JFIF, 0xDB, 0xC4, 0xC0, 0xC1, 0xC2, 0xDD, SOS})
FRAMES = frozenset({0xC0, 0xC1, 0xC2})
JFIF_LENGTH = 16  # without a thumbnail


class NotPlain(Exception):
    """These bytes are not a JPEG of pixels alone."""


def segments(jpeg: bytes) -> list[tuple[int, bytes]]:
    """(marker, payload) of every segment, in order.

    Raises NotPlain where the structure breaks, or where anything stands after the end.
    """
    if jpeg[:2] != bytes((0xFF, SOI)):
        raise NotPlain("start")
    found: list[tuple[int, bytes]] = []
    at = 2
    while True:
        if at + 2 > len(jpeg) or jpeg[at] != 0xFF:
            raise NotPlain("marker")
        marker = jpeg[at + 1]
        if marker == EOI:
            if at + 2 != len(jpeg):
                raise NotPlain("bytes after the end")
            return found
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(jpeg):
            raise NotPlain("length")
        found.append((marker, jpeg[at + 4 : end]))
        at = end if marker != SOS else _end_of_scan(jpeg, end)


def _end_of_scan(jpeg: bytes, at: int) -> int:
    """Where the entropy-coded bytes that start at `at` end: at the next real marker."""
    while True:
        at = jpeg.find(b"\xff", at)
        if at < 0 or at + 1 >= len(jpeg):
            raise NotPlain("scan without end")
        following = jpeg[at + 1]
        if following != STUFFED and not RST0 <= following <= RST7:
            return at
        at += 2


def size_of_plain_jpeg(jpeg: bytes) -> tuple[int, int]:
    """(width, height) in pixels of a JPEG that holds pixels and nothing else.

    Raises NotPlain for any other segment, a second frame, a thumbnail or a byte too many.
    """
    size: tuple[int, int] | None = None
    for marker, payload in segments(jpeg):
        if marker not in SEGMENTS_PIXELS_NEED:
            raise NotPlain("segment")
        if marker == JFIF and (
            len(payload) != JFIF_LENGTH - 2 or not payload.startswith(b"JFIF\0")
        ):
            raise NotPlain("JFIF")
        if marker in FRAMES:
            if size is not None or len(payload) < 6:
                raise NotPlain("frame")
            size = (int.from_bytes(payload[3:5], "big"), int.from_bytes(payload[1:3], "big"))
    if size is None or 0 in size:
        raise NotPlain("no frame")
    return size
