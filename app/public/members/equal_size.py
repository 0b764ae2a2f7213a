"""Answers that cannot be told apart from outside: one size, one moment (security.md 3.5, T31).

Whoever watches the line, or only measures how long it takes, must not learn whether the number
that a member asked about is known here.
"""

from __future__ import annotations

import time

from flask import Response

from app.web.compression import uncompressed

ANSWER_BYTES = 9216
"""Room for five warnings that each name the three longest kinds, in either language."""

STEP_SECONDS = 0.15


def equal_sized(html: str) -> Response:
    """The page with a comment of spaces behind it, never compressed."""
    uncompressed()
    page = html.encode("utf-8")
    opening, closing = b"<!--", b"-->\n"
    bare = len(page) + len(opening) + len(closing)
    size = -(-bare // ANSWER_BYTES) * ANSWER_BYTES
    filled = page + opening + b" " * (size - bare) + closing
    return Response(filled, content_type="text/html; charset=utf-8")


def hold(started: float) -> None:
    """Waits until a whole number of steps has passed since `started` (time.monotonic)."""
    if STEP_SECONDS <= 0:
        return
    passed = time.monotonic() - started
    time.sleep(STEP_SECONDS - passed % STEP_SECONDS)
