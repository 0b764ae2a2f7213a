"""The report: one address, one POST a step, nothing kept until she sends (decisions 5 and 6).

The way itself is that of every wizard (`app/public/wizard/way.py`). The code is in no address,
cookie or table.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request

from app.domain.report import ReportDraft, unknown_codes
from app.domain.report_parts import Photo
from app.public.report import sending
from app.public.report.along import TO_REPORT
from app.public.report.client_forms import KnownForm
from app.public.report.pages import FRAME, show_step
from app.public.report.steps import STEPS
from app.public.wizard import files
from app.public.wizard.code_page import desk_can_read
from app.public.wizard.state import WizardState
from app.public.wizard.way import Answer, Press, Wizard, file_refused
from app.services.file_report import TEAM
from app.web.csrf import anonymous_form, keeps_text
from app.web.current import keyring, reference
from app.web.page_store import same_for_everyone
from app.web.roles import open_to

blueprint = Blueprint("report", __name__, url_prefix="/<lang>")


@blueprint.get("/f")
@open_to("anyone")
@anonymous_form
@same_for_everyone
def begin() -> Answer:
    """The first page: is she safe now, and what this is."""
    if not desk_can_read(TEAM):
        return desk_closed()
    return REPORT.go_to(STEPS.first, WizardState(ReportDraft()))


@blueprint.post("/f")
@open_to("anyone")
@anonymous_form
@keeps_text()
def go_on() -> Answer:
    """Whatever she pressed: next, back, change, add, send. What she typed is never lost."""
    if keyring().pinned_team_key(TEAM) is None:
        return desk_closed()
    step = request.form.get("step", STEPS.first)
    if step in ("code", "done"):
        return sending.CODE_PAGE.after(step)
    return REPORT.answer(step)


@blueprint.post("/f/along")
@open_to("anyone")
@anonymous_form
@keeps_text()
def along() -> Answer:
    """From a complaint: the page on which she chooses what goes along, and what comes of it."""
    return TO_REPORT.answer(REPORT) if desk_can_read(TEAM) else desk_closed()


def desk_closed() -> Answer:
    """Nobody could read a report now, so none is taken (security.md 2.5)."""
    return render_template("public/report/closed.html"), 503


def _from_known(press: Press[ReportDraft]) -> Answer | None:
    form = press.form
    assert isinstance(form, KnownForm)
    if press.wish == "add":
        form.add(press.what)
        return show_step(press.step, press.state, form, notice=press.notice)
    everything = press.wish in ("keep", "skip", "back")
    form.leave_as_typed(press.state.draft, everything=everything)
    return None


def _from_photo(press: Press[ReportDraft]) -> Answer:
    """A file she chose is taken whatever she pressed: no browser offers it a second time."""
    state, form = press.state, press.form
    if press.wish == "remove":
        state = _with_photos(state, files.remove(state.draft.photos, press.what))
    try:
        taken = files.take(state.draft.photos, asked=press.wish == "add")
        state = _with_photos(state, taken)
    except files.FileRefused as refusal:
        return file_refused(lambda: show_step("photo", state, form), form, refusal)
    if press.wish in ("add", "remove", "stay"):
        return show_step("photo", state, form, notice=press.notice)
    if press.wish == "back":
        return REPORT.back("photo", state, press.notice)
    return REPORT.onward("photo", state, press.notice)


def _with_photos(
    state: WizardState[ReportDraft], photos: tuple[Photo, ...]
) -> WizardState[ReportDraft]:
    return replace(state, draft=replace(state.draft, photos=photos))


REPORT: Wizard[ReportDraft] = Wizard(
    name=FRAME.name,
    steps_of=lambda _draft: STEPS,
    begin=lambda language: ReportDraft(language=language),
    read=ReportDraft.from_json,
    unknown=lambda draft: unknown_codes(draft, reference().has),
    show=show_step,
    send=sending.send,
    own_buttons={"known": _from_known, "photo": _from_photo},
)
