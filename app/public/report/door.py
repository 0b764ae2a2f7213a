"""The report: one address, one POST a step, nothing kept until she sends (decisions 5 and 6).

Answers to POST are pages, never redirects: what she told stands only in the form itself. The
code is in no address, cookie or table.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, g, render_template, request
from werkzeug.wrappers import Response

from app.adapters.form_token import FormExpired, FormForged, new_form_token, read_form_token
from app.domain.report import ReportDraft, unknown_codes
from app.public.report import photos, sending
from app.public.report.client_forms import KnownForm
from app.public.report.forms import StepForm, StoryForm
from app.public.report.pages import show_step
from app.public.report.state import StateUnreadable, WizardState, open_state
from app.public.report.steps import FIRST, LAST, STEPS, form_of, step_after, step_before
from app.services.file_report import TEAM
from app.web.csrf import FIELD, anonymous_form, form_expired, form_key, form_token, keeps_text
from app.web.current import keyring, now, reference
from app.web.page_store import same_for_everyone
from app.web.roles import open_to
from app.web.texts import gettext as _

blueprint = Blueprint("report", __name__, url_prefix="/<lang>")

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@blueprint.get("/f")
@open_to("anyone")
@anonymous_form
@same_for_everyone
def begin() -> Answer:
    """The first page: is she safe now, and what this is."""
    if not sending.desk_can_read():
        return desk_closed()
    return show_step(FIRST, WizardState(), form_of(FIRST)(formdata=None))


@blueprint.post("/f")
@open_to("anyone")
@anonymous_form
@keeps_text()
def go_on() -> Answer:
    """Whatever she pressed: next, back, change, add, send. What she typed is never lost."""
    if keyring().pinned_team_key(TEAM) is None:
        return desk_closed()
    step = request.form.get("step", FIRST)
    if step in ("code", "done"):
        return sending.after_code(step)
    if step not in STEPS:
        step = FIRST
    state, notice = _state_of_form()
    if form_expired():
        return _old_form(step, state, notice)
    wish, _colon, what = request.form.get("go", "next").partition(":")
    if step == LAST:
        return _from_review(state, wish, what, notice)
    return _from_step(step, state, wish, what, notice)


def desk_closed() -> Answer:
    """Nobody could read a report now, so none is taken (security.md 2.5)."""
    return render_template("public/report/closed.html"), 503


def _from_step(step: str, state: WizardState, wish: str, what: str, notice: str) -> Answer:
    form = form_of(step)()
    if step == "photo":
        return _from_photo(form, state, wish, what, notice)
    if wish == "stay":  # she changed the language: same page, same answers
        return show_step(step, state, form, notice=notice)
    if isinstance(form, KnownForm):
        if wish == "add":
            form.add(what)
            return show_step(step, state, form, notice=notice)
        form.leave_as_typed(state.draft, everything=wish in ("keep", "skip", "back"))
    complete = form.validate()
    if complete:
        draft = _known_codes(form.change(state.draft), state.draft)
        state = replace(state, draft=draft)
    elif wish not in ("back", "skip") or isinstance(form, StoryForm):
        return show_step(step, state, form, notice=notice)  # a whole story is never left out
    else:
        notice = _("We left out what stood on the page before: it was not complete.")
    return _back(step, state, notice) if wish == "back" else _onward(step, state, notice)


def _back(step: str, state: WizardState, notice: str = "") -> Answer:
    """The question before, or where she reads everything, if she came from there."""
    if state.reviewing:
        return _onward(step, state, notice)
    return _show(step_before(step), state, notice)


def _onward(step: str, state: WizardState, notice: str = "") -> Answer:
    """The next question, or back to where she reads everything."""
    if state.reviewing:
        return _show(LAST, replace(state, reviewing=False), notice)
    return _show(step_after(step), state, notice)


def _from_photo(form: StepForm, state: WizardState, wish: str, what: str, notice: str) -> Answer:
    """A file she chose is taken whatever she pressed: no browser offers it a second time."""
    if wish == "remove":
        state = photos.remove(state, what)
    try:
        state = photos.take(state)
    except photos.PhotoRefused as refusal:
        return _photo_refused(form, state, refusal)
    if wish in ("add", "remove", "stay"):
        return show_step("photo", state, form, notice=notice)
    if wish == "back":
        return _back("photo", state, notice)
    return _onward("photo", state, notice)


def _photo_refused(form: StepForm, state: WizardState, refusal: photos.PhotoRefused) -> Answer:
    """The same page with the sentence at the field, and when it may be tried again."""
    form["photo"].errors = [refusal.sentence]
    page = show_step("photo", state, form)
    if not refusal.retry_after_seconds:
        return page
    return page, 429, {"Retry-After": str(refusal.retry_after_seconds)}


def _from_review(state: WizardState, wish: str, what: str, notice: str) -> Answer:
    if wish == "change" and what in STEPS:
        return _show(what, replace(state, reviewing=what != LAST), notice)
    if wish == "back":
        return _show(step_before(LAST), state, notice)
    if wish == "send" and not notice:
        return sending.send(state)
    return _show(LAST, state, notice)


def _show(step: str, state: WizardState, notice: str = "") -> Answer:
    form = form_of(step)(formdata=None)
    form.fill(state.draft)
    return show_step(step, state, form, notice=notice)


def _old_form(step: str, state: WizardState, notice: str) -> Answer:
    """The form was open for a day: her text again, in a fresh form, and nothing sent."""
    form = form_of(step)()
    sentence = _("This page was open too long. Nothing was sent. Please go on from here.")
    return show_step(step, state, form, notice=f"{sentence} {notice}".strip())


def _state_of_form() -> tuple[WizardState, str]:
    """What the hidden field holds; an unreadable one begins anew and says so."""
    text = request.form.get("state", "")
    if not text:
        return _fresh_state(), ""
    raw = _raw_token()
    if raw is not None:
        try:
            return open_state(text, form_key(), raw), ""
        except StateUnreadable:
            pass
    return _fresh_state(), _("What you filled in on the pages before is gone. Fill it in again.")


def _fresh_state() -> WizardState:
    return WizardState(draft=ReportDraft(language=request.path.split("/")[1]))


def _raw_token() -> bytes | None:
    """The form's own bytes; of an expired form too, so that her answers can be read once more."""
    token = form_token()
    if token is not None:
        return token.raw16
    try:
        return read_form_token(request.form.get(FIELD, ""), form_key(), now()).raw16
    except FormExpired as old:
        g.form_token_text = new_form_token(form_key(), now())
        return old.token.raw16
    except FormForged:
        return None


def _known_codes(draft: ReportDraft, before: ReportDraft) -> ReportDraft:
    """A code that no list holds was not chosen on our page: then the answers stay as they were."""
    return before if unknown_codes(draft, reference().has) else draft
