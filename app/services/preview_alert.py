"""Her warning, exactly as members will see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.reporter_moves import may_veto
from app.domain.states import AlertState
from app.models.alert import Alert
from app.services.follow_report import SHE_MAY_READ
from app.services.own_report import OwnKey, alert_of, own_report
from app.services.reporter_requests import is_stopped
from app.services.sealed_alert import AlertWords, ShownIdentifier, open_shown, open_words


class NothingToRead(Exception):
    """No warning is written, or its time is over."""


@dataclass(frozen=True)
class AlertPreview:
    """Codes of kinds and region, first day of the month, words and masked identifiers."""

    state: AlertState
    may_veto: bool
    stop_asked: bool
    shared: bool
    stop_until: datetime | None
    kinds: tuple[str, ...]
    severity: int
    region: str
    month: date
    words: AlertWords
    identifiers: tuple[ShownIdentifier, ...]


def preview_alert(session: Session, own: OwnKey, *, keyring: Keyring) -> AlertPreview:
    """Raises `NothingToRead`, `ReportGone`, `Damaged`."""
    assert keyring.k_alert is not None
    alert_id = alert_of(own_report(session, own), own)
    alert = None if alert_id is None else session.get(Alert, alert_id)
    if alert is None or alert.state not in SHE_MAY_READ or alert.text is None:
        raise NothingToRead
    stop_asked = is_stopped(session, alert.id)
    return AlertPreview(
        state=alert.state,
        may_veto=may_veto(alert.state) and not stop_asked,
        stop_asked=stop_asked,
        shared=alert.source_count > 1,
        stop_until=alert.release_after if alert.state is AlertState.APPROVED else None,
        kinds=tuple(alert.kinds.split(",")),
        severity=alert.severity,
        region=alert.region,
        month=alert.month,
        words=open_words(keyring.k_alert, alert.id, alert.text),
        identifiers=()
        if alert.identifiers is None
        else open_shown(keyring.k_alert, alert.id, alert.identifiers),
    )
