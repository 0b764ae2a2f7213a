""" "This happened to me too": from the steps against an institution to a short complaint about it.

How many others said so is shown to nobody outside the desk.
"""

from __future__ import annotations

from flask import abort, request

from app.domain.complaint import JUST_COUNT, ComplaintDraft
from app.domain.complaint_parts import About
from app.public.complaint import sending
from app.public.complaint.blueprint import blueprint
from app.public.complaint.steps import SHORT_STEPS
from app.public.complaint.telling import Telling
from app.public.complaint.wizard import COMPLAINT
from app.public.wizard.code_page import desk_can_read
from app.public.wizard.state import WizardState
from app.public.wizard.way import Answer
from app.services.file_complaint import TEAM
from app.web.csrf import anonymous_form
from app.web.current import locale, reference
from app.web.roles import open_to


@blueprint.get("/k/too/<kind>")
@open_to("anyone")
@anonymous_form
def begin_too(kind: str) -> Answer:
    """The first page of the short way; with `at`, about that institution."""
    if kind not in reference().institution_types:
        abort(404)
    if not desk_can_read(TEAM):
        return sending.closed()
    about = (About(kind, _code(kind, request.args.get("at", ""))),)
    draft = ComplaintDraft(language=locale(), about=about, way=JUST_COUNT)
    return COMPLAINT.go_to(SHORT_STEPS.first, WizardState(Telling(draft, too=True)))


def _code(kind: str, at: str) -> str:
    """The institution when it is one of that kind, or the only one there is; else empty."""
    data = reference()
    only = data.only_one_of(data.institution_type(kind))
    if only is not None:
        return only.code
    return at if data.has_institution(at) and data.institution(at).type == kind else ""
