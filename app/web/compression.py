"""gzip for pages that hold nothing secret.

A compressed page leaks by its length what it repeats (BREACH), so pages of a session and
pages marked with `uncompressed()` go out as they are. What is the same for everybody has nothing to
leak, whoever opens it.
"""

from __future__ import annotations

import gzip

from flask import g, request
from werkzeug.wrappers import Response

from app.web.session_cookie import has_session_cookie

WORTH_IT_BYTES = 500
LEVEL = 6
TYPES = frozenset(
    {
        "text/html", "text/plain", "text/csv", "application/json", "application/ld+json",
        "image/svg+xml", "text/calendar",
    }
)  # fmt: skip


def uncompressed() -> None:
    """Say in a view that the length of this page must not depend on what it says."""
    g.uncompressed = True


def compress(response: Response) -> Response:
    """Compress the answer where the browser can and we may."""
    if not _may_compress(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") <= 0:
        return response
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, weak = response.get_etag()
    if etag is not None and not weak:
        response.set_etag(etag, weak=True)
    return response


def _may_compress(response: Response) -> bool:
    return (
        response.mimetype in TYPES
        and not response.direct_passthrough
        and not response.is_streamed
        and "Content-Encoding" not in response.headers
        and "Set-Cookie" not in response.headers
        and (_same_for_everybody() or not has_session_cookie())
        and not g.get("uncompressed", False)
        and (response.calculate_content_length() or 0) >= WORTH_IT_BYTES
    )


def _same_for_everybody() -> bool:
    """The view promised it, and the page holds no token of a form."""
    return "cacheable" in g and "form_token_text" not in g
