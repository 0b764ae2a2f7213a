"""Members answer an alert: it helped, it is not him, it happened to them too (product.md).

What counts is how many said so. Which member did stands nowhere: her row is found by a mark under
K_field, so that she can change her mind, and everything of hers goes when she leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import mac
from app.models.alert_answer import AlertAnswer
from app.services.outbox import promise

HELPFUL, NOT_HIM, ME_TOO = "helpful", "not-him", "me-too"
ANSWERS = (HELPFUL, NOT_HIM, ME_TOO)
FOR_THE_DESK = (NOT_HIM, ME_TOO)
"""Somebody has to look: the alert may be wrong, or somebody else may still tell what happened."""
AT_ONCE = 500  # marks in one statement


def own_answer(session: Session, member_id: UUID, alert_id: UUID, *, keyring: Keyring) -> str:
    """What she answered; empty when she did not."""
    mark = _mark(keyring, alert_id, member_id)
    return session.scalar(select(AlertAnswer.answer).where(AlertAnswer.mark == mark)) or ""


def answer_alert(
    session: Session,
    member_id: UUID,
    alert_id: UUID,
    answer: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Her answer from now on, in the place of an earlier one; empty takes it back.

    The caller knows that she may read the alert. The desk is told once until it has looked.
    """
    mark = _mark(keyring, alert_id, member_id)
    if not answer:
        session.execute(delete(AlertAnswer).where(AlertAnswer.mark == mark))
        return
    waits = answer in FOR_THE_DESK
    known_to_the_desk = session.scalar(
        select(exists().where(AlertAnswer.alert_id == alert_id, AlertAnswer.fresh))
    )
    row = {"mark": mark, "alert_id": alert_id, "answer": answer, "fresh": waits}
    insert_missing(session, AlertAnswer, [row])
    found = session.get_one(AlertAnswer, mark, with_for_update=True, populate_existing=True)
    if found.answer != answer:
        found.answer, found.fresh = answer, waits
    session.flush()
    if found.fresh and not known_to_the_desk:
        promise(session, "notify_desk", alert_id, now=now)


def forget_answers(session: Session, member_id: UUID, *, keyring: Keyring) -> None:
    """Everything she answered. Only this looks at every alert that was answered."""
    alerts = session.scalars(select(AlertAnswer.alert_id).distinct())
    marks = [_mark(keyring, alert_id, member_id) for alert_id in alerts]
    for start in range(0, len(marks), AT_ONCE):
        some = marks[start : start + AT_ONCE]
        session.execute(delete(AlertAnswer).where(AlertAnswer.mark.in_(some)))


def drop_answers(session: Session, alerts: Iterable[UUID]) -> None:
    """Those to alerts that ended."""
    session.execute(delete(AlertAnswer).where(AlertAnswer.alert_id.in_(tuple(alerts))))


def _mark(keyring: Keyring, alert_id: UUID, member_id: UUID) -> bytes:
    assert keyring.k_field is not None  # of every process that knows members
    return mac(keyring.k_field, "alert answer", alert_id.bytes, member_id.bytes)
