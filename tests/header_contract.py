"""The exact headers every answer must carry (security.md 3.3), written apart from the code."""

from __future__ import annotations

from werkzeug.test import TestResponse

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


def expected_headers(response: TestResponse) -> dict[str, str | None]:
    """Header name → exact value; None where it must be absent."""
    cacheable = (response.headers.get("Cache-Control") or "").startswith("public")
    policy = CONTENT_SECURITY_POLICY
    asked = getattr(response, "request", None)  # an answer of the real server knows no request
    if asked and asked.path.endswith("/m/ways/device") and response.status_code in (200, 422):
        policy = policy.replace("trusted-types 'none'", "trusted-types sw")  # and no other page
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": response.headers.get("Cache-Control") if cacheable else "no-store",
        "X-Robots-Tag": None if cacheable else "noindex",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Strict-Transport-Security": None,  # tests speak http; T16 looks at https
        "Onion-Location": None,
        "Server": None,
    }
