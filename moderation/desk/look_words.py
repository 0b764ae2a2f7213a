"""What stands beside a warning in its second look, in words."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from babel import dates as babel_dates

from app.domain.states import AlertState
from app.web.current import locale, now, reference
from app.web.locale import format_date
from app.web.texts import gettext as _
from moderation.decisions.alert_content import Review
from moderation.decisions.extend_alert import extended_until
from moderation.decisions.read_alerts import AlertView
from moderation.decisions.redaction_marks import TextMark
from moderation.desk.words import label

HERE = ZoneInfo("Europe/Amsterdam")
PATTERNS = {"nl": "d MMMM 'om' HH:mm 'uur'", "en": "d MMMM 'at' HH:mm"}


def answers_of(view: AlertView) -> list[dict[str, Any]]:
    """What the writer answered, for who looks second."""
    if view.review is None:
        return []
    rows = [
        {
            "label": label("criterion", one),
            "answer": label("yes_no", view.review.checklist[one])
            if one in view.review.checklist
            else _("not answered"),
        }
        for one in reference().protocol.criteria
    ]
    inform = view.review.inform
    if inform is not None:
        until = format_date(inform.review_on) if inform.review_on else ""
        text = label("inform_choice", inform.choice)
        if until:
            text = _("%(choice)s. To be looked at again on %(day)s.", choice=text, day=until)
        if inform.informed_on:
            text = _("%(choice)s on %(day)s.", choice=text, day=format_date(inform.informed_on))
        rows.append({"label": _("Telling the person"), "answer": text})
    if view.review.severity_reason:
        rows.append(
            {
                "label": _("Why another severity"),
                "answer": label("severity_change_reason", view.review.severity_reason),
            }
        )
    return rows


def answer_to(mark: TextMark, review: Review) -> str:
    """What the writer said of a mark."""
    if mark.must_go:
        return _("may not stay")
    if mark.key in review.answered:
        return _("the writer looked: it may stay")
    return _("nobody has looked at it")


def last_day_of(view: AlertView) -> str:
    """The day on which it ends, or would end with what is proposed here."""
    if view.extends and view.content is not None:
        reason = view.moves[0].reason or ""
        month, severity = view.content.month, view.content.severity
        return format_date(
            extended_until(reason, severity, month, reference().protocol, now().date())
        )
    if view.row.state is AlertState.PUBLISHED and view.row.expires_on is not None:
        return format_date(view.row.expires_on)
    return ""


def release_moment(view: AlertView) -> str:
    """When an approved one goes out; empty while nobody approved it."""
    if view.release_after is None:
        return ""
    return babel_dates.format_datetime(
        view.release_after.astimezone(HERE), PATTERNS[locale()], tzinfo=HERE, locale=locale()
    )
