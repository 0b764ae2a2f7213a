"""Sending the complaint: stored once, acknowledged after the commit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import current_app, render_template

from app.adapters.vault.stretching import Busy
from app.domain.complaint import ComplaintDraft, check, unknown_codes
from app.domain.report import Problem
from app.domain.shown_again import AlreadyReceived
from app.public.complaint.filing import filing_of
from app.public.complaint.forms import ReviewForm
from app.public.complaint.pages import show_step
from app.public.complaint.steps import IN_SHORT, STEP_OF_FIELD, STEPS
from app.public.complaint.telling import Telling
from app.public.wizard import files
from app.public.wizard.along import let_first_desk_know
from app.public.wizard.code_page import Carried, CodePage, desk_can_read
from app.public.wizard.state import WizardState
from app.public.wizard.way import Answer
from app.services.file_complaint import (
    TEAM,
    file_complaint,
    prepare_complaint,
    recall_complaint_code,
)
from app.services.file_report import DeskClosed
from app.services.parked_file import FileGone, unpark_file
from app.services.store_once import Filed
from app.web.csrf import form_token
from app.web.current import keyring, now, reference, today
from app.web.rate_guard import burst_tag, spend
from app.web.texts import gettext as _
from app.web.unit_of_work import writing

NAVIGATOR = "navigator.route"


def send(state: WizardState[Telling]) -> Answer:
    """Files the complaint and shows the code; what is wrong is said beside what she wrote."""
    draft = state.draft.draft
    problems = check(draft, today()) + unknown_codes(draft, reference().has)
    if problems:
        first = problems[0]
        return _review(state, _sentence(first), STEP_OF_FIELD.get(first.field, ""))
    spend("submit")  # counted; text is never refused, a flood is tagged instead
    try:
        filed = _file(draft)
    except FileGone:
        there = state.draft.said(files=files.without_gone(draft.files))
        return _review(
            replace(state, draft=there),
            _("A file was here for more than a day and is gone. Add it again, or send without."),
            "files",
        )
    except AlreadyReceived:
        return CODE_PAGE.already()
    except DeskClosed:
        return closed()
    except Busy:
        sentence = _("It is very busy now. Nothing is lost: wait a moment and send again.")
        return _review(state, sentence), 503, {"Retry-After": "10"}
    let_first_desk_know(state.first if draft.from_report else None)
    return CODE_PAGE.first(filed.code, _carried(state.draft))


def closed() -> Answer:
    """Nobody could read a complaint now, so none is taken (security.md 2.5)."""
    return render_template("public/complaint/closed.html"), 503


def _file(draft: ComplaintDraft) -> Filed:
    token = form_token()
    assert token is not None  # an expired form never comes here
    if not desk_can_read(TEAM):
        raise DeskClosed
    moment = now()
    filing = filing_of(
        draft, files.collect(draft.files), today=moment.date(), burst=burst_tag(), known=reference()
    )
    prepared = prepare_complaint(filing, raw_token=token.raw16, keyring=keyring(), now=moment)
    with writing() as session:
        filed = file_complaint(session, prepared, now=moment)
        for one in draft.files:
            unpark_file(session, files.ticket_of(one))
    return filed


def _review(state: WizardState[Telling], sentence: str, wrong_step: str = "") -> str:
    """What she wrote, with the sentence on top and a button to the answer it is about."""
    wrong_step = IN_SHORT.get(wrong_step, "") if state.draft.too else wrong_step
    form = ReviewForm(state.draft, formdata=None)
    form.fill(state.draft)
    return show_step(STEPS.last, state, form, problem=sentence, wrong_step=wrong_step)


def _sentence(problem: Problem) -> str:
    if problem.field == "about":
        return {
            "twice": _("The same institution stands there twice. Take one away."),
            "required": _("Say who it is about. Only the kind is enough."),
        }.get(problem.code, _("One of your answers is not complete. Look at it again."))
    if problem.field == "subjects":
        return _("Choose what it is about.")
    if problem.code == "too_long":
        return _("One of your answers is too long. Look at it again and make it shorter.")
    return _("One of your answers is not complete. Look at it again.")


def _carried(telling: Telling) -> Carried:
    """Which help fits afterwards, by theme of whom it is about; and which words fit."""
    data, draft = reference(), telling.draft
    themes = {data.institution_type(one.kind).theme for one in draft.about if one.kind}
    how = "phone" if draft.phone_case else "too" if telling.too else ""
    return Carried(tuple(sorted(themes)), draft.region, draft.about[0].kind, how)


def _facts(carried: Carried) -> dict[str, Any]:
    """The way to what she can do herself, where that page is there."""
    known = carried.about in reference().institution_types
    return {"steps_for": carried.about if known and NAVIGATOR in current_app.view_functions else ""}


CODE_PAGE = CodePage("public/complaint", "complaint.go_on", recall_complaint_code, _facts)
