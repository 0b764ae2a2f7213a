"""Figures in words: what a release, a table, a dimension and a code are called on this page.

The same names in public, in downloads and at the desk.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.code_lists import UnknownCode
from app.domain.statistics.code_book import MERGED_TYPE, OTHERS
from app.web.current import locale, reference
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

DIMENSIONS: Mapping[str, str] = {
    "year": _l("Year"),
    "quarter": _l("Quarter"),
    "institution_type": _l("Kind of institution"),
    "institution": _l("Institution"),
    "theme": _l("Theme"),
    "subject": _l("Subject"),
    "province": _l("Province"),
    "outcome": _l("Outcome"),
    "handling_time": _l("Time it took"),
    "severity": _l("Severity"),
    "incident_category": _l("What happened"),
    "blackmail": _l("Blackmail"),
    "police_consent": _l("What may go to the police"),
    "report_decision": _l("Decision"),
    "decision_reason": _l("Reason of the decision"),
    "decided_within": _l("Time until the decision"),
    "warning_act": _l("What was done with the warning"),
    "check_result": _l("What the check found"),
}
_LISTS: Mapping[str, str] = {
    "theme": "theme", "subject": "subject", "province": "province", "outcome": "outcome_group",
    "handling_time": "handling_time", "severity": "severity", "blackmail": "yes_no",
    "incident_category": "incident_category", "police_consent": "police_consent",
    "report_decision": "report_decision", "decided_within": "decided_within",
    "check_result": "check_result",
}  # fmt: skip
_REASONS: Mapping[str, str] = {
    "merged": "merge_reason", "rejected": "reject_reason", "closed": "close_reason",
    "retracted": "retract_reason", "extended": "extend_reason", "objection": "resume_reason",
    "suspended": "suspend_reason",
}  # fmt: skip


def dimension_words(dimension: str) -> str:
    """What the codes of a dimension are; a dimension without words is a mistake of ours."""
    return str(DIMENSIONS[dimension])


def code_words(dimension: str, code: str) -> str:
    """What a code of a table is called in the language of this page; empty is all of them.

    A code that the lists no longer hold stays a code: what was published stays readable.
    """
    if not code:
        return _("All")
    if dimension in ("year", "quarter"):
        return release_words(code)
    try:
        return _known_words(dimension, code)
    except UnknownCode:
        return code


def release_words(release: str) -> str:
    """ "2026", or "quarter 2 of 2026"."""
    year, quarter, number = release.partition("Q")
    return _("quarter %(number)s of %(year)s", number=number, year=year) if quarter else year


def _known_words(dimension: str, code: str) -> str:
    if dimension == "institution":
        if code.startswith(OTHERS):
            kind = _kind(code.removeprefix(OTHERS))
            return _("Not named: %(kind)s", kind=kind)
        return reference().institution(code).name
    if dimension == "institution_type":
        return _kind(code)
    if dimension in ("decision_reason", "warning_act"):
        return _reason(dimension, code)
    return reference().label(_LISTS[dimension], code, locale())


def _reason(dimension: str, code: str) -> str:
    """ "Closed without a warning: Done"; a decision without reasons stands alone."""
    decision, _colon, reason = code.partition(":")
    name = "report_decision" if dimension == "decision_reason" else "warning_act"
    words = reference().label(name, decision, locale())
    if not reason:
        return words
    why = reference().label(_REASONS.get(decision, ""), reason, locale())
    return f"{words}: {why}"


def _kind(code: str) -> str:
    if code == MERGED_TYPE:
        return _("Other institutions (kinds with one or two)")
    return reference().institution_type(code).label(locale())


def position_in_list(dimension: str, code: str) -> int:
    """Where a code stands in its closed list; 0 where the dimension has none, or the list does not
    hold it."""
    name = _LISTS.get(dimension)
    codes = [] if name is None else [one.code for one in reference().codes(name)]
    return codes.index(code) if code in codes else 0
