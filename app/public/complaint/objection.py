"""Six hard weeks: what is said on every page once she has a letter with a decision (Awb 6:7)."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.complaint import ComplaintDraft
from app.domain.complaint_steps import OBJECTION, possible_clocks, told_events
from app.web.current import reference, today
from app.web.step_words import ClockWords, clock_words


@dataclass(frozen=True)
class Objection:
    """Her last day to object; without a clock she does not know the date of the letter."""

    clock: ClockWords | None


def objection_of(draft: ComplaintDraft) -> Objection | None:
    """What to say, or nothing: no letter, or only of somebody against whom nobody can object."""
    if not draft.letter.is_decision:
        return None
    data, day = reference(), today()
    kinds = [data.institution_types[one.kind] for one in draft.about if one.kind]
    if kinds and all(kind.public_body == "no" for kind in kinds):
        return None
    step = data.route(OBJECTION).step(1)
    clocks = possible_clocks(step, told_events(draft), day, data)
    return Objection(clock_words(clocks.hers, day))
