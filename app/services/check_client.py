"""The check: is a warning known about exactly this identifier? National, in coded facts only.

Read-only, in one query and as many openings for a hit as for a miss (security.md 3.5, T31). It
knows nothing of who asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.domain.protocol import Protocol
from app.models.alert import Alert, AlertToken
from app.services.prepare_check import PreparedCheck
from app.services.sealed_alert import ShownIdentifier, open_shown, seal_shown
from app.services.visible_alerts import AlertFacts, facts_of, visible_on

MOST_SHOWN = 5
ROWS_READ = 40  # an alert may meet several tokens
NOBODY = UUID(int=0)

Outcome = Literal["unreadable", "closed", "nothing", "found"]


@dataclass(frozen=True)
class FoundWarning:
    """One alert: `exact`, or only of a name or plate that looks the same."""

    facts: AlertFacts
    exact: bool
    identifiers: tuple[ShownIdentifier, ...]


@dataclass(frozen=True)
class CheckAnswer:
    """`closed`: no valid protocol, so nothing may be said. `has_more`: over five alerts match."""

    outcome: Outcome
    warnings: tuple[FoundWarning, ...] = ()
    has_more: bool = False


def check_client(
    session: Session,
    check: PreparedCheck,
    *,
    keyring: Keyring,
    protocol: Protocol,
    now: datetime,
) -> CheckAnswer:
    """Exact warnings first, the most severe and newest before the others."""
    today = now.date()
    rows = session.execute(
        select(Alert, AlertToken.kind)
        .join(AlertToken, AlertToken.alert_id == Alert.id)
        .where(AlertToken.token.in_(check.tokens), visible_on(Alert, today))
        .order_by(AlertToken.kind, Alert.severity.desc(), Alert.month.desc(), Alert.id)
        .limit(ROWS_READ)
    )
    alerts: dict[UUID, tuple[Alert, bool]] = {}
    for alert, kind in rows:
        alerts.setdefault(alert.id, (alert, kind == "exact"))
    found = list(alerts.values())
    opened = _open_all([alert for alert, _exact in found[:MOST_SHOWN]], keyring)
    warnings = tuple(
        FoundWarning(facts_of(alert), exact, shown)
        for (alert, exact), shown in zip(found, opened, strict=False)
    )
    if not protocol.valid_on(today):
        return CheckAnswer("closed")
    if not check.is_readable:
        return CheckAnswer("unreadable")
    if not warnings:
        return CheckAnswer("nothing")
    return CheckAnswer("found", warnings, has_more=len(found) > MOST_SHOWN)


def _open_all(alerts: list[Alert], keyring: Keyring) -> list[tuple[ShownIdentifier, ...]]:
    """Always five openings: of what there is, and of a sealed nothing for the rest."""
    assert keyring.k_alert is not None
    nothing = seal_shown(keyring.k_alert, NOBODY, ())
    opened = []
    for place in range(MOST_SHOWN):
        alert = alerts[place] if place < len(alerts) else None
        blob = nothing if alert is None or alert.identifiers is None else alert.identifiers
        alert_id = NOBODY if alert is None or alert.identifiers is None else alert.id
        try:
            opened.append(open_shown(keyring.k_alert, alert_id, blob))
        except Damaged:
            opened.append(())
    return opened
