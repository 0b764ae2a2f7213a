"""The tasks of the public side; the desk's stand in `moderation.jobs`. Texts have no content."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.catalogues import marked
from app.adapters.queue import RetryPlan
from app.jobs.housekeeping import HOUSEKEEPING
from app.jobs.watch_protocol import WATCH_PROTOCOL
from app.services.tell_changes import CHANGES, task_of, tell_change
from app.services.tell_members import tell_members
from app.services.workshop import OutsideTask, Periodic, Task, Workshop

DESK_LANGUAGE = "nl"
MAIL_SUBJECT = marked("Something new for your team")
MAIL_TEXT = marked("There is something new. Sign in the way you always do.")
MAIL_PLAN = RetryPlan((60, 300, 1800, 7200))


def _notify_desk(_object_id: UUID, workshop: Workshop, _now: datetime) -> None:
    """A neutral mail: it says neither what came nor for whom."""
    address = workshop.settings.desk_mail
    if address is None:
        return
    subject, text = (
        workshop.catalogues.gettext(DESK_LANGUAGE, text) for text in (MAIL_SUBJECT, MAIL_TEXT)
    )
    workshop.mail.send(address, subject, text)


def _tell_members(session: Session, object_id: UUID, workshop: Workshop, now: datetime) -> None:
    """`object_id` is the alert that came out."""
    tell_members(
        session, object_id, keyring=workshop.keyring, reference=workshop.reference, now=now
    )


def _telling(change: str) -> Task:
    """`object_id` is the alert that changed."""

    def tell(session: Session, object_id: UUID, workshop: Workshop, now: datetime) -> None:
        tell_change(
            session,
            object_id,
            change,
            keyring=workshop.keyring,
            reference=workshop.reference,
            now=now,
        )

    return Task(task_of(change), tell)


NOTIFY_DESK = OutsideTask("notify_desk", _notify_desk, MAIL_PLAN)
TELL_MEMBERS = Task("tell_members", _tell_members)

TASKS: tuple[Task | OutsideTask, ...] = (
    NOTIFY_DESK,
    TELL_MEMBERS,
    *(_telling(change) for change in CHANGES),
)
PERIODIC: tuple[Periodic, ...] = (HOUSEKEEPING, WATCH_PROTOCOL)
