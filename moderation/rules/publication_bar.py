"""What an alert must be before it can go out (privacy.md 3.1, 3.2, 3.4, 3.5, 3.6).

A machine only ever says no here. Yes is said by people (GDPR 22).
"""

from __future__ import annotations

from collections.abc import Mapping, Sized
from dataclasses import dataclass, field
from datetime import date

from app.domain.incidents import Incident, is_alertable
from app.domain.months import first_of_month
from app.domain.protocol import Protocol
from app.domain.retention import NoTermForSeverity, alert_expires_on

MIN_TEXT_CHARS = 20
MAX_TEXT_CHARS = 600
# every criterion wants a yes but this one: "could he know it is her?"
WANTS_NO = frozenset({"could_he_know"})
INFORMED = "informed"


@dataclass(frozen=True)
class InformChoice:
    """Whether the listed person was told, or which exception holds and until when (GDPR 14).

    `choice` is a code of the list `inform_choice`. Who was told, was told on a day; an exception
    needs a day on which it is looked at again.
    """

    choice: str
    review_on: date | None = None
    informed_on: date | None = None

    def due_on(self, today: date) -> bool:
        """Whether an exception has to be looked at again."""
        return self.choice != INFORMED and (self.review_on is None or self.review_on <= today)


@dataclass(frozen=True)
class AlertDraft:
    """What a moderator wrote, as far as the bar looks at it.

    `month` is the first day of the month of the incident, `region` a code or empty, `fields` the
    codes of the list `alert_field` that the alert shows, `checklist` criterion → "yes" or "no".
    """

    kinds: tuple[Incident, ...]
    severity: int
    text: str
    region: str
    month: date | None
    fields: frozenset[str]
    consent_warn: bool
    inform: InformChoice | None = None
    checklist: Mapping[str, str] = field(default_factory=dict)


def problems(
    draft: AlertDraft, protocol: Protocol, today: date, blocking_marks: Sized = ()
) -> list[str]:
    """Codes of the list `publication_problem` that stand in the way; empty means it may go on.

    `blocking_marks` are the marks of the redaction assistant that nobody has answered.
    """
    return [
        *([] if protocol.valid_on(today) else ["no_valid_protocol"]),
        *([] if draft.fields <= protocol.allowed_fields else ["field_not_allowed"]),
        *_about_what(draft),
        *_about_words(draft, blocking_marks),
        *_about_where_and_when(draft, protocol, today),
        *_about_the_test(draft, protocol),
        *([] if draft.consent_warn else ["consent_missing"]),
        *about_informing(draft.inform, today),
    ]


def unanswered(checklist: Mapping[str, str], protocol: Protocol) -> tuple[str, ...]:
    """Criteria of the protocol without a yes or no."""
    return tuple(c for c in protocol.criteria if checklist.get(c) not in ("yes", "no"))


def failed(checklist: Mapping[str, str], protocol: Protocol) -> tuple[str, ...]:
    """Criteria whose answer stands in the way."""
    return tuple(
        criterion
        for criterion in protocol.criteria
        if checklist.get(criterion) == ("yes" if criterion in WANTS_NO else "no")
    )


def _about_what(draft: AlertDraft) -> list[str]:
    found = []
    if not draft.kinds:
        found.append("no_kind")
    if not is_alertable(draft.severity):
        found.append("severity_too_low")
    if any(incident.criminal == "nee" for incident in draft.kinds):
        found.append("not_criminal")
    return found


def _about_words(draft: AlertDraft, blocking_marks: Sized) -> list[str]:
    found = []
    length = len(draft.text.strip())
    if length < MIN_TEXT_CHARS:
        found.append("text_too_short")
    if length > MAX_TEXT_CHARS:
        found.append("text_too_long")
    if len(blocking_marks):
        found.append("blocking_marks")
    return found


def _about_where_and_when(draft: AlertDraft, protocol: Protocol, today: date) -> list[str]:
    found = [] if draft.region else ["region_missing"]
    if draft.month is None:
        return [*found, "month_missing"]
    if first_of_month(draft.month) > today:
        return [*found, "month_in_future"]
    try:
        is_over = alert_expires_on(draft.severity, draft.month, protocol) <= today
    except NoTermForSeverity:
        return found  # severity_too_low says it already
    return [*found, "month_too_old"] if is_over else found


def _about_the_test(draft: AlertDraft, protocol: Protocol) -> list[str]:
    found = []
    if unanswered(draft.checklist, protocol):
        found.append("checklist_unanswered")
    if failed(draft.checklist, protocol):
        found.append("checklist_failed")
    return found


def about_informing(inform: InformChoice | None, today: date) -> list[str]:
    """Codes of what is missing: told on a day that was, or an exception with a day to come."""
    if inform is None or not inform.choice:
        return ["inform_missing"]
    if inform.choice == INFORMED:
        told = inform.informed_on is not None and inform.informed_on <= today
        return [] if told else ["informed_day_missing"]
    return [] if inform.review_on and inform.review_on > today else ["inform_review_missing"]
