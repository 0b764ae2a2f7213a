"""The day on which a letter itself asks for an answer, where no rule sets one."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.web.current import keyring, now, reference
from moderation.decisions.complaint.dues import ASK, add_task
from moderation.desk.person import person


def watch_answer(
    session: Session, complaint_id: UUID, step_key: str, sent_on: date, *, number: int
) -> None:
    """A task on that day, in the unit of work that writes down that the letter went out.

    Without it a case would wait for ever: there is no clock whose end anybody announces.
    """
    days = reference().letters.of(step_key).answer_days
    if days:
        add_task(
            session, person(), complaint_id, reason=ASK, words="", keyring=keyring(), now=now(),
            step=number,
            due_on=max(sent_on + timedelta(days=days), now().date()),
        )  # fmt: skip
