"""How much severe material one person of the desk should read in a week (ADR 0031).

Reading about violence day after day makes people ill, and who is ill judges worse. The number is a
signal, not a lock: what is urgent never waits for it.
"""

from __future__ import annotations

SEVERE = 3
"""From this severity on a report counts."""
SEVERE_A_WEEK = 12
"""From here on the queue gives other work first."""
WEEKS_KEPT = 4


def gives_other_work_first(severe: int) -> bool:
    """Whether somebody has read so much this week that she gets something else first."""
    return severe >= SEVERE_A_WEEK


def waits_for_others(*, urgent: bool, severity: int) -> bool:
    """Whether a report comes after the others for somebody who has read that much."""
    return severity >= SEVERE and not urgent
