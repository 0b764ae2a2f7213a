"""How a step is shown: its template, the sealed state, and what has to be said on top."""

from __future__ import annotations

from typing import Any

from flask import render_template

from app.adapters.form_token import read_form_token
from app.domain.consent import CONSENTS
from app.domain.incidents import highest_severity, offers_complaint
from app.domain.report import told_no_alert
from app.public.report.forms import StepForm
from app.public.report.review import rows_of
from app.public.report.state import WizardState, seal_state
from app.public.report.steps import LAST, STEPS, number_of
from app.web.csrf import csrf_token, form_key
from app.web.current import locale, now, reference


def show_step(
    step: str,
    state: WizardState,
    form: StepForm,
    *,
    notice: str = "",
    problem: str = "",
    wrong_step: str = "",
) -> str:
    """A page of the wizard; `problem` is said as an error, `notice` as information.

    `wrong_step` is where the problem can be mended, when that is another page.
    """
    raw = read_form_token(csrf_token(), form_key(), now()).raw16
    draft = state.draft
    incidents = reference().incidents
    values: dict[str, Any] = {
        "step": step,
        "number": number_of(step),
        "steps": len(STEPS) - 1,
        "form": form,
        # the first page is the same for everybody: nothing to remember yet
        "state": "" if state == WizardState() else seal_state(state, form_key(), raw),
        "draft": draft,
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
    if step == LAST:
        values["rows"] = rows = rows_of(draft)
        values["wrong"] = next((row for row in rows if row.value == f"change:{wrong_step}"), None)
    return render_template(f"public/report/{step}.html", **values)
