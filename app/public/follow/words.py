"""Codes of the read model in her language: labels, sentences, days and hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from babel import dates as babel_dates

from app.domain.consent import CONSENTS
from app.domain.states import CAME_OUT, AlertState
from app.services.follow_report import FollowedAlert, FollowedReport
from app.web.current import HERE, locale, reference
from app.web.texts import gettext as _

AT_ONCE = "at_once"
PATTERNS = {"nl": "EEEE d MMMM 'om' HH:mm 'uur'", "en": "EEEE d MMMM 'at' HH:mm"}


@dataclass(frozen=True)
class ConsentRow:
    """One line of the list of consents; `value` is what its button asks for.

    With `page` the button leads there first: it has a consequence to be read.
    """

    label: str
    given: bool
    about: str
    value: str
    name: str = "change"
    page: str = ""


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
    rows = []
    for code in CONSENTS:
        given = bool(getattr(consents, code))
        about = reference().text("consent", code, locale())
        if code == "warn":
            about = _about_warning(report) or about
        rows.append(
            ConsentRow(
                label=reference().label("consent", code, locale()),
                given=given,
                about=about,
                value=f"{code}:{'no' if given else 'yes'}",
                page="follow.before_no_more_warning"
                if code == "warn" and goes_with_consent(report)
                else "",
            )
        )
        if code == "warn" and given and (alert is None or alert.published_on is None):
            rows.append(_at_once_row(report))
    return rows


def impact_words(alert: FollowedAlert) -> tuple[str, ...]:
    """What came of her warning, in steps that tell nobody who looked when (domain.impact)."""
    return (
        _("At least %(num)s members were told of it.", num=alert.told)
        if alert.told
        else _("Fewer than ten members were told of it."),
        _("At least %(num)s checks found it.", num=alert.met)
        if alert.met
        else _("Fewer than ten checks found it."),
        *(
            [_("%(num)s different people reported this person.", num=alert.reports)]
            if alert.reports > 1
            else []
        ),
    )


def becomes_of(alert: FollowedAlert | None) -> str:
    """What her no does to her warning: none is there, it is shared, out, or still waiting."""
    if alert is None or not alert.may_read:
        return "none"
    if alert.state not in CAME_OUT:
        return "waiting"
    return "shared" if alert.shared else "out"


def goes_with_consent(report: FollowedReport) -> bool:
    """Whether taking back that we may warn does something to a warning."""
    alert = report.alert
    return report.consents.warn and alert is not None and alert.may_read and not alert.stop_asked


def stays_stopped(alert: FollowedAlert | None) -> bool:
    """Whether she said no to this warning, so that it goes whatever she allows now."""
    if alert is None or alert.state is AlertState.VETOED:
        return alert is not None
    return alert.stop_asked and becomes_of(alert) != "shared"


def _about_warning(report: FollowedReport) -> str:
    """What is true of her warning now; empty where there is nothing to say of it."""
    if stays_stopped(report.alert):
        return _(
            "The warning that you said no to does not come back. If you allow this, the desk may "
            "write a new one."
        )
    if not goes_with_consent(report):
        return ""
    return {
        "waiting": _("If you take this back, the warning does not go out."),
        "out": _("If you take this back, the warning goes away within 24 hours."),
        "shared": _("If you take this back, the desk takes your part out of the warning."),
    }[becomes_of(report.alert)]


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
