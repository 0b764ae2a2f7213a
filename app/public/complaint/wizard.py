"""The complaint: one address, one POST a step, nothing kept until she sends (decisions 5 and 6).

The way itself is that of every wizard (`app/public/wizard/way.py`).
"""

from __future__ import annotations

from dataclasses import replace

from flask import request

from app.domain.complaint import MAX_ABOUT, ComplaintDraft, unknown_codes
from app.domain.report import Problem
from app.public.complaint import sending
from app.public.complaint.blueprint import blueprint
from app.public.complaint.pages import FRAME, show_step
from app.public.complaint.steps import STEPS, steps_of
from app.public.complaint.telling import Telling
from app.public.wizard import files
from app.public.wizard.code_page import desk_can_read
from app.public.wizard.state import WizardState
from app.public.wizard.way import Answer, Press, Wizard, file_refused
from app.services.file_complaint import TEAM
from app.web.csrf import anonymous_form, keeps_text
from app.web.current import keyring, reference
from app.web.page_store import same_for_everyone
from app.web.roles import open_to


@blueprint.get("/k")
@open_to("anyone")
@anonymous_form
@same_for_everyone
def begin() -> Answer:
    """The first page: what this is, who reads it and what it costs her."""
    if not desk_can_read(TEAM):
        return sending.closed()
    return COMPLAINT.go_to(STEPS.first, WizardState(Telling()))


@blueprint.post("/k")
@open_to("anyone")
@anonymous_form
@keeps_text()
def go_on() -> Answer:
    """Whatever she pressed: next, back, change, add, send. What she typed is never lost."""
    if keyring().pinned_team_key(TEAM) is None:
        return sending.closed()
    step = request.form.get("step", STEPS.first)
    if step in ("code", "done"):
        return sending.CODE_PAGE.after(step)
    return COMPLAINT.answer(step)


def _from_kind(press: Press[Telling]) -> Answer | None:
    """After the kind comes which one, unless there is only one; the list is where it ends."""
    state = press.state
    if press.wish == "back" and (state.draft.at or state.reviewing):
        return COMPLAINT.go_to("about", state, press.notice)
    if press.wish in ("back", "stay"):
        return None
    complete, state = COMPLAINT.taken(press)
    if not complete:
        return show_step("kind", state, press.form)
    known = reference().only_one_of(reference().institution_type(state.draft.one.kind))
    return COMPLAINT.go_to("which" if known is None else "about", state, press.notice)


def _from_which(press: Press[Telling]) -> Answer | None:
    """She comes to the list of whom it is about, also when she came from reading it back."""
    if not press.state.draft.one.kind:
        return COMPLAINT.go_to("kind", press.state, press.notice)
    if press.wish == "stay":
        return None
    complete, state = COMPLAINT.taken(press)
    if press.wish == "back":
        return COMPLAINT.go_to("kind", state)
    if not complete and press.wish != "skip":
        return show_step("which", state, press.form)
    return COMPLAINT.go_to("about", state, press.notice)


def _from_about(press: Press[Telling]) -> Answer | None:
    state, telling = press.state, press.state.draft
    place = int(press.what) if press.what in map(str, range(MAX_ABOUT)) else MAX_ABOUT
    if press.wish == "add" and len(telling.draft.about) < MAX_ABOUT:
        new = replace(telling, at=len(telling.draft.about))
        return COMPLAINT.go_to("kind", replace(state, draft=new))
    if press.wish == "change" and place < len(telling.draft.about):
        return COMPLAINT.go_to("kind", replace(state, draft=replace(telling, at=place)))
    if press.wish == "remove":
        return COMPLAINT.go_to("about", replace(state, draft=telling.without(place)))
    if press.wish == "back":
        first = replace(
            state, draft=replace(telling, at=0)
        )  # so that she comes past each page once
        return COMPLAINT.go_to("which" if telling.draft.about else "kind", first)
    if not telling.draft.about and press.wish != "stay":
        return COMPLAINT.go_to("kind", state, press.notice)
    return None


def _from_files(press: Press[Telling]) -> Answer:
    """A file she chose is taken whatever she pressed: no browser offers it a second time."""
    state, form = press.state, press.form
    if press.wish == "remove":
        kept = files.remove(state.draft.draft.files, press.what)
        state = replace(state, draft=state.draft.said(files=kept))
    try:
        kept = files.take(state.draft.draft.files, pdf=True, asked=press.wish == "add")
    except files.FileRefused as refusal:
        return file_refused(lambda: show_step("files", state, form), form, refusal)
    state = replace(state, draft=state.draft.said(files=kept))
    if press.wish in ("add", "remove", "stay"):
        return show_step("files", state, form, notice=press.notice)
    if press.wish == "back":
        return COMPLAINT.back("files", state, press.notice)
    return COMPLAINT.onward("files", state, press.notice)


def _unknown(telling: Telling) -> list[Problem]:
    return unknown_codes(telling.draft, reference().has)


COMPLAINT: Wizard[Telling] = Wizard(
    name=FRAME.name,
    steps_of=steps_of,
    begin=lambda language: Telling(ComplaintDraft(language=language)),
    read=Telling.from_json,
    unknown=_unknown,
    show=show_step,
    send=sending.send,
    own_buttons={
        "kind": _from_kind,
        "which": _from_which,
        "about": _from_about,
        "files": _from_files,
    },
)
