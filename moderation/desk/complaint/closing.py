"""Closing a complaint: what she will read came of it, and what is counted of it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.complaint import MAX_ABOUT
from app.domain.complaint_facts import CaseFacts, FactsRefused
from app.domain.states import ComplaintState
from app.services.file_complaint import OBJECTION_DUE
from app.web.csrf import form_expired, keeps_text
from app.web.current import keyring, locale, now, reference
from app.web.locale import format_date
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing
from moderation.decisions.complaint.ending import FactsMissing, close_complaint
from moderation.decisions.complaint.open import ComplaintView
from moderation.decisions.complaint.steps import HER_DEADLINE
from moderation.desk.blueprint import desk
from moderation.desk.complaint.case import view_of
from moderation.desk.complaint.counted import (
    CountedFields,
    counted_words,
    fields_of,
    fields_sent,
    sentences,
)
from moderation.desk.complaint.step_cards import case_address
from moderation.desk.complaint.words import READERS
from moderation.desk.person import person

Answer = Response | tuple[str, int]


@desk.route("/k/case/<uuid:complaint_id>/close", methods=["GET", "POST"])
@open_to(*READERS)
@keeps_text(*(f"institution-{at}" for at in range(MAX_ABOUT)))
def close_case(complaint_id: UUID) -> Answer:
    """One form and one transaction; whatever is wrong, what was chosen stands there again."""
    view = view_of(complaint_id)
    if view.draft.training is not None:  # a request for a training is closed on its own page
        return redirect(case_address(complaint_id), 303)
    if request.method != "POST":
        if view.state is ComplaintState.CLOSED:
            return redirect(case_address(complaint_id), 303)
        return _page(view, fields_of(view))
    fields = fields_sent(view)
    if form_expired():
        sentence = _("This page was open too long. Nothing was closed. Press the button once more.")
        return _page(view, fields, problem=sentence, status=409)
    outcome = request.form.get("outcome", "")
    if not reference().has("outcome", outcome):
        outcome = ""
    facts: CaseFacts | None = None
    if view.consents.figures:
        try:
            facts = fields.facts()
        except FactsRefused as refused:
            fields = replace(fields, problems=sentences(refused.problems))
    if not outcome or fields.problems:
        return _page(view, fields, outcome=outcome, asked=True, status=422)
    try:
        with writing() as session:
            close_complaint(
                session, person(), complaint_id, outcome, facts=facts, keyring=keyring(), now=now()
            )
    except FactsMissing:
        view = view_of(complaint_id)
        sentence = _("She has just allowed to be counted. Look at what is counted, then close.")
        return _page(view, fields_of(view), outcome=outcome, problem=sentence, status=409)
    return redirect(url_for("desk.board", done="closed"), 303)


def _page(
    view: ComplaintView,
    fields: CountedFields,
    *,
    outcome: str = "",
    asked: bool = False,
    problem: str = "",
    status: int = 200,
) -> Answer:
    """`asked`: the outcome was asked for, and is missing when it is empty."""
    waiting = [one for one in view.steps if one.record.sent_on and not one.record.answered_on]
    bad = dict(fields.problems)
    if asked and not outcome:
        bad = {"outcome": _("Choose what came of it."), **bad}
    page = render_template(
        "desk/complaint/close.html",
        desk_section="board",
        view=view,
        outcomes=[
            (one.code, one.label(locale()), one.text(locale()))
            for one in reference().codes("outcome")
        ],
        outcome=outcome or request.form.get("outcome", ""),
        counted=counted_words(view, fields) if view.consents.figures else None,
        waiting=len(waiting),
        days=len(view.dues),
        her_last_day=_her_last_day(view),
        bad=bad,
        problem=problem,
        back=case_address(view.complaint_id),
    )
    return page, status


def _her_last_day(view: ComplaintView) -> str:
    """The nearest last day of hers that still runs: an appeal is lost by closing over it."""
    days = [one.due_on for one in view.dues if one.reason in (HER_DEADLINE, OBJECTION_DUE)]
    return format_date(min(days)) if days else ""
