"""The tasks of the public side; the desk's stand in `moderation.jobs`. Texts have no content."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.adapters.catalogues import marked
from app.adapters.queue import MAIL_PLAN
from app.jobs.anchor_log import ANCHOR_LOG, SEND_ANCHOR
from app.jobs.housekeeping import HOUSEKEEPING
from app.jobs.telling import CONFIRM_MAIL, DELIVER, TELL_CHANGE, TELL_MEMBERS
from app.jobs.watch_protocol import WATCH_PROTOCOL
from app.services.workshop import OutsideTask, Periodic, Task, Workshop

DESK_LANGUAGE = "nl"
MAIL_SUBJECT = marked("Something new for your team")
MAIL_TEXT = marked("There is something new. Sign in the way you always do.")


def _notify_desk(_object_id: UUID, workshop: Workshop, _now: datetime) -> None:
    """A neutral mail: it says neither what came nor for whom."""
    address = workshop.settings.desk_mail
    if address is None:
        return
    subject, text = (
        workshop.catalogues.gettext(DESK_LANGUAGE, text) for text in (MAIL_SUBJECT, MAIL_TEXT)
    )
    workshop.mail.send(address, subject, text)


NOTIFY_DESK = OutsideTask("notify_desk", _notify_desk, MAIL_PLAN)

TASKS: tuple[Task | OutsideTask, ...] = (
    NOTIFY_DESK,
    TELL_MEMBERS,
    TELL_CHANGE,
    CONFIRM_MAIL,
    SEND_ANCHOR,
)
PERIODIC: tuple[Periodic, ...] = (HOUSEKEEPING, WATCH_PROTOCOL, ANCHOR_LOG, DELIVER)
