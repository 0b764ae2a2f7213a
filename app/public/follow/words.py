"""Codes of the read model in her language: labels, sentences, days and hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from babel import dates as babel_dates

from app.domain.consent import CONSENTS
from app.domain.states import AlertState
from app.services.follow_report import FollowedReport
from app.web.current import HERE, locale, reference
from app.web.texts import gettext as _

AT_ONCE = "at_once"
PATTERNS = {"nl": "EEEE d MMMM 'om' HH:mm 'uur'", "en": "EEEE d MMMM 'at' HH:mm"}


@dataclass(frozen=True)
class ConsentRow:
    """One line of the list of consents; `value` is what its button asks for."""

    label: str
    given: bool
    about: str
    value: str
    name: str = "change"


def status_words(report: FollowedReport) -> tuple[str, str, str]:
    """What the status is called, what it means, and why; the last may be empty."""
    data, language = reference(), locale()
    why = ""
    if report.reason is not None and data.has(report.reason.list_name, report.reason.code):
        why = data.text(report.reason.list_name, report.reason.code, language)
    return (
        data.label("report_status", report.status, language),
        data.text("report_status", report.status, language),
        why,
    )


def consent_rows(report: FollowedReport) -> list[ConsentRow]:
    """Each wish with what it means, and what taking it back does to a warning."""
    consents, alert = report.consents, report.alert
    has_warning = alert is not None and alert.may_read
    rows = []
    for code in CONSENTS:
        given = bool(getattr(consents, code))
        about = reference().text("consent", code, locale())
        if code == "warn" and given and has_warning:
            about = _("If you take this back, the warning goes away within 24 hours.")
        rows.append(
            ConsentRow(
                label=reference().label("consent", code, locale()),
                given=given,
                about=about,
                value=f"{code}:{'no' if given else 'yes'}",
            )
        )
        if code == "warn" and given and (alert is None or alert.published_on is None):
            rows.append(_at_once_row(report))
    return rows


def _at_once_row(report: FollowedReport) -> ConsentRow:
    """Only while there is something to wait for: what is out, is out."""
    if report.at_once:
        about = _("If you take this back, you have 48 hours to read the warning and stop it.")
    elif report.alert is not None and report.alert.state is AlertState.APPROVED:
        about = _("The warning that is ready keeps its time. This is for a next one.")
    else:
        about = _("Otherwise you have 48 hours to read the warning and stop it.")
    return ConsentRow(
        label=_("Warn at once when the desk approves it"),
        given=report.at_once,
        about=about,
        value=f"{AT_ONCE}:{'no' if report.at_once else 'yes'}",
    )


def hour_in_words(moment: datetime) -> str:
    """Day and hour as her clock shows them; cut to the hour, so that the promise holds."""
    hour = moment.astimezone(HERE).replace(minute=0, second=0, microsecond=0)
    return babel_dates.format_datetime(hour, PATTERNS[locale()], tzinfo=HERE, locale=locale())
