"""Letting an approved alert out: once, unchanged, by two people where two are needed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, equal
from app.domain.protocol import Protocol
from app.domain.release import may_release
from app.domain.retention import alert_expires_on
from app.domain.states import AlertState
from app.models.alert import Alert, AlertToken
from app.services import audit
from app.services.outbox import promise
from app.services.raise_alarm import raise_alarm
from app.services.reporter_requests import is_stopped
from app.services.sealed_alert import BlindToken
from moderation.decisions.alert_content import fingerprint, read_content
from moderation.decisions.case_rows import set_alert_state
from moderation.rules.four_eyes import may_publish

CHANGED = "changed-after-approval"
ALARM = "alert_changed_after_approval"


def due_alerts(session: Session, *, now: datetime) -> tuple[UUID, ...]:
    """Approved alerts whose embargo is over, oldest first."""
    return tuple(
        session.scalars(
            select(Alert.id)
            .where(Alert.state == AlertState.APPROVED, Alert.release_after <= now)
            .order_by(Alert.release_after, Alert.id)
        )
    )


def release_alert(
    session: Session, alert_id: UUID, *, keyring: Keyring, protocol: Protocol, now: datetime
) -> bool:
    """Whether it is out by this call; harmless when it is out already, vetoed or gone.

    Whatever is not exactly what was approved goes back to its writer, with an alarm.
    """
    alert = session.scalar(
        select(Alert)
        .where(Alert.id == alert_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if alert is None or alert.state is not AlertState.APPROVED or alert.release_after is None:
        return False
    if not may_release(now, alert.release_after, protocol) or is_stopped(session, alert.id):
        return False
    tokens = _as_approved(session, alert, keyring)
    if tokens is None:
        void(session, alert, now=now)
        return False
    alert.expires_on = alert_expires_on(alert.severity, alert.month, protocol)
    if alert.expires_on <= now.date():
        return False  # the sweep ends it
    set_alert_state(session, alert, AlertState.PUBLISHED, by=None, actor="system", now=now)
    alert.published_on = now.date()
    alert.release_after = None
    alert.tokens_sealed = None
    session.flush()
    write_tokens(session, alert.id, tokens)
    promise(session, "tell_members", alert.id, now=now)
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor="system",
        action="alert_released",
        object_id=alert.id,
        now=now,
    )
    return True


def void(session: Session, alert: Alert, *, now: datetime) -> None:
    """What was approved is not what is here: nobody has agreed to this."""
    set_alert_state(
        session, alert, AlertState.DRAFT, by=None, actor="system", reason=CHANGED, now=now
    )
    alert.published_by = None
    alert.text_mac = None
    alert.release_after = None
    raise_alarm(session, ALARM, now=now)


def write_tokens(session: Session, alert_id: UUID, tokens: tuple[BlindToken, ...]) -> None:
    """From now on a check finds it by these, and by no others."""
    session.execute(delete(AlertToken).where(AlertToken.alert_id == alert_id))
    insert_missing(
        session,
        AlertToken,
        [{"token": one.token, "alert_id": alert_id, "kind": one.kind} for one in tokens],
    )


def _as_approved(session: Session, alert: Alert, keyring: Keyring) -> tuple[BlindToken, ...] | None:
    if alert.text_mac is None or not may_publish(
        alert.published_by, alert.proposed_by, second_needed=alert.needs_second
    ):
        return None
    try:
        content = read_content(session, alert, keyring)
    except (Damaged, ValueError, KeyError, TypeError):
        return None
    same = equal(alert.text_mac, fingerprint(alert.id, content, keyring))
    return content.tokens if same else None
