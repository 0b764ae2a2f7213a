"""For pages that show the words of a case: the line in the log first, or a 503 (T32)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from werkzeug.exceptions import ServiceUnavailable

from app.services.audit import Fact
from app.web.current import database, keyring, now
from moderation.decisions.logged import Logged, NotLogged, log_before_show
from moderation.desk.person import person

RETRY_SECONDS = 30


def logged(action: str, object_id: UUID, data: Mapping[str, Fact] | None = None) -> Logged:
    """The committed line for what this person is about to see."""
    try:
        return log_before_show(
            database(),
            keyring=keyring(),
            actor=person().staff_id,
            action=action,
            object_id=object_id,
            data=data,
            now=now(),
        )
    except NotLogged as error:
        raise ServiceUnavailable(retry_after=RETRY_SECONDS) from error
