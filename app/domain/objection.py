"""Her last day to object to a decision: six hard weeks that nobody may overlook (Awb 6:7).

A letter of a bank or a newspaper is no decision of a public body, whatever she calls it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from app.domain.complaint import ComplaintDraft, is_urgent
from app.domain.complaint_steps import (
    OBJECTION,
    Reference,
    StepRecord,
    possible_clocks,
    told_events,
)
from app.domain.institutions import InstitutionType
from app.domain.terms.clock import Clock

NO_PUBLIC_BODY = "no"


class Known(Reference, Protocol):
    """What is known of routes, days off and kinds of institution."""

    @property
    def institution_types(self) -> Mapping[str, InstitutionType]: ...


def may_object(draft: ComplaintDraft, types: Mapping[str, InstitutionType]) -> bool:
    """Whether she got a decision, and not only of somebody against whom nobody can object."""
    if not draft.letter.is_decision:
        return False
    kinds = [types[one.kind] for one in draft.about if one.kind in types]
    return not kinds or any(kind.public_body != NO_PUBLIC_BODY for kind in kinds)


def objection_clock(draft: ComplaintDraft, today: date, known: Known) -> Clock | None:
    """Her six weeks, or None: nothing to object to, or she does not know the date."""
    if not may_object(draft, known.institution_types):
        return None
    step = known.routes[OBJECTION].step(1)
    return possible_clocks(step, told_events(draft), today, known).hers


def needs_somebody_soon(draft: ComplaintDraft, today: date, known: Known) -> bool:
    """Whether an objection term may still run, so that a day's delay can cost her the case."""
    return may_object(draft, known.institution_types) and is_urgent(draft, today)


def still_to_object(
    draft: ComplaintDraft, steps: Sequence[StepRecord], today: date, known: Known
) -> date | None:
    """The last day to object of a case in which nobody has looked at that step yet."""
    if any(one.route == OBJECTION for one in steps):
        return None
    clock = objection_clock(draft, today, known)
    return None if clock is None else clock.last_day
