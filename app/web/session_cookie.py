"""The session of this request: read from the cookie at most once, changed only here.

A visitor without a session gets no cookie and costs no query. Functions with a `session`
argument belong to the caller's unit of work, so that a sign-in and its session commit or fail
together; the cookie leaves with the answer.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from flask import g, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.services import web_session as service
from app.services.web_session import WebSession
from app.web.current import database, now, settings

SECRET_BYTES = 32
GONE_FROM_THE_DEVICE = '"cookies", "cache"'


def cookie_name() -> str:
    """`__Host-s`, or `s` in development over plain HTTP, where browsers refuse the prefix."""
    return "__Host-s" if _secure() else "s"


def has_session_cookie() -> bool:
    return cookie_name() in request.cookies


def current_session() -> WebSession | None:
    """The visitor's session, or None. Opens the database only when a cookie came along.

    The guard calls it before the view, so a view may ask inside its own unit of work.
    """
    if "web_session" not in g:
        g.web_session = None if g.get("answering_error") else _read()
    return cast("WebSession | None", g.web_session)


def start(
    session: Session,
    kind: str,
    owner_id: UUID | None,
    data: Mapping[str, Any],
    moment: datetime,
) -> WebSession:
    """Sign in: a new secret, never the one the browser brought (T8)."""
    brought = _secret_in_cookie()
    if brought is not None:
        service.end_web_session(session, brought)
    return _keep(service.start_web_session(session, kind, owner_id, data, now=moment))


def renew(session: Session, changes: Mapping[str, Any], moment: datetime) -> WebSession | None:
    """A rise in privilege: the same session under a new secret; None when it has ended."""
    opened = current_session()
    if opened is None:
        return None
    risen = service.renew_web_session(session, opened, changes, now=moment)
    return None if risen is None else _keep(risen)


def update_data(session: Session, changes: Mapping[str, Any]) -> WebSession | None:
    """Merge into the session's data; None when it has ended meanwhile."""
    opened = current_session()
    if opened is None:
        return None
    g.web_session = service.update_web_session(session, opened, changes)
    return cast("WebSession | None", g.web_session)


def take(session: Session, name: str) -> Any:
    """A part of the session's data that counts once; None when it was taken before."""
    opened = current_session()
    taken = None if opened is None else service.take_from_web_session(session, opened, name)
    if taken is None:
        return None
    g.web_session, value = taken
    return value


def end(session: Session | None = None) -> None:
    """Sign out here: the row goes, the cookie goes. Without `session` it opens its own."""
    secret = _secret_in_cookie()
    opened = g.get("web_session")
    secrets = {part for part in (secret, opened.secret if opened else None) if part is not None}
    g.web_session = None
    g.cookie_to_send = b""
    if not secrets:
        return
    if session is None:
        with database().writing() as own:
            for part in secrets:
                service.end_web_session(own, part)
        return
    for part in secrets:
        service.end_web_session(session, part)


def away(url: str, *, everything: bool = False) -> Response:
    """Where she goes when her session has ended: nothing of it stays on the device.

    `everything`: nothing of this site at all, not even what shows messages.
    """
    response = redirect(url, 303)
    gone = f'{GONE_FROM_THE_DEVICE}, "storage"' if everything else GONE_FROM_THE_DEVICE
    response.headers["Clear-Site-Data"] = gone
    return response


def end_all_for(session: Session, owner_id: UUID) -> int:
    """End every session of a person, on all devices; returns how many there were."""
    return service.end_all_for(session, owner_id)


def send_cookie(response: Response) -> None:
    """Put the new secret (or its removal) on the answer. An error page sends no new session."""
    secret = g.get("cookie_to_send")
    if secret is None or (secret and response.status_code >= 500):
        return
    response.set_cookie(
        cookie_name(),
        base64.urlsafe_b64encode(secret).decode("ascii").rstrip("=") if secret else "",
        max_age=None if secret else 0,
        path="/",
        secure=_secure(),
        httponly=True,
        samesite="Strict",
    )


def _keep(opened: WebSession) -> WebSession:
    g.web_session = opened
    g.cookie_to_send = opened.secret
    return opened


def _secure() -> bool:
    # an onion address is plain HTTP to us, yet browsers treat it as a secure origin
    return settings().is_production or request.is_secure


def _secret_in_cookie() -> bytes | None:
    text = request.cookies.get(cookie_name(), "")
    if len(text) != 43:  # 32 bytes in base64 without padding
        return None
    try:
        secret = base64.b64decode(text + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == SECRET_BYTES else None


def _read() -> WebSession | None:
    secret = _secret_in_cookie()
    if secret is None:
        return None
    moment = now()
    with database().reading() as session:
        opened = service.open_web_session(session, secret)
    if opened is None:
        return None
    if opened.is_over(moment):
        with database().writing() as session:
            service.end_web_session(session, secret)
        g.cookie_to_send = b""
        return None
    if opened.wants_touch(moment):
        with database().writing() as session:
            return service.touch_web_session(session, opened, now=moment)
    return opened
