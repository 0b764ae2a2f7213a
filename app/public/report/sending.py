"""Sending the report: stored once, acknowledged after the commit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import render_template

from app.adapters.vault.stretching import Busy
from app.domain.incidents import highest_severity
from app.domain.report import Problem, ReportDraft, check, unknown_codes
from app.domain.shown_again import AlreadyReceived
from app.public.report.filing import filing_of
from app.public.report.forms import ReviewForm
from app.public.report.pages import show_step
from app.public.report.steps import STEP_OF_FIELD, STEPS
from app.public.wizard import files
from app.public.wizard.along import let_first_desk_know
from app.public.wizard.code_page import Carried, CodePage, desk_can_read
from app.public.wizard.state import WizardState
from app.public.wizard.way import Answer
from app.services.file_report import (
    TEAM,
    DeskClosed,
    file_report,
    prepare_report,
    recall_code,
)
from app.services.parked_file import FileGone, unpark_file
from app.services.store_once import Filed
from app.web.csrf import form_token
from app.web.current import keyring, now, reference, today
from app.web.rate_guard import burst_tag, spend
from app.web.texts import gettext as _
from app.web.unit_of_work import writing

CODE_PAGE = CodePage("public/report", "report.go_on", recall_code)


def send(state: WizardState[ReportDraft]) -> Answer:
    """Files the report and shows the code; whatever is wrong is said beside what she wrote."""
    problems = check(state.draft, today())
    problems += unknown_codes(state.draft, reference().has)
    if problems:
        first = problems[0]
        return _review(state, _sentence(first), STEP_OF_FIELD.get(first.field, ""))
    spend("submit")  # counted; text is never refused, a flood is tagged instead
    try:
        filed = _file(state)
    except FileGone:
        return _review(
            _without_gone(state),
            _("A photo was here for more than a day and is gone. Add it again, or send without."),
            "photo",
        )
    except AlreadyReceived:
        return CODE_PAGE.already()
    except DeskClosed:
        return render_template("public/report/closed.html"), 503
    except Busy:
        sentence = _("It is very busy now. Nothing is lost: wait a moment and send again.")
        return _review(state, sentence), 503, {"Retry-After": "10"}
    let_first_desk_know(state.first if state.draft.from_complaint else None)
    return CODE_PAGE.first(filed.code, _carried(state.draft))


def _carried(draft: ReportDraft) -> Carried:
    """Which kinds of help to show afterwards."""
    data = reference()
    needs = {data.incident(kind).category for kind in draft.kinds}
    if highest_severity(draft.kinds, data.incidents) >= 4:
        needs.add("ernst-4")
    return Carried(tuple(sorted(needs)), draft.place.region)


def _file(state: WizardState[ReportDraft]) -> Filed:
    token = form_token()
    assert token is not None  # an expired form never comes here
    if not desk_can_read(TEAM):
        raise DeskClosed
    pictures = files.collect(state.draft.photos)
    moment = now()
    filing = filing_of(
        state.draft,
        pictures,
        reference=reference(),
        today=moment.date(),
        burst=burst_tag(),
    )
    expires_on = moment.date() + timedelta(days=reference().protocol.report_max_days)
    prepared = prepare_report(
        filing, raw_token=token.raw16, keyring=keyring(), expires_on=expires_on, now=moment
    )
    with writing() as session:
        filed = file_report(session, prepared, now=moment)
        for photo in state.draft.photos:
            unpark_file(session, files.ticket_of(photo))
    return filed


def _without_gone(state: WizardState[ReportDraft]) -> WizardState[ReportDraft]:
    return replace(state, draft=replace(state.draft, photos=files.without_gone(state.draft.photos)))


def _review(state: WizardState[ReportDraft], sentence: str, wrong_step: str = "") -> str:
    """What she wrote, with the sentence on top and a button to the answer it is about."""
    form = ReviewForm(state.draft, formdata=None)
    form.fill(state.draft)
    return show_step(STEPS.last, state, form, problem=sentence, wrong_step=wrong_step)


def _sentence(problem: Problem) -> str:
    if problem.field == "kinds":
        return _("Choose at least one thing that happened.")
    if problem.code == "too_long":
        return _("One of your answers is too long. Look at it again and make it shorter.")
    if problem.field == "when":
        return _("We cannot read this day. Write it like 21-11-2026.")
    return _("One of your answers is not complete. Look at it again.")
