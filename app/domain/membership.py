"""What a member may do today: her state and whether she has renewed in time."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from app.domain.states import MemberState

RENEWS_AFTER_DAYS = 365
FIRST_REMINDER_DAYS = 30
LAST_REMINDER_DAYS = 7
INVITATION_DAYS = 30
INVITATION_QUOTA_DAYS = 30  # over which an organisation's quota looks back
PROOF_DAYS = 7  # privacy.md 3.11: what shows that she does this work is never kept longer
UNPROVEN_DAYS = 90  # how long an application whose proof is gone waits for her


class Reminder(StrEnum):
    """That her year is nearly over."""

    FIRST = "first"
    LAST = "last"


class Standing(StrEnum):
    """`open`: alerts and checks; `paused` and `due`: only her own settings; `barred`: nothing."""

    OPEN = "open"
    PAUSED = "paused"
    DUE = "due"
    BARRED = "barred"


def standing(state: MemberState, renew_by: date, today: date) -> Standing:
    """On the last day she is still in."""
    if state is MemberState.SUSPENDED:
        return Standing.BARRED
    if today > renew_by:
        return Standing.DUE
    return Standing.PAUSED if state is MemberState.PAUSED else Standing.OPEN


def renewal_day(today: date) -> date:
    """Until when a membership that is made or renewed today holds."""
    return today + timedelta(days=RENEWS_AFTER_DAYS)


def lapses_on(renew_by: date, days: int) -> date:
    """The day on which everything of somebody who did not renew goes; `days` of the retention."""
    return renew_by + timedelta(days=days)


def reminder(renew_by: date, today: date) -> Reminder | None:
    """What she is told on her own pages: from thirty days ahead, and louder from seven."""
    left = (renew_by - today).days
    if 0 <= left <= LAST_REMINDER_DAYS:
        return Reminder.LAST
    return Reminder.FIRST if LAST_REMINDER_DAYS < left <= FIRST_REMINDER_DAYS else None


def proof_stands(given_on: date, today: date) -> bool:
    """Whether a proof that was given on that day may still be read: seven days, hers included."""
    return today < given_on + timedelta(days=PROOF_DAYS)


def invitation_ends(today: date) -> date:
    """The day on which an invitation made today works no more."""
    return today + timedelta(days=INVITATION_DAYS)
