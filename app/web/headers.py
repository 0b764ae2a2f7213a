"""The headers of every answer: one place, one exact set (security.md 3.3).

`finish` dresses pages and error pages, `static_headers` the files WhiteNoise serves, and
`strict_transport` is asked by the outermost layer for both.
"""

from __future__ import annotations

from wsgiref.headers import Headers

from flask import g, request
from werkzeug.wrappers import Response

from app.web.current import settings
from app.web.problems import for_machines
from app.web.session_cookie import has_session_cookie

CONTENT_SECURITY_RULES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
)
CONTENT_SECURITY_POLICY = "; ".join(CONTENT_SECURITY_RULES)
WORKER_POLICY = CONTENT_SECURITY_POLICY.replace("trusted-types 'none'", "trusted-types sw")
SANDBOX_POLICY = "default-src 'none'; sandbox"
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"
DENIED_FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "clipboard-write",
    "compute-pressure",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "speaker-selection",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join(f"{name}=()" for name in DENIED_FEATURES)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",  # no-referrer would break the origin check of forms
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": PERMISSIONS,
}


def cacheable(seconds: int) -> None:
    """Say in a view that this page is the same for everybody and may be kept and indexed.

    It is still `no-store` for a visitor with a session, and when the page holds a form: two
    visitors must never be given the same form token.
    """
    g.cacheable = seconds


def sandboxed() -> None:
    """Say in a view that this answer is somebody's file: no script, no style, nothing."""
    g.sandboxed = True


def registers_worker() -> None:
    """Say in a view that its page may register our worker; every other page may not."""
    g.registers_worker = True


def asks_passkey(*, new: bool = False) -> None:
    """Say in a view of the desk that its page may ask for a passkey, or make a new one."""
    g.passkey = "publickey-credentials-create" if new else "publickey-credentials-get"


def finish(response: Response) -> Response:
    """Dress an answer of the application."""
    for name, value in ALWAYS.items():
        response.headers[name] = value
    if "passkey" in g:
        response.headers["Permissions-Policy"] = PERMISSIONS.replace(
            f"{g.passkey}=()", f"{g.passkey}=(self)"
        )
    if g.get("registers_worker", False):
        response.headers["Content-Security-Policy"] = WORKER_POLICY
    if g.get("sandboxed", False):
        response.headers["Content-Security-Policy"] = SANDBOX_POLICY
    if for_machines(request.path):  # public figures: a page of somebody else may show them
        response.headers["Access-Control-Allow-Origin"] = "*"
    _say_how_long(response)
    _offer_onion(response)
    response.headers.pop("Server", None)
    return response


def static_headers(headers: Headers, _path: str, _url: str) -> None:
    """Dress a static file; WhiteNoise itself says how long it may be kept."""
    for name, value in ALWAYS.items():
        headers[name] = value


def strict_transport(scheme: str, host: str, onion_host: str | None) -> str | None:
    """Value of Strict-Transport-Security, or None: not over HTTP and not on the onion."""
    return STRICT_TRANSPORT if scheme == "https" and not is_onion(host, onion_host) else None


def is_onion(host: str, onion_host: str | None) -> bool:
    """Whether the request came to our onion address; `host` may carry a port."""
    return onion_host is not None and host.rsplit(":", 1)[0] == onion_host


def is_cacheable(response: Response) -> bool:
    """Whether this very answer may be kept by others."""
    return (
        "cacheable" in g
        and response.status_code == 200
        and request.method in ("GET", "HEAD")
        and "form_token_text" not in g
        and "Set-Cookie" not in response.headers
        and not has_session_cookie()
    )


def _say_how_long(response: Response) -> None:
    if not is_cacheable(response):
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return
    response.headers["Cache-Control"] = f"public, max-age={g.cacheable}"
    response.vary.add("Cookie")  # with a session the same address answers no-store
    response.add_etag()
    response.make_conditional(request.environ)


def _offer_onion(response: Response) -> None:
    onion = settings().onion_host
    if onion is None or request.method != "GET" or not request.is_secure:
        return
    if not is_onion(request.host, onion) and response.mimetype == "text/html":
        response.headers["Onion-Location"] = f"http://{onion}{request.path}"
