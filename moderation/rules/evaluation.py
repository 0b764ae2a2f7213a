"""What the yearly evaluation for the data protection authority counts (privacy.md 3.15).

Each count is a line of the history of moves: how many different reports, alerts or applications
made that move in the year. Which ones they were, and who moved them, is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import UUID

from app.domain.states import AlertState, ApplicationState, ReportState, SubjectState

R, A = ReportState, AlertState
CORRECTED = "corrected"  # the reason of a move from published to published


@dataclass(frozen=True)
class Counted:
    """One line: moves of a `kind` to a state; `reasons` is the code list that splits it, if any."""

    code: str
    kind: str
    to_state: str
    reasons: str = ""
    from_states: tuple[str | None, ...] = ()  # empty: from anywhere
    corrections: bool | None = None  # only those, or all but those

    def fits(self, move: Move) -> bool:
        """Whether a move belongs to this line."""
        if (move.kind, move.to_state) != (self.kind, self.to_state):
            return False
        if self.from_states and move.from_state not in self.from_states:
            return False
        return self.corrections is None or self.corrections == (move.reason == CORRECTED)


@dataclass(frozen=True)
class Move:
    """One line of the history, without who made it; `subject` tells two things apart, no more."""

    kind: str
    subject: UUID
    from_state: str | None
    to_state: str
    reason: str
    on_day: date


LINES: tuple[Counted, ...] = (
    Counted("reports_received", "report", R.RECEIVED, from_states=(None,)),
    Counted("reports_asked", "report", R.ASKED, "ask_reason"),
    Counted("reports_published", "report", R.PUBLISHED),
    Counted("reports_merged", "report", R.MERGED, "merge_reason"),
    Counted("reports_rejected", "report", R.REJECTED, "reject_reason"),
    Counted("reports_closed", "report", R.CLOSED, "close_reason"),
    Counted("reports_withdrawn", "report", R.WITHDRAWN),
    Counted("alerts_published", "alert", A.PUBLISHED, from_states=(A.APPROVED,)),
    Counted("alerts_corrected", "alert", A.PUBLISHED, from_states=(A.PUBLISHED,), corrections=True),
    Counted(
        "alerts_extended", "alert", A.PUBLISHED, "extend_reason", (A.PUBLISHED,), corrections=False
    ),
    Counted("alerts_vetoed", "alert", A.VETOED),
    Counted("alerts_suspended", "alert", A.SUSPENDED),
    Counted("alerts_resumed", "alert", A.PUBLISHED, from_states=(A.SUSPENDED,)),
    Counted("alerts_expired", "alert", A.EXPIRED, from_states=(A.PUBLISHED, A.SUSPENDED)),
    Counted("alerts_retracted", "alert", A.RETRACTED, "retract_reason"),
    Counted("subjects_received", "subject", SubjectState.RECEIVED),
    Counted("subjects_longer", "subject", SubjectState.LONGER, "subject_longer_reason"),
    Counted("subjects_answered", "subject", SubjectState.ANSWERED, "subject_outcome"),
    Counted("members_admitted", "application", ApplicationState.ADMITTED),
    Counted("members_refused", "application", ApplicationState.REFUSED, "application_refusal"),
)


@dataclass(frozen=True)
class Count:
    """A line of the evaluation; `reason` is empty for the whole, else a code of its list."""

    code: str
    reason: str
    count: int


def evaluation_of(moves: Iterable[Move]) -> tuple[Count, ...]:
    """The counts of a year's moves, in the order of LINES; each thing once for each line."""
    made = tuple(moves)
    counts = []
    for line in LINES:
        fitting = [one for one in made if line.fits(one)]
        counts.append(Count(line.code, "", len({one.subject for one in fitting})))
        if not line.reasons:
            continue
        for reason in sorted({one.reason for one in fitting}):
            things = {one.subject for one in fitting if one.reason == reason}
            counts.append(Count(line.code, reason, len(things)))
    return tuple(counts)


def median_days(spans: Iterable[tuple[date, date]]) -> float | None:
    """The median of (first day, last day) in days; None without any."""
    days = [(last - first).days for first, last in spans]
    return median(days) if days else None
