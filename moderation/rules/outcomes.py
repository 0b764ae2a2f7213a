"""Coded reasons: every decision that somebody is told about says why, in a code.

The sentence that the reporter reads stands beside the code in `data/codes.csv`; a test keeps the
two the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Outcome(StrEnum):
    """A decision with a reason; the value is the name of its list of reasons."""

    REJECT = "reject_reason"
    CLOSE = "close_reason"
    MERGE = "merge_reason"
    ASK = "ask_reason"
    RETURN = "return_reason"
    REOPEN = "reopen_reason"
    RETRACT = "retract_reason"
    SUSPEND = "suspend_reason"
    RESUME = "resume_reason"
    CORRECT = "correct_reason"
    EXTEND = "extend_reason"
    CHANGE_SEVERITY = "severity_change_reason"
    REVEAL_CONTACT = "contact_reveal_reason"
    REFUSE_APPLICATION = "application_refusal"
    SUSPEND_MEMBER = "member_suspend_reason"


# what she is told in a sentence; the others stay at the desk
TOLD_TO_REPORTER = frozenset(
    {Outcome.REJECT, Outcome.CLOSE, Outcome.MERGE, Outcome.ASK, Outcome.RETRACT}
)

ANSWER_REQUEST = "answer-request"
"""The one reason to look at name and address of an institution that asks for a training."""

OBJECTION = "objection"
DESK_RESTS = ("doubt", "reporter-safety")
"""Why the desk itself lets a warning rest; an objection is the listed person's."""
LOOKED_AGAIN = "looked-again"
"""Why the desk lets out again what it let rest itself."""

REASONS: Mapping[Outcome, frozenset[str]] = {
    Outcome.REJECT: frozenset(
        {
            "not-a-crime",
            "too-little-to-warn",
            "not-own-experience",
            "too-long-ago",
            "could-point-to-reporter",
            "not-about-a-client",
            "contradicts",
            "no-answer",
            "misuse",
        }
    ),
    Outcome.CLOSE: frozenset(
        {
            "done",
            "counted-only",
            "no-consent-to-warn",
            "vetoed",
            "nuisance-counted",
            "referred",
            "no-answer",
            "alert-ended",
            "double",
        }
    ),
    Outcome.MERGE: frozenset({"same-person", "same-incident"}),
    Outcome.ASK: frozenset(
        {
            "more-about-client",
            "identifier-unclear",
            "when-or-where",
            "what-happened",
            "consent",
            "your-safety",
            "own-experience",
        }
    ),
    Outcome.RETURN: frozenset(
        {
            "text-points-to-reporter",
            "text-identifies",
            "not-supported",
            "severity-differs",
            "unclear",
            "changed-after-approval",
        }
    ),
    Outcome.REOPEN: frozenset({"reporter-added", "mistake", "new-report"}),
    Outcome.RETRACT: frozenset(
        {"reporter-withdrew", "not-right", "objection-upheld", "not-safe", "mistake"}
    ),
    Outcome.SUSPEND: frozenset({OBJECTION, *DESK_RESTS}),
    Outcome.RESUME: frozenset(
        {"objection-partly", "objection-refused", "suspension-lifted", LOOKED_AGAIN}
    ),
    Outcome.CORRECT: frozenset({"fact-wrong", "too-recognisable", "reporter-asked", "language"}),
    Outcome.EXTEND: frozenset({"new-incident", "motivated"}),
    Outcome.CHANGE_SEVERITY: frozenset(
        {"less-serious", "more-serious", "weapon-or-group", "repeated"}
    ),
    Outcome.REVEAL_CONTACT: frozenset(
        {"reporter-asked", "danger", "police-help", "no-answer", ANSWER_REQUEST}
    ),
    Outcome.REFUSE_APPLICATION: frozenset(
        {
            "could-not-verify",
            "advert-not-found",
            "advert-without-sign",
            "no-show-appointment",
            "already-member",
            "not-for-this-group",
            "safety",
        }
    ),
    Outcome.SUSPEND_MEMBER: frozenset({"sweeping", "passed-on", "not-who", "code-lost"}),
}


class ReasonNotAllowed(Exception):
    """A reason that does not belong to the decision; carries both."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(f"{outcome}: {reason!r}")
        self.outcome = outcome
        self.reason = reason


def require_reason(outcome: Outcome, reason: str) -> str:
    """The reason, when the decision may have it; raises `ReasonNotAllowed`."""
    if reason not in REASONS[outcome]:
        raise ReasonNotAllowed(outcome, reason)
    return reason
