"""Somebody on the phone: the desk fills in the form for her, with a mark that only the desk makes.

The mark travels in a POST once; from then on the sealed state of the form remembers it, so that
nobody else can say of a complaint that the desk filled it in.
"""

from __future__ import annotations

from flask import render_template
from wtforms import StringField

from app.adapters.phone_mark import PhoneMarkRefused, read_phone_mark
from app.domain.complaint import ComplaintDraft
from app.public.complaint import sending
from app.public.complaint.blueprint import blueprint
from app.public.complaint.telling import Telling
from app.public.complaint.wizard import COMPLAINT
from app.public.wizard.code_page import desk_can_read
from app.public.wizard.forms import MOST_WORDS_CHARS
from app.public.wizard.state import WizardState
from app.public.wizard.way import Answer
from app.services.file_complaint import TEAM
from app.web.csrf import anonymous_form, form_expired, keeps_text
from app.web.current import keyring, locale, now
from app.web.forms import HouseForm
from app.web.page_store import same_for_everyone
from app.web.rate_guard import first_time, limit
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l


class MarkForm(HouseForm):
    """The mark that the colleague made at the desk."""

    mark = StringField(_l("The mark of the desk"))


@blueprint.get("/k/phone")
@open_to("anyone")
@anonymous_form
@same_for_everyone
def phone() -> Answer:
    """Where the mark is typed or pasted."""
    return _page(MarkForm(formdata=None))


@blueprint.post("/k/phone")
@open_to("anyone")
@anonymous_form
@keeps_text()
@limit("phone_mark")
def begin_by_phone() -> Answer:
    """The first question, for a good mark that was not used before."""
    form = MarkForm()
    typed = form.mark.data = (form.mark.data or "")[:MOST_WORDS_CHARS]
    if form_expired():
        return _refused(form, _("Please send it once more: this page was old."))
    if not desk_can_read(TEAM):
        return sending.closed()
    try:
        used_by = read_phone_mark(typed, keyring(), now())
    except PhoneMarkRefused:
        return _refused(form, _("This mark is not right or is too old. Make a new one."))
    if not first_time("phone_mark_used", used_by):
        return _refused(form, _("This mark was used already. Make a new one."))
    draft = ComplaintDraft(language=locale(), phone_case=True)
    return COMPLAINT.go_to("start", WizardState(Telling(draft)))


def _refused(form: MarkForm, sentence: str) -> Answer:
    form.mark.errors = [sentence]
    return _page(form), 422


def _page(form: MarkForm) -> str:
    return render_template("public/complaint/phone.html", form=form)
