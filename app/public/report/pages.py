"""How a step is shown: its template, the sealed state, and what has to be said on top."""

from __future__ import annotations

from typing import Any

from flask import render_template

from app.domain.consent import CONSENTS
from app.domain.incidents import highest_severity, offers_complaint
from app.domain.report import ReportDraft, told_no_alert
from app.public.report.review import rows_of
from app.public.report.steps import STEPS
from app.public.wizard.forms import StepForm
from app.public.wizard.pages import Frame
from app.public.wizard.read_back import row_to_mend
from app.public.wizard.state import WizardState
from app.web.current import locale, reference

FRAME = Frame("report.go_on", "wizard", lambda _draft: STEPS, ReportDraft(), frozenset({"kinds"}))


def show_step(
    step: str,
    state: WizardState[ReportDraft],
    form: StepForm[ReportDraft],
    *,
    notice: str = "",
    problem: str = "",
    wrong_step: str = "",
) -> str:
    """A page of the wizard; `problem` is said as an error, `notice` as information.

    `wrong_step` is where the problem can be mended, when that is another page.
    """
    draft = state.draft
    incidents = reference().incidents
    values: dict[str, Any] = {
        **FRAME.values(step, state, form),
        "notice_text": notice,
        "problem": problem,
        "severity": highest_severity(draft.kinds, incidents) if draft.kinds else 0,
        "categories": {incidents[kind].category for kind in draft.kinds if kind in incidents},
        "no_alert": told_no_alert(draft, incidents),
        "is_complaint": offers_complaint(draft.culprit_role),
    }
    if step == "kinds":
        values["groups"] = [
            (category.label(locale()), [one.code for one in found])
            for category, found in reference().incidents_by_category
        ]
    if step == "looks":
        values["parts"] = [
            (
                part.label(locale()),
                [one.code for one in reference().children("appearance", part.code)],
            )
            for part in reference().codes("appearance_part")
        ]
    if step == "wishes":
        values["consent_texts"] = {
            code: reference().text("consent", code, locale()) for code in CONSENTS
        }
    if step == STEPS.last:
        values["rows"] = rows_of(draft)
        values["wrong"] = row_to_mend(values["rows"], wrong_step)
    return render_template(f"public/report/{step}.html", **values)
