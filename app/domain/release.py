"""When an approved alert may go out (decisions 14, security.md 1 row 1)."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.protocol import Protocol


def veto_until(approved_at: datetime, *, at_once: bool, protocol: Protocol) -> datetime:
    """Until when she may surely stop it; with "at once" that moment is the approval itself."""
    return approved_at if at_once else approved_at + timedelta(hours=protocol.veto_hours)


def release_at(
    approved_at: datetime, *, at_once: bool, extra_hours: float, protocol: Protocol
) -> datetime:
    """The moment from which the alert may be published.

    `extra_hours` is drawn by the caller, uniformly from 0 to `protocol.extra_random_hours`: without
    it, the hour of publication would give away the hour of approval. Raises ValueError outside it.
    """
    if not 0 <= extra_hours <= protocol.extra_random_hours:
        raise ValueError("extra_hours")
    end = veto_until(approved_at, at_once=at_once, protocol=protocol)
    return end if at_once else end + timedelta(hours=extra_hours)


def may_release(now: datetime, due: datetime, protocol: Protocol) -> bool:
    """Whether the embargo is over and a valid protocol stands behind the publication."""
    return now >= due and protocol.valid_on(now.date())
