"""The numbers of the protocol in words: for the public page and for the desk."""

from __future__ import annotations

from app.domain.protocol_limits import BY_CODE
from app.web.locale import format_number
from app.web.texts import lazy as _l
from app.web.texts import ngettext

NUMBER_WORDS = {
    "quota_per_day": _l("Checks that one member can do in a day"),
    "quota_per_30_days": _l("Checks that one member can do in 30 days"),
    "draft_days": _l("A warning that was begun and not finished is kept"),
    "not_published_days": _l("A finished warning that does not come out is kept"),
    "report_after_closing_days": _l("A report is kept after the desk closed it"),
    "report_max_days": _l("A report is kept at most, also when it was not closed"),
    "alert_days_2": _l("A warning about a crossed line stays, counted from the last incident"),
    "alert_days_3": _l("A serious warning stays, counted from the last incident"),
    "alert_days_4": _l("A very serious warning stays, counted from the last incident"),
    "veto_hours": _l("Time in which the reporter can stop her warning"),
    "extra_random_hours": _l("Extra waiting time by chance, so that nobody can guess the hour"),
    "pattern_threshold": _l(
        "How many complaints it takes before people may hear that others told the same"
    ),
}
"""Code of `protocol_limits` → what the number is about."""


def amount(code: str, number: int) -> str:
    """A number with its unit, in the language of the page."""
    match BY_CODE[code].unit:
        case "days":
            return ngettext("%(num)s day", "%(num)s days", number)
        case "hours":
            return ngettext("%(num)s hour", "%(num)s hours", number)
        case "complaints":
            return ngettext("%(num)s complaint", "%(num)s complaints", number)
    return format_number(number)
