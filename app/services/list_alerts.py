"""The alerts of a member's regions: newest first, the most severe of a day before the others.

Always the same number of queries, however many alerts there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.vault.boxes import Damaged
from app.models.alert import Alert
from app.models.telling import Notice
from app.services.member_settings import OpenedMember
from app.services.sealed_alert import AlertWords, ShownIdentifier, open_shown, open_words
from app.services.visible_alerts import (
    AlertFacts,
    facts_of,
    in_regions,
    of_categories,
    visible_on,
)

PAGE_ALERTS = 6  # of the longest: her pages go out uncompressed, within 14 KB
ALL_KINDS = "all"


@dataclass(frozen=True)
class AlertFilter:
    """What she wants to see now. `category`: empty for her own choice, "all", or a code;
    `region`: empty for all of hers, or a code; `days`: published in so many days, 0 for any;
    `page` counts from 1."""

    category: str = ""
    region: str = ""
    days: int = 0
    page: int = 1


@dataclass(frozen=True)
class ListedAlert:
    """`words` is None where they cannot be opened: the coded facts still warn. `is_new`: in a list,
    she was told of it and has not said that she saw it."""

    facts: AlertFacts
    words: AlertWords | None
    identifiers: tuple[ShownIdentifier, ...]
    is_new: bool = False


@dataclass(frozen=True)
class AlertList:
    """One page; `closed` when no protocol is valid today: then nothing may be shown."""

    alerts: tuple[ListedAlert, ...]
    page: int
    has_more: bool
    closed: bool = False


def list_alerts(
    session: Session,
    member: OpenedMember,
    wanted: AlertFilter,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> AlertList:
    """Two queries. A filter only narrows her regions: to see others she changes her settings."""
    today = now.date()
    page = max(1, wanted.page)
    if not reference.protocol.valid_on(today):
        return AlertList((), page, has_more=False, closed=True)
    conditions = [
        visible_on(Alert, today),
        in_regions(member.choices.regions, reference),
        in_regions([wanted.region] if wanted.region else (), reference),
        of_categories(_categories(member, wanted), reference),
        Alert.published_on > today - timedelta(days=wanted.days) if wanted.days > 0 else None,
    ]
    found = session.scalars(
        select(Alert)
        .where(*(one for one in conditions if one is not None))
        .order_by(Alert.published_on.desc(), Alert.severity.desc(), Alert.id)
        .offset((page - 1) * PAGE_ALERTS)
        .limit(PAGE_ALERTS + 1)
    ).all()
    new = set(
        session.scalars(
            select(Notice.alert_id).where(
                Notice.member_id == member.member_id, Notice.seen.is_(False)
            )
        )
    )
    alerts = tuple(listed(alert, keyring, is_new=alert.id in new) for alert in found[:PAGE_ALERTS])
    return AlertList(alerts, page, has_more=len(found) > PAGE_ALERTS)


def listed(alert: Alert, keyring: Keyring, *, is_new: bool = False) -> ListedAlert:
    """An alert with its words and masked identifiers opened."""
    assert keyring.k_alert is not None
    words: AlertWords | None = None
    identifiers: tuple[ShownIdentifier, ...] = ()
    try:
        if alert.text is not None:
            words = open_words(keyring.k_alert, alert.id, alert.text)
        if alert.identifiers is not None:
            identifiers = open_shown(keyring.k_alert, alert.id, alert.identifiers)
    except Damaged:
        pass
    return ListedAlert(facts_of(alert), words, identifiers, is_new)


def _categories(member: OpenedMember, wanted: AlertFilter) -> tuple[str, ...]:
    if wanted.category == ALL_KINDS:
        return ()
    return (wanted.category,) if wanted.category else member.choices.kinds
