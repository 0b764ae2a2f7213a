"""The way through a wizard: one address, one POST a step, nothing kept until she sends.

Answers to POST are pages, never redirects: what she told stands only in the form itself (decisions
5 and 6). What she typed is never lost, whatever she presses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol

from flask import g, request
from werkzeug.wrappers import Response

from app.adapters.form_token import FormExpired, FormForged, new_form_token, read_form_token
from app.domain.report import Problem
from app.public.wizard.files import FileRefused
from app.public.wizard.forms import StepForm
from app.public.wizard.state import D, StateUnreadable, WizardState, open_state
from app.public.wizard.steps import Steps
from app.web.csrf import FIELD, form_expired, form_key, form_token
from app.web.current import now
from app.web.texts import gettext as _

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


class ShowStep(Protocol[D]):
    """How a wizard shows a step."""

    def __call__(
        self,
        step: str,
        state: WizardState[D],
        form: StepForm[D],
        *,
        notice: str = "",
        problem: str = "",
        wrong_step: str = "",
    ) -> str: ...


@dataclass(frozen=True)
class Press(Generic[D]):
    """What she pressed on a step: `wish` and, behind a colon, `what`."""

    step: str
    wish: str
    what: str
    form: StepForm[D]
    state: WizardState[D]
    notice: str = ""


@dataclass(frozen=True)
class Wizard(Generic[D]):
    """What one wizard is made of.

    `steps_of` are the questions for a draft: a short way has fewer. `begin` is an empty draft in a
    language; `unknown` says which codes of a draft no list holds; `own_buttons` are steps with
    buttons of their own: None means that the ordinary way goes on.
    """

    name: str
    steps_of: Callable[[D], Steps[D]]
    begin: Callable[[str], D]
    read: Callable[[object], D]
    unknown: Callable[[D], list[Problem]]
    show: ShowStep[D]
    send: Callable[[WizardState[D]], Answer]
    own_buttons: Mapping[str, Callable[[Press[D]], Answer | None]] = field(default_factory=dict)

    def answer(self, step: str) -> Answer:
        """The page after whatever she pressed: next, back, change, add, send."""
        state, notice = self._state_of_form()
        steps = self.steps_of(state.draft)
        if step not in steps.forms:
            step = steps.first
        form = steps.forms[step](state.draft)
        if form_expired():
            # open for a day: her text again, in a fresh form, and nothing sent
            sentence = _("This page was open too long. Nothing was sent. Please go on from here.")
            return self.show(step, state, form, notice=f"{sentence} {notice}".strip())
        wish, _colon, what = request.form.get("go", "next").partition(":")
        press = Press(step, wish, what, form, state, notice)
        own = self.own_buttons.get(step)
        answer = None if own is None else own(press)
        if answer is not None:
            return answer
        return self._from_review(press) if step == steps.last else self._from_step(press)

    def go_to(self, step: str, state: WizardState[D], notice: str = "") -> Answer:
        """A step, filled in with what she said before."""
        form = self.steps_of(state.draft).forms[step](state.draft, formdata=None)
        form.fill(state.draft)
        return self.show(step, state, form, notice=notice)

    def onward(self, step: str, state: WizardState[D], notice: str = "") -> Answer:
        """The next question, or back to where she reads everything."""
        steps = self.steps_of(state.draft)
        if state.reviewing:
            return self.go_to(steps.last, replace(state, reviewing=False), notice)
        return self.go_to(steps.after(step), state, notice)

    def taken(self, press: Press[D]) -> tuple[bool, WizardState[D]]:
        """Whether the step is complete, and the state with its answers if it is.

        A code that no list holds was not chosen on our page: then the answers stay as they were.
        """
        if not press.form.validate():
            return False, press.state
        draft = press.form.change(press.state.draft)
        draft = press.state.draft if self.unknown(draft) else draft
        return True, replace(press.state, draft=draft)

    def back(self, step: str, state: WizardState[D], notice: str = "") -> Answer:
        """The question before, or where she reads everything, if she came from there."""
        if state.reviewing:
            return self.onward(step, state, notice)
        return self.go_to(self.steps_of(state.draft).before(step), state, notice)

    def _from_step(self, press: Press[D]) -> Answer:
        step, notice = press.step, press.notice
        if press.wish == "stay":  # she changed the language: same page, same answers
            return self.show(step, press.state, press.form, notice=notice)
        complete, state = self.taken(press)
        if not complete:
            if press.wish not in ("back", "skip") or press.form.never_left_out:
                return self.show(step, state, press.form, notice=notice)
            notice = _("We left out what stood on the page before: it was not complete.")
        move = self.back if press.wish == "back" else self.onward
        return move(step, state, notice)

    def _from_review(self, press: Press[D]) -> Answer:
        steps, notice = self.steps_of(press.state.draft), press.notice
        last, state = steps.last, self.taken(press)[1]
        if press.wish == "change" and press.what in steps.forms:
            return self.go_to(press.what, replace(state, reviewing=press.what != last), notice)
        if press.wish == "back":
            return self.go_to(steps.before(last), state, notice)
        if press.wish == "send" and not notice:
            return self.send(state)
        return self.go_to(last, state, notice)

    def _state_of_form(self) -> tuple[WizardState[D], str]:
        """What the hidden field holds; an unreadable one begins anew and says so."""
        fresh = WizardState(self.begin(request.path.split("/")[1]))
        text = request.form.get("state", "")
        if not text:
            return fresh, ""
        raw = _raw_token()
        if raw is not None:
            try:
                return open_state(text, self.name, self.read, form_key(), raw), ""
            except StateUnreadable:
                pass
        return fresh, _("What you filled in on the pages before is gone. Fill it in again.")


def file_refused(page: Callable[[], str], form: StepForm[D], refusal: FileRefused) -> Answer:
    """The same page with the sentence at the field, and when it may be tried again."""
    form["photo"].errors = [refusal.sentence]
    if not refusal.retry_after_seconds:
        return page()
    return page(), 429, {"Retry-After": str(refusal.retry_after_seconds)}


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
