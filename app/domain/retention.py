"""How long what is kept; every term ends by itself (decisions 17, privacy.md 3.8).

Each function gives the day **on** which the thing goes: it is there the day before, and gone after
the sweep of that day. Longer only by a new incident or a decision of two people.
"""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.incidents import is_alertable
from app.domain.months import last_of_month
from app.domain.protocol import Protocol

PARKED_PHOTO_HOURS = 24  # a photo of a report that was never sent (decisions 5)
REPEATED_FORM_HOURS = 24  # how long the same form finds its own report (security.md 2.3)
WITHDRAWAL_HOURS = 24  # from withdrawal to an alert that is gone (privacy.md 3.7)
COMPLAINT_AFTER_CLOSING_DAYS = 730  # two years, so that a later step can still use it
COMPLAINT_MAX_DAYS = 5 * 365  # no case of the desk may live for ever, closed or not


class NoTermForSeverity(Exception):
    """Nuisance has no alert, hence no term of one."""


def alert_expires_on(severity: int, month: date, protocol: Protocol) -> date:
    """From the last incident, which is known by its month: counted from that month's end."""
    if not is_alertable(severity) or severity not in protocol.alert_days:
        raise NoTermForSeverity(severity)
    return last_of_month(month) + timedelta(days=protocol.alert_days[severity])


def longer_until(
    severity: int, month: date | None, ends_on: date | None, protocol: Protocol
) -> date | None:
    """The day on which an alert goes that counts from an incident in this month.

    None when it stays as long as that anyway, or when nobody knows the month.
    """
    if month is None or ends_on is None:
        return None
    until = alert_expires_on(severity, month, protocol)
    return until if until > ends_on else None


def report_body_expires_on(arrived_on: date, closed_on: date | None, protocol: Protocol) -> date:
    """90 days after closing, and never later than 540 days after arrival, closed or not."""
    latest = arrived_on + timedelta(days=protocol.report_max_days)
    if closed_on is None:
        return latest
    return min(latest, closed_on + timedelta(days=protocol.report_after_closing_days))


def report_stub_expires_on(body_expires_on: date, alert_expires_on: date | None) -> date:
    """The stub lives as long as the alert, so that she can always follow and withdraw."""
    if alert_expires_on is None:
        return body_expires_on
    return max(body_expires_on, alert_expires_on)


def draft_expires_on(written_on: date, protocol: Protocol) -> date:
    """An alert that was begun and never proposed."""
    return written_on + timedelta(days=protocol.draft_days)


def unpublished_expires_on(decided_on: date, protocol: Protocol) -> date:
    """An alert that was proposed and never published: vetoed, returned, forgotten."""
    return decided_on + timedelta(days=protocol.not_published_days)


def complaint_expires_on(arrived_on: date, closed_on: date | None) -> date:
    """Two years after closing, and never later than five years after arrival (privacy.md 3.8)."""
    latest = arrived_on + timedelta(days=COMPLAINT_MAX_DAYS)
    if closed_on is None:
        return latest
    return min(latest, closed_on + timedelta(days=COMPLAINT_AFTER_CLOSING_DAYS))
