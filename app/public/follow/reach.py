"""How we may reach her: behind a link of its own, changed or taken away at any time."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.domain.report import ReportDraft
from app.public.follow.blueprint import follow
from app.public.follow.own_page import on_her_report, show
from app.public.wizard.forms import ContactForm, labels, raise_problem
from app.services.change_contact import change_contact, own_contact
from app.services.own_report import OwnKey, TooLateToAdd
from app.web.csrf import form_expired, keeps_text
from app.web.current import database, now, reference
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing


class ChangeReachForm(ContactForm[ReportDraft]):
    """A way must be chosen: to take it away is a button of its own, never an empty form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(ReportDraft(), **kwargs)
        self.way.choices = labels("contact_way")

    def validate_way(self, field: object) -> None:  # noqa: ARG002 - WTForms' signature
        if not reference().has("contact_way", self.way.data or ""):
            raise_problem(_("Choose how we may reach you."))


@follow.get("/c/r")
@open_to("reporter")
@on_her_report
def reach(own: OwnKey) -> Response:
    return _page(own, None)


@follow.post("/c/r")
@open_to("reporter")
@keeps_text("value")
@on_her_report
def change_reach(own: OwnKey) -> Response:
    """Saves what she filled in, or takes away what was there."""
    form = ChangeReachForm()
    if form_expired():
        return _page(own, form, problem=_("Please send it once more: this page was old."))
    takes_away = request.form.get("go") == "remove"
    if not takes_away and not form.validate():
        return _page(own, form, 422)
    contact = None if takes_away else form.contact()
    try:
        with writing() as session:
            change_contact(session, own, contact, protocol=reference().protocol, now=now())
    except TooLateToAdd:
        sentence = _("Your report itself has been erased after its term. Please make a new report.")
        return _page(own, form, 409, problem=sentence)
    return redirect(url_for("follow.status", d="r"), 303)


def _page(
    own: OwnKey, form: ChangeReachForm | None, status: int = 200, *, problem: str = ""
) -> Response:
    with database().reading() as session:
        found = own_contact(session, own)
    if form is None:
        form = ChangeReachForm(formdata=None)
        form.fill_contact(found.contact)
    return show("reach", status, form=form, found=found, problem=problem)
