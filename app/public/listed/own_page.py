"""What the session of a listed person holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.services.own_subject_request import OwnRequest, RequestGone
from app.web.session_cookie import current_session


def subject_session(own: OwnRequest) -> dict[str, Any]:
    """What the session keeps, sealed under the secret in his cookie."""
    return {"subject_request_id": str(own.request_id), "dek": own.dek}


def own_key() -> OwnRequest:
    """Raises `RequestGone`."""
    opened = current_session()
    data = {} if opened is None else opened.data
    try:
        return OwnRequest(UUID(data["subject_request_id"]), data["dek"])
    except (KeyError, ValueError):
        raise RequestGone from None
