"""The form of a warning: empty fields, closed lists, and what was typed always comes back.

It is read by hand: a criterion of the protocol is a field of its own, and which there are is data.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from app.domain.incidents import highest_severity, is_alertable
from app.domain.months import first_of_month, months_before
from app.web.current import locale, now, reference
from app.web.locale import format_month
from app.web.texts import gettext as _
from moderation.decisions.alert_content import AlertContent, Review
from moderation.decisions.case_identifiers import TypedIdentifier
from moderation.decisions.judge_alert import WrittenAlert
from moderation.decisions.open_case import CaseView
from moderation.desk.words import label, region_label, visible
from moderation.rules.outcomes import REASONS, Outcome
from moderation.rules.publication_bar import INFORMED, InformChoice

MOST_TEXT = 20_000  # far more than an alert may be: too long is a sentence, not a cut
CRITERION = "criterion-"

# which field of the page a problem belongs to, for the link on top
FIELD_OF = {
    "no_kind": "kinds",
    "not_criminal": "kinds",
    "severity_too_low": "severity",
    "severity_reason_missing": "severity_reason",
    "text_too_short": "text",
    "text_too_long": "text",
    "text_unreadable": "text",
    "blocking_marks": "marks",
    "region_missing": "region",
    "month_missing": "month",
    "month_in_future": "month",
    "month_too_old": "month",
    "checklist_unanswered": "criteria",
    "checklist_failed": "criteria",
    "inform_missing": "inform",
    "inform_review_missing": "review_on",
    "informed_day_missing": "informed_on",
    "no_identifier": "identifiers",
}


@dataclass(frozen=True)
class Offered:
    """One choice of a list: its code, its label, whether it is chosen, and a line about it."""

    value: str
    label: str
    chosen: bool
    about: str = ""


def read_form() -> WrittenAlert:
    """What was sent, as far as it can be read; the bar judges the rest."""
    form = request.form
    severity = form.get("severity", "")
    return WrittenAlert(
        text=form.get("text", "")[:MOST_TEXT],
        kinds=tuple(dict.fromkeys(form.getlist("kinds"))),
        severity=int(severity) if severity in ("1", "2", "3", "4") else 0,
        severity_reason=form.get("severity_reason", ""),
        region=form.get("region", ""),
        month=as_month(form.get("month", "")),
        identifiers=tuple(form.getlist("identifiers")),
        appearance=tuple(dict.fromkeys(form.getlist("appearance"))),
        car_type=form.get("car_type", ""),
        car_colour=form.get("car_colour", ""),
        checklist={
            one: form[f"{CRITERION}{one}"]
            for one in reference().protocol.criteria
            if form.get(f"{CRITERION}{one}") in ("yes", "no")
        },
        inform=read_inform(),
        # the tick for all guesses together names each of them: a new one asks again
        answered=frozenset(" ".join(form.getlist("marks")[:MOST_TEXT]).split()),
    )


def read_inform() -> InformChoice:
    """Whether the person was told, and the day that belongs to it: the other one is left out."""
    form = request.form
    choice = form.get("inform", "")
    if choice == INFORMED:
        return InformChoice(choice, informed_on=as_day(form.get("informed_on", "")))
    return InformChoice(choice, as_day(form.get("review_on", "")))


def empty_form(view: CaseView) -> WrittenAlert:
    """Empty but for what is coded anyway: kinds, their usual severity, the month, identifiers."""
    known = reference().incidents
    kinds = tuple(
        one
        for one in view.draft.kinds
        if one in known and is_alertable(known[one].severity) and known[one].criminal != "nee"
    )
    return _written(
        kinds=kinds,
        severity=highest_severity(kinds, known),
        month=view.draft.when.month(view.arrived_on),
        identifiers=tuple(one.key for one in view.identifiers if one.identifier is not None),
    )


def form_of_alert(
    content: AlertContent, review: Review, identifiers: tuple[str, ...]
) -> WrittenAlert:
    """The alert as it stands, to be corrected or written again."""
    return _written(
        text=content.words.text,
        kinds=content.kinds,
        severity=content.severity,
        severity_reason=review.severity_reason,
        region=content.region,
        month=content.month,
        identifiers=identifiers,
        appearance=content.words.appearance,
        car_type=content.words.car_type or "",
        car_colour=content.words.car_colour or "",
        inform=review.inform,
    )


def offers(written: WrittenAlert, identifiers: Mapping[str, TypedIdentifier]) -> dict[str, Any]:
    """Everything the page offers, with what is chosen now."""
    data = reference()
    return {
        "kinds": [
            (
                category.label(locale()),
                [
                    Offered(one.code, label("incident", one.code), one.code in written.kinds)
                    for one in found
                    if is_alertable(one.severity) and one.criminal != "nee"
                ],
            )
            for category, found in data.incidents_by_category
        ],
        "severity": [
            Offered(one.code, one.label(locale()), one.code == str(written.severity))
            for one in data.codes("severity")
            if is_alertable(int(one.code))
        ],
        "severity_reason": _list(
            "severity_change_reason", written.severity_reason, REASONS[Outcome.CHANGE_SEVERITY]
        ),
        "units": [
            Offered(one.code, region_label(one.code), one.code == written.region)
            for one in data.police_units
            if one.is_region
        ],
        "municipalities": [
            Offered(one.code, one.name, one.code == written.region) for one in data.municipalities
        ],
        "months": _months(written.month),
        "identifiers": [
            Offered(
                key,
                f"{label('identifier_kind', one.kind)}: {one.masked}",
                key in written.identifiers,
                visible(one.typed),
            )
            for key, one in identifiers.items()
            if one.identifier is not None
        ],
        "appearance": [
            (
                part.label(locale()),
                [
                    Offered(one.code, one.label(locale()), one.code in written.appearance)
                    for one in data.children("appearance", part.code)
                ],
            )
            for part in data.codes("appearance_part")
        ],
        "car_type": _list("car_type", written.car_type),
        "car_colour": _list("car_colour", written.car_colour),
        "criteria": [
            (one, label("criterion", one), written.checklist.get(one, ""))
            for one in data.protocol.criteria
        ],
        "inform": _list("inform_choice", written.inform.choice if written.inform else ""),
    }


def _list(list_name: str, chosen: str, only: frozenset[str] | None = None) -> list[Offered]:
    return [
        Offered(one.code, one.label(locale()), one.code == chosen)
        for one in reference().codes(list_name)
        if only is None or one.code in only
    ]


def _months(chosen: date | None) -> list[Offered]:
    """From this month back, as far as the longest term of an alert reaches."""
    this = first_of_month(now().date())
    most = max(reference().protocol.alert_days.values()) // 30
    months = [months_before(this, back) for back in range(most + 1)]
    return [
        Offered(one.isoformat()[:7], format_month(one), chosen is not None and one == chosen)
        for one in months
    ]


def _written(**values: Any) -> WrittenAlert:
    empty: dict[str, Any] = {
        "text": "", "kinds": (), "severity": 0, "severity_reason": "", "region": "",
        "month": None, "identifiers": (), "appearance": (), "car_type": "", "car_colour": "",
        "checklist": {}, "inform": None, "answered": frozenset(),
    }  # fmt: skip
    return WrittenAlert(**(empty | values))


def as_month(text: str) -> date | None:
    """The first day of a month as the form sends it; None for anything else."""
    return as_day(f"{text}-01") if len(text) == 7 else None


def as_day(text: str) -> date | None:
    """A day as the form sends it; None for anything else."""
    with contextlib.suppress(ValueError):
        return date.fromisoformat(text) if len(text) == 10 else None
    return None


def field_errors(codes: tuple[str, ...], sentences: list[str]) -> dict[str, list[str]]:
    """Sentences by the field they belong to; those of no field stand under an empty name."""
    found: dict[str, list[str]] = {}
    for code, sentence in zip(codes, sentences, strict=True):
        found.setdefault(FIELD_OF.get(code, ""), []).append(sentence)
    return found


def too_old() -> str:
    return _("This page was open too long. Nothing was proposed. Send it once more.")
