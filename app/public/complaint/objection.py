"""Six hard weeks: what is said on every page once she has a letter with a decision (Awb 6:7)."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.complaint import ComplaintDraft
from app.domain.objection import may_object, objection_clock
from app.web.current import reference, today
from app.web.step_words import ClockWords, clock_words


@dataclass(frozen=True)
class Objection:
    """Her last day to object; without a clock she does not know the date of the letter."""

    clock: ClockWords | None


def objection_of(draft: ComplaintDraft) -> Objection | None:
    """What to say, or nothing: no letter, or only of somebody against whom nobody can object."""
    data, day = reference(), today()
    if not may_object(draft, data.institution_types):
        return None
    return Objection(clock_words(objection_clock(draft, day, data), day))
